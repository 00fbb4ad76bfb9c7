package org.dgm4j.magic.help;

import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dgm4j.display.component.HelpView;
import org.dgm4j.display.component.HelpView.Argument;
import org.dgm4j.display.component.HelpView.Section;
import org.dgm4j.magic.help.TypeComments.Comment;
import org.dgm4j.magic.help.TypeComments.MethodComment;

/** What can be told of a class: of ours with sentences, of others by what they declare. */
final class ClassHelp {

  /** No class of ours has so many methods, but DJL's arrays have hundreds. */
  private static final int MOST_METHODS = 100;

  private final Class<?> type;
  private final List<Method> methods;

  ClassHelp(Class<?> type) {
    this.type = type;
    methods = methods(type);
  }

  /** Help on the class itself. */
  HelpView ofClass() {
    String sentence = TypeComments.of(type).type().first();
    String about = sentence.isEmpty() ? kind() + " of " + type.getPackageName() : sentence;
    return HelpView.of(name() + ": " + about, usage(), sections(true), example());
  }

  /**
   * Help on a variable of this class.
   *
   * @param variable its name
   */
  HelpView ofVariable(String variable) {
    String sentence = TypeComments.of(type).type().first();
    String article = name().matches("[AEIOaeio].*") ? "an" : "a";
    String about = "%s is %s %s".formatted(variable, article, name());
    return HelpView.of(
        sentence.isEmpty() ? about : about + ": " + sentence,
        name() + " " + variable,
        sections(false),
        example());
  }

  /**
   * Help on the methods of a name.
   *
   * @param caller what they are called on, as typed
   * @return nothing if the class has none of this name
   */
  Optional<HelpView> ofMethod(String caller, String method) {
    // The shortest way to call it first: others are often told as what they add to it.
    List<Method> found =
        methods.stream()
            .filter(m -> m.getName().equals(method))
            .sorted(Comparator.comparingInt(Method::getParameterCount))
            .toList();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    String first = comment(found.get(0)).first();
    String about = caller + "." + method + (first.isEmpty() ? " of " + name() : ": " + first);
    String call = caller + "." + signature(found.get(0), true);
    String example =
        Examples.of(type.getSimpleName())
            .filter(lines -> lines.contains("." + method + "("))
            .orElse(call);
    return Optional.of(
        HelpView.of(about, call, found.stream().map(ClassHelp::section).toList(), example));
  }

  /** The names of the methods. */
  List<String> methodNames() {
    return methods.stream().map(Method::getName).distinct().toList();
  }

  private String name() {
    String full = type.getTypeName();
    return simple(full.startsWith(type.getPackageName()) ? full : type.getSimpleName());
  }

  private String kind() {
    return type.isInterface() ? "An interface" : "A class";
  }

  private String example() {
    return Examples.of(type.getSimpleName()).orElse("");
  }

  /** How the shortest way to an object begins, or the class's declaration if there is none. */
  private String usage() {
    return builder()
        .map(made -> name() + ".builder()….build()")
        .or(() -> making().findFirst())
        .orElse((type.isInterface() ? "interface " : "class ") + name());
  }

  /** The class of what {@code builder()} returns, if there is such a method. */
  private Optional<Class<?>> builder() {
    return methods.stream()
        .filter(ClassHelp::isStatic)
        .filter(method -> method.getName().equals("builder") && method.getParameterCount() == 0)
        .<Class<?>>map(Method::getReturnType)
        .findFirst();
  }

  /** The calls that make an object of the class. */
  private Stream<String> making() {
    Stream<String> constructors =
        Modifier.isAbstract(type.getModifiers())
            ? Stream.empty()
            : Arrays.stream(type.getConstructors())
                .map(made -> "new " + name() + parameters(made, List.of()));
    return Stream.concat(
        methods.stream().filter(this::makes).map(m -> name() + "." + signature(m, true)),
        constructors);
  }

  private boolean makes(Method method) {
    return isStatic(method)
        && (type.isAssignableFrom(method.getReturnType()) || method.getName().equals("builder"));
  }

  private static boolean isStatic(Method method) {
    return Modifier.isStatic(method.getModifiers());
  }

  private List<Section> sections(boolean withStatic) {
    List<Section> sections = new ArrayList<>();
    if (withStatic) {
      add(sections, "How to make it", methods, this::makes, name() + ".");
      builder()
          .ifPresent(
              made ->
                  add(
                      sections,
                      "What goes between " + name() + ".builder() and .build()",
                      methods(made),
                      method -> !isStatic(method) && !method.getName().equals("build"),
                      "."));
      List<Argument> constructors =
          Arrays.stream(type.getConstructors())
              .map(made -> new Argument("new " + name() + parameters(made, List.of()), ""))
              .toList();
      if (!constructors.isEmpty() && !Modifier.isAbstract(type.getModifiers())) {
        sections.add(new Section("Constructors", "", constructors));
      }
      add(
          sections,
          "Called on the class",
          methods,
          method -> isStatic(method) && !makes(method),
          name() + ".");
    }
    add(sections, "Methods", methods, method -> !isStatic(method), ".");
    return sections;
  }

