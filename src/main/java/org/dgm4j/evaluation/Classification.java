package org.dgm4j.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.dgm4j.base.NumberText;
import org.dgm4j.base.Seeds;
import org.dgm4j.data.Samples;
import org.dgm4j.model.DensityModel;
import org.dgm4j.model.GenerativeModel;
import org.dgm4j.model.LatentVariableModel;
import org.dgm4j.model.NeuralModel;

/**
 * How well a model of examples and labels, p(x, y) = p(y) p(x | y), tells the label from the
 * example: by Bayes' rule, p(y | x) = p(y) p(x | y) / Σ_k p(k) p(x | k), of which the label with
 * the greatest is the answer. A latent variable model knows a lower bound of log p(x | y) only,
 * which then stands in its place; so p(y | x) is approximate.
 *
 * <pre>{@code
 * Classification.of(nade, digits.test())
 * }</pre>
 *
 * <p>Immutable.
 */
public final class Classification {

  /** Tenths: few enough that each has examples, and read at a glance. */
  private static final int BINS = 10;

  private final Samples examples;
  private final double[][] probabilities;
  private final int[] predicted;
  private final boolean bound;

  private Classification(Samples examples, double[][] probabilities, boolean bound) {
    this.examples = examples;
    this.probabilities = probabilities;
    this.bound = bound;
    predicted = Arrays.stream(probabilities).mapToInt(Classification::greatest).toArray();
  }

  /** {@link #of(GenerativeModel, Samples, long)}, seeded by the notebook's seed. */
  public static Classification of(GenerativeModel model, Samples examples) {
    return of(model, examples, Seeds.next());
  }

  /**
   * Tells the labels of examples, and compares them with those that the examples have.
   *
   * @param model a model with classes: an explicit one, or one with latent variables
   * @param examples with labels
   * @param seed of the draws by which bounds are estimated, the same for each label
   * @throws IllegalArgumentException if the model has no classes or no likelihood, or the examples
   *     do not fit it, are none, or have no labels or others than the model
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public static Classification of(GenerativeModel model, Samples examples, long seed) {
    NeuralModel joint = require(model, examples);
    List<double[]> given =
        joint.ofEachClass(
            NeuralModel.class,
            ofLabel ->
                ofLabel instanceof LatentVariableModel latent
                    ? latent.evidenceLowerBound(examples, seed).nats()
                    : ((DensityModel) ofLabel).logProbability(examples));
    return of(
        joint.labels().posterior(given.toArray(double[][]::new)),
        examples,
        joint instanceof LatentVariableModel);
  }

  /**
   * A comparison of given probabilities with the labels.
   *
   * @param probabilities p(y | x), shape (count, classes)
   * @param bound whether they come from lower bounds
   */
  static Classification of(double[][] probabilities, Samples examples, boolean bound) {
    for (int n = 0; n < probabilities.length; n++) {
      if (Arrays.stream(probabilities[n]).anyMatch(Double::isNaN)) {
        throw new IllegalArgumentException(
            NumberText.format(
                "Example %d is impossible under every label, log p(x | y) = −∞: leave it out", n));
      }
    }
    return new Classification(examples, probabilities, bound);
  }

  private static NeuralModel require(GenerativeModel model, Samples examples) {
    String kind =
        model instanceof NeuralModel neural ? neural.type() : model.getClass().getSimpleName();
    if (!(model instanceof DensityModel) && !(model instanceof LatentVariableModel)) {
      throw new IllegalArgumentException(
          "A %s has no likelihood p(x | y), which Bayes' rule needs: classify with a model that has one, such as a nade or a vae"
              .formatted(kind));
    }
    if (!(model instanceof NeuralModel joint) || joint.classes() == 0) {
      throw new IllegalArgumentException(
          "This %s has no classes to tell: build one with .classes(10), for example, and train it on data with labels"
              .formatted(kind));
    }
    if (examples.count() == 0 || !examples.hasLabels()) {
      throw new IllegalArgumentException(
          "A classification needs examples with labels, but there are %s: give it digits.test(), or add labels with .labelled(…)"
              .formatted(examples.count() == 0 ? "no examples" : "none"));
    }
    joint.labels().require(examples, joint.type());
    return joint;
  }

