package org.dgm4j.kernel;

import java.lang.reflect.Proxy;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.QualifiedNames;

/**
 * Adds to what the compiler has against a cell how to import the class that it does not know, if
 * there is one of this name in our libraries or in Java: all cells' errors come by here.
 */
final class MissingImports {

  private static final Set<Snippet.Status> INCOMPLETE =
      EnumSet.of(
          Snippet.Status.REJECTED,
          Snippet.Status.RECOVERABLE_DEFINED,
          Snippet.Status.RECOVERABLE_NOT_DEFINED);

  /** A class, or what stands before a dot and may be one. */
  private static final Pattern CLASS = Pattern.compile("\\b(?:class|variable) (\\p{Lu}\\w*)");

  /** Whose classes are proposed, the first first: others have but the same name by chance. */
  private static final List<String> OWNERS =
      List.of("org.dgm4j.", "tech.tablesaw.", "ai.djl.", "org.apache.commons.", "java.", "javax.");

  /** More would hide the error itself. */
  private static final int MOST_PROPOSED = 3;

  /**
   * JShell reads all jars in the first seconds; an error may wait as long as a reader hardly sees.
   */
  private static final int TRIALS = 40;

  private static final int PAUSE_MILLIS = 50;

  private final JShell shell;

  private MissingImports(JShell shell) {
    this.shell = shell;
  }

  /** Explains the errors of this shell from now on. */
  static void install(JShell shell) {
    shell.onSnippetEvent(new MissingImports(shell)::onEvent);
  }

  private void onEvent(SnippetEvent event) {
    if (INCOMPLETE.contains(event.status())) {
      shell.diagnostics(event.snippet()).forEach(this::explain);
      if (event.snippet() instanceof DeclarationSnippet declaration) {
        explain(declaration);
      }
    }
  }

  private void explain(Diag problem) {
    if (problem.getCode().startsWith("compiler.err.cant.resolve")) {
      advice(problem.getMessage(Locale.ENGLISH))
          .flatMap(
              advice ->
                  KernelReflection.value(problem, Diagnostic.class)
                      .map(told -> explained(told, advice)))
          .ifPresent(explained -> KernelReflection.replace(problem, Diagnostic.class, explained));
    }
  }

  private static Diagnostic<?> explained(Diagnostic<?> told, String advice) {
    return (Diagnostic<?>)
        Proxy.newProxyInstance(
            MissingImports.class.getClassLoader(),
            new Class<?>[] {Diagnostic.class},
            (proxy, method, arguments) -> {
              Object answer = method.invoke(told, arguments);
              return method.getName().equals("getMessage") ? answer + "\n  " + advice : answer;
            });
  }

  /** What a declaration waits for is a list of words such as {@code class Table}. */
  private void explain(DeclarationSnippet declaration) {
    List<String> waited = shell.unresolvedDependencies(declaration).toList();
    if (waited.equals(KernelReflection.value(declaration, List.class).orElse(null))) {
      List<String> explained =
          waited.stream()
              .map(word -> advice(word).map(advice -> word + ": " + advice).orElse(word))
              .toList();
      KernelReflection.replace(declaration, List.class, explained);
    }
  }

  /** The import to type for the class that a complaint names. */
  private Optional<String> advice(String complaint) {
    Matcher named = CLASS.matcher(complaint);
    if (!named.find()) {
      return Optional.empty();
    }
    List<String> known = known(named.group(1));
    List<String> proposed =
        OWNERS.stream()
            .flatMap(owner -> known.stream().filter(name -> name.startsWith(owner)))
            .limit(MOST_PROPOSED)
            .toList();
    return proposed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            proposed.stream()
                .map(name -> "import " + name + ";")
                .collect(Collectors.joining(" or ", "type ", "")));
  }

  private List<String> known(String name) {
    SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
    QualifiedNames names = analysis.listQualifiedNames(name, name.length());
    try {
      for (int i = 0; i < TRIALS && !names.isUpToDate(); i++) {
        Thread.sleep(PAUSE_MILLIS);
        names = analysis.listQualifiedNames(name, name.length());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return names.isResolvable() ? List.of() : names.getNames();
  }
}
