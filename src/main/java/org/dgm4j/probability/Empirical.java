package org.dgm4j.probability;

import java.math.BigInteger;
import java.util.Arrays;
import org.dgm4j.base.Checks;
import org.dgm4j.base.NumberText;

/** The distribution of observed whole numbers: each has its share of the observations. */
public final class Empirical extends FiniteDiscrete {

  private final int observations;

  private Empirical(int[] support, double[] probabilities, int observations) {
    super(support, probabilities);
    this.observations = observations;
  }

  /**
   * The distribution of observed whole numbers.
   *
   * @throws IllegalArgumentException if there is no observation
   */
  public static Empirical of(int... observations) {
    Checks.atLeast(1, observations.length, "The number of observations");
    int[] support = Arrays.stream(observations).sorted().distinct().toArray();
    double[] probabilities = new double[support.length];
    for (int observation : observations) {
      probabilities[Arrays.binarySearch(support, observation)]++;
    }
    return new Empirical(
        support, Checks.divided(probabilities, observations.length), observations.length);
  }

  /**
   * The distribution of observed real numbers.
   *
   * @throws IllegalArgumentException if there is no observation, or one is not finite
   */
  public static EmpiricalVectors of(double... observations) {
    return EmpiricalVectors.of(
        Arrays.stream(observations).mapToObj(x -> new double[] {x}).toArray(double[][]::new));
  }

  /**
   * The distribution of observed points, shape (observations, dimensions).
   *
   * @throws IllegalArgumentException if there is no observation, they differ in the number of
   *     coordinates, or one is not finite
   */
  public static EmpiricalVectors of(double[]... observations) {
    return EmpiricalVectors.of(observations);
  }

  /** The number of observations. */
  public int observations() {
    return observations;
  }

  /** One less than the number of different values. */
  @Override
  public BigInteger parameters() {
    return BigInteger.valueOf(support().length - 1);
  }

  @Override
  public String name() {
    return "Empirical distribution of " + NumberText.count(observations) + " observations";
  }

  /** The number of different values, moments, entropy in nats and number of free parameters. */
  @Override
  public String toString() {
    return String.format(
        "%s: %s values; %s", name(), NumberText.count(support().length), numbers(this));
  }
}
