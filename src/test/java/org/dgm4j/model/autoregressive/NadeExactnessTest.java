package org.dgm4j.model.autoregressive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.dgm4j.data.Mask;
import org.dgm4j.data.Samples;
import org.dgm4j.model.MxNet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** NADE against its definition: normalisation, causality, gradients, samples. */
class NadeExactnessTest {

  /** Random parameters of a NADE with weights large enough for strong dependence. */
  private record Random(double[][] w, double[][] v, double[] b, double[] c) {

    static Random of(int dimensions, int hidden, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      double[][] w = new double[dimensions][];
      double[][] v = new double[dimensions][];
      for (int d = 0; d < dimensions; d++) {
        w[d] = vector(random, hidden);
        v[d] = vector(random, hidden);
      }
      return new Random(w, v, vector(random, dimensions), vector(random, hidden));
    }

    private static double[] vector(SplittableRandom random, int size) {
      return random.doubles(size, -1.5, 1.5).map(x -> (float) x).toArray();
    }

    NadeKernel kernel() {
      return new NadeKernel(
          NadeParameters.of(floats(flat(w)), floats(flat(v)), floats(b), floats(c)));
    }

    double logProbability(double[] x) {
      return NadeReference.logProbability(w, v, b, c, x);
    }

    int dimensions() {
      return b.length;
    }
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static double[] doubles(float[] values, int from, int size) {
    double[] doubles = new double[size];
    for (int i = 0; i < size; i++) {
      doubles[i] = values[from + i];
    }
    return doubles;
  }

  /** All 2^D binary vectors; the first dimension changes slowest. */
  private static float[] allStates(int dimensions) {
    float[] states = new float[dimensions << dimensions];
    for (int i = 0; i < states.length; i++) {
      int state = i / dimensions;
      states[i] = state >> (dimensions - 1 - i % dimensions) & 1;
    }
    return states;
  }

  private static float[] randomBinary(int size, long seed) {
    return floats(new SplittableRandom(seed).doubles(size).map(Math::round).toArray());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 3", "7, 5", "12, 20"})
  void probabilitiesOfAllStatesSumToOne(int dimensions, int hidden) {
    NadeKernel kernel = Random.of(dimensions, hidden, 1).kernel();
    double sum = Arrays.stream(kernel.logProbability(allStates(dimensions))).map(Math::exp).sum();
    assertEquals(1, sum, 1e-5);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 17})
  void logProbabilityIsThatOfTheDefinition(int count) {
    Random random = Random.of(40, 30, 2);
    float[] x = randomBinary(count * 40, 3);
    double[] logProbability = random.kernel().logProbability(x);
    assertEquals(count, logProbability.length);
    for (int n = 0; n < count; n++) {
      double expected = random.logProbability(doubles(x, n * 40, 40));
      assertEquals(expected, logProbability[n], 1e-5 * Math.abs(expected));
    }
  }

  @Test
  void conditionalsDoNotSeeTheirOwnOrLaterValues() {
    int dimensions = 9;
    NadeKernel kernel = Random.of(dimensions, 8, 4).kernel();
    float[] x = randomBinary(dimensions, 5);
    float[] before = kernel.conditionals(x);
    for (int j = 0; j < dimensions; j++) {
      float[] flipped = x.clone();
      flipped[j] = 1 - flipped[j];
      float[] after = kernel.conditionals(flipped);
      for (int i = 0; i < dimensions; i++) {
        if (j >= i) {
          assertEquals(before[i], after[i], "x" + j + " changed p(x" + i + ")");
        } else {
          assertNotEquals(before[i], after[i], "x" + j + " did not change p(x" + i + ")");
        }
      }
    }
  }

