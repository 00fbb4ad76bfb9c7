package org.dgm4j.probability.divergence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.CauchyDistribution;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.ExponentialDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.GeometricDistribution;
import org.apache.commons.statistics.distribution.GumbelDistribution;
import org.apache.commons.statistics.distribution.LaplaceDistribution;
import org.apache.commons.statistics.distribution.LevyDistribution;
import org.apache.commons.statistics.distribution.LogNormalDistribution;
import org.apache.commons.statistics.distribution.LogisticDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.ParetoDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.distribution.TriangularDistribution;
import org.apache.commons.statistics.distribution.UniformContinuousDistribution;
import org.apache.commons.statistics.distribution.UniformDiscreteDistribution;
import org.apache.commons.statistics.distribution.WeibullDistribution;
import org.dgm4j.probability.Bernoulli;
import org.dgm4j.probability.Categorical;
import org.dgm4j.probability.DistributionTest;
import org.dgm4j.probability.Empirical;
import org.dgm4j.probability.GaussianMixture;
import org.dgm4j.probability.Independent;
import org.dgm4j.probability.Inputs;
import org.dgm4j.probability.MultivariateGaussianMixture;
import org.dgm4j.probability.MultivariateNormal;
import org.dgm4j.probability.Normal;
import org.dgm4j.probability.joint.Factorization;
import org.dgm4j.probability.joint.FittedFactorization;
import org.dgm4j.probability.joint.JointTable;
import org.dgm4j.probability.joint.Variable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DivergenceTest {

  private static final double EXACT = 1e-12;
  private static final double EULER = 0.577215664901532860606512;

  static Stream<Arguments> differentialEntropies() {
    return Stream.of(
        Arguments.of(ExponentialDistribution.of(2), 1 + Math.log(2)),
        Arguments.of(UniformContinuousDistribution.of(2, 5), Math.log(3)),
        Arguments.of(LaplaceDistribution.of(1, 3), 1 + Math.log(6)),
        Arguments.of(GumbelDistribution.of(1, 3), Math.log(3) + EULER + 1),
        Arguments.of(LogisticDistribution.of(1, 3), Math.log(3) + 2),
        Arguments.of(CauchyDistribution.of(1, 3), Math.log(12 * Math.PI)),
        Arguments.of(
            LogNormalDistribution.of(0, 3), Math.log(3) + 0.5 * Math.log(2 * Math.PI * Math.E)),
        Arguments.of(WeibullDistribution.of(0.5, 1), Math.log(2) + 1 - EULER),
        Arguments.of(ParetoDistribution.of(1, 0.5), Math.log(2) + 3),
        Arguments.of(LevyDistribution.of(0, 1), (1 + 3 * EULER + Math.log(16 * Math.PI)) / 2),
        Arguments.of(BetaDistribution.of(2, 2), 5.0 / 3 - Math.log(6)),
        Arguments.of(
            GammaDistribution.of(0.5, 1),
            0.5 + 0.5 * Math.log(Math.PI) - 0.5 * (EULER + 2 * Math.log(2))),
        Arguments.of(TDistribution.of(1), Math.log(4 * Math.PI)),
        Arguments.of(TriangularDistribution.of(0, 0.3, 1), 0.5 - Math.log(2)));
  }

  @ParameterizedTest
  @MethodSource
  void differentialEntropies(ContinuousDistribution distribution, double expected) {
    Quantity entropy = Divergence.entropy(distribution);
    assertEquals(expected, entropy.value(), EXACT);
    assertEquals(Quantity.Method.QUADRATURE, entropy.method());
    assertEquals("", entropy.note());
  }

  @Test
  void aPoleAtANonzeroBoundSaysHowExactItIs() {
    Quantity entropy = Divergence.entropy(BetaDistribution.of(0.5, 0.5));
    assertEquals(Math.log(Math.PI / 4), entropy.value(), 1e-6);
    assertTrue(entropy.note().startsWith("accurate to about "));
  }

  /** Normals that quadrature does not recognise as such. */
  private static GaussianMixture disguised(double mean, double deviation) {
    return GaussianMixture.of(new double[] {1}, new double[] {mean}, new double[] {deviation});
  }

  private static double normalKl(double m, double s, double n, double t) {
    return Math.log(t / s) + (s * s + (m - n) * (m - n)) / (2 * t * t) - 0.5;
  }

  @Provide
  Arbitrary<Double> means() {
    return Inputs.numbers(-5, 5);
  }

  @Provide
  Arbitrary<Double> deviations() {
    return Inputs.numbers(0.2, 5);
  }

  @Property(tries = 200)
  void normalWithNormal(
      @ForAll("means") double m,
      @ForAll("deviations") double s,
      @ForAll("means") double n,
      @ForAll("deviations") double t) {
    double expected = normalKl(m, s, n, t);
    double scale = Math.max(1, expected);
    Quantity closed = Divergence.kl(Normal.of(m, s), NormalDistribution.of(n, t));
    assertEquals(Quantity.Method.EXACT, closed.method());
    assertEquals(expected, closed.value(), EXACT * scale);
    Quantity integrated = Divergence.kl(disguised(m, s), disguised(n, t));
    assertEquals(Quantity.Method.QUADRATURE, integrated.method());
    assertEquals(expected, integrated.value(), EXACT * scale);
    double entropy = Normal.of(m, s).entropy();
    assertEquals(entropy, Divergence.entropy(disguised(m, s)).value(), EXACT);
    assertEquals(
        entropy + expected,
        Divergence.crossEntropy(disguised(m, s), disguised(n, t)).value(),
        EXACT * scale);
    assertEquals(
        entropy + expected,
        Divergence.crossEntropy(Normal.of(m, s), Normal.of(n, t)).value(),
        EXACT * scale);
    assertEquals(
        expected,
        Divergence.kl(
                MultivariateNormal.isotropic(new double[] {m}, s),
                MultivariateNormal.isotropic(new double[] {n}, t))
            .value(),
        EXACT * scale);
  }

  @Property(tries = 100)
  void totalVariationOfShiftedNormals(
      @ForAll("means") double m, @ForAll("means") double n, @ForAll("deviations") double s) {
    double half = Math.abs(m - n) / (2 * s);
    double expected = NormalDistribution.of(0, 1).probability(-half, half);
    assertEquals(
        expected, Divergence.totalVariation(Normal.of(m, s), Normal.of(n, s)).value(), EXACT);
  }

  @Test
  void exponentialWithExponential() {
    assertEquals(
        Math.log(3.0 / 2) + 2.0 / 3 - 1,
        Divergence.kl(ExponentialDistribution.of(2), ExponentialDistribution.of(3)).value(),
        EXACT);
  }

  @Test
  void cauchyWithCauchy() {
    double expected = Math.log(((1.0 + 3) * (1 + 3) + 4) / (4 * 1 * 3));
    assertEquals(
        expected,
        Divergence.kl(CauchyDistribution.of(0, 1), CauchyDistribution.of(2, 3)).value(),
        EXACT);
  }

  @Test
  void discreteClosedForms() {
    assertEquals(
        3 * Math.log(3.0 / 2) + 2 - 3,
        Divergence.kl(PoissonDistribution.of(3), PoissonDistribution.of(2)).value(),
        EXACT);
    assertEquals(
        Bernoulli.of(0.2).entropy() / 0.2,
        Divergence.entropy(GeometricDistribution.of(0.2)).value(),
        EXACT);
    assertEquals(
        10 * (0.3 * Math.log(0.3 / 0.5) + 0.7 * Math.log(0.7 / 0.5)),
        Divergence.kl(BinomialDistribution.of(10, 0.3), BinomialDistribution.of(10, 0.5)).value(),
        EXACT);
    assertEquals(
        Math.log(100_000),
        Divergence.entropy(UniformDiscreteDistribution.of(1, 100_000)).value(),
        1e-11);
    assertEquals(
        0.7, Divergence.totalVariation(Bernoulli.of(0.2), Bernoulli.of(0.9)).value(), EXACT);
    assertEquals(
        Math.log(2), Divergence.jensenShannon(Bernoulli.of(0), Bernoulli.of(1)).value(), EXACT);
  }

  @Test
  void valuesTooManyToSumAreDrawn() {
    Quantity entropy = Divergence.entropy(UniformDiscreteDistribution.of(0, Integer.MAX_VALUE - 1));
    assertEquals(Quantity.Method.MONTE_CARLO, entropy.method());
    assertEquals(Math.log(Integer.MAX_VALUE), entropy.value(), 1e-9);
  }

  @Provide
  Arbitrary<Tuple.Tuple2<Categorical, Categorical>> pairs() {
    return Arbitraries.integers()
        .between(1, 20)
        .flatMap(
            k ->
                Combinators.combine(Inputs.positiveWeights(k), Inputs.positiveWeights(k))
                    .as((a, b) -> Tuple.of(Categorical.ofWeights(a), Categorical.ofWeights(b))));
  }

  @Property
  void klIsNeverNegativeAndZeroOnlyForEqual(
      @ForAll("pairs") Tuple.Tuple2<Categorical, Categorical> pair) {
    Categorical p = pair.get1();
    Categorical q = pair.get2();
    double kl = Divergence.kl(p, q).value();
    double distance = Divergence.totalVariation(p, q).value();
    double js = Divergence.jensenShannon(p, q).value();
    assertTrue(kl >= 2 * distance * distance - EXACT, "Pinsker's inequality");
    assertTrue(distance < 1e-6 || kl > 0);
    assertTrue(js >= 0 && js <= Math.log(2) * distance + EXACT);
    assertEquals(js, Divergence.jensenShannon(q, p).value(), EXACT);
    assertEquals(0, Divergence.kl(p, p).value());
    assertEquals(0, Divergence.jensenShannon(p, p).value(), EXACT);
    assertEquals(0, Divergence.totalVariation(p, p).value());
    assertEquals(Divergence.entropy(p).value() + kl, Divergence.crossEntropy(p, q).value(), 1e-11);
    assertEquals(p.entropy(), Divergence.entropy(p).value(), EXACT);
    double byHand =
        IntStream.range(0, p.size())
            .mapToDouble(x -> p.pmf(x) * Math.log(p.pmf(x) / q.pmf(x)))
            .sum();
    assertEquals(byHand, kl, EXACT);
  }

  @Provide
  Arbitrary<JointTable> tables() {
    return Inputs.positiveTables(1, 4);
  }

  @Property
  void tablesAreComparedCellByCell(@ForAll("tables") JointTable p) {
    Variable[] variables = p.variables().toArray(new Variable[0]);
    JointTable q = JointTable.ofWeights(s -> 1 + Arrays.stream(s).sum(), variables);
    Categorical flatP = Categorical.of(p.probabilities());
    Categorical flatQ = Categorical.of(q.probabilities());
    assertEquals(Divergence.kl(flatP, flatQ).value(), Divergence.kl(p, q).value(), EXACT);
    assertEquals(
        Divergence.crossEntropy(flatP, flatQ).value(),
        Divergence.crossEntropy(p, q).value(),
        EXACT);
    assertEquals(
        Divergence.jensenShannon(flatP, flatQ).value(),
        Divergence.jensenShannon(p, q).value(),
        EXACT);
    assertEquals(
        Divergence.totalVariation(flatP, flatQ).value(),
        Divergence.totalVariation(p, q).value(),
        EXACT);
    assertEquals(p.entropy(), Divergence.entropy(p).value(), EXACT);
  }

  @Property(tries = 50, seed = "4711")
  void monteCarloAgreesWithTheClosedFormOfNormals(
      @ForAll("means") double m,
      @ForAll("deviations") double s,
      @ForAll("means") double n,
      @ForAll("deviations") double t) {
    Quantity estimate = Divergence.kl(Normal.of(m, s), Normal.of(n, t), 20_000, 99);
    assertEquals(Quantity.Method.MONTE_CARLO, estimate.method());
    assertEquals(20_000, estimate.draws());
    assertEquals(normalKl(m, s, n, t), estimate.value(), 4 * estimate.standardError() + EXACT);
    MultivariateNormal p =
        MultivariateNormal.of(new double[] {m, n}, new double[][] {{s, 0.1}, {0.1, t}});
    MultivariateNormal q =
        MultivariateNormal.of(new double[] {n, m}, new double[][] {{t, -0.1}, {-0.1, s}});
    Quantity points = Divergence.kl(p, q, 20_000, 99);
    assertEquals(Divergence.kl(p, q).value(), points.value(), 4 * points.standardError() + EXACT);
  }

  @Property(tries = 50, seed = "4711")
  void monteCarloAgreesWithTheSumOverTables(@ForAll("tables") JointTable p) {
    Variable[] variables = p.variables().toArray(new Variable[0]);
    JointTable q = JointTable.ofWeights(s -> 1 + Arrays.stream(s).sum(), variables);
    Quantity estimate = Divergence.kl(p, q, 20_000, 5);
    assertEquals(
        Divergence.kl(p, q).value(), estimate.value(), 4 * estimate.standardError() + EXACT);
    Categorical a = Categorical.of(p.probabilities());
    Categorical b = Categorical.of(q.probabilities());
    Quantity flat = Divergence.kl(a, b, 20_000, 5);
    assertEquals(Divergence.kl(a, b).value(), flat.value(), 4 * flat.standardError() + EXACT);
  }

  @Test
  void correlatedNormalsHaveTheClosedForm() {
    MultivariateNormal p =
        MultivariateNormal.of(new double[] {1, 2}, new double[][] {{2, 0.5}, {0.5, 1}});
    MultivariateNormal q = MultivariateNormal.isotropic(new double[2], 2);
    double expected = 0.5 * (3.0 / 4 + 5.0 / 4 - 2 + Math.log(16 / 1.75));
    assertEquals(expected, Divergence.kl(p, q).value(), EXACT);
    assertEquals(p.entropy() + expected, Divergence.crossEntropy(p, q).value(), EXACT);
    assertEquals(p.entropy(), Divergence.entropy(p).value(), EXACT);
    assertEquals(0, Divergence.kl(p, p).value(), EXACT);
  }

  @Test
  void independentPartsAddUp() {
    Independent p = Independent.of(Normal.of(0, 1), Bernoulli.of(0.3));
    Independent q = Independent.of(Normal.of(1, 2), Bernoulli.of(0.5));
    double expected =
        Divergence.kl(Normal.of(0, 1), Normal.of(1, 2)).value()
            + Divergence.kl(Bernoulli.of(0.3), Bernoulli.of(0.5)).value();
    Quantity kl = Divergence.kl(p, q);
    assertEquals(expected, kl.value(), EXACT);
    assertEquals(Quantity.Method.EXACT, kl.method());
    Quantity estimate = Divergence.kl(p, q, 20_000, 3);
    assertEquals(expected, estimate.value(), 4 * estimate.standardError());
    assertEquals(
        "KL(p ‖ q) = ∞: in coordinate 1, q gives probability 0 to x = 1, where p has 0.3",
        Divergence.kl(p, Independent.of(Normal.of(0, 1), Bernoulli.of(0))).toString());
  }

  @Test
  void mixturesOfPointsAreDrawn() {
    MultivariateGaussianMixture far =
        GaussianMixture.of(
            new double[] {0.25, 0.75},
            new double[][] {{-50, 0}, {50, 0}},
            new double[][] {{1, 1}, {1, 1}});
    MultivariateNormal one = MultivariateNormal.isotropic(new double[] {-50, 0}, 1);
    Quantity kl = Divergence.kl(one, far);
    assertEquals(Quantity.Method.MONTE_CARLO, kl.method());
    assertEquals(Math.log(4), kl.value(), 4 * kl.standardError() + EXACT);
    Quantity distance = Divergence.totalVariation(one, far);
    assertEquals(0.75, distance.value(), 4 * distance.standardError() + EXACT);
    Quantity js = Divergence.jensenShannon(one, far);
    double expected =
        0.5 * Math.log(2 / 1.25) + 0.5 * (0.25 * Math.log(0.5 / 1.25) + 0.75 * Math.log(2));
    assertEquals(expected, js.value(), 4 * js.standardError() + EXACT);
    double entropy = one.entropy() + Bernoulli.of(0.25).entropy();
    Quantity drawn = Divergence.entropy(far);
    assertEquals(entropy, drawn.value(), 4 * drawn.standardError());
    assertEquals(entropy, far.entropy(), 0.02);
    assertEquals(far.entropy(), far.entropy());
  }

  static Stream<Arguments> infinite() {
    Variable rain = Variable.of("rain", "no", "yes");
    return Stream.of(
        Arguments.of(
            Divergence.kl(Categorical.of(0.2, 0.3, 0.5), Categorical.of(0.5, 0.5, 0)),
            "KL(p ‖ q) = ∞: q gives probability 0 to x = 2, where p has 0.5"),
        Arguments.of(
            Divergence.crossEntropy(
                Categorical.of(0.2, 0.8).labelled("head", "tail"), Categorical.of(1, 0)),
            "H(p, q) = ∞: q gives probability 0 to x = tail, where p has 0.8"),
        Arguments.of(
            Divergence.kl(
                JointTable.of(new double[] {0.25, 0.25, 0.2, 0.3}, rain, Variable.of("b", 2)),
                JointTable.of(new double[] {1, 0, 0, 0}, rain, Variable.of("b", 2))),
            "KL(p ‖ q) = ∞: q gives probability 0 to rain = yes, b = 1, where p has 0.3"),
        Arguments.of(
            Divergence.kl(PoissonDistribution.of(3), BinomialDistribution.of(10, 0.3)),
            "KL(p ‖ q) = ∞: q gives probability 0 to x = 11, where p has 0.00022095"),
        Arguments.of(
            Divergence.kl(Normal.of(0, 1), ExponentialDistribution.of(1)),
            "KL(p ‖ q) = ∞: q has density 0 below x = 0, where p has probability 0.5"),
        Arguments.of(
            Divergence.kl(
                UniformContinuousDistribution.of(0, 4), UniformContinuousDistribution.of(0, 1)),
            "KL(p ‖ q) = ∞: q has density 0 above x = 1, where p has probability 0.75"),
        Arguments.of(
            Divergence.kl(CauchyDistribution.of(0, 1), Normal.of(0, 1)),
            "KL(p ‖ q) = ∞: the tails of q fall too fast for those of p"),
        Arguments.of(
            Divergence.kl(TDistribution.of(2), Normal.of(0, 1)),
            "KL(p ‖ q) = ∞: the tails of q fall too fast for those of p"),
        Arguments.of(
            Divergence.kl(TDistribution.of(2), Normal.of(0, 1e-10)),
            "KL(p ‖ q) = ∞: the tails of q fall too fast for those of p"),
        Arguments.of(
            Divergence.crossEntropy(new int[] {0, 1, 7}, Bernoulli.of(0.5)),
            "H(p, q) = ∞: q gives probability 0 to sample 2, x = (7)"),
        Arguments.of(
            Divergence.kl(Bernoulli.of(1), Bernoulli.of(0), 10, 1),
            "KL(p ‖ q) = ∞: q gives probability 0 to x = (1), which was drawn from p"),
        Arguments.of(
            Divergence.kl(new double[] {-1, 1}, ExponentialDistribution.of(1)),
            "KL(p ‖ q) = ∞: q has density 0 at the sample x = -1"),
        Arguments.of(
            Divergence.kl(Empirical.of(1.5, 2.5), Empirical.of(1.5, 1.5)),
            "KL(p ‖ q) = ∞: q gives probability 0 to x = (2.5), where p has 0.5"));
  }

  @ParameterizedTest
  @MethodSource
  void infinite(Quantity quantity, String text) {
    assertEquals(Double.POSITIVE_INFINITY, quantity.value());
    assertEquals(text, quantity.toString());
  }

  @Test
  void heavyTailsThatConvergeStayFinite() {
    double expected =
        -Divergence.entropy(TDistribution.of(3)).value() + 0.5 * Math.log(2 * Math.PI) + 1.5;
    assertEquals(expected, Divergence.kl(TDistribution.of(3), Normal.of(0, 1)).value(), 1e-9);
  }

  /** The density of p is 0 as a double long before its tail has given all it has to give. */
  @ParameterizedTest
  @ValueSource(doubles = {2.001, 2.01, 2.05, 2.2, 5, 50})
  void tailsBeyondTheSmallestDoubleCount(double freedom) {
    TDistribution p = TDistribution.of(freedom);
    double expected =
        -Divergence.entropy(p).value() + 0.5 * (Math.log(2 * Math.PI) + freedom / (freedom - 2));
    near(expected, Divergence.kl(p, Normal.of(0, 1)));
  }

  /** The mean of draws has no standard error where the variance is infinite. */
  @Test
  void whatDrawsCantEstimateIsIntegrated() {
    double shape = 1.01;
    double entropy = Math.log(1 / shape) + 1 + 1 / shape;
    Quantity kl = Divergence.kl(ParetoDistribution.of(1, shape), ExponentialDistribution.of(1));
    near(shape / (shape - 1) - entropy, kl);
    assertEquals(Quantity.Method.QUADRATURE, kl.method());
  }

  private static void near(double expected, Quantity quantity) {
    String about = "accurate to about ";
    double accuracy =
        quantity.note().startsWith(about)
            ? Double.parseDouble(quantity.note().substring(about.length()))
            : 1e-9 * Math.max(1, expected);
    assertEquals(expected, quantity.value(), 1.1 * accuracy, quantity.toString());
  }

  @ParameterizedTest
  @MethodSource
  void unknown(Quantity quantity, String text) {
    assertTrue(Double.isNaN(quantity.value()));
    assertEquals(text, quantity.toString());
  }

  @Test
  void aSummarySaysThatTheEntropyIsUnknown() {
    assertEquals(
        "BetaDistribution(0.01, 0.01): mean 0.5, variance 0.245098, entropy unknown",
        DistributionSummary.of(BetaDistribution.of(0.01, 0.01)).toString());
  }

  static Stream<Arguments> unknown() {
    return Stream.of(
        Arguments.of(
            Divergence.entropy(BetaDistribution.of(0.01, 0.01)),
            "H(p) is unknown: a density is infinite at x = (1)"),
        Arguments.of(
            Divergence.entropy(GammaDistribution.of(0.001, 1)),
            "H(p) is unknown: a density is infinite at x = (0)"),
        Arguments.of(
            Divergence.crossEntropy(new double[] {0, 1, 0}, GammaDistribution.of(0.5, 1)),
            "H(p, q) is unknown: the density of q is infinite at x = (0)"),
        Arguments.of(
            Divergence.kl(new double[] {0, 1, 2}, GammaDistribution.of(0.5, 1)),
            "KL(p ‖ q) is unknown: the density of q is infinite at x = (0)"));
  }

  @Test
  void cellsTooImprobableForADoubleCount() {
    int n = 20;
    int[][] opposites = new int[2][n];
    Arrays.fill(opposites[1], 1);
    double smoothing = 1e-20;
    FittedFactorization p = Factorization.independent(n, 2).fit(opposites);
    FittedFactorization q = Factorization.independent(n, 2).fit(new int[1][n], smoothing);
    double expected = -n * (Math.log(2) + 0.5 * Math.log(smoothing));
    assertEquals(expected, Divergence.kl(p, q).value(), 1e-9);
  }

  @Test
  void boundedMeasuresStayFiniteWithoutCommonSupport() {
    ContinuousDistribution left = UniformContinuousDistribution.of(0, 1);
    ContinuousDistribution right = UniformContinuousDistribution.of(2, 3);
    assertEquals(1, Divergence.totalVariation(left, right).value(), EXACT);
    assertEquals(Math.log(2), Divergence.jensenShannon(left, right).value(), EXACT);
    ContinuousDistribution half = UniformContinuousDistribution.of(0.5, 1.5);
    assertEquals(0.5, Divergence.totalVariation(left, half).value(), EXACT);
    assertEquals(Math.log(2) / 2, Divergence.jensenShannon(left, half).value(), EXACT);
  }

  @Test
  void ownSamples() {
    int[] coin = {0, 0, 0, 1};
    assertEquals(
        Divergence.kl(Bernoulli.of(0.25), Bernoulli.of(0.5)).value(),
        Divergence.kl(coin, Bernoulli.of(0.5)).value(),
        EXACT);
    Quantity loss = Divergence.crossEntropy(coin, Bernoulli.of(0.5));
    assertEquals(Math.log(2), loss.value(), EXACT);
    assertEquals(4, loss.draws());
    double[] normal = Normal.of(0, 1).sample(20_000, 3).values();
    Quantity test = Divergence.crossEntropy(normal, Normal.of(0, 1));
    assertEquals(Normal.of(0, 1).entropy(), test.value(), 4 * test.standardError());
    Quantity kl = Divergence.kl(normal, Normal.of(0.5, 1));
    assertEquals(Quantity.Method.NEAREST_NEIGHBOUR, kl.method());
    assertEquals(0.125, kl.value(), 4 * kl.standardError());
    assertEquals(
        Normal.of(0, 1).entropy(),
        Divergence.crossEntropy(new double[][] {{1}, {-1}}, Independent.of(Normal.of(0, 1)))
            .value(),
        EXACT);
    assertEquals(
        Math.log(4),
        Divergence.crossEntropy(
                new int[][] {{0, 1}, {1, 1}},
                JointTable.of(new double[] {0, 0.25, 0.5, 0.25}, "a", "b"))
            .value(),
        EXACT);
    assertEquals(
        Math.log(1.5),
        Divergence.crossEntropy(Empirical.of(1.0, 2.0), Empirical.of(1.0, 2.0, 3.0)).value()
            - Math.log(2),
        EXACT);
  }

  @Test
  void theStandardErrorOfNearestNeighboursIsHonest() {
    int repetitions = 1000;
    double[] values = new double[repetitions];
    double error = 0;
    for (int i = 0; i < repetitions; i++) {
      Quantity kl = Divergence.kl(Normal.of(0, 1).sample(500, i).values(), Normal.of(0.5, 1));
      values[i] = kl.value();
      error += kl.standardError() / repetitions;
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    double spread =
        Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / repetitions);
    assertEquals(0.125, mean, 4 * spread / Math.sqrt(repetitions));
    assertEquals(1, error / spread, 0.08);
  }

  @Test
  void saysItsNumbers() {
    assertEquals(
        "KL(p ‖ q) = 0.0822829 nats (exact)",
        Divergence.kl(Bernoulli.of(0.3), Bernoulli.of(0.5)).toString());
    assertEquals(
        "KL(p ‖ q) = 0.118709 bits (exact)",
        Divergence.kl(Bernoulli.of(0.3), Bernoulli.of(0.5)).inBits().toString());
    assertEquals(
        "TV(p, q) = 0.382925 (quadrature)",
        Divergence.totalVariation(Normal.of(0, 1), Normal.of(1, 1)).inBits().toString());
    assertTrue(
        Divergence.kl(Normal.of(0, 1), Normal.of(1, 2), 1000, 1)
            .toString()
            .matches(
                "KL\\(p ‖ q\\) = 0\\.\\d+ ± 0\\.\\d{1,3} nats \\(Monte Carlo, 1,000 samples\\)"));
  }

  @Test
  void distributionsOfCommonsStatisticsSayTheirNumbersToo() {
    assertEquals(
        "NormalDistribution(1, 2): mean 1, variance 4, entropy 2.11209 nats",
        DistributionSummary.of(NormalDistribution.of(1, 2)).toString());
    assertEquals(
        "PoissonDistribution(3): mean 3, variance 3, entropy 1.93147 nats",
        DistributionSummary.of(PoissonDistribution.of(3)).toString());
    assertEquals(
        "Bernoulli(0.5): mean 0.5, variance 0.25, entropy 0.693147 nats",
        DistributionSummary.of(Bernoulli.of(0.5)).toString());
    assertEquals(
        "CauchyDistribution(0, 1): mean NaN, variance NaN, entropy 2.53102 nats",
        DistributionSummary.of(CauchyDistribution.of(0, 1)).toString());
  }

  static Stream<Arguments> badInput() {
    return Stream.of(
        DistributionTest.bad(
            "p has 1 dimensions and q has 2; to compare them they must have the same",
            () ->
                Divergence.kl(Independent.of(Normal.of(0, 1)), Independent.of(Normal.of(0, 1), 2))),
        DistributionTest.bad(
            "To compare p and q they must have the same variables in the same order, but p has [a ∈"
                + " {0, 1}] and q has [b ∈ {0, 1}]",
            () ->
                Divergence.kl(
                    JointTable.of(new double[] {0.5, 0.5}, "a"),
                    JointTable.of(new double[] {0.5, 0.5}, "b"))),
        DistributionTest.bad(
            "Coordinate 0 is discrete in one distribution and continuous in the other:"
                + " Bernoulli(0.5) and Normal(0, 1); both must be of one kind",
            () ->
                Divergence.kl(Independent.of(Bernoulli.of(0.5)), Independent.of(Normal.of(0, 1)))),
        DistributionTest.bad(
            "Observed points have no density, so KL(p ‖ q) with a density is not defined; type"
                + " Divergence.crossEntropy(samples, q) for the loss of q on them",
            () -> Divergence.kl(Empirical.of(1.5), Independent.of(Normal.of(0, 1)))),
        DistributionTest.bad(
            "The sample 1 occurs twice, so the samples have no density; whole numbers go into an"
                + " int[], others into Divergence.crossEntropy(samples, q)",
            () -> Divergence.kl(new double[] {1, 2, 1}, Normal.of(0, 1))),
        DistributionTest.bad(
            "The number of samples must be at least 2, but is 1",
            () -> Divergence.kl(new double[] {1}, Normal.of(0, 1))),
        DistributionTest.bad(
            "A sample must be a finite number, but is NaN",
            () -> Divergence.kl(new double[] {1, Double.NaN}, Normal.of(0, 1))),
        DistributionTest.bad(
            "The number of samples must be at least 1, but is 0",
            () -> Divergence.crossEntropy(new int[0], Bernoulli.of(0.5))),
        DistributionTest.bad(
            "The number of draws must be at least 2, but is 1",
            () -> Divergence.kl(Bernoulli.of(0.5), Bernoulli.of(0.4), 1, 1)));
  }

  @ParameterizedTest
  @MethodSource
  void badInput(String message, Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }
}
