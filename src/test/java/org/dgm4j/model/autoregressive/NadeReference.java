package org.dgm4j.model.autoregressive;

/** NADE written down from its definition, in double precision: what the fast forms must equal. */
final class NadeReference {

  private NadeReference() {}

  static double logit(
      double[][] w, double[][] v, double[] b, double[] c, double[] x, int dimension) {
    double logit = b[dimension];
    for (int j = 0; j < c.length; j++) {
      double activation = c[j];
      for (int d = 0; d < dimension; d++) {
        activation += x[d] * w[d][j];
      }
      logit += v[dimension][j] / (1 + Math.exp(-activation));
    }
    return logit;
  }

  static double logProbability(double[][] w, double[][] v, double[] b, double[] c, double[] x) {
    double sum = 0;
    for (int d = 0; d < x.length; d++) {
      double logit = logit(w, v, b, c, x, d);
      sum += x[d] * logit - Math.max(logit, 0) - Math.log1p(Math.exp(-Math.abs(logit)));
    }
    return sum;
  }
}
