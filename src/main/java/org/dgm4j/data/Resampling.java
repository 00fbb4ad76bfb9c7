package org.dgm4j.data;

import java.util.stream.IntStream;

/**
 * How each place of a resized axis is a convex combination of neighbouring places of the original:
 * place {@code i} is the sum of {@code weights[i][k] * original[first[i] + k]}.
 */
record Resampling(int[] first, double[][] weights) {

  /** The area mean where the axis shrinks, linear interpolation of centres where it grows. */
  static Resampling between(int oldSize, int newSize) {
    int[] first = new int[newSize];
    double[][] weights = new double[newSize][];
    double scale = (double) oldSize / newSize;
    for (int i = 0; i < newSize; i++) {
      if (scale > 1) {
        double from = i * scale;
        double to = (i + 1) * scale;
        first[i] = (int) from;
        int last = Math.min(oldSize - 1, (int) Math.ceil(to - 1e-9) - 1);
        weights[i] = new double[last - first[i] + 1];
        for (int k = first[i]; k <= last; k++) {
          weights[i][k - first[i]] = (Math.min(to, k + 1) - Math.max(from, k)) / (to - from);
        }
      } else {
        double centre = Math.max(0, Math.min(oldSize - 1, (i + 0.5) * scale - 0.5));
        first[i] = Math.max(0, Math.min((int) centre, oldSize - 2));
        double share = centre - first[i];
        weights[i] = oldSize == 1 ? new double[] {1} : new double[] {1 - share, share};
      }
    }
    return new Resampling(first, weights);
  }

  /** Resizes planes that lie one after the other, from an offset on. */
  static float[] planes(
      float[] source, int offset, int count, int oldHeight, int oldWidth, int height, int width) {
    Resampling rows = between(oldHeight, height);
    Resampling columns = between(oldWidth, width);
    int plane = oldHeight * oldWidth;
    float[] target = new float[Samples.product(new int[] {count, height, width})];
    IntStream.range(0, count)
        .parallel()
        .forEach(
            i ->
                plane(
                    source,
                    offset + i * plane,
                    oldWidth,
                    rows,
                    columns,
                    target,
                    i * height * width));
    return target;
  }

  /** Resizes one plane of an image, rows first. */
  private static void plane(
      float[] source,
      int sourceOffset,
      int sourceWidth,
      Resampling rows,
      Resampling columns,
      float[] target,
      int targetOffset) {
    int width = columns.first.length;
    double[] line = new double[sourceWidth];
    for (int row = 0; row < rows.first.length; row++) {
      double[] down = rows.weights[row];
      for (int column = 0; column < sourceWidth; column++) {
        double sum = 0;
        for (int k = 0; k < down.length; k++) {
          sum += down[k] * source[sourceOffset + (rows.first[row] + k) * sourceWidth + column];
        }
        line[column] = sum;
      }
      for (int column = 0; column < width; column++) {
        double[] across = columns.weights[column];
        double sum = 0;
        for (int k = 0; k < across.length; k++) {
          sum += across[k] * line[columns.first[column] + k];
        }
        target[targetOffset + row * width + column] = (float) sum;
      }
    }
  }
}
