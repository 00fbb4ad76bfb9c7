package org.dgm4j.probability.numeric;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dgm4j.base.Checks;
import org.dgm4j.base.NumberText;

/**
 * The density that points came from, estimated by a normal kernel around every point:
 *
 * <p>p(x) = 1/n Σ_i Π_j N(x_j; x_ij, h_j²)
 *
 * <p>The bandwidths h_j = h s_j n^(−1/(d + 4)), where s_j is the standard deviation of coordinate
 * j, follow Scott (Multivariate Density Estimation, 1992); the common factor h is the one under
 * which each point is most probable given all others, Σ_i log p_−i(x_i) (Duin, IEEE Transactions on
 * Computers C-25, 1976), among factors from 0.05 to 1.5. Unlike a fixed factor of 1 this does not
 * blur several clusters into one.
 */
public final class KernelDensity {

  /** The distances between so many points take 4 MB. */
  private static final int CHOSEN_BY = 1000;

  /** For clusters a twentieth as wide as all points. Not tuned. */
  private static final double NARROWEST = 0.05;

  /** Wider than the factor of 1 that suits a single normal cluster. Not tuned. */
  private static final double WIDEST = 1.5;

  /** Neighbouring factors then differ by 22 %. */
  private static final int FACTORS = 18;

  /** exp(−40) = 4e-18 does not change a sum that is at least 1. */
  private static final double NO_MORE = 40;

  private final double[][] columns;
  private final double[] bandwidths;

  private KernelDensity(double[][] columns, double[] bandwidths) {
    this.columns = columns;
    this.bandwidths = bandwidths;
  }

  /**
   * The estimate from points, shape (count, dimensions). The factor is chosen by at most 1,000 of
   * them, evenly taken.
   *
   * @throws IllegalArgumentException if there are fewer than two points, they differ in their
   *     number of coordinates, a number is not finite, or a coordinate is the same in all points
   */
  public static KernelDensity of(double[]... points) {
    int n = Checks.atLeast(2, points.length, "The number of points");
    int d = Checks.atLeast(1, points[0].length, "The number of coordinates");
    double[][] columns = new double[d][n];
    for (int i = 0; i < n; i++) {
      Checks.sameLength(d, points[i].length, "Coordinates of each point");
      for (int j = 0; j < d; j++) {
        columns[j][i] = Checks.finite(points[i][j], "A coordinate");
      }
    }
    double[] scott = new double[d];
    for (int j = 0; j < d; j++) {
      scott[j] = deviation(columns[j]) * Math.pow(n, -1.0 / (d + 4));
      if (!Double.isFinite(scott[j])) {
        throw new IllegalArgumentException(
            ("Coordinate %d has numbers that are too large to estimate a density; divide them by a"
                    + " power of ten")
                .formatted(j));
      }
      if (!(scott[j] > 0)) {
        throw new IllegalArgumentException(
            "Coordinate %d is %s in all points, so that it has no density; leave it out"
                .formatted(j, NumberText.number(columns[j][0])));
      }
    }
    double factor = factor(columns, scott);
    return new KernelDensity(columns, Arrays.stream(scott).map(h -> factor * h).toArray());
  }

  /** The distances from the first value are exactly 0 where all are equal. */
  private static double deviation(double[] values) {
    double first = values[0];
    double mean = Arrays.stream(values).map(x -> x - first).average().orElseThrow();
    double squares = Arrays.stream(values).map(x -> x - first - mean).map(x -> x * x).sum();
    return Math.sqrt(squares / (values.length - 1));
  }

