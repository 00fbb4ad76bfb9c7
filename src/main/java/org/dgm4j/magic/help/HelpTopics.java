package org.dgm4j.magic.help;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dgm4j.base.Suggestion;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.display.component.HelpView;
import org.dgm4j.magic.notebook.Notebook;
import org.dgm4j.magic.notebook.UserError;

/**
 * Help on whatever a notebook has a name for.
 *
 * @param magics the names of the magics, and help on each of them
 * @param classes the simple names of classes that need no import
 */
public record HelpTopics(Map<String, Supplier<HelpView>> magics, List<String> classes) {

  private static final Pattern MEMBER = Pattern.compile("(.+)\\.(\\w+)", Pattern.DOTALL);

  /**
   * Help on something.
   *
   * @param subject a variable, a class, a method of either as in {@code nade.sample}, a magic with
   *     or without its percent sign, or a data set
   * @return nothing if that is none of these
   */
  public Optional<HelpView> of(String subject, Notebook notebook) {
    return of(subject, notebook, type -> true);
  }

  /**
   * Help on something.
   *
   * @param wanted which classes and their methods are to be told of; others count as unknown
   */
  public Optional<HelpView> of(String subject, Notebook notebook, Predicate<Class<?>> wanted) {
    if (subject.startsWith("%")) {
      return ofMagic(subject.substring(1));
    }
    Function<String, Optional<Class<?>>> types =
        expression -> notebook.type(expression).filter(wanted);
    Optional<HelpView> variable =
        notebook.variables().contains(subject)
            ? types.apply(subject).map(type -> new ClassHelp(type).ofVariable(subject))
            : Optional.empty();
    return variable
        .or(() -> ofMember(subject, types))
        .or(() -> types.apply(subject).map(type -> new ClassHelp(type).ofClass()))
        .or(() -> ofMagic(subject))
        .or(() -> ofDataset(subject));
  }

  /**
   * What to say where there is no help: with the nearest name, if there is one.
   *
   * @param subject what help was asked for
   */
  public UserError unknown(String subject, Notebook notebook) {
    Matcher member = MEMBER.matcher(subject);
    if (member.matches()) {
      Optional<Class<?>> type = notebook.type(member.group(1));
      if (type.isPresent()) {
        Optional<String> near =
            Suggestion.of(member.group(2), new ClassHelp(type.get()).methodNames());
        return new UserError(
            "%s has no method '%s': %s"
                .formatted(
                    member.group(1),
                    member.group(2),
                    near.map(name -> "did you mean %s.%s?".formatted(member.group(1), name))
                        .orElse("%help " + member.group(1) + " lists them")));
      }
    }
    List<String> names =
        Stream.of(
                notebook.variables().stream(),
                classes.stream(),
                magics.keySet().stream(),
                Datasets.names().stream())
            .flatMap(all -> all)
            .toList();
    return new UserError(
        "There is no variable, class, magic or data set '%s': %s"
            .formatted(
                subject,
                Suggestion.of(subject.replaceFirst("^%", ""), names)
                    .map(name -> "did you mean " + name + "?")
                    .orElse("%help alone lists magics and data sets")));
  }

  private Optional<HelpView> ofMagic(String name) {
    return Optional.ofNullable(magics.get(name)).map(Supplier::get);
  }

  private static Optional<HelpView> ofMember(
      String subject, Function<String, Optional<Class<?>>> types) {
    Matcher member = MEMBER.matcher(subject);
    return member.matches()
        ? types
            .apply(member.group(1))
            .flatMap(type -> new ClassHelp(type).ofMethod(member.group(1), member.group(2)))
        : Optional.empty();
  }

  private static Optional<HelpView> ofDataset(String name) {
    if (!Datasets.names().contains(name)) {
      return Optional.empty();
    }
    return Optional.of(
        HelpView.of(
            "%s, a data set: %s".formatted(name, Datasets.about(name)),
            "Datasets.named(\"" + name + "\")",
            List.of(),
            "var data = %dataset " + name));
  }
}
