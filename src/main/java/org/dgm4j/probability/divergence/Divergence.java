package org.dgm4j.probability.divergence;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.DiscreteDistribution;
import org.dgm4j.base.Seeds;
import org.dgm4j.probability.Empirical;
import org.dgm4j.probability.Multivariate;
import org.dgm4j.probability.joint.JointDistribution;

/**
 * How uncertain a distribution is and how far two are apart, in nats.
 *
 * <p>With sums over values, or integrals of densities:
 *
 * <ul>
 *   <li>entropy H(p) = −Σ p log p
 *   <li>cross-entropy H(p, q) = −Σ p log q
 *   <li>Kullback–Leibler KL(p ‖ q) = Σ p log (p / q)
 *   <li>Jensen–Shannon JS(p, q) = ½ KL(p ‖ m) + ½ KL(q ‖ m) with m = (p + q) / 2, at most log 2
 *   <li>total variation TV(p, q) = ½ Σ |p − q|, a pure number, at most 1
 * </ul>
 *
 * <p>Finite sums and closed forms (normal with normal, of any dimension) are exact; other densities
 * of one number are integrated by quadrature; the rest is the mean over 100,000 draws with its
 * standard error, seeded by {@link Seeds}. Both distributions may be ours or any of Commons
 * Statistics. A value that is infinite says why in its {@link Quantity#note}.
 */
public final class Divergence {

  private Divergence() {}

  /** The entropy of a distribution of whole numbers. */
  public static Quantity entropy(DiscreteDistribution p) {
    return between(DivergenceKind.ENTROPY, p, p);
  }

  /** The differential entropy of a density. */
  public static Quantity entropy(ContinuousDistribution p) {
    return between(DivergenceKind.ENTROPY, p, p);
  }

  /** The entropy of a distribution of points. */
  public static Quantity entropy(Multivariate p) {
    return between(DivergenceKind.ENTROPY, p, p);
  }

  /** The entropy of several discrete variables together. */
  public static Quantity entropy(JointDistribution p) {
    return between(DivergenceKind.ENTROPY, p, p);
  }

  /** The cross-entropy of two distributions of whole numbers. */
  public static Quantity crossEntropy(DiscreteDistribution p, DiscreteDistribution q) {
    return between(DivergenceKind.CROSS_ENTROPY, p, q);
  }

  /** The cross-entropy of two densities. */
  public static Quantity crossEntropy(ContinuousDistribution p, ContinuousDistribution q) {
    return between(DivergenceKind.CROSS_ENTROPY, p, q);
  }

  /** The cross-entropy of two distributions of points. */
  public static Quantity crossEntropy(Multivariate p, Multivariate q) {
    return between(DivergenceKind.CROSS_ENTROPY, p, q);
  }

  /** The cross-entropy of two distributions of the same discrete variables. */
  public static Quantity crossEntropy(JointDistribution p, JointDistribution q) {
    return between(DivergenceKind.CROSS_ENTROPY, p, q);
  }

  /** The mean of −log q over your samples, with its standard error. */
  public static Quantity crossEntropy(int[] samples, DiscreteDistribution q) {
    return MonteCarlo.loss(samples.length, i -> new double[] {samples[i]}, Sampled.of(q));
  }

  /** The mean of −log q over your samples, with its standard error. */
  public static Quantity crossEntropy(double[] samples, ContinuousDistribution q) {
    return MonteCarlo.loss(samples.length, i -> new double[] {samples[i]}, Sampled.of(q));
  }

  /** The mean of −log q over your samples, shape (count, dimensions), with its standard error. */
  public static Quantity crossEntropy(double[][] samples, Multivariate q) {
    return MonteCarlo.loss(samples.length, i -> samples[i], Sampled.of(q));
  }

  /** The mean of −log q over your samples, shape (count, variables), with its standard error. */
  public static Quantity crossEntropy(int[][] samples, JointDistribution q) {
    return MonteCarlo.loss(
        samples.length, i -> Arrays.stream(samples[i]).asDoubleStream().toArray(), Sampled.of(q));
  }

  /** The Kullback–Leibler divergence of two distributions of whole numbers. */
  public static Quantity kl(DiscreteDistribution p, DiscreteDistribution q) {
    return between(DivergenceKind.KL, p, q);
  }

  /** The Kullback–Leibler divergence of two densities. */
  public static Quantity kl(ContinuousDistribution p, ContinuousDistribution q) {
    return between(DivergenceKind.KL, p, q);
  }

  /** The Kullback–Leibler divergence of two distributions of points. */
  public static Quantity kl(Multivariate p, Multivariate q) {
    return between(DivergenceKind.KL, p, q);
  }

  /** The Kullback–Leibler divergence of two distributions of the same discrete variables. */
  public static Quantity kl(JointDistribution p, JointDistribution q) {
    return between(DivergenceKind.KL, p, q);
  }

  /** The Kullback–Leibler divergence of the shares of your samples from a distribution. */
  public static Quantity kl(int[] samples, DiscreteDistribution q) {
    return kl(Empirical.of(samples), q);
  }

