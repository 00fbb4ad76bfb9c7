package org.dgm4j.probability;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dgm4j.base.Checks;
import org.dgm4j.base.NumberText;

/**
 * The distribution of observed points: each has its share of the observations, every other point
 * has probability 0. What {@link #logProbability} and {@link #density} give is therefore a
 * probability, not a density.
 */
public final class EmpiricalVectors implements Multivariate {

  private final double[][] observations;
  private final Map<List<Double>, Integer> counts = new LinkedHashMap<>();

  private EmpiricalVectors(double[][] observations) {
    this.observations = observations;
    for (double[] observation : observations) {
      counts.merge(key(observation), 1, Integer::sum);
    }
  }

  static EmpiricalVectors of(double[]... observations) {
    Checks.atLeast(1, observations.length, "The number of observations");
    Checks.atLeast(1, observations[0].length, "The number of coordinates");
    for (double[] observation : observations) {
      Checks.sameLength(
          observations[0].length, observation.length, "Coordinates of each observation");
      for (double x : observation) {
        Checks.finite(x, "An observation");
      }
    }
    return new EmpiricalVectors(
        Arrays.stream(observations).map(double[]::clone).toArray(double[][]::new));
  }

  private static List<Double> key(double[] x) {
    return Arrays.stream(x).mapToObj(value -> value + 0.0).collect(Collectors.toList());
  }

  /** The number of observations. */
  public int observations() {
    return observations.length;
  }

  /** A copy of the observations, shape (observations, dimensions). */
  public double[][] points() {
    return Arrays.stream(observations).map(double[]::clone).toArray(double[][]::new);
  }

  @Override
  public int dimensions() {
    return observations[0].length;
  }

  /** The logarithm of the share of the observations that are this point; −∞ for any other. */
  @Override
  public double logProbability(double... x) {
    Checks.sameLength(dimensions(), x.length, "Coordinates of a point");
    return Math.log(counts.getOrDefault(key(x), 0) / (double) observations.length);
  }

  @Override
  public double[] mean() {
    double[] mean = new double[dimensions()];
    Arrays.setAll(
        mean, j -> Arrays.stream(observations).mapToDouble(x -> x[j]).average().orElseThrow());
    return mean;
  }

  @Override
  public double[] variance() {
    double[] mean = mean();
    double[] variance = new double[dimensions()];
    Arrays.setAll(
        variance,
        j ->
            Arrays.stream(observations)
                .mapToDouble(x -> (x[j] - mean[j]) * (x[j] - mean[j]))
                .average()
                .orElseThrow());
    return variance;
  }

  /** The entropy in nats of the shares; at most the logarithm of the number of observations. */
  @Override
  public double entropy() {
    double n = observations.length;
    return FiniteDiscrete.entropy(counts.values().stream().mapToDouble(c -> c / n).toArray());
  }

  /** One less than the number of different points. */
  @Override
  public BigInteger parameters() {
    return BigInteger.valueOf(counts.size() - 1);
  }

  @Override
  public Draws.Vectors sample(int count, long seed) {
    return Draws.of(
        this, count, seed, random -> () -> observations[random.nextInt(observations.length)]);
  }

  @Override
  public String name() {
    return "Empirical distribution of " + NumberText.count(observations.length) + " observations";
  }

  /** The number of different points, mean, variance and entropy. */
  @Override
  public String toString() {
    return String.format(
        "%s: %s points, mean (%s), variance (%s), entropy %s nats",
        name(),
        NumberText.count(counts.size()),
        NumberText.numbers(mean()),
        NumberText.numbers(variance()),
        NumberText.number(entropy()));
  }
}
