package org.dgm4j.engine;

/**
 * Products of matrices whose long rows hold one feature of many pixels and examples.
 *
 * <p>All of it is adding rows to rows. HotSpot turns such a loop into vector instructions, but into
 * good ones only where all rows have the same index and one sum of four products is added to a row:
 * with more products or several sums it computes them one by one.
 */
public final class RowArithmetic {

  /** So many columns, of 2 KB a row, are computed at a time, for them to stay in the cache. */
  private static final int TILE = 512;

  /** So many columns become rows at a time: with 64 features they are 32 KB, a first cache. */
  private static final int TURNED = 128;

  /** Rows shorter than a vector register of 16 numbers are slow to add up. */
  private static final int NARROW = 16;

  private RowArithmetic() {}

  /** Y += W X in the first columns; with all rows of Y, and as many of X as W has columns. */
  static void addProduct(float[][] w, float[][] x, float[][] y, int columns) {
    int count = w[0].length;
    for (int from = 0; from < columns; from += TILE) {
      int to = Math.min(from + TILE, columns);
      for (int j = 0; j < w.length; j++) {
        addCombination(y[j], w[j], 0, x, count, from, to);
      }
    }
  }

  /** W += Y Xᵀ over the first columns; with as many rows of Y and X as W has rows and columns. */
  static void addOuter(float[][] w, float[][] y, float[][] x, int columns) {
    int width = w[0].length;
    if (width < NARROW) {
      addDots(w, y, x, columns);
      return;
    }
    float[][] turned = new float[Math.min(TURNED, columns)][width];
    for (int from = 0; from < columns; from += TURNED) {
      int size = Math.min(TURNED, columns - from);
      turn(x, from, turned, size);
      for (int j = 0; j < w.length; j++) {
        addCombination(w[j], y[j], from, turned, size, 0, width);
      }
    }
  }

  /** The same by the dot products of the rows, for a W of few columns. */
  private static void addDots(float[][] w, float[][] y, float[][] x, int columns) {
    int width = w[0].length;
    float[][] ofY = new float[w.length][TILE];
    float[][] ofX = new float[width][TILE];
    float[][] products = new float[w.length * width][TILE];
    for (int from = 0; from < columns; from += TILE) {
      int count = Math.min(TILE, columns - from);
      for (int j = 0; j < w.length; j++) {
        System.arraycopy(y[j], from, ofY[j], 0, count);
      }
      for (int k = 0; k < width; k++) {
        System.arraycopy(x[k], from, ofX[k], 0, count);
      }
      for (int i = 0; i < products.length; i++) {
        addProducts(ofY[i / width], ofX[i % width], products[i], count);
      }
    }
    for (int i = 0; i < products.length; i++) {
      w[i / width][i % width] += sum(products[i], TILE);
    }
  }

  private static void addProducts(float[] x, float[] y, float[] sums, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] = Math.fma(x[i], y[i], sums[i]);
    }
  }

  /** So many columns of X become rows; four at once, as the next value is at hand. */
  private static void turn(float[][] x, int from, float[][] turned, int size) {
    int n = 0;
    for (; n + 3 < size; n += 4) {
      turn(x, from + n, turned[n], turned[n + 1], turned[n + 2], turned[n + 3]);
    }
    for (; n < size; n++) {
      float[] row = turned[n];
      for (int k = 0; k < row.length; k++) {
        row[k] = x[k][from + n];
      }
    }
  }

  private static void turn(
      float[][] x, int column, float[] row0, float[] row1, float[] row2, float[] row3) {
    for (int k = 0; k < row0.length; k++) {
      float[] row = x[k];
      row0[k] = row[column];
      row1[k] = row[column + 1];
      row2[k] = row[column + 2];
      row3[k] = row[column + 3];
    }
  }

  /** y += Σ_k w_k x_k over so many rows x_k, from one place to another. */
  private static void addCombination(
      float[] y, float[] w, int wFrom, float[][] x, int rows, int from, int to) {
    int k = 0;
    for (; k + 3 < rows; k += 4) {
      int i = wFrom + k;
      add(y, w[i], w[i + 1], w[i + 2], w[i + 3], x[k], x[k + 1], x[k + 2], x[k + 3], from, to);
    }
    for (; k < rows; k++) {
      add(y, w[wFrom + k], x[k], from, to);
    }
  }

  private static void add(float[] y, float s, float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.fma(s, x[i], y[i]);
    }
  }

  private static void add(
      float[] y,
      float s0,
      float s1,
      float s2,
      float s3,
      float[] x0,
      float[] x1,
      float[] x2,
      float[] x3,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      float sum = Math.fma(s0, x0[i], Math.fma(s1, x1[i], y[i]));
      y[i] = Math.fma(s2, x2[i], Math.fma(s3, x3[i], sum));
    }
  }

  /** y += s in the first places. */
  public static void add(float s, float[] y, int count) {
    for (int i = 0; i < count; i++) {
      y[i] += s;
    }
  }

  /** y += x in the first places. */
  public static void add(float[] x, float[] y, int count) {
    for (int i = 0; i < count; i++) {
      y[i] += x[i];
    }
  }

  /** Y += X. */
  public static void add(float[][] x, float[][] y) {
    for (int j = 0; j < y.length; j++) {
      add(x[j], y[j], y[j].length);
    }
  }

  /** y += x, so many places from their starts on. */
  public static void add(float[] x, int xFrom, float[] y, int yFrom, int count) {
    for (int i = 0; i < count; i++) {
      y[yFrom + i] += x[xFrom + i];
    }
  }

  /** The sum of the first places; four sums, as each addition would wait for the one before. */
  public static float sum(float[] row, int count) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int i = 0;
    for (; i + 3 < count; i += 4) {
      sum0 += row[i];
      sum1 += row[i + 1];
      sum2 += row[i + 2];
      sum3 += row[i + 3];
    }
    for (; i < count; i++) {
      sum0 += row[i];
    }
    return (float) (sum0 + sum1 + sum2 + sum3);
  }
}
