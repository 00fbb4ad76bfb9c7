package org.dgm4j.kernel.jjava;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.magic.Notebook;

/** A notebook on the JJava kernel. */
record JJavaNotebook(BaseKernel kernel, Front front) implements Notebook {

  @Override
  public Object evaluate(String expression) {
    try {
      return kernel.evalRaw(expression);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(reason(e), e);
    }
  }

  /** What the user's own code said, or what the compiler has against it. */
  private String reason(Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof EvalException && e.getMessage() != null) {
        return e.getMessage();
      }
      Optional<SnippetEvent> rejected = Internals.value(e, SnippetEvent.class);
      if (rejected.isPresent()) {
        return shell()
            .flatMap(shell -> shell.diagnostics(rejected.get().snippet()))
            .map(problem -> problem.getMessage(Locale.ENGLISH).strip().replaceAll("\\s+", " "))
            .findFirst()
            .orElse("it does not compile");
      }
    }
    return error.toString();
  }

  private Stream<JShell> shell() {
    return Internals.value(kernel, JShell.class).stream();
  }

  @Override
  public List<String> variables() {
    return shell().flatMap(JShell::variables).map(VarSnippet::name).toList();
  }

  @Override
  public Output display(MimeBundle bundle) {
    return new CellOutput(kernel, front, bundle);
  }
}