  private static double factor(double[][] columns, double[] scott) {
    int n = columns[0].length;
    int used = Math.min(n, CHOSEN_BY);
    int[] chosen = IntStream.range(0, used).map(i -> (int) ((long) i * n / used)).toArray();
    double correction = Math.pow((double) n / used, 1.0 / (columns.length + 4));
    float[] distances = distances(columns, scott, chosen);
    double best = 1;
    double highest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < FACTORS; k++) {
      double factor = NARROWEST * Math.pow(WIDEST / NARROWEST, k / (FACTORS - 1.0));
      double likelihood = leftOut(distances, used, columns.length, factor * correction);
      if (likelihood > highest) {
        highest = likelihood;
        best = factor;
      }
    }
    return best;
  }

  /** Half the squared distances between the chosen points in units of Scott's bandwidths. */
  private static float[] distances(double[][] columns, double[] scott, int[] chosen) {
    int n = chosen.length;
    float[] distances = new float[n * n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        double sum = 0;
        for (int j = 0; j < columns.length; j++) {
          double z = (columns[j][chosen[i]] - columns[j][chosen[k]]) / scott[j];
          sum += 0.5 * z * z;
        }
        distances[i * n + k] = (float) sum;
        distances[k * n + i] = (float) sum;
      }
    }
    return distances;
  }

  /** Σ log p_−i(x_i) but for a constant. */
  private static double leftOut(float[] distances, int n, int dimensions, double factor) {
    return IntStream.range(0, n)
        .parallel()
        .mapToDouble(
            i -> {
              double nearest = Double.POSITIVE_INFINITY;
              for (int k = 0; k < n; k++) {
                nearest = k == i ? nearest : Math.min(nearest, distances[i * n + k]);
              }
              double sum = 0;
              for (int k = 0; k < n; k++) {
                double excess = (distances[i * n + k] - nearest) / (factor * factor);
                sum += k == i || excess > NO_MORE ? 0 : Math.exp(-excess);
              }
              return Math.log(sum) - nearest / (factor * factor) - dimensions * Math.log(factor);
            })
        .sum();
  }

  /** The number of points. */
  public int count() {
    return columns[0].length;
  }

  /** The number of coordinates. */
  public int dimensions() {
    return columns.length;
  }

  /** The standard deviation of the kernel in each coordinate, shape (dimensions). */
  public double[] bandwidths() {
    return bandwidths.clone();
  }

  /**
   * The density at a point, shape (dimensions).
   *
   * @throws IllegalArgumentException if the point has another number of coordinates
   */
  public double density(double... x) {
    Checks.sameLength(dimensions(), x.length, "Coordinates of a point");
    double sum = 0;
    for (int i = 0; i < count(); i++) {
      double product = 1;
      for (int j = 0; j < x.length; j++) {
        product *= kernel(j, i, x[j]);
      }
      sum += product;
    }
    return sum / count();
  }

  /**
   * The density at all places of a grid, shape (y, x).
   *
   * @param x places of coordinate 0
   * @param y places of coordinate 1
   * @throws IllegalStateException if the points have another number of coordinates than two
   */
  public double[] density(double[] x, double[] y) {
    if (dimensions() != 2) {
      throw new IllegalStateException(
          "A grid needs points of 2 coordinates, but these have " + dimensions());
    }
    double[] density = new double[x.length * y.length];
    double[] across = new double[x.length];
    for (int i = 0; i < count(); i++) {
      for (int k = 0; k < x.length; k++) {
        across[k] = kernel(0, i, x[k]) / count();
      }
      for (int row = 0; row < y.length; row++) {
        double up = kernel(1, i, y[row]);
        for (int k = 0; k < x.length && up > 0; k++) {
          density[row * x.length + k] += up * across[k];
        }
      }
    }
    return density;
  }

  private double kernel(int coordinate, int point, double x) {
    double z = (x - columns[coordinate][point]) / bandwidths[coordinate];
    return Math.exp(-0.5 * z * z) / (Math.sqrt(2 * Math.PI) * bandwidths[coordinate]);
  }

  /** What it is: the bandwidths, how they were chosen, and the number of points. */
  @Override
  public String toString() {
    String widths =
        Arrays.stream(bandwidths)
            .mapToObj(
                h -> NumberText.number(new BigDecimal(h).round(new MathContext(2)).doubleValue()))
            .collect(Collectors.joining(", "));
    return String.format(
        "Kernel density estimate, bandwidth %s by leave-one-out likelihood (%s points)",
        widths, NumberText.count(count()));
  }
}
