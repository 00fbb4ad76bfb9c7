package org.dgm4j.kernel.ijava;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import org.dgm4j.kernel.KernelNotebook;

/** Installs the plugin into an IJava kernel, by one line of its start-up script or of a cell. */
public final class Dgm {

  private Dgm() {}

  /** {@code org.dgm4j.kernel.ijava.Dgm.install(getKernelInstance());} */
  public static void install(BaseKernel kernel) {
    KernelNotebook.install(new IJava(kernel));
  }
}
