package org.dgm4j.model.pixelrnn;

/**
 * Products of matrices whose long rows hold one feature of many pixels and examples.
 *
 * <p>All of it is adding rows to rows. HotSpot turns such a loop into vector instructions, but into
 * good ones only where the rows have one index in common: so parts of rows are copied first.
 */
final class Rows {

  /** So many columns are computed at a time, for them to stay in the cache. */
  private static final int TILE = 256;

  private Rows() {}

  /**
   * Y += W X.
   *
   * @param x the first rows, as many as W has columns, from the column {@code xFrom} on
   * @param y the rows from {@code yFrom} on, as many as W has
   */
  static void addProduct(float[][] w, float[][] x, int xFrom, float[][] y, int yFrom, int columns) {
    int count = w[0].length;
    Tile seen = new Tile(count);
    Tile sum = new Tile(1);
    for (int from = 0; from < columns; from += TILE) {
      int size = Math.min(TILE, columns - from);
      for (int k = 0; k < count; k++) {
        seen.read(k, x[k], xFrom + from, size);
      }
      for (int j = 0; j < w.length; j++) {
        sum.read(0, y[yFrom + j], from, size);
        addCombination(sum.rows[0], w[j], 0, seen.rows, count, size);
        sum.write(0, y[yFrom + j], from, size);
      }
    }
  }

  /** X += Wᵀ Y, with the same parameters. */
  static void addTransposed(
      float[][] w, float[][] x, int xFrom, float[][] y, int yFrom, int columns) {
    Tile seen = new Tile(w.length);
    Tile sum = new Tile(1);
    float[] weights = new float[w.length];
    for (int from = 0; from < columns; from += TILE) {
      int size = Math.min(TILE, columns - from);
      for (int j = 0; j < w.length; j++) {
        seen.read(j, y[yFrom + j], from, size);
      }
      for (int k = 0; k < w[0].length; k++) {
        for (int j = 0; j < w.length; j++) {
          weights[j] = w[j][k];
        }
        sum.read(0, x[k], xFrom + from, size);
        addCombination(sum.rows[0], weights, 0, seen.rows, w.length, size);
        sum.write(0, x[k], xFrom + from, size);
      }
    }
  }

  /** Wᵀ += X Yᵀ, with the transpose of W and else the same parameters. */
  static void addOuter(
      float[][] transposed, float[][] x, int xFrom, float[][] y, int yFrom, int columns) {
    int width = transposed[0].length;
    float[][] turned = new float[TILE][width];
    for (int from = 0; from < columns; from += TILE) {
      int size = Math.min(TILE, columns - from);
      for (int j = 0; j < width; j++) {
        float[] row = y[yFrom + j];
        for (int n = 0; n < size; n++) {
          turned[n][j] = row[from + n];
        }
      }
      for (int k = 0; k < transposed.length; k++) {
        addCombination(transposed[k], x[k], xFrom + from, turned, size, width);
      }
    }
  }

  /** y += Σ_k w_k x_k over so many rows x_k, in the first {@code size} places. */
  private static void addCombination(
      float[] y, float[] w, int wFrom, float[][] x, int rows, int size) {
    int k = 0;
    for (; k + 3 < rows; k += 4) {
      int i = wFrom + k;
      add(y, w[i], w[i + 1], w[i + 2], w[i + 3], x[k], x[k + 1], x[k + 2], x[k + 3], size);
    }
    for (; k < rows; k++) {
      add(y, w[wFrom + k], x[k], size);
    }
  }

  private static void add(float[] y, float s, float[] x, int size) {
    for (int i = 0; i < size; i++) {
      y[i] += s * x[i];
    }
  }

  /** Four at once: more, or several sums, and HotSpot runs out of registers. */
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
      int size) {
    for (int i = 0; i < size; i++) {
      y[i] += s0 * x0[i] + s1 * x1[i] + s2 * x2[i] + s3 * x3[i];
    }
  }

  /** y += x. */
  static void add(float[][] x, float[][] y) {
    for (int j = 0; j < y.length; j++) {
      add(y[j], 1, x[j], y[j].length);
    }
  }

  /** y += x, so many places from their starts on. */
  static void add(float[] x, int xFrom, float[] y, int yFrom, int count) {
    for (int i = 0; i < count; i++) {
      y[yFrom + i] += x[xFrom + i];
    }
  }

  /** Parts of rows that begin at index 0: the row itself where that is so, or else a copy. */
  private static final class Tile {
    final float[][] rows;
    private final float[][] copies;

    Tile(int rows) {
      this.rows = new float[rows][];
      copies = new float[rows][];
    }

    void read(int index, float[] row, int from, int size) {
      if (from == 0) {
        rows[index] = row;
        return;
      }
      if (copies[index] == null) {
        copies[index] = new float[TILE];
      }
      System.arraycopy(row, from, copies[index], 0, size);
      rows[index] = copies[index];
    }

    void write(int index, float[] row, int from, int size) {
      if (rows[index] != row) {
        System.arraycopy(rows[index], 0, row, from, size);
      }
    }
  }
}
