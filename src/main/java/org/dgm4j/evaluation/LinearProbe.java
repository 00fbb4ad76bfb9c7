package org.dgm4j.evaluation;

import java.util.Arrays;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.Samples;

/**
 * How well a linear classifier tells labels from features: a judge of features, which does well
 * only if what matters lies open. The classifier is least squares from the features to one number
 * for each label, 1 where it is right and 0 where not, with a ridge of a hundredth of the features'
 * mean variance; the label with the greatest number is its answer.
 *
 * @param features the number of features
 * @param trained the number of examples that it was trained on
 * @param tested the number of examples that it was tested on
 * @param accuracy the share of these whose label it told, in [0, 1]
 */
public record LinearProbe(int features, int trained, int tested, double accuracy) {

  private static final int MOST_FEATURES = 4096; // a matrix of 128 MB
  private static final double RIDGE = 0.01; // of the mean variance: no scale of features matters

  /**
   * Trains and tests a classifier.
   *
   * @param train features with labels, shape (count, features)
   * @param test others of the same shape, with labels
   * @throws IllegalArgumentException if labels or examples are missing, the shapes differ or there
   *     are more than 4096 features
   */
  public static LinearProbe of(Samples train, Samples test) {
    if (!train.hasLabels() || !test.hasLabels() || train.count() == 0 || test.count() == 0) {
      throw new IllegalArgumentException(
          "A linear probe needs examples with labels to train and to test on, such as"
              + " digits.train() and digits.test()");
    }
    int d = train.dimensions();
    if (test.dimensions() != d || d > MOST_FEATURES) {
      throw new IllegalArgumentException(
          NumberText.format(
              "A linear probe needs equally many features in both, at most %d, but there are %d and %d",
              MOST_FEATURES, d, test.dimensions()));
    }
    int[] classes = train.classes();
    double[] mean = train.means();
    RealMatrix x = centred(train, mean);
    RealMatrix y = MatrixUtils.createRealMatrix(train.count(), classes.length);
    double[] share = new double[classes.length];
    for (int i = 0; i < train.count(); i++) {
      int c = Arrays.binarySearch(classes, train.label(i));
      y.setEntry(i, c, 1);
      share[c] += 1.0 / train.count();
    }
    RealMatrix squares = x.transpose().multiply(x);
    double ridge = RIDGE * Math.max(squares.getTrace() / d, 1e-12);
    for (int j = 0; j < d; j++) {
      squares.addToEntry(j, j, ridge);
    }
    RealMatrix weights =
        new CholeskyDecomposition(squares, 1e-9, 0).getSolver().solve(x.transpose().multiply(y));
    double[][] answers = centred(test, mean).multiply(weights).getData();
    int right = 0;
    for (int i = 0; i < answers.length; i++) {
      int best = 0;
      for (int c = 1; c < classes.length; c++) {
        best = answers[i][c] + share[c] > answers[i][best] + share[best] ? c : best;
      }
      right += classes[best] == test.label(i) ? 1 : 0;
    }
    return new LinearProbe(d, train.count(), test.count(), (double) right / test.count());
  }

  private static RealMatrix centred(Samples samples, double[] mean) {
    RealMatrix x = MatrixUtils.createRealMatrix(samples.count(), mean.length);
    for (int i = 0; i < samples.count(); i++) {
      for (int j = 0; j < mean.length; j++) {
        x.setEntry(i, j, samples.value(i, j) - mean[j]);
      }
    }
    return x;
  }

  /** The standard error of the accuracy. */
  public double standardError() {
    return Math.sqrt(accuracy * (1 - accuracy) / tested);
  }

  @Override
  public String toString() {
    return NumberText.format(
        "%.1f %% ± %.1f %% of %,d examples right, from %,d features, trained on %,d examples",
        100 * accuracy, 100 * standardError(), tested, features, trained);
  }
}
