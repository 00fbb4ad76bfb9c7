package org.dgm4j.kernel;

import java.util.Map;

/**
 * One execution of a cell, and where its output goes.
 *
 * @param execution tells this execution from all others; null if not known
 * @param cell the front end's name of the cell, the same in each of its executions; null if not
 *     known
 * @param isInConsole whether its front end is a console, which can't replace what was displayed
 * @param channel where its output goes
 */
public record CellExecution(String execution, String cell, boolean isInConsole, Channel channel) {

  /** Sends contents below a cell, also after its end where the kernel allows it. */
  @FunctionalInterface
  public interface Channel {

    /**
     * Shows contents, or replaces what was displayed under this id.
     *
     * @param data contents by MIME type: texts, and JSON as maps and lists
     */
    void send(Map<String, Object> data, String displayId, boolean isUpdate);
  }
}
