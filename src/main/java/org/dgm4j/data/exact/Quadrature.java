package org.dgm4j.data.exact;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Integrals of smooth functions by sums. */
final class Quadrature {

  private static final int NEWTON_STEPS = 8; // digits double with each: no root needs more

  /** A function of the plane. */
  interface PlaneFunction {
    double at(double x, double y);
  }

  /** Nodes and weights of a sum that stands for an integral. */
  record Rule(double[] nodes, double[] weights) {}

  private Quadrature() {}

  /**
   * The Gauss–Legendre rule on an interval; the nodes are the roots of the Legendre polynomial, by
   * Newton's method on its recurrence (Abramowitz and Stegun, 22.7 and 25.4.29). That of Commons
   * Math is no more exact, and needs seconds for 256 nodes where this needs milliseconds.
   */
  static Rule legendre(int count, double from, double to) {
    double[] nodes = new double[count];
    double[] weights = new double[count];
    for (int i = 0; i < count; i++) {
      double x = Math.cos(Math.PI * (i + 0.75) / (count + 0.5));
      double slope = 0;
      for (int iteration = 0; iteration < NEWTON_STEPS; iteration++) {
        double before = 1;
        double value = x;
        for (int k = 2; k <= count; k++) {
          double next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
          before = value;
          value = next;
        }
        slope = count * (x * value - before) / (x * x - 1);
        x -= value / slope;
      }
      nodes[i] = (from + to) / 2 - x * (to - from) / 2;
      weights[i] = (to - from) / ((1 - x * x) * slope * slope);
    }
    return new Rule(nodes, weights);
  }

  /**
   * The trapezoidal rule, exponentially accurate for functions that vanish smoothly at the ends.
   */
  static double line(DoubleUnaryOperator function, double from, double to, double step) {
    int count = (int) Math.ceil((to - from) / step);
    return step
        * IntStream.rangeClosed(0, count)
            .mapToDouble(i -> function.applyAsDouble(from + i * step))
            .sum();
  }

  /** The trapezoidal rule on a square around the origin. */
  static double plane(PlaneFunction function, double halfWidth, double step) {
    int count = (int) Math.ceil(2 * halfWidth / step);
    return step
        * IntStream.rangeClosed(0, count)
            .parallel()
            .mapToDouble(
                i -> line(y -> function.at(-halfWidth + i * step, y), -halfWidth, halfWidth, step))
            .sum();
  }

  /** The entropy of a density on the plane, from its logarithm. */
  static double entropy(PlaneFunction logDensity, double halfWidth, double step) {
    return plane(
        (x, y) -> {
          double log = logDensity.at(x, y);
          double density = Math.exp(log);
          return density == 0 ? 0 : -density * log;
        },
        halfWidth,
        step);
  }
}
