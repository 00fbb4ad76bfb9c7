package org.dgm4j.engine;

import java.util.Arrays;

/** A matrix of weights on the heap, applied to long rows. */
public final class WeightMatrix {

  private final float[][] weights;
  private final float[][] transposed;

  /**
   * @param weights row by row
   */
  public WeightMatrix(float[][] weights) {
    this.weights = weights;
    transposed = new float[weights[0].length][weights.length];
    for (int j = 0; j < weights.length; j++) {
      for (int k = 0; k < weights[j].length; k++) {
        transposed[k][j] = weights[j][k];
      }
    }
  }

  /** A matrix with so many rows that is stored row by row. */
  public static WeightMatrix of(float[] values, int rows) {
    int columns = values.length / rows;
    float[][] weights = new float[rows][];
    Arrays.setAll(weights, j -> Arrays.copyOfRange(values, j * columns, (j + 1) * columns));
    return new WeightMatrix(weights);
  }

  public int inputs() {
    return transposed.length;
  }

  public float get(int output, int input) {
    return weights[output][input];
  }

  /** Y += W X in the first columns. */
  public void addProduct(float[][] x, float[][] y, int columns) {
    RowArithmetic.addProduct(weights, x, y, columns);
  }

  /** X += Wᵀ Y in the first columns. */
  public void addTransposed(float[][] y, float[][] x, int columns) {
    RowArithmetic.addProduct(transposed, y, x, columns);
  }

  /**
   * What one input adds to some outputs.
   *
   * @param output the first of the outputs
   * @param from where it is in y
   */
  public void addInput(int input, float value, int output, float[] y, int from, int count) {
    if (value != 0) {
      float[] ofInput = transposed[input];
      for (int j = 0; j < count; j++) {
        y[from + j] += value * ofInput[output + j];
      }
    }
  }

  public Gradient zeroGradient() {
    return new Gradient(weights.length, inputs());
  }

  /** A gradient of the weights, held with the longer of its sides as rows. */
  public static final class Gradient {
    private final boolean turned;
    private final float[][] sum;

    private Gradient(int outputs, int inputs) {
      turned = outputs > inputs;
      sum = turned ? new float[inputs][outputs] : new float[outputs][inputs];
    }

    /** Adds what Y = W X contributes by its first columns, given ∂/∂Y. */
    public void add(float[][] ofY, float[][] x, int columns) {
      if (turned) {
        RowArithmetic.addOuter(sum, x, ofY, columns);
      } else {
        RowArithmetic.addOuter(sum, ofY, x, columns);
      }
    }

    public int outputs() {
      return turned ? sum[0].length : sum.length;
    }

    public int inputs() {
      return turned ? sum.length : sum[0].length;
    }

    /**
     * Adds a part of the gradient to that of a matrix that is stored row by row, from a place on.
     */
    public void addTo(
        float[] target, int from, int outputFrom, int outputs, int inputFrom, int inputs) {
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
