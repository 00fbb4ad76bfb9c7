package org.dgm4j.model.autoregressive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Random parameters of a NADE with weights large enough for strong dependence. */
record RandomNade(VisibleUnit unit, double[][] w, double[][] v, double[] b, double[] c) {

  static RandomNade of(VisibleUnit unit, int dimensions, int hidden, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new RandomNade(
        unit,
        rows(random, dimensions * unit.inputs(), hidden),
        rows(random, dimensions * unit.outputs(), hidden),
        vector(random, dimensions * unit.outputs()),
        vector(random, hidden));
  }

  private static double[][] rows(SplittableRandom random, int count, int size) {
    double[][] rows = new double[count][];
    Arrays.setAll(rows, i -> vector(random, size));
    return rows;
  }

  private static double[] vector(SplittableRandom random, int size) {
    return random.doubles(size, -1.5, 1.5).map(x -> (float) x).toArray();
  }

  int dimensions() {
    return b.length / unit.outputs();
  }

  int hidden() {
    return c.length;
  }

  NadeKernel kernel() {
    return new NadeKernel(
        NadeParameters.of(1, floats(flat(w)), floats(flat(v)), floats(b), floats(c)), unit);
  }

  double logProbability(double[] x) {
    return NadeReference.logProbability(unit, w, v, b, c, x);
  }

  /** W, V, b and c as the block has them. */
  NDArray[] arrays(NDManager manager, DataType type) {
    NDArray[] arrays = {
      manager.create(flat(w), new Shape(w.length, c.length)),
      manager.create(flat(v), new Shape(v.length, c.length)),
      manager.create(b),
      manager.create(c, new Shape(1, c.length))
    };
    return Arrays.stream(arrays).map(a -> a.toType(type, false)).toArray(NDArray[]::new);
  }

  /** Values that the unit may have. */
  float[] examples(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count * dimensions()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          unit instanceof CategoricalUnit categorical
              ? random.nextInt(categorical.states())
              : (float) random.nextGaussian();
    }
    return values;
  }

  static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  static double[] doubles(float[] values, int from, int size) {
    double[] doubles = new double[size];
    for (int i = 0; i < size; i++) {
      doubles[i] = values[from + i];
    }
    return doubles;
  }

  /** All vectors of k states; the first dimension changes slowest. */
  static float[] allStates(int states, int dimensions) {
    int count = (int) Math.round(Math.pow(states, dimensions));
    float[] all = new float[count * dimensions];
    for (int n = 0; n < count; n++) {
      int rest = n;
      for (int d = dimensions - 1; d >= 0; d--) {
        all[n * dimensions + d] = rest % states;
        rest /= states;
      }
    }
    return all;
  }

  /** How often each of {@link #allStates} is among samples. */
  static long[] counts(float[] samples, int states, int dimensions) {
    long[] counts = new long[(int) Math.round(Math.pow(states, dimensions))];
    for (int n = 0; n < samples.length; n += dimensions) {
      int index = 0;
      for (int d = 0; d < dimensions; d++) {
        index = index * states + (int) samples[n + d];
      }
      counts[index]++;
    }
    return counts;
  }
}
