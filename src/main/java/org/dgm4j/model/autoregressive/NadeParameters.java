package org.dgm4j.model.autoregressive;

import java.util.Arrays;

/**
 * The parameters of a NADE on the heap. Rows are padded with zeros to a multiple of 16, so that the
 * loops over them run in whole vectors; a padded hidden unit has no influence.
 *
 * @param hidden the number of hidden units H, without padding
 * @param weights W, one row of hidden weights for each of the D dimensions
 * @param outputWeights V, one row of hidden weights for each dimension
 * @param outputBias b, shape (D)
 * @param hiddenBias c, shape (H), padded
 */
record NadeParameters(
    int hidden,
    float[][] weights,
    float[][] outputWeights,
    float[] outputBias,
    float[] hiddenBias) {

  /** So many floats are in the widest registers, of 512 bits. */
  private static final int VECTOR = 16;

  /** From arrays as the engine holds them: W and V of shape (D, H), b of shape (D), c of (H). */
  static NadeParameters of(
      float[] weights, float[] outputWeights, float[] outputBias, float[] hiddenBias) {
    int hidden = hiddenBias.length;
    return new NadeParameters(
        hidden,
        rows(weights, hidden),
        rows(outputWeights, hidden),
        outputBias,
        Arrays.copyOf(hiddenBias, padded(hidden)));
  }

  int dimensions() {
    return outputBias.length;
  }

  int width() {
    return hiddenBias.length;
  }

  static int padded(int hidden) {
    return (hidden + VECTOR - 1) / VECTOR * VECTOR;
  }

  private static float[][] rows(float[] flat, int hidden) {
    float[][] rows = new float[flat.length / hidden][];
    for (int d = 0; d < rows.length; d++) {
      rows[d] =
          Arrays.copyOf(Arrays.copyOfRange(flat, d * hidden, (d + 1) * hidden), padded(hidden));
    }
    return rows;
  }
}