  @Test
  void gradientOfAConditionalIsZeroForItsOwnAndLaterValues() {
    int dimensions = 31;
    Random random = Random.of(dimensions, 8, 6);
    try (NDManager manager = MxNet.engine().newBaseManager()) {
      NDArray[] p = arrays(manager, random, DataType.FLOAT64);
      for (int i : new int[] {0, 1, 15, 27, 28, 29, 30}) {
        try (NDManager sub = manager.newSubManager();
            GradientCollector collector = MxNet.engine().newGradientCollector()) {
          NDArray x = sub.create(randomBinary(dimensions, 7), new Shape(1, dimensions));
          x = x.toType(DataType.FLOAT64, true);
          x.setRequiresGradient(true);
          NDArray logits = NadeBlock.logits(x, p[0], p[1], p[2], p[3]);
          collector.backward(logits.get(":, " + i).sum());
          double[] gradient = x.getGradient().toDoubleArray();
          for (int j = 0; j < dimensions; j++) {
            assertEquals(j < i, gradient[j] != 0, "d l" + i + " / d x" + j + " = " + gradient[j]);
          }
        }
      }
    }
  }

  @Test
  void blockFormEqualsTheKernelWithGradients() {
    int dimensions = 61;
    int hidden = 33;
    int count = 7;
    Random random = Random.of(dimensions, hidden, 8);
    float[] x = randomBinary(count * dimensions, 9);
    float[] exampleWeights = floats(new SplittableRandom(10).doubles(count).toArray());
    double[] logProbability = new double[count];
    NadeKernel.Gradient gradient = random.kernel().gradient(x, exampleWeights, logProbability);
    try (NDManager manager = MxNet.engine().newBaseManager()) {
      NDArray[] p = arrays(manager, random, DataType.FLOAT32);
      for (NDArray parameter : p) {
        parameter.setRequiresGradient(true);
      }
      float[] actual;
      try (GradientCollector collector = MxNet.engine().newGradientCollector()) {
        NDArray data = manager.create(x, new Shape(count, dimensions));
        NDArray result =
            NadeBlock.logProbability(data, NadeBlock.logits(data, p[0], p[1], p[2], p[3]));
        actual = result.toFloatArray();
        collector.backward(result.mul(manager.create(exampleWeights)).sum());
      }
      assertClose(floats(logProbability), actual, 1e-5);
      assertClose(unpadded(gradient.weights(), hidden), p[0].getGradient().toFloatArray(), 1e-4);
      assertClose(
          unpadded(gradient.outputWeights(), hidden), p[1].getGradient().toFloatArray(), 1e-4);
      assertClose(gradient.outputBias(), p[2].getGradient().toFloatArray(), 1e-4);
      assertClose(
          Arrays.copyOf(gradient.hiddenBias(), hidden), p[3].getGradient().toFloatArray(), 1e-4);
    }
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    int dimensions = 11;
    int hidden = 6;
    Random random = Random.of(dimensions, hidden, 11);
    float[] x = randomBinary(dimensions, 12);
    NadeKernel.Gradient gradient = random.kernel().gradient(x, new float[] {1}, new double[1]);
    double[] example = doubles(x, 0, dimensions);
    for (int d = 0; d < dimensions; d++) {
      for (int j = 0; j < hidden; j++) {
        assertEquals(difference(random, random.w()[d], j, example), gradient.weights()[d][j], 1e-5);
        assertEquals(
            difference(random, random.v()[d], j, example), gradient.outputWeights()[d][j], 1e-5);
      }
      assertEquals(difference(random, random.b(), d, example), gradient.outputBias()[d], 1e-5);
    }
    for (int j = 0; j < hidden; j++) {
      assertEquals(difference(random, random.c(), j, example), gradient.hiddenBias()[j], 1e-5);
    }
  }

  private static double difference(Random random, double[] values, int index, double[] x) {
    double step = 1e-6;
    double original = values[index];
    values[index] = original + step;
    double above = random.logProbability(x);
    values[index] = original - step;
    double below = random.logProbability(x);
    values[index] = original;
    return (above - below) / (2 * step);
  }

  @Test
  void samplesFollowTheExactDistribution() {
    int dimensions = 6;
    int draws = 20_000;
    NadeKernel kernel = Random.of(dimensions, 4, 13).kernel();
    float[] samples = new float[draws * dimensions];
    kernel.complete(samples, new boolean[dimensions], 1, 14);
    long[] counts = counts(samples, dimensions);
    double[] probabilities =
        Arrays.stream(kernel.logProbability(allStates(dimensions))).map(Math::exp).toArray();
    assertFits(counts, probabilities, draws);
  }

