package org.dgm4j.data.exact;

import java.util.SplittableRandom;
import org.dgm4j.base.Randomness;
import org.dgm4j.probability.GaussianMixture;

/**
 * Concentric circles of radius 1, 2, … with isotropic normal noise: a circle is chosen evenly, then
 * a point of it, then noise is added. The density depends on the distance ρ from the centre only:
 * for a circle of radius r it is exp(−(ρ − r)² / 2σ²) / 2πσ² times the mean of exp(ρr (cos t − 1) /
 * σ²) over angles t, which the trapezoidal rule gives to rounding error while it is not too narrow.
 */
public final class Rings implements ExampleLaw {

  /** Steps of 0.6 deviations where c is 10,000: exact to rounding. */
  private static final int NODES = 512;

  private static final double CONCENTRATED = 1e4; // the next term of the series is below 1e-13
  private static final double[] COSINES_LESS_ONE = new double[NODES];

  static {
    for (int i = 0; i < NODES; i++) {
      double half = Math.sin(Math.PI * (i + 0.5) / (2 * NODES));
      COSINES_LESS_ONE[i] = -2 * half * half;
    }
  }

  private final int count;
  private final double variance;

  public Rings(int count, double deviation) {
    this.count = count;
    this.variance = deviation * deviation;
  }

  @Override
  public int[] shape() {
    return new int[] {2};
  }

  @Override
  public double logDensity(float[] x) {
    return logDensity(Math.hypot(x[0], x[1]));
  }

  private double logDensity(double distance) {
    double[] terms = new double[count];
    for (int i = 0; i < count; i++) {
      double radius = i + 1;
      double concentration = distance * radius / variance;
      double off = distance - radius;
      terms[i] = Math.log(meanOverAngles(concentration)) - off * off / (2 * variance);
    }
    return GaussianMixture.logSumOfExponentials(terms) - Math.log(2 * Math.PI * variance * count);
  }

  /** The mean of exp(c (cos t − 1)); where c is great, by its asymptotic series. */
  private static double meanOverAngles(double c) {
    if (c > CONCENTRATED) {
      return (1 + (1 + 9 / (16 * c)) / (8 * c)) / Math.sqrt(2 * Math.PI * c);
    }
    double sum = 0;
    for (double cosineLessOne : COSINES_LESS_ONE) {
      sum += Math.exp(c * cosineLessOne);
    }
    return sum / NODES;
  }

  @Override
  public double entropy() {
    double deviation = Math.sqrt(variance);
    return Quadrature.line(
        distance -> {
          double log = logDensity(distance);
          return -2 * Math.PI * distance * Math.exp(log) * log;
        },
        0,
        count + 12 * deviation,
        deviation / 20);
  }

  @Override
  public void into(SplittableRandom random, float[] target, int offset) {
    double radius = 1 + random.nextInt(count);
    double angle = 2 * Math.PI * random.nextDouble();
    double deviation = Math.sqrt(variance);
    target[offset] = (float) (radius * Math.cos(angle) + deviation * Randomness.gaussian(random));
    target[offset + 1] =
        (float) (radius * Math.sin(angle) + deviation * Randomness.gaussian(random));
  }
}
