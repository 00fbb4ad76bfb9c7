package org.dgm4j.probability;

import org.dgm4j.base.Seeds;

/** A distribution of points with {@link #dimensions()} real coordinates. */
public interface Multivariate extends Distribution {

  /**
   * The logarithm of the density at a point, in nats; −∞ where the density is 0. Coordinates that
   * are discrete contribute their probability instead.
   *
   * @param x the point, shape (dimensions)
   * @throws IllegalArgumentException if the point has another number of coordinates
   */
  double logProbability(double... x);

  /** The density at a point, shape (dimensions). */
  default double density(double... x) {
    return Math.exp(logProbability(x));
  }

  /** The mean, shape (dimensions). */
  double[] mean();

  /** The variance of each coordinate, shape (dimensions). */
  double[] variance();

  @Override
  default Draws.Vectors sample(int count) {
    return sample(count, Seeds.next());
  }

  @Override
  Draws.Vectors sample(int count, long seed);
}
