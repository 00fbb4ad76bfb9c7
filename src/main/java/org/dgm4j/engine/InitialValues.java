package org.dgm4j.engine;

import java.util.SplittableRandom;

/** What parameters are before training. */
public final class InitialValues {

  private InitialValues() {}

  /** Independent values, uniform in ±bound; the same seed gives the same values. */
  public static float[] uniform(int size, double bound, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
    }
    return values;
  }
}
