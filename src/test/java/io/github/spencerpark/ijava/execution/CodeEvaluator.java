package io.github.spencerpark.ijava.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/** A JShell whose snippets have objects as values. */
public final class CodeEvaluator {

  private static final String START =
      """
      import java.util.*;
      import java.io.*;
      import java.math.*;
      import java.net.*;
      import java.util.concurrent.*;
      import java.util.prefs.*;
      import java.util.regex.*;
      import static io.github.spencerpark.ijava.runtime.Kernel.*;
      import static io.github.spencerpark.ijava.runtime.Magics.*;
      import io.github.spencerpark.jupyter.kernel.magic.common.*;
      import io.github.spencerpark.jupyter.kernel.magic.registry.*;
      """;

  private final IJavaExecutionControl control = new IJavaExecutionControl();
  private final JShell shell;
  private final List<String> startupScripts = new ArrayList<>(List.of(START));

  public CodeEvaluator(String startupScript) {
    shell = JShell.builder().executionEngine(new Provider(control), Map.of()).build();
    if (startupScript != null) {
      startupScripts.add(startupScript);
    }
  }

  private record Provider(ExecutionControl control) implements ExecutionControlProvider {

    @Override
    public String name() {
      return "IJava";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
      return control;
    }
  }

  public JShell getShell() {
    return shell;
  }

  /** The value of the last snippet. The first code to be evaluated is that of the start-up. */
  public Object eval(String code) throws Exception {
    List<String> start = List.copyOf(startupScripts);
    startupScripts.clear();
    for (String script : start) {
      eval(script);
    }
    Object value = null;
    CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(code);
    while (info.completeness().isComplete()) {
      value = evalSingle(info.source());
      info = shell.sourceCodeAnalysis().analyzeCompletion(info.remaining());
    }
    if (info.completeness() != Completeness.EMPTY) {
      throw new IllegalArgumentException("Incomplete input: " + info.remaining().strip());
    }
    return value;
  }

  private Object evalSingle(String snippet) throws Exception {
    List<SnippetEvent> events = shell.eval(snippet);
    Object value = null;
    for (SnippetEvent event : events) {
      if (event.value() != null) {
        Object result = control.takeResult(event.value());
        value =
            switch (event.snippet().subKind()) {
              case VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND, TEMP_VAR_EXPRESSION_SUBKIND ->
                  result;
              default -> null;
            };
      }
    }
    for (SnippetEvent event : events) {
      if (event.causeSnippet() == null && event.exception() != null) {
        throw event.exception();
      }
      if (event.causeSnippet() == null && !event.status().isDefined()) {
        throw new CompilationException(event);
      }
    }
    return value;
  }

  public void interrupt() {
    control.interrupt();
  }

  public void shutdown() {
    shell.close();
  }
}
