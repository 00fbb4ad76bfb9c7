package org.dgm4j.model.autoregressive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.dgm4j.engine.MxNet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The computations of NADE against its definition, for every kind of visible unit. */
class NadeExactnessTest {

  private static final VisibleUnit BINARY = new CategoricalUnit(2);

  static Stream<VisibleUnit> units() {
    return Stream.of(
        BINARY,
        new CategoricalUnit(3),
        new CategoricalUnit(40),
        new GaussianMixtureUnit(1),
        new GaussianMixtureUnit(4));
  }

  @ParameterizedTest
  @CsvSource({"2, 1, 1", "2, 2, 3", "2, 7, 5", "2, 12, 20", "3, 1, 2", "3, 7, 5", "5, 4, 9"})
  void probabilitiesOfAllStatesSumToOne(int states, int dimensions, int hidden) {
    NadeKernel kernel = RandomNade.of(new CategoricalUnit(states), dimensions, hidden, 1).kernel();
    double[] all = kernel.logProbability(RandomNade.allStates(states, dimensions));
    assertEquals(1, Arrays.stream(all).map(Math::exp).sum(), 1e-5);
  }

  @ParameterizedTest
  @MethodSource("units")
  void logProbabilityIsThatOfTheDefinition(VisibleUnit unit) {
    for (int count : new int[] {0, 1, 3, 4, 5, 17}) {
      RandomNade nade = RandomNade.of(unit, 20, 30, 2);
      float[] x = nade.examples(count, 3);
      double[] logProbability = nade.kernel().logProbability(x);
      assertEquals(count, logProbability.length);
      for (int n = 0; n < count; n++) {
        double expected = nade.logProbability(RandomNade.doubles(x, n * 20, 20));
        assertEquals(expected, logProbability[n], 1e-5 * Math.abs(expected));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("units")
  void outputsDoNotSeeTheirOwnOrLaterValues(VisibleUnit unit) {
    int dimensions = 9;
    RandomNade nade = RandomNade.of(unit, dimensions, 8, 4);
    NadeKernel kernel = nade.kernel();
    float[] x = nade.examples(1, 5);
    float[] before = kernel.outputs(x);
    for (int j = 0; j < dimensions; j++) {
      float[] changed = x.clone();
      changed[j] = changed[j] == 0 ? 1 : 0;
      float[] after = kernel.outputs(changed);
      for (int i = 0; i < before.length; i++) {
        if (j >= i / unit.outputs()) {
          assertEquals(before[i], after[i], "x" + j + " changed output " + i);
        } else {
          assertNotEquals(before[i], after[i], "x" + j + " did not change output " + i);
        }
      }
    }
  }

  @Test
  void gradientOfAConditionalIsZeroForItsOwnAndLaterValues() {
    int dimensions = 31;
    for (VisibleUnit unit : new VisibleUnit[] {BINARY, new GaussianMixtureUnit(2)}) {
      RandomNade nade = RandomNade.of(unit, dimensions, 8, 6);
      try (NDManager manager = MxNet.engine().newBaseManager()) {
        NDArray[] p = nade.arrays(manager, DataType.FLOAT64);
        for (int i : new int[] {0, 1, 15, 27, 28, 29, 30}) {
          try (NDManager sub = manager.newSubManager();
              GradientCollector collector = MxNet.engine().newGradientCollector()) {
            NDArray x = sub.create(nade.examples(1, 7), new Shape(1, dimensions));
            x = x.toType(DataType.FLOAT64, true);
            x.setRequiresGradient(true);
            NDArray outputs = NadeBlock.outputs(unit, x, p[0], p[1], p[2], p[3]);
            collector.backward(outputs.get(":, " + i).sum());
            double[] gradient = x.getGradient().toDoubleArray();
            for (int j = 0; j < dimensions; j++) {
              assertEquals(j < i, gradient[j] != 0, "d o" + i + " / d x" + j + " = " + gradient[j]);
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("units")
  void blockFormEqualsTheKernelWithGradients(VisibleUnit unit) {
    int hidden = 33;
    int count = 7;
    RandomNade nade = RandomNade.of(unit, 61, hidden, 8);
    float[] x = nade.examples(count, 9);
    double[] exampleWeights = new SplittableRandom(10).doubles(count).toArray();
    double[] logProbability = new double[count];
    float[][] kernel =
        nade.kernel()
            .gradient(x, new int[count], RandomNade.floats(exampleWeights), logProbability)
            .scaled(1, hidden);
    double[][] block = block(nade, x, exampleWeights, DataType.FLOAT32);
    assertClose(logProbability, block[0], 1e-5);
    for (int i = 1; i <= 4; i++) {
      assertClose(RandomNade.doubles(kernel[i], 0, kernel[i].length), block[i], 1e-4);
    }
  }

  @ParameterizedTest
  @MethodSource("units")
  void gradientsAreThoseOfFiniteDifferences(VisibleUnit unit) {
    int dimensions = 5;
    int hidden = 6;
    RandomNade nade = RandomNade.of(unit, dimensions, hidden, 11);
    float[] x = nade.examples(1, 12);
    float[][] kernel =
        nade.kernel().gradient(x, new int[1], new float[] {1}, new double[1]).scaled(1, hidden);
    double[][] block = block(nade, x, new double[] {1}, DataType.FLOAT64);
    double[][][] parameters = {nade.w(), nade.v(), {nade.b()}, {nade.c()}};
    double[] example = RandomNade.doubles(x, 0, dimensions);
    for (int i = 0; i < parameters.length; i++) {
      int index = 0;
      for (double[] row : parameters[i]) {
        for (int j = 0; j < row.length; j++) {
          double expected = difference(nade, row, j, example);
          double scale = Math.max(1, Math.abs(expected));
          assertEquals(expected, kernel[i + 1][index], 2e-5 * scale, "kernel, parameter " + i);
          assertEquals(expected, block[i + 1][index], 1e-7 * scale, "block, parameter " + i);
          index++;
        }
      }
    }
  }

  private static double difference(RandomNade nade, double[] values, int index, double[] x) {
    double step = 1e-5;
    double original = values[index];
    values[index] = original + step;
    double above = nade.logProbability(x);
    values[index] = original - step;
    double below = nade.logProbability(x);
    values[index] = original;
    return (above - below) / (2 * step);
  }

  /** log p, and the gradient of its weighted sum for W, V, b and c, by the block form. */
  private static double[][] block(
      RandomNade nade, float[] x, double[] exampleWeights, DataType type) {
    try (NDManager manager = MxNet.engine().newBaseManager()) {
      NDArray[] p = nade.arrays(manager, type);
      for (NDArray parameter : p) {
        parameter.setRequiresGradient(true);
      }
      double[][] results = new double[5][];
      try (GradientCollector collector = MxNet.engine().newGradientCollector()) {
        NDArray data =
            manager
                .create(x, new Shape(exampleWeights.length, nade.dimensions()))
                .toType(type, false);
        NDArray result = NadeBlock.logProbability(nade.unit(), data, p[0], p[1], p[2], p[3]);
        results[0] = result.toType(DataType.FLOAT64, true).toDoubleArray();
        collector.backward(result.mul(manager.create(exampleWeights).toType(type, false)).sum());
      }
      for (int i = 0; i < 4; i++) {
        results[i + 1] = p[i].getGradient().toType(DataType.FLOAT64, true).toDoubleArray();
      }
      return results;
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 6, 1.0", "3, 4, 1.0", "2, 6, 0.5", "3, 4, 1.7"})
  void samplesFollowTheExactDistribution(int states, int dimensions, double temperature) {
    CategoricalUnit unit = new CategoricalUnit(states);
    NadeKernel kernel = RandomNade.of(unit, dimensions, 4, 13).kernel();
    float[] samples = new float[20_000 * dimensions];
    long[] seeds = new SplittableRandom(14).longs(20_000).toArray();
    kernel.complete(samples, new boolean[dimensions], temperature, seeds);
    float[] all = RandomNade.allStates(states, dimensions);
    float[] outputs = kernel.outputs(all);
    double[] probabilities = new double[all.length / dimensions];
    for (int n = 0; n < probabilities.length; n++) {
      probabilities[n] = 1;
      for (int i = n * dimensions; i < (n + 1) * dimensions; i++) {
        double sum = 1;
        for (int s = 1; s < states; s++) {
          sum += Math.exp(outputs[i * unit.outputs() + s - 1] / temperature);
        }
        double logit = all[i] == 0 ? 0 : outputs[i * unit.outputs() + (int) all[i] - 1];
        probabilities[n] *= Math.exp(logit / temperature) / sum;
      }
    }
    if (temperature == 1) {
      assertClose(
          Arrays.stream(kernel.logProbability(all)).map(Math::exp).toArray(), probabilities, 1e-6);
    }
    ChiSquared.assertFits(RandomNade.counts(samples, states, dimensions), probabilities);
  }

  /** Equal up to a part of the largest value. */
  private static void assertClose(double[] expected, double[] actual, double relative) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertArrayEquals(expected, actual, relative * largest);
  }
}
