package org.dgm4j.kernel;

import java.util.List;
import java.util.stream.Stream;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.TypeDeclSnippet;

/**
 * The classes of ours that a notebook can use without an import. A class that the notebook declares
 * under the same name takes its place: with both, JShell would call the name ambiguous.
 */
final class Imports {

  private final JShell shell;
  private final List<String> names;

  private Imports(JShell shell, List<String> names) {
    this.shell = shell;
    this.names = names;
  }

  /** Imports these classes, but for those whose names are taken. */
  static void install(JShell shell, List<String> names) {
    Imports imports = new Imports(shell, names);
    for (String name : names) {
      if (imports.taken().noneMatch(simpleName(name)::equals)) {
        shell.eval("import " + name + ";");
      }
    }
    shell.onSnippetEvent(imports::onEvent);
  }

  private Stream<String> taken() {
    return Stream.concat(
        shell.types().map(TypeDeclSnippet::name), shell.imports().map(Imports::simpleName));
  }

  private void onEvent(SnippetEvent event) {
    if (event.status() == Snippet.Status.VALID && event.snippet() instanceof TypeDeclSnippet type) {
      shell
          .imports()
          .filter(imported -> names.contains(imported.fullname()))
          .filter(imported -> simpleName(imported).equals(type.name()))
          .toList()
          .forEach(shell::drop);
    }
  }

  private static String simpleName(ImportSnippet imported) {
    return simpleName(imported.fullname());
  }

  private static String simpleName(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
