package org.dgm4j.data.exact;

import java.util.SplittableRandom;
import org.dgm4j.base.Randomness;
import org.dgm4j.probability.GaussianMixture;

/**
 * Twisted blades: a point is drawn from a normal distribution that is long in the radial direction,
 * turned to one of several evenly spaced blades, and then turned further by an angle proportional
 * to its distance from the centre. That last map preserves areas (its Jacobian determinant is 1),
 * so the density is that of the straight blades at the point turned back, and the entropy is
 * theirs.
 */
public final class Pinwheel implements ExampleLaw {

  private static final int BLADES = 5; // the usual number

  /** Three deviations along, so that blades begin near the centre. */
  private static final double DISTANCE = 2;

  private static final double RADIAL = 0.6; // four times the width of a blade
  private static final double TANGENTIAL = 0.15; // neighbouring blades are 2.4 apart

  /** 1.2 radians at the distance of blades: about one blade further. */
  private static final double TWIST = 0.6;

  @Override
  public int[] shape() {
    return new int[] {2};
  }

  @Override
  public double logDensity(float[] x) {
    double back = -TWIST * Math.hypot(x[0], x[1]);
    return straight(
        x[0] * Math.cos(back) - x[1] * Math.sin(back),
        x[0] * Math.sin(back) + x[1] * Math.cos(back));
  }

  private static double straight(double x, double y) {
    double[] terms = new double[BLADES];
    for (int blade = 0; blade < BLADES; blade++) {
      double angle = -2 * Math.PI * blade / BLADES;
      double radial = (x * Math.cos(angle) - y * Math.sin(angle) - DISTANCE) / RADIAL;
      double tangential = (x * Math.sin(angle) + y * Math.cos(angle)) / TANGENTIAL;
      terms[blade] = -(radial * radial + tangential * tangential) / 2;
    }
    return GaussianMixture.logSumOfExponentials(terms)
        - Math.log(2 * Math.PI * RADIAL * TANGENTIAL * BLADES);
  }

  @Override
  public double entropy() {
    return Quadrature.entropy(Pinwheel::straight, DISTANCE + 10 * RADIAL, TANGENTIAL / 3);
  }

  @Override
  public void into(SplittableRandom random, float[] target, int offset) {
    double radial = DISTANCE + RADIAL * Randomness.gaussian(random);
    double tangential = TANGENTIAL * Randomness.gaussian(random);
    double angle =
        2 * Math.PI * random.nextInt(BLADES) / BLADES + TWIST * Math.hypot(radial, tangential);
    target[offset] = (float) (radial * Math.cos(angle) - tangential * Math.sin(angle));
    target[offset + 1] = (float) (radial * Math.sin(angle) + tangential * Math.cos(angle));
  }
}
