package org.dgm4j.probability.variational;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.dgm4j.probability.GaussianMixture;
import org.dgm4j.probability.Multivariate;
import org.dgm4j.probability.MultivariateGaussianMixture;
import org.dgm4j.probability.MultivariateNormal;
import org.dgm4j.probability.numeric.Triangular;

/**
 * A mixture of normal distributions N(m, L Lᵀ) as one vector of free numbers, with the stochastic
 * gradients by which it is fitted. The vector holds for each component m, the logarithms of the
 * diagonal of L and, if it is full, what is below the diagonal row by row; then the logarithms of
 * the weights, up to a constant, if there are several components.
 */
final class VariationalParameters {

  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  private final int d;
  private final int components;
  private final boolean full;
  private final double[] values;
  private final double[][] mean;
  private final double[][][] factor;
  private final double[] logWeights;
  private final double[] logScale;

  private VariationalParameters(int d, int components, boolean full, double[] values) {
    this.d = d;
    this.components = components;
    this.full = full;
    this.values = values;
    mean = new double[components][d];
    factor = new double[components][d][d];
    logWeights = new double[components];
    logScale = new double[components];
    read();
  }

  /**
   * Parameters to start from: standard deviations of 1; a single component at a place, several
   * around it at random.
   */
  static VariationalParameters start(
      VariationalFamily family, double[] place, double spread, UniformRandomProvider random) {
    int d = place.length;
    int component = size(d, family.full());
    int k = family.components();
    double[] values = new double[k * component + (k > 1 ? k : 0)];
    var normal = ZigguratSampler.NormalizedGaussian.of(random);
    for (int c = 0; c < k; c++) {
      for (int i = 0; i < d; i++) {
        values[c * component + i] = place[i] + (k > 1 ? spread * normal.sample() : 0);
      }
    }
    return new VariationalParameters(d, k, family.full(), values);
  }

  /** Takes up what was written into {@link #values}. */
  void read() {
    int at = 0;
    for (int c = 0; c < components; c++) {
      logScale[c] = 0;
      for (int i = 0; i < d; i++) {
        mean[c][i] = values[at++];
      }
      for (int i = 0; i < d; i++) {
        logScale[c] += values[at];
        factor[c][i][i] = Math.exp(values[at++]);
      }
      for (int i = 0; full && i < d; i++) {
        for (int j = 0; j < i; j++) {
          factor[c][i][j] = values[at++];
        }
      }
    }
    if (components > 1) {
      double[] logits = Arrays.copyOfRange(values, at, at + components);
      double total = GaussianMixture.logSumOfExponentials(logits);
      Arrays.setAll(logWeights, c -> logits[c] - total);
    }
  }

  /** The vector itself; call {@link #read} after a change. */
  double[] values() {
    return values;
  }

  /** The point m + L ε of a component. */
  double[] place(int c, double[] noise) {
    double[] z = Triangular.times(factor[c], noise);
    Arrays.setAll(z, i -> mean[c][i] + z[i]);
    return z;
  }

  /**
   * A point as the components see it.
   *
   * @param logDensity log q(z)
   * @param shares the probability of each component given z
   * @param whitened u with L u = z − m for each component
   */
  private record Seen(double logDensity, double[] shares, double[][] whitened) {}

  private Seen see(double[] z) {
    double[][] u = new double[components][];
    double[] terms = new double[components];
    for (int c = 0; c < components; c++) {
      double[] centered = z.clone();
      for (int i = 0; i < d; i++) {
        centered[i] -= mean[c][i];
      }
      u[c] = Triangular.solve(factor[c], centered);
      double squares = Arrays.stream(u[c]).map(part -> part * part).sum();
      terms[c] = logWeights[c] - logScale[c] - (squares + d * LOG_TWO_PI) / 2;
    }
    double log = GaussianMixture.logSumOfExponentials(terms);
    Arrays.setAll(terms, c -> components == 1 ? 1 : Math.exp(terms[c] - log));
    return new Seen(log, terms, u);
  }

  /** log q(z) in nats. */
  double logDensity(double[] z) {
    return see(z).logDensity;
  }

