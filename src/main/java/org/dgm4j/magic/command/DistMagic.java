package org.dgm4j.magic.command;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.DiscreteDistribution;
import org.dgm4j.base.Seeds;
import org.dgm4j.base.Suggestion;
import org.dgm4j.display.View;
import org.dgm4j.display.registry.Views;
import org.dgm4j.display.view.probability.DistributionView;
import org.dgm4j.magic.notebook.Notebook;
import org.dgm4j.magic.notebook.UserError;
import org.dgm4j.probability.Distributions;
import org.dgm4j.probability.Draws;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description =
        "Draws a distribution by its name and numbers, or lists the known ones; returns it.")
public final class DistMagic extends Magic {

  private static final String DISTRIBUTION = "a distribution of one number";

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      arity = "0..1",
      completionCandidates = Names.class,
      description =
          "A distribution by its name, such as normal, or a variable that holds one; without it,"
              + " lists the known names.")
  private String name;

  /** What the Tab key offers. */
  private static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Distributions.families().stream()
          .flatMap(family -> family.typed().stream())
          .map(Distributions.Typed::name)
          .iterator();
    }
  }

  @Parameters(
      index = "1..*",
      paramLabel = "NUMBER",
      arity = "0..*",
      description = "Its parameters, such as 0 1.")
  private List<String> numbers = new ArrayList<>();

  @Option(names = "--cdf", description = "Shows the cumulative probabilities P(X ≤ x) instead.")
  private boolean cumulative;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "Draws N samples, shows them against the distribution and returns them.")
  private Integer samples;

  @Option(names = "--seed", paramLabel = "N", description = "The seed (the notebook's).")
  private Long seed;

  /** Lets a negative number be one of the parameters. */
  @Override
  public void configure(CommandLine command) {
    command.setUnmatchedOptionsArePositionalParams(true);
  }

  @Override
  public Outcome run(Notebook notebook) {
    if (name == null) {
      return Outcome.text(list());
    }
    Object distribution =
        numbers.isEmpty() && !NamedDistribution.isKnown(name)
            ? evaluated(notebook)
            : NamedDistribution.of(name).make(parameters());
    if (samples == null) {
      return Outcome.of(distribution, view(distribution));
    }
    if (cumulative) {
      throw new UserError(
          "Samples are shown against the probabilities or the density: leave out --cdf");
    }
    long drawn = seed == null ? Seeds.next() : seed;
    Draws draws =
        distribution instanceof DiscreteDistribution discrete
            ? Draws.of(discrete, samples, drawn)
            : Draws.of((ContinuousDistribution) distribution, samples, drawn);
    return Outcome.of(draws, Views.of(draws).orElseThrow());
  }

  /** A distribution that the notebook has. */
  private Object evaluated(Notebook notebook) {
    if (!notebook.variables().contains(name) && name.matches("[\\p{L}-]+")) {
      NamedDistribution.of(name);
    }
    Object value = evaluate(notebook, name, Object.class, DISTRIBUTION);
    if (value instanceof DiscreteDistribution || value instanceof ContinuousDistribution) {
      return value;
    }
    throw wrongType(name, value, DISTRIBUTION);
  }

  private View view(Object distribution) {
    DistributionView view =
        distribution instanceof DiscreteDistribution discrete
            ? DistributionView.of(discrete)
            : DistributionView.of((ContinuousDistribution) distribution);
    return cumulative ? view.cumulative() : view;
  }

  private double[] parameters() {
    double[] values = new double[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      try {
        values[i] = Double.parseDouble(numbers.get(i));
      } catch (NumberFormatException e) {
        throw new UserError(
            numbers.get(i).startsWith("-")
                ? "%%dist has no option '%s'; %%dist --help lists what it takes"
                    .formatted(numbers.get(i))
                : "'%s' is not a number: type the parameters as numbers, as in %%dist %s"
                    .formatted(numbers.get(i), NamedDistribution.of(name).example()));
      }
    }
    return values;
  }

  private static String list() {
    int width =
        NamedDistribution.all().stream().mapToInt(d -> d.example().length()).max().orElseThrow();
    return NamedDistribution.all().stream()
        .map(
            d ->
                String.format(Locale.ROOT, "%%dist %-" + width + "s  %s", d.example(), d.meaning()))
        .collect(Collectors.joining("\n"));
  }

  /**
   * A family of distributions that {@code %dist} knows.
   *
   * @param typed how it is typed
   */
  private record NamedDistribution(Distributions.Typed typed) {

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
}
