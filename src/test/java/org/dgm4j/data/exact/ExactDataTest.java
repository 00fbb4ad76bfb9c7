package org.dgm4j.data.exact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.dgm4j.data.ExactDataset;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Samplers against densities, and densities against enumeration and quadrature. */
class ExactDataTest {

  private static final double IMPROBABLE = 1e-4;

  @Test
  void isingAgreesWithTheSumOverAllStates() {
    for (int side = 1; side <= 4; side++) {
      for (double temperature : new double[] {0.1, 1, 2.269, 50}) {
        ExactDataset data = Datasets.ising(side, temperature);
        int states = 1 << side * side;
        double[] exponents = new double[states];
        for (int state = 0; state < states; state++) {
          exponents[state] = bonds(state, side) / temperature;
        }
        double largest = Arrays.stream(exponents).max().getAsDouble();
        double logPartition =
            largest + Math.log(Arrays.stream(exponents).map(e -> Math.exp(e - largest)).sum());
        double[] logs = data.logDensity(states(side, side));
        double entropy = 0;
        for (int state = 0; state < states; state++) {
          double log = exponents[state] - logPartition;
          assertEquals(log, logs[state], 1e-9);
          entropy -= Math.exp(log) * log;
        }
        assertEquals(entropy, data.entropy(), 1e-9);
      }
    }
  }

