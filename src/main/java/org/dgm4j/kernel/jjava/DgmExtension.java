package org.dgm4j.kernel.jjava;

import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dgm4j.kernel.KernelNotebook;

/** Installs the plugin into a JJava kernel, which finds this class by itself. */
public final class DgmExtension implements Extension {

  @Override
  public void install(BaseKernel kernel) {
    KernelNotebook.install(new JJava(kernel));
  }
}
