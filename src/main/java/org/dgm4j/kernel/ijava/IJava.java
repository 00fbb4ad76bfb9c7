package org.dgm4j.kernel.ijava;

import io.github.spencerpark.jupyter.channels.DefaultReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.publish.PublishDisplayData;
import io.github.spencerpark.jupyter.messages.publish.PublishUpdateDisplayData;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.kernel.CellExecution;
import org.dgm4j.kernel.Kernel;
import org.dgm4j.kernel.KernelReflection;
import org.dgm4j.kernel.cursor.CursorHelp;

/** The IJava kernel, seen through the library that it is made of. */
record IJava(BaseKernel kernel) implements Kernel {

  @Override
  public String name() {
    return "IJava";
  }

  @Override
  public Object evaluate(String code) throws Exception {
    try {
      return kernel.getClass().getMethod("evalRaw", String.class).invoke(kernel, code);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
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
    return new CellExecution(request.getHeader().getId(), cell, false, channel);
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
    display.setDisplayId(displayId);
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

  private Magics magics() {
    return KernelReflection.find(kernel, Magics.class)
        .orElseThrow(() -> new IllegalStateException("it has no magics"));
  }

  @Override
  public void typeMagics() {
    TypedMagics.install(kernel, magics());
  }

  @Override
  public void addMagic(String name, Function<List<String>, Object> run) {
    magics().registerLineMagic(name, run::apply);
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
