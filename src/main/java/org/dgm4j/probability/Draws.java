package org.dgm4j.probability;

import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.DiscreteDistribution;
import org.dgm4j.base.Checks;
import org.dgm4j.base.NumberText;
import org.dgm4j.base.Seeds;

/** Immutable draws together with the distribution that they came from. */
public interface Draws {

  /** The number of draws and where they came from: "1,000 draws of Bernoulli(0.3)". */
  String name();

  /** The number of draws. */
  int count();

  /** The number of values of one draw. */
  int dimensions();

  /** One value of one draw. */
  double value(int draw, int dimension);

  /** Draws of any distribution of Commons Statistics over whole numbers, from the next seed. */
  static Integers of(DiscreteDistribution distribution, int count) {
    return of(distribution, count, Seeds.next());
  }

  /** Draws of any distribution of Commons Statistics over whole numbers. */
  static Integers of(DiscreteDistribution distribution, int count, long seed) {
    int[] values = new int[checked(count)];
    DiscreteDistribution.Sampler sampler = distribution.createSampler(random(seed));
    Arrays.setAll(values, i -> sampler.sample());
    return new Integers(distribution, values);
  }

  /** Draws of any distribution of Commons Statistics over real numbers, from the next seed. */
  static Reals of(ContinuousDistribution distribution, int count) {
    return of(distribution, count, Seeds.next());
  }

  /** Draws of any distribution of Commons Statistics over real numbers. */
  static Reals of(ContinuousDistribution distribution, int count, long seed) {
    double[] values = new double[checked(count)];
    ContinuousDistribution.Sampler sampler = distribution.createSampler(random(seed));
    Arrays.setAll(values, i -> sampler.sample());
    return new Reals(distribution, values);
  }

  private static UniformRandomProvider random(long seed) {
    return RandomSource.XO_SHI_RO_256_PP.create(seed);
  }

  private static int checked(int count) {
    return Checks.atLeast(1, count, "The number of draws");
  }

  /** Draws of one whole number. */
  final class Integers implements Draws {

    private final DiscreteDistribution distribution;
    private final int[] values;

    private Integers(DiscreteDistribution distribution, int[] values) {
      this.distribution = distribution;
      this.values = values;
    }

    @Override
    public String name() {
      return DistributionNames.ofDraws(count(), distribution);
    }

    /** Where the draws came from. */
    public DiscreteDistribution distribution() {
      return distribution;
    }

    @Override
    public int count() {
      return values.length;
    }

    @Override
    public int dimensions() {
      return 1;
    }

    @Override
    public double value(int draw, int dimension) {
      return values[draw];
    }

    /** A copy of the values, shape (count). */
    public int[] values() {
      return values.clone();
    }

    /** How often each value was drawn, by rising value. */
    public SortedMap<Integer, Integer> counts() {
      SortedMap<Integer, Integer> counts = new TreeMap<>();
      for (int value : values) {
        counts.merge(value, 1, Integer::sum);
      }
      return Collections.unmodifiableSortedMap(counts);
    }

    /** The mean of the draws. */
    public double mean() {
      return Arrays.stream(values).average().orElseThrow();
    }

    /** The mean squared distance of the draws from their mean. */
    public double variance() {
      double mean = mean();
      return Arrays.stream(values).mapToDouble(x -> (x - mean) * (x - mean)).sum() / count();
    }

    /** The distribution that gives each drawn value its share of the draws. */
    public Empirical empirical() {
      return Empirical.of(values);
    }

    /** How often each value was drawn, mean and variance. */
    @Override
    public String toString() {
      String counts =
          counts().entrySet().stream()
              .limit(8)
              .map(entry -> entry.getKey() + " × " + NumberText.count(entry.getValue()))
              .collect(Collectors.joining(", "));
      return String.format(
          "%s: %s%s; mean %s, variance %s",
          name(),
          counts,
          counts().size() > 8 ? ", …" : "",
          NumberText.number(mean()),
          NumberText.number(variance()));
    }
  }

  /** Draws of one real number. */
  final class Reals implements Draws {

    private final ContinuousDistribution distribution;
    private final double[] values;

    private Reals(ContinuousDistribution distribution, double[] values) {
      this.distribution = distribution;
      this.values = values;
    }

    @Override
    public String name() {
      return DistributionNames.ofDraws(count(), distribution);
    }

    /** Where the draws came from. */
    public ContinuousDistribution distribution() {
      return distribution;
    }

    @Override
    public int count() {
      return values.length;
    }

    @Override
    public int dimensions() {
      return 1;
    }

    @Override
    public double value(int draw, int dimension) {
      return values[draw];
    }

    /** A copy of the values, shape (count). */
    public double[] values() {
      return values.clone();
    }

    /** The mean of the draws. */
    public double mean() {
      return Arrays.stream(values).average().orElseThrow();
    }

    /** The mean squared distance of the draws from their mean. */
    public double variance() {
      double mean = mean();
      return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / count();
    }

    /** Mean, variance and range. */
    @Override
    public String toString() {
      return String.format(
          "%s: mean %s, variance %s, from %s to %s",
          name(),
          NumberText.number(mean()),
          NumberText.number(variance()),
          NumberText.number(Arrays.stream(values).min().orElseThrow()),
          NumberText.number(Arrays.stream(values).max().orElseThrow()));
    }
  }

  /** Draws of points with real coordinates. */
  final class Vectors implements Draws {

    private final Multivariate distribution;
    private final double[][] rows;

    public Vectors(Multivariate distribution, double[][] rows) {
      this.distribution = distribution;
      this.rows = rows;
    }

    @Override
    public String name() {
      return DistributionNames.ofDraws(count(), distribution);
    }

    /** Where the draws came from. */
    public Multivariate distribution() {
      return distribution;
    }

    @Override
    public int count() {
      return rows.length;
    }

    @Override
    public int dimensions() {
      return distribution.dimensions();
    }

    @Override
    public double value(int draw, int dimension) {
      return rows[draw][dimension];
    }

    /** A copy of the points, shape (count, dimensions). */
    public double[][] rows() {
      return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }

    /** The mean of the draws, shape (dimensions). */
    public double[] mean() {
      double[] mean = new double[dimensions()];
      for (double[] row : rows) {
        for (int i = 0; i < mean.length; i++) {
          mean[i] += row[i] / rows.length;
        }
      }
      return mean;
    }

    /** The mean. */
    @Override
    public String toString() {
      return name() + ": mean (" + NumberText.numbers(mean()) + ")";
    }
  }
}
