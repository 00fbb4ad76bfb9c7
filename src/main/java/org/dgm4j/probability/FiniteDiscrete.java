package org.dgm4j.probability;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.GuideTableDiscreteSampler;
import org.dgm4j.base.Checks;
import org.dgm4j.base.NumberText;

/** A distribution of finitely many whole numbers, held as their probabilities. */
public abstract class FiniteDiscrete implements Discrete {

  private final int[] support;
  private final double[] probabilities;
  private final double[] cumulative;
  private final double[] survival;

  /**
   * @param support the values, rising
   * @param probabilities of the values, checked to sum to 1
   */
  FiniteDiscrete(int[] support, double[] probabilities) {
    this.support = support;
    this.probabilities = probabilities;
    int n = support.length;
    cumulative = new double[n];
    survival = new double[n];
    for (int i = 1; i < n; i++) {
      cumulative[i] = cumulative[i - 1] + probabilities[i - 1];
      survival[n - 1 - i] = survival[n - i] + probabilities[n - i];
    }
    for (int i = 0; i < n; i++) {
      cumulative[i] =
          survival[i] <= 0.5 ? 1 - survival[i] : Math.min(1, cumulative[i] + probabilities[i]);
    }
  }

  /** The values that can have a probability, rising, shape (size). */
  public int[] support() {
    return support.clone();
  }

  /** The probabilities of the values of {@link #support}, shape (size). */
  public double[] probabilities() {
    return probabilities.clone();
  }

  @Override
  public double probability(int x) {
    int index = Arrays.binarySearch(support, x);
    return index < 0 ? 0 : probabilities[index];
  }

  @Override
  public double cumulativeProbability(int x) {
    int index = lastUpTo(x);
    return index < 0 ? 0 : cumulative[index];
  }

  @Override
  public double survivalProbability(int x) {
    int index = lastUpTo(x);
    return index < 0 ? 1 : survival[index];
  }

  private int lastUpTo(int x) {
    int index = Arrays.binarySearch(support, x);
    return index < 0 ? -index - 2 : index;
  }

  @Override
  public int inverseCumulativeProbability(double p) {
    Checks.probability(p, "inverseCumulativeProbability(0.5)");
    for (int i = 0; i < support.length; i++) {
      if (probabilities[i] > 0 && (p < 1 ? cumulative[i] >= p : survival[i] == 0)) {
        return support[i];
      }
    }
    return support[support.length - 1];
  }

  @Override
  public double getMean() {
    double[] terms = new double[support.length];
    Arrays.setAll(terms, i -> probabilities[i] * support[i]);
    return Checks.sum(terms);
  }

  @Override
  public double getVariance() {
    double mean = getMean();
    double[] terms = new double[support.length];
    Arrays.setAll(terms, i -> probabilities[i] * (support[i] - mean) * (support[i] - mean));
    return Checks.sum(terms);
  }

  @Override
  public int getSupportLowerBound() {
    return inverseCumulativeProbability(0);
  }

  @Override
  public int getSupportUpperBound() {
    return inverseCumulativeProbability(1);
  }

  /** The entropy in nats: −Σ p(x) log p(x), where a probability of 0 adds nothing. */
  @Override
  public double entropy() {
    return entropy(probabilities);
  }

  public static double entropy(double[] probabilities) {
    double[] terms = new double[probabilities.length];
    Arrays.setAll(
        terms, i -> probabilities[i] > 0 ? -probabilities[i] * Math.log(probabilities[i]) : 0);
    return Math.max(0, Checks.sum(terms));
  }

  @Override
  public Sampler createSampler(UniformRandomProvider rng) {
    var index = GuideTableDiscreteSampler.of(rng, probabilities);
    return () -> support[index.sample()];
  }

  /** The text of moments, entropy and size that every distribution of one number ends with. */
  static String numbers(Univariate distribution) {
    return String.format(
        "mean %s, variance %s, entropy %s nats, %s",
        NumberText.number(distribution.mean()),
        NumberText.number(distribution.variance()),
        NumberText.number(distribution.entropy()),
        NumberText.parameters(distribution.parameters()));
  }
}
