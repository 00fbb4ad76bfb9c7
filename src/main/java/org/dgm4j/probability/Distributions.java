package org.dgm4j.probability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.CauchyDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.ExponentialDistribution;
import org.apache.commons.statistics.distribution.FDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.GeometricDistribution;
import org.apache.commons.statistics.distribution.GumbelDistribution;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;
import org.apache.commons.statistics.distribution.LaplaceDistribution;
import org.apache.commons.statistics.distribution.LevyDistribution;
import org.apache.commons.statistics.distribution.LogNormalDistribution;
import org.apache.commons.statistics.distribution.LogUniformDistribution;
import org.apache.commons.statistics.distribution.LogisticDistribution;
import org.apache.commons.statistics.distribution.NakagamiDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.ParetoDistribution;
import org.apache.commons.statistics.distribution.PascalDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.distribution.TrapezoidalDistribution;
import org.apache.commons.statistics.distribution.TriangularDistribution;
import org.apache.commons.statistics.distribution.UniformContinuousDistribution;
import org.apache.commons.statistics.distribution.UniformDiscreteDistribution;
import org.apache.commons.statistics.distribution.WeibullDistribution;
import org.apache.commons.statistics.distribution.ZipfDistribution;
import org.dgm4j.base.NumberText;

/**
 * All families of distributions, ours and those of Commons Statistics. What a notebook has
 * imported, what {@code %dist} knows, how distributions are called and the tests that go over all
 * of them follow from here.
 */
public final class Distributions {

  /**
   * A family of distributions.
   *
   * @param type its class
   * @param parameters what its name shows, in the order of the factory method; none for ours, which
   *     have names
   * @param typed how its members are typed as a name and numbers
   */
  public record Family(
      Class<?> type, List<ToDoubleFunction<Object>> parameters, List<Typed> typed) {

    /** The same family whose members can be typed with as many numbers as in the example. */
    private Family typed(String example, String meaning, Function<double[], Object> factory) {
      return typedAny(0, example, meaning, factory);
    }

    private Family typedAny(
        int group, String example, String meaning, Function<double[], Object> factory) {
      List<Typed> all = new ArrayList<>(typed);
      all.add(new Typed(example, group, meaning, factory));
      return new Family(type, parameters, List.copyOf(all));
    }

    private String nameOf(Object distribution) {
      return parameters.stream()
          .map(parameter -> NumberText.number(parameter.applyAsDouble(distribution)))
          .collect(Collectors.joining(", ", type.getSimpleName() + "(", ")"));
    }
  }

  /**
   * Members of a family as they are typed: a name, and numbers behind it.
   *
   * @param example one of them
   * @param group 0 if they all have as many numbers as the example; else they have any multiple of
   *     this
   * @param meaning what the numbers mean
   * @param factory makes the member that has these numbers
   */
  public record Typed(
      String example, int group, String meaning, Function<double[], Object> factory) {

    /** The name, in lower case. */
    public String name() {
      return example.substring(0, example.indexOf(' '));
    }

    /** The numbers of the example. */
    public double[] numbers() {
      return Arrays.stream(example.split(" ")).skip(1).mapToDouble(Double::parseDouble).toArray();
    }

    /** Whether there are members with so many numbers. */
    public boolean takes(int count) {
      return group == 0 ? count == numbers().length : count > 0 && count % group == 0;
    }
  }

