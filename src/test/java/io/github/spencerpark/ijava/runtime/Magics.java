package io.github.spencerpark.ijava.runtime;

import java.util.List;

/** What the calls of magics in a cell become. */
public final class Magics {

  private Magics() {}

  public static <T> T lineMagic(String name, List<String> arguments) {
    try {
      return Kernel.getKernelInstance().getMagics().applyLineMagic(name, arguments);
    } catch (Exception e) {
      throw new RuntimeException(
          "Exception occurred while running line magic '" + name + "': " + e.getMessage(), e);
    }
  }
}
