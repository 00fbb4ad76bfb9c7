package org.dgm4j.model.autoregressive;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;
import org.dgm4j.base.Seeds;
import org.dgm4j.data.Ordering;
import org.dgm4j.data.Samples;
import org.dgm4j.model.AutoregressiveModel;

/**
 * What the neural autoregressive distribution estimators for discrete and for continuous data have
 * in common. Whatever the ordering in which the dimensions are visited, examples, samples and
 * everything else of their shape are in the natural order of an example.
 */
public abstract sealed class NadeModel extends AutoregressiveModel permits Nade, Rnade {

  private static final int BATCH = 256;

  private final Architecture architecture;
  private final VisibleUnit unit;
  private final VisitOrder visits;

  NadeModel(
      String type, VisibleUnit unit, Architecture architecture, long seed, int... exampleShape) {
    super(
        type,
        new NadeBlock(unit, architecture.visits(), architecture.hidden(), seed),
        exampleShape);
    this.unit = unit;
    this.architecture = architecture;
    this.visits = architecture.visits();
  }

  /** The number of hidden units of each conditional. */
  public final int hidden() {
    return architecture.hidden();
  }

  /** The order in which the dimensions are visited. */
  public final Ordering ordering() {
    return architecture.ordering();
  }

  @Override
  public SortedMap<String, String> settings() {
    return architecture.settings();
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
    return Samples.of(visits.natural(filters), hidden(), exampleShape());
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

  @Override
  protected final int[] sequence() {
    return visits.sequence();
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
  protected final int together() {
    return BATCH;
  }

  @Override
  protected final double[] draw(
      float[] x, boolean[] known, double temperature, long[] seeds, IntConsumer steps) {
    float[] visited = visited(x);
    double[] logWeights = kernel().complete(visited, visits.visited(known), temperature, seeds);
    float[] drawn = original(visits.natural(visited));
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
        examples, BATCH, x -> original(visits.natural(kernel.conditionals(visited(x), ofOutputs))));
  }

  private float[] visited(float[] x) {
    return visits.visited(standardised(x));
  }

  private NadeKernel kernel() {
    sayOnHeap("log-probabilities, conditionals and samples");
    return new NadeKernel(
        NadeParameters.of(
            parameter(NadeBlock.WEIGHTS),
            parameter(NadeBlock.OUTPUT_WEIGHTS),
            parameter(NadeBlock.OUTPUT_BIAS),
            parameter(NadeBlock.HIDDEN_BIAS)),
        unit);
  }

  /** Builds a NADE; {@link #dimensions} or {@link #image} is required. */
  abstract static sealed class Builder<B extends Builder<B>> permits Nade.Builder, Rnade.Builder {
    private int[] shape;
    private int hidden = 500;
    private Ordering ordering = Ordering.raster();
    private Long seed;

    abstract B self();

    /** The number of values of one example. */
    public final B dimensions(int dimensions) {
      return shape("dimensions(784)", dimensions);
    }

    /** The size of one image with one channel. */
    public final B image(int height, int width) {
      return image(1, height, width);
    }

    /** The size of one image. */
    public final B image(int channels, int height, int width) {
      return shape("image(28, 28)", channels, height, width);
    }

    /** The number of hidden units; 500 if not given. */
    public final B hidden(int hidden) {
      if (hidden < 1) {
        throw new IllegalArgumentException(
            "A nade needs at least one hidden unit, not " + hidden + ": try .hidden(500)");
      }
      this.hidden = hidden;
      return self();
    }

    /** The order in which the values are visited; {@link Ordering#raster()} if not given. */
    public final B ordering(Ordering ordering) {
      this.ordering = ordering;
      return self();
    }

    /** The seed of the initial parameters; the notebook's if not given. */
    public final B seed(long seed) {
      this.seed = seed;
      return self();
    }

    private B shape(String example, int... shape) {
      if (Arrays.stream(shape).anyMatch(size -> size < 1)) {
        throw new IllegalArgumentException(
            "A nade needs at least one value an example: try ." + example);
      }
      this.shape = shape;
      return self();
    }

    final void copyTo(Builder<?> other) {
      other.shape = shape;
      other.hidden = hidden;
      other.ordering = ordering;
      other.seed = seed;
    }

    final long seed() {
      return seed == null ? Seeds.next() : seed;
    }

    /**
     * @throws IllegalArgumentException if the size of an example is missing, the ordering does not
     *     fit it, or the model would be too large
     */
    final Architecture architecture(VisibleUnit unit) {
      if (shape == null) {
        throw new IllegalArgumentException(
            "A nade needs the size of an example: add .dimensions(784) or .image(28, 28)");
      }
      double weights = (double) hidden * Math.max(unit.inputs(), unit.outputs());
      for (int size : shape) {
        weights *= size;
      }
      if (weights > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException(
            "A nade of this size would have %.1e weights, and at most 2.1e+09 are possible: try .hidden(500)"
                .formatted(weights));
      }
      Architecture architecture = new Architecture(shape, hidden, ordering);
      architecture.visits();
      return architecture;
    }
  }
}
