package org.dgm4j.data;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dgm4j.base.Randomness;

/**
 * Immutable data on the heap: {@code count} examples of equal shape, as floats in row-major order,
 * with a label for each example where labels are known.
 *
 * <p>The shape of one example is (dimensions) for vectors or (channels, height, width) for images.
 * Every method that chooses or changes examples returns new samples and keeps their labels.
 */
public final class Samples {

  private final float[] values;
  private final int[] labels;
  private final int start;
  private final int count;
  private final int[] shape;
  private final int dimensions;

  private Samples(float[] values, int[] labels, int start, int count, int[] shape) {
    this.values = values;
    this.labels = labels;
    this.start = start;
    this.count = count;
    this.shape = shape;
    this.dimensions = product(shape);
  }

  /**
   * Images from your own values.
   *
   * @param values the values in the order image, channel, row, column
   * @throws IllegalArgumentException if the sizes do not multiply to the number of values, or a
   *     value is NaN or infinite
   */
  public static Samples images(float[] values, int count, int channels, int height, int width) {
    return checked(values.clone(), count, channels, height, width);
  }

  /**
   * Vectors from your own values.
   *
   * @param values the values in the order example, dimension
   * @throws IllegalArgumentException if the sizes do not multiply to the number of values, or a
   *     value is NaN or infinite
   */
  public static Samples vectors(float[] values, int count, int dimensions) {
    return checked(values.clone(), count, dimensions);
  }

  /**
   * Examples of any shape from your own values.
   *
   * @param shape of one example: (dimensions) or (channels, height, width)
   * @throws IllegalArgumentException if the sizes do not multiply to the number of values, or a
   *     value is NaN or infinite
   */
  public static Samples of(float[] values, int count, int... shape) {
    return checked(values.clone(), count, shape.clone());
  }

  /** Other values for the same examples, in the same shape and with the same labels. */
  public Samples withValues(float[] newValues) {
    return new Samples(checked(newValues.clone(), count, shape).values, labels, 0, count, shape);
  }

  private static Samples checked(float[] values, int count, int... shape) {
    return owning(values, null, count, shape)
        .requireAll(Double::isFinite, "every value must be a finite number");
  }

  /** Samples that take over the arrays, whose values are known to be finite. */
  public static Samples owning(float[] values, int[] labels, int count, int... shape) {
    if (Arrays.stream(shape).anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(
          "An example needs at least one value, but its shape is " + Arrays.toString(shape));
    }
    long needed = Arrays.stream(shape).asLongStream().reduce(count, Math::multiplyExact);
    if (count < 0 || needed != values.length) {
      throw new IllegalArgumentException(
          String.format(
              "%d examples of shape %s need %d values, but there are %d",
              count, Arrays.toString(shape), needed, values.length));
    }
    return new Samples(values, labels, 0, count, shape.clone());
  }

  /**
   * These examples with one label each.
   *
   * @throws IllegalArgumentException if the number of labels is not the number of examples
   */
  public Samples labelled(int... labels) {
    if (labels.length != count) {
      throw new IllegalArgumentException(
          String.format(
              "There are %d labels for %d examples; give one label for each example",
              labels.length, count));
    }
    return new Samples(values, labels.clone(), start, count, shape);
  }

  /** The number of examples. */
  public int count() {
    return count;
  }

  /** The number of values of one example. */
  public int dimensions() {
    return dimensions;
  }

  /** The shape of one example: (dimensions) or (channels, height, width). */
  public int[] shape() {
    return shape.clone();
  }

  /** Whether the examples are images. */
  public boolean isImages() {
    return shape.length == 3;
  }

  /** Whether every value is 0 or 1. */
  public boolean isBinary() {
    return firstOutside(2).isEmpty();
  }

