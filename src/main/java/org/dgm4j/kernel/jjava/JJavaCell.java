package org.dgm4j.kernel.jjava;

import java.util.Map;
import java.util.Optional;
import org.dflib.jjava.jupyter.channels.DefaultReplyEnvironment;
import org.dflib.jjava.jupyter.channels.ReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.publish.PublishDisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.dgm4j.kernel.CellExecution;
import org.dgm4j.kernel.KernelReflection;

/**
 * One execution of a cell.
 *
 * @param output where its output goes, also after its end; null if this kernel hides it
 */
record JJavaCell(BaseKernel kernel, ReplyEnvironment output, String execution, String cell)
    implements CellExecution {

  /** The execution that is going on in a kernel. */
  static JJavaCell of(BaseKernel kernel) {
    Optional<DefaultReplyEnvironment> environment =
        KernelReflection.value(kernel.getIO().display, DefaultReplyEnvironment.class);
    if (environment.isPresent()
        && environment.get().getContext() instanceof Message<?> request
        && request.getHeader() != null) {
      Object cell = request.getNonNullMetadata().get("cellId");
      return new JJavaCell(
          kernel,
          environment.get(),
          request.getHeader().getId(),
          cell == null ? null : cell.toString());
    }
    return new JJavaCell(kernel, environment.orElse(null), null, null);
  }

  /** Consoles may be asked for input, as notebooks may, but do not name their cells. */
  @Override
  public boolean isInConsole() {
    return cell == null
        && output instanceof DefaultReplyEnvironment environment
        && environment.getContext() instanceof Message<?> request
        && request.getContent() instanceof ExecuteRequest execute
        && execute.isStdinEnabled();
  }

  @Override
  public void display(Map<String, Object> data, String displayId) {
    DisplayData display = displayData(data, displayId);
    if (output == null) {
      kernel.display(display);
    } else {
      output.publish(new PublishDisplayData(display));
    }
  }

  @Override
  public void update(Map<String, Object> data, String displayId) {
    DisplayData update = displayData(data, displayId);
    if (output == null) {
      kernel.getIO().display.updateDisplay(displayId, update);
    } else {
      output.publish(new PublishUpdateDisplayData(update));
    }
  }

  private static DisplayData displayData(Map<String, Object> data, String displayId) {
    DisplayData display = new DisplayData();
    data.forEach(display::putData);
    display.putTransientData("display_id", displayId);
    return display;
  }
}
