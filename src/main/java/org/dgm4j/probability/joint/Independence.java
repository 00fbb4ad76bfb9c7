package org.dgm4j.probability.joint;

import java.util.List;
import org.dgm4j.base.Checks;
import org.dgm4j.base.NumberText;

/**
 * Whether two variables of a table are independent, perhaps given others, and how far they are from
 * it.
 *
 * @param first the name of one variable
 * @param second the name of the other
 * @param given the names of the variables that are known
 * @param deviation the largest |p(i, j | given) − p(i | given) p(j | given)| over all cells whose
 *     condition has a probability above 0
 * @param cell where the deviation is largest
 * @param mutualInformation the information in nats that the two share, given the others
 */
public record Independence(
    String first,
    String second,
    List<String> given,
    double deviation,
    String cell,
    double mutualInformation) {

  /** A sum of 2^20 cells is exact to 2^20 times 1.1e-16, which is 1.2e-10. */
  private static final double ROUNDING = 1e-9;

  public Independence {
    given = List.copyOf(given);
  }

  /** From a table whose last two variables are compared, given all before. */
  static Independence of(JointTable table) {
    List<Variable> variables = table.variables();
    int known = variables.size() - 2;
    int rows = variables.get(known).size();
    int columns = variables.get(known + 1).size();
    double[] p = table.probabilities();
    double largest = -1;
    int where = 0;
    double[] information = new double[p.length];
    for (int start = 0; start < p.length; start += rows * columns) {
      double[] down = new double[rows];
      double[] along = new double[columns];
      double total = 0;
      for (int i = 0; i < rows * columns; i++) {
        down[i / columns] += p[start + i];
        along[i % columns] += p[start + i];
        total += p[start + i];
      }
      for (int i = 0; i < rows * columns && total > 0; i++) {
        double joint = p[start + i] / total;
        double row = down[i / columns] / total;
        double column = along[i % columns] / total;
        double deviation = Math.abs(joint - row * column);
        if (deviation > largest) {
          largest = deviation;
          where = start + i;
        }
        information[start + i] = joint > 0 ? total * joint * Math.log(joint / row / column) : 0;
      }
    }
    return new Independence(
        variables.get(known).name(),
        variables.get(known + 1).name(),
        variables.subList(0, known).stream().map(Variable::name).toList(),
        largest,
        table.cellName(where),
        Math.max(0, Checks.sum(information)));
  }

  /** Whether the deviation is no more than rounding, 10⁻⁹. */
  public boolean holds() {
    return holds(ROUNDING);
  }

  /** Whether the deviation is at most this; a table from samples is never exactly independent. */
  public boolean holds(double tolerance) {
    return deviation <= tolerance;
  }

  /** The statement, whether it is true, and the size and place of the deviation. */
  @Override
  public String toString() {
    String bar = given.isEmpty() ? "" : " | " + String.join(", ", given);
    return String.format(
        "%s ⊥ %s%s: %s; the largest |p(%s, %s%s) − p(%s%s) p(%s%s)| is %s at %s; mutual information"
            + " %s nats",
        first,
        second,
        bar,
        holds(),
        first,
        second,
        bar,
        first,
        bar,
        second,
        bar,
        NumberText.number(deviation),
        cell,
        NumberText.number(mutualInformation));
  }
}
