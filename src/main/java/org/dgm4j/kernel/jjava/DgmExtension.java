package org.dgm4j.kernel.jjava;

import java.util.List;
import jdk.jshell.JShell;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.Views;
import org.dgm4j.magic.Magics;
import org.dgm4j.magic.Notebook;

/** Installs the plugin into a JJava kernel, which finds this class by itself. */
public final class DgmExtension implements Extension {

  /** Does nothing if anything fails, but say so: a kernel without the plugin is still a kernel. */
  @Override
  public void install(BaseKernel kernel) {
    try {
      Front front = new Front();
      Notebook notebook = new JJavaNotebook(kernel, front);
      Magics.install(notebook);
      registerMagics(kernel, notebook);
      registerRenderers(kernel, front);
      Internals.value(kernel, JShell.class).ifPresent(DgmExtension::prepare);
    } catch (RuntimeException | LinkageError e) {
      System.err.println("dgm4j could not be installed in this kernel: " + e);
    }
  }

  private static void prepare(JShell shell) {
    Imports.install(shell, Magics.imports());
    Snippets snippets = new Snippets();
    shell.onSnippetEvent(snippets::onEvent);
    shell.onSnippetEvent(Mistakes::onEvent);
  }

  private static void registerMagics(BaseKernel kernel, Notebook notebook) {
    TypedMagics.install(kernel);
    for (String name : Magics.names()) {
      kernel
          .getMagicsRegistry()
          .registerLineMagic(name, (k, arguments) -> Magics.run(name, arguments, notebook));
    }
  }

  private static void registerRenderers(BaseKernel kernel, Front front) {
    for (Class<?> type : Views.types()) {
      kernel
          .getRenderer()
          .createRegistration(type)
          .preferring(MIMEType.TEXT_HTML)
          .preferring(MIMEType.IMAGE_SVG)
          .preferring(MIMEType.IMAGE_PNG)
          .register((value, context) -> render(value, context, front, kernel));
    }
  }

  private static void render(Object value, RenderContext context, Front front, BaseKernel kernel) {
    MimeBundle bundle = Views.of(value).orElseThrow().bundle();
    DisplayData data = front.data(bundle, RunningCell.of(kernel));
    for (String mime : List.copyOf(bundle.data().keySet())) {
      MIMEType type = MIMEType.parse(mime);
      context.renderIfRequested(type, () -> data.getData(type));
    }
  }
}
