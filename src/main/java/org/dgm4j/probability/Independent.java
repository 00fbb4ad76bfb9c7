package org.dgm4j.probability;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.dgm4j.base.Checks;

/** Numbers that are drawn independently, each from its own distribution. */
public final class Independent implements Multivariate {

  /** So many names of parts still fit on a line. */
  private static final int SHOWN = 4;

  private final List<Univariate> parts;

  private Independent(List<Univariate> parts) {
    this.parts = parts;
  }

  /**
   * One distribution for each coordinate.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Independent of(Univariate... parts) {
    Checks.atLeast(1, parts.length, "The number of independent parts");
    return new Independent(List.of(parts));
  }

  /**
   * The same distribution for every coordinate.
   *
   * @throws IllegalArgumentException if {@code dimensions} is below 1
   */
  public static Independent of(Univariate part, int dimensions) {
    Checks.atLeast(1, dimensions, "The number of independent parts");
    return new Independent(Collections.nCopies(dimensions, part));
  }

  /** The distribution of each coordinate. */
  public List<Univariate> parts() {
    return parts;
  }

  /** The distribution of one coordinate alone. */
  public Univariate marginal(int coordinate) {
    return parts.get(coordinate);
  }

  @Override
  public int dimensions() {
    return parts.size();
  }

  @Override
  public double logProbability(double... x) {
    Checks.sameLength(parts.size(), x.length, "Coordinates of a point");
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += parts.get(i).logProbability(x[i]);
    }
    return sum;
  }

  @Override
  public double[] mean() {
    return parts.stream().mapToDouble(Univariate::mean).toArray();
  }

  @Override
  public double[] variance() {
    return parts.stream().mapToDouble(Univariate::variance).toArray();
  }

  /** The sum of the entropies of the parts, in nats. */
  @Override
  public double entropy() {
    return parts.stream().mapToDouble(Univariate::entropy).sum();
  }

  @Override
  public BigInteger parameters() {
    return parts.stream().map(Univariate::parameters).reduce(BigInteger.ZERO, BigInteger::add);
  }

  @Override
  public Draws.Vectors sample(int count, long seed) {
    double[][] rows = new double[Checks.atLeast(1, count, "The number of draws")][parts.size()];
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    for (int j = 0; j < parts.size(); j++) {
      Draws column = parts.get(j).sample(count, random.nextLong());
      for (int i = 0; i < count; i++) {
        rows[i][j] = column.value(i, 0);
      }
    }
    return new Draws.Vectors(this, rows);
  }

  @Override
  public String name() {
    List<String> names = parts.stream().limit(SHOWN).map(Univariate::name).toList();
    boolean same = parts.stream().allMatch(part -> part.name().equals(names.get(0)));
    return "Independent("
        + (same && parts.size() > 1
            ? parts.size() + " × " + names.get(0)
            : String.join(", ", names) + (parts.size() > SHOWN ? ", …" : ""))
        + ")";
  }

  /** Means, variances, entropy in nats and number of free parameters. */
  @Override
  public String toString() {
    return name() + ": " + MultivariateNormal.numbers(this);
  }
}
