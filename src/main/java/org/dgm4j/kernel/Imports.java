package org.dgm4j.kernel;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import jdk.jshell.TypeDeclSnippet;

/**
 * What a notebook can use without an import. A class that the notebook declares under the same name
 * as one of these takes its place, and so does a package that the notebook imports as a whole, if a
 * class in one of these packages has the same name: with both, JShell would call it ambiguous.
 */
final class Imports {

  /** The end of a package's name that stands for all of its classes. */
  private static final String ALL = ".*";

  private final JShell shell;
  private final List<String> names;

  private Imports(JShell shell, List<String> names) {
    this.shell = shell;
    this.names = names;
  }

  /**
   * Imports these, but for the classes whose names are taken.
   *
   * @param names of classes, and of packages, which end with {@code .*}
   */
  static void install(JShell shell, List<String> names) {
    Imports imports = new Imports(shell, names);
    for (String name : names) {
      if (name.endsWith(ALL) || imports.taken().noneMatch(simpleName(name)::equals)) {
        shell.eval("import " + name + ";");
      }
    }
    shell.onSnippetEvent(imports::onEvent);
  }

  private Stream<String> taken() {
    return Stream.concat(
        shell.types().map(TypeDeclSnippet::name),
        shell.imports().map(imported -> simpleName(imported.fullname())));
  }

  private void onEvent(SnippetEvent event) {
    if (event.status() != Snippet.Status.VALID) {
      return;
    }
    if (event.snippet() instanceof TypeDeclSnippet type) {
      drop(name -> simpleName(name).equals(type.name()));
    } else if (event.snippet() instanceof ImportSnippet imported
        && imported.fullname().endsWith(ALL)
        && !imported.isStatic()
        && !names.contains(imported.fullname())) {
      Set<String> classes = classes(imported.fullname());
      drop(name -> name.endsWith(ALL) && !Collections.disjoint(classes(name), classes));
    }
  }

  private void drop(Predicate<String> which) {
    shell
        .imports()
        .filter(imported -> names.contains(imported.fullname()))
        .filter(imported -> which.test(imported.fullname()))
        .toList()
        .forEach(shell::drop);
  }

  /** The classes of a package, as JShell completes their names. */
  private Set<String> classes(String all) {
    String start = "import " + all.substring(0, all.length() - 1);
    return shell
        .sourceCodeAnalysis()
        .completionSuggestions(start, start.length(), new int[1])
        .stream()
        .map(Suggestion::continuation)
        .filter(name -> Character.isUpperCase(name.charAt(0)))
        .collect(Collectors.toSet());
  }

  private static String simpleName(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
