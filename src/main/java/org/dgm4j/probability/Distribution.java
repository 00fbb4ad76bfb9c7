package org.dgm4j.probability;

import java.math.BigInteger;
import org.dgm4j.base.Seeds;

/**
 * A probability distribution that can be sampled, with its size and its uncertainty in numbers.
 *
 * <p>One-dimensional ones are {@link Discrete} or {@link Continuous}, points of several real
 * dimensions are {@link Multivariate}, several discrete variables are a {@code JointDistribution}.
 */
public interface Distribution {

  /** A short name with the parameters, for example {@code Normal(0, 1)}. */
  String name();

  /** The number of values of one draw. */
  int dimensions();

  /** The entropy in nats; of a density, the differential entropy. */
  double entropy();

  /** The number of free parameters of the family: what must be chosen to fix one member. */
  BigInteger parameters();

  /**
   * Independent draws, from the next seed of {@link Seeds}.
   *
   * @throws IllegalArgumentException if {@code count} is below 1
   */
  default Draws sample(int count) {
    return sample(count, Seeds.next());
  }

  /**
   * Independent draws; the same seed gives the same draws.
   *
   * @throws IllegalArgumentException if {@code count} is below 1
   */
  Draws sample(int count, long seed);
}
