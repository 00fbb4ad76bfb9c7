package org.dgm4j.kernel.jjava;

import java.util.Optional;
import org.dflib.jjava.jupyter.channels.DefaultReplyEnvironment;
import org.dflib.jjava.jupyter.channels.ReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.messages.Message;

/**
 * One execution of a cell.
 *
 * @param output where its output goes, also after its end; null if this kernel hides it
 * @param execution tells this execution from all others; null if not known
 * @param cell the front end's name of the cell, the same in each of its executions; null if not
 *     known
 */
record RunningCell(ReplyEnvironment output, String execution, String cell) {

  /** The execution that is going on in a kernel. */
  static RunningCell of(BaseKernel kernel) {
    Optional<DefaultReplyEnvironment> environment =
        Internals.value(kernel.getIO().display, DefaultReplyEnvironment.class);
    if (environment.isPresent()
        && environment.get().getContext() instanceof Message<?> request
        && request.getHeader() != null) {
      Object cell = request.getNonNullMetadata().get("cellId");
      return new RunningCell(
          environment.get(), request.getHeader().getId(), cell == null ? null : cell.toString());
    }
    return new RunningCell(environment.orElse(null), null, null);
  }
}
