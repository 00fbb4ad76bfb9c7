package org.dgm4j.probability.variational;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.dgm4j.probability.GaussianMixture;

/** A density of one or two dimensions at the middles of the cells of a fine grid. */
final class TargetGrid {

  /** Odd, so that a cell has the middle of the range in its own; evaluated in a moment. */
  private static final int LINE = 4001;

  /** Odd as well; 90,601 cells, which take 0.7 MB. */
  private static final int PLANE = 301;

  /** What is missed then changes the log-evidence by no more than a millionth of a nat. */
  private static final double NEGLIGIBLE = 1e-6;

  /** Finds what lies up to three half-widths beyond the range. Not tuned. */
  private static final double WIDER = 4;

  /**
   * The error of the midpoint rule for a normal density is about 2 exp(−2π² σ² / h²) with cells of
   * width h: a grid four times as fine has it to the power of 16.
   */
  private static final int COARSE = 4;

  /** Of a normal density the fine grid is then exact to rounding, see {@link #COARSE}. */
  private static final double UNEQUAL = 0.05;

  private final int dimensions;
  private final int side;
  private final double low;
  private final double cell;
  private final double[] cumulative;
  private final double logIntegral;
  private final boolean vanishes;
  private final boolean resolved;

  /**
   * @param anywhere the same as the log-density, but need not be finite beyond the grid
   */
  TargetGrid(
      ToDoubleFunction<double[]> logDensity,
      ToDoubleFunction<double[]> anywhere,
      int dimensions,
      double low,
      double high) {
    this.dimensions = dimensions;
    this.low = low;
    side = dimensions == 1 ? LINE : PLANE;
    cell = (high - low) / side;
    double[] logs = new double[dimensions == 1 ? side : side * side];
    Arrays.setAll(logs, i -> logDensity.applyAsDouble(middle(i)));
    double total = GaussianMixture.logSumOfExponentials(logs);
    logIntegral = total + dimensions * Math.log(cell);
    double edge = 0;
    double[] shares = new double[dimensions == 1 ? COARSE : COARSE * COARSE];
    cumulative = new double[logs.length];
    for (int i = 0; i < logs.length; i++) {
      double mass = Math.exp(logs[i] - total);
      boolean outside = isEdge(i % side) || dimensions == 2 && isEdge(i / side);
      edge += outside ? mass : 0;
      shares[i % side % COARSE + (dimensions == 1 ? 0 : i / side % COARSE * COARSE)] += mass;
      cumulative[i] = (i == 0 ? 0 : cumulative[i - 1]) + mass;
    }
    vanishes = edge < NEGLIGIBLE && massAround(anywhere) < NEGLIGIBLE;
    resolved = Arrays.stream(shares).allMatch(s -> Math.abs(s * shares.length - 1) < UNEQUAL);
  }

  /** The mass in the cells of a grid four times as wide that lie outside of this one, coarsely. */
  private double massAround(ToDoubleFunction<double[]> logDensity) {
    double middle = low + side * cell / 2;
    double[] logs = new double[cumulative.length];
    for (int i = 0; i < logs.length; i++) {
      double[] place = middle(i);
      boolean outside = false;
      for (int j = 0; j < dimensions; j++) {
        place[j] = middle + WIDER * (place[j] - middle);
        outside |= Math.abs(place[j] - middle) > side * cell / 2;
      }
      double log = outside ? logDensity.applyAsDouble(place) : Double.NEGATIVE_INFINITY;
      logs[i] = Double.isFinite(log) ? log : Double.NEGATIVE_INFINITY;
    }
    double total = GaussianMixture.logSumOfExponentials(logs);
    return Math.exp(total + dimensions * Math.log(WIDER * cell) - logIntegral);
  }

  private boolean isEdge(int index) {
    return index == 0 || index == side - 1;
  }

  private double[] middle(int i) {
    double first = low + (i % side + 0.5) * cell;
    return dimensions == 1
        ? new double[] {first}
        : new double[] {first, low + (i / side + 0.5) * cell};
  }

  /**
   * The logarithm of the integral by the midpoint rule, which is exponentially accurate for smooth
   * densities that vanish at the edge; empty if the density does not, or is so narrow in some
   * direction that the coarser grids, of every fourth cell, do not agree.
   */
  OptionalDouble logIntegral() {
    return vanishes && resolved ? OptionalDouble.of(logIntegral) : OptionalDouble.empty();
  }

  /** Whether next to nothing of the density lies in the cells at the edge, or is seen beyond. */
  boolean vanishesAtTheEdge() {
    return vanishes;
  }

  /** Points of cells drawn by their mass, uniform within their cell; shape (count, dimensions). */
  double[][] draws(int count, long seed) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    double all = cumulative[cumulative.length - 1];
    double[][] draws = new double[count][];
    Arrays.setAll(
        draws,
        n -> {
          int found = Arrays.binarySearch(cumulative, random.nextDouble() * all);
          int i = Math.min(found < 0 ? -found - 1 : found + 1, cumulative.length - 1);
          double[] point = middle(i);
          for (int j = 0; j < dimensions; j++) {
            point[j] += (random.nextDouble() - 0.5) * cell;
          }
          return point;
        });
    return draws;
  }
}
