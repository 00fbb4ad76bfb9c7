package org.dgm4j.probability.variational;

import java.util.stream.IntStream;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.dgm4j.base.Checks;
import org.dgm4j.probability.MultivariateNormal;
import org.dgm4j.probability.Normal;

/**
 * A latent z of which N(0, I) is the prior, and what is known once x = W z + noise was observed;
 * see {@link TargetDensity#conjugateNormal}.
 *
 * @param weights W, shape (observations, dimensions)
 * @param observed x, shape (observations)
 * @param noise the distribution of the noise of one observation
 * @param prior p(z)
 * @param posterior p(z | x)
 * @param logEvidence log p(x) in nats
 */
record LinearGaussianModel(
    RealMatrix weights,
    double[] observed,
    Normal noise,
    MultivariateNormal prior,
    MultivariateNormal posterior,
    double logEvidence) {

  static LinearGaussianModel of(double[][] weights, double[] observed, double noise) {
    Checks.atLeast(1, observed.length, "The number of observations");
    Checks.sameLength(observed.length, weights.length, "Rows of the weights");
    for (double[] row : weights) {
      Checks.sameLength(weights[0].length, row.length, "Columns of the weights");
    }
    double variance = Checks.positive(noise, "The standard deviation of the noise") * noise;
    RealMatrix w = MatrixUtils.createRealMatrix(weights);
    RealMatrix transposed = w.transpose();
    RealMatrix inverse = MatrixUtils.inverse(plus(transposed.multiply(w), variance));
    double[][] marginal = plus(w.multiply(transposed), variance).getData();
    return new LinearGaussianModel(
        w,
        observed,
        Normal.of(0, noise),
        MultivariateNormal.isotropic(new double[w.getColumnDimension()], 1),
        MultivariateNormal.of(
            inverse.operate(transposed.operate(observed)),
            inverse.scalarMultiply(variance).getData()),
        MultivariateNormal.of(new double[observed.length], marginal).logProbability(observed));
  }

  private static RealMatrix plus(RealMatrix matrix, double variance) {
    int n = matrix.getRowDimension();
    return matrix.add(MatrixUtils.createRealIdentityMatrix(n).scalarMultiply(variance));
  }

  /** log p(x, z) in nats. */
  double logJoint(double[] z) {
    double[] mean = weights.operate(z);
    return prior.logProbability(z)
        + IntStream.range(0, mean.length)
            .mapToDouble(i -> noise.logDensity(observed[i] - mean[i]))
            .sum();
  }
}
