package org.dgm4j.model;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.dgm4j.base.Seeds;

/**
 * What the builders of all models have: the size of an example, the classes and the seed of the
 * parameters.
 *
 * <p>It is public because JShell completes only methods that are declared in public types.
 *
 * @param <B> the builder itself, so that a chain of calls keeps its type
 */
public abstract class ModelBuilder<B extends ModelBuilder<B>> {

  private final String model;
  private final String sizes;
  private int[] shape;
  private Long seed;
  private ClassLabels labels = ClassLabels.NONE;

  /**
   * A builder without a size.
   *
   * @param model what is built, as a sentence begins: "A vae"
   * @param sizes how its size can be given: ".image(28, 28)"
   */
  protected ModelBuilder(String model, String sizes) {
    this.model = model;
    this.sizes = sizes;
  }

  /**
   * The size of one image with one channel.
   *
   * @throws IllegalArgumentException if the image has no pixel
   */
  public B image(int height, int width) {
    return ofImages(1, height, width);
  }

  /**
   * The channels and the size of one image.
   *
   * @throws IllegalArgumentException if the image has no pixel
   */
  public B image(int channels, int height, int width) {
    return ofImages(channels, height, width);
  }

  private B ofImages(int channels, int height, int width) {
    int[] sizes = {channels, height, width};
    if (Arrays.stream(sizes).anyMatch(size -> size < 1)) {
      String text =
          Arrays.stream(sizes)
              .skip(channels == 1 ? 1 : 0)
              .mapToObj(String::valueOf)
              .collect(Collectors.joining("×"));
      throw new IllegalArgumentException(
          "%s needs at least one value an example, so of an image at least one pixel, not %s: try .image(28, 28)"
              .formatted(model, text));
    }
    shape = sizes;
    return self();
  }

  /**
   * The seed of the initial parameters; the notebook's if not given. A model that starts at zero
   * draws nothing.
   */
  public B seed(long seed) {
    this.seed = seed;
    return self();
  }

  /**
   * Makes it a model of examples and their labels, p(x, y) = p(y) p(x | y): of so many classes,
   * whose labels are 0 … k − 1. Training takes the labels of its data, and p(y) from their counts;
   * what it maximises is log p(x | y). Each class has its own biases and shares all else.
   *
   * @throws IllegalArgumentException if there is no class
   */
  public B classes(int k) {
    labels = ClassLabels.of(atLeastOne("class", k, ".classes(10)"));
    return self();
  }

  /** Lets an example be a vector; {@code example} is a call to type in place of a wrong one. */
  protected final B vector(int dimensions, String example) {
    shape = new int[] {atLeastOne("value an example", dimensions, example)};
    return self();
  }

  /** This builder; {@code B} is its class. */
  @SuppressWarnings("unchecked")
  protected final B self() {
    return (B) this;
  }

  /** Goes on with the size and the seed of another builder. */
  protected final void continueFrom(ModelBuilder<?> other) {
    shape = other.shape;
    seed = other.seed;
    labels = other.labels;
  }

  /** To be called by the builder of a kind of model that can't have classes. */
  protected final void refuseClasses() {
    if (labels.count() > 0) {
      throw new IllegalArgumentException(
          "%s can't have classes: leave out .classes(%d)".formatted(model, labels.count()));
    }
  }

  /** The labels that the model knows. */
  protected final ClassLabels labels() {
    return labels;
  }

  /** The shape of an example: (dimensions) or (channels, height, width); refuses a missing one. */
  protected final int[] shape() {
    if (shape == null) {
      throw new IllegalArgumentException(
          "%s needs the size of an example: add %s".formatted(model, sizes));
    }
    return shape;
  }

  /** The seed of the parameters. */
  protected final long seed() {
    return seed == null ? Seeds.next() : seed;
  }

  /** The number itself; refuses one below 1, with a call to type in its place. */
  protected final int atLeastOne(String what, int number, String example) {
    if (number < 1) {
      throw new IllegalArgumentException(
          "%s needs at least one %s, not %d: try %s".formatted(model, what, number, example));
    }
    return number;
  }

  /** A copy of the numbers; refuses one below 1, with a call to type in its place. */
  protected final int[] eachAtLeastOne(String what, int[] numbers, String example) {
    for (int number : numbers) {
      atLeastOne(what, number, example);
    }
    return numbers.clone();
  }
}
