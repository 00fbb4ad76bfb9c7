package org.dgm4j.probability;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.apache.commons.rng.sampling.distribution.GuideTableDiscreteSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.dgm4j.base.Checks;
import org.dgm4j.base.NumberText;

/** A weighted sum of normal densities of points. */
public final class MultivariateGaussianMixture implements Multivariate {

  private final double[] weights;
  private final List<MultivariateNormal> components;

  private MultivariateGaussianMixture(double[] weights, List<MultivariateNormal> components) {
    this.weights = weights;
    this.components = components;
  }

  /**
   * A mixture of normal distributions of points.
   *
   * @param weights shape (components)
   * @throws IllegalArgumentException if the weights do not sum to 1, or the components differ in
   *     number from the weights or in dimensions from each other
   */
  public static MultivariateGaussianMixture of(double[] weights, MultivariateNormal... components) {
    double[] w = GaussianMixture.weights(weights);
    Checks.sameLength(w.length, components.length, "Components");
    for (MultivariateNormal component : components) {
      Checks.sameLength(
          components[0].dimensions(), component.dimensions(), "Dimensions of each component");
    }
    return new MultivariateGaussianMixture(w, List.of(components));
  }

  /** The number of components. */
  public int size() {
    return weights.length;
  }

  /** The weights, shape (components). */
  public double[] weights() {
    return weights.clone();
  }

  /** The components. */
  public List<MultivariateNormal> components() {
    return components;
  }

  @Override
  public int dimensions() {
    return components.get(0).dimensions();
  }

  @Override
  public double logProbability(double... x) {
    double[] terms = new double[weights.length];
    Arrays.setAll(terms, i -> Math.log(weights[i]) + components.get(i).logProbability(x));
    return GaussianMixture.logSumOfExponentials(terms);
  }

  /** The gradient of the logarithm of the density, shape (dimensions). */
  public double[] gradient(double[] x) {
    double all = logProbability(x);
    double[] sum = new double[x.length];
    for (int i = 0; i < weights.length; i++) {
      double share = weights[i] * Math.exp(components.get(i).logProbability(x) - all);
      if (share > 0) {
        double[] part = components.get(i).gradient(x);
        for (int j = 0; j < sum.length; j++) {
          sum[j] += share * part[j];
        }
      }
    }
    return sum;
  }

  private double[] average(ToDoubleBiFunction<MultivariateNormal, Integer> value) {
    double[] sum = new double[dimensions()];
    for (int i = 0; i < weights.length; i++) {
      for (int j = 0; j < sum.length; j++) {
        sum[j] += weights[i] * value.applyAsDouble(components.get(i), j);
      }
    }
    return sum;
  }

  @Override
  public double[] mean() {
    return average((component, j) -> component.mean()[j]);
  }

  @Override
  public double[] variance() {
    double[] mean = mean();
    return average(
        (component, j) -> {
          double distance = component.mean()[j] - mean[j];
          return component.variance()[j] + distance * distance;
        });
  }

  /** The distribution of one coordinate alone. */
  public GaussianMixture marginal(int coordinate) {
    return GaussianMixture.of(
        weights,
        components.stream().mapToDouble(c -> c.marginal(coordinate).mean()).toArray(),
        components.stream().mapToDouble(c -> c.marginal(coordinate).standardDeviation()).toArray());
  }

  /**
   * The entropy in nats, estimated from 100,000 draws that are always the same; {@code
   * Divergence.entropy} gives another estimate with its standard error.
   */
  @Override
  public double entropy() {
    return weights.length == 1
        ? components.get(0).entropy()
        : Entropy.estimated(this::sample, this::logProbability);
  }

  /** The parameters of all components, and their weights less one. */
  @Override
  public BigInteger parameters() {
    return components.stream()
        .map(MultivariateNormal::parameters)
        .reduce(BigInteger.valueOf(weights.length - 1L), BigInteger::add);
  }

  @Override
  public Draws.Vectors sample(int count, long seed) {
    return Draws.of(
        this,
        count,
        seed,
        random -> {
          var component = GuideTableDiscreteSampler.of(random, weights);
          var normal = ZigguratSampler.NormalizedGaussian.of(random);
          return () -> components.get(component.sample()).draw(normal::sample);
        });
  }

  @Override
  public String name() {
    return String.format(
        "Gaussian mixture of %d component%s in %d dimension%s",
        size(), size() == 1 ? "" : "s", dimensions(), dimensions() == 1 ? "" : "s");
  }

  /** Weights, mean, variance, estimated entropy in nats and number of free parameters. */
  @Override
  public String toString() {
    return String.format(
        "%s: weights (%s), %s",
        name(), NumberText.numbers(weights), MultivariateNormal.numbers(this));
  }
}
