package org.dgm4j.probability.joint;

import java.util.List;
import java.util.function.IntBinaryOperator;
import org.dgm4j.probability.Distributions;
import org.dgm4j.probability.Draws;

/** Draws of the states of several discrete variables. */
public final class StateDraws implements Draws.States {

  /** So many draws, and states of each, stay a line of text. */
  private static final int SHOWN = 8;

  private final JointDistribution distribution;
  private final int count;
  private final IntBinaryOperator state;

  private StateDraws(JointDistribution distribution, int count, IntBinaryOperator state) {
    this.distribution = distribution;
    this.count = count;
    this.state = state;
  }

  /** Draws held as states, one after the other. */
  static StateDraws ofStates(JointDistribution distribution, int[] states) {
    int dimensions = distribution.dimensions();
    return new StateDraws(
        distribution, states.length / dimensions, (i, j) -> states[i * dimensions + j]);
  }

  /** Draws held as cells of the table of all states. */
  static StateDraws ofCells(JointDistribution distribution, int[] cells) {
    int[] sizes = JointTable.sizes(distribution.variables());
    int[] strides = TableArithmetic.strides(sizes);
    return new StateDraws(distribution, cells.length, (i, j) -> cells[i] / strides[j] % sizes[j]);
  }

  @Override
  public String name() {
    return Distributions.nameOfDraws(count, distribution);
  }

  /** Where the draws came from. */
  public JointDistribution distribution() {
    return distribution;
  }

  /** The variables, in the order of the states of a draw. */
  public List<Variable> variables() {
    return distribution.variables();
  }

  @Override
  public List<String> names() {
    return variables().stream().map(Variable::name).toList();
  }

  @Override
  public List<String> labels(int variable) {
    return variables().get(variable).labels();
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int dimensions() {
    return variables().size();
  }

  @Override
  public double value(int draw, int dimension) {
    return state(draw, dimension);
  }

  /** The state of one variable in one draw. */
  public int state(int draw, int variable) {
    if (draw < 0 || draw >= count || variable < 0 || variable >= dimensions()) {
      throw new IndexOutOfBoundsException(
          String.format(
              "There is no draw %d of variable %d among %d draws of %d variables",
              draw, variable, count, dimensions()));
    }
    return state.applyAsInt(draw, variable);
  }

  @Override
  public int[][] states() {
    int[][] states = new int[count][dimensions()];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < states[i].length; j++) {
        states[i][j] = state.applyAsInt(i, j);
      }
    }
    return states;
  }

  /**
   * The table that gives each cell its share of the draws.
   *
   * @throws IllegalArgumentException if it needs more than {@link JointTable#MAXIMUM_CELLS} cells
   */
  public JointTable table() {
    return JointTable.ofSamples(count, state, variables().toArray(new Variable[0]));
  }

  /** The first draws with the labels of their states. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name()).append(':');
    for (int i = 0; i < Math.min(count, SHOWN); i++) {
      text.append(i == 0 ? " " : ", ").append('(');
      for (int j = 0; j < Math.min(dimensions(), SHOWN); j++) {
        text.append(j == 0 ? "" : ", ").append(variables().get(j).label(state(i, j)));
      }
      text.append(dimensions() > SHOWN ? ", …)" : ")");
    }
    return text.append(count > SHOWN ? ", …" : "").toString();
  }
}
