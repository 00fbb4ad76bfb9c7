package org.dgm4j.base;

import java.util.Locale;
import java.util.function.IntFunction;

/** Arguments that several classes of the package check alike. */
public final class Checks {

  /** How far a sum of probabilities may be from 1: enough for values that were once floats. */
  private static final double SUM_TOLERANCE = 1e-6;

  /** Rounding of a sum of exact decimals, which is left alone. */
  private static final double ROUNDING = 1e-12;

  private Checks() {}

  /**
   * A copy of the probabilities, divided by their sum if that is off by more than rounding.
   *
   * @param what names the probabilities in an error, for example "The probabilities"
   * @param name names probability i in an error
   */
  public static double[] probabilities(double[] p, String what, IntFunction<String> name) {
    double sum = weights(p, what, name);
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s sum to %s, but they must sum to 1; divide each by %s or correct one",
              what,
              NumberText.number(sum),
              NumberText.number(sum)));
    }
    return Math.abs(sum - 1) > ROUNDING ? divided(p, sum) : p.clone();
  }

  public static double[] probabilities(double[] p) {
    return probabilities(p, "The probabilities", i -> "Probability " + (i + 1));
  }

  /** Checks non-negative weights with a positive sum and gives the sum. */
  public static double weights(double[] weights, String what, IntFunction<String> name) {
    if (weights.length == 0) {
      throw new IllegalArgumentException(
          what + " are empty, but at least one is needed, as in Categorical.of(0.1, 0.2, 0.7)");
    }
    for (int i = 0; i < weights.length; i++) {
      if (!(weights[i] >= 0) || Double.isInfinite(weights[i])) {
        throw new IllegalArgumentException(
            String.format(
                "%s is %s, but it must be a number that is 0 or more",
                name.apply(i), NumberText.number(weights[i])));
      }
    }
    double sum = sum(weights);
    if (!(sum > 0) || Double.isInfinite(sum)) {
      throw new IllegalArgumentException(
          String.format(
              "%s sum to %s, but at least one must be above 0", what, NumberText.number(sum)));
    }
    return sum;
  }

  public static double[] divided(double[] weights, double sum) {
    double[] p = new double[weights.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = weights[i] / sum;
    }
    return p;
  }

  public static double probability(double p, String example) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException(
          String.format(
              "A probability lies between 0 and 1, but %s was given; type for example %s",
              NumberText.number(p), example));
    }
    return p;
  }

  public static double finite(double x, String what) {
    if (!Double.isFinite(x)) {
      throw new IllegalArgumentException(
          String.format("%s must be a finite number, but is %s", what, NumberText.number(x)));
    }
    return x;
  }

  public static double positive(double x, String what) {
    if (!(x > 0) || Double.isInfinite(x)) {
      throw new IllegalArgumentException(
          String.format(
              "%s must be a finite number above 0, but is %s", what, NumberText.number(x)));
    }
    return x;
  }

  public static int atLeast(int least, int n, String what) {
    if (n < least) {
      throw new IllegalArgumentException(
          String.format("%s must be at least %d, but is %d", what, least, n));
    }
    return n;
  }

  /** The number itself; refuses one that is not finite or below 0, with what to type instead. */
  public static double notNegative(String what, double x, String example) {
    if (!(x >= 0) || Double.isInfinite(x)) {
      throw new IllegalArgumentException(
          "%s can't be negative, but is %s: try %s".formatted(what, x, example));
    }
    return x;
  }

  /** The number of samples; refuses a negative one. */
  public static int sampleCount(int count) {
    if (count < 0) {
      throw new IllegalArgumentException(
          "The number of samples can't be negative, but is " + count + ": try .sample(64)");
    }
    return count;
  }

  public static void sameLength(int expected, int actual, String what) {
    if (expected != actual) {
      throw new IllegalArgumentException(
          String.format("%s: %d expected, but %d given", what, expected, actual));
    }
  }

  /** The sum with Neumaier's correction: exact to rounding for any number of terms. */
  public static double sum(double[] terms) {
    double sum = 0;
    double lost = 0;
    for (double term : terms) {
      double next = sum + term;
      lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
      sum = next;
    }
    return sum + lost;
  }
}
