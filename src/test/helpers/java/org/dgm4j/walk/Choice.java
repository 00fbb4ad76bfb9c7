package org.dgm4j.walk;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.dgm4j.data.Ordering;

/** Draws the options of a configuration; the same seed draws the same. */
final class Choice {

  private static final int SIDE = 28;
  private static final int MOST_VALUES = SIDE * SIDE;

  private final SplittableRandom random;

  Choice(long seed) {
    random = new SplittableRandom(seed);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  @SafeVarargs
  final <T> T oneOf(T... values) {
    return values[random.nextInt(values.length)];
  }

  /** Evenly from least to most. */
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  /** From least to most, each order of magnitude as often as another. */
  int number(int least, int most) {
    return Math.min(most, (int) Math.exp(random.nextDouble(Math.log(least), Math.log(most + 1.0))));
  }

  /** As {@link #number}, with one significant digit, so that it is short in Java. */
  double real(double least, double most) {
    double value = Math.exp(random.nextDouble(Math.log(least), Math.log(most)));
    double unit = Math.pow(10, Math.floor(Math.log10(value)));
    return Double.parseDouble("%.0e".formatted(Math.round(value / unit) * unit));
  }

  long seed() {
    return random.nextInt(1000);
  }

  /** (channels, height, width) of the usual sizes or any others up to them. */
  int[] image(Integer... channels) {
    int[] size =
        oneOf(
            new int[] {SIDE, SIDE},
            new int[] {14, 14},
            new int[] {13, 11},
            new int[] {8, 8},
            new int[] {between(1, SIDE), between(1, SIDE)});
    return new int[] {oneOf(channels), size[0], size[1]};
  }

  /** (channels, height, width) or (dimensions). */
  int[] shape(Integer... channels) {
    return chance(0.6) ? image(channels) : new int[] {number(1, MOST_VALUES)};
  }

  Ordering ordering(int... shape) {
    int dimensions = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    if (chance(0.4)) {
      return Ordering.raster();
    }
    if (shape.length == 3 && chance(0.5)) {
      return oneOf(Ordering.columns(), Ordering.spiral());
    }
    return dimensions <= 10 ? Ordering.of(permutation(dimensions)) : Ordering.random(seed());
  }

  private int[] permutation(int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** The units of so many layers. */
  int[] layers(int count, int most) {
    int[] units = new int[count];
    Arrays.setAll(units, i -> number(1, most));
    return units;
  }
}