  private static final List<Family> FAMILIES =
      List.of(
          family(Bernoulli.class)
              .typed("bernoulli 0.3", "probability of 1", p -> Bernoulli.of(p[0])),
          family(Categorical.class)
              .typedAny(
                  1,
                  "categorical 0.1 0.2 0.7",
                  "probabilities of 0, 1, 2, …, which sum to 1",
                  Categorical::of)
              .typed("die 6", "number of faces, all alike", p -> Categorical.uniform(whole(p[0]))),
          family(Empirical.class),
          family(
                  BinomialDistribution.class,
                  BinomialDistribution::getNumberOfTrials,
                  BinomialDistribution::getProbabilityOfSuccess)
              .typed(
                  "binomial 10 0.5",
                  "number of trials, probability of success",
                  p -> BinomialDistribution.of(whole(p[0]), p[1])),
          family(GeometricDistribution.class, GeometricDistribution::getProbabilityOfSuccess)
              .typed(
                  "geometric 0.2",
                  "probability of success; failures before it",
                  p -> GeometricDistribution.of(p[0])),
          family(
              PascalDistribution.class,
              PascalDistribution::getNumberOfSuccesses,
              PascalDistribution::getProbabilityOfSuccess),
          family(
              HypergeometricDistribution.class,
              HypergeometricDistribution::getPopulationSize,
              HypergeometricDistribution::getNumberOfSuccesses,
              HypergeometricDistribution::getSampleSize),
          family(PoissonDistribution.class, PoissonDistribution::getMean)
              .typed("poisson 4", "mean", p -> PoissonDistribution.of(p[0])),
          family(
              UniformDiscreteDistribution.class,
              UniformDiscreteDistribution::getSupportLowerBound,
              UniformDiscreteDistribution::getSupportUpperBound),
          family(
              ZipfDistribution.class,
              ZipfDistribution::getNumberOfElements,
              ZipfDistribution::getExponent),
          family(Normal.class)
              .typed("normal 0 1", "mean, standard deviation", p -> Normal.of(p[0], p[1])),
          family(
              NormalDistribution.class,
              NormalDistribution::getMean,
              NormalDistribution::getStandardDeviation),
          family(GaussianMixture.class)
              .typedAny(
                  3,
                  "mixture 0.5 -2 1 0.5 2 1",
                  "weight, mean, standard deviation of each normal component",
                  Distributions::mixture),
          family(
                  UniformContinuousDistribution.class,
                  UniformContinuousDistribution::getSupportLowerBound,
                  UniformContinuousDistribution::getSupportUpperBound)
              .typed(
                  "uniform 0 1",
                  "lower bound, upper bound",
                  p -> UniformContinuousDistribution.of(p[0], p[1])),
          family(
              LogUniformDistribution.class,
              LogUniformDistribution::getSupportLowerBound,
              LogUniformDistribution::getSupportUpperBound),
          family(
              TriangularDistribution.class,
              TriangularDistribution::getSupportLowerBound,
              TriangularDistribution::getMode,
              TriangularDistribution::getSupportUpperBound),
          family(
              TrapezoidalDistribution.class,
              TrapezoidalDistribution::getSupportLowerBound,
              TrapezoidalDistribution::getB,
              TrapezoidalDistribution::getC,
              TrapezoidalDistribution::getSupportUpperBound),
          family(ExponentialDistribution.class, ExponentialDistribution::getMean)
              .typed("exponential 1", "mean", p -> ExponentialDistribution.of(p[0])),
          family(GammaDistribution.class, GammaDistribution::getShape, GammaDistribution::getScale)
              .typed("gamma 2 1", "shape, scale", p -> GammaDistribution.of(p[0], p[1])),
          family(BetaDistribution.class, BetaDistribution::getAlpha, BetaDistribution::getBeta)
              .typed("beta 2 5", "two shapes", p -> BetaDistribution.of(p[0], p[1])),
          family(
                  LogNormalDistribution.class,
                  LogNormalDistribution::getMu,
                  LogNormalDistribution::getSigma)
              .typed(
                  "lognormal 0 1",
                  "mean and standard deviation of the logarithm",
                  p -> LogNormalDistribution.of(p[0], p[1])),
          family(
                  LaplaceDistribution.class,
                  LaplaceDistribution::getLocation,
                  LaplaceDistribution::getScale)
              .typed("laplace 0 1", "location, scale", p -> LaplaceDistribution.of(p[0], p[1])),
          family(
                  LogisticDistribution.class,
                  LogisticDistribution::getLocation,
                  LogisticDistribution::getScale)
              .typed("logistic 0 1", "location, scale", p -> LogisticDistribution.of(p[0], p[1])),
          family(
              GumbelDistribution.class,
              GumbelDistribution::getLocation,
              GumbelDistribution::getScale),
          family(
                  CauchyDistribution.class,
                  CauchyDistribution::getLocation,
                  CauchyDistribution::getScale)
              .typed("cauchy 0 1", "location, scale", p -> CauchyDistribution.of(p[0], p[1])),
          family(LevyDistribution.class, LevyDistribution::getLocation, LevyDistribution::getScale),
          family(TDistribution.class, TDistribution::getDegreesOfFreedom)
              .typed("t 5", "degrees of freedom", p -> TDistribution.of(p[0])),
          family(
              FDistribution.class,
              FDistribution::getNumeratorDegreesOfFreedom,
              FDistribution::getDenominatorDegreesOfFreedom),
          family(ChiSquaredDistribution.class, ChiSquaredDistribution::getDegreesOfFreedom)
              .typed("chi-squared 3", "degrees of freedom", p -> ChiSquaredDistribution.of(p[0])),
          family(
                  WeibullDistribution.class,
                  WeibullDistribution::getShape,
                  WeibullDistribution::getScale)
              .typed("weibull 2 1", "shape, scale", p -> WeibullDistribution.of(p[0], p[1])),
          family(
              NakagamiDistribution.class,
              NakagamiDistribution::getShape,
              NakagamiDistribution::getScale),
          family(
              ParetoDistribution.class, ParetoDistribution::getScale, ParetoDistribution::getShape),
          family(MultivariateNormal.class),
          family(MultivariateGaussianMixture.class),
          family(Independent.class),
          family(EmpiricalVectors.class));

