package org.dgm4j.evaluation.quality;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.dgm4j.evaluation.Roc;
import org.junit.jupiter.api.Test;

/** What is computed from distances, against the definitions. */
class DistancesTest {

  private static final int COUNT = 203; // not a multiple of the groups, of rows or of tiles

  private static Features features(int count, int dimensions, double mean, long seed) {
    return FrechetDistanceTest.normal(count, dimensions, mean, seed);
  }

  /** Points of a lattice, many of them equal. */
  private static Features lattice(int count, long seed) {
    Random random = new Random(seed);
    float[][] values = new float[2][count];
    for (float[] row : values) {
      for (int i = 0; i < count; i++) {
        row[i] = random.nextInt(8);
      }
    }
    return new Features(values, count);
  }

  private static double squared(Features a, int i, Features b, int j) {
    double sum = 0;
    for (int f = 0; f < a.values().length; f++) {
      double difference = (double) a.values()[f][i] - b.values()[f][j];
      sum += difference * difference;
    }
    return sum;
  }

  @Test
  void distancesAreThoseOfTheDefinition() {
    for (int dimensions : new int[] {1, 3, 4, 7, 65}) {
      Features a = features(COUNT, dimensions, 0, 1);
      Features b = features(1100, dimensions, 0.3, 2);
      double[][] all = new double[COUNT][];
      a.distances(
          b,
          (i, squared) ->
              all[i] = IntStream.range(0, squared.length).mapToDouble(j -> squared[j]).toArray());
      for (int i = 0; i < COUNT; i++) {
        for (int j = 0; j < b.count(); j++) {
          double expected = squared(a, i, b, j);
          assertEquals(expected, all[i][j], 1e-5 * Math.max(1, expected));
        }
      }
      a.distances(a, (i, squared) -> assertEquals(0, squared[i]));
    }
  }

  private static double radius(Features points, int point, int left) {
    return IntStream.range(0, points.count())
        .filter(q -> q != point && q % 20 != left)
        .mapToDouble(q -> squared(points, point, points, q))
        .sorted()
        .skip(2)
        .findFirst()
        .orElseThrow();
  }

  private static double share(Features examples, Features points, int left) {
    int[] kept = IntStream.range(0, COUNT).filter(i -> i % 20 != left).toArray();
    double[] radii = new double[COUNT];
    for (int p : kept) {
      radii[p] = radius(points, p, left);
    }
    return Arrays.stream(kept)
            .filter(
                i -> Arrays.stream(kept).anyMatch(p -> squared(examples, i, points, p) <= radii[p]))
            .count()
        / (double) kept.length;
  }

  @Test
  void precisionAndItsErrorAreThoseOfTheDefinition() {
    Features points = lattice(COUNT, 1);
    Features examples = features(COUNT, 2, 7, 2);
    double[] shares =
        IntStream.rangeClosed(0, 20).mapToDouble(left -> share(examples, points, left)).toArray();
    Estimate expected = Jackknife.of(shares);
    Estimate computed = Manifold.of(points).share(examples);
    assertTrue(expected.value() > 0.2 && expected.value() < 0.95, expected.toString());
    assertEquals(expected.value(), computed.value(), 1e-12);
    assertEquals(expected.standardError(), computed.standardError(), 1e-12);
  }

  private static double kernel(double[] x, double[] y) {
    double sum = 0;
    for (int f = 0; f < x.length; f++) {
      sum += x[f] * y[f];
    }
    return Math.pow(sum / x.length + 1, 3);
  }

  @Test
  void theKernelDistanceIsThatOfTheDefinition() {
    Features a = features(COUNT, 5, 0, 1);
    Features b = features(COUNT, 5, 0.5, 2);
    double expected = 0;
    for (int i = 0; i < COUNT; i++) {
      for (int j = 0; j < COUNT; j++) {
        if (i != j) {
          expected += kernel(a.of(i), a.of(j)) / (COUNT * (COUNT - 1.0));
          expected += kernel(b.of(i), b.of(j)) / (COUNT * (COUNT - 1.0));
        }
        expected -= 2 * kernel(a.of(i), b.of(j)) / (COUNT * (double) COUNT);
      }
    }
    Estimate estimate = KernelDistance.of(a, KernelDistance.sums(a, a), b);
    assertEquals(expected, estimate.value(), 1e-4 * expected);
  }

