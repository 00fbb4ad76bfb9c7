package org.dgm4j.model;

import ai.djl.Device;
import ai.djl.nn.Block;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.base.Seeds;
import org.dgm4j.data.Mask;
import org.dgm4j.data.Samples;
import org.dgm4j.engine.Devices;

/**
 * An explicit model by the chain rule, p(x) = Π_t p(x_t | values visited before it): it visits the
 * dimensions of an example in some order, and draws value by value.
 */
public abstract class AutoregressiveModel extends NeuralModel implements DensityModel {

  /** A block's maps of so many images of 28×28 pixels fit into memory. */
  private static final int BATCH = 100;

  private boolean saidOnHeap;

  /** As for {@link NeuralModel}. */
  protected AutoregressiveModel(String type, Block block, ClassLabels labels, int... exampleShape) {
    super(type, block, labels, exampleShape);
  }

  @Override
  public AutoregressiveModel given(int label) {
    return (AutoregressiveModel) super.given(label);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Of a model with classes it is log p(x) = log Σ_y p(y) p(x | y), whatever labels the examples
   * have.
   */
  @Override
  public final double[] logProbability(Samples examples) {
    require(examples);
    if (classes() == 0) {
      return evaluate(examples);
    }
    List<double[]> given =
        ofEachClass(AutoregressiveModel.class, ofClass -> ofClass.evaluate(examples));
    return labels().marginal(given.toArray(double[][]::new));
  }

  /**
   * The exact log p(x | y) of every example for one label y.
   *
   * @return nats, shape (count)
   * @throws IllegalArgumentException if the model does not know the label, or the examples do not
   *     have the model's shape or values
   */
  public final double[] logProbability(Samples examples, int label) {
    require(examples);
    try (AutoregressiveModel given = given(label)) {
      return given.evaluate(examples);
    }
  }

  /**
   * log p(x) of examples that were checked, in a model without classes: the output of the model's
   * block. Overridden where a kernel knows more digits.
   *
   * @return nats, shape (count)
   */
  protected double[] evaluate(Samples examples) {
    return inParts(
        examples,
        BATCH,
        part -> {
          float[] objective = objective(part);
          return IntStream.range(0, objective.length).mapToDouble(i -> objective[i]).toArray();
        });
  }

  /**
   * A number for each example, found part by part as work that can be interrupted.
   *
   * @param size how many examples there are in a part, but for the last
   */
  protected static double[] inParts(
      Samples examples, int size, Function<Samples, double[]> ofPart) {
    double[] all = new double[examples.count()];
    ProgressTask.inParts(
        "example",
        all.length,
        size,
        (from, to) -> {
          double[] part = ofPart.apply(examples.range(from, to));
          System.arraycopy(part, 0, all, from, part.length);
        });
    return all;
  }

  /**
   * To be called before something is computed on the heap: if the model is on a GPU, a sentence
   * says so, once.
   *
   * @param what is computed there, in the plural
   */
  protected final void sayOnHeap(String what) {
    sayOnHeap(device(), what);
  }

  /** On a device that it may only seem to be on. */
  final void sayOnHeap(Device device, String what) {
    if (device.isGpu() && !saidOnHeap) {
      saidOnHeap = true;
      System.out.println(
          "This %s trains on %s, but its %s are computed on the CPU, each value from those before it."
              .formatted(type(), Devices.name(device), what));
    }
  }

  /**
   * Examples with other values in the place of theirs, found part by part as work that can be
   * interrupted.
   *
   * @param size how many examples there are in a part, but for the last
   * @param ofPart takes and gives the values of a part, shape (count, D)
   */
  protected static Samples replaced(Samples examples, int size, UnaryOperator<float[]> ofPart) {
    float[] all = new float[examples.count() * examples.dimensions()];
    ProgressTask.inParts(
        "example",
        examples.count(),
        size,
        (from, to) -> {
          float[] part = ofPart.apply(examples.range(from, to).values());
          System.arraycopy(part, 0, all, from * examples.dimensions(), part.length);
        });
    return examples.withValues(all);
  }

  /** The dimension that is visited at each step. */
  protected abstract int[] sequence();

  /** How many examples are drawn at the same time. */
  protected abstract int together();

  /**
   * Draws the values that are not known, in the order of the visits, and keeps the others.
   *
   * @param x examples, shape (count, D), at most {@link #together}; the unknown values are
   *     overwritten
   * @param known which dimensions to keep, shape (D)
   * @param temperature see {@link AutoregressiveSampling#temperature}
   * @param seeds one for each example, shape (count)
   * @param visited is told how many visits are done, where all examples are drawn visit by visit
   * @return Σ log p(x_d | values before it) over the known dimensions, up to a constant, shape
   *     (count)
   */
  protected abstract double[] draw(
      float[] x, boolean[] known, double temperature, long[] seeds, IntConsumer visited);

  /**
   * Draws any number of examples; see {@link #draw(float[], boolean[], double, long[],
   * IntConsumer)}.
   */
  final double[] draw(
      float[] x, boolean[] known, double temperature, long seed, Progress progress) {
    int dimensions = known.length;
    int count = x.length / dimensions;
    long[] seeds = new SplittableRandom(seed).longs(count).toArray();
    double[] logWeights = new double[count];
    for (int start = 0; start < count; start += together()) {
      int from = start;
      int to = Math.min(count, from + together());
      float[] part = Arrays.copyOfRange(x, from * dimensions, to * dimensions);
      double[] ofPart =
          draw(
              part,
              known,
              temperature,
              Arrays.copyOfRange(seeds, from, to),
              visits -> {
                System.arraycopy(part, 0, x, from * dimensions, part.length);
                progress.reached(from, to, visits);
              });
      System.arraycopy(part, 0, x, from * dimensions, part.length);
      System.arraycopy(ofPart, 0, logWeights, from, ofPart.length);
      progress.reached(from, to, dimensions);
    }
    return logWeights;
  }

  /** Is told how far a draw has come, and may end it by an exception. */
  @FunctionalInterface
  interface Progress {

    /**
     * The examples before {@code from} are drawn, and the first visits of those from there to
     * before {@code to}.
     */
    void reached(int from, int to, int visits);
  }

  /** An example that has these values at the first visits and 0 at the others. */
  protected final float[] startingWith(double... first) {
    if (first.length > dimensions()) {
      throw new IllegalArgumentException(
          "An example of this %s has %d values, so the first %d can't be given"
              .formatted(type(), dimensions(), first.length));
    }
    float[] example = new float[dimensions()];
    int[] sequence = sequence();
    for (int t = 0; t < first.length; t++) {
      example[sequence[t]] = (float) first[t];
    }
    require(Samples.of(example, 1, exampleShape()));
    return example;
  }

  /** An example that begins with these values, and has at least one more. */
  protected final float[] continuing(double... before) {
    if (before.length >= dimensions()) {
      throw new IllegalArgumentException(
          "This %s has %d values an example, so at most %d can come before another, not %d"
              .formatted(type(), dimensions(), dimensions() - 1, before.length));
    }
    return startingWith(before);
  }

  /** Sampling with options: a label, a temperature, or the first values. */
  @Override
  public final AutoregressiveSampling sampling() {
    return new AutoregressiveSampling(this);
  }

  @Override
  protected final Samples draw(int count, long seed) {
    return sampling().seed(seed).sample(count);
  }

  /** {@link #complete(Samples, Mask, long)}, seeded by the notebook's seed. */
  public final Samples complete(Samples examples, Mask mask) {
    return complete(examples, mask, Seeds.next());
  }

  /**
   * Draws the unknown values of examples given the known ones.
   *
   * <p>If the known dimensions are visited before all others (those of the upper half of an image
   * are, in raster order), the draws are exact. Otherwise the model can't condition on what comes
   * later: from 100 candidates, drawn with the known values in place, one is chosen with
   * probability proportional to Π p(known value | values before it)
   * (sampling-importance-resampling), which is an approximation. A model with classes draws a label
   * given what is known as well; those of the examples play no part, and {@code nade.given(3)}
   * completes for one label.
   *
   * @param mask which values are known
   */
  public final Samples complete(Samples examples, Mask mask, long seed) {
    require(examples);
    return Completions.complete(examples, mask, this, seed);
  }

  /**
   * Completes examples several times, to be shown beside them and what is known of them.
   *
   * @param times how many completions of each, at least 1
   * @see #complete(Samples, Mask, long)
   */
  public final Completions completions(Samples examples, Mask mask, int times) {
    return completions(examples, mask, times, Seeds.next());
  }

  /** {@link #completions(Samples, Mask, int)} with a seed. */
  public final Completions completions(Samples examples, Mask mask, int times, long seed) {
    require(examples);
    SplittableRandom seeds = new SplittableRandom(seed);
    return new Completions(
        examples,
        mask,
        Stream.generate(() -> complete(examples, mask, seeds.nextLong()))
            .limit(Math.max(0, times))
            .toList());
  }
}
