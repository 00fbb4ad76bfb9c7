package org.dgm4j.model.autoregressive;

/**
 * An autoregressive model with linear logits written down from its definition, in double precision.
 *
 * @param order how many values before it each value depends on
 * @param sequence the dimension visited at each step
 * @param b the bias of [step][state − 1]
 * @param w the weight of [earlier step][its state − 1][later step][its state − 1]
 */
record AutoRegressiveReference(int order, int[] sequence, double[][] b, double[][][][] w) {

  /** Spreads parameters in the order in which a model keeps them. */
  static AutoRegressiveReference of(
      int states, int order, int[] sequence, double[] biases, double[] weights) {
    int steps = sequence.length;
    int free = states - 1;
    double[][] b = new double[steps][free];
    double[][][][] w = new double[steps][free][steps][free];
    int next = 0;
    for (int s = 0; s < steps; s++) {
      for (int state = 0; state < free; state++) {
        b[s][state] = biases[state * steps + sequence[s]];
        for (int t = Math.min(steps - 1, s + order); t > s; t--) {
          for (int to = 0; to < free; to++) {
            w[s][state][t][to] = weights[next++];
          }
        }
      }
    }
    return new AutoRegressiveReference(order, sequence, b, w);
  }

  /** The probabilities of all states at a step. */
  double[] conditional(double[] x, int step) {
    int states = b[0].length + 1;
    double[] p = new double[states];
    double sum = 0;
    for (int state = 0; state < states; state++) {
      double logit = state == 0 ? 0 : b[step][state - 1];
      for (int s = Math.max(0, step - order); s < step; s++) {
        int value = (int) x[sequence[s]];
        logit += state == 0 || value == 0 ? 0 : w[s][value - 1][step][state - 1];
      }
      p[state] = Math.exp(logit);
      sum += p[state];
    }
    for (int state = 0; state < states; state++) {
      p[state] /= sum;
    }
    return p;
  }

  double logProbability(double[] x) {
    double total = 0;
    for (int step = 0; step < sequence.length; step++) {
      total += Math.log(conditional(x, step)[(int) x[sequence[step]]]);
    }
    return total;
  }
}
