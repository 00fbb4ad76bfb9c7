package org.dgm4j.model.autoregressive;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.dgm4j.data.Ordering;
import org.dgm4j.data.Samples;
import org.dgm4j.model.AutoregressiveModel;
import org.dgm4j.model.TrainingDefaults;
import org.dgm4j.probability.Categorical;

/**
 * The autoregressive model AR(k) for binary values or values with several states: each value
 * depends on the k values before it through a logistic regression.
 *
 * <p>p(x) = Π_t p(x_t | x_(t−k) … x_(t−1)) in the model's {@link Ordering}, and p(x_t = 1 | …) =
 * σ(b_t + Σ_s w_(t,s) x_s); with more than two states the softmax takes the place of σ, the logit
 * of state 0 is fixed at 0, and the values enter as one-hot vectors without state 0. So no
 * parameter is redundant: AR(1) of n binary values is any Markov chain and has 2n − 1 parameters.
 * With {@link #ALL} the model is the fully visible sigmoid belief net (Neal 1992; Frey, Hinton and
 * Dayan 1996). log p(x) is exact and concave in the parameters, which start at zero.
 */
public final class AutoRegressive extends AutoregressiveModel {

  /** The order with which each value depends on all values before it. */
  public static final int ALL = Integer.MAX_VALUE;

  private static final int BATCH = 256;

  private final AutoRegressiveStructure structure;
  private final Ordering ordering;
  private final int[] builtShape;

  private AutoRegressive(
      AutoRegressiveStructure structure, Ordering ordering, int[] builtShape, int[] exampleShape) {
    super("autoregressive", new AutoRegressiveBlock(structure), exampleShape);
    this.structure = structure;
    this.ordering = ordering;
    this.builtShape = builtShape;
  }

