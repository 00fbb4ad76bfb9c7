package org.dgm4j.kernel.jjava;

import java.util.Map;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.registry.Views;
import org.dgm4j.kernel.CellExecution;
import org.dgm4j.kernel.Kernel;
import org.dgm4j.kernel.KernelNotebook;
import org.dgm4j.magic.Magics;

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
    return JJavaCell.of(kernel);
  }

  @Override
  public void register(KernelNotebook notebook) {
    TypedMagics.install(kernel);
    for (String name : Magics.names()) {
      kernel
          .getMagicsRegistry()
          .registerLineMagic(name, (k, arguments) -> notebook.run(name, arguments));
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
