package org.dgm4j.engine;

/** Functions of whole arrays, in loops that HotSpot turns into vector instructions. */
public final class VectorMath {

  private VectorMath() {}

  /** y = σ(x) to 3e-7, in the first {@code count} places. */
  public static void sigmoid(float[] x, float[] y, int count) {
    for (int j = 0; j < count; j++) {
      y[j] = 0.5f + 0.5f * tanh(0.5f * x[j]);
    }
  }

  /** y = tanh(x) to 6e-7, in the first {@code count} places. */
  public static void tanh(float[] x, float[] y, int count) {
    for (int j = 0; j < count; j++) {
      y[j] = tanh(x[j]);
    }
  }

  /**
   * A rational approximation of tanh on [−9, 9] (minimax coefficients of Eigen's float tanh). The
   * clamp is written with absolute values because HotSpot turns those, unlike min and max, into
   * vector instructions.
   */
  private static float tanh(float x) {
    float t = 0.5f * (Math.abs(x + 9f) - Math.abs(x - 9f));
    float s = t * t;
    float p = -2.76076847742355e-16f * s + 2.00018790482477e-13f;
    p = p * s - 8.60467152213735e-11f;
    p = p * s + 5.12229709037114e-08f;
    p = p * s + 1.48572235717979e-05f;
    p = p * s + 6.37261928875436e-04f;
    p = p * s + 4.89352455891786e-03f;
    float q = 1.19825839466702e-06f * s + 1.18534705686654e-04f;
    q = q * s + 2.26843463243900e-03f;
    q = q * s + 4.89352518554385e-03f;
    return t * p / q;
  }

  /** y = max(0, x). */
  public static void rectify(float[] x, float[] y) {
    for (int j = 0; j < y.length; j++) {
      y[j] = 0.5f * (x[j] + Math.abs(x[j]));
    }
  }

  /**
   * Sets a gradient to zero where the rectified values are: in floats, r / (r + 2⁻¹²⁶) is 1 for
   * every r that is not tiny. HotSpot turns this, unlike a condition, into vector instructions.
   */
  public static void mask(float[] rectified, float[] gradient) {
    for (int j = 0; j < gradient.length; j++) {
      gradient[j] *= rectified[j] / (rectified[j] + Float.MIN_NORMAL);
    }
  }
}
