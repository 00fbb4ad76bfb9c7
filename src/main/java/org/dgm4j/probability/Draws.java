package org.dgm4j.probability;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.DiscreteDistribution;
import org.dgm4j.base.Checks;
import org.dgm4j.base.NumberText;
import org.dgm4j.base.Seeds;

/**
 * Immutable draws together with the distribution that they came from. What is done with them may
 * depend on their kind, see {@link #accept}.
 */
public interface Draws {

  /** The number of draws and where they came from: "1,000 draws of Bernoulli(0.3)". */
  String name();

  /** The number of draws. */
  int count();

  /** The number of values of one draw. */
  int dimensions();

  /** One value of one draw. */
  double value(int draw, int dimension);

  /** All values of one draw, shape (dimensions). */
  default double[] point(int draw) {
    double[] point = new double[dimensions()];
    Arrays.setAll(point, j -> value(draw, j));
    return point;
  }

  /** What the visitor makes of draws of this kind. */
  <R> R accept(Visitor<R> visitor);

  /**
   * Something that depends on the kind of the draws. A new kind is a new method here, which
   * everything that depends on the kind must then have.
   *
   * @param <R> what it makes of the draws
   */
  interface Visitor<R> {

    /** For draws of one whole number. */
    R integers(Integers draws);

    /** For draws of one real number. */
    R reals(Reals draws);

    /** For draws of points. */
    R vectors(Vectors draws);

    /** For draws of the states of several variables. */
    R states(States draws);
  }

  /** Draws of the states of several discrete variables, which have names and labels. */
  interface States extends Draws {

    /** The names of the variables. */
    List<String> names();

    /** The labels of the states of a variable; their numbers where it has none. */
    List<String> labels(int variable);

    /** All states, shape (count, dimensions). */
    int[][] states();

    @Override
    default <R> R accept(Visitor<R> visitor) {
      return visitor.states(this);
    }
  }

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

  /**
   * Draws of a distribution of points.
   *
   * @param sampler gives, for a source of random numbers, a source of points, shape (dimensions)
   */
  static Vectors of(
      Multivariate distribution,
      int count,
      long seed,
      Function<UniformRandomProvider, Supplier<double[]>> sampler) {
    double[][] rows = new double[checked(count)][];
    Supplier<double[]> points = sampler.apply(random(seed));
    Arrays.setAll(rows, i -> points.get());
    return new Vectors(distribution, rows);
  }

  private static UniformRandomProvider random(long seed) {
    return RandomSource.XO_SHI_RO_256_PP.create(seed);
  }

  private static int checked(int count) {
    return Checks.atLeast(1, count, "The number of draws");
  }

  /**
   * Draws of one number.
   *
   * @param <D> the type of what they came from
   */
  abstract sealed class Numbers<D> implements Draws {

    private final D distribution;

    private Numbers(D distribution) {
      this.distribution = distribution;
    }

    abstract DoubleStream stream();

    @Override
    public String name() {
      return Distributions.nameOfDraws(count(), distribution);
    }

    /** Where the draws came from. */
    public D distribution() {
      return distribution;
    }

    @Override
    public int dimensions() {
      return 1;
    }

    /** The mean of the draws. */
    public double mean() {
      return stream().average().orElseThrow();
    }

    /** The mean squared distance of the draws from their mean. */
    public double variance() {
      double mean = mean();
      return stream().map(x -> (x - mean) * (x - mean)).sum() / count();
    }
  }

  /** Draws of one whole number. */
  final class Integers extends Numbers<DiscreteDistribution> {

    /** So many values that their counts stay a line of text. */
    private static final int SHOWN = 8;

    private final int[] values;

    private Integers(DiscreteDistribution distribution, int[] values) {
      super(distribution);
      this.values = values;
    }

    @Override
    DoubleStream stream() {
      return Arrays.stream(values).asDoubleStream();
    }

    @Override
    public int count() {
      return values.length;
    }

    @Override
    public double value(int draw, int dimension) {
      return values[draw];
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.integers(this);
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

    /** The distribution that gives each drawn value its share of the draws. */
    public Empirical empirical() {
      return Empirical.of(values);
    }

    /** How often each value was drawn, mean and variance. */
    @Override
    public String toString() {
      SortedMap<Integer, Integer> counts = counts();
      return String.format(
          "%s: %s%s; mean %s, variance %s",
          name(),
          counts.entrySet().stream()
              .limit(SHOWN)
              .map(entry -> entry.getKey() + " × " + NumberText.count(entry.getValue()))
              .collect(Collectors.joining(", ")),
          counts.size() > SHOWN ? ", …" : "",
          NumberText.number(mean()),
          NumberText.number(variance()));
    }
  }

  /** Draws of one real number. */
  final class Reals extends Numbers<ContinuousDistribution> {

    private final double[] values;

    private Reals(ContinuousDistribution distribution, double[] values) {
      super(distribution);
      this.values = values;
    }

    @Override
    DoubleStream stream() {
      return Arrays.stream(values);
    }

    @Override
    public int count() {
      return values.length;
    }

    @Override
    public double value(int draw, int dimension) {
      return values[draw];
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.reals(this);
    }

    /** A copy of the values, shape (count). */
    public double[] values() {
      return values.clone();
    }

    /** Mean, variance and range. */
    @Override
    public String toString() {
      return String.format(
          "%s: mean %s, variance %s, from %s to %s",
          name(),
          NumberText.number(mean()),
          NumberText.number(variance()),
          NumberText.number(stream().min().orElseThrow()),
          NumberText.number(stream().max().orElseThrow()));
    }
  }

  /** Draws of points with real coordinates. */
  final class Vectors implements Draws {

    private final Multivariate distribution;
    private final double[][] rows;

    /** Draws that were made already, shape (count, dimensions). */
    public Vectors(Multivariate distribution, double[][] rows) {
      this.distribution = distribution;
      this.rows = rows;
    }

    @Override
    public String name() {
      return Distributions.nameOfDraws(count(), distribution);
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

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.vectors(this);
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
