package org.dgm4j.data.exact;

import java.util.SplittableRandom;
import org.dgm4j.base.Randomness;
import org.dgm4j.probability.GaussianMixture;

/**
 * Points of the plane with isotropic normal noise. The points are a few, or lie on a curve; a curve
 * is given by the nodes of a quadrature rule, so that the density, an integral along the curve, is
 * a sum over nodes.
 */
public final class NoisyPoints implements ExampleLaw {

  private static final int NODES = 256; // a step of π / 256 is an eighth of a deviation of 0.1

  /** Draws a point without noise. */
  private interface Source {
    double[] point(SplittableRandom random);
  }

  private final double[][] nodes;
  private final double[] logWeights;
  private final double deviation;
  private final double halfWidth;
  private final Source source;

  private NoisyPoints(
      double[][] nodes, double[] weights, double deviation, double halfWidth, Source source) {
    this.nodes = nodes;
    this.deviation = deviation;
    this.halfWidth = halfWidth;
    this.source = source;
    logWeights = new double[nodes.length];
    for (int i = 0; i < nodes.length; i++) {
      logWeights[i] = Math.log(weights[i]) - Math.log(2 * Math.PI * deviation * deviation);
    }
  }

  /** Equally probable points at equal distances on a circle, the first one on the right. */
  public static NoisyPoints onCircle(int count, double radius, double deviation) {
    double[][] points = new double[count][];
    double[] weights = new double[count];
    for (int i = 0; i < count; i++) {
      double angle = 2 * Math.PI * i / count;
      points[i] = new double[] {radius * Math.cos(angle), radius * Math.sin(angle)};
      weights[i] = 1.0 / count;
    }
    return new NoisyPoints(
        points,
        weights,
        deviation,
        radius + 12 * deviation,
        random -> points[random.nextInt(count)]);
  }

  /** Two half circles of radius 1 that interlock: (cos t, sin t) and (1 − cos t, ½ − sin t). */
  public static NoisyPoints moons(double deviation) {
    Quadrature.Rule rule = Quadrature.legendre(NODES, 0, Math.PI);
    double[][] points = new double[2 * NODES][];
    double[] weights = new double[2 * NODES];
    for (int i = 0; i < 2 * NODES; i++) {
      points[i] = moon(i < NODES, rule.nodes()[i % NODES]);
      weights[i] = rule.weights()[i % NODES] / (2 * Math.PI);
    }
    return new NoisyPoints(
        points,
        weights,
        deviation,
        2 + 12 * deviation,
        random -> moon(random.nextBoolean(), Math.PI * random.nextDouble()));
  }

  private static double[] moon(boolean upper, double t) {
    return upper
        ? new double[] {Math.cos(t), Math.sin(t)}
        : new double[] {1 - Math.cos(t), 0.5 - Math.sin(t)};
  }

  @Override
  public int[] shape() {
    return new int[] {2};
  }

  @Override
  public double logDensity(float[] x) {
    return logDensity(x[0], x[1]);
  }

  private double logDensity(double x, double y) {
    double[] terms = new double[nodes.length];
    for (int i = 0; i < terms.length; i++) {
      double dx = (x - nodes[i][0]) / deviation;
      double dy = (y - nodes[i][1]) / deviation;
      terms[i] = logWeights[i] - (dx * dx + dy * dy) / 2;
    }
    return GaussianMixture.logSumOfExponentials(terms);
  }

  @Override
  public double entropy() {
    return Quadrature.entropy(this::logDensity, halfWidth, deviation / 3);
  }

  @Override
  public void into(SplittableRandom random, float[] target, int offset) {
    double[] point = source.point(random);
    target[offset] = (float) (point[0] + deviation * Randomness.gaussian(random));
    target[offset + 1] = (float) (point[1] + deviation * Randomness.gaussian(random));
  }
}
