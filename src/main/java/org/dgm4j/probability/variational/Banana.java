package org.dgm4j.probability.variational;

import java.math.BigInteger;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.dgm4j.base.Checks;
import org.dgm4j.probability.Draws;
import org.dgm4j.probability.Multivariate;
import org.dgm4j.probability.MultivariateNormal;

/**
 * A normal distribution bent along a parabola: z₁ is normal with mean 0 and standard deviation s,
 * and z₂ given z₁ is normal with mean b (z₁² − s²) and standard deviation 1. The bending preserves
 * areas, so that the density needs no further factor (Haario, Saksman and Tamminen, Adaptive
 * Proposal Distribution for Random Walk Metropolis Algorithm, Computational Statistics 14, 1999).
 */
final class Banana implements Multivariate {

  private final double spread;
  private final double bend;

  /**
   * @param spread the standard deviation s of z₁
   * @param bend the factor b of the parabola
   */
  Banana(double spread, double bend) {
    this.spread = Checks.positive(spread, "The standard deviation of the first coordinate");
    this.bend = Checks.finite(bend, "The bend");
  }

  @Override
  public int dimensions() {
    return 2;
  }

  private double ridge(double first) {
    return bend * (first * first - spread * spread);
  }

  @Override
  public double logProbability(double... x) {
    Checks.sameLength(2, x.length, "Coordinates of a point");
    double u = x[0] / spread;
    double v = x[1] - ridge(x[0]);
    return -Math.log(2 * Math.PI * spread) - (u * u + v * v) / 2;
  }

  double[] gradient(double[] x) {
    double v = x[1] - ridge(x[0]);
    return new double[] {-x[0] / (spread * spread) + 2 * bend * x[0] * v, -v};
  }

  @Override
  public double[] mean() {
    return new double[2];
  }

  @Override
  public double[] variance() {
    double square = spread * spread;
    return new double[] {square, 1 + 2 * bend * bend * square * square};
  }

  @Override
  public double entropy() {
    return Math.log(2 * Math.PI * Math.E * spread);
  }

  @Override
  public BigInteger parameters() {
    return BigInteger.TWO;
  }

  @Override
  public Draws.Vectors sample(int count, long seed) {
    return Draws.of(
        this,
        count,
        seed,
        random -> {
          var normal = ZigguratSampler.NormalizedGaussian.of(random);
          return () -> {
            double first = spread * normal.sample();
            return new double[] {first, ridge(first) + normal.sample()};
          };
        });
  }

  @Override
  public String name() {
    return "Banana";
  }

  @Override
  public String toString() {
    return name() + ": " + MultivariateNormal.numbers(this);
  }
}
