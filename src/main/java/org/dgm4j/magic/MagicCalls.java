package org.dgm4j.magic;

import java.util.Arrays;
import org.dgm4j.magic.notebook.Notebook;

/**
 * The magics as Java calls, with the types of what they return: what a kernel puts in the place of
 * {@code %train …} in a cell.
 */
public final class MagicCalls {

  private static volatile Notebook notebook;

  private MagicCalls() {}

  /** The notebook in which the calls happen. */
  static void in(Notebook notebook) {
    MagicCalls.notebook = notebook;
  }

  /** A magic on a line of its own. */
  public static void show(String name, String... arguments) {
    value(Object.class, name, arguments);
  }

  /**
   * A magic whose value is used.
   *
   * @param type of the value, see {@link Magics#result}
   */
  public static <T> T value(Class<T> type, String name, String... arguments) {
    return type.cast(Magics.run(name, Arrays.asList(arguments), notebook));
  }
}
