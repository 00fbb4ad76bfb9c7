package org.dgm4j.kernel.cursor;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;

/** The types of a notebook's expressions, and the classes that its names mean. */
public final class NotebookTypes {

  private static final Pattern NAME = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$.]*");

  private final JShell shell;

  public NotebookTypes(JShell shell) {
    this.shell = shell;
  }

  /** The type of an expression, or the class that it names; nothing of it is evaluated. */
  public Optional<Class<?>> of(String expression) {
    String type = shell.sourceCodeAnalysis().analyzeType(expression, expression.length());
    if (type != null) {
      return named(type.replaceAll("<.*>", ""));
    }
    return NAME.matcher(expression).matches() ? named(expression) : Optional.empty();
  }

  private Optional<Class<?>> named(String name) {
    if (name.endsWith("[]")) {
      return named(name.substring(0, name.length() - 2)).map(Class::arrayType);
    }
    Stream<String> imported =
        shell
            .imports()
            .filter(Predicate.not(ImportSnippet::isStatic))
            .map(ImportSnippet::fullname)
            .flatMap(full -> Stream.ofNullable(meant(name, full)));
    Stream<String> all =
        Stream.of(imported, Stream.of("java.lang." + name, name)).flatMap(names -> names);
    return Stream.concat(
            Stream.<Class<?>>of(
                    boolean.class,
                    byte.class,
                    char.class,
                    short.class,
                    int.class,
                    long.class,
                    float.class,
                    double.class)
                .filter(primitive -> primitive.getName().equals(name)),
            all.flatMap(full -> loaded(full).stream()))
        .findFirst();
  }

  /** The full name of what a name means by an import; null if it means nothing by that. */
  private static String meant(String name, String imported) {
    if (imported.endsWith(".*")) {
      return imported.substring(0, imported.length() - 1) + name;
    }
    String simple = imported.substring(imported.lastIndexOf('.') + 1);
    return name.equals(simple) || name.startsWith(simple + ".")
        ? imported + name.substring(simple.length())
        : null;
  }

  /** The class of a full name, in which a class may stand in another. */
  private static Optional<Class<?>> loaded(String full) {
    for (String name = full; ; name = name.replaceFirst("\\.(?=[^.]*$)", "\\$")) {
      try {
        return Optional.of(Class.forName(name, false, NotebookTypes.class.getClassLoader()));
      } catch (ClassNotFoundException | LinkageError e) {
        if (name.indexOf('.') < 0) {
          return Optional.empty();
        }
      }
    }
  }
}
