package org.dgm4j.probability.numeric;

import java.util.Arrays;

/** Distributions over states that are given by logits, and draws from them. */
public final class Softmax {

  private Softmax() {}

  /** The distribution that is proportional to exp(logit / T), shape (states). */
  public static double[] of(float[] logits, double temperature) {
    double max = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      max = Math.max(max, logit);
    }
    double[] probabilities = new double[logits.length];
    double sum = 0;
    for (int state = 0; state < logits.length; state++) {
      probabilities[state] = Math.exp((logits[state] - max) / temperature);
      sum += probabilities[state];
    }
    for (int state = 0; state < logits.length; state++) {
      probabilities[state] /= sum;
    }
    return probabilities;
  }

  /** The distribution that is proportional to exp(logit), shape (states). */
  public static double[] of(double... logits) {
    double logSum = logSumOfExponentials(logits);
    return Arrays.stream(logits).map(logit -> Math.exp(logit - logSum)).toArray();
  }

  /** log Σ exp(logit), without overflow; −∞ if all are. */
  public static double logSumOfExponentials(double... logits) {
    double max = Arrays.stream(logits).max().orElse(Double.NEGATIVE_INFINITY);
    return Double.isInfinite(max)
        ? max
        : max + Math.log(Arrays.stream(logits).map(logit -> Math.exp(logit - max)).sum());
  }

  /**
   * The state in whose share a place lies, where the shares lie one after the other.
   *
   * @param weights the shares, not negative
   * @param place from 0 to the sum of the weights
   */
  public static int draw(double[] weights, double place) {
    double left = place;
    for (int state = 0; state < weights.length - 1; state++) {
      left -= weights[state];
      if (left < 0) {
        return state;
      }
    }
    return weights.length - 1;
  }
}
