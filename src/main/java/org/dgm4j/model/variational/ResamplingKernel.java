package org.dgm4j.model.variational;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.dgm4j.engine.BatchPart;
import org.dgm4j.engine.HeapOperator;
import org.dgm4j.engine.RowArithmetic;
import org.dgm4j.engine.VectorMath;
import org.dgm4j.engine.WeightMatrix;

/**
 * The computations of some {@link Resampling} layers on the heap, forward and backward: from
 * examples of shape (batch, values) and the parameters of the layers to what comes out of the last
 * layer, of such a shape.
 *
 * <p>An image has a row for each channel, with a column for every pixel of each example, and its
 * patches have 9 rows for each channel, with a column for every second pixel.
 */
final class ResamplingKernel {

  private static final int KERNEL = Resampling.KERNEL;

  private final List<Resampling> layers;
  private final float[][] inputs;
  private final WeightMatrix[] weights;
  private final int batch;

  /**
   * @param inputs the examples, and the weights and the bias of each layer
   */
  ResamplingKernel(List<Resampling> layers, float[][] inputs) {
    this.layers = layers;
    this.inputs = inputs;
    weights = new WeightMatrix[layers.size()];
    Arrays.setAll(weights, l -> WeightMatrix.of(inputs[1 + 2 * l], layers.get(l).smallChannels()));
    batch = inputs[0].length / layers.get(0).inputSize();
  }

  private float[] bias(int layer) {
    return inputs[2 + 2 * layer];
  }

  HeapOperator.Output apply(boolean recording) {
    List<Part> parts = BatchPart.of(batch, Part::new);
    int size = layers.get(layers.size() - 1).outputSize();
    float[] results = new float[Math.multiplyExact(batch, size)];
    parts.parallelStream().forEach(part -> part.forward(results));
    return new HeapOperator.Output(
        results,
        new Shape(batch, size),
        recording ? ofResults -> backward(parts, ofResults) : null);
  }

  private float[][] backward(List<Part> parts, float[] ofResults) {
    float[][] gradients = new float[inputs.length][];
    Arrays.setAll(gradients, i -> new float[inputs[i].length]);
    gradients[0] = layers.get(0).halves() ? null : gradients[0];
    parts.parallelStream().forEach(part -> part.backward(ofResults, gradients[0]));
    for (Part part : parts) {
      for (int l = 0; l < layers.size(); l++) {
        WeightMatrix.Gradient ofWeights = part.ofWeights[l];
        ofWeights.addTo(gradients[1 + 2 * l], 0, 0, ofWeights.outputs(), 0, ofWeights.inputs());
        RowArithmetic.add(part.ofBias[l], gradients[2 + 2 * l], part.ofBias[l].length);
      }
    }
    return gradients;
  }

  /** Some of the examples. */
  private final class Part extends BatchPart {

    /** What comes into each layer, and out of the last. */
    private final float[][][] maps = new float[layers.size() + 1][][];

    private final WeightMatrix.Gradient[] ofWeights = new WeightMatrix.Gradient[layers.size()];
    private final float[][] ofBias = new float[layers.size()][];

    Part(int from, int to) {
      super(from, to);
    }

    void forward(float[] results) {
      Resampling first = layers.get(0);
      maps[0] = new float[first.inputs()][first.inputSize() / first.inputs() * size];
      toRows(inputs[0], 1, maps[0]);
      for (int l = 0; l < weights.length; l++) {
        maps[l + 1] = output(l, maps[l]);
      }
      toExamples(maps[weights.length], 1, results);
    }

    private float[][] output(int l, float[][] x) {
      Resampling layer = layers.get(l);
      float[][] y = new float[layer.outputs()][layer.outputSize() / layer.outputs() * size];
      for (int channel = 0; channel < y.length; channel++) {
        Arrays.fill(y[channel], bias(l)[channel]);
      }
      float[][] patches = patches(layer);
      int columns = patches[0].length;
      if (layer.halves()) {
        move(layer, x, patches, false);
        weights[l].addProduct(patches, y, columns);
      } else {
        weights[l].addTransposed(x, patches, columns);
        move(layer, y, patches, true);
      }
      if (layer.isRectified()) {
        for (float[] row : y) {
          VectorMath.rectify(row, row);
        }
      }
      return y;
    }

    void backward(float[] ofResults, float[] ofExamples) {
      float[][] last = maps[weights.length];
      float[][] ofMap = new float[last.length][last[0].length];
      toRows(ofResults, 1, ofMap);
      for (int l = weights.length - 1; l >= 0; l--) {
        ofMap = ofInput(l, maps[l], maps[l + 1], ofMap);
      }
      if (ofMap != null) {
        toExamples(ofMap, 1, ofExamples);
      }
    }

    /**
     * From ∂/∂y to ∂/∂x, on the way the gradients of the layer's parameters; null for the images
     * that the first layer halves, which are data.
     */
    private float[][] ofInput(int l, float[][] x, float[][] y, float[][] ofOutput) {
      Resampling layer = layers.get(l);
      ofBias[l] = new float[y.length];
      for (int channel = 0; channel < y.length; channel++) {
        if (layer.isRectified()) {
          VectorMath.mask(y[channel], ofOutput[channel]);
        }
        ofBias[l][channel] = RowArithmetic.sum(ofOutput[channel], ofOutput[channel].length);
      }
      ofWeights[l] = weights[l].zeroGradient();
      float[][] ofX = new float[x.length][x[0].length];
      float[][] patches = patches(layer);
      int columns = patches[0].length;
      if (layer.halves()) {
        move(layer, x, patches, false);
        ofWeights[l].add(ofOutput, patches, columns);
        if (l == 0) {
          return null;
        }
        float[][] ofPatches = patches(layer);
        weights[l].addTransposed(ofOutput, ofPatches, columns);
        move(layer, ofX, ofPatches, true);
      } else {
        move(layer, ofOutput, patches, false);
        ofWeights[l].add(x, patches, columns);
        weights[l].addProduct(patches, ofX, columns);
      }
      return ofX;
    }

    private float[][] patches(Resampling layer) {
      int rows = layer.largeChannels() * KERNEL * KERNEL;
      return new float[rows][layer.smallPixels() * size];
    }

    /** Takes the patches of an image, or adds each value of them to its pixel. */
    private void move(Resampling layer, float[][] image, float[][] patches, boolean back) {
      for (int i = 0; i < patches.length; i++) {
        float[] channel = image[i / (KERNEL * KERNEL)];
        int rows = i / KERNEL % KERNEL - 1;
        int columns = i % KERNEL - 1;
        int place = 0;
        for (int row = rows; row < layer.height() + rows; row += 2) {
          for (int column = columns; column < layer.width() + columns; column += 2) {
            if (row >= 0 && row < layer.height() && column >= 0 && column < layer.width()) {
              int pixel = (row * layer.width() + column) * size;
              if (back) {
                RowArithmetic.add(patches[i], place, channel, pixel, size);
              } else {
                System.arraycopy(channel, pixel, patches[i], place, size);
              }
            }
            place += size;
          }
        }
      }
    }
  }
}