  private static void add(
      List<Section> sections,
      String title,
      List<Method> all,
      Predicate<Method> chosen,
      String start) {
    List<Argument> rows =
        all.stream()
            .filter(chosen)
            .map(method -> new Argument(start + signature(method, false), meaning(method)))
            .toList();
    if (rows.size() > MOST_METHODS) {
      String more = "%d more are completed with the Tab key".formatted(rows.size() - MOST_METHODS);
      rows =
          Stream.concat(rows.stream().limit(MOST_METHODS), Stream.of(new Argument("…", more)))
              .toList();
    }
    if (!rows.isEmpty()) {
      sections.add(new Section(title, "", rows));
    }
  }

  /** The first sentence on a method, or what it returns if there is none. */
  private static String meaning(Method method) {
    String sentence = comment(method).first();
    return sentence.isEmpty() && method.getReturnType() != void.class
        ? "returns " + returned(method)
        : sentence;
  }

  private static Section section(Method method) {
    Comment comment = comment(method);
    List<Argument> rows = new ArrayList<>();
    comment.parameters().forEach((name, meaning) -> rows.add(new Argument(name, meaning)));
    if (!comment.returned().isEmpty() && !comment.returned().equals(comment.all())) {
      rows.add(new Argument("returns", comment.returned()));
    }
    comment.errors().forEach((error, when) -> rows.add(new Argument("throws " + error, when)));
    String title =
        (isStatic(method) ? "static " : "") + returned(method) + " " + signature(method, false);
    return new Section(title, comment.all(), rows);
  }

  /**
   * A method's name and parameters.
   *
   * @param toCall with the names of the parameters only, where they are known
   */
  private static String signature(Method method, boolean toCall) {
    List<String> names = written(method).map(MethodComment::names).orElse(List.of());
    return method.getName()
        + (toCall && names.size() == method.getParameterCount()
            ? "(" + String.join(", ", names) + ")"
            : parameters(method, names));
  }

  private static String parameters(Executable called, List<String> names) {
    Parameter[] parameters = called.getParameters();
    return IntStream.range(0, parameters.length)
        .mapToObj(
            i -> {
              String type = simple(parameters[i].getParameterizedType());
              String shown = parameters[i].isVarArgs() ? type.replaceFirst("\\[\\]$", "...") : type;
              return names.size() == parameters.length ? shown + " " + names.get(i) : shown;
            })
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static Comment comment(Method method) {
    return written(method).map(MethodComment::comment).orElse(Comment.NONE);
  }

  /** What the source says of a method, there or where it was declared first. */
  private static Optional<MethodComment> written(Method method) {
    List<MethodComment> all =
        TypeComments.lineage(method.getDeclaringClass())
            .flatMap(type -> TypeComments.of(type).of(method).stream())
            .toList();
    return all.stream()
        .filter(known -> !known.comment().first().isEmpty())
        .findFirst()
        .or(() -> all.stream().findFirst());
  }

  /**
   * The public methods of a type and of all that it inherits from, without those of every object,
   * and without those that the compiler adds.
   */
  private static List<Method> methods(Class<?> type) {
    Map<String, Method> methods = new LinkedHashMap<>();
    TypeComments.lineage(type)
        .filter(above -> above != Object.class)
        .forEach(
            above -> {
              List<String> order =
                  TypeComments.of(above).methods().stream().map(MethodComment::name).toList();
              Arrays.stream(above.getDeclaredMethods())
                  .filter(method -> Modifier.isPublic(method.getModifiers()))
                  .filter(method -> !method.isSynthetic() && !isOfEveryObject(method))
                  .filter(method -> above == type || !isStatic(method) || !above.isInterface())
                  .sorted(
                      (a, b) ->
                          order.isEmpty()
                              ? a.getName().compareTo(b.getName())
                              : Integer.compare(
                                  order.indexOf(a.getName()), order.indexOf(b.getName())))
                  .forEach(
                      method ->
                          methods.putIfAbsent(
                              method.getName() + Arrays.toString(method.getParameterTypes()),
                              method));
            });
    return List.copyOf(methods.values());
  }

  private static boolean isOfEveryObject(Method method) {
    return Stream.of("equals", "hashCode", "toString").anyMatch(method.getName()::equals)
        && method.getParameterCount() < 2;
  }

  /** What a method returns: of a builder for several classes, the builder's own type. */
  private static String returned(Method method) {
    return simple(
        method.getGenericReturnType() instanceof TypeVariable
            ? method.getReturnType()
            : method.getGenericReturnType());
  }

  private static String simple(Type type) {
    return simple(type.getTypeName());
  }

  /** A type's name without packages. */
  private static String simple(String name) {
    return name.replaceAll("\\b(?:[a-z][\\w]*\\.)+(?=[A-Z])", "").replace('$', '.');
  }
}