  /**
   * Where the first value stands that is no state.
   *
   * @param states their number; they are the whole numbers 0 … states − 1
   * @return example · dimensions + place in the example; empty if every value is a state
   */
  public OptionalInt firstOutside(int states) {
    int offset = start * dimensions;
    for (int i = 0; i < count * dimensions; i++) {
      float value = values[offset + i];
      if (!(value >= 0 && value < states) || value != (int) value) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** The mean of each value over the examples, shape (dimensions); NaN without examples. */
  public double[] means() {
    return IntStream.range(0, dimensions)
        .mapToDouble(d -> Arrays.stream(column(d)).reduce(0, Double::sum) / count)
        .toArray();
  }

  /** A copy of one value of every example. */
  public double[] column(int dimension) {
    return IntStream.range(0, count).mapToDouble(n -> value(n, dimension)).toArray();
  }

  /** A copy of all values, shape (count, dimensions). */
  public float[] values() {
    return Arrays.copyOfRange(values, start * dimensions, (start + count) * dimensions);
  }

  /** One value of one example. */
  public float value(int example, int dimension) {
    checkExample(example);
    if (dimension < 0 || dimension >= dimensions) {
      throw new IllegalArgumentException(
          String.format(
              "There is no dimension %d; dimensions are 0 to %d", dimension, dimensions - 1));
    }
    return values[(start + example) * dimensions + dimension];
  }

  /** A copy of the values of one example. */
  public float[] row(int example) {
    checkExample(example);
    int from = (start + example) * dimensions;
    return Arrays.copyOfRange(values, from, from + dimensions);
  }

  /** Copies the values of one example into an array, from an offset on. */
  public void copyRow(int example, float[] target, int offset) {
    checkExample(example);
    System.arraycopy(values, (start + example) * dimensions, target, offset, dimensions);
  }

  /** Whether the examples have labels. */
  public boolean hasLabels() {
    return labels != null;
  }

  /**
   * A copy of the labels, one for each example.
   *
   * @throws IllegalStateException if there are none
   */
  public int[] labels() {
    requireLabels();
    return labels.clone();
  }

  /** The label of one example. */
  public int label(int example) {
    requireLabels();
    checkExample(example);
    return labels[example];
  }

  /** The different labels in rising order; none for examples without labels. */
  public int[] classes() {
    return labels == null ? new int[0] : Arrays.stream(labels).distinct().sorted().toArray();
  }

  /** The first {@code n} examples. */
  public Samples first(int n) {
    if (n < 0 || n > count) {
      throw new IllegalArgumentException(
          String.format("There are %d examples; the first %d cannot be taken", count, n));
    }
    return range(0, n);
  }

  /** The examples from {@code from} to before {@code to}. */
  public Samples range(int from, int to) {
    if (from < 0 || to < from || to > count) {
      throw new IllegalArgumentException(
          String.format(
              "The range from %d to before %d does not lie in the %d examples", from, to, count));
    }
    int[] chosen = labels == null ? null : Arrays.copyOfRange(labels, from, to);
    return new Samples(values, chosen, start + from, to - from, shape);
  }

  /** The examples at the given positions, in their order; a position may come more than once. */
  public Samples select(int... positions) {
    float[] chosen = new float[Math.multiplyExact(positions.length, dimensions)];
    for (int i = 0; i < positions.length; i++) {
      copyRow(positions[i], chosen, i * dimensions);
    }
    int[] own = labels == null ? null : IntStream.of(positions).map(i -> labels[i]).toArray();
    return new Samples(chosen, own, 0, positions.length, shape);
  }

  /**
   * The examples that have one of the labels.
   *
   * @throws IllegalArgumentException if no example has one of the labels
   * @throws IllegalStateException if there are no labels
   */
  public Samples only(int... wanted) {
    requireClasses(wanted, classes());
    return filtered(wanted, true);
  }

  /**
   * The examples that have none of the labels.
   *
   * @throws IllegalArgumentException if no example has one of the labels
   * @throws IllegalStateException if there are no labels
   */
  public Samples without(int... unwanted) {
    requireClasses(unwanted, classes());
    return filtered(unwanted, false);
  }

  Samples filtered(int[] chosen, boolean keep) {
    return select(
        IntStream.range(0, count)
            .filter(i -> IntStream.of(chosen).anyMatch(c -> c == labels[i]) == keep)
            .toArray());
  }

  void requireClasses(int[] asked, int[] known) {
    requireLabels();
    for (int label : asked) {
      if (IntStream.of(known).noneMatch(k -> k == label)) {
        throw new IllegalArgumentException(
            String.format(
                "No example has the label %d; the labels are %s",
                label,
                IntStream.of(known).mapToObj(String::valueOf).collect(Collectors.joining(", "))));
      }
    }
  }

  /**
   * Black and white examples: each value becomes 1 with the probability that it says, and 0
   * otherwise, x ~ Bernoulli(value). The same seed gives the same result.
   *
   * @throws IllegalArgumentException if a value is outside [0, 1]
   */
  public Samples binarized(long seed) {
    requireFractions("binarized");
    return changed((value, i) -> Randomness.uniform(seed, i) < value ? 1 : 0);
  }

  /** What a value at its place among all values becomes. */
  private interface Change {
    float of(float value, int place);
  }

  private Samples changed(Change change) {
    float[] changed = values();
    IntStream.range(0, count)
        .parallel()
        .forEach(
            example -> {
              for (int i = example * dimensions; i < (example + 1) * dimensions; i++) {
                changed[i] = change.of(changed[i], i);
              }
            });
    return new Samples(changed, labels, 0, count, shape);
  }

  /**
   * Examples with so many levels: each value from 0 to 1 becomes the nearest of the whole numbers 0
   * … levels − 1, where 1 is the highest. With 256 levels, images get back the bytes they were read
   * from.
   *
   * @param levels at least 2
   * @throws IllegalArgumentException if a value is outside [0, 1]
   */
  public Samples quantized(int levels) {
    if (levels < 2) {
      throw new IllegalArgumentException(
          "There must be at least 2 levels, not " + levels + ": try .quantized(4)");
    }
    requireFractions("quantized");
    return changed((value, i) -> Math.round(value * (levels - 1)));
  }

  private void requireFractions(String verb) {
    requireAll(value -> value >= 0 && value <= 1, "only values from 0 to 1 can be " + verb);
  }

  private Samples requireAll(DoublePredicate right, String otherwise) {
    for (int i = 0; i < count * dimensions; i++) {
      float value = values[start * dimensions + i];
      if (!right.test(value)) {
        throw new IllegalArgumentException(
            String.format(
                "Value %d of example %d is %s; %s",
                i % dimensions, i / dimensions, value, otherwise));
      }
    }
    return this;
  }

  /**
   * Examples in which each value is, with the probability {@code rate}, replaced by another one,
   * all others being as probable: the perturbed data that a background model is trained on (Ren et
   * al., Likelihood ratios for out-of-distribution detection, NeurIPS 2019). Of black and white
   * examples a value flips; of whole numbers the others are 0 to the greatest that occurs; of
   * values from 0 to 1 they are the 256 levels of grey. The same seed gives the same result.
   *
   * @param rate from 0 to 1; Ren et al. use 0.1 to 0.3
   * @throws IllegalArgumentException if the rate is outside [0, 1], or there are values that are
   *     neither whole numbers from 0 on nor in [0, 1]
   */
  public Samples perturbed(double rate, long seed) {
    return perturbed(rate, seed, Alphabet.of(this));
  }

  Samples perturbed(double rate, long seed, Alphabet alphabet) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException(
          "A rate of perturbation lies from 0 to 1, but is " + rate + ": try 0.2");
    }
    long chosen = Randomness.derive(seed, 0);
    long other = Randomness.derive(seed, 1);
    return changed(
        (value, i) ->
            Randomness.uniform(chosen, i) < rate
                ? alphabet.other(value, Randomness.uniform(other, i))
                : value);
  }

