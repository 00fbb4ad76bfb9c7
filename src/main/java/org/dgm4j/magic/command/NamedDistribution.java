package org.dgm4j.magic.command;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.CauchyDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.ExponentialDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.GeometricDistribution;
import org.apache.commons.statistics.distribution.LaplaceDistribution;
import org.apache.commons.statistics.distribution.LogNormalDistribution;
import org.apache.commons.statistics.distribution.LogisticDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.distribution.UniformContinuousDistribution;
import org.apache.commons.statistics.distribution.WeibullDistribution;
import org.dgm4j.base.Suggestion;
import org.dgm4j.magic.notebook.UserError;
import org.dgm4j.probability.Bernoulli;
import org.dgm4j.probability.Categorical;
import org.dgm4j.probability.GaussianMixture;
import org.dgm4j.probability.Normal;

/**
 * A family of distributions that {@code %dist} knows.
 *
 * @param example a member, as it is typed: the name and numbers
 * @param parameters how many numbers there are; 0 for one or more, −3 for triples
 * @param meaning what the numbers mean
 */
record NamedDistribution(
    String example, int parameters, String meaning, Function<double[], Object> factory) {

  private static final int ANY = 0;
  private static final int TRIPLES = -3;

  private static final List<NamedDistribution> ALL =
      List.of(
          known("bernoulli 0.3", 1, "probability of 1", p -> Bernoulli.of(p[0])),
          known(
              "categorical 0.1 0.2 0.7",
              ANY,
              "probabilities of 0, 1, 2, …, which sum to 1",
              Categorical::of),
          known("die 6", 1, "number of faces, all alike", p -> Categorical.uniform(whole(p[0]))),
          known(
              "binomial 10 0.5",
              2,
              "number of trials, probability of success",
              p -> BinomialDistribution.of(whole(p[0]), p[1])),
          known(
              "geometric 0.2",
              1,
              "probability of success; failures before it",
              p -> GeometricDistribution.of(p[0])),
          known("poisson 4", 1, "mean", p -> PoissonDistribution.of(p[0])),
          known("normal 0 1", 2, "mean, standard deviation", p -> Normal.of(p[0], p[1])),
          known(
              "mixture 0.5 -2 1 0.5 2 1",
              TRIPLES,
              "weight, mean, standard deviation of each normal component",
              NamedDistribution::mixture),
          known(
              "uniform 0 1",
              2,
              "lower bound, upper bound",
              p -> UniformContinuousDistribution.of(p[0], p[1])),
          known("exponential 1", 1, "mean", p -> ExponentialDistribution.of(p[0])),
          known("gamma 2 1", 2, "shape, scale", p -> GammaDistribution.of(p[0], p[1])),
          known("beta 2 5", 2, "two shapes", p -> BetaDistribution.of(p[0], p[1])),
          known(
              "lognormal 0 1",
              2,
              "mean and standard deviation of the logarithm",
              p -> LogNormalDistribution.of(p[0], p[1])),
          known("laplace 0 1", 2, "location, scale", p -> LaplaceDistribution.of(p[0], p[1])),
          known("logistic 0 1", 2, "location, scale", p -> LogisticDistribution.of(p[0], p[1])),
          known("cauchy 0 1", 2, "location, scale", p -> CauchyDistribution.of(p[0], p[1])),
          known("t 5", 1, "degrees of freedom", p -> TDistribution.of(p[0])),
          known("chi-squared 3", 1, "degrees of freedom", p -> ChiSquaredDistribution.of(p[0])),
          known("weibull 2 1", 2, "shape, scale", p -> WeibullDistribution.of(p[0], p[1])));

  private static NamedDistribution known(
      String example, int parameters, String meaning, Function<double[], Object> factory) {
    return new NamedDistribution(example, parameters, meaning, factory);
  }

  private static int whole(double number) {
    if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(number + " is not a whole number");
    }
    return (int) number;
  }

  private static GaussianMixture mixture(double[] numbers) {
    int size = numbers.length / 3;
    double[] weights = new double[size];
    double[] means = new double[size];
    double[] deviations = new double[size];
    for (int i = 0; i < size; i++) {
      weights[i] = numbers[3 * i];
      means[i] = numbers[3 * i + 1];
      deviations[i] = numbers[3 * i + 2];
    }
    return GaussianMixture.of(weights, means, deviations);
  }

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
    return example.substring(0, example.indexOf(' '));
  }

  /**
   * The member that has these numbers.
   *
   * @throws UserError if their number is wrong, or they are no parameters of this family
   */
  Object make(double... numbers) {
    boolean fits =
        parameters > 0
            ? numbers.length == parameters
            : numbers.length > 0 && (parameters == ANY || numbers.length % 3 == 0);
    if (!fits) {
      throw new UserError(
          "%%dist %s takes %s, as in %%dist %s, but there %s"
              .formatted(
                  name(),
                  meaning,
                  example,
                  numbers.length == 1 ? "is 1 number" : "are " + numbers.length + " numbers"));
    }
    try {
      return factory.apply(numbers);
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "%s: %%dist %s takes %s, as in %%dist %s"
              .formatted(e.getMessage(), name(), meaning, example));
    }
  }
}
