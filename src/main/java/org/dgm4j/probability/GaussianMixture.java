package org.dgm4j.probability;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.GuideTableDiscreteSampler;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.dgm4j.base.Checks;
import org.dgm4j.base.NumberText;

/** A weighted sum of normal densities of one number. */
public final class GaussianMixture implements Continuous {

  /** Leaves 6e-61 of the interval, less than rounding unless the quantile is that near to 0. */
  private static final int STEPS = 200;

  /** From the peak to where the density of a component is below 1e-14 of it. */
  private static final double[] DEVIATIONS = {-8, -3, -1, 0, 1, 3, 8};

  private final double[] weights;
  private final NormalDistribution[] components;

  private GaussianMixture(double[] weights, NormalDistribution[] components) {
    this.weights = weights;
    this.components = components;
  }

  /**
   * A mixture of normal distributions; all arrays have the shape (components).
   *
   * @throws IllegalArgumentException if the weights do not sum to 1, a standard deviation is not
   *     above 0, a number is not finite or the arrays differ in length
   */
  public static GaussianMixture of(double[] weights, double[] means, double[] standardDeviations) {
    double[] w = weights(weights);
    Checks.sameLength(w.length, means.length, "Means of the components");
    Checks.sameLength(w.length, standardDeviations.length, "Standard deviations of the components");
    return new GaussianMixture(
        w,
        IntStream.range(0, w.length)
            .mapToObj(
                i ->
                    NormalDistribution.of(
                        Checks.finite(means[i], "The mean of component " + (i + 1)),
                        Checks.positive(
                            standardDeviations[i],
                            "The standard deviation of component " + (i + 1))))
            .toArray(NormalDistribution[]::new));
  }

  /**
   * A mixture of normal distributions of points with independent coordinates.
   *
   * @param weights shape (components)
   * @param means shape (components, dimensions)
   * @param standardDeviations shape (components, dimensions)
   * @throws IllegalArgumentException as for one dimension
   */
  public static MultivariateGaussianMixture of(
      double[] weights, double[][] means, double[][] standardDeviations) {
    Checks.sameLength(means.length, standardDeviations.length, "Rows of standard deviations");
    return MultivariateGaussianMixture.of(
        weights,
        IntStream.range(0, means.length)
            .mapToObj(i -> MultivariateNormal.diagonal(means[i], standardDeviations[i]))
            .toArray(MultivariateNormal[]::new));
  }

  static double[] weights(double[] weights) {
    return Checks.probabilities(
        weights, "The weights of the components", i -> "The weight of component " + (i + 1));
  }

  /** The number of components. */
  public int size() {
    return weights.length;
  }

  /** The weights, shape (components). */
  public double[] weights() {
    return weights.clone();
  }

  /** The means of the components, shape (components). */
  public double[] means() {
    return Arrays.stream(components).mapToDouble(NormalDistribution::getMean).toArray();
  }

  /** The standard deviations of the components, shape (components). */
  public double[] standardDeviations() {
    return Arrays.stream(components)
        .mapToDouble(NormalDistribution::getStandardDeviation)
        .toArray();
  }

  /** Points that no peak lies between unseen, rising: the means, and deviations off them. */
  public double[] landmarks() {
    return Arrays.stream(components)
        .flatMapToDouble(
            component ->
                Arrays.stream(DEVIATIONS)
                    .map(k -> component.getMean() + k * component.getStandardDeviation()))
        .sorted()
        .distinct()
        .toArray();
  }

  private double average(ToDoubleFunction<NormalDistribution> value) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * value.applyAsDouble(components[i]);
    }
    return sum;
  }

  @Override
  public double density(double x) {
    return average(component -> component.density(x));
  }

  @Override
  public double logDensity(double x) {
    double[] terms = new double[weights.length];
    Arrays.setAll(terms, i -> Math.log(weights[i]) + components[i].logDensity(x));
    return logSumOfExponentials(terms);
  }

  public static double logSumOfExponentials(double[] terms) {
    double largest = Arrays.stream(terms).max().orElseThrow();
    if (Double.isInfinite(largest)) {
      return largest;
    }
    double sum = 0;
    for (double term : terms) {
      sum += Math.exp(term - largest);
    }
    return largest + Math.log(sum);
  }

  @Override
  public double cumulativeProbability(double x) {
    return Math.min(1, average(component -> component.cumulativeProbability(x)));
  }

  @Override
  public double survivalProbability(double x) {
    return Math.min(1, average(component -> component.survivalProbability(x)));
  }

  @Override
  public double probability(double x0, double x1) {
    return average(component -> component.probability(x0, x1));
  }

  @Override
  public double inverseCumulativeProbability(double p) {
    Checks.probability(p, "inverseCumulativeProbability(0.5)");
    return p > 0.5
        ? inverse(p, 1 - p, component -> component.inverseCumulativeProbability(p))
        : inverse(p, Double.NaN, component -> component.inverseCumulativeProbability(p));
  }

  @Override
  public double inverseSurvivalProbability(double p) {
    Checks.probability(p, "inverseSurvivalProbability(0.5)");
    return p > 0.5
        ? inverse(1 - p, Double.NaN, component -> component.inverseSurvivalProbability(p))
        : inverse(Double.NaN, p, component -> component.inverseSurvivalProbability(p));
  }

  /** Bisection between the quantiles of the components, in the tail that holds less. */
  private double inverse(
      double lowerTail, double upperTail, ToDoubleFunction<NormalDistribution> quantile) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        double x = quantile.applyAsDouble(components[i]);
        low = Math.min(low, x);
        high = Math.max(high, x);
      }
    }
    for (int step = 0; step < STEPS; step++) {
      double middle = low + (high - low) / 2;
      if (!(middle > low && middle < high)) {
        break;
      }
      boolean below =
          Double.isNaN(upperTail)
              ? cumulativeProbability(middle) < lowerTail
              : survivalProbability(middle) > upperTail;
      if (below) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  @Override
  public double getMean() {
    return average(NormalDistribution::getMean);
  }

  @Override
  public double getVariance() {
    double mean = getMean();
    return average(
        component ->
            component.getVariance() + (component.getMean() - mean) * (component.getMean() - mean));
  }

  @Override
  public double getSupportLowerBound() {
    return Double.NEGATIVE_INFINITY;
  }

  @Override
  public double getSupportUpperBound() {
    return Double.POSITIVE_INFINITY;
  }

  @Override
  public Sampler createSampler(UniformRandomProvider rng) {
    var component = GuideTableDiscreteSampler.of(rng, weights);
    Sampler[] samplers =
        Arrays.stream(components).map(c -> c.createSampler(rng)).toArray(Sampler[]::new);
    return () -> samplers[component.sample()].sample();
  }

  /** The entropy in nats, by quadrature. */
  @Override
  public double entropy() {
    return Entropy.integrated(this);
  }

  /** A weight, a mean and a standard deviation for each component, less one: 3m − 1. */
  @Override
  public BigInteger parameters() {
    return BigInteger.valueOf(3L * weights.length - 1);
  }

  @Override
  public String name() {
    return "Gaussian mixture of " + size() + (size() == 1 ? " component" : " components");
  }

  /** The components, moments, entropy in nats and number of free parameters. */
  @Override
  public String toString() {
    return String.format(
        "%s: weights (%s), means (%s), standard deviations (%s); %s",
        name(),
        NumberText.numbers(weights),
        NumberText.numbers(means()),
        NumberText.numbers(standardDeviations()),
        FiniteDiscrete.numbers(this));
  }
}
