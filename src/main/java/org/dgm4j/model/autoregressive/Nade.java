package org.dgm4j.model.autoregressive;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dgm4j.data.Mask;
import org.dgm4j.data.Ordering;
import org.dgm4j.data.Samples;
import org.dgm4j.model.DensityModel;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.probability.Seeds;

/**
 * The neural autoregressive distribution estimator (Larochelle and Murray 2011) for binary vectors.
 *
 * <p>p(x) = Π_d p(x_d | x_&lt;d) in the order of the dimensions, with h_d = σ(W_&lt;d x_&lt;d + c)
 * and p(x_d = 1 | x_&lt;d) = σ(V_d · h_d + b_d). All conditionals share W, so the log-probability
 * is exact and costs O(D · H).
 */
public final class Nade extends NeuralModel implements DensityModel {

  private final int hidden;

  private Nade(int hidden, long seed, int... exampleShape) {
    super("nade", new NadeBlock(product(exampleShape), hidden, seed), exampleShape);
    this.hidden = hidden;
  }

  /** A builder; {@link Builder#dimensions} or {@link Builder#image} is required. */
  public static Builder builder() {
    return new Builder();
  }

  /** A NADE with the settings of a saved one. */
  public static Nade of(Map<String, String> settings, int[] exampleShape) {
    return new Nade(Integer.parseInt(settings.get("hidden")), 0, exampleShape);
  }

  /** The number of hidden units of each conditional. */
  public int hidden() {
    return hidden;
  }

  @Override
  public SortedMap<String, String> settings() {
    return new TreeMap<>(
        Map.of("dimensions", "" + dimensions(), "hidden", Integer.toString(hidden)));
  }

  @Override
  protected void requireValues(Samples examples) {
    if (!examples.isBinary()) {
      throw new IllegalArgumentException(
          "This nade is for binary values (0 or 1), but these examples have others: binarize them"
              + " first, for example with .binarized(42)");
    }
  }

  /** {@inheritDoc} One pass over the dimensions on the CPU, whatever the device. */
  @Override
  public double[] logProbability(Samples examples) {
    require(examples);
    return kernel().logProbability(examples.values());
  }

  /**
   * Every conditional of every example.
   *
   * @return p(x_d = 1 | x_&lt;d), in the shape of the examples
   */
  public Samples conditionals(Samples examples) {
    require(examples);
    return examples.withValues(kernel().conditionals(examples.values()));
  }

  @Override
  public Samples sample(int count, long seed) {
    if (count < 0) {
      throw new IllegalArgumentException(
          "The number of samples can't be negative, but is " + count + ": try .sample(64)");
    }
    if ((long) count * dimensions() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%,d samples are more than fit in memory at once: ask for at most %,d"
              .formatted(count, (Integer.MAX_VALUE - 8) / dimensions()));
    }
    float[] values = new float[count * dimensions()];
    kernel().complete(values, new boolean[dimensions()], 1, seed);
    return Samples.of(values, count, exampleShape());
  }

  /** {@link #complete(Samples, Mask, long)}, seeded by the notebook's seed. */
  public Samples complete(Samples examples, Mask mask) {
    return complete(examples, mask, Seeds.next());
  }

  /**
   * Draws the unknown values of examples given the known ones.
   *
   * <p>If the known dimensions come before all others (the upper half of an image does), the draws
   * are exact. Otherwise the model can't condition on what comes later: from 100 candidates, drawn
   * with the known values in place, one is chosen with probability proportional to p(known values |
   * values before them) (sampling-importance-resampling), which is an approximation.
   *
   * @param mask which values are known
   */
  public Samples complete(Samples examples, Mask mask, long seed) {
    require(examples);
    NadeKernel kernel = kernel();
    return Completion.complete(
        examples,
        mask,
        Ordering.raster().sequence(dimensions()),
        (x, known, drawSeed) -> kernel.complete(x, known, 1, drawSeed),
        seed);
  }

  /**
   * What each hidden unit looks at: the rows of W as vectors or images.
   *
   * @return one example for each hidden unit, in the shape of an example; values of either sign
   */
  public Samples filters() {
    float[] weights = parameter(NadeBlock.WEIGHTS);
    float[] filters = new float[weights.length];
    for (int d = 0; d < dimensions(); d++) {
      for (int j = 0; j < hidden; j++) {
        filters[j * dimensions() + d] = weights[d * hidden + j];
      }
    }
    return Samples.of(filters, hidden, exampleShape());
  }

  private NadeKernel kernel() {
    return new NadeKernel(
        NadeParameters.of(
            parameter(NadeBlock.WEIGHTS),
            parameter(NadeBlock.OUTPUT_WEIGHTS),
            parameter(NadeBlock.OUTPUT_BIAS),
            parameter(NadeBlock.HIDDEN_BIAS)));
  }

  /** Builds a {@link Nade}. */
  public static final class Builder {
    private int[] exampleShape;
    private int hidden = 500;
    private Long seed;

    private Builder() {}

    /** The number of binary values of one example. */
    public Builder dimensions(int dimensions) {
      return shape("dimensions", dimensions);
    }

    /** The size of one binary image with one channel. */
    public Builder image(int height, int width) {
      return shape("image", 1, height, width);
    }

    /** The number of hidden units; 500 if not given. */
    public Builder hidden(int hidden) {
      if (hidden < 1) {
        throw new IllegalArgumentException(
            "A nade needs at least one hidden unit, not " + hidden + ": try .hidden(500)");
      }
      this.hidden = hidden;
      return this;
    }

    /** The seed of the initial parameters; the notebook's if not given. */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    private Builder shape(String option, int... shape) {
      if (Arrays.stream(shape).anyMatch(size -> size < 1)) {
        throw new IllegalArgumentException(
            "A nade needs at least one value an example: try ."
                + (option.equals("image") ? "image(28, 28)" : "dimensions(784)"));
      }
      exampleShape = shape;
      return this;
    }

    /**
     * Builds the model with random parameters.
     *
     * @throws IllegalArgumentException if the size of an example is missing
     */
    public Nade build() {
      if (exampleShape == null) {
        throw new IllegalArgumentException(
            "A nade needs the size of an example: add .dimensions(784) or .image(28, 28)");
      }
      double weights = (double) hidden;
      for (int size : exampleShape) {
        weights *= size;
      }
      if (weights > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException(
            "A nade of this size would have %.1e weights, and at most 2.1e+09 are possible: try .hidden(500)"
                .formatted(weights));
      }
      return new Nade(hidden, seed == null ? Seeds.next() : seed, exampleShape);
    }
  }
}
