package org.dgm4j.data;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.dgm4j.base.Randomness;

/** Data in three splits, to train with, to choose with, and to report with; immutable. */
public sealed class Dataset permits ExactDataset {

  /** Any number; another one would change every split. */
  private static final long SPLIT_SEED = 20260101;

  private final String name;
  private final String description;
  private final Samples train;
  private final Samples validation;
  private final Samples test;

  public Dataset(String name, String description, Samples train, Samples validation, Samples test) {
    this.name = Objects.requireNonNull(name);
    this.description = Objects.requireNonNull(description);
    this.train = train;
    this.validation = validation;
    this.test = test;
    for (Samples split : new Samples[] {validation, test}) {
      if (!Arrays.equals(split.shape(), train.shape())) {
        throw new IllegalArgumentException(
            String.format(
                "All splits need examples of one shape, but these have %s and %s",
                Arrays.toString(train.shape()), Arrays.toString(split.shape())));
      }
    }
  }

  /**
   * Your own data in your own splits.
   *
   * @throws IllegalArgumentException if the examples of the splits differ in shape
   */
  public static Dataset of(String name, Samples train, Samples validation, Samples test) {
    return new Dataset(name, "your own data", train, validation, test);
  }

  /**
   * Your own data, split at random but always in the same way: a tenth each, rounded down but at
   * least one example, to validate and to test.
   *
   * @throws IllegalArgumentException if there are fewer than three examples
   */
  public static Dataset of(String name, Samples samples) {
    return split(name, "your own data", samples);
  }

  public static Dataset split(String name, String description, Samples samples) {
    int count = samples.count();
    if (count < 3) {
      throw new IllegalArgumentException(
          String.format(
              "%s has %d example%s, but three splits need at least 3 examples",
              name, count, count == 1 ? "" : "s"));
    }
    int[] order = Randomness.shuffled(count, SPLIT_SEED);
    int tenth = Math.max(1, count / 10);
    return new Dataset(
        name,
        description,
        samples.select(Arrays.copyOfRange(order, 0, count - 2 * tenth)),
        samples.select(Arrays.copyOfRange(order, count - 2 * tenth, count - tenth)),
        samples.select(Arrays.copyOfRange(order, count - tenth, count)));
  }

  /** The name, as {@code %dataset} knows it. */
  public String name() {
    return name;
  }

  /** What the data are and where they come from. */
  public String description() {
    return description;
  }

  /** The examples to train with. */
  public Samples train() {
    return train;
  }

  /** The examples to choose and to stop with. */
  public Samples validation() {
    return validation;
  }

  /** The examples to report with. */
  public Samples test() {
    return test;
  }

  /** The shape of one example: (dimensions) or (channels, height, width). */
  public int[] shape() {
    return train.shape();
  }

  /** The number of values of one example. */
  public int dimensions() {
    return train.dimensions();
  }

  /** The different labels of all splits in rising order; none for data without labels. */
  public int[] classes() {
    return Stream.of(train, validation, test)
        .flatMapToInt(split -> Arrays.stream(split.classes()))
        .distinct()
        .sorted()
        .toArray();
  }

  /** The number of different labels; 0 for data without labels. */
  public int classCount() {
    return classes().length;
  }

  /**
   * Black and white data: each value becomes 1 with the probability that it says, as in {@link
   * Samples#binarized(long)}; the splits use different random numbers.
   */
  public Dataset binarized(long seed) {
    return map("; binarized at random with seed " + seed, seed, Samples::binarized);
  }

  /** Data with so many levels, as in {@link Samples#quantized(int)}. */
  public Dataset quantized(int levels) {
    return map("; quantized to " + levels + " levels", samples -> samples.quantized(levels));
  }

  /**
   * Data in which each value is replaced by another with the probability {@code rate}, as in {@link
   * Samples#perturbed(double, long)}; the splits use different random numbers.
   */
  public Dataset perturbed(double rate, long seed) {
    Alphabet alphabet = Alphabet.of(train, validation, test);
    return map(
        "; perturbed at the rate " + rate + " with seed " + seed,
        seed,
        (samples, own) -> samples.perturbed(rate, own, alphabet));
  }

  /** The images at another size, as in {@link Samples#resized(int, int)}. */
  public Dataset resized(int height, int width) {
    return map("; resized to " + height + "×" + width, samples -> samples.resized(height, width));
  }

  /** The examples with one of these labels. */
  public Dataset only(int... labels) {
    train.requireClasses(labels, classes());
    return map(
        "; only labels " + Arrays.toString(labels), samples -> samples.filtered(labels, true));
  }

  /** The examples with none of these labels. */
  public Dataset without(int... labels) {
    train.requireClasses(labels, classes());
    return map(
        "; without labels " + Arrays.toString(labels), samples -> samples.filtered(labels, false));
  }

  private Dataset map(String change, UnaryOperator<Samples> operator) {
    return map(change, 0, (samples, seed) -> operator.apply(samples));
  }

  /** Each split with a seed of its own. */
  private Dataset map(String change, long seed, BiFunction<Samples, Long, Samples> operator) {
    return new Dataset(
        name,
        description + change,
        operator.apply(train, Randomness.derive(seed, 0)),
        operator.apply(validation, Randomness.derive(seed, 1)),
        operator.apply(test, Randomness.derive(seed, 2)));
  }

  /** Says the name, the sizes of the splits and what the data are. */
  @Override
  public String toString() {
    return String.format(
        "%s: train %s; validation %d; test %d; %s",
        name, train, validation.count(), test.count(), description);
  }
}
