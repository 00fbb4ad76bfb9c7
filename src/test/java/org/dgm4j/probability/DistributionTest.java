package org.dgm4j.probability;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.DiscreteDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.UniformDiscreteDistribution;
import org.dgm4j.base.Checks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

public class DistributionTest {

  private static final double EXACT = 1e-12;

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-9, 0.3, 0.5, 1 - 1e-9, 1})
  void bernoulliIsABinomialOfOneTrial(double p) {
    agree(BinomialDistribution.of(1, p), Bernoulli.of(p), -1, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 6, 256})
  void uniformCategoricalIsUniform(int k) {
    agree(UniformDiscreteDistribution.of(0, k - 1), Categorical.uniform(k), -1, k);
    assertEquals(Math.log(k), Categorical.uniform(k).entropy(), EXACT);
  }

  @Test
  void categoricalWithBinomialProbabilitiesIsBinomial() {
    BinomialDistribution binomial = BinomialDistribution.of(10, 0.3);
    double[] p = IntStream.rangeClosed(0, 10).mapToDouble(binomial::probability).toArray();
    agree(binomial, Categorical.of(p), -2, 12);
  }

  @Test
  void empiricalHasTheSharesOfTheObservations() {
    Empirical empirical = Empirical.of(3, -1, 3, 10);
    assertArrayEquals(new int[] {-1, 3, 10}, empirical.support());
    assertArrayEquals(new double[] {0.25, 0.5, 0.25}, empirical.probabilities());
    assertEquals(0.75, empirical.cumulativeProbability(9));
    assertEquals(3.75, empirical.mean());
    assertEquals((4.75 * 4.75 + 2 * 0.75 * 0.75 + 6.25 * 6.25) / 4, empirical.variance(), EXACT);
    assertEquals(1.5 * Math.log(2), empirical.entropy(), EXACT);
    assertEquals(Double.NEGATIVE_INFINITY, empirical.logProbability(4));
    assertEquals(4, empirical.observations());
  }

  @Test
  void empiricalPointsHaveTheSharesOfTheObservations() {
    EmpiricalVectors points =
        Empirical.of(new double[] {0, 1}, new double[] {2, 3}, new double[] {0, 1});
    assertEquals(Math.log(2.0 / 3), points.logProbability(0, 1), EXACT);
    assertEquals(Math.log(2.0 / 3), points.logProbability(-0.0, 1), EXACT);
    assertEquals(Double.NEGATIVE_INFINITY, points.logProbability(0, 2));
    assertArrayEquals(new double[] {2.0 / 3, 5.0 / 3}, points.mean(), EXACT);
    assertArrayEquals(new double[] {8.0 / 9, 8.0 / 9}, points.variance(), EXACT);
    assertEquals(-2.0 / 3 * Math.log(2.0 / 3) - Math.log(1.0 / 3) / 3, points.entropy(), EXACT);
  }

  private static void agree(DiscreteDistribution expected, Discrete actual, int from, int to) {
    for (int x = from; x <= to; x++) {
      assertEquals(expected.probability(x), actual.pmf(x), EXACT);
      assertEquals(expected.cumulativeProbability(x), actual.cumulativeProbability(x), EXACT);
      assertEquals(expected.survivalProbability(x), actual.survivalProbability(x), EXACT);
      assertEquals(Math.log(actual.pmf(x)), actual.logProbability(x));
      assertEquals(actual.logProbability(x), actual.logProbability((double) x));
    }
    assertEquals(Double.NEGATIVE_INFINITY, actual.logProbability(0.5));
    for (int i = 0; i <= 100; i++) {
      double p = i == 0 || i == 100 ? i / 100.0 : i / 100.0 + 1e-5;
      assertEquals(
          expected.inverseCumulativeProbability(p), actual.inverseCumulativeProbability(p));
      assertEquals(
          expected.inverseSurvivalProbability(p), actual.inverseSurvivalProbability(p), "" + p);
    }
    assertEquals(expected.getMean(), actual.mean(), EXACT);
    assertEquals(expected.getVariance(), actual.variance(), 1e-11);
    assertEquals(expected.getSupportLowerBound(), actual.getSupportLowerBound());
    assertEquals(expected.getSupportUpperBound(), actual.getSupportUpperBound());
  }

  @Test
  void normalAndAMixtureOfEqualNormalsAgreeWithCommonsStatistics() {
    NormalDistribution expected = NormalDistribution.of(3, 0.7);
    agree(expected, Normal.of(3, 0.7));
    agree(
        expected,
        GaussianMixture.of(new double[] {0.2, 0.8}, new double[] {3, 3}, new double[] {0.7, 0.7}));
  }

  private static void agree(ContinuousDistribution expected, Continuous actual) {
    for (double x = -10; x <= 16; x += 0.37) {
      assertEquals(expected.density(x), actual.density(x), EXACT);
      assertEquals(expected.logDensity(x), actual.logProbability(x), 1e-11);
      assertEquals(1, actual.cumulativeProbability(x) / expected.cumulativeProbability(x), EXACT);
      assertEquals(1, actual.survivalProbability(x) / expected.survivalProbability(x), EXACT);
      assertEquals(expected.probability(x, x + 1), actual.probability(x, x + 1), EXACT);
    }
    for (double p : new double[] {0, 1e-300, 1e-20, 1e-5, 0.1, 0.5, 0.7, 0.99, 1 - 1e-9, 1}) {
      assertEquals(
          expected.inverseCumulativeProbability(p), actual.inverseCumulativeProbability(p), 1e-8);
      assertEquals(
          expected.inverseSurvivalProbability(p), actual.inverseSurvivalProbability(p), 1e-8);
    }
    assertEquals(3, actual.mean(), EXACT);
    assertEquals(0.49, actual.variance(), EXACT);
    assertEquals(0.5 * Math.log(2 * Math.PI * Math.E * 0.49), actual.entropy(), EXACT);
    assertEquals(expected.getSupportLowerBound(), actual.getSupportLowerBound());
    assertEquals(expected.getSupportUpperBound(), actual.getSupportUpperBound());
  }

  @Provide
  Arbitrary<GaussianMixture> mixtures() {
    return Combinators.combine(
            Inputs.positiveWeights(3),
            Inputs.numbers(-50, 50).array(double[].class).ofSize(3),
            Inputs.numbers(0.1, 5).array(double[].class).ofSize(3))
        .as((w, means, s) -> GaussianMixture.of(Checks.divided(w, Checks.sum(w)), means, s));
  }

  @Provide
  Arbitrary<Double> probabilities() {
    return Inputs.numbers(0, 1);
  }

  @Provide
  Arbitrary<Double> interior() {
    return Inputs.numbers(1e-6, 1 - 1e-6);
  }

  @Provide
  Arbitrary<double[]> weights() {
    return Arbitraries.integers().between(1, 300).flatMap(Inputs::weights);
  }

  @Property(tries = 200)
  void mixtureQuantilesInvertTheCumulativeProbability(
      @ForAll("mixtures") GaussianMixture mixture, @ForAll("interior") double p) {
    double x = mixture.inverseCumulativeProbability(p);
    assertEquals(p, mixture.cumulativeProbability(x), 1e-11);
    assertEquals(p, mixture.survivalProbability(mixture.inverseSurvivalProbability(p)), 1e-11);
    assertEquals(1, mixture.cumulativeProbability(x) + mixture.survivalProbability(x), EXACT);
    assertEquals(mixture.logDensity(x), Math.log(mixture.density(x)), 1e-9);
  }

  @Test
  void mixtureHasTheMomentsOfItsParts() {
    GaussianMixture mixture =
        GaussianMixture.of(new double[] {0.25, 0.75}, new double[] {-1, 3}, new double[] {1, 2});
    assertEquals(2, mixture.mean(), EXACT);
    assertEquals(0.25 * (1 + 9) + 0.75 * (4 + 1), mixture.variance(), EXACT);
    assertEquals(
        0.25 * Normal.of(-1, 1).density(0.3) + 0.75 * Normal.of(3, 2).density(0.3),
        mixture.density(0.3),
        1e-15);
    MultivariateGaussianMixture points =
        GaussianMixture.of(
            new double[] {0.25, 0.75},
            new double[][] {{-1, 0}, {3, 0}},
            new double[][] {{1, 1}, {2, 1}});
    assertArrayEquals(new double[] {2, 0}, points.mean(), EXACT);
    assertArrayEquals(new double[] {mixture.variance(), 1}, points.variance(), EXACT);
    assertEquals(
        mixture.logDensity(0.3) + Normal.of(0, 1).logDensity(0.2),
        points.logProbability(0.3, 0.2),
        EXACT);
    assertEquals(mixture.logDensity(0.3), points.marginal(0).logDensity(0.3), EXACT);
  }

  @Test
  void mixtureOfFarPartsHasTheirEntropyPlusThatOfTheChoice() {
    double choice = Bernoulli.of(0.25).entropy();
    GaussianMixture mixture =
        GaussianMixture.of(new double[] {0.25, 0.75}, new double[] {-64, 64}, new double[] {1, 2});
    double parts = 0.25 * Normal.of(0, 1).entropy() + 0.75 * Normal.of(0, 2).entropy();
    assertEquals(choice + parts, mixture.entropy(), EXACT);
  }

  @Test
  void multivariateNormalWithoutCorrelationIsAProduct() {
    MultivariateNormal normal =
        MultivariateNormal.of(new double[] {1, -2}, new double[][] {{4, 0}, {0, 0.25}});
    Independent product = Independent.of(Normal.of(1, 2), Normal.of(-2, 0.5));
    assertEquals(product.logProbability(0.3, -1.7), normal.logProbability(0.3, -1.7), EXACT);
    assertEquals(product.density(0.3, -1.7), normal.density(0.3, -1.7), EXACT);
    assertEquals(product.entropy(), normal.entropy(), EXACT);
    assertArrayEquals(product.mean(), normal.mean(), EXACT);
    assertArrayEquals(product.variance(), normal.variance(), EXACT);
  }

  @Test
  void multivariateNormalIsAMarginalTimesAConditional() {
    double[][] covariance = {{2, 0.6, -0.3}, {0.6, 1, 0.2}, {-0.3, 0.2, 0.5}};
    MultivariateNormal normal = MultivariateNormal.of(new double[] {1, 2, 3}, covariance);
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(covariance[i], normal.covariance()[i], EXACT);
    }
    MultivariateNormal two =
        MultivariateNormal.of(new double[] {1, 2}, new double[][] {{2, 0.6}, {0.6, 1}});
    double a = 0.4;
    double b = 2.5;
    Normal conditional = Normal.of(2 + 0.6 / 2 * (a - 1), Math.sqrt(1 - 0.36 / 2));
    assertEquals(
        Normal.of(1, Math.sqrt(2)).logDensity(a) + conditional.logDensity(b),
        two.logProbability(a, b),
        EXACT);
    assertEquals(Math.sqrt(0.5), normal.marginal(2).standardDeviation(), EXACT);
  }

  @Property
  void categoricalSumsToOneAndHasAnEntropyWithinBounds(@ForAll("weights") double[] weights) {
    Categorical p = Categorical.ofWeights(weights);
    double sum = IntStream.range(0, p.size()).mapToDouble(p::pmf).sum();
    assertEquals(1, sum, EXACT);
    assertEquals(1, p.cumulativeProbability(p.size() - 1));
    assertTrue(p.entropy() >= 0 && p.entropy() <= Math.log(p.size()) + EXACT);
  }

  @Property
  void bernoulliEntropyIsLargestForAFairCoin(@ForAll("probabilities") double p) {
    double entropy = Bernoulli.of(p).entropy();
    assertTrue(entropy >= 0 && entropy <= Math.log(2) + EXACT);
    assertEquals(entropy, Bernoulli.of(1 - p).entropy(), EXACT);
    assertEquals(entropy, Categorical.of(1 - p, p).entropy(), EXACT);
  }

  @Test
  void countsFreeParameters() {
    assertEquals(BigInteger.ONE, Bernoulli.of(0.3).parameters());
    assertEquals(BigInteger.valueOf(5), Categorical.uniform(6).parameters());
    assertEquals(BigInteger.TWO, Normal.of(0, 1).parameters());
    double[] mean = {0, 0, 0};
    assertEquals(BigInteger.valueOf(4), MultivariateNormal.isotropic(mean, 1).parameters());
    assertEquals(
        BigInteger.valueOf(6),
        MultivariateNormal.diagonal(mean, new double[] {1, 1, 1}).parameters());
    MultivariateNormal any =
        MultivariateNormal.of(mean, new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
    assertEquals(BigInteger.valueOf(9), any.parameters());
    assertEquals(
        BigInteger.valueOf(19),
        MultivariateGaussianMixture.of(new double[] {0.5, 0.5}, any, any).parameters());
    assertEquals(
        BigInteger.valueOf(8),
        GaussianMixture.of(new double[] {0.2, 0.3, 0.5}, mean, new double[] {1, 1, 1})
            .parameters());
    assertEquals(BigInteger.valueOf(784), Independent.of(Bernoulli.of(0.3), 784).parameters());
    assertEquals(BigInteger.TWO, Empirical.of(1, 2, 3, 3).parameters());
    assertEquals(BigInteger.ONE, Empirical.of(1.5, 2.5, 1.5).parameters());
  }

  @Test
  void saysItsNumbers() {
    assertEquals(
        "Bernoulli(0.3): p(0) = 0.7, p(1) = 0.3; mean 0.3, variance 0.21, entropy 0.610864 nats,"
            + " 1 free parameter",
        Bernoulli.of(0.3).toString());
    assertEquals(
        "Categorical(0.1, 0.2, 0.7): mean 1.6, variance 0.44, entropy 0.801819 nats,"
            + " 2 free parameters",
        Categorical.of(0.1, 0.2, 0.7).toString());
    assertEquals(
        "Categorical of 2 categories: p(heads) = 0.5, p(tails) = 0.5; mean 0.5, variance 0.25,"
            + " entropy 0.693147 nats, 1 free parameter",
        Categorical.uniform(2).labelled("heads", "tails").toString());
    assertEquals(
        "Normal(0, 1): mean 0, variance 1, entropy 1.41894 nats, 2 free parameters",
        Normal.of(0, 1).toString());
    assertEquals(
        "Empirical distribution of 4 observations: 3 values; mean 2, variance 0.5,"
            + " entropy 1.03972 nats, 2 free parameters",
        Empirical.of(1, 2, 2, 3).toString());
    assertEquals(
        "Empirical distribution of 2 observations: 2 points, mean (2), variance (0.25),"
            + " entropy 0.693147 nats",
        Empirical.of(1.5, 2.5).toString());
    assertEquals(
        "Normal of 2 dimensions: mean (0, 0), variance (1, 1), entropy 2.69404 nats,"
            + " 5 free parameters",
        MultivariateNormal.of(new double[2], new double[][] {{1, 0.5}, {0.5, 1}}).toString());
    assertEquals(
        "Gaussian mixture of 1 component: weights (1), means (0), standard deviations (1); mean 0,"
            + " variance 1, entropy 1.41894 nats, 2 free parameters",
        GaussianMixture.of(new double[] {1}, new double[] {0}, new double[] {1}).toString());
    assertEquals(
        "Gaussian mixture of 1 component in 1 dimension: weights (1), mean (0), variance (1),"
            + " entropy 1.41894 nats, 2 free parameters",
        GaussianMixture.of(new double[] {1}, new double[][] {{0}}, new double[][] {{1}})
            .toString());
    assertEquals(
        "Independent(3 × Bernoulli(0.5)): mean (0.5, 0.5, 0.5), variance (0.25, 0.25, 0.25),"
            + " entropy 2.07944 nats, 3 free parameters",
        Independent.of(Bernoulli.of(0.5), 3).toString());
  }

  static Stream<Arguments> badInput() {
    return Stream.of(
        bad(
            "A probability lies between 0 and 1, but 1.3 was given; type for example"
                + " Bernoulli.of(0.3)",
            () -> Bernoulli.of(1.3)),
        bad(
            "A probability lies between 0 and 1, but NaN was given; type for example"
                + " Bernoulli.of(0.3)",
            () -> Bernoulli.of(Double.NaN)),
        bad(
            "The probabilities sum to 0.9, but they must sum to 1; divide each by 0.9 or correct"
                + " one",
            () -> Categorical.of(0.2, 0.7)),
        bad(
            "Probability 2 is -0.2, but it must be a number that is 0 or more",
            () -> Categorical.of(0.5, -0.2, 0.7)),
        bad(
            "Probability 1 is NaN, but it must be a number that is 0 or more",
            () -> Categorical.of(Double.NaN, 1)),
        bad(
            "Probability 1 is ∞, but it must be a number that is 0 or more",
            () -> Categorical.of(Double.POSITIVE_INFINITY, 1)),
        bad(
            "The probabilities are empty, but at least one is needed, as in"
                + " Categorical.of(0.1, 0.2, 0.7)",
            () -> Categorical.of()),
        bad(
            "The weights sum to 0, but at least one must be above 0",
            () -> Categorical.ofWeights(0, 0)),
        bad("The number of categories must be at least 1, but is 0", () -> Categorical.uniform(0)),
        bad(
            "Labels of the categories: 2 expected, but 3 given",
            () -> Categorical.uniform(2).labelled("a", "b", "c")),
        bad(
            "Labels must differ, but one occurs twice in a, a",
            () -> Categorical.uniform(2).labelled("a", "a")),
        bad(
            "The standard deviation of a normal distribution must be a finite number above 0, but"
                + " is 0",
            () -> Normal.of(0, 0)),
        bad(
            "The mean of a normal distribution must be a finite number, but is NaN",
            () -> Normal.of(Double.NaN, 1)),
        bad(
            "The weights of the components sum to 0.5, but they must sum to 1; divide each by 0.5"
                + " or correct one",
            () -> GaussianMixture.of(new double[] {0.5}, new double[] {0}, new double[] {1})),
        bad(
            "Means of the components: 1 expected, but 2 given",
            () -> GaussianMixture.of(new double[] {1}, new double[] {0, 1}, new double[] {1})),
        bad(
            "The standard deviation of component 2 must be a finite number above 0, but is -1",
            () ->
                GaussianMixture.of(
                    new double[] {0.5, 0.5}, new double[] {0, 1}, new double[] {1, -1})),
        bad(
            "A covariance must be positive definite, but coordinate 1 is, given the ones before it,"
                + " left with the variance -3",
            () -> MultivariateNormal.of(new double[2], new double[][] {{1, 2}, {2, 1}})),
        bad(
            "A covariance is symmetric, but row 1, column 0 is 0.1 and row 0, column 1 is 0.2",
            () -> MultivariateNormal.of(new double[2], new double[][] {{1, 0.2}, {0.1, 1}})),
        bad(
            "Coordinates of a point: 2 expected, but 1 given",
            () -> MultivariateNormal.isotropic(new double[2], 1).logProbability(1)),
        bad(
            "The number of observations must be at least 1, but is 0",
            () -> Empirical.of(new int[0])),
        bad(
            "An observation must be a finite number, but is NaN",
            () -> Empirical.of(1, Double.NaN)),
        bad("The number of independent parts must be at least 1, but is 0", () -> Independent.of()),
        bad(
            "A probability lies between 0 and 1, but 2 was given; type for example"
                + " inverseCumulativeProbability(0.5)",
            () -> Bernoulli.of(0.5).inverseCumulativeProbability(2)));
  }

  public static Arguments bad(String message, Executable executable) {
    return Arguments.of(message, executable);
  }

  /** What rounding leaves of a variance that is 0 has no correct digit. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 20})
  void singularCovariancesAreRefused(int d) {
    for (int seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double[][] covariance = new double[d][d];
      for (int factor = 1; factor < d; factor++) {
        double[] loadings = random.doubles(d, -1, 1).toArray();
        for (int i = 0; i < d; i++) {
          for (int j = 0; j < d; j++) {
            covariance[i][j] += loadings[i] * loadings[j];
          }
        }
      }
      assertThrows(
          IllegalArgumentException.class, () -> MultivariateNormal.of(new double[d], covariance));
    }
  }

  @Test
  void nearlySingularCovariancesAreNot() {
    double rest = 1e-10;
    double[][] covariance = {{1, 1}, {1, 1 + rest}};
    double expected = 1 + Math.log(2 * Math.PI) + 0.5 * Math.log(rest);
    assertEquals(expected, MultivariateNormal.of(new double[2], covariance).entropy(), 1e-5);
  }

  @ParameterizedTest
  @MethodSource
  void badInput(String message, Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }

  @Test
  void probabilitiesThatWereFloatsAreNormalised() {
    Categorical p = Categorical.of(0.1f, 0.2f, 0.7f);
    assertEquals(1, p.pmf(0) + p.pmf(1) + p.pmf(2), EXACT);
    assertEquals(0.1, Categorical.of(0.1, 0.2, 0.7).pmf(0));
  }
}