  private Distributions() {}

  @SafeVarargs
  private static <T> Family family(Class<T> type, ToDoubleFunction<T>... parameters) {
    List<ToDoubleFunction<Object>> ofAny = new ArrayList<>();
    for (ToDoubleFunction<T> parameter : parameters) {
      ofAny.add(value -> parameter.applyAsDouble(type.cast(value)));
    }
    return new Family(type, List.copyOf(ofAny), List.of());
  }

  private static int whole(double number) {
    if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(number + " is not a whole number");
    }
    return (int) number;
  }

  /** From the weight, mean and standard deviation of each component. */
  private static GaussianMixture mixture(double[] numbers) {
    double[][] columns =
        IntStream.range(0, 3)
            .mapToObj(
                part ->
                    IntStream.range(0, numbers.length / 3)
                        .mapToDouble(i -> numbers[3 * i + part])
                        .toArray())
            .toArray(double[][]::new);
    return GaussianMixture.of(columns[0], columns[1], columns[2]);
  }

  /** All families, in the order of the lecture. */
  public static List<Family> families() {
    return FAMILIES;
  }

  /** The name with the parameters in the order of the factory method, where they are known. */
  public static String name(Object distribution) {
    if (distribution instanceof Distribution ours) {
      return ours.name();
    }
    return FAMILIES.stream()
        .filter(family -> family.type.isInstance(distribution))
        .findFirst()
        .map(family -> family.nameOf(distribution))
        .orElseGet(() -> withoutParameters(distribution));
  }

  /** The number of draws and where they came from: "1,000 draws of Bernoulli(0.3)". */
  public static String nameOfDraws(int count, Object distribution) {
    return NumberText.count(count, "draw") + " of " + name(distribution);
  }

  private static String withoutParameters(Object distribution) {
    String name = distribution.getClass().getSimpleName();
    if (!name.isEmpty() && !distribution.getClass().isSynthetic()) {
      return name;
    }
    return distribution instanceof ContinuousDistribution
        ? "a continuous distribution"
        : "a discrete distribution";
  }
}
