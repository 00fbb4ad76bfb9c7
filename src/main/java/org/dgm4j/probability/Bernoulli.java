package org.dgm4j.probability;

import java.math.BigInteger;
import org.apache.commons.rng.UniformRandomProvider;
import org.dgm4j.base.Checks;
import org.dgm4j.base.NumberText;

/** A coin: 1 with probability p, 0 with probability 1 − p. */
public final class Bernoulli extends FiniteDiscrete {

  private final double p;

  private Bernoulli(double p) {
    super(new int[] {0, 1}, new double[] {1 - p, p});
    this.p = p;
  }

  /**
   * A coin that shows 1 with this probability.
   *
   * @throws IllegalArgumentException if {@code p} is not between 0 and 1
   */
  public static Bernoulli of(double p) {
    return new Bernoulli(Checks.probability(p, "Bernoulli.of(0.3)"));
  }

  /** The probability of 1. */
  public double probabilityOfOne() {
    return p;
  }

  @Override
  public double getMean() {
    return p;
  }

  @Override
  public double getVariance() {
    return p * (1 - p);
  }

  @Override
  public BigInteger parameters() {
    return BigInteger.ONE;
  }

  @Override
  public Sampler createSampler(UniformRandomProvider rng) {
    return () -> rng.nextDouble() < p ? 1 : 0;
  }

  @Override
  public String name() {
    return "Bernoulli(" + NumberText.number(p) + ")";
  }

  /** The probabilities, moments, entropy in nats and number of free parameters. */
  @Override
  public String toString() {
    return String.format(
        "%s: p(0) = %s, p(1) = %s; %s",
        name(), NumberText.number(1 - p), NumberText.number(p), numbers(this));
  }
}
