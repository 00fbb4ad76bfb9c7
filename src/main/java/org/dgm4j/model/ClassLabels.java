package org.dgm4j.model;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dgm4j.data.Samples;
import org.dgm4j.probability.Categorical;
import org.dgm4j.probability.numeric.Softmax;

/**
 * The labels 0 … k − 1 that a model of examples and labels, p(x, y) = p(y) p(x | y), knows, and how
 * often each was in its training data; none in a model without classes. Immutable.
 */
public final class ClassLabels {

  /** Those of a model without classes. */
  public static final ClassLabels NONE = new ClassLabels(new int[0]);

  private static final String SETTING = "classes";

  private final int[] counts;

  private ClassLabels(int[] counts) {
    this.counts = counts;
  }

  /** So many classes, of which no example was seen yet. */
  static ClassLabels of(int classes) {
    return new ClassLabels(new int[classes]);
  }

  /** Those of a saved model, of which no example was seen yet. */
  public static ClassLabels of(Map<String, String> settings) {
    return of(Integer.parseInt(settings.getOrDefault(SETTING, "0")));
  }

  /** Adds the number of classes to a model's settings if it has any. */
  void addTo(SortedMap<String, String> settings) {
    if (count() > 0) {
      settings.put(SETTING, Integer.toString(count()));
    }
  }

  /** k; 0 without classes. */
  public int count() {
    return counts.length;
  }

  /** How many examples of each class were in the training data, shape (k). */
  public int[] counts() {
    return counts.clone();
  }

  /** With the counts of a saved model. */
  ClassLabels counting(int... saved) {
    if (saved.length != count() || Arrays.stream(saved).anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException("the counts of the labels are not those of the classes");
    }
    return new ClassLabels(saved.clone());
  }

  /** With the counts of training examples that were checked. */
  ClassLabels counting(Samples examples) {
    int[] counted = new int[count()];
    for (int label : examples.labels()) {
      counted[label]++;
    }
    return new ClassLabels(counted);
  }

  /** p(y) of every label, shape (k). */
  public double[] probabilities() {
    Categorical distribution = distribution();
    return IntStream.range(0, count()).mapToDouble(distribution::probability).toArray();
  }

  /**
   * log p(x) = log Σ_y p(y) p(x | y) of examples.
   *
   * @param given log p(x | y) in nats, shape (k, count)
   * @return nats, shape (count)
   */
  public double[] marginal(double[][] given) {
    double[] probabilities = probabilities();
    return IntStream.range(0, given[0].length)
        .mapToDouble(n -> Softmax.logSumOfExponentials(joint(probabilities, given, n)))
        .toArray();
  }

  /**
   * p(y | x) of examples, by Bayes' rule.
   *
   * @param given log p(x | y) in nats, shape (k, count)
   * @return shape (count, k)
   */
  public double[][] posterior(double[][] given) {
    double[] probabilities = probabilities();
    return IntStream.range(0, given[0].length)
        .mapToObj(n -> Softmax.of(joint(probabilities, given, n)))
        .toArray(double[][]::new);
  }

  private static double[] joint(double[] probabilities, double[][] given, int example) {
    return IntStream.range(0, given.length)
        .mapToDouble(y -> Math.log(probabilities[y]) + given[y][example])
        .toArray();
  }

  /** p(y): the shares of the training data, and before training the same for each label. */
  Categorical distribution() {
    return Arrays.stream(counts).allMatch(count -> count == 0)
        ? Categorical.uniform(count())
        : Categorical.ofWeights(Arrays.stream(counts).asDoubleStream().toArray());
  }

  /**
   * Checks that each example has a label that the model knows.
   *
   * @param model what it is called: "nade"
   * @throws IllegalArgumentException if not, saying what to type
   */
  public void require(Samples examples, String model) {
    if (count() == 0) {
      return;
    }
    if (!examples.hasLabels()) {
      throw new IllegalArgumentException(
          "This %s has classes, but these examples have no labels: give data with labels, add them with .labelled(…), or build the model without .classes(%d)"
              .formatted(model, count()));
    }
    int[] unknown =
        Arrays.stream(examples.classes()).filter(label -> label < 0 || label >= count()).toArray();
    if (unknown.length > 0) {
      int greatest = unknown[unknown.length - 1];
      throw new IllegalArgumentException(
          "This %s has %d classes, the labels 0 to %d, but these examples have %s: %s"
              .formatted(
                  model,
                  count(),
                  count() - 1,
                  Arrays.stream(unknown)
                      .mapToObj(String::valueOf)
                      .collect(Collectors.joining(", ", "also ", "")),
                  unknown[0] < 0
                      ? "number them from 0 on"
                      : "build it with .classes(%d)".formatted(greatest + 1)));
    }
  }

  /**
   * The label itself.
   *
   * @throws IllegalArgumentException if the model does not know it
   */
  int require(int label, String model) {
    if (label < 0 || label >= count()) {
      throw new IllegalArgumentException(
          count() == 0
              ? "This %s has no classes, so it knows no label %d: build it with .classes(10) and train it on data with labels"
                  .formatted(model, label)
              : "This %s knows no label %d: its labels are 0 to %d"
                  .formatted(model, label, count() - 1));
    }
    return label;
  }

  /** A row for each example with 1 at its label and 0 elsewhere, shape (count, k). */
  float[] oneHot(Samples examples) {
    float[] rows = new float[examples.count() * count()];
    for (int n = 0; n < examples.count(); n++) {
      rows[n * count() + examples.label(n)] = 1;
    }
    return rows;
  }

  /**
   * The labels in {@link #oneHot} rows.
   *
   * @param classes k
   */
  public static int[] ofOneHot(float[] rows, int classes) {
    int[] labels = new int[rows.length / classes];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] != 0) {
        labels[i / classes] = i % classes;
      }
    }
    return labels;
  }

  /** Independent draws of labels with probabilities that add up to 1. */
  public static int[] draw(double[] probabilities, int count, RandomGenerator random) {
    return IntStream.range(0, count)
        .map(n -> Softmax.draw(probabilities, random.nextDouble()))
        .toArray();
  }
}
