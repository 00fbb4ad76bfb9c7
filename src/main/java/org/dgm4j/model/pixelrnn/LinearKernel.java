package org.dgm4j.model.pixelrnn;

import ai.djl.nn.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dgm4j.engine.RowArithmetic;
import org.dgm4j.engine.WeightMatrix;

/** The computations of a {@link PixelLinear} on the heap, with a row for each feature. */
final class LinearKernel {

  private final List<Parameter> weightParameters;
  private final Parameter biasParameter;
  private final int blind;
  private final int outputs;
  private final int size;
  private final WeightMatrix[] weights;
  private final float[] bias;

  LinearKernel(PixelLinear block, Map<Parameter, float[]> values) {
    this(block.groups, block.outputs, block.weights, block.bias, values);
  }

  /**
   * A linear function with these parameters.
   *
   * @param weights of each group of outputs, but of those first ones that see nothing
   * @param bias null if there is none
   */
  LinearKernel(
      int groups,
      int outputs,
      List<Parameter> weights,
      Parameter bias,
      Map<Parameter, float[]> values) {
    weightParameters = weights;
    biasParameter = bias;
    blind = groups - weights.size();
    this.outputs = outputs;
    size = outputs / groups;
    this.weights =
        weights.stream()
            .map(parameter -> WeightMatrix.of(values.get(parameter), size))
            .toArray(WeightMatrix[]::new);
    this.bias = bias == null ? null : values.get(bias);
  }

  int outputs() {
    return outputs;
  }

  /** The gradient of the parameters. */
  final class Gradient {
    private final WeightMatrix.Gradient[] ofWeights =
        Arrays.stream(weights)
            .map(WeightMatrix::zeroGradient)
            .toArray(WeightMatrix.Gradient[]::new);
    private final float[] ofBias = bias == null ? null : new float[bias.length];

    /** Adds it to those that the parameters have. */
    void addTo(Map<Parameter, float[]> gradients) {
      for (int g = 0; g < ofWeights.length; g++) {
        float[] sum = gradients.get(weightParameters.get(g));
        ofWeights[g].addTo(sum, 0, 0, ofWeights[g].outputs(), 0, ofWeights[g].inputs());
      }
      addOfBias(ofBias, gradients);
    }
  }

  private void addOfBias(float[] ofBias, Map<Parameter, float[]> gradients) {
    if (bias != null) {
      RowArithmetic.add(ofBias, 0, gradients.get(biasParameter), 0, bias.length);
    }
  }

  /** A weight, zero where the mask has one. */
  float weight(int output, int input) {
    int group = output / size - blind;
    return group >= 0 && input < weights[group].inputs()
        ? weights[group].get(output - row(group), input)
        : 0;
  }

  /** How many classes have biases of their own; 1 without classes. */
  int classes() {
    return bias.length / outputs;
  }

  float bias(int label, int output) {
    return bias[label * outputs + output];
  }

  /**
   * Adds a gradient that was computed elsewhere to those that the parameters have.
   *
   * @param inputFrom where the inputs begin among those of {@code ofWeights}
   * @param ofBias that of the biases, class by class
   */
  void addGradient(
      WeightMatrix.Gradient ofWeights,
      int inputFrom,
      float[] ofBias,
      Map<Parameter, float[]> gradients) {
    for (int g = 0; g < weights.length; g++) {
      float[] sum = gradients.get(weightParameters.get(g));
      ofWeights.addTo(sum, 0, row(g), size, inputFrom, weights[g].inputs());
    }
    addOfBias(ofBias, gradients);
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

  /** y = b at one pixel, in some outputs. */
  void setToBias(float[] y, int from, int count) {
    System.arraycopy(bias, from, y, from, count);
  }

  /** Adds what one input contributes at one pixel to some outputs, if all are one group. */
  void addInput(int input, float value, float[] y, int from, int count) {
    weights[0].addInput(input, value, from, y, from, count);
  }

  /** y += W x at one pixel, in some outputs of one group. */
  void add(float[] x, float[] y, int from, int count) {
    int group = from / size - blind;
    if (group >= 0) {
      WeightMatrix matrix = weights[group];
      int output = from - row(group);
      for (int i = 0; i < matrix.inputs(); i++) {
        matrix.addInput(i, x[i], output, y, from, count);
      }
    }
  }

  /** y = W x + b at one pixel, in some outputs of one group. */
  void apply(float[] x, float[] y, int from, int count) {
    setToBias(y, from, count);
    add(x, y, from, count);
  }

  /** Adds ∂/∂x to one array and ∂/∂W, ∂/∂b to another, by the first columns. */
  void backward(
      float[][] x, float[][] ofOutput, float[][] ofInput, Gradient gradient, int columns) {
    for (int g = 0; g < weights.length; g++) {
      float[][] ofGroup = rows(ofOutput, g);
      weights[g].addTransposed(ofGroup, ofInput, columns);
      gradient.ofWeights[g].add(ofGroup, x, columns);
    }
    if (bias != null) {
      for (int j = 0; j < outputs; j++) {
        gradient.ofBias[j] += RowArithmetic.sum(ofOutput[j], columns);
      }
    }
  }
}
