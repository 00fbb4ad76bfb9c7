package org.dgm4j.evaluation.quality;

import java.util.Arrays;
import org.dgm4j.base.ProgressTask;

/**
 * Features of examples.
 *
 * @param values one feature of all examples after the other, shape (features, examples)
 * @param count the number of examples
 */
record Features(float[][] values, int count) {

  /** Examples whose distances are computed together, as each of the others is then read once. */
  private static final int ROWS = 16;

  /** Of so many others at a time: 64 features of them, 128 KB, stay in the second cache. */
  private static final int TILE = 512;

  /** The features of one example. */
  double[] of(int example) {
    return Arrays.stream(values).mapToDouble(feature -> feature[example]).toArray();
  }

  /** The square of the length of each example's features. */
  double[] squaredLengths() {
    double[] squares = new double[count];
    for (float[] feature : values) {
      for (int i = 0; i < count; i++) {
        squares[i] += (double) feature[i] * feature[i];
      }
    }
    return squares;
  }

  /** Is told the distances of an example, on any thread. */
  interface Distances {

    /**
     * All distances of one example.
     *
     * @param squared the squares of its distances from all others, exactly 0 from an equal one
     */
    void of(int example, float[] squared);
  }

  /**
   * Computes the distance of each example here from each of the others.
   *
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  void distances(Features others, Distances distances) {
    ProgressTask.inParallel(
        "part of the distances",
        (count + ROWS - 1) / ROWS,
        part -> {
          int from = part * ROWS;
          float[][] squared = new float[Math.min(ROWS, count - from)][others.count];
          for (int tile = 0; tile < others.count; tile += TILE) {
            for (int row = 0; row < squared.length; row++) {
              add(from + row, others, squared[row], tile, Math.min(others.count, tile + TILE));
            }
          }
          for (int row = 0; row < squared.length; row++) {
            distances.of(from + row, squared[row]);
          }
        });
  }

  private void add(int example, Features others, float[] squared, int from, int to) {
    float[][] other = others.values;
    int f = 0;
    for (; f + 3 < values.length; f += 4) {
      add(
          values[f][example],
          values[f + 1][example],
          values[f + 2][example],
          values[f + 3][example],
          other[f],
          other[f + 1],
          other[f + 2],
          other[f + 3],
          squared,
          from,
          to);
    }
    for (; f < values.length; f++) {
      add(values[f][example], other[f], squared, from, to);
    }
  }

  private static void add(float a, float[] b, float[] squared, int from, int to) {
    for (int j = from; j < to; j++) {
      squared[j] = Math.fma(a - b[j], a - b[j], squared[j]);
    }
  }

  /** Four features at once, in the form that HotSpot turns into vector instructions. */
  private static void add(
      float a0,
      float a1,
      float a2,
      float a3,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float[] squared,
      int from,
      int to) {
    for (int j = from; j < to; j++) {
      float sum = Math.fma(a0 - b0[j], a0 - b0[j], Math.fma(a1 - b1[j], a1 - b1[j], squared[j]));
      squared[j] = Math.fma(a2 - b2[j], a2 - b2[j], Math.fma(a3 - b3[j], a3 - b3[j], sum));
    }
  }
}
