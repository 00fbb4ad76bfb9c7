package org.dgm4j.model.autoregressive;

/**
 * Which weights an autoregressive model has, and where they stand among its parameters.
 *
 * <p>There are D steps, K states and K − 1 free logits a step, as the logit of state 0 is fixed at
 * 0. Steps are also counted backwards, r = D − 1 − t, so that whatever step s acts on begins at r =
 * 0, unless the order is limited.
 *
 * <p>Biases have the shape (K − 1, D): a row for each state from 1 on, a column for each dimension.
 * In a model with classes each class has such biases, one class after the other. Weights are one
 * row after another, first for s = 0 and x = 1, then for s = 0 and x = 2 and so on: what that value
 * at step s adds to every logit it acts on, those of (r, state) in rising order.
 *
 * @param states K, at least 2
 * @param order how many values before it each value depends on, at least 1
 * @param sequence the dimension that is visited at each step
 */
record AutoRegressiveStructure(int states, int order, int[] sequence) {

  int dimensions() {
    return sequence.length;
  }

  /** K − 1. */
  int free() {
    return states - 1;
  }

  /** (K − 1) · D. */
  int logits() {
    return free() * dimensions();
  }

  /** The number of later steps that step s acts on. */
  int targets(int s) {
    return Math.min(order, dimensions() - 1 - s);
  }

  /** The smallest r that step s acts on. */
  int firstTarget(int s) {
    return dimensions() - 1 - s - targets(s);
  }

  /** Where the weights of step s begin. */
  int offset(int s) {
    return Math.toIntExact((long) free() * free() * pairs(s));
  }

  /** The number of weights. */
  int weights() {
    return offset(dimensions());
  }

  /**
   * The number of biases and weights, which may be more than an array can hold.
   *
   * @param classes how many have biases of their own, at least 1
   */
  double parameters(int classes) {
    return (double) classes * logits() + (double) free() * free() * pairs(dimensions());
  }

  /** The number of pairs of a step before s and a step that it acts on. */
  private long pairs(int s) {
    long unlimited = Math.max(0, Math.min(s, dimensions() - (long) order));
    long limited = s - unlimited;
    long largest = dimensions() - 1 - unlimited;
    return unlimited * order + limited * (2 * largest - limited + 1) / 2;
  }

  /** Where the bias of state b + 1 at the backward step r stands. */
  int biasIndex(int r, int b) {
    return b * dimensions() + sequence[dimensions() - 1 - r];
  }
}