  /** The pairs of equal neighbours less those of different ones; bit i is the pixel i. */
  private static int bonds(int state, int side) {
    int sum = 0;
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        int pixel = state >> row * side + column & 1;
        if (row + 1 < side) {
          sum += pixel == (state >> (row + 1) * side + column & 1) ? 1 : -1;
        }
        if (column + 1 < side) {
          sum += pixel == (state >> row * side + column + 1 & 1) ? 1 : -1;
        }
      }
    }
    return sum;
  }

  @Test
  void isingSamplesHaveTheirProbabilities() {
    ExactDataset data = Datasets.ising(3, 2.5);
    chiSquared(data, data.sample(20_000, 5));
    Samples clusters = Samples.images(new Ising(3, 2.5).drawClusters(20_000, 6), 20_000, 1, 3, 3);
    chiSquared(data, clusters);
  }

  @Test
  void largeIsingSamplesHaveTheExactMeanLogProbability() {
    for (int side : new int[] {9, 16}) {
      ExactDataset data = Datasets.ising(side, 2.269);
      meanIsNegativeEntropy(data, data.train());
      Samples clusters =
          Samples.images(new Ising(side, 2.269).drawClusters(2_000, 3), 2_000, 1, side, side);
      meanIsNegativeEntropy(data, clusters);
    }
  }

  @Test
  void theEntropyOfHotSpinsIsThatOfCoins() {
    assertEquals(256 * Math.log(2), Datasets.ising(16, 1e9).entropy(), 1e-9);
    assertEquals(Math.log(2), Datasets.ising(16, 0.1).entropy(), 1e-9);
  }

  @Test
  void latticesBeyondTheExactOnesHaveSamplesOnly() {
    ExactDataset large = Datasets.ising(20, 1.5);
    assertTrue(large.train().isBinary());
    double aligned = 0;
    for (int i = 0; i < large.test().count(); i++) {
      float[] row = large.test().row(i);
      double mean = 0;
      for (float value : row) {
        mean += (2 * value - 1) / row.length;
      }
      aligned += Math.abs(mean) / large.test().count();
    }
    assertTrue(aligned > 0.9, "a cold magnet is aligned, but the magnetization is " + aligned);
    assertEquals(
        "The exact density of an Ising lattice is known up to 16×16, not for 20×20",
        assertThrows(IllegalStateException.class, large::entropy).getMessage());
    assertThrows(IllegalStateException.class, () -> large.logDensity(large.test().first(1)));
  }

  @Test
  void markovImagesAgreeWithTheSumOverAllStates() {
    for (double[] p : new double[][] {{0.3, 0.2, 0.6}, {1, 0.5, 0}, {0.5, 0.1, 0.9}}) {
      ExactDataset data = Datasets.markovImages(2, 4, p[0], p[1], p[2]);
      double[] logs = data.logDensity(states(2, 4));
      double total = 0;
      double entropy = 0;
      for (double log : logs) {
        total += Math.exp(log);
        entropy -= log == Double.NEGATIVE_INFINITY ? 0 : Math.exp(log) * log;
      }
      assertEquals(1, total, 1e-12);
      assertEquals(entropy, data.entropy(), 1e-12);
      chiSquared(data, data.sample(20_000, 8));
    }
    ExactDataset chain = Datasets.markovImages(1, 3, 0.3, 0.2, 0.6);
    assertEquals(
        Math.log(0.7 * 0.2 * 0.4),
        chain.logDensity(Samples.images(new float[] {0, 1, 0}, 1, 1, 1, 3))[0],
        1e-15);
    assertEquals(
        Datasets.markovImages(3, 3, 0.5, 0.2, 0.8).entropy(),
        Datasets.markovImages(3, 3, 0.8).entropy(),
        1e-12);
  }

  @Test
  void barsAndStripesSamplesAreUniform() {
    ExactDataset data = Datasets.barsAndStripes(3);
    chiSquared(data, data.sample(20_000, 2));
  }

  @Test
  void greyImagesAreImpossible() {
    Samples grey = Samples.images(new float[] {0, 1, 0.5f, 1}, 1, 1, 2, 2);
    assertEquals(Double.NEGATIVE_INFINITY, Datasets.ising(2, 2).logDensity(grey)[0]);
    assertEquals(Double.NEGATIVE_INFINITY, Datasets.markovImages(2, 2, 0.5).logDensity(grey)[0]);
  }

  @Test
  void badParametersAreNamed() {
    assertEquals(
        "An Ising lattice can be 1×1 to 32×32, not 33×33", message(() -> Datasets.ising(33, 2)));
    assertEquals(
        "The temperature must be a number of at least 0.1 (2.27 is critical), not -1.0",
        message(() -> Datasets.ising(4, -1)));
    assertEquals(
        "p(1 after 0) must be a probability from 0 to 1, not NaN",
        message(() -> Datasets.markovImages(4, 4, 0.5, Double.NaN, 0.5)));
    assertEquals(
        "p(like the one before) must be a probability from 0 to 1, not 1.5",
        message(() -> Datasets.markovImages(4, 4, 1.5)));
    assertEquals(
        "An image cannot be 0×4; both sizes must be at least 1",
        message(() -> Datasets.markovImages(0, 4, 0.5)));
    assertEquals(
        "The number of examples must be at least 0, not -1",
        message(() -> Datasets.rings().sample(-1, 1)));
  }

  private static String message(Executable executable) {
    return assertThrows(IllegalArgumentException.class, executable).getMessage();
  }

  /** Every binary image; the pixel i of the image number n is the bit i of n. */
  private static Samples states(int height, int width) {
    int dimensions = height * width;
    float[] values = new float[(1 << dimensions) * dimensions];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / dimensions >> i % dimensions & 1;
    }
    return Samples.images(values, 1 << dimensions, 1, height, width);
  }

  private static void chiSquared(ExactDataset data, Samples samples) {
    int[] shape = data.shape();
    double[] logs = data.logDensity(states(shape[1], shape[2]));
    double[] observed = new double[logs.length];
    for (int i = 0; i < samples.count(); i++) {
      float[] row = samples.row(i);
      int state = 0;
      for (int j = 0; j < row.length; j++) {
        state |= (int) row[j] << j;
      }
      observed[state]++;
    }
    chiSquared(observed, Arrays.stream(logs).map(Math::exp).toArray(), samples.count());
  }

  /** Cells of fewer than five expected counts are put together. */
  private static void chiSquared(double[] observed, double[] probabilities, int count) {
    double statistic = 0;
    int cells = 0;
    double restObserved = 0;
    double restExpected = 0;
    for (int i = 0; i < observed.length; i++) {
      double expected = count * probabilities[i];
      if (expected < 5) {
        restObserved += observed[i];
        restExpected += expected;
      } else {
        statistic += (observed[i] - expected) * (observed[i] - expected) / expected;
        cells++;
      }
    }
    if (restExpected >= 5) {
      statistic += (restObserved - restExpected) * (restObserved - restExpected) / restExpected;
      cells++;
    } else {
      assertTrue(restObserved <= 20, restObserved + " samples where nearly none can be");
    }
    double p = ChiSquaredDistribution.of(cells - 1).survivalProbability(statistic);
    assertTrue(p > IMPROBABLE, "chi-squared " + statistic + " with " + cells + " cells, p " + p);
  }

  private static void meanIsNegativeEntropy(ExactDataset data, Samples samples) {
    double[] logs = data.logDensity(samples);
    double mean = Arrays.stream(logs).average().getAsDouble();
    double variance =
        Arrays.stream(logs).map(log -> (log - mean) * (log - mean)).average().getAsDouble();
    assertEquals(-data.entropy(), mean, 4 * Math.sqrt(variance / logs.length) + 1e-9);
  }

  static Stream<ExactDataset> planes() {
    return Stream.of(
        Datasets.eightGaussians(),
        Datasets.checkerboard(),
        Datasets.pinwheel(),
        Datasets.twoMoons(),
        Datasets.rings());
  }

  /** Far out the largest circle counts, as if it were straight. */
  @ParameterizedTest
  @ValueSource(floats = {1e3f, 1e5f, 1e7f, 1e20f})
  void ringsAreKnownFarOut(float distance) {
    double variance = 0.15 * 0.15;
    double expected =
        -Math.log(3 * 2 * Math.PI * variance)
            - 0.5 * Math.log(2 * Math.PI * 3 * distance / variance)
            - (distance - 3.0) * (distance - 3.0) / (2 * variance);
    Samples point = Samples.vectors(new float[] {distance, 0}, 1, 2);
    double said = Datasets.rings().logDensity(point)[0];
    assertEquals(1, said / expected, 1e-12);
  }

  @ParameterizedTest
  @MethodSource("planes")
  void densitiesIntegrateToOneAndGiveTheEntropy(ExactDataset data) {
    int steps = 512;
    double width = 16;
    double[] logs = data.logDensity(grid(steps, width));
    double cell = width / steps * width / steps;
    double total = 0;
    double entropy = 0;
    for (double log : logs) {
      double density = Math.exp(log);
      total += density * cell;
      entropy -= density == 0 ? 0 : density * log * cell;
    }
    boolean jumps = data.name().equals("checkerboard");
    assertEquals(1, total, jumps ? 0.01 : 1e-9);
    assertEquals(jumps ? Math.log(32) : entropy, data.entropy(), 1e-9);
  }

  @ParameterizedTest
  @MethodSource("planes")
  void pointsHaveTheMeanLogDensity(ExactDataset data) {
    assertArrayEquals(new int[] {2}, data.shape());
    meanIsNegativeEntropy(data, data.train());
    for (double log : data.logDensity(data.test())) {
      assertTrue(Double.isFinite(log));
    }
  }

  @ParameterizedTest
  @MethodSource("planes")
  void pointsFallIntoCellsAsTheDensitySays(ExactDataset data) {
    int cells = 32;
    int fine = 16;
    double width = 16;
    double[] probabilities = new double[cells * cells];
    double[] logs = data.logDensity(grid(cells * fine, width));
    double area = width / (cells * fine) * width / (cells * fine);
    for (int i = 0; i < logs.length; i++) {
      int row = i / (cells * fine) / fine;
      int column = i % (cells * fine) / fine;
      probabilities[row * cells + column] += Math.exp(logs[i]) * area;
    }
    Samples samples = data.sample(40_000, 11);
    double[] observed = new double[cells * cells];
    for (int i = 0; i < samples.count(); i++) {
      int column = (int) Math.floor((samples.value(i, 0) + width / 2) / width * cells);
      int row = (int) Math.floor((samples.value(i, 1) + width / 2) / width * cells);
      observed[row * cells + column]++;
    }
    chiSquared(observed, probabilities, samples.count());
  }

  /**
   * The centres of cells of a square around the origin, x fastest; powers of two have no rounding.
   */
  private static Samples grid(int steps, double width) {
    float[] values = new float[2 * steps * steps];
    for (int i = 0; i < steps * steps; i++) {
      values[2 * i] = (float) ((i % steps + 0.5) * width / steps - width / 2);
      values[2 * i + 1] = (float) ((i / steps + 0.5) * width / steps - width / 2);
    }
    return Samples.vectors(values, steps * steps, 2);
  }

  @Test
  void moonsAndRingsAreIntegralsAlongTheirCurves() {
    float[][] points = {{0, 1}, {1, -0.5f}, {0.5f, 0.25f}, {-1, 0}, {2.2f, 0.9f}, {3, 2}, {-9, 16}};
    for (float[] point : points) {
      Samples x = Samples.vectors(point, 1, 2);
      double moons =
          logMean(
              point,
              0.1,
              (half, t) -> half == 0 ? Math.cos(Math.PI * t) : 1 - Math.cos(Math.PI * t),
              (half, t) -> half == 0 ? Math.sin(Math.PI * t) : 0.5 - Math.sin(Math.PI * t),
              2);
      assertEquals(moons, Datasets.twoMoons().logDensity(x)[0], 1e-9);
      double rings =
          logMean(
              point,
              0.15,
              (ring, t) -> (ring + 1) * Math.cos(2 * Math.PI * t),
              (ring, t) -> (ring + 1) * Math.sin(2 * Math.PI * t),
              3);
      assertEquals(rings, Datasets.rings().logDensity(x)[0], 1e-9);
    }
  }

  /** The mean normal density over t in [0, 1] and the curves, by Simpson's rule. */
  private static double logMean(
      float[] point, double deviation, DoubleBinaryOperator x, DoubleBinaryOperator y, int curves) {
    int steps = 100_000;
    double[] terms = new double[curves * (steps + 1)];
    for (int i = 0; i < terms.length; i++) {
      int curve = i / (steps + 1);
      int step = i % (steps + 1);
      double t = (double) step / steps;
      double dx = (point[0] - x.applyAsDouble(curve, t)) / deviation;
      double dy = (point[1] - y.applyAsDouble(curve, t)) / deviation;
      double weight = step == 0 || step == steps ? 1 : step % 2 == 0 ? 2 : 4;
      terms[i] = Math.log(weight / (3.0 * steps * curves)) - (dx * dx + dy * dy) / 2;
    }
    double largest = Arrays.stream(terms).max().getAsDouble();
    double sum = Arrays.stream(terms).map(term -> Math.exp(term - largest)).sum();
    return largest + Math.log(sum) - Math.log(2 * Math.PI * deviation * deviation);
  }

  @Test
  void eightGaussiansAndPinwheelAreMixturesAtTheirCentres() {
    double far = Math.exp(-0.5 * Math.pow(6 * Math.sin(Math.PI / 8) / 0.3, 2));
    assertEquals(
        Math.log((1 + 2 * far) / (8 * 2 * Math.PI * 0.09)),
        Datasets.eightGaussians().logDensity(Samples.vectors(new float[] {3, 0}, 1, 2))[0],
        1e-9);
    float[] tip = {(float) (2 * Math.cos(1.2)), (float) (2 * Math.sin(1.2))};
    assertEquals(
        -Math.log(5 * 2 * Math.PI * 0.6 * 0.15),
        Datasets.pinwheel().logDensity(Samples.vectors(tip, 1, 2))[0],
        1e-5);
  }

  @Test
  void checkerboardPointsNeverLeaveTheirSquares() {
    ExactDataset board = Datasets.checkerboard();
    for (double log : board.logDensity(board.sample(200_000, 3))) {
      assertEquals(-Math.log(32), log);
    }
    Samples outside = Samples.vectors(new float[] {-4.1f, -3.9f, 4.1f, 4.1f, 1, -1}, 3, 2);
    for (double log : board.logDensity(outside)) {
      assertEquals(Double.NEGATIVE_INFINITY, log);
    }
  }

  @Test
  void theSameSeedGivesTheSameExamples() {
    List<String> names =
        Datasets.names().stream()
            .filter(name -> Datasets.about(name).endsWith("density known exactly"))
            .toList();
    assertTrue(names.size() >= 8);
    for (String name : names) {
      ExactDataset data = (ExactDataset) Datasets.named(name);
      float[] drawn = data.sample(50, 4).values();
      assertArrayEquals(drawn, data.sample(50, 4).values(), name);
      assertFalse(Arrays.equals(drawn, data.sample(50, 5).values()), name);
      assertArrayEquals(
          Arrays.copyOf(drawn, 10 * data.dimensions()), data.sample(10, 4).values(), name);
      assertEquals(data.sample(0, 1).count(), 0);
    }
  }

  @Test
  void legendreRulesAreExactForPolynomials() {
    for (int count : new int[] {1, 2, 5, 256}) {
      Quadrature.Rule rule = Quadrature.legendre(count, -1, 3);
      for (int power : new int[] {0, 1, 2 * count - 1}) {
        if (power < 30) {
          double sum =
              IntStream.range(0, count)
                  .mapToDouble(i -> rule.weights()[i] * Math.pow(rule.nodes()[i], power))
                  .sum();
          double exact = (Math.pow(3, power + 1) - Math.pow(-1, power + 1)) / (power + 1);
          assertEquals(exact, sum, 1e-12 * Math.abs(exact));
        }
      }
    }
  }
}
