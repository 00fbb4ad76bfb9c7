package org.dgm4j.model.autoregressive;

import java.util.Arrays;

/**
 * The parameters of a NADE on the heap. Rows are padded with zeros to a multiple of 16, so that the
 * loops over them run in whole vectors; a padded hidden unit has no influence.
 *
 * @param hidden the number of hidden units H, without padding
 * @param weights W, one row of hidden weights for each of the D dimensions
 * @param outputWeights V, one row of hidden weights for each dimension
 * @param outputBias b, for each class one row of shape (D)
 * @param hiddenBias c, for each class one row of shape (H), padded
 */
record NadeParameters(
    int hidden,
    float[][] weights,
    float[][] outputWeights,
    float[][] outputBias,
    float[][] hiddenBias) {

  /** So many floats are in the widest registers, of 512 bits. */
  private static final int VECTOR = 16;

  /**
   * From arrays as the engine holds them: W and V of shape (D, H), b of shape (K, D), c of (K, H).
   *
   * @param classes K; 1 for a model without classes
   */
  static NadeParameters of(
      int classes, float[] weights, float[] outputWeights, float[] outputBias, float[] hiddenBias) {
    int hidden = hiddenBias.length / classes;
    return new NadeParameters(
        hidden,
        rows(weights, hidden, padded(hidden)),
        rows(outputWeights, hidden, padded(hidden)),
        rows(outputBias, outputBias.length / classes, outputBias.length / classes),
        rows(hiddenBias, hidden, padded(hidden)));
  }

  /** The length of a padded row. */
  int width() {
    return hiddenBias[0].length;
  }

  static int padded(int hidden) {
    return (hidden + VECTOR - 1) / VECTOR * VECTOR;
  }

  private static float[][] rows(float[] flat, int size, int padded) {
    float[][] rows = new float[flat.length / size][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOf(Arrays.copyOfRange(flat, i * size, (i + 1) * size), padded);
    }
    return rows;
  }
}
