package org.dgm4j.evaluation.quality;

import java.util.Arrays;
import org.dgm4j.base.NumberText;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.base.Randomness;
import org.dgm4j.data.Samples;
import org.dgm4j.evaluation.PrincipalComponents;

/**
 * What examples are compared by: the first principal components of the training examples, and how
 * far an example is from what these can express, all in a unit in which the mean variance of the
 * components is 1.
 *
 * <p>They need no download and no labels, are the same for every model, and fit any data. A
 * distance between them is never greater than that between the examples themselves, but leaves out
 * in which of the details, in which training examples hardly differ, two examples differ, such as
 * the noise of a binarization; that an example has more or less of such details counts. Equal
 * examples have equal features. What counts is where there is ink, not what it means. A network
 * that was trained to tell objects apart, as is usual for photographs, would see the latter, but
 * knows nothing of drawn digits or vectors.
 */
final class FeatureSpace {

  /** Of MNIST they have 86 % of the variance; with more, covariances get noisy. */
  private static final int MOST_FEATURES = 64;

  /** A covariance of so many times more examples than features is off by about a tenth of each. */
  private static final int EXAMPLES_FOR_A_FEATURE = 10;

  /** With more, components hardly change, and their time grows in proportion. */
  private static final int MOST_FITTED = 10_000;

  /** What principal components take at most. */
  private static final int MOST_VALUES = 1024;

  /** So many examples that a part takes a tenth of a second. */
  private static final int PART = 500;

  private final PrincipalComponents components;
  private final int features;
  private final float[] mean;
  private final double scale;
  private final double usualRest;
  private final int fitted;

  private FeatureSpace(PrincipalComponents components, int features, Samples fitted) {
    this.components = components;
    this.features = features;
    this.fitted = fitted.count();
    mean = components.mean().row(0);
    double[] variances = components.variances();
    scale = 1 / Math.sqrt(Arrays.stream(variances, 0, features).average().orElseThrow());
    usualRest = Math.sqrt(Arrays.stream(variances, features, variances.length).sum());
  }

  /**
   * The features that suit the comparison of so many examples.
   *
   * @param training on which components are fitted: all, or 10,000 of them at random
   * @throws IllegalArgumentException if they are all equal, or vectors of more than 1,024 values
   */
  static FeatureSpace of(Samples training, int compared, long seed) {
    Samples some = random(training, MOST_FITTED, seed);
    PrincipalComponents components = PrincipalComponents.of(small(some));
    int features =
        Math.min(
            components.count(),
            Math.max(1, Math.min(MOST_FEATURES, compared / EXAMPLES_FOR_A_FEATURE)));
    if (!(components.variances()[0] > 0)) {
      throw new IllegalArgumentException(
          "The training examples are all equal, so that no sample can be compared with them: take"
              + " data that vary");
    }
    return new FeatureSpace(components, features, some);
  }

  /** So many of the examples at random, in random order; all of them if there are no more. */
  static Samples random(Samples examples, int count, long seed) {
    int[] order = Randomness.shuffled(examples.count(), seed);
    return examples.select(Arrays.copyOf(order, Math.min(count, order.length)));
  }

  /** Images of no more values than principal components take. */
  private static Samples small(Samples examples) {
    if (!examples.isImages() || examples.dimensions() <= MOST_VALUES) {
      return examples;
    }
    int[] shape = examples.shape();
    double factor = Math.sqrt((double) MOST_VALUES / examples.dimensions());
    return examples.resized(
        Math.max(1, (int) (shape[1] * factor)), Math.max(1, (int) (shape[2] * factor)));
  }

  /**
   * The features of examples.
   *
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  Features of(Samples examples) {
    int count = examples.count();
    boolean hasRest = features < components.count();
    float[][] values = new float[hasRest ? features + 1 : features][count];
    ProgressTask.inParallel(
        "part of the features",
        (count + PART - 1) / PART,
        part -> {
          int from = part * PART;
          Samples some = small(examples.range(from, Math.min(count, from + PART)));
          Samples projected = components.project(some, features);
          for (int i = 0; i < some.count(); i++) {
            for (int f = 0; f < features; f++) {
              values[f][from + i] = (float) (scale * projected.value(i, f));
            }
            if (hasRest) {
              values[features][from + i] =
                  (float) (scale * (rest(some.row(i), projected.row(i)) - usualRest));
            }
          }
        });
    return new Features(values, count);
  }

  /** How far an example is from what the components can express, by Pythagoras. */
  private double rest(float[] example, float[] projected) {
    double squares = 0;
    for (int j = 0; j < mean.length; j++) {
      double difference = example[j] - mean[j];
      squares += difference * difference;
    }
    for (float feature : projected) {
      squares -= (double) feature * feature;
    }
    return Math.sqrt(Math.max(0, squares));
  }

  /**
   * Which features they are.
   *
   * @param examples what those are called on which they are fitted: "training examples"
   */
  String described(String examples) {
    boolean all = features == components.count();
    return NumberText.format(
        "%s of %,d %s%s",
        all
            ? "all principal components"
            : "the first " + NumberText.count(features, "principal component"),
        fitted,
        examples,
        all
            ? ""
            : NumberText.format(
                ", which have %.0f %% of their variance, and how far an example is from these",
                100 * components.explained(features)));
  }
}
