package org.dgm4j.model.variational;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import java.util.SplittableRandom;
import org.dgm4j.data.Samples;
import org.dgm4j.engine.MxNet;
import org.dgm4j.probability.MultivariateNormal;

/**
 * Probabilistic PCA with two latent units (Tipping and Bishop 1999): x = W z + b + σ ε, so that x
 * is normal with covariance C = W Wᵀ + σ² I, and z given x with mean M⁻¹ Wᵀ (x − b) and covariance
 * σ² M⁻¹, where M = Wᵀ W + σ² I.
 *
 * @param w shape (D, 2)
 * @param b shape (D)
 */
record LinearGaussian(double[][] w, double[] b, double sigma) {

  /** The columns of W are orthogonal, so that M is diagonal. */
  static LinearGaussian orthogonal() {
    return new LinearGaussian(
        new double[][] {{1, 0.5}, {-1, 0.5}, {0.5, 1}, {0.5, -1}, {0, 0}},
        new double[] {1, -2, 0, 0.5, 3},
        0.5);
  }

  /** That of a trained linear VAE with a normal likelihood. */
  static LinearGaussian of(Vae vae) {
    float[] weight = values(vae, "decoder", "output_weight");
    float[] bias = values(vae, "decoder", "output_bias");
    float[] mean = values(vae, "observation", "mean");
    float scale = values(vae, "observation", "scale")[0];
    double[][] w = new double[bias.length][2];
    double[] b = new double[bias.length];
    for (int d = 0; d < bias.length; d++) {
      b[d] = mean[d] + scale * bias[d];
      w[d][0] = scale * weight[2 * d];
      w[d][1] = scale * weight[2 * d + 1];
    }
    return new LinearGaussian(
        w, b, scale * Math.exp(values(vae, "observation", "logDeviation")[0]));
  }

  /** A VAE with this decoder and the exact posterior as encoder, if M is diagonal. */
  Vae toVae(int importance) {
    Vae vae =
        Vae.builder()
            .dimensions(b.length)
            .latent(2)
            .hidden()
            .normal()
            .importanceWeighted(importance)
            .build();
    double[][] m = precision();
    float[] weight = new float[2 * b.length];
    float[] bias = new float[b.length];
    float[] encoder = new float[2 * b.length];
    float[] encoderBias = new float[2];
    for (int d = 0; d < b.length; d++) {
      bias[d] = (float) b[d];
      for (int j = 0; j < 2; j++) {
        weight[2 * d + j] = (float) w[d][j];
        encoder[j * b.length + d] = (float) (w[d][j] / m[j][j]);
        encoderBias[j] -= (float) (w[d][j] / m[j][j] * b[d]);
      }
    }
    set(vae, "decoder", "output_weight", weight);
    set(vae, "decoder", "output_bias", bias);
    set(vae, "observation", "logDeviation", (float) Math.log(sigma));
    set(vae, "encoder", "mean_weight", encoder);
    set(vae, "encoder", "mean_bias", encoderBias);
    set(vae, "encoder", "logVariance_weight", new float[2 * b.length]);
    set(
        vae,
        "encoder",
        "logVariance_bias",
        (float) Math.log(sigma * sigma / m[0][0]),
        (float) Math.log(sigma * sigma / m[1][1]));
    return vae;
  }

  /** M. */
  double[][] precision() {
    double[][] m = new double[2][2];
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        m[i][j] = i == j ? sigma * sigma : 0;
        for (double[] row : w) {
          m[i][j] += row[i] * row[j];
        }
      }
    }
    return m;
  }

  /** The mean of z given x. */
  double[] posteriorMean(float[] x) {
    double[] projected = new double[2];
    for (int d = 0; d < b.length; d++) {
      projected[0] += w[d][0] * (x[d] - b[d]);
      projected[1] += w[d][1] * (x[d] - b[d]);
    }
    double[][] m = precision();
    double determinant = m[0][0] * m[1][1] - m[0][1] * m[1][0];
    return new double[] {
      (m[1][1] * projected[0] - m[0][1] * projected[1]) / determinant,
      (m[0][0] * projected[1] - m[1][0] * projected[0]) / determinant
    };
  }

  double[] logProbability(Samples examples) {
    MultivariateNormal distribution = distribution();
    double[] nats = new double[examples.count()];
    for (int n = 0; n < nats.length; n++) {
      double[] x = new double[b.length];
      for (int d = 0; d < x.length; d++) {
        x[d] = examples.value(n, d);
      }
      nats[n] = distribution.logProbability(x);
    }
    return nats;
  }

  MultivariateNormal distribution() {
    double[][] covariance = new double[b.length][b.length];
    for (int i = 0; i < b.length; i++) {
      for (int j = 0; j < b.length; j++) {
        covariance[i][j] = w[i][0] * w[j][0] + w[i][1] * w[j][1] + (i == j ? sigma * sigma : 0);
      }
    }
    return MultivariateNormal.of(b, covariance);
  }

  Samples sample(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count * b.length];
    for (int n = 0; n < count; n++) {
      double first = random.nextGaussian();
      double second = random.nextGaussian();
      for (int d = 0; d < b.length; d++) {
        values[n * b.length + d] =
            (float) (b[d] + w[d][0] * first + w[d][1] * second + sigma * random.nextGaussian());
      }
    }
    return Samples.vectors(values, count, b.length);
  }

  static Parameter parameter(Block block, String... parts) {
    for (Pair<String, Parameter> entry : block.getParameters()) {
      String name = entry.getKey();
      if (name.contains(parts[0]) && name.endsWith(parts[1])) {
        return entry.getValue();
      }
    }
    throw new IllegalArgumentException(
        String.join(" ", parts) + " is none of " + block.getParameters().keys());
  }

  private static float[] values(Vae vae, String... parts) {
    return parameter(vae.block(), parts).getArray().toFloatArray();
  }

  static void set(Vae vae, String first, String last, float... values) {
    MxNet.set(parameter(vae.block(), first, last).getArray(), values);
  }
}
