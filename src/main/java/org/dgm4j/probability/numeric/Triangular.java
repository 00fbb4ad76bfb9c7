package org.dgm4j.probability.numeric;

/** Products and equations with a lower triangular matrix L, of which row i needs i + 1 entries. */
public final class Triangular {

  private Triangular() {}

  /** L x. */
  public static double[] times(double[][] lower, double[] x) {
    double[] product = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      for (int k = 0; k <= i; k++) {
        product[i] += lower[i][k] * x[k];
      }
    }
    return product;
  }

  /** The x for which L x = b. */
  public static double[] solve(double[][] lower, double[] b) {
    double[] x = new double[b.length];
    for (int i = 0; i < x.length; i++) {
      double rest = b[i];
      for (int k = 0; k < i; k++) {
        rest -= lower[i][k] * x[k];
      }
      x[i] = rest / lower[i][i];
    }
    return x;
  }

  /** The x for which Lᵀ x = b. */
  public static double[] solveTransposed(double[][] lower, double[] b) {
    double[] x = b.clone();
    for (int i = x.length - 1; i >= 0; i--) {
      x[i] /= lower[i][i];
      for (int k = 0; k < i; k++) {
        x[k] -= lower[i][k] * x[i];
      }
    }
    return x;
  }
}
