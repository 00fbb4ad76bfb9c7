package org.dgm4j.probability;

/** A distribution of one number. */
public sealed interface Univariate extends Distribution permits Discrete, Continuous {

  /** The mean, under the name that Commons Statistics has for it. */
  double getMean();

  /** The variance, under the name that Commons Statistics has for it. */
  double getVariance();

  /** The mean. */
  default double mean() {
    return getMean();
  }

  /** The variance. */
  default double variance() {
    return getVariance();
  }

  /** The logarithm of the probability or density at a value, in nats; −∞ where that is 0. */
  double logProbability(double x);

  @Override
  default int dimensions() {
    return 1;
  }
}
