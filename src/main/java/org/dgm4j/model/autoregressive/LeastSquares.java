package org.dgm4j.model.autoregressive;

import java.util.ArrayList;
import java.util.List;
import org.dgm4j.model.autoregressive.GaussianAutoRegressive.Regression;

/** Linear regressions with normal noise by least squares, which is maximum likelihood. */
final class LeastSquares {

  /** Rounding leaves some 1e-16 of a variance where there is no noise at all. */
  private static final double LEAST_SHARE_OF_NOISE = 1e-12;

  private LeastSquares() {}

  /** Gives the rows of the data, one by one. */
  interface Rows {
    void copy(int row, double[] target);
  }

  /**
   * The regression of each column on all columns before it, by the factors L D Lᵀ of the columns'
   * covariance: D holds the variances of the residuals, and the coefficients β of column i solve
   * L_(&lt;i)ᵀ β = L_i.
   */
  static List<Regression> regress(int columns, int count, Rows rows) {
    double[] mean = new double[columns];
    double[][] l = covariance(columns, count, rows, mean);
    double[] noise = new double[columns];
    List<Regression> regressions = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      noise[i] = l[i][i];
      for (int j = 0; j < i; j++) {
        for (int m = 0; m < j; m++) {
          l[i][j] -= l[i][m] * noise[m] * l[j][m];
        }
        l[i][j] /= noise[j];
        noise[i] -= l[i][j] * l[i][j] * noise[j];
      }
      if (!(noise[i] > LEAST_SHARE_OF_NOISE * l[i][i])) {
        throw new IllegalArgumentException(
            "There is no noise in a value given the %d before it, as if it followed from them: give more and varied examples, or a smaller order"
                .formatted(i));
      }
      double[] coefficients = new double[i];
      double intercept = mean[i];
      for (int j = i - 1; j >= 0; j--) {
        double coefficient = l[i][j];
        for (int m = j + 1; m < i; m++) {
          coefficient -= l[m][j] * coefficients[i - 1 - m];
        }
        coefficients[i - 1 - j] = coefficient;
        intercept -= coefficient * mean[j];
      }
      regressions.add(new Regression(intercept, coefficients, Math.sqrt(noise[i])));
    }
    return regressions;
  }

  /**
   * The lower triangle of the covariance, and the mean. Both are those of the distances from the
   * first row, so that a column of equal values has exactly no variance.
   */
  private static double[][] covariance(int columns, int count, Rows rows, double[] mean) {
    double[] first = new double[columns];
    rows.copy(0, first);
    double[] row = new double[columns];
    for (int n = 0; n < count; n++) {
      rows.copy(n, row);
      for (int i = 0; i < columns; i++) {
        mean[i] += (row[i] - first[i]) / count;
      }
    }
    double[][] covariance = new double[columns][columns];
    for (int n = 0; n < count; n++) {
      rows.copy(n, row);
      for (int i = 0; i < columns; i++) {
        row[i] = row[i] - first[i] - mean[i];
        for (int j = 0; j <= i; j++) {
          covariance[i][j] += row[i] / count * row[j];
        }
      }
    }
    for (int i = 0; i < columns; i++) {
      mean[i] += first[i];
    }
    return covariance;
  }
}
