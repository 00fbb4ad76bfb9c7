package org.dgm4j.kernel.ijava;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.registry.Views;
import org.dgm4j.kernel.CellExecution;
import org.dgm4j.kernel.Kernel;
import org.dgm4j.kernel.KernelNotebook;
import org.dgm4j.kernel.KernelReflection;
import org.dgm4j.magic.Magics;

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
    return IJavaCell.of(kernel);
  }

  @Override
  public void register(KernelNotebook notebook) {
    var magics =
        KernelReflection.find(
                kernel, io.github.spencerpark.jupyter.kernel.magic.registry.Magics.class)
            .orElseThrow(() -> new IllegalStateException("it has no magics"));
    TypedMagics.install(kernel, magics);
    for (String name : Magics.names()) {
      magics.registerLineMagic(name, arguments -> notebook.run(name, arguments));
    }
    for (Class<?> type : Views.types()) {
      kernel
          .getRenderer()
          .createRegistration(type)
          .preferring(MimeBundle.TYPES.toArray(String[]::new))
          .register((value, context) -> render(notebook.render(value), context));
    }
  }

  private static void render(Map<String, Object> data, RenderContext context) {
    data.forEach((mime, content) -> context.renderIfRequested(MIMEType.parse(mime), () -> content));
  }
}
