package org.dgm4j.probability;

/** A distribution of one number. */
public sealed interface Univariate extends Distribution permits Discrete, Continuous {

  /** The mean. */
  double mean();

  /** The variance. */
  double variance();

  /** The logarithm of the probability or density at a value, in nats; −∞ where that is 0. */
  double logProbability(double x);

  @Override
  default int dimensions() {
    return 1;
  }
}
