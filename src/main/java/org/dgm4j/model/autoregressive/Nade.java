package org.dgm4j.model.autoregressive;

import java.util.Map;
import java.util.SortedMap;
import org.dgm4j.data.Samples;
import org.dgm4j.model.ClassLabels;
import org.dgm4j.model.TrainingDefaults;
import org.dgm4j.probability.Categorical;

/**
 * The neural autoregressive distribution estimator (Larochelle and Murray 2011) for binary vectors,
 * or for vectors whose values are among k states.
 *
 * <p>p(x) = Π_d p(x_d | x_&lt;d) in the order of the visits, with h_d = σ(W_&lt;d x_&lt;d + c) and
 * p(x_d = 1 | x_&lt;d) = σ(V_d · h_d + b_d). For k states, W and V have a row for each state but 0,
 * and the conditional is the softmax of their outputs and of 0 for state 0. All conditionals share
 * W, so the log-probability is exact and costs O(D · H).
 */
public final class Nade extends NadeModel {

  private static final String STATES = "states";

  private final CategoricalUnit unit;

  private Nade(
      CategoricalUnit unit,
      Layout layout,
      ClassLabels labels,
      int hidden,
      long seed,
      int... exampleShape) {
    super("nade", unit, layout, labels, hidden, seed, exampleShape);
    this.unit = unit;
  }

  /** A builder; {@link Builder#dimensions} or {@link Builder#image} is required. */
  public static Builder builder() {
    return new Builder();
  }

  /** A NADE with the settings of a saved one. */
  public static Nade of(Map<String, String> settings, int[] exampleShape) {
    int states = Integer.parseInt(settings.getOrDefault(STATES, "2"));
    Layout layout = Layout.of(settings, exampleShape);
    return new Nade(
        new CategoricalUnit(states),
        layout,
        ClassLabels.of(settings),
        hidden(settings),
        0,
        exampleShape);
  }

  /** The number of states k of a value. */
  public int states() {
    return unit.states();
  }

  @Override
  public Nade given(int label) {
    return (Nade) super.given(label);
  }

  @Override
  protected Nade withoutClasses() {
    return of(familySettings(), exampleShape());
  }

  @Override
  public TrainingDefaults trainingDefaults() {
    return TrainingDefaults.adam(20, 0.01);
  }

  @Override
  protected SortedMap<String, String> familySettings() {
    SortedMap<String, String> settings = super.familySettings();
    if (states() != 2) {
      settings.put(STATES, Integer.toString(states()));
    }
    return settings;
  }

  @Override
  protected void requireValues(Samples examples) {
    requireStates(examples, "nade", states());
  }

  /**
   * Every conditional of every example of binary values.
   *
   * @return p(x_d = 1 | values before it), in the shape of the examples
   * @throws IllegalStateException if there are more than two states
   */
  public Samples conditionals(Samples examples) {
    requireBinary("nade", states(), "whose probability you want, as in .conditionals(x, 1)");
    return conditionals(examples, 1);
  }

  /**
   * Every conditional probability of one state.
   *
   * @return p(x_d = state | values before it), in the shape of the examples
   */
  public Samples conditionals(Samples examples, int state) {
    requireState(state, 0, states());
    return conditionals(examples, outputs -> unit.probabilities(outputs)[state]);
  }

  /**
   * The distribution of the value that is visited after some others, given them: {@code
   * nade.conditional()} of the first, {@code nade.conditional(1, 0)} of the third.
   *
   * @param before the values of the dimensions visited before it, in the order of the visits
   * @throws IllegalArgumentException if there are too many, or the model is not for such values
   */
  public Categorical conditional(double... before) {
    return Categorical.of(unit.probabilities(outputsAfter(before)));
  }

  /** Builds a {@link Nade}. */
  public static final class Builder extends NadeModel.Builder<Builder> {
    private int states = 2;

    private Builder() {}

    /** The number of states of a value, which are 0 … k − 1; 2 if not given. */
    public Builder states(int states) {
      this.states = atLeastTwoStates(states);
      return this;
    }

    /**
     * Goes on with a model for continuous values, whose conditionals are mixtures of normal
     * distributions.
     *
     * @param components their number in each mixture
     */
    public Rnade.Builder mixture(int components) {
      if (states != 2) {
        throw new IllegalArgumentException(
            "Continuous values have no states: leave out .states(%d) or .mixture(%d)"
                .formatted(states, components));
      }
      return new Rnade.Builder(this, components);
    }

    /**
     * Builds the model with random parameters.
     *
     * @throws IllegalArgumentException if the size of an example is missing, the ordering does not
     *     fit it, or the model would be too large
     */
    public Nade build() {
      CategoricalUnit unit = new CategoricalUnit(states);
      Layout layout = layout(unit);
      return new Nade(unit, layout, labels(), hidden(), seed(), layout.shape());
    }
  }
}
