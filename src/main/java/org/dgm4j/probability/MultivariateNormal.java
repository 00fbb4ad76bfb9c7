package org.dgm4j.probability;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.dgm4j.base.Checks;
import org.dgm4j.base.NumberText;
import org.dgm4j.probability.numeric.Triangular;

/** The normal distribution of points. */
public final class MultivariateNormal implements Multivariate {

  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  /** Relative: far more than the rounding of a covariance that was computed. Not tuned. */
  private static final double ASYMMETRY = 1e-9;

  private final double[] mean;

  /** The lower triangular Cholesky factor of the covariance. */
  private final double[][] factor;

  private final BigInteger parameters;

  private MultivariateNormal(double[] mean, double[][] factor, BigInteger parameters) {
    this.mean = mean;
    this.factor = factor;
    this.parameters = parameters;
  }

  /**
   * A normal distribution with any covariance.
   *
   * @param mean shape (dimensions)
   * @param covariance shape (dimensions, dimensions)
   * @throws IllegalArgumentException if the covariance is not symmetric and positive definite
   *     beyond rounding, a number is not finite or the shapes differ
   */
  public static MultivariateNormal of(double[] mean, double[][] covariance) {
    double[] center = center(mean);
    int d = center.length;
    Checks.sameLength(d, covariance.length, "Rows of the covariance");
    for (int i = 0; i < d; i++) {
      Checks.sameLength(d, covariance[i].length, "Columns of the covariance");
    }
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < i; j++) {
        double larger = Math.max(Math.abs(covariance[i][j]), Math.abs(covariance[j][i]));
        if (!(Math.abs(covariance[i][j] - covariance[j][i]) <= ASYMMETRY * larger)) {
          throw new IllegalArgumentException(
              String.format(
                  "A covariance is symmetric, but row %d, column %d is %s and row %d, column %d is"
                      + " %s",
                  i,
                  j,
                  NumberText.number(covariance[i][j]),
                  j,
                  i,
                  NumberText.number(covariance[j][i])));
        }
      }
    }
    long free = d + d * (d + 1L) / 2;
    return new MultivariateNormal(center, cholesky(covariance), BigInteger.valueOf(free));
  }

  /** A normal distribution whose covariance is the product of a triangular matrix with itself. */
  public static MultivariateNormal withFactor(double[] mean, double[][] lower) {
    double[][] factor = new double[mean.length][];
    Arrays.setAll(factor, i -> Arrays.copyOf(lower[i], i + 1));
    long free = mean.length + mean.length * (mean.length + 1L) / 2;
    return new MultivariateNormal(center(mean), factor, BigInteger.valueOf(free));
  }

  /**
   * A normal distribution with independent coordinates; both arrays have the shape (dimensions).
   *
   * @throws IllegalArgumentException if a standard deviation is not above 0, a number is not finite
   *     or the lengths differ
   */
  public static MultivariateNormal diagonal(double[] mean, double[] standardDeviations) {
    double[] center = center(mean);
    Checks.sameLength(center.length, standardDeviations.length, "Standard deviations");
    return new MultivariateNormal(
        center, diagonal(standardDeviations), BigInteger.valueOf(2L * center.length));
  }

  /**
   * A normal distribution with the same standard deviation in every direction.
   *
   * @param mean shape (dimensions)
   * @throws IllegalArgumentException if the standard deviation is not above 0, or a number is not
   *     finite
   */
  public static MultivariateNormal isotropic(double[] mean, double standardDeviation) {
    double[] center = center(mean);
    double[] all = new double[center.length];
    Arrays.fill(all, standardDeviation);
    return new MultivariateNormal(center, diagonal(all), BigInteger.valueOf(center.length + 1L));
  }

  private static double[] center(double[] mean) {
    Checks.atLeast(1, mean.length, "The number of coordinates");
    for (int i = 0; i < mean.length; i++) {
      Checks.finite(mean[i], "Coordinate " + i + " of the mean");
    }
    return mean.clone();
  }

  private static double[][] diagonal(double[] standardDeviations) {
    double[][] factor = new double[standardDeviations.length][];
    for (int i = 0; i < factor.length; i++) {
      factor[i] = new double[i + 1];
      factor[i][i] =
          Checks.positive(standardDeviations[i], "The standard deviation of coordinate " + i);
    }
    return factor;
  }

  private static double[][] cholesky(double[][] covariance) {
    int d = covariance.length;
    double[][] factor = new double[d][];
    for (int i = 0; i < d; i++) {
      factor[i] = new double[i + 1];
      for (int j = 0; j <= i; j++) {
        double rest = covariance[i][j];
        for (int k = 0; k < j; k++) {
          rest -= factor[i][k] * factor[j][k];
        }
        if (i > j) {
          factor[i][j] = rest / factor[j][j];
        } else if (rest > rounding(covariance, factor, i) && Double.isFinite(rest)) {
          factor[i][i] = Math.sqrt(rest);
        } else {
          throw new IllegalArgumentException(
              "A covariance must be positive definite, but coordinate "
                  + i
                  + " is, given the ones before it, left with the variance "
                  + NumberText.number(rest));
        }
      }
    }
    return factor;
  }

  /**
   * How far rounding may take the variance that a coordinate is left with given the ones before it:
   * it is that of the coordinate less its regression on them, and these may cancel.
   */
  private static double rounding(double[][] covariance, double[][] factor, int i) {
    if (i == 0) {
      return 0;
    }
    double[] coefficients = Triangular.solveTransposed(factor, Arrays.copyOf(factor[i], i));
    double size = Math.sqrt(covariance[i][i]);
    for (int k = 0; k < i; k++) {
      size += Math.abs(coefficients[k]) * Math.sqrt(covariance[k][k]);
    }
    return 2 * Math.ulp(1.0) * size * size;
  }

  @Override
  public int dimensions() {
    return mean.length;
  }

  @Override
  public double logProbability(double... x) {
    Checks.sameLength(mean.length, x.length, "Coordinates of a point");
    double logProbability = 0;
    double[] z = whitened(difference(x, mean));
    for (int i = 0; i < z.length; i++) {
      logProbability -= 0.5 * (LOG_TWO_PI + z[i] * z[i]) + Math.log(factor[i][i]);
    }
    return logProbability;
  }

  private static double[] difference(double[] a, double[] b) {
    double[] difference = new double[a.length];
    Arrays.setAll(difference, i -> a[i] - b[i]);
    return difference;
  }

  /** What has this covariance becomes standard normal. */
  private double[] whitened(double[] centered) {
    return Triangular.solve(factor, centered);
  }

  /** The gradient of the logarithm of the density: −Σ⁻¹ (x − μ), shape (dimensions). */
  public double[] gradient(double[] x) {
    return Triangular.solveTransposed(factor, whitened(difference(mean, x)));
  }

  @Override
  public double[] mean() {
    return mean.clone();
  }

  @Override
  public double[] variance() {
    double[] variance = new double[mean.length];
    Arrays.setAll(variance, i -> covariance(i, i));
    return variance;
  }

  /** The covariance, shape (dimensions, dimensions). */
  public double[][] covariance() {
    double[][] covariance = new double[mean.length][mean.length];
    for (int i = 0; i < mean.length; i++) {
      for (int j = 0; j < mean.length; j++) {
        covariance[i][j] = covariance(Math.max(i, j), Math.min(i, j));
      }
    }
    return covariance;
  }

  private double covariance(int i, int j) {
    double sum = 0;
    for (int k = 0; k <= j; k++) {
      sum += factor[i][k] * factor[j][k];
    }
    return sum;
  }

  /** The distribution of one coordinate alone. */
  public Normal marginal(int coordinate) {
    return Normal.of(mean[coordinate], Math.sqrt(covariance(coordinate, coordinate)));
  }

  /** The entropy in nats: ½ log((2πe)^d |Σ|). */
  @Override
  public double entropy() {
    double entropy = 0;
    for (int i = 0; i < mean.length; i++) {
      entropy += 0.5 * (LOG_TWO_PI + 1) + Math.log(factor[i][i]);
    }
    return entropy;
  }

  /** KL(this ‖ q) in nats: ½ (tr Σq⁻¹Σp + (μq − μp)ᵀ Σq⁻¹ (μq − μp) − d + log |Σq| / |Σp|). */
  public double divergenceFrom(MultivariateNormal q) {
    double sum = 0;
    double[] shifted = q.whitened(difference(mean, q.mean));
    for (int i = 0; i < mean.length; i++) {
      double ratio = factor[i][i] / q.factor[i][i];
      sum += shifted[i] * shifted[i] - 1 - 2 * Math.log(ratio);
    }
    for (int j = 0; j < mean.length; j++) {
      double[] column = new double[mean.length];
      for (int i = j; i < column.length; i++) {
        column[i] = factor[i][j];
      }
      for (double z : q.whitened(column)) {
        sum += z * z;
      }
    }
    return Math.max(0, 0.5 * sum);
  }

  /** A mean for each coordinate, and the free entries of the covariance as it was given. */
  @Override
  public BigInteger parameters() {
    return parameters;
  }

  @Override
  public Draws.Vectors sample(int count, long seed) {
    return Draws.of(
        this,
        count,
        seed,
        random -> {
          var normal = ZigguratSampler.NormalizedGaussian.of(random);
          return () -> draw(normal::sample);
        });
  }

  double[] draw(DoubleSupplier standardNormal) {
    double[] z = new double[mean.length];
    Arrays.setAll(z, i -> standardNormal.getAsDouble());
    double[] x = Triangular.times(factor, z);
    Arrays.setAll(x, i -> mean[i] + x[i]);
    return x;
  }

  @Override
  public String name() {
    return "Normal of " + mean.length + (mean.length == 1 ? " dimension" : " dimensions");
  }

  /** Mean, variance, entropy in nats and number of free parameters. */
  @Override
  public String toString() {
    return name() + ": " + numbers(this);
  }

  /** The text of moments, entropy and size that every distribution of points ends with. */
  public static String numbers(Multivariate distribution) {
    return String.format(
        "mean (%s), variance (%s), entropy %s nats, %s",
        NumberText.numbers(distribution.mean()),
        NumberText.numbers(distribution.variance()),
        NumberText.number(distribution.entropy()),
        NumberText.parameters(distribution.parameters()));
  }
}
