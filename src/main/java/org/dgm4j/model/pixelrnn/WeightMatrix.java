package org.dgm4j.model.pixelrnn;

import java.util.Arrays;

/** A matrix of weights on the heap, applied to long rows. */
final class WeightMatrix {

  private final float[][] weights;
  private final float[][] transposed;

  /**
   * @param weights row by row
   */
  WeightMatrix(float[][] weights) {
    this.weights = weights;
    transposed = new float[weights[0].length][weights.length];
    for (int j = 0; j < weights.length; j++) {
      for (int k = 0; k < weights[j].length; k++) {
        transposed[k][j] = weights[j][k];
      }
    }
  }

  /** A matrix with so many rows that is stored row by row. */
  static WeightMatrix of(float[] values, int rows) {
    int columns = values.length / rows;
    float[][] weights = new float[rows][];
    Arrays.setAll(weights, j -> Arrays.copyOfRange(values, j * columns, (j + 1) * columns));
    return new WeightMatrix(weights);
  }

  int inputs() {
    return transposed.length;
  }

  float get(int output, int input) {
    return weights[output][input];
  }

  /** Y += W X in the first columns. */
  void addProduct(float[][] x, float[][] y, int columns) {
    Rows.addProduct(weights, x, y, columns);
  }

  /** X += Wᵀ Y in the first columns. */
  void addTransposed(float[][] y, float[][] x, int columns) {
    Rows.addProduct(transposed, y, x, columns);
  }

  /**
   * What one input adds to some outputs.
   *
   * @param output the first of the outputs
   * @param from where it is in y
   */
  void addInput(int input, float value, int output, float[] y, int from, int count) {
    if (value != 0) {
      float[] ofInput = transposed[input];
      for (int j = 0; j < count; j++) {
        y[from + j] += value * ofInput[output + j];
      }
    }
  }

  Gradient zeroGradient() {
    return new Gradient(weights.length, inputs());
  }

  /** A gradient of the weights, held with the longer of its sides as rows. */
  static final class Gradient {
    private final boolean turned;
    private final float[][] sum;

    private Gradient(int outputs, int inputs) {
      turned = outputs > inputs;
      sum = turned ? new float[inputs][outputs] : new float[outputs][inputs];
    }

    /** Adds what Y = W X contributes by its first columns, given ∂/∂Y. */
    void add(float[][] ofY, float[][] x, int columns) {
      if (turned) {
        Rows.addOuter(sum, x, ofY, columns);
      } else {
        Rows.addOuter(sum, ofY, x, columns);
      }
    }

    int outputs() {
      return turned ? sum[0].length : sum.length;
    }

    int inputs() {
      return turned ? sum.length : sum[0].length;
    }

    /**
     * Adds a part of the gradient to that of a matrix that is stored row by row, from a place on.
     */
    void addTo(float[] target, int from, int outputFrom, int outputs, int inputFrom, int inputs) {
      for (int j = 0; j < outputs; j++) {
        for (int k = 0; k < inputs; k++) {
          int output = outputFrom + j;
          int input = inputFrom + k;
          target[from + j * inputs + k] += turned ? sum[input][output] : sum[output][input];
        }
      }
    }
  }
}
