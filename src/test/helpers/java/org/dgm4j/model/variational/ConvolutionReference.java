package org.dgm4j.model.variational;

import java.util.Map;

/**
 * The evidence lower bound of a convolutional VAE with Bernoulli likelihood, in double precision
 * and by the definitions: each value of a convolution is the sum over what it sees.
 *
 * @param parameters by their names in encoder and decoder, such as {@code encoder halving0_weight}
 * @param shape of an image: (channels, height, width)
 * @param channels of the convolutions
 * @param hidden the number of hidden layers
 */
record ConvolutionReference(
    Map<String, double[]> parameters, int[] shape, int[] channels, int hidden) {

  /** The bound of an image with this noise, in nats. */
  double bound(double[] x, double[] noise) {
    double[] features = x;
    int[][] sizes = sizes();
    for (int layer = 0; layer < channels.length; layer++) {
      features =
          rectified(halved("encoder halving" + layer, features, sizes[layer], sizes[layer + 1]));
    }
    for (int layer = 0; layer < hidden; layer++) {
      features = rectified(dense("encoder layer" + layer, features));
    }
    double[] mean = dense("encoder mean", features);
    double[] logVariance = dense("encoder logVariance", features);
    double[] z = new double[mean.length];
    double divergence = 0;
    for (int d = 0; d < z.length; d++) {
      z[d] = mean[d] + Math.exp(0.5 * logVariance[d]) * noise[d];
      divergence += 0.5 * (mean[d] * mean[d] + Math.exp(logVariance[d]) - logVariance[d] - 1);
    }
    double[] logOdds = decoded(z, sizes);
    double reconstruction = 0;
    for (int d = 0; d < x.length; d++) {
      reconstruction += x[d] * logOdds[d] - Math.log1p(Math.exp(logOdds[d]));
    }
    return reconstruction - divergence;
  }

  private double[] decoded(double[] z, int[][] sizes) {
    double[] features = z;
    for (int layer = 0; layer < hidden; layer++) {
      features = rectified(dense("decoder layer" + layer, features));
    }
    features = rectified(dense("decoder smallest", features));
    for (int layer = 0; layer < channels.length; layer++) {
      int[] to = sizes[channels.length - 1 - layer];
      features = doubled("decoder doubling" + layer, features, sizes[channels.length - layer], to);
      features = layer < channels.length - 1 ? rectified(features) : features;
    }
    return features;
  }

  /** (channels, height, width) of the image and after each convolution. */
  private int[][] sizes() {
    int[][] sizes = new int[channels.length + 1][];
    sizes[0] = shape;
    for (int layer = 0; layer < channels.length; layer++) {
      sizes[layer + 1] =
          new int[] {channels[layer], (sizes[layer][1] + 1) / 2, (sizes[layer][2] + 1) / 2};
    }
    return sizes;
  }

  /** y(o, i, j) = b(o) + Σ w(o, c, k, l) x(c, 2i + k − 1, 2j + l − 1). */
  private double[] halved(String name, double[] x, int[] from, int[] to) {
    double[] weight = parameters.get(name + "_weight");
    double[] bias = parameters.get(name + "_bias");
    double[] y = new double[to[0] * to[1] * to[2]];
    for (int o = 0; o < to[0]; o++) {
      for (int i = 0; i < to[1]; i++) {
        for (int j = 0; j < to[2]; j++) {
          double sum = bias[o];
          for (int c = 0; c < from[0]; c++) {
            for (int k = 0; k < 3; k++) {
              for (int l = 0; l < 3; l++) {
                int row = 2 * i + k - 1;
                int column = 2 * j + l - 1;
                if (row >= 0 && row < from[1] && column >= 0 && column < from[2]) {
                  sum +=
                      weight[((o * from[0] + c) * 3 + k) * 3 + l]
                          * x[(c * from[1] + row) * from[2] + column];
                }
              }
            }
          }
          y[(o * to[1] + i) * to[2] + j] = sum;
        }
      }
    }
    return y;
  }

  /** y(o, 2i + k − 1, 2j + l − 1) = b(o) + Σ w(c, o, k, l) x(c, i, j). */
  private double[] doubled(String name, double[] x, int[] from, int[] to) {
    double[] weight = parameters.get(name + "_weight");
    double[] bias = parameters.get(name + "_bias");
    double[] y = new double[to[0] * to[1] * to[2]];
    for (int d = 0; d < y.length; d++) {
      y[d] = bias[d / (to[1] * to[2])];
    }
    for (int c = 0; c < from[0]; c++) {
      for (int i = 0; i < from[1]; i++) {
        for (int j = 0; j < from[2]; j++) {
          for (int o = 0; o < to[0]; o++) {
            for (int k = 0; k < 3; k++) {
              for (int l = 0; l < 3; l++) {
                int row = 2 * i + k - 1;
                int column = 2 * j + l - 1;
                if (row >= 0 && row < to[1] && column >= 0 && column < to[2]) {
                  y[(o * to[1] + row) * to[2] + column] +=
                      weight[((c * to[0] + o) * 3 + k) * 3 + l]
                          * x[(c * from[1] + i) * from[2] + j];
                }
              }
            }
          }
        }
      }
    }
    return y;
  }

  private double[] dense(String name, double[] x) {
    double[] weight = parameters.get(name + "_weight");
    double[] y = parameters.get(name + "_bias").clone();
    for (int o = 0; o < y.length; o++) {
      for (int i = 0; i < x.length; i++) {
        y[o] += weight[o * x.length + i] * x[i];
      }
    }
    return y;
  }

  private static double[] rectified(double[] x) {
    double[] y = x.clone();
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.max(0, y[i]);
    }
    return y;
  }
}
