package org.dgm4j.model.pixelrnn;

import java.util.Arrays;
import java.util.Iterator;
import org.dgm4j.engine.RowArithmetic;
import org.dgm4j.engine.WeightMatrix;

/** The computations of a {@link PixelLinear} on the heap, with a row for each feature. */
final class LinearKernel {

  private final int blind;
  private final int outputs;
  private final int size;
  private final WeightMatrix[] weights;
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
    weights = new WeightMatrix[groups - blind];
    for (int g = 0; g < weights.length; g++) {
      weights[g] = WeightMatrix.of(parameters.next(), size);
    }
    bias = biased ? parameters.next() : null;
  }

  int outputs() {
    return outputs;
  }

  /** The gradient of the parameters: that of each group, and that of the bias. */
  record Gradient(WeightMatrix.Gradient[] weights, float[] bias) {

    /** Adds them to what the block's parameters have, in their order and shapes. */
    public void addTo(Iterator<float[]> parameters) {
      for (WeightMatrix.Gradient group : weights) {
        group.addTo(parameters.next(), 0, 0, group.outputs(), 0, group.inputs());
      }
      if (bias != null) {
        RowArithmetic.add(bias, 0, parameters.next(), 0, bias.length);
      }
    }
  }

  /** A weight, zero where the mask has one. */
  float weight(int output, int input) {
    int group = output / size - blind;
    return group >= 0 && input < weights[group].inputs()
        ? weights[group].get(output - row(group), input)
        : 0;
  }

  float bias(int output) {
    return bias == null ? 0 : bias[output];
  }

  /**
   * Adds a gradient that was computed elsewhere to what the block's parameters have.
   *
   * @param inputFrom where the inputs begin among those of {@code ofWeights}
   */
  void addGradient(
      WeightMatrix.Gradient ofWeights,
      int inputFrom,
      float[] ofBias,
      Iterator<float[]> parameters) {
    for (int g = 0; g < weights.length; g++) {
      ofWeights.addTo(parameters.next(), 0, row(g), size, inputFrom, weights[g].inputs());
    }
    if (bias != null) {
      RowArithmetic.add(ofBias, 0, parameters.next(), 0, bias.length);
    }
  }

  Gradient zeroGradient() {
    return new Gradient(
        Arrays.stream(weights)
            .map(WeightMatrix::zeroGradient)
            .toArray(WeightMatrix.Gradient[]::new),
        bias == null ? null : new float[bias.length]);
  }

  /** The first output of the group with such weights; the first groups may be blind. */
  private int row(int weights) {
    return (weights + blind) * size;
  }

  private float[][] rows(float[][] y, int weights) {
    return Arrays.copyOfRange(y, row(weights), row(weights) + size);
  }

  /** y += W x + b in the first columns. */
  void apply(float[][] x, float[][] y, int columns) {
    if (bias != null) {
      for (int j = 0; j < outputs; j++) {
        RowArithmetic.add(bias[j], y[j], columns);
      }
    }
    for (int g = 0; g < weights.length; g++) {
      weights[g].addProduct(x, rows(y, g), columns);
    }
  }

  /** Adds ∂/∂x to one array and ∂/∂W, ∂/∂b to another, by the first columns. */
  void backward(
      float[][] x, float[][] ofOutput, float[][] ofInput, Gradient gradient, int columns) {
    for (int g = 0; g < weights.length; g++) {
      float[][] ofGroup = rows(ofOutput, g);
      weights[g].addTransposed(ofGroup, ofInput, columns);
      gradient.weights[g].add(ofGroup, x, columns);
    }
    if (bias != null) {
      for (int j = 0; j < outputs; j++) {
        gradient.bias[j] += RowArithmetic.sum(ofOutput[j], columns);
      }
    }
  }
}
