package org.dgm4j.evaluation.quality;

import java.util.Arrays;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.dgm4j.base.ProgressTask;

/**
 * The squared Fréchet distance of two normal distributions, ‖μ₁ − μ₂‖² + tr(Σ₁ + Σ₂ − 2 (Σ₁ Σ₂)^½)
 * (Dowson and Landau 1982), where these have the means and covariances of two sets of features
 * (Heusel, Ramsauer, Unterthiner, Nessler and Hochreiter, GANs trained by a two time-scale update
 * rule converge to a local Nash equilibrium, NeurIPS 2017). From few examples it comes out too
 * large (Chong and Forsyth, Effectively unbiased FID and Inception Score, CVPR 2020); the jackknife
 * corrects that.
 */
final class FrechetDistance {

  /** In traces: so near to each other, the eigenvalues of a singular matrix converge. */
  private static final double SHIFT = 4;

  private FrechetDistance() {}

  /** The distance of two normal distributions, by their means and covariances. */
  static double between(double[] mean1, double[][] cov1, double[] mean2, double[][] cov2) {
    double distance = 0;
    for (int i = 0; i < mean1.length; i++) {
      distance += (mean1[i] - mean2[i]) * (mean1[i] - mean2[i]);
    }
    RealMatrix first = MatrixUtils.createRealMatrix(cov1);
    RealMatrix second = MatrixUtils.createRealMatrix(cov2);
    RealMatrix root = root(first);
    RealMatrix product = root.multiply(second).multiply(root);
    double[] roots = roots(eigen(symmetric(product)), shift(product));
    return distance + first.getTrace() + second.getTrace() - 2 * Arrays.stream(roots).sum();
  }

  private static RealMatrix root(RealMatrix covariance) {
    EigenDecomposition eigen = eigen(covariance);
    RealMatrix vectors = eigen.getV();
    return vectors
        .multiply(MatrixUtils.createRealDiagonalMatrix(roots(eigen, shift(covariance))))
        .multiply(vectors.transpose());
  }

  private static EigenDecomposition eigen(RealMatrix matrix) {
    int size = matrix.getRowDimension();
    return new EigenDecomposition(
        matrix.add(MatrixUtils.createRealIdentityMatrix(size).scalarMultiply(shift(matrix))));
  }

  private static double shift(RealMatrix matrix) {
    return SHIFT * matrix.getTrace();
  }

  private static double[] roots(EigenDecomposition eigen, double shift) {
    return Arrays.stream(eigen.getRealEigenvalues())
        .map(value -> Math.sqrt(Math.max(0, value - shift)))
        .toArray();
  }

  private static RealMatrix symmetric(RealMatrix matrix) {
    return matrix.add(matrix.transpose()).scalarMultiply(0.5);
  }

  /** The distance of two sets of equally many features. */
  static Estimate of(Features first, Features second) {
    Moments[] firsts = Moments.of(first);
    Moments[] seconds = Moments.of(second);
    double[] distances = new double[Jackknife.GROUPS + 1];
    ProgressTask.inParallel(
        "part of the Fréchet distance",
        distances.length,
        left ->
            distances[left] =
                between(
                    firsts[left].mean,
                    firsts[left].covariance,
                    seconds[left].mean,
                    seconds[left].covariance));
    return Jackknife.corrected(distances);
  }

  /** A mean, and the covariance around it with the divisor n − 1. */
  private record Moments(double[] mean, double[][] covariance) {

    /** Those of features without each of the groups, and last with all of them. */
    static Moments[] of(Features features) {
      int d = features.values().length;
      double[][] sums = new double[Jackknife.GROUPS + 1][d];
      double[][][] products = new double[Jackknife.GROUPS + 1][d][d];
      for (int i = 0; i < features.count(); i++) {
        double[] x = features.of(i);
        for (int group : new int[] {Jackknife.group(i), Jackknife.GROUPS}) {
          add(x, sums[group], products[group]);
        }
      }
      Moments[] moments = new Moments[Jackknife.GROUPS + 1];
      for (int left = 0; left <= Jackknife.GROUPS; left++) {
        int n = Jackknife.without(left, features.count());
        boolean all = left == Jackknife.GROUPS;
        double[] mean = new double[d];
        double[][] covariance = new double[d][d];
        for (int j = 0; j < d; j++) {
          mean[j] = (sums[Jackknife.GROUPS][j] - (all ? 0 : sums[left][j])) / n;
        }
        for (int j = 0; j < d; j++) {
          for (int k = 0; k <= j; k++) {
            double product = products[Jackknife.GROUPS][j][k] - (all ? 0 : products[left][j][k]);
            covariance[j][k] = (product - n * mean[j] * mean[k]) / (n - 1);
            covariance[k][j] = covariance[j][k];
          }
        }
        moments[left] = new Moments(mean, covariance);
      }
      return moments;
    }

    private static void add(double[] x, double[] sum, double[][] product) {
      for (int j = 0; j < x.length; j++) {
        sum[j] += x[j];
        for (int k = 0; k <= j; k++) {
          product[j][k] += x[j] * x[k];
        }
      }
    }
  }
}
