package org.dgm4j.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The evidence lower bound of some examples and its two parts, in nats; immutable. For every
 * example, bound = reconstruction − divergence ≤ log p(x) in expectation.
 */
public final class EvidenceLowerBound {

  private final double[] reconstruction;
  private final double[] divergence;

  private EvidenceLowerBound(double[] reconstruction, double[] divergence) {
    this.reconstruction = reconstruction;
    this.divergence = divergence;
  }

  /**
   * The bound of these parts.
   *
   * @param reconstruction E_q[log p(x | z)] of every example, shape (count)
   * @param divergence KL(q(z | x) ‖ p(z)) of every example, shape (count)
   * @throws IllegalArgumentException if there are not as many of both
   */
  public static EvidenceLowerBound of(double[] reconstruction, double[] divergence) {
    if (reconstruction.length != divergence.length) {
      throw new IllegalArgumentException(
          "There are %d reconstruction terms but %d divergences: give one of each an example"
              .formatted(reconstruction.length, divergence.length));
    }
    return new EvidenceLowerBound(reconstruction.clone(), divergence.clone());
  }

  /** The number of examples. */
  public int count() {
    return reconstruction.length;
  }

  /** The bound of every example, shape (count). */
  public double[] nats() {
    return IntStream.range(0, count())
        .mapToDouble(i -> reconstruction[i] - divergence[i])
        .toArray();
  }

  /** E_q[log p(x | z)] of every example: how well it is found again from its code. */
  public double[] reconstruction() {
    return reconstruction.clone();
  }

  /** KL(q(z | x) ‖ p(z)) of every example: what its code says about it. */
  public double[] divergence() {
    return divergence.clone();
  }

  /** The mean of the bound; NaN without examples. */
  public double mean() {
    return mean(nats());
  }

  /** The standard error of the mean of the bound; NaN for fewer than two examples. */
  public double standardError() {
    double mean = mean();
    double squares = Arrays.stream(nats()).map(value -> (value - mean) * (value - mean)).sum();
    return count() < 2 ? Double.NaN : Math.sqrt(squares / (count() - 1) / count());
  }

  /** The mean of the reconstruction terms; NaN without examples. */
  public double meanReconstruction() {
    return mean(reconstruction);
  }

  /** The mean of the divergences; NaN without examples. */
  public double meanDivergence() {
    return mean(divergence);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  @Override
  public String toString() {
    String mean =
        count() < 2
            ? String.format(Locale.ROOT, "%.2f", mean())
            : String.format(Locale.ROOT, "%.2f ± %.2f", mean(), standardError());
    return String.format(
        Locale.ROOT,
        "log p(x) ≥ %s nats = reconstruction %.2f − KL divergence %.2f (%s)",
        mean,
        meanReconstruction(),
        meanDivergence(),
        count() == 1
            ? "one example"
            : String.format(Locale.ROOT, "mean ± standard error of %,d examples", count()));
  }
}
