package org.dgm4j.model.autoregressive;

import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.IntConsumer;
import org.dgm4j.data.Ordering;
import org.dgm4j.data.Samples;
import org.dgm4j.model.ClassLabels;
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
 *
 * <p>With classes, each label y has biases b_t of its own, and the weights are shared: the logit of
 * p(x_t = 1 | …, y) is linear in the values before and in the one-hot vector of y (Larochelle and
 * Murray 2011 condition on further inputs in this way).
 */
public final class AutoRegressive extends OrderedModel {

  /** The order with which each value depends on all values before it. */
  public static final int ALL = Integer.MAX_VALUE;

  private static final String NAME = "autoregressive model";
  private static final String ORDER = "order";
  private static final String UNLIMITED = "all";
  private static final String STATES = "states";

  private final AutoRegressiveStructure structure;

  private AutoRegressive(
      AutoRegressiveStructure structure, Layout layout, ClassLabels labels, int... exampleShape) {
    super(
        "autoregressive",
        new AutoRegressiveBlock(structure, labels.count()),
        layout,
        labels,
        exampleShape);
    this.structure = structure;
  }

  private static AutoRegressiveStructure structure(
      Layout layout, ClassLabels labels, int order, int states) {
    int effective = Math.max(1, Math.min(order, layout.dimensions() - 1));
    AutoRegressiveStructure structure =
        new AutoRegressiveStructure(states, effective, layout.visits().sequence());
    double parameters = structure.parameters(Math.max(1, labels.count()));
    if (parameters > LONGEST_ARRAY) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "An autoregressive model of this size would have %.1e parameters, and at most 2.1e+09"
                  + " are possible: try .order(1), or fewer states",
              parameters));
    }
    return structure;
  }

  /** A builder; {@link Builder#dimensions} or {@link Builder#image} is required. */
  public static Builder builder() {
    return new Builder();
  }

  /** A model with the settings of a saved one. */
  public static AutoRegressive of(Map<String, String> settings, int[] exampleShape) {
    Layout layout = Layout.of(settings, exampleShape);
    ClassLabels labels = ClassLabels.of(settings);
    String order = settings.get(ORDER);
    AutoRegressiveStructure structure =
        structure(
            layout,
            labels,
            UNLIMITED.equals(order) ? ALL : Integer.parseInt(order),
            Integer.parseInt(settings.get(STATES)));
    return new AutoRegressive(structure, layout, labels, exampleShape);
  }

  /** The number of values before it that each value depends on; at most dimensions − 1. */
  public int order() {
    return structure.order();
  }

  /** The number of states of each value. */
  public int states() {
    return structure.states();
  }

  @Override
  public AutoRegressive given(int label) {
    return (AutoRegressive) super.given(label);
  }

  @Override
  protected AutoRegressive withoutClasses() {
    return of(familySettings(), exampleShape());
  }

  @Override
  public TrainingDefaults trainingDefaults() {
    return TrainingDefaults.adam(20, 0.02);
  }

  @Override
  protected SortedMap<String, String> familySettings() {
    SortedMap<String, String> settings = super.familySettings();
    boolean all = structure.order() >= dimensions() - 1;
    settings.put(ORDER, all ? UNLIMITED : Integer.toString(structure.order()));
    settings.put(STATES, Integer.toString(structure.states()));
    return settings;
  }

  @Override
  protected void requireValues(Samples examples) {
    requireStates(examples, NAME, states());
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
    requireBinary(NAME, states(), "whose probability you want, as in .conditionals(x, 1)");
    return conditionals(examples, 1);
  }

  /**
   * Every conditional probability of one state.
   *
   * @return p(x_d = state | values before it), in the shape of the examples
   */
  public Samples conditionals(Samples examples, int state) {
    requireState(state, 0, states());
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
    requireBinary(
        NAME,
        states(),
        "which weights you want, as in .weights(1, 2) for those from state 1 to state 2");
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
    requireState(from, 1, states());
    requireState(to, 1, states());
    int dimensions = dimensions();
    if ((long) dimensions * dimensions > LONGEST_ARRAY) {
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

  private AutoRegressiveKernel kernel() {
    sayOnHeap();
    return new AutoRegressiveKernel(
        structure, parameter(AutoRegressiveBlock.BIASES), flatWeights());
  }

  private float[] flatWeights() {
    return structure.weights() == 0 ? new float[0] : parameter(AutoRegressiveBlock.WEIGHTS);
  }

  /** Builds an {@link AutoRegressive}. */
  public static final class Builder extends OrderedModel.Builder<Builder> {
    private int order = 1;
    private int states = 2;

    private Builder() {
      super("An autoregressive model");
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
      this.states = atLeastTwoStates(states);
      return this;
    }

    /**
     * Builds the model with all parameters zero.
     *
     * @throws IllegalArgumentException if the size of an example is missing, the ordering does not
     *     fit it, or there would be too many parameters
     */
    public AutoRegressive build() {
      Layout layout = layout();
      return new AutoRegressive(
          structure(layout, labels(), order, states), layout, labels(), layout.shape());
    }
  }
}