  /**
   * In one dimension the kernel compares the first three moments: of N(0, 1) and N(μ, 1) its
   * distance is 3 μ² + 3 μ⁴ + (μ³ + 3 μ)².
   */
  @Test
  void theKernelDistanceHasNoBiasAndTheErrorThatItSays() {
    assertScatters(
        0,
        i -> {
          Features a = features(200, 1, 0, 2L * i);
          return KernelDistance.of(a, KernelDistance.sums(a, a), features(200, 1, 0, 2L * i + 1));
        });
    assertScatters(
        3 * 0.25 + 3 * 0.0625 + Math.pow(0.125 + 1.5, 2),
        i -> {
          Features a = features(200, 1, 0, 2L * i);
          return KernelDistance.of(a, KernelDistance.sums(a, a), features(200, 1, 0.5, 2L * i + 1));
        });
  }

  private static void assertScatters(double expected, IntFunction<Estimate> estimate) {
    Estimate[] all = IntStream.range(0, 100).mapToObj(estimate).toArray(Estimate[]::new);
    double mean = Arrays.stream(all).mapToDouble(Estimate::value).average().orElseThrow();
    double deviation =
        Math.sqrt(
            Arrays.stream(all).mapToDouble(e -> Math.pow(e.value() - mean, 2)).sum()
                / (all.length - 1));
    double said = Arrays.stream(all).mapToDouble(Estimate::standardError).average().orElseThrow();
    if (!Double.isNaN(expected)) {
      assertEquals(expected, mean, 4 * deviation / Math.sqrt(all.length));
    }
    assertTrue(said > 0.75 * deviation && said < 2 * deviation, said + " for " + deviation);
  }

  @Test
  void precisionAndMemorisationScatterAsTheirErrorsSay() {
    assertScatters(
        Double.NaN,
        i -> Manifold.of(features(200, 4, 0, 2L * i)).share(features(200, 4, 0.5, 2L * i + 1)));
    Features training = features(500, 4, 0, 1000);
    assertScatters(
        0.5,
        i ->
            NearestExamples.of(features(200, 4, 0, 2L * i), training)
                .nearerThan(NearestExamples.of(features(200, 4, 0, 2L * i + 1), training)));
  }

  @Test
  void theNearestIsFoundAndHowOftenItIsNearerIsAnAreaUnderACurve() {
    Features training = lattice(700, 3);
    Features some = features(COUNT, 2, 3, 4);
    NearestExamples nearest = NearestExamples.of(some, training);
    for (int i = 0; i < COUNT; i++) {
      int example = i;
      double least =
          IntStream.range(0, 700)
              .mapToDouble(j -> squared(some, example, training, j))
              .min()
              .orElseThrow();
      assertEquals(least, squared(some, i, training, nearest.positions()[i]), 1e-5);
      assertEquals(Math.sqrt(least), nearest.distances()[i], 1e-5);
    }
    NearestExamples copies = NearestExamples.of(lattice(COUNT, 5), training);
    assertArrayEquals(new double[COUNT], copies.distances());
    assertEquals(new Estimate(0.5, 0), copies.nearerThan(copies));
    assertEquals(new Estimate(1, 0), copies.nearerThan(nearest));
    NearestExamples others = NearestExamples.of(features(COUNT, 2, 4, 6), training);
    double area = Roc.of(others.distances(), nearest.distances()).area();
    assertEquals(area, nearest.nearerThan(others).value(), 1e-12);
  }

  @Test
  void groupsAreCounted() {
    for (int count : new int[] {100, 119, 120, 121}) {
      for (int left = 0; left <= Jackknife.GROUPS; left++) {
        int group = left;
        long expected = IntStream.range(0, count).filter(i -> Jackknife.group(i) != group).count();
        assertEquals(expected, Jackknife.without(left, count));
      }
    }
  }

  @Test
  void anEstimateShowsTheDigitsThatItsErrorAllows() {
    assertEquals("0.012 ± 0.013", new Estimate(0.0123456, 0.0134).toString());
    assertEquals("−1,234 ± 57", new Estimate(-1234.4, 56.7).toString());
    assertEquals("0.500 ± 0.000", new Estimate(0.5, 0).toString());
    assertEquals(new Estimate(50, 10), new Estimate(0.5, 0.1).times(100));
  }
}
