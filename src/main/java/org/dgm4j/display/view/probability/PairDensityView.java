package org.dgm4j.display.view.probability;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.Samples;
import org.dgm4j.display.View;
import org.dgm4j.display.component.Captioned;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.display.component.ChartWithText;
import org.dgm4j.display.view.value.SamplesView;
import org.dgm4j.probability.Discrete;
import org.dgm4j.probability.EmpiricalVectors;
import org.dgm4j.probability.Independent;
import org.dgm4j.probability.Multivariate;
import org.dgm4j.probability.Univariate;
import org.dgm4j.probability.joint.JointTable;
import org.dgm4j.probability.joint.Variable;

/**
 * Two numbers together: contours where they are real, a table where both are whole, points where
 * they are mixed.
 */
public final class PairDensityView {

  private static final int STATES = 64; // labels of more are not legible
  private static final int DRAWS = 1000; // as dots, still told apart

  private PairDensityView() {}

  /**
   * Data of two coordinates, shape (count, 2): the shares of whole numbers, or the kernel density
   * estimate with the points on top.
   *
   * @throws IllegalArgumentException as for {@link DensityView#of(double[][])}
   */
  public static View of(double[][] points) {
    int[][] ranges = IntStream.range(0, 2).mapToObj(j -> range(points, j)).toArray(int[][]::new);
    if (points.length == 0 || ranges[0] == null || ranges[1] == null) {
      return DensityView.of(points);
    }
    int low = ranges[0][0];
    int left = ranges[1][0];
    JointTable shares =
        JointTable.ofSamples(
            Arrays.stream(points)
                .map(point -> new int[] {(int) point[0] - low, (int) point[1] - left})
                .toArray(int[][]::new),
            variable("x₁", ranges[0]),
            variable("x₂", ranges[1]));
    return new Captioned(
        "Shares of " + NumberText.count(points.length, "point"), JointTableView.of(shares));
  }

  /** A distribution of two coordinates. */
  public static View of(Multivariate distribution) {
    if (distribution instanceof EmpiricalVectors empirical) {
      return new Captioned(distribution.toString(), of(empirical.points()));
    }
    long whole = whole(distribution);
    if (whole == 0) {
      return new ChartWithText(distribution.toString(), DensityView.of(distribution).chart());
    }
    View view =
        whole == 2
            ? table((Independent) distribution)
            : SamplesView.of(samples(distribution.sample(DRAWS, 1).rows()));
    return new Captioned(distribution.toString(), view);
  }

  /** A distribution of two coordinates with points, shape (count, 2). */
  public static View of(Multivariate distribution, double[][] points) {
    return distribution instanceof EmpiricalVectors || whole(distribution) > 0
        ? of(points)
        : ChartView.of(DensityView.of(distribution).with(points).chart());
  }

  private static long whole(Multivariate distribution) {
    return distribution instanceof Independent independent
        ? independent.parts().stream().filter(Discrete.class::isInstance).count()
        : 0;
  }

  private static View table(Independent distribution) {
    int[][] states =
        distribution.parts().stream()
            .map(part -> DistributionView.states((Discrete) part))
            .map(all -> Arrays.copyOf(all, Math.min(all.length, STATES)))
            .toArray(int[][]::new);
    Variable[] variables = new Variable[2];
    for (int j = 0; j < 2; j++) {
      variables[j] = variable("x" + "₁₂".charAt(j), states[j][0], states[j][states[j].length - 1]);
    }
    Univariate first = distribution.marginal(0);
    Univariate second = distribution.marginal(1);
    return JointTableView.of(
        JointTable.ofWeights(
            s ->
                Math.exp(
                    first.logProbability(states[0][s[0]]) + second.logProbability(states[1][s[1]])),
            variables));
  }

  private static Variable variable(String name, int... range) {
    return Variable.of(
        name,
        IntStream.rangeClosed(range[0], range[1]).mapToObj(String::valueOf).toArray(String[]::new));
  }

  /** The least and the greatest of whole numbers; null where others are among them, or too many. */
  private static int[] range(double[][] points, int coordinate) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double[] point : points) {
      double value = point[coordinate];
      if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
        return null;
      }
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return high - low < STATES ? new int[] {(int) low, (int) high} : null;
  }

  private static Samples samples(double[][] points) {
    float[] values = new float[2 * points.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) points[i / 2][i % 2];
    }
    return Samples.vectors(values, points.length, 2);
  }
}
