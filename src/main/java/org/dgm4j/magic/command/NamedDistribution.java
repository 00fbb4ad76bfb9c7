package org.dgm4j.magic.command;

import java.util.List;
import java.util.Locale;
import org.dgm4j.base.Suggestion;
import org.dgm4j.magic.notebook.UserError;
import org.dgm4j.probability.Distributions;

/**
 * A family of distributions that {@code %dist} knows.
 *
 * @param typed how it is typed
 */
record NamedDistribution(Distributions.Typed typed) {

  private static final List<NamedDistribution> ALL =
      Distributions.families().stream()
          .flatMap(family -> family.typed().stream())
          .map(NamedDistribution::new)
          .toList();

  /** All families, in the order of the lecture. */
  static List<NamedDistribution> all() {
    return ALL;
  }

  /** Whether there is a family of this name. */
  static boolean isKnown(String name) {
    return ALL.stream().anyMatch(known -> known.name().equals(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * The family of a name.
   *
   * @throws UserError if there is none
   */
  static NamedDistribution of(String name) {
    return ALL.stream()
        .filter(known -> known.name().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () -> {
              List<String> names = ALL.stream().map(NamedDistribution::name).toList();
              return new UserError(
                  "There is no distribution '%s'%s %%dist knows %s"
                      .formatted(
                          name,
                          Suggestion.of(name, names)
                              .map(n -> ": did you mean " + n + "?")
                              .orElse(";"),
                          String.join(", ", names)));
            });
  }

  /** The name, in lower case. */
  String name() {
    return typed.name();
  }

  /** A member, as it is typed: the name and numbers. */
  String example() {
    return typed.example();
  }

  /** What the numbers mean. */
  String meaning() {
    return typed.meaning();
  }

  /**
   * The member that has these numbers.
   *
   * @throws UserError if their number is wrong, or they are no parameters of this family
   */
  Object make(double... numbers) {
    if (!typed.takes(numbers.length)) {
      throw new UserError(
          "%%dist %s takes %s, as in %%dist %s, but there %s"
              .formatted(
                  name(),
                  meaning(),
                  example(),
                  numbers.length == 1 ? "is 1 number" : "are " + numbers.length + " numbers"));
    }
    try {
      return typed.factory().apply(numbers);
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "%s: %%dist %s takes %s, as in %%dist %s"
              .formatted(e.getMessage(), name(), meaning(), example()));
    }
  }
}
