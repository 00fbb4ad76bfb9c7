package org.dgm4j.base;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one source of seeds of a {@link Session}: every call that draws at random and is given no
 * seed takes one from here.
 *
 * <p>After {@code Seeds.set(42)} the same calls in the same order draw the same values. Until a
 * seed is set, the sequence starts from a number taken from the system's entropy, which {@link
 * #current()} reports so that a lucky run can be repeated. All methods are safe to call from
 * several threads; the order in which threads take their seeds is then theirs.
 */
public final class Seeds {

  private static final SessionValue<Seeds> OF_SESSION =
      SessionValue.of(() -> new Seeds(new SecureRandom().nextInt(1_000_000_000)));

  private final long start;
  private final AtomicLong state;

  private Seeds(long start) {
    this.start = start;
    state = new AtomicLong(start);
  }

  /** Starts the sequence of seeds that belongs to this seed. */
  public static void set(long seed) {
    OF_SESSION.set(new Seeds(seed));
  }

  /** The seed last set; before the first {@link #set}, a number drawn from system entropy. */
  public static long current() {
    return OF_SESSION.get().start;
  }

  /**
   * The next seed of the sequence, for one call.
   *
   * <p>SplitMix64: Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA
   * 2014. No seed repeats within 2^64 calls.
   */
  public static long next() {
    return Randomness.mix(OF_SESSION.get().state.addAndGet(Randomness.GOLDEN_GAMMA));
  }
}
