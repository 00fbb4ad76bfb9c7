package org.dgm4j.base;

import java.security.SecureRandom;

/**
 * The one source of seeds of a session: every call that draws at random and is given no seed takes
 * one from here.
 *
 * <p>After {@code Seeds.set(42)} the same calls in the same order draw the same values. Until a
 * seed is set, the sequence starts from a number taken from the system's entropy, which {@link
 * #current()} reports so that a lucky run can be repeated. All methods are safe to call from
 * several threads; the order in which threads take their seeds is then theirs.
 */
public final class Seeds {

  private static long current = new SecureRandom().nextInt(1_000_000_000);
  private static long state = current;

  private Seeds() {}

  /** Starts the sequence of seeds that belongs to this seed. */
  public static synchronized void set(long seed) {
    current = seed;
    state = seed;
  }

  /** The seed last set; before the first {@link #set}, a number drawn from system entropy. */
  public static synchronized long current() {
    return current;
  }

  /**
   * The next seed of the sequence, for one call.
   *
   * <p>SplitMix64: Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA
   * 2014. No seed repeats within 2^64 calls.
   */
  public static synchronized long next() {
    state += Randomness.GOLDEN_GAMMA;
    return Randomness.mix(state);
  }
}
