package org.dgm4j.kernel.jjava;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.dflib.jjava.jupyter.channels.DefaultReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.publish.PublishDisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.kernel.CellExecution;
import org.dgm4j.kernel.Kernel;
import org.dgm4j.kernel.KernelReflection;
import org.dgm4j.kernel.cursor.CursorHelp;

/** The JJava kernel. */
record JJava(BaseKernel kernel) implements Kernel {

  @Override
  public String name() {
    return "JJava " + kernel.getVersion();
  }

  @Override
  public Object evaluate(String code) {
    return kernel.evalRaw(code);
  }

  @Override
  public CellExecution cell() {
    DefaultReplyEnvironment output =
        KernelReflection.value(kernel.getIO().display, DefaultReplyEnvironment.class).orElse(null);
    CellExecution.Channel channel =
        (data, displayId, isUpdate) -> send(data, displayId, isUpdate, output);
    if (output == null
        || !(output.getContext() instanceof Message<?> request)
        || request.getHeader() == null) {
      return new CellExecution(null, null, false, channel);
    }
    String cell = (String) request.getNonNullMetadata().get("cellId");
    // Consoles may be asked for input, as notebooks may, but do not name their cells.
    boolean isInConsole =
        cell == null
            && request.getContent() instanceof ExecuteRequest execute
            && execute.isStdinEnabled();
    return new CellExecution(request.getHeader().getId(), cell, isInConsole, channel);
  }

  /**
   * @param output where the cell's output goes, also after its end; null if this kernel hides it
   */
  private void send(
      Map<String, Object> data,
      String displayId,
      boolean isUpdate,
      DefaultReplyEnvironment output) {
    DisplayData display = new DisplayData();
    data.forEach(display::putData);
    display.putTransientData("display_id", displayId);
    if (output != null && isUpdate) {
      output.publish(new PublishUpdateDisplayData(display));
    } else if (output != null) {
      output.publish(new PublishDisplayData(display));
    } else if (isUpdate) {
      kernel.getIO().display.updateDisplay(displayId, display);
    } else {
      kernel.display(display);
    }
  }

  @Override
  public void typeMagics() {
    TypedMagics.install(kernel);
  }

  @Override
  public void addMagic(String name, Function<List<String>, Object> run) {
    kernel.getMagicsRegistry().registerLineMagic(name, (k, arguments) -> run.apply(arguments));
  }

  @Override
  public void addRenderer(Class<?> type, Function<Object, Map<String, Object>> contents) {
    kernel
        .getRenderer()
        .createRegistration(type)
        .preferring(MimeBundle.TYPES.toArray(String[]::new))
        .register(
            (value, context) ->
                contents
                    .apply(value)
                    .forEach(
                        (mime, content) ->
                            context.renderIfRequested(MIMEType.parse(mime), () -> content)));
  }

  @Override
  public boolean answer(CursorHelp help) {
    return CursorRequests.install(kernel, help);
  }
}
