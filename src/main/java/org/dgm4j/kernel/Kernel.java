package org.dgm4j.kernel;

/** What the plugin needs of a kernel; each adapter gives it for one. */
public interface Kernel {

  /** The kernel itself, in whose private fields the plugin finds what has no interface. */
  Object kernel();

  /** The kernel's name, and its version where that is known. */
  String name();

  /** The value of Java code in the notebook. */
  Object evaluate(String code) throws Exception;

  /** The execution that is going on. */
  CellExecution cell();

  /** Makes the kernel know the plugin's magics, and how values of its types are shown. */
  void register(KernelNotebook notebook);
}
