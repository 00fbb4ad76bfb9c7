package org.dgm4j.model.pixelrnn;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a PixelRNN on the heap, laid out for computing one pixel after the other. */
final class PixelRnnParameters {

  private final PixelRnnSettings settings;
  private final Map<String, float[]> values = new HashMap<>();
  private final float[][][][] input;
  private final Linear centre;
  private final List<Layer> layers = new ArrayList<>();
  private final Linear hiddenOutput;
  private final Linear output;

  /**
   * One layer.
   *
   * @param own the input's part of the gates; of the LSTM from the left, if there are two
   * @param left the same from the pixel to the left; or of the LSTM from the right
   * @param recurrent the states' part, by direction and neighbour
   * @param up the 1×1 convolution of the residual connection
   */
  record Layer(Linear own, Linear left, Linear[][] recurrent, Linear up) {}

  /** A linear function of which a group of outputs can be had alone. */
  static final class Linear {
    private final float[][][] weights;
    private final float[] bias;
    private final int size;

    /**
     * @param weights for each group, the outputs' weights input by input
     * @param outputs the number of all outputs
     */
    private Linear(float[][][] weights, float[] bias, int outputs) {
      this.weights = weights;
      this.bias = bias;
      this.size = outputs / weights.length;
    }

    /** Sets a group of the outputs. */
    void apply(int group, float[] x, float[] y) {
      System.arraycopy(bias, group * size, y, group * size, size);
      add(group, x, y);
    }

    /** Adds to a group of the outputs. */
    void add(int group, float[] x, float[] y) {
      int start = group * size;
      float[][] rows = weights[group];
      for (int i = 0; i < rows.length; i++) {
        float value = x[i];
        float[] row = rows[i];
        if (value != 0) {
          for (int j = 0; j < row.length; j++) {
            y[start + j] += value * row[j];
          }
        }
      }
    }
  }

  /** Each parameter, row by row. */
  Collection<float[]> values() {
    return values.values();
  }

  PixelRnnParameters(PixelRnnSettings settings, Block block) {
    this.settings = settings;
    for (Pair<String, Parameter> parameter : block.getParameters()) {
      NDArray array = parameter.getValue().getArray();
      values.put(parameter.getKey().replaceAll("(^|_)\\d+", "$1"), array.toFloatArray());
    }
    int groups = settings.channels();
    int hidden = settings.hidden();
    int features = settings.features();
    input = input(groups, features);
    centre = groups == 1 ? null : linear("input_centre", groups, groups, features, 0);
    for (int l = 0; l < settings.layers(); l++) {
      String lstm = "lstm" + l;
      String first = settings.diagonal() ? "_fromLeft" : "_own";
      String second = settings.diagonal() ? "_fromRight" : "_left";
      layers.add(
          new Layer(
              linear(lstm + first, groups, features, 4 * hidden, 1),
              settings.diagonal()
                  ? linear(lstm + second, groups, features, 4 * hidden, 1)
                  : regrouped(linear(lstm + second, 1, features, 4 * hidden, 1)),
              recurrent(lstm + "_lstm_weights"),
              linear("up" + l, groups, hidden, features, 1)));
    }
    hiddenOutput = linear("hiddenOutput", groups, features, features, 1);
    output = linear("output", groups, features, groups * settings.outputs(), 1);
  }

  float[] inputBias() {
    return values.get("input_bias");
  }

  /** What a channel of a pixel before adds to the features. */
  float[] input(int row, int column, int channel) {
    return input[row + InputConvolution.REACH][column + InputConvolution.REACH][channel];
  }

  Linear centre() {
    return centre;
  }

  List<Layer> layers() {
    return layers;
  }

  Linear hiddenOutput() {
    return hiddenOutput;
  }

  Linear output() {
    return output;
  }

  private float[][][][] input(int channels, int features) {
    int reach = InputConvolution.REACH;
    int width = 2 * reach + 1;
    float[] above = values.get("input_above");
    float[] left = values.get("input_left");
    float[][][][] weights = new float[reach + 1][width][channels][features];
    for (int f = 0; f < features; f++) {
      for (int channel = 0; channel < channels; channel++) {
        int plane = f * channels + channel;
        for (int c = 0; c < width; c++) {
          for (int r = 0; r < reach; r++) {
            weights[r][c][channel][f] = above[(plane * reach + r) * width + c];
          }
          if (c < reach) {
            weights[reach][c][channel][f] = left[plane * reach + c];
          }
        }
      }
    }
    return weights;
  }

  private Linear linear(String name, int groups, int inputs, int outputs, int seenOfOwn) {
    float[][][] weights = new float[groups][][];
    int size = outputs / groups;
    for (int g = 0; g < groups; g++) {
      int seen = (g + seenOfOwn) * inputs / groups;
      weights[g] = seen == 0 ? new float[0][] : transposed(values.get(name + "_weight" + g), seen);
    }
    return new Linear(weights, values.get(name + "_bias"), size * groups);
  }

  private static float[][] transposed(float[] rows, int columns) {
    float[][] transposed = new float[columns][rows.length / columns];
    for (int i = 0; i < rows.length; i++) {
      transposed[i % columns][i / columns] = rows[i];
    }
    return transposed;
  }

  /** One group's outputs are those of several: cut into these. */
  private Linear regrouped(Linear whole) {
    int groups = settings.channels();
    int size = whole.size / groups;
    float[][][] weights = new float[groups][whole.weights[0].length][];
    for (int g = 0; g < groups; g++) {
      for (int i = 0; i < weights[g].length; i++) {
        weights[g][i] = Arrays.copyOfRange(whole.weights[0][i], g * size, (g + 1) * size);
      }
    }
    return new Linear(weights, whole.bias, whole.size);
  }

  private Linear[][] recurrent(String name) {
    int hidden = settings.hidden();
    int neighbours = settings.diagonal() ? 2 : 3;
    int directions = settings.diagonal() ? 2 : 1;
    float[] all = values.get(name);
    Linear[][] recurrent = new Linear[directions][neighbours];
    for (int d = 0; d < directions; d++) {
      for (int n = 0; n < neighbours; n++) {
        float[][] weights = new float[hidden][4 * hidden];
        for (int j = 0; j < 4 * hidden; j++) {
          for (int i = 0; i < hidden; i++) {
            weights[i][j] = all[((d * 4 * hidden + j) * neighbours + n) * hidden + i];
          }
        }
        recurrent[d][n] = regrouped(new Linear(new float[][][] {weights}, null, 4 * hidden));
      }
    }
    return recurrent;
  }
}
