package org.dgm4j.model.pixelrnn;

import java.util.Arrays;
import java.util.Iterator;

/** The computations of a {@link PixelLinear} on the heap, with a row for each feature. */
final class LinearKernel {

  private final int blind;
  private final int outputs;
  private final int size;
  private final float[][][] weights;
  private final float[] bias;

  /**
   * One with mask B, or with no mask if there is one group.
   *
   * @param parameters gives the weights of each group, and the bias if there is one
   */
  static LinearKernel upToOwn(
      int groups, int outputs, boolean biased, Iterator<float[]> parameters) {
    return new LinearKernel(groups, 0, outputs, biased, parameters);
  }

  /** One with mask A, without a bias. */
  static LinearKernel beforeOwn(int groups, int outputs, Iterator<float[]> parameters) {
    return new LinearKernel(groups, 1, outputs, false, parameters);
  }

  private LinearKernel(
      int groups, int blind, int outputs, boolean biased, Iterator<float[]> parameters) {
    this.blind = blind;
    this.outputs = outputs;
    size = outputs / groups;
    weights = new float[groups - blind][][];
    for (int g = 0; g < weights.length; g++) {
      weights[g] = matrix(parameters.next(), size);
    }
    bias = biased ? parameters.next() : null;
  }

  /** A matrix with so many rows. */
  private static float[][] matrix(float[] values, int rows) {
    int columns = values.length / rows;
    float[][] matrix = new float[rows][];
    Arrays.setAll(matrix, j -> Arrays.copyOfRange(values, j * columns, (j + 1) * columns));
    return matrix;
  }

  int outputs() {
    return outputs;
  }

  /** The gradient of the parameters: a transposed matrix for each group, and the bias. */
  record Gradient(float[][][] weights, float[] bias) {

    /** Adds them to what the block's parameters have, in their order and shapes. */
    void addTo(Iterator<float[]> parameters) {
      for (float[][] group : weights) {
        addTransposed(group, parameters.next(), 0, group.length);
      }
      if (bias != null) {
        Rows.add(bias, 0, parameters.next(), 0, bias.length);
      }
    }
  }

  /** Adds a transposed matrix to a part of one that is stored row by row, from a place on. */
  static void addTransposed(float[][] transposed, float[] matrix, int from, int columns) {
    for (int k = 0; k < transposed.length; k++) {
      float[] column = transposed[k];
      for (int j = 0; j < column.length; j++) {
        matrix[from + j * columns + k] += column[j];
      }
    }
  }

  Gradient zeroGradient() {
    float[][][] zeros = new float[weights.length][][];
    Arrays.setAll(zeros, g -> new float[weights[g][0].length][weights[g].length]);
    return new Gradient(zeros, bias == null ? null : new float[bias.length]);
  }

  /** The first output of the group with such weights; the first groups may be blind. */
  private int row(int weights) {
    return (weights + blind) * size;
  }

  /** y += W x + b. */
  void apply(float[][] x, float[][] y) {
    int columns = y[0].length;
    for (int g = 0; g < weights.length; g++) {
      float[][] w = weights[g];
      Rows.addProduct(w, x, 0, y, row(g), columns);
    }
    if (bias != null) {
      for (int j = 0; j < outputs; j++) {
        float[] row = y[j];
        float b = bias[j];
        for (int n = 0; n < columns; n++) {
          row[n] += b;
        }
      }
    }
  }

  /** Adds ∂/∂x to one array and ∂/∂W, ∂/∂b to another. */
  void backward(float[][] x, float[][] ofOutput, float[][] ofInput, Gradient gradient) {
    int columns = ofOutput[0].length;
    for (int g = 0; g < weights.length; g++) {
      float[][] w = weights[g];
      Rows.addTransposed(w, ofInput, 0, ofOutput, row(g), columns);
      Rows.addOuter(gradient.weights[g], x, 0, ofOutput, row(g), columns);
    }
    if (bias != null) {
      for (int j = 0; j < outputs; j++) {
        gradient.bias[j] += sum(ofOutput[j]);
      }
    }
  }

  private static float sum(float[] row) {
    double sum = 0;
    for (float value : row) {
      sum += value;
    }
    return (float) sum;
  }
}
