package org.dgm4j.model.autoregressive;

import ai.djl.ndarray.NDArray;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * A real value whose distribution is a mixture of M normal ones, p(x) = Σ_m π_m N(x; μ_m, s_m²)
 * (Uria, Murray and Larochelle 2013). The outputs are the logits α_m of the weights, π =
 * softmax(α), then the means μ_m, then ρ_m with s_m² = exp(2 ρ_m) + {@value #SMALLEST}². So the
 * density of standardised data is below 1 / (√(2π) · {@value #SMALLEST}) = 399, even where they
 * repeat a value exactly, and ρ keeps a gradient everywhere.
 *
 * <p>With z_m = (x − μ_m) / s_m and the responsibilities r_m = π_m N(x; μ_m, s_m²) / p(x): ∂ log p
 * / ∂α_m = r_m − π_m, ∂μ_m = r_m z_m / s_m, ∂ρ_m = r_m (z_m² − 1) exp(2 ρ_m) / s_m².
 */
record GaussianMixtureUnit(int components) implements VisibleUnit {

  /** Far below any structure of standardised data, and float can still tell such values apart. */
  static final double SMALLEST = 0.001;

  private static final double LOG_SMALLEST = Math.log(SMALLEST);
  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  @Override
  public boolean isReal() {
    return true;
  }

  @Override
  public int inputs() {
    return 1;
  }

  @Override
  public int input(float value) {
    return 0;
  }

  @Override
  public float scale(float value) {
    return value;
  }

  @Override
  public int outputs() {
    return 3 * components;
  }

  /** Equal weights, means at the quantiles of the standard normal, and variance 1 in all. */
  @Override
  public float[] initialBias() {
    float[] bias = new float[outputs()];
    double spread = 0;
    for (int m = 0; m < components; m++) {
      double mean =
          NormalDistribution.of(0, 1).inverseCumulativeProbability((m + 0.5) / components);
      bias[components + m] = (float) mean;
      spread += mean * mean / components;
    }
    for (int m = 0; m < components; m++) {
      bias[2 * components + m] = (float) (0.5 * Math.log(1 - spread));
    }
    return bias;
  }

  @Override
  public double logProbability(float[] outputs, float value, float[] gradient) {
    double[] logWeights = logWeights(outputs, 1);
    double[] terms = new double[components];
    double max = Double.NEGATIVE_INFINITY;
    for (int m = 0; m < components; m++) {
      double logDeviation = logDeviation(outputs, m);
      double z = (value - outputs[components + m]) * Math.exp(-logDeviation);
      terms[m] = logWeights[m] - 0.5 * z * z - logDeviation;
      max = Math.max(max, terms[m]);
    }
    double sum = 0;
    for (double term : terms) {
      sum += Math.exp(term - max);
    }
    double logSum = max + Math.log(sum);
    if (gradient != null) {
      for (int m = 0; m < components; m++) {
        double responsibility = Math.exp(terms[m] - logSum);
        double logDeviation = logDeviation(outputs, m);
        double precision = Math.exp(-logDeviation);
        double z = (value - outputs[components + m]) * precision;
        double free = Math.exp(2 * (outputs[2 * components + m] - logDeviation));
        gradient[m] = (float) (responsibility - Math.exp(logWeights[m]));
        gradient[components + m] = (float) (responsibility * z * precision);
        gradient[2 * components + m] = (float) (responsibility * (z * z - 1) * free);
      }
    }
    return logSum - HALF_LOG_TWO_PI;
  }

  /** {@inheritDoc} A component of variance s² is drawn with variance T s². */
  @Override
  public float sample(float[] outputs, double temperature, SplittableRandom random) {
    double[] logWeights = logWeights(outputs, temperature);
    double left = random.nextDouble();
    int chosen = 0;
    for (int m = 0; m < components && left >= 0; m++) {
      left -= Math.exp(logWeights[m]);
      chosen = m;
    }
    double deviation = Math.exp(logDeviation(outputs, chosen)) * Math.sqrt(temperature);
    return (float) (outputs[components + chosen] + deviation * random.nextGaussian());
  }

  /** Σ_m π_m μ_m. */
  double mean(float[] outputs) {
    double[] weights = weights(outputs);
    double mean = 0;
    for (int m = 0; m < components; m++) {
      mean += weights[m] * outputs[components + m];
    }
    return mean;
  }

  /** π, shape (components); sums to 1. */
  double[] weights(float[] outputs) {
    double[] weights = logWeights(outputs, 1);
    for (int m = 0; m < components; m++) {
      weights[m] = Math.exp(weights[m]);
    }
    return weights;
  }

  /** μ_m. */
  float mean(float[] outputs, int component) {
    return outputs[components + component];
  }

  /** s_m. */
  double deviation(float[] outputs, int component) {
    return Math.exp(logDeviation(outputs, component));
  }

  /** log softmax(α / T), shape (components). */
  private double[] logWeights(float[] outputs, double temperature) {
    double[] logWeights = new double[components];
    double max = Double.NEGATIVE_INFINITY;
    for (int m = 0; m < components; m++) {
      logWeights[m] = outputs[m] / temperature;
      max = Math.max(max, logWeights[m]);
    }
    double sum = 0;
    for (double logWeight : logWeights) {
      sum += Math.exp(logWeight - max);
    }
    double logSum = max + Math.log(sum);
    for (int m = 0; m < components; m++) {
      logWeights[m] -= logSum;
    }
    return logWeights;
  }

  /** log s_m = ½ log(exp(2 ρ_m) + {@value #SMALLEST}²). */
  private double logDeviation(float[] outputs, int component) {
    double rho = outputs[2 * components + component];
    return Math.max(rho, LOG_SMALLEST)
        + 0.5 * Math.log1p(Math.exp(-2 * Math.abs(rho - LOG_SMALLEST)));
  }

  @Override
  public NDArray features(NDArray values) {
    return values;
  }

  @Override
  public NDArray logProbability(NDArray outputs, NDArray values) {
    int[] lastAxis = {2};
    NDArray logWeights = part(outputs, 0).logSoftmax(2);
    NDArray means = part(outputs, 1);
    NDArray rho = part(outputs, 2);
    NDArray beyond = rho.sub(LOG_SMALLEST).abs().mul(-2).exp().add(1).log().mul(0.5);
    NDArray logDeviations = rho.maximum(LOG_SMALLEST).add(beyond);
    NDArray z = means.neg().add(values.expandDims(2)).mul(logDeviations.neg().exp());
    NDArray terms = logWeights.sub(logDeviations).sub(z.mul(z).mul(0.5));
    NDArray max = terms.max(lastAxis, true).stopGradient();
    NDArray logSum = terms.sub(max).exp().sum(lastAxis).log().add(max.squeeze(2));
    return logSum.sub(HALF_LOG_TWO_PI);
  }

  private NDArray part(NDArray outputs, int index) {
    return outputs.get(":, :, " + index * components + ":" + (index + 1) * components);
  }
}
