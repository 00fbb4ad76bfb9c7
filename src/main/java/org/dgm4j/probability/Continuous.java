package org.dgm4j.probability;

import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.dgm4j.base.Seeds;

/** A distribution of one real number, in the terms of Commons Statistics and in ours. */
public non-sealed interface Continuous extends Univariate, ContinuousDistribution {

  /** The logarithm of the density in nats, the same as {@code logDensity}. */
  @Override
  default double logProbability(double x) {
    return logDensity(x);
  }

  @Override
  default Draws.Reals sample(int count) {
    return sample(count, Seeds.next());
  }

  @Override
  default Draws.Reals sample(int count, long seed) {
    return Draws.of(this, count, seed);
  }
}
