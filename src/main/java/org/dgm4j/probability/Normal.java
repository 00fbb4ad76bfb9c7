package org.dgm4j.probability;

import java.math.BigInteger;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.dgm4j.base.Checks;
import org.dgm4j.base.NumberText;

/** The normal distribution, with the numerics of Commons Statistics. */
public final class Normal implements Continuous {

  private final NormalDistribution normal;

  private Normal(double mean, double standardDeviation) {
    normal = NormalDistribution.of(mean, standardDeviation);
  }

  /**
   * A normal distribution.
   *
   * @throws IllegalArgumentException if the standard deviation is not above 0, or one is not finite
   */
  public static Normal of(double mean, double standardDeviation) {
    return new Normal(
        Checks.finite(mean, "The mean of a normal distribution"),
        Checks.positive(standardDeviation, "The standard deviation of a normal distribution"));
  }

  /** The standard deviation. */
  public double standardDeviation() {
    return normal.getStandardDeviation();
  }

  @Override
  public double density(double x) {
    return normal.density(x);
  }

  @Override
  public double probability(double x0, double x1) {
    return normal.probability(x0, x1);
  }

  @Override
  public double logDensity(double x) {
    return normal.logDensity(x);
  }

  @Override
  public double cumulativeProbability(double x) {
    return normal.cumulativeProbability(x);
  }

  @Override
  public double survivalProbability(double x) {
    return normal.survivalProbability(x);
  }

  @Override
  public double inverseCumulativeProbability(double p) {
    return normal.inverseCumulativeProbability(p);
  }

  @Override
  public double inverseSurvivalProbability(double p) {
    return normal.inverseSurvivalProbability(p);
  }

  @Override
  public double getMean() {
    return normal.getMean();
  }

  @Override
  public double getVariance() {
    return normal.getVariance();
  }

  @Override
  public double getSupportLowerBound() {
    return normal.getSupportLowerBound();
  }

  @Override
  public double getSupportUpperBound() {
    return normal.getSupportUpperBound();
  }

  @Override
  public Sampler createSampler(UniformRandomProvider rng) {
    return normal.createSampler(rng);
  }

  /** The entropy in nats: ½ log(2πe σ²). */
  @Override
  public double entropy() {
    return 0.5 * Math.log(2 * Math.PI * Math.E) + Math.log(standardDeviation());
  }

  @Override
  public BigInteger parameters() {
    return BigInteger.TWO;
  }

  @Override
  public String name() {
    return String.format(
        "Normal(%s, %s)", NumberText.number(getMean()), NumberText.number(standardDeviation()));
  }

  /** The moments, entropy in nats and number of free parameters. */
  @Override
  public String toString() {
    return name() + ": " + FiniteDiscrete.numbers(this);
  }
}
