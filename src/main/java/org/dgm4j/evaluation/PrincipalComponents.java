package org.dgm4j.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.Samples;

/**
 * The principal components of examples (Pearson 1901): the orthogonal directions in which they vary
 * most, found as the eigenvectors of their covariance. Each example is the mean plus a weighted sum
 * of the components: the simplest of learnt features.
 */
public final class PrincipalComponents {

  private static final int MAXIMUM_DIMENSIONS = 1024; // 32 × 32; the time grows with the cube
  private static final double SHIFT = 4; // in traces: so near to each other, eigenvalues converge

  private final int[] shape;
  private final double[] mean;
  private final double[][] components;
  private final double[] variances;

  private PrincipalComponents(
      int[] shape, double[] mean, double[][] components, double[] variances) {
    this.shape = shape;
    this.mean = mean;
    this.components = components;
    this.variances = variances;
  }

  /**
   * All components of the examples, by falling variance. The sign of each is such that its value of
   * the largest size is positive.
   *
   * @throws IllegalArgumentException if there are fewer than two examples, or they have more than
   *     1024 values each
   */
  public static PrincipalComponents of(Samples examples) {
    int n = examples.count();
    int d = examples.dimensions();
    if (n < 2) {
      throw new IllegalArgumentException(
          "Principal components need at least 2 examples, but there "
              + (n == 1 ? "is 1" : "are none"));
    }
    if (d > MAXIMUM_DIMENSIONS) {
      throw new IllegalArgumentException(
          NumberText.format(
              "Principal components take examples of at most %d values, but these have %d%s",
              MAXIMUM_DIMENSIONS,
              d,
              examples.isImages() ? ": make the images smaller with .resized(16, 16)" : ""));
    }
    float[] values = examples.values();
    double[] mean = examples.means();
    RealMatrix covariance = covariance(values, mean, n);
    double shift = shift(covariance);
    EigenDecomposition eigen = new EigenDecomposition(covariance);
    double[] eigenvalues =
        Arrays.stream(eigen.getRealEigenvalues()).map(value -> value - shift).toArray();
    int[] order =
        IntStream.range(0, d)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -eigenvalues[i]))
            .mapToInt(i -> i)
            .toArray();
    double[][] components =
        Arrays.stream(order)
            .mapToObj(i -> signed(eigen.getEigenvector(i).toArray()))
            .toArray(double[][]::new);
    double[] variances = new double[d];
    for (int i = 0; i < Math.min(n - 1, d); i++) {
      variances[i] = Math.max(0, eigenvalues[order[i]]);
    }
    return new PrincipalComponents(examples.shape(), mean, components, variances);
  }

  private static RealMatrix covariance(float[] values, double[] mean, int n) {
    int d = mean.length;
    double[][] covariance = new double[d][d];
    IntStream.range(0, d)
        .parallel()
        .forEach(
            j -> {
              double[] row = covariance[j];
              for (int i = 0; i < n; i++) {
                double x = values[i * d + j] - mean[j];
                if (x != 0) {
                  for (int k = 0; k <= j; k++) {
                    row[k] += x * (values[i * d + k] - mean[k]);
                  }
                }
              }
            });
    for (int j = 0; j < d; j++) {
      for (int k = 0; k <= j; k++) {
        covariance[j][k] /= n - 1;
        covariance[k][j] = covariance[j][k];
      }
    }
    return MatrixUtils.createRealMatrix(covariance);
  }

  /**
   * Adds a multiple of the identity, which moves the eigenvalues only. The decomposition does not
   * converge where many of them are 0, as with fewer examples than values.
   */
  private static double shift(RealMatrix covariance) {
    double shift = SHIFT * covariance.getTrace();
    for (int j = 0; j < covariance.getRowDimension(); j++) {
      covariance.addToEntry(j, j, shift);
    }
    return shift;
  }

  private static double[] signed(double[] vector) {
    double largest = 0;
    for (double value : vector) {
      largest = Math.abs(value) > Math.abs(largest) ? value : largest;
    }
    double sign = Math.signum(largest);
    return Arrays.stream(vector).map(value -> sign * value).toArray();
  }

  /** The number of components: one for each value of an example. */
  public int count() {
    return components.length;
  }

  /** The mean of the examples, as one example. */
  public Samples mean() {
    return samples(new double[][] {mean});
  }

  /**
   * The first components, as examples of length 1 each.
   *
   * @throws IllegalArgumentException if there are not so many
   */
  public Samples components(int count) {
    requireCount(count);
    return samples(Arrays.copyOf(components, count));
  }

  /** The variance of the examples in the direction of each component, falling. */
  public double[] variances() {
    return variances.clone();
  }

  /**
   * The share of the whole variance that the first components have; 1 for examples that are all
   * equal.
   *
   * @throws IllegalArgumentException if there are not so many
   */
  public double explained(int count) {
    if (count != 0) {
      requireCount(count);
    }
    double all = Arrays.stream(variances).sum();
    return all == 0 ? 1 : Arrays.stream(variances, 0, count).sum() / all;
  }

  /**
   * The features of examples: how much of each of the first components is in them.
   *
   * @return shape (examples, count)
   * @throws IllegalArgumentException if there are not so many components, or the examples have
   *     another number of values
   */
  public Samples project(Samples examples, int count) {
    requireCount(count);
    if (examples.dimensions() != mean.length) {
      throw new IllegalArgumentException(
          NumberText.format(
              "These components are of %d values, but the examples have %d each",
              mean.length, examples.dimensions()));
    }
    float[] features = new float[Math.multiplyExact(examples.count(), count)];
    for (int i = 0; i < examples.count(); i++) {
      float[] x = examples.row(i);
      for (int c = 0; c < count; c++) {
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
          sum += (x[j] - mean[j]) * components[c][j];
        }
        features[i * count + c] = (float) sum;
      }
    }
    Samples projected = Samples.vectors(features, examples.count(), count);
    return examples.hasLabels() ? projected.labelled(examples.labels()) : projected;
  }

  /**
   * The examples that have these features: the mean plus the weighted sum of the components.
   *
   * @param features shape (examples, count)
   * @throws IllegalArgumentException if there are not so many components
   */
  public Samples reconstruct(Samples features) {
    requireCount(features.dimensions());
    double[][] examples = new double[features.count()][];
    for (int i = 0; i < examples.length; i++) {
      double[] x = mean.clone();
      for (int c = 0; c < features.dimensions(); c++) {
        for (int j = 0; j < x.length; j++) {
          x[j] += features.value(i, c) * components[c][j];
        }
      }
      examples[i] = x;
    }
    Samples reconstructed = samples(examples);
    return features.hasLabels() ? reconstructed.labelled(features.labels()) : reconstructed;
  }

  /** The examples as the first components can express them. */
  public Samples reconstruct(Samples examples, int count) {
    return reconstruct(project(examples, count));
  }

  private void requireCount(int count) {
    if (count < 1 || count > components.length) {
      throw new IllegalArgumentException(
          NumberText.format(
              "There are %d components, so that 1 to %d can be taken, not %d",
              components.length, components.length, count));
    }
  }

  private Samples samples(double[][] rows) {
    int d = mean.length;
    float[] values = new float[rows.length * d];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows[i / d][i % d];
    }
    return Samples.of(values, rows.length, shape);
  }

  /** How many components express 50, 90 and 99 % of the variance. */
  @Override
  public String toString() {
    return NumberText.format(
        "%,d principal components: 50 %% of the variance in %d, 90 %% in %d, 99 %% in %d",
        count(), needed(0.5), needed(0.9), needed(0.99));
  }

  private int needed(double share) {
    return IntStream.rangeClosed(1, count())
        .filter(c -> explained(c) >= share || c == count())
        .findFirst()
        .orElseThrow();
  }
}