  /**
   * The images at another size: the mean over the covered area where an image shrinks, bilinear
   * interpolation between pixel centres where it grows. Values stay within the range they had.
   *
   * @throws IllegalStateException if the examples are not images
   */
  public Samples resized(int height, int width) {
    if (!isImages()) {
      throw new IllegalStateException(
          "Only images can be resized; these examples are vectors of " + dimensions + " values");
    }
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          String.format("An image cannot be %d×%d; both sizes must be at least 1", height, width));
    }
    if (height == shape[1] && width == shape[2]) {
      return this;
    }
    int planes = Math.multiplyExact(count, shape[0]);
    float[] resized =
        Resampling.planes(values, start * dimensions, planes, shape[1], shape[2], height, width);
    return new Samples(resized, labels, 0, count, new int[] {shape[0], height, width});
  }

  /** The same values as images of another shape with as many values, for data known as vectors. */
  public Samples reshaped(int... newShape) {
    if (product(newShape) != dimensions) {
      throw new IllegalArgumentException(
          String.format(
              "An example of %d values does not fit shape %s",
              dimensions, Arrays.toString(newShape)));
    }
    return new Samples(values, labels, start, count, newShape.clone());
  }

  /** Says how many examples of what shape there are, and which labels. */
  @Override
  public String toString() {
    String sizes = IntStream.of(shape).mapToObj(String::valueOf).collect(Collectors.joining("×"));
    return String.format(
        "%d %s, %s%s",
        count,
        isImages() ? "images" : "vectors",
        sizes,
        labels == null ? "" : ", labels " + Arrays.toString(classes()));
  }

  private void checkExample(int example) {
    if (example < 0 || example >= count) {
      throw new IllegalArgumentException(
          count == 0
              ? "There are no examples"
              : String.format("There is no example %d; examples are 0 to %d", example, count - 1));
    }
  }

  private void requireLabels() {
    if (labels == null) {
      throw new IllegalStateException(
          "These examples have no labels; add them with labelled(int...)");
    }
  }

  /** The number of values of an example of a shape. */
  static int product(int[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }
}
