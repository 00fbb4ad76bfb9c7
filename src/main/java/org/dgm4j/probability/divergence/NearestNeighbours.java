package org.dgm4j.probability.divergence;

import java.util.Arrays;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.dgm4j.base.Checks;
import org.dgm4j.base.NumberText;

/**
 * The estimate of Kozachenko and Leonenko; see {@link Divergence#kl(double[],
 * ContinuousDistribution)}.
 */
final class NearestNeighbours {

  /**
   * What the distances of neighbours on the line have in common: 2 Var E1(S) − 1 with S exponential
   * and E1 the exponential integral.
   */
  private static final double SHARED = 0.4962113058580018;

  private NearestNeighbours() {}

  static Quantity kl(double[] samples, ContinuousDistribution q) {
    Checks.atLeast(2, samples.length, "The number of samples");
    double[] x = samples.clone();
    Arrays.sort(x);
    int n = x.length;
    double harmonic = 0;
    SummaryStatistics terms = new SummaryStatistics();
    for (int i = 0; i < n; i++) {
      Checks.finite(x[i], "A sample");
      double left = i == 0 ? Double.POSITIVE_INFINITY : x[i] - x[i - 1];
      double right = i == n - 1 ? Double.POSITIVE_INFINITY : x[i + 1] - x[i];
      double distance = Math.min(left, right);
      if (distance == 0) {
        throw new IllegalArgumentException(
            String.format(
                "The sample %s occurs twice, so the samples have no density; whole numbers go into"
                    + " an int[], others into Divergence.crossEntropy(samples, q)",
                NumberText.number(x[i])));
      }
      if (q.logDensity(x[i]) == Double.NEGATIVE_INFINITY) {
        return DivergenceKind.KL.infinite(
            "q has density 0 at the sample x = " + NumberText.number(x[i]));
      }
      if (q.logDensity(x[i]) == Double.POSITIVE_INFINITY) {
        return DivergenceKind.KL.unknown(MonteCarlo.pole("the density of q", x[i]));
      }
      harmonic += i == 0 ? 0 : 1.0 / i;
      terms.addValue(-Math.log(2 * distance) - q.logDensity(x[i]));
    }
    double error = Math.hypot(MonteCarlo.standardError(terms), Math.sqrt(SHARED / n));
    return DivergenceKind.KL.estimated(
        Quantity.Method.NEAREST_NEIGHBOUR, terms.getMean() - harmonic, error, n);
  }
}
