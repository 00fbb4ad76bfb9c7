package org.dgm4j.model.autoregressive;

/** NADE written down from its definition, in double precision: what the fast forms must equal. */
final class NadeReference {

  private NadeReference() {}

  /** log p(x), for parameters in rows as the kernel has them, without padding. */
  static double logProbability(
      VisibleUnit unit, double[][] w, double[][] v, double[] b, double[] c, double[] x) {
    int outputs = b.length / x.length;
    double sum = 0;
    for (int d = 0; d < x.length; d++) {
      double[] o = new double[outputs];
      for (int i = 0; i < outputs; i++) {
        o[i] = b[d * outputs + i];
        for (int j = 0; j < c.length; j++) {
          o[i] += v[d * outputs + i][j] / (1 + Math.exp(-activation(unit, w, c, x, d, j)));
        }
      }
      sum +=
          unit instanceof CategoricalUnit
              ? categorical(o, (int) x[d])
              : mixture(o, outputs / 3, x[d]);
    }
    return sum;
  }

  private static double activation(
      VisibleUnit unit, double[][] w, double[] c, double[] x, int dimension, int j) {
    double activation = c[j];
    for (int d = 0; d < dimension; d++) {
      if (unit instanceof CategoricalUnit categorical) {
        int state = (int) x[d];
        activation += state == 0 ? 0 : w[d * (categorical.states() - 1) + state - 1][j];
      } else {
        activation += x[d] * w[d][j];
      }
    }
    return activation;
  }

  private static double categorical(double[] logits, int state) {
    double sum = 1;
    for (double logit : logits) {
      sum += Math.exp(logit);
    }
    return (state == 0 ? 0 : logits[state - 1]) - Math.log(sum);
  }

  private static double mixture(double[] o, int components, double x) {
    double weights = 0;
    double density = 0;
    for (int m = 0; m < components; m++) {
      double variance = Math.exp(2 * o[2 * components + m]) + 1e-6;
      double difference = x - o[components + m];
      weights += Math.exp(o[m]);
      density +=
          Math.exp(o[m])
              * Math.exp(-difference * difference / (2 * variance))
              / Math.sqrt(2 * Math.PI * variance);
    }
    return Math.log(density / weights);
  }
}