  /**
   * An unbiased estimate of the gradient of the evidence lower bound, E_q[log p(z) − log q(z)].
   *
   * <p>Draws are stratified, equally many from each component, and reparameterized as z = m + L ε
   * (Kingma and Welling 2014); that the parameters of log q also depend on the parameters counts
   * for nothing on average and is left out, so that the noise vanishes where q = p (Roeder, Wu and
   * Duvenaud, Sticking the Landing, 2017; for mixtures Morningstar et al., Automatic
   * Differentiation Variational Inference with Mixtures, 2021). The weights have the exact gradient
   * of the weighted sum over the components.
   *
   * @param noise standard normal numbers, shape (draws of each component, components, d)
   */
  double[] boundGradient(TargetDensity target, double[][][] noise) {
    double[] gradient = new double[values.length];
    double[] gain = new double[components];
    for (int c = 0; c < components; c++) {
      double weight = Math.exp(logWeights[c]) / noise.length;
      for (double[][] draw : noise) {
        double[] z = place(c, draw[c]);
        Seen seen = see(z);
        gain[c] += (target.logDensity(z) - seen.logDensity) / noise.length;
        double[] slope = target.gradient(z);
        for (int k = 0; k < components; k++) {
          if (seen.shares[k] > 0) {
            double[] back = Triangular.solveTransposed(factor[k], seen.whitened[k]);
            for (int i = 0; i < d; i++) {
              slope[i] += seen.shares[k] * back[i];
            }
          }
        }
        add(gradient, c, weight, slope, draw[c]);
      }
    }
    if (components > 1) {
      double mean = 0;
      for (int c = 0; c < components; c++) {
        mean += Math.exp(logWeights[c]) * gain[c];
      }
      for (int c = 0; c < components; c++) {
        gradient[values.length - components + c] = Math.exp(logWeights[c]) * (gain[c] - mean);
      }
    }
    return gradient;
  }

  /**
   * An unbiased estimate of the gradient of E_p[log q(z)], that is of minus KL(p ‖ q).
   *
   * @param draws from p, shape (count, d)
   */
  double[] likelihoodGradient(double[][] draws) {
    double[] gradient = new double[values.length];
    for (double[] z : draws) {
      Seen seen = see(z);
      for (int c = 0; c < components; c++) {
        double share = seen.shares[c] / draws.length;
        double[] u = seen.whitened[c];
        add(gradient, c, share, Triangular.solveTransposed(factor[c], u), u);
        int diagonal = c * size(d, full) + d;
        for (int i = 0; i < d; i++) {
          gradient[diagonal + i] -= share;
        }
        if (components > 1) {
          gradient[values.length - components + c] +=
              share - Math.exp(logWeights[c]) / draws.length;
        }
      }
    }
    return gradient;
  }

  /** Adds the gradient with respect to m and L of what has this slope at z = m + L ε. */
  private void add(double[] gradient, int c, double weight, double[] slope, double[] noise) {
    int at = c * size(d, full);
    int below = at + 2 * d;
    for (int i = 0; i < d; i++) {
      gradient[at + i] += weight * slope[i];
      gradient[at + d + i] += weight * slope[i] * noise[i] * factor[c][i][i];
      for (int j = 0; full && j < i; j++) {
        gradient[below++] += weight * slope[i] * noise[j];
      }
    }
  }

  /** How many numbers a component has. */
  private static int size(int d, boolean full) {
    return 2 * d + (full ? d * (d - 1) / 2 : 0);
  }

  /**
   * The evidence lower bound and its standard error, in nats, estimated from draws of each
   * component.
   *
   * @param noise standard normal numbers, shape (draws of each component, components, d)
   */
  double[] bound(TargetDensity target, double[][][] noise) {
    double bound = 0;
    double variance = 0;
    int n = noise.length;
    for (int c = 0; c < components; c++) {
      double[] gains = new double[n];
      for (int i = 0; i < n; i++) {
        double[] z = place(c, noise[i][c]);
        gains[i] = target.logDensity(z) - logDensity(z);
      }
      double mean = Arrays.stream(gains).average().orElseThrow();
      double squares = Arrays.stream(gains).map(g -> (g - mean) * (g - mean)).sum();
      double weight = Math.exp(logWeights[c]);
      bound += weight * mean;
      variance += weight * weight * squares / (n - 1) / n;
    }
    return new double[] {bound, Math.sqrt(variance)};
  }

  /** The distribution that has these parameters. */
  Multivariate distribution() {
    MultivariateNormal[] normals = new MultivariateNormal[components];
    for (int c = 0; c < components; c++) {
      double[][] l = factor[c];
      normals[c] =
          full
              ? MultivariateNormal.withFactor(mean[c], l)
              : MultivariateNormal.diagonal(mean[c], diagonal(l));
    }
    return components == 1
        ? normals[0]
        : MultivariateGaussianMixture.of(
            Arrays.stream(logWeights).map(Math::exp).toArray(), normals);
  }

  private static double[] diagonal(double[][] matrix) {
    double[] diagonal = new double[matrix.length];
    Arrays.setAll(diagonal, i -> matrix[i][i]);
    return diagonal;
  }
}