  private static AutoRegressiveStructure structure(
      int[] shape, int order, int states, Ordering ordering) {
    int[] sequence = ordering.sequence(shape);
    int effective = Math.max(1, Math.min(order, sequence.length - 1));
    AutoRegressiveStructure structure = new AutoRegressiveStructure(states, effective, sequence);
    if (structure.parameters() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "An autoregressive model of this size would have %.1e parameters, and at most 2.1e+09"
                  + " are possible: try .order(1), or fewer states",
              structure.parameters()));
    }
    return structure;
  }

  /** A builder; {@link Builder#dimensions} or {@link Builder#image} is required. */
  public static Builder builder() {
    return new Builder();
  }

  /** A model with the settings of a saved one. */
  public static AutoRegressive of(Map<String, String> settings, int[] exampleShape) {
    String image = settings.get("image");
    int[] shape =
        image == null
            ? new int[] {product(exampleShape)}
            : Arrays.stream(image.split("x")).mapToInt(Integer::parseInt).toArray();
    String order = settings.get("order");
    Ordering ordering = Ordering.parse(settings.getOrDefault("ordering", "raster"));
    AutoRegressiveStructure structure =
        structure(
            shape,
            "all".equals(order) ? ALL : Integer.parseInt(order),
            Integer.parseInt(settings.get("states")),
            ordering);
    return new AutoRegressive(structure, ordering, shape, exampleShape);
  }

  /** The number of values before it that each value depends on; at most dimensions − 1. */
  public int order() {
    return structure.order();
  }

  /** The number of states of each value. */
  public int states() {
    return structure.states();
  }

  /** The order in which the values are visited. */
  public Ordering ordering() {
    return ordering;
  }

  @Override
  public TrainingDefaults trainingDefaults() {
    return TrainingDefaults.adam(20, 0.02);
  }

  @Override
  public SortedMap<String, String> settings() {
    SortedMap<String, String> settings = new TreeMap<>();
    settings.put("dimensions", Integer.toString(dimensions()));
    boolean all = structure.order() >= dimensions() - 1;
    settings.put("order", all ? "all" : Integer.toString(structure.order()));
    if (!new VisitOrder(structure.sequence()).areNatural()) {
      settings.put("ordering", ordering.toString());
      if (builtShape.length == 3) {
        settings.put("image", builtShape[0] + "x" + builtShape[1] + "x" + builtShape[2]);
      }
    }
    settings.put("states", Integer.toString(structure.states()));
    return settings;
  }

  @Override
  protected void requireValues(Samples examples) {
    int states = structure.states();
    OptionalInt outside = examples.firstOutside(states);
    if (outside.isPresent()) {
      int i = outside.getAsInt();
      throw new IllegalArgumentException(
          states == 2
              ? "This autoregressive model is for binary values (0 or 1), but these examples have"
                  + " others: binarize them first, for example with .binarized(42), or build the"
                  + " model with .states(k) for values 0 to k − 1"
              : "This autoregressive model is for whole numbers from 0 to %d, but these examples have the value %s: quantize images with .quantized(%d), or build the model with other .states(k)"
                  .formatted(
                      states - 1, examples.value(i / dimensions(), i % dimensions()), states));
    }
  }

  @Override
  protected double[] evaluate(Samples examples) {
    AutoRegressiveKernel kernel = kernel();
    return inParts(examples, BATCH, part -> kernel.logProbability(part.values()));
  }

  /**
   * Every conditional of every example of binary values.
   *
   * @return p(x_d = 1 | values before it), in the shape of the examples
   * @throws IllegalStateException if there are more than two states
   */
  public Samples conditionals(Samples examples) {
    if (structure.states() > 2) {
      throw new IllegalStateException(
          "This autoregressive model has %d states: say whose probability you want, as in .conditionals(x, 1)"
              .formatted(structure.states()));
    }
    return conditionals(examples, 1);
  }

  /**
   * Every conditional probability of one state.
   *
   * @return p(x_d = state | values before it), in the shape of the examples
   */
  public Samples conditionals(Samples examples, int state) {
    requireState(state, 0);
    require(examples);
    AutoRegressiveKernel kernel = kernel();
    return replaced(examples, BATCH, x -> kernel.conditionals(x, state));
  }

  /**
   * The distribution of the value that is visited after some others, given them: {@code
   * ar.conditional()} of the first, {@code ar.conditional(1, 0)} of the third.
   *
   * @param before the values of the dimensions visited before it, in the order of the visits
   * @throws IllegalArgumentException if there are too many, or the model is not for such values
   */
  public Categorical conditional(double... before) {
    return Categorical.of(kernel().conditional(continuing(before), before.length));
  }

  @Override
  protected int[] sequence() {
    return structure.sequence();
  }

  @Override
  protected int together() {
    return BATCH;
  }

  @Override
  protected double[] draw(
      float[] x, boolean[] known, double temperature, long[] seeds, IntConsumer visited) {
    return kernel().complete(x, known, temperature, seeds);
  }

  /**
   * What each value of a binary model looks at: the weights w_(d,s), with which x_s = 1 enters the
   * logit of x_d.
   *
   * @return one example for each dimension d, in the shape of an example; 0 where x_d does not
   *     depend on x_s
   * @throws IllegalStateException if there are more than two states
   */
  public Samples weights() {
    if (structure.states() > 2) {
      throw new IllegalStateException(
          "This autoregressive model has %d states: say which weights you want, as in .weights(1, 2) for those from state 1 to state 2"
              .formatted(structure.states()));
    }
    return weights(1, 1);
  }

  /**
   * What each value looks at: how much x_s = {@code from} adds to the logit of x_d = {@code to}.
   *
   * @param from a state from 1 on, as state 0 adds nothing
   * @param to a state from 1 on, as the logit of state 0 is fixed
   * @return one example for each dimension d, in the shape of an example; 0 where x_d does not
   *     depend on x_s
   */
  public Samples weights(int from, int to) {
    requireState(from, 1);
    requireState(to, 1);
    int dimensions = dimensions();
    if ((long) dimensions * dimensions > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "A picture of %,d × %,d weights is more than fits in memory"
              .formatted(dimensions, dimensions));
    }
    float[] weights = flatWeights();
    int[] sequence = structure.sequence();
    float[] values = new float[dimensions * dimensions];
    for (int s = 0; s < dimensions; s++) {
      int targets = structure.targets(s);
      for (int target = 0; target < targets; target++) {
        int t = dimensions - 1 - structure.firstTarget(s) - target;
        int place = ((from - 1) * targets + target) * structure.free() + to - 1;
        values[sequence[t] * dimensions + sequence[s]] = weights[structure.offset(s) + place];
      }
    }
    return Samples.of(values, dimensions, exampleShape());
  }

  private void requireState(int state, int smallest) {
    if (state < smallest || state >= structure.states()) {
      throw new IllegalArgumentException(
          "There is no such state %d: choose one from %d to %d"
              .formatted(state, smallest, structure.states() - 1));
    }
  }

  private AutoRegressiveKernel kernel() {
    sayOnHeap("log-probabilities, conditionals and samples");
    return new AutoRegressiveKernel(
        structure, parameter(AutoRegressiveBlock.BIASES), flatWeights());
  }

  private float[] flatWeights() {
    return structure.weights() == 0 ? new float[0] : parameter(AutoRegressiveBlock.WEIGHTS);
  }

  /** Builds an {@link AutoRegressive}. */
  public static final class Builder {
    private int[] shape;
    private int order = 1;
    private int states = 2;
    private Ordering ordering = Ordering.raster();

    private Builder() {}

    /** The number of values of one example. */
    public Builder dimensions(int dimensions) {
      return shape(dimensions);
    }

    /** The size of one image with one channel. */
    public Builder image(int height, int width) {
      return image(1, height, width);
    }

    /** The size of one image. */
    public Builder image(int channels, int height, int width) {
      return shape(channels, height, width);
    }

    /**
     * How many of the values before it each value depends on; 1 if not given. {@link #ALL}, or
     * anything from dimensions − 1 on, is all of them.
     */
    public Builder order(int order) {
      if (order < 1) {
        throw new IllegalArgumentException(
            "The order of an autoregressive model must be at least 1, but is "
                + order
                + ": try .order(1) or .order(AutoRegressive.ALL)");
      }
      this.order = order;
      return this;
    }

    /** The number of states of each value, 0 … states − 1; 2 if not given. */
    public Builder states(int states) {
      if (states < 2) {
        throw new IllegalArgumentException(
            "A value needs at least two states, not " + states + ": try .states(2)");
      }
      this.states = states;
      return this;
    }

    /** The order in which the values are visited; {@link Ordering#raster()} if not given. */
    public Builder ordering(Ordering ordering) {
      this.ordering = ordering;
      return this;
    }

    private Builder shape(int... sizes) {
      if (Arrays.stream(sizes).anyMatch(size -> size < 1)) {
        throw new IllegalArgumentException(
            "An autoregressive model needs at least one value an example: try "
                + (sizes.length == 3 ? ".image(28, 28)" : ".dimensions(784)"));
      }
      shape = sizes;
      return this;
    }

    /**
     * Builds the model with all parameters zero.
     *
     * @throws IllegalArgumentException if the size of an example is missing, the ordering does not
     *     fit it, or there would be too many parameters
     */
    public AutoRegressive build() {
      if (shape == null) {
        throw new IllegalArgumentException(
            "An autoregressive model needs the size of an example: add .dimensions(784) or"
                + " .image(28, 28)");
      }
      return new AutoRegressive(structure(shape, order, states, ordering), ordering, shape, shape);
    }
  }
}