  /**
   * The Kullback–Leibler divergence of the unknown density of your samples from a density,
   * estimated from the distance of each sample to its nearest neighbour.
   *
   * <p>Kozachenko and Leonenko, Sample Estimate of the Entropy of a Random Vector, Problems of
   * Information Transmission 23 (1987); the standard error accounts for what neighbours share, by
   * Delattre and Fournier, On the Kozachenko–Leonenko Entropy Estimator, Journal of Statistical
   * Planning and Inference 185 (2017). Samples that repeat have no density.
   *
   * @throws IllegalArgumentException if there are fewer than 2 samples, two are equal or one is not
   *     finite
   */
  public static Quantity kl(double[] samples, ContinuousDistribution q) {
    return NearestNeighbours.kl(samples, q);
  }

  /** The Kullback–Leibler divergence by Monte Carlo, from so many draws of p. */
  public static Quantity kl(DiscreteDistribution p, DiscreteDistribution q, int draws, long seed) {
    return MonteCarlo.of(DivergenceKind.KL, Sampled.of(p), Sampled.of(q), draws, seed);
  }

  /** The Kullback–Leibler divergence by Monte Carlo, from so many draws of p. */
  public static Quantity kl(
      ContinuousDistribution p, ContinuousDistribution q, int draws, long seed) {
    return MonteCarlo.of(DivergenceKind.KL, Sampled.of(p), Sampled.of(q), draws, seed);
  }

  /** The Kullback–Leibler divergence by Monte Carlo, from so many draws of p. */
  public static Quantity kl(Multivariate p, Multivariate q, int draws, long seed) {
    requireComparable(p, q);
    return MonteCarlo.of(DivergenceKind.KL, Sampled.of(p), Sampled.of(q), draws, seed);
  }

  /** The Kullback–Leibler divergence by Monte Carlo, from so many draws of p. */
  public static Quantity kl(JointDistribution p, JointDistribution q, int draws, long seed) {
    requireComparable(p, q);
    return MonteCarlo.of(DivergenceKind.KL, Sampled.of(p), Sampled.of(q), draws, seed);
  }

  /** The Jensen–Shannon divergence of two distributions of whole numbers. */
  public static Quantity jensenShannon(DiscreteDistribution p, DiscreteDistribution q) {
    return between(DivergenceKind.JENSEN_SHANNON, p, q);
  }

  /** The Jensen–Shannon divergence of two densities. */
  public static Quantity jensenShannon(ContinuousDistribution p, ContinuousDistribution q) {
    return between(DivergenceKind.JENSEN_SHANNON, p, q);
  }

  /** The Jensen–Shannon divergence of two distributions of points. */
  public static Quantity jensenShannon(Multivariate p, Multivariate q) {
    return between(DivergenceKind.JENSEN_SHANNON, p, q);
  }

  /** The Jensen–Shannon divergence of two distributions of the same discrete variables. */
  public static Quantity jensenShannon(JointDistribution p, JointDistribution q) {
    return between(DivergenceKind.JENSEN_SHANNON, p, q);
  }

  /** The total variation distance of two distributions of whole numbers. */
  public static Quantity totalVariation(DiscreteDistribution p, DiscreteDistribution q) {
    return between(DivergenceKind.TOTAL_VARIATION, p, q);
  }

  /** The total variation distance of two densities. */
  public static Quantity totalVariation(ContinuousDistribution p, ContinuousDistribution q) {
    return between(DivergenceKind.TOTAL_VARIATION, p, q);
  }

  /** The total variation distance of two distributions of points. */
  public static Quantity totalVariation(Multivariate p, Multivariate q) {
    return between(DivergenceKind.TOTAL_VARIATION, p, q);
  }

  /** The total variation distance of two distributions of the same discrete variables. */
  public static Quantity totalVariation(JointDistribution p, JointDistribution q) {
    return between(DivergenceKind.TOTAL_VARIATION, p, q);
  }

  static Quantity between(DivergenceKind kind, DiscreteDistribution p, DiscreteDistribution q) {
    return FiniteSums.of(kind, p, q)
        .orElseGet(() -> MonteCarlo.of(kind, Sampled.of(p), Sampled.of(q)));
  }

  static Quantity between(DivergenceKind kind, ContinuousDistribution p, ContinuousDistribution q) {
    return ClosedForms.of(kind, p, q)
        .or(() -> Integrals.of(kind, p, q))
        .orElseGet(() -> MonteCarlo.of(kind, Sampled.of(p), Sampled.of(q)));
  }

  private static Quantity between(DivergenceKind kind, Multivariate p, Multivariate q) {
    requireComparable(p, q);
    return ClosedForms.of(kind, p, q)
        .orElseGet(() -> MonteCarlo.of(kind, Sampled.of(p), Sampled.of(q)));
  }

  private static Quantity between(DivergenceKind kind, JointDistribution p, JointDistribution q) {
    requireComparable(p, q);
    return ClosedForms.of(kind, p, q)
        .or(() -> FiniteSums.of(kind, p, q))
        .orElseGet(() -> MonteCarlo.of(kind, Sampled.of(p), Sampled.of(q)));
  }

  private static void requireComparable(Multivariate p, Multivariate q) {
    if (p.dimensions() != q.dimensions()) {
      throw new IllegalArgumentException(
          String.format(
              "p has %d dimensions and q has %d; to compare them they must have the same",
              p.dimensions(), q.dimensions()));
    }
  }

  private static void requireComparable(JointDistribution p, JointDistribution q) {
    if (!p.variables().equals(q.variables())) {
      throw new IllegalArgumentException(
          String.format(
              "To compare p and q they must have the same variables in the same order, but p has %s"
                  + " and q has %s",
              p.variables(), q.variables()));
    }
  }
}
