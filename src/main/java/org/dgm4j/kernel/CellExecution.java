package org.dgm4j.kernel;

import java.util.Map;

/** One execution of a cell, and where its output goes. */
public interface CellExecution {

  /** Tells this execution from all others; null if not known. */
  String execution();

  /** Whether its front end is a console, which can't replace what was displayed. */
  default boolean isInConsole() {
    return false;
  }

  /** The front end's name of the cell, the same in each of its executions; null if not known. */
  String cell();

  /**
   * Shows contents by MIME type below the cell, also after its end where the kernel allows it:
   * texts, and JSON as maps and lists.
   */
  void display(Map<String, Object> data, String displayId);

  /** Replaces what was displayed, also after the end of the cell where the kernel allows it. */
  void update(Map<String, Object> data, String displayId);
}