  @Test
  void completionsOfAPrefixFollowTheExactConditional() {
    int draws = 20_000;
    int dimensions = 6;
    try (Nade nade = Nade.builder().dimensions(dimensions).hidden(8).seed(15).build()) {
      float[] start = new float[draws * dimensions];
      for (int n = 0; n < draws; n++) {
        start[n * dimensions] = 1;
        start[n * dimensions + 2] = 1;
      }
      Mask mask = Mask.of(true, true, true, false, false, false);
      Samples done = nade.complete(Samples.vectors(start, draws, dimensions), mask, 16);
      double[] all = nade.logProbability(Samples.vectors(allStates(6), 64, 6));
      double[] given = new double[64];
      for (int state = 0b101_000; state <= 0b101_111; state++) {
        given[state] = Math.exp(all[state]);
      }
      double sum = Arrays.stream(given).sum();
      assertFits(
          counts(done.values(), dimensions),
          Arrays.stream(given).map(p -> p / sum).toArray(),
          draws);
    }
  }

  @Test
  void completionsKeepWhatIsKnownWhereverItIs() {
    try (Nade nade = Nade.builder().image(4, 4).hidden(8).seed(17).build()) {
      Samples x = nade.sample(5, 18);
      Mask mask = Mask.lowerHalf();
      Samples completed = nade.complete(x, mask, 19);
      boolean[] known = mask.known(x.shape());
      for (int n = 0; n < 5; n++) {
        for (int d = 0; d < 16; d++) {
          if (known[d]) {
            assertEquals(x.value(n, d), completed.value(n, d));
          }
        }
      }
      assertTrue(completed.isBinary());
      assertArrayEquals(new int[] {1, 4, 4}, completed.shape());
    }
  }

  @Test
  void theSameSeedGivesTheSameModelAndSamples() {
    try (Nade one = Nade.builder().dimensions(20).hidden(8).seed(20).build();
        Nade two = Nade.builder().dimensions(20).hidden(8).seed(20).build()) {
      assertArrayEquals(one.sample(10, 21).values(), two.sample(10, 21).values());
    }
  }

  private static long[] counts(float[] samples, int dimensions) {
    long[] counts = new long[1 << dimensions];
    for (int n = 0; n < samples.length; n += dimensions) {
      int state = 0;
      for (int d = 0; d < dimensions; d++) {
        state = 2 * state + (int) samples[n + d];
      }
      counts[state]++;
    }
    return counts;
  }

  /** Pearson's chi-squared test at 0.1 %, with cells of fewer than 5 expected draws joined. */
  private static void assertFits(long[] counts, double[] probabilities, int draws) {
    double statistic = 0;
    int cells = 0;
    double restExpected = 0;
    long restCount = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = probabilities[i] * draws;
      if (expected < 5) {
        restExpected += expected;
        restCount += counts[i];
      } else {
        statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
        cells++;
      }
    }
    if (restExpected > 0) {
      statistic += (restCount - restExpected) * (restCount - restExpected) / restExpected;
      cells++;
    } else {
      assertEquals(0, restCount);
    }
    double p = ChiSquaredDistribution.of(cells - 1).survivalProbability(statistic);
    assertTrue(p > 0.001, "p = " + p);
  }

  private static NDArray[] arrays(NDManager manager, Random random, DataType type) {
    Shape shape = new Shape(random.dimensions(), random.c().length);
    NDArray[] arrays = {
      manager.create(flat(random.w()), shape),
      manager.create(flat(random.v()), shape),
      manager.create(random.b()),
      manager.create(random.c(), new Shape(1, random.c().length))
    };
    return Arrays.stream(arrays).map(a -> a.toType(type, false)).toArray(NDArray[]::new);
  }

  private static float[] unpadded(float[][] rows, int hidden) {
    float[] flat = new float[rows.length * hidden];
    for (int d = 0; d < rows.length; d++) {
      System.arraycopy(rows[d], 0, flat, d * hidden, hidden);
    }
    return flat;
  }

  /** Equal up to a part of the largest value. */
  private static void assertClose(float[] expected, float[] actual, double relative) {
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertArrayEquals(expected, actual, (float) (relative * largest));
  }
}
