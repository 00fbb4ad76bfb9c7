package org.dgm4j.probability.joint;

import java.math.BigInteger;
import java.util.List;
import org.dgm4j.base.Seeds;
import org.dgm4j.probability.Distribution;

/** A distribution of several named discrete variables, each with the states 0 … size − 1. */
public interface JointDistribution extends Distribution {

  /** The variables, in the order of the states of a draw. */
  List<Variable> variables();

  /**
   * The logarithm of the probability of one state of every variable, in nats; −∞ if it is 0.
   *
   * @param states shape (dimensions)
   * @throws IllegalArgumentException if a state does not exist, or their number is wrong
   */
  double logProbability(int... states);

  /**
   * All probabilities as one table.
   *
   * @throws IllegalArgumentException if that needs more than {@link JointTable#MAXIMUM_CELLS} cells
   */
  default JointTable table() {
    return JointTable.ofWeights(
        states -> Math.exp(logProbability(states)), variables().toArray(new Variable[0]));
  }

  /**
   * The logarithms of all probabilities in nats, the last variable running fastest, shape (cells).
   *
   * @throws ArithmeticException if there are more cells than an array can have
   */
  default double[] logProbabilities() {
    return TableCells.evaluate(this::logProbability, variables());
  }

  /** The number of states that all variables have together. */
  default BigInteger cells() {
    return Variable.cells(variables());
  }

  @Override
  default int dimensions() {
    return variables().size();
  }

  @Override
  default StateDraws sample(int count) {
    return sample(count, Seeds.next());
  }

  @Override
  StateDraws sample(int count, long seed);
}
