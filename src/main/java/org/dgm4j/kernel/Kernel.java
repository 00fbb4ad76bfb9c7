package org.dgm4j.kernel;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.dgm4j.kernel.cursor.CursorHelp;

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

  /** Makes the kernel write {@link MagicCode} in the place of the plugin's magics. */
  void typeMagics();

  /**
   * Makes the kernel know a magic.
   *
   * @param run takes its arguments and returns its value
   */
  void addMagic(String name, Function<List<String>, Object> run);

  /**
   * Makes the kernel show values of a type.
   *
   * @param contents gives the contents of a value by MIME type
   */
  void addRenderer(Class<?> type, Function<Object, Map<String, Object>> contents);

  /**
   * Has the kernel ask for our help first when a user presses Tab, or Shift and Tab.
   *
   * @return whether that is settled, for good or ill: a kernel knows its connection only while it
   *     runs a cell
   */
  boolean answer(CursorHelp help);
}
