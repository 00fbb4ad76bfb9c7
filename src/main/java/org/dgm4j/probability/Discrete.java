package org.dgm4j.probability;

import org.apache.commons.statistics.distribution.DiscreteDistribution;
import org.dgm4j.base.Seeds;

/** A distribution of one whole number, in the terms of Commons Statistics and in ours. */
public non-sealed interface Discrete extends Univariate, DiscreteDistribution {

  /** The probability of a value: the probability mass function. */
  default double pmf(int x) {
    return probability(x);
  }

  @Override
  default double logProbability(double x) {
    return x == Math.rint(x) && Math.abs(x) <= Integer.MAX_VALUE
        ? logProbability((int) x)
        : Double.NEGATIVE_INFINITY;
  }

  @Override
  default Draws.Integers sample(int count) {
    return sample(count, Seeds.next());
  }

  @Override
  default Draws.Integers sample(int count, long seed) {
    return Draws.of(this, count, seed);
  }
}
