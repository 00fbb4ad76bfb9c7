package org.dgm4j.model.autoregressive;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;
import org.dgm4j.data.Samples;
import org.dgm4j.model.ClassLabels;

/**
 * What the neural autoregressive distribution estimators for discrete and for continuous data have
 * in common.
 */
public abstract sealed class NadeModel extends OrderedModel permits Nade, Rnade {

  private static final String HIDDEN = "hidden";

  private final VisibleUnit unit;
  private final int hidden;

  NadeModel(
      String type,
      VisibleUnit unit,
      Layout layout,
      ClassLabels labels,
      int hidden,
      long seed,
      int... exampleShape) {
    super(
        type,
        new NadeBlock(unit, layout.visits(), labels.count(), hidden, seed),
        layout,
        labels,
        exampleShape);
    this.unit = unit;
    this.hidden = hidden;
  }

  /** The hidden units of a saved model. */
  static int hidden(Map<String, String> settings) {
    return Integer.parseInt(settings.get(HIDDEN));
  }

  /** The number of hidden units of each conditional. */
  public final int hidden() {
    return hidden;
  }

  @Override
  protected SortedMap<String, String> familySettings() {
    SortedMap<String, String> settings = super.familySettings();
    settings.put(HIDDEN, Integer.toString(hidden));
    return settings;
  }

  @Override
  protected final double[] evaluate(Samples examples) {
    NadeKernel kernel = kernel();
    double logVolume = logVolume();
    return inParts(
        examples,
        BATCH,
        part ->
            Arrays.stream(kernel.logProbability(visited(part.values())))
                .map(logProbability -> logProbability - logVolume)
                .toArray());
  }

  /**
   * What each hidden unit looks at: the columns of W as vectors or images, for k states the weights
   * of the highest.
   *
   * @return one example for each hidden unit, in the shape of an example; values of either sign
   */
  public final Samples filters() {
    float[] weights = parameter(NadeBlock.WEIGHTS);
    float[] filters = new float[hidden() * dimensions()];
    for (int t = 0; t < dimensions(); t++) {
      int row = (t + 1) * unit.inputs() - 1;
      for (int j = 0; j < hidden(); j++) {
        filters[j * dimensions() + t] = weights[row * hidden() + j];
      }
    }
    return Samples.of(visits().natural(filters), hidden(), exampleShape());
  }

  /** From the data's scale, shape (count, D), to that of the visible units. */
  float[] standardised(float[] x) {
    return x;
  }

  /** From the scale of the visible units, shape (count, D), to the data's. */
  float[] original(float[] z) {
    return z;
  }

  /** What standardisation takes from log p(x), in nats. */
  double logVolume() {
    return 0;
  }

  /**
   * The outputs of the conditional of the value that is visited after some others.
   *
   * @param before the values visited before it, in their order
   */
  final float[] outputsAfter(double... before) {
    float[] outputs = kernel().outputs(visited(continuing(before)));
    int size = unit.outputs();
    return Arrays.copyOfRange(outputs, before.length * size, (before.length + 1) * size);
  }

  @Override
  protected final double[] draw(
      float[] x, boolean[] known, double temperature, long[] seeds, IntConsumer steps) {
    float[] visited = visited(x);
    double[] logWeights = kernel().complete(visited, visits().visited(known), temperature, seeds);
    float[] drawn = original(visits().natural(visited));
    for (int i = 0; i < x.length; i++) {
      if (!known[i % known.length]) {
        x[i] = drawn[i];
      }
    }
    return logWeights;
  }

  /** One number for each conditional, computed from its outputs, in the shape of the examples. */
  final Samples conditionals(Samples examples, ToDoubleFunction<float[]> ofOutputs) {
    require(examples);
    NadeKernel kernel = kernel();
    return replaced(
        examples,
        BATCH,
        x -> original(visits().natural(kernel.conditionals(visited(x), ofOutputs))));
  }

  private float[] visited(float[] x) {
    return visits().visited(standardised(x));
  }

  private NadeKernel kernel() {
    sayOnHeap();
    return new NadeKernel(
        NadeParameters.of(
            1,
            parameter(NadeBlock.WEIGHTS),
            parameter(NadeBlock.OUTPUT_WEIGHTS),
            parameter(NadeBlock.OUTPUT_BIAS),
            parameter(NadeBlock.HIDDEN_BIAS)),
        unit);
  }

  /**
   * What the builders of all NADEs have in common.
   *
   * @param <B> the builder itself
   */
  public abstract static sealed class Builder<B extends Builder<B>> extends OrderedModel.Builder<B>
      permits Nade.Builder, Rnade.Builder {

    /** The usual number of hidden units (Larochelle and Murray 2011). */
    private static final int HIDDEN = 500;

    private int hidden = HIDDEN;

    Builder() {
      super("A nade");
    }

    /** The number of hidden units; {@value #HIDDEN} if not given. */
    public final B hidden(int hidden) {
      this.hidden = atLeastOne("hidden unit", hidden, ".hidden(500)");
      return self();
    }

    final int hidden() {
      return hidden;
    }

    final void continueFrom(Builder<?> other) {
      super.continueFrom(other);
      hidden = other.hidden;
    }

    /**
     * @throws IllegalArgumentException if the size of an example is missing, the ordering does not
     *     fit it, or the model would be too large
     */
    final Layout layout(VisibleUnit unit) {
      double weights = (double) hidden * Math.max(unit.inputs(), unit.outputs());
      for (int size : shape()) {
        weights *= size;
      }
      if (weights > LONGEST_ARRAY) {
        throw new IllegalArgumentException(
            "A nade of this size would have %.1e weights, and at most 2.1e+09 are possible: try .hidden(500)"
                .formatted(weights));
      }
      return layout();
    }
  }
}
