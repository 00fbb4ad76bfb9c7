package org.dgm4j.data.exact;

import java.util.SplittableRandom;

/**
 * Binary images whose pixels, in raster order, are a Markov chain: each pixel depends on the one
 * before only, also from the end of a row to the start of the next.
 */
public final class MarkovImages implements ExampleLaw {

  private final int height;
  private final int width;
  private final double first;
  private final double afterZero;
  private final double afterOne;

  public MarkovImages(int height, int width, double first, double afterZero, double afterOne) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          String.format("An image cannot be %d×%d; both sizes must be at least 1", height, width));
    }
    this.height = height;
    this.width = width;
    this.first = probability("p(first pixel = 1)", first);
    this.afterZero = probability("p(1 after 0)", afterZero);
    this.afterOne = probability("p(1 after 1)", afterOne);
  }

  public static double probability(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          String.format("%s must be a probability from 0 to 1, not %s", name, value));
    }
    return value;
  }

  @Override
  public int[] shape() {
    return new int[] {1, height, width};
  }

  @Override
  public double logDensity(float[] x) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      if (x[i] != 0 && x[i] != 1) {
        return Double.NEGATIVE_INFINITY;
      }
      double one = i == 0 ? first : x[i - 1] == 1 ? afterOne : afterZero;
      sum += Math.log(x[i] == 1 ? one : 1 - one);
    }
    return sum;
  }

  /** The chain rule: the entropy of each pixel given the one before, summed. */
  @Override
  public double entropy() {
    double sum = entropy(first);
    double one = first;
    for (int i = 1; i < height * width; i++) {
      sum += (1 - one) * entropy(afterZero) + one * entropy(afterOne);
      one = (1 - one) * afterZero + one * afterOne;
    }
    return sum;
  }

  private static double entropy(double p) {
    return p == 0 || p == 1 ? 0 : -p * Math.log(p) - (1 - p) * Math.log1p(-p);
  }

  @Override
  public void into(SplittableRandom random, float[] target, int offset) {
    double one = first;
    for (int i = offset; i < offset + dimensions(); i++) {
      target[i] = random.nextDouble() < one ? 1 : 0;
      one = target[i] == 1 ? afterOne : afterZero;
    }
  }
}