  private static int greatest(double[] values) {
    int greatest = 0;
    for (int i = 1; i < values.length; i++) {
      greatest = values[i] > values[greatest] ? i : greatest;
    }
    return greatest;
  }

  /** The examples, with their labels. */
  public Samples examples() {
    return examples;
  }

  /** The number of examples. */
  public int count() {
    return predicted.length;
  }

  /** The number of classes, whose labels are 0 … classes − 1. */
  public int classes() {
    return probabilities[0].length;
  }

  /** Whether lower bounds stand in the place of log p(x | y). */
  public boolean isBound() {
    return bound;
  }

  /** p(y | x) of every example and label, shape (count, classes). */
  public double[][] probabilities() {
    return Arrays.stream(probabilities).map(double[]::clone).toArray(double[][]::new);
  }

  /** The answers: the label with the greatest p(y | x) of every example. */
  public int[] predicted() {
    return predicted.clone();
  }

  /** The greatest p(y | x) of every example. */
  public double[] confidence() {
    return IntStream.range(0, count()).mapToDouble(n -> probabilities[n][predicted[n]]).toArray();
  }

  /** The share of the examples whose answer is their label, in [0, 1]. */
  public double accuracy() {
    return (double) IntStream.range(0, count()).filter(this::isRight).count() / count();
  }

  private boolean isRight(int example) {
    return predicted[example] == examples.label(example);
  }

  /** The standard error of the accuracy, √(accuracy (1 − accuracy) / count). */
  public double standardError() {
    return Math.sqrt(accuracy() * (1 - accuracy()) / count());
  }

  /** How many examples of each label got each answer, shape (labels, answers). */
  public int[][] confusion() {
    int[][] counts = new int[classes()][classes()];
    for (int n = 0; n < count(); n++) {
      counts[examples.label(n)][predicted[n]]++;
    }
    return counts;
  }

  /**
   * Where the examples stand of whose answers the model is least sure, the least sure first.
   *
   * @param n how many, or all if there are fewer
   */
  public int[] mostDoubtful(int n) {
    double[] confidence = confidence();
    return IntStream.range(0, count())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> confidence[i]))
        .limit(n)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * The examples of whose answers the model is about equally sure.
   *
   * @param from the least confidence, exclusive but in the first bin
   * @param to the greatest confidence
   * @param count how many there are
   * @param confidence the mean of their confidence; NaN without examples
   * @param accuracy the share of right answers; NaN without examples
   */
  public record Bin(double from, double to, int count, double confidence, double accuracy) {}

  /**
   * A bin for each tenth of confidence: where it is calibrated, it is the share of right answers.
   */
  public List<Bin> calibration() {
    double[] confidence = confidence();
    List<Bin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      int place = bin;
      int[] inside = IntStream.range(0, count()).filter(n -> bin(confidence[n]) == place).toArray();
      bins.add(
          new Bin(
              (double) bin / BINS,
              (bin + 1.0) / BINS,
              inside.length,
              Arrays.stream(inside).mapToDouble(n -> confidence[n]).average().orElse(Double.NaN),
              Arrays.stream(inside)
                  .mapToDouble(n -> isRight(n) ? 1 : 0)
                  .average()
                  .orElse(Double.NaN)));
    }
    return bins;
  }

  private static int bin(double confidence) {
    return Math.max(0, (int) Math.ceil(confidence * BINS) - 1);
  }

  /**
   * The expected calibration error: how far confidence and accuracy are apart, as a mean over the
   * examples, those of each bin taken together (Naeini, Cooper and Hauskrecht, AAAI 2015).
   */
  public double calibrationError() {
    return calibration().stream()
            .filter(bin -> bin.count() > 0)
            .mapToDouble(bin -> bin.count() * Math.abs(bin.accuracy() - bin.confidence()))
            .sum()
        / count();
  }

  @Override
  public String toString() {
    return NumberText.format(
        "%.2f %% ± %.2f %% of %s right by Bayes' rule%s; expected calibration error %.3f",
        100 * accuracy(),
        100 * standardError(),
        NumberText.count(count(), "example"),
        bound ? ", from lower bounds of log p(x | y)" : "",
        calibrationError());
  }
}
