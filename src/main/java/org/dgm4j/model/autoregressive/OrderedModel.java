package org.dgm4j.model.autoregressive;

import ai.djl.nn.Block;
import java.util.OptionalInt;
import java.util.SortedMap;
import org.dgm4j.data.Ordering;
import org.dgm4j.data.Samples;
import org.dgm4j.model.AutoregressiveModel;
import org.dgm4j.model.ClassLabels;
import org.dgm4j.model.ModelBuilder;

/**
 * What the autoregressive models whose conditionals are computed in Java have in common: they visit
 * the dimensions in an {@link Ordering} of one's choice. Whatever it is, examples, samples and
 * everything else of their shape are in the natural order of an example.
 */
public abstract sealed class OrderedModel extends AutoregressiveModel
    permits AutoRegressive, NadeModel {

  /** NADE computes four examples at a time: 64 groups of them are work for all cores. */
  static final int BATCH = 256;

  private final Layout layout;

  OrderedModel(String type, Block block, Layout layout, ClassLabels labels, int... exampleShape) {
    super(type, block, labels, exampleShape);
    this.layout = layout;
  }

  /** The order in which the values are visited. */
  public final Ordering ordering() {
    return layout.ordering();
  }

  @Override
  protected SortedMap<String, String> familySettings() {
    return layout.settings();
  }

  final VisitOrder visits() {
    return layout.visits();
  }

  @Override
  protected final int[] sequence() {
    return visits().sequence();
  }

  @Override
  protected final int together() {
    return BATCH;
  }

  /** What is computed on the heap is computed for a class. */
  final void sayOnHeap() {
    requireOneClass();
    sayOnHeap("log-probabilities, conditionals and samples");
  }

  /**
   * Checks that values are among the states 0 … states − 1.
   *
   * @param model what this is called: "nade"
   */
  final void requireStates(Samples examples, String model, int states) {
    OptionalInt outside = examples.firstOutside(states);
    if (outside.isPresent()) {
      int i = outside.getAsInt();
      throw new IllegalArgumentException(
          states == 2
              ? "This %s is for binary values (0 or 1), but these examples have others: binarize them first, for example with .binarized(42), or build the model with .states(k) for values 0 to k − 1"
                  .formatted(model)
              : "This %s is for the whole numbers from 0 to %d, but these examples have %s: quantize images with .quantized(%d), or build the model with other .states(k)"
                  .formatted(
                      model,
                      states - 1,
                      examples.value(i / dimensions(), i % dimensions()),
                      states));
    }
  }

  /** Checks that there is such a state. */
  static void requireState(int state, int smallest, int states) {
    if (state < smallest || state >= states) {
      throw new IllegalArgumentException(
          "There is no such state %d: choose one from %d to %d"
              .formatted(state, smallest, states - 1));
    }
  }

  /**
   * Checks that values are binary.
   *
   * @param remedy what to do otherwise
   */
  static void requireBinary(String model, int states, String remedy) {
    if (states > 2) {
      throw new IllegalStateException(
          "This %s has %d states: say %s".formatted(model, states, remedy));
    }
  }

  /**
   * What the builders of these models have in common.
   *
   * @param <B> the builder itself
   */
  public abstract static sealed class Builder<B extends Builder<B>> extends ModelBuilder<B>
      permits AutoRegressive.Builder, NadeModel.Builder {

    private Ordering ordering = Ordering.raster();

    Builder(String model) {
      super(model, ".dimensions(784) or .image(28, 28)");
    }

    /** The number of values of one example. */
    public final B dimensions(int dimensions) {
      return vector(dimensions, ".dimensions(784)");
    }

    /** The order in which the values are visited; {@link Ordering#raster()} if not given. */
    public final B ordering(Ordering ordering) {
      this.ordering = ordering;
      return self();
    }

    final void continueFrom(Builder<?> other) {
      super.continueFrom(other);
      ordering = other.ordering;
    }

    /** Refuses a missing size, and an ordering that does not fit it. */
    final Layout layout() {
      return new Layout(shape(), ordering);
    }

    /** The number itself; refuses one below 2. */
    static int atLeastTwoStates(int states) {
      if (states < 2) {
        throw new IllegalArgumentException(
            "A value needs at least two states, not " + states + ": try .states(2)");
      }
      return states;
    }
  }
}
