package org.dgm4j.probability;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.DiscreteDistribution;
import org.apache.commons.statistics.distribution.ExponentialDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.dgm4j.base.Seeds;
import org.dgm4j.probability.joint.Factorization;
import org.dgm4j.probability.joint.JointDistribution;
import org.dgm4j.probability.joint.JointTable;
import org.dgm4j.probability.joint.StateDraws;
import org.dgm4j.probability.joint.Variable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamplerTest {

  private static final int DRAWS = 50_000;
  private static final long SEED = 20_240_607;

  static Stream<DiscreteDistribution> discrete() {
    double[] sparse = new double[1000];
    sparse[1] = 1;
    sparse[500] = 2;
    sparse[998] = 3;
    return Stream.of(
        Bernoulli.of(0.3),
        Categorical.of(0.1, 0.2, 0.7),
        Categorical.of(0, 0.5, 0, 0.5, 0),
        Categorical.uniform(256),
        Categorical.ofWeights(IntStream.rangeClosed(1, 100).asDoubleStream().toArray()),
        Categorical.ofWeights(sparse),
        Empirical.of(-5, 7, 7, 1000, 7, -5),
        PoissonDistribution.of(3));
  }

  @ParameterizedTest
  @MethodSource
  void discrete(DiscreteDistribution distribution) {
    Draws.Integers draws = Draws.of(distribution, DRAWS, SEED);
    int low = distribution.getSupportLowerBound();
    int high = Math.min(distribution.getSupportUpperBound(), 2000);
    long[] counts = new long[high - low + 1];
    for (int x : draws.values()) {
      counts[x - low]++;
    }
    Fit.check(
        IntStream.rangeClosed(low, high).mapToDouble(distribution::probability).toArray(), counts);
  }

  static Stream<ContinuousDistribution> continuous() {
    return Stream.of(
        Normal.of(-3, 0.2),
        GaussianMixture.of(
            new double[] {0.2, 0.5, 0.3}, new double[] {-2, 0, 5}, new double[] {0.1, 1, 2}),
        GaussianMixture.of(new double[] {0, 1}, new double[] {0, 1}, new double[] {1, 3}),
        ExponentialDistribution.of(2));
  }

  @ParameterizedTest
  @MethodSource
  void continuous(ContinuousDistribution distribution) {
    int bins = 100;
    double[] p = new double[bins];
    Arrays.fill(p, 1.0 / bins);
    long[] counts = new long[bins];
    for (double x : Draws.of(distribution, DRAWS, SEED).values()) {
      counts[(int) (distribution.cumulativeProbability(x) * bins)]++;
    }
    Fit.check(p, counts);
  }

  @Test
  void mixtureOfPoints() {
    MultivariateGaussianMixture mixture =
        GaussianMixture.of(
            new double[] {0.3, 0.7},
            new double[][] {{-1, 0}, {1, 1}},
            new double[][] {{0.5, 1}, {1, 0.2}});
    double[] edges = {Double.NEGATIVE_INFINITY, -1, -0.5, 0, 0.5, 1, 1.5, Double.POSITIVE_INFINITY};
    int bins = edges.length - 1;
    double[] p = new double[bins * bins];
    for (int i = 0; i < p.length; i++) {
      for (int k = 0; k < mixture.size(); k++) {
        p[i] +=
            mixture.weights()[k]
                * between(mixture.components().get(k).marginal(0), edges, i / bins)
                * between(mixture.components().get(k).marginal(1), edges, i % bins);
      }
    }
    long[] counts = new long[p.length];
    for (double[] x : mixture.sample(DRAWS, SEED).rows()) {
      counts[bin(edges, x[0]) * bins + bin(edges, x[1])]++;
    }
    Fit.check(p, counts);
  }

  private static double between(NormalDistribution normal, double[] edges, int bin) {
    return normal.cumulativeProbability(edges[bin + 1]) - normal.cumulativeProbability(edges[bin]);
  }

  private static double between(Normal normal, double[] edges, int bin) {
    return between(NormalDistribution.of(normal.mean(), normal.standardDeviation()), edges, bin);
  }

  private static int bin(double[] edges, double x) {
    return (int) Arrays.stream(edges).filter(edge -> edge <= x).count() - 1;
  }

  @Test
  void correlatedNormal() {
    MultivariateNormal normal =
        MultivariateNormal.of(new double[] {1, -1}, new double[][] {{2, 0.9}, {0.9, 0.5}});
    double[] directions = {0, 0.5, 1, 2, -2};
    for (double slope : directions) {
      double variance = 2 + 2 * slope * 0.9 + slope * slope * 0.5;
      Normal along = Normal.of(1 - slope, Math.sqrt(variance));
      long[] counts = new long[50];
      for (double[] x : normal.sample(DRAWS, SEED).rows()) {
        counts[(int) (along.cumulativeProbability(x[0] + slope * x[1]) * counts.length)]++;
      }
      double[] p = new double[counts.length];
      Arrays.fill(p, 1.0 / counts.length);
      Fit.check(p, counts);
    }
  }

  @Test
  void independentParts() {
    Independent independent =
        Independent.of(Bernoulli.of(0.2), Normal.of(0, 1), Categorical.of(0.5, 0.25, 0.25));
    long[] counts = new long[2 * 2 * 3];
    for (double[] x : independent.sample(DRAWS, SEED).rows()) {
      counts[(((int) x[0]) * 2 + (x[1] > 0 ? 1 : 0)) * 3 + (int) x[2]]++;
    }
    double[] p = new double[counts.length];
    Arrays.setAll(p, i -> (i / 6 == 1 ? 0.2 : 0.8) * 0.5 * (i % 3 == 0 ? 0.5 : 0.25));
    Fit.check(p, counts);
  }

  @Test
  void observedPoints() {
    EmpiricalVectors observed =
        Empirical.of(new double[] {1, 2}, new double[] {3, 4}, new double[] {1, 2});
    long[] counts = new long[2];
    for (double[] x : observed.sample(DRAWS, SEED).rows()) {
      counts[x[0] == 1 ? 0 : 1]++;
    }
    Fit.check(new double[] {2.0 / 3, 1.0 / 3}, counts);
  }

  static Stream<JointDistribution> joint() {
    JointTable table =
        JointTable.ofWeights(s -> (s[0] * 3 + s[1] * 2 + s[2]) % 5, Variable.ofSizes(2, 3, 4));
    Variable[] variables = table.variables().toArray(new Variable[0]);
    return Stream.of(
        table,
        Factorization.full(variables).fit(table),
        Factorization.independent(variables).fit(table),
        Factorization.markov(1, variables).inOrder(2, 0, 1).fit(table),
        Factorization.chainRule(variables).inOrder(1, 2, 0).fit(table),
        Factorization.graph(new int[][] {{2}, {2, 0}, {}}, variables).fit(table));
  }

  @ParameterizedTest
  @MethodSource
  void joint(JointDistribution distribution) {
    StateDraws draws = distribution.sample(DRAWS, SEED);
    long[] counts = new long[24];
    for (int[] s : draws.states()) {
      counts[(s[0] * 3 + s[1]) * 4 + s[2]]++;
    }
    Fit.check(distribution.table().probabilities(), counts);
    assertArrayEquals(
        Arrays.stream(counts).mapToDouble(c -> (double) c / DRAWS).toArray(),
        draws.table().probabilities(),
        1e-15);
  }

  static Stream<Distribution> all() {
    return Stream.of(
            discrete().filter(d -> d instanceof Distribution).map(d -> (Distribution) d),
            continuous().filter(d -> d instanceof Distribution).map(d -> (Distribution) d),
            joint().map(d -> (Distribution) d),
            Stream.<Distribution>of(
                MultivariateNormal.isotropic(new double[2], 1),
                Independent.of(Bernoulli.of(0.5), 3),
                Empirical.of(1.5, 2.5, 3.5)))
        .flatMap(stream -> stream);
  }

  @ParameterizedTest
  @MethodSource("all")
  @ResourceLock("org.dgm4j.base.Seeds")
  void aSeedFixesTheDraws(Distribution distribution) {
    List<Double> first = values(distribution.sample(100, 7));
    assertEquals(first, values(distribution.sample(100, 7)));
    assertFalse(first.equals(values(distribution.sample(100, 8))));
    Seeds.set(42);
    List<Double> session = values(distribution.sample(100));
    assertFalse(session.equals(values(distribution.sample(100))));
    Seeds.set(42);
    assertEquals(session, values(distribution.sample(100)));
  }

  private static List<Double> values(Draws draws) {
    return IntStream.range(0, draws.count())
        .boxed()
        .flatMap(i -> IntStream.range(0, draws.dimensions()).mapToObj(j -> draws.value(i, j)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("all")
  void refusesToDrawNothing(Distribution distribution) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> distribution.sample(0)).getMessage();
    assertEquals("The number of draws must be at least 1, but is 0", message);
  }

  @ParameterizedTest
  @MethodSource("all")
  void drawsNeverHaveProbabilityZero(Distribution distribution) {
    Draws draws = distribution.sample(1000, SEED);
    for (int i = 0; i < draws.count(); i++) {
      int draw = i;
      double[] x =
          IntStream.range(0, draws.dimensions()).mapToDouble(j -> draws.value(draw, j)).toArray();
      assertTrue(logProbability(distribution, x) > Double.NEGATIVE_INFINITY);
    }
  }

  private static double logProbability(Distribution distribution, double[] x) {
    if (distribution instanceof Univariate univariate) {
      return univariate.logProbability(x[0]);
    }
    return distribution instanceof Multivariate multivariate
        ? multivariate.logProbability(x)
        : ((JointDistribution) distribution)
            .logProbability(Arrays.stream(x).mapToInt(v -> (int) v).toArray());
  }

  @Test
  void drawsSayTheirNumbers() {
    assertEquals(
        "1,000 draws of Bernoulli(0.3): 0 × 699, 1 × 301; mean 0.301, variance 0.210399",
        Bernoulli.of(0.3).sample(1000, 1).toString());
    assertTrue(Normal.of(0, 1).sample(1, 1).toString().startsWith("1 draw of Normal(0, 1): mean "));
    assertTrue(
        Independent.of(Bernoulli.of(0.3), 2)
            .sample(10, 1)
            .toString()
            .startsWith("10 draws of Independent(2 × Bernoulli(0.3)): mean ("));
    StateDraws states =
        JointTable.of(new double[] {0, 0, 0, 1}, Variable.of("a", 2), Variable.of("b", "no", "yes"))
            .sample(2, 1);
    assertEquals("2 draws of p(a, b): (1, yes), (1, yes)", states.toString());
    assertThrows(IndexOutOfBoundsException.class, () -> states.state(2, 0));
  }
}
