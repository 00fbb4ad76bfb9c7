package org.dgm4j.base;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Random numbers by position: a pure function of a seed and a counter, so that a result does not
 * depend on the order or the number of threads. The mixing function is the finalizer of SplitMix64
 * (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
 */
public final class Randomness {

  /** The odd number nearest to 2^64 divided by the golden ratio: a step that spreads evenly. */
  static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private Randomness() {}

  /** A seed for one of several independent uses of a seed. */
  public static long derive(long seed, long use) {
    return mix(mix(seed) + GOLDEN_GAMMA * (use + 1));
  }

  /** A number in [0, 1) with 24 random bits. */
  public static float uniform(long seed, long position) {
    return (derive(seed, position) >>> 40) * 0x1p-24f;
  }

  /** The numbers from 0 to before {@code count} in random order. */
  public static int[] shuffled(int count, long seed) {
    int[] order = IntStream.range(0, count).toArray();
    for (int i = count - 1; i > 0; i--) {
      int j = (int) ((derive(seed, i) >>> 1) % (i + 1));
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  /** A standard normal number (Box and Muller, 1958). */
  public static double gaussian(SplittableRandom random) {
    double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
    return radius * Math.cos(2 * Math.PI * random.nextDouble());
  }

  /** Draws the values of one example into an array, from an offset on. */
  public interface Draw {
    void into(SplittableRandom random, float[] target, int offset);
  }

  /** Examples drawn side by side, each from its own random numbers; shape (count, dimensions). */
  public static float[] examples(int count, int dimensions, long seed, Draw draw) {
    float[] values = new float[Math.multiplyExact(count, dimensions)];
    ProgressTask.inParallel(
        "example",
        count,
        i -> draw.into(new SplittableRandom(derive(seed, i)), values, i * dimensions));
    return values;
  }

  static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
