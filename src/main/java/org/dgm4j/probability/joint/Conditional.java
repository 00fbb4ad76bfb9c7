package org.dgm4j.probability.joint;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.dgm4j.base.Checks;
import org.dgm4j.base.NumberText;

/**
 * The conditional distribution of one variable for every state of its parents: p(child | parents),
 * one row of probabilities for each state of the parents. Immutable.
 */
public final class Conditional {

  /** Half a screen: a table is often one of several. */
  private static final int SHOWN_ROWS = 16;

  private final Variable child;
  private final List<Variable> parents;
  private final double[] rows;

  Conditional(Variable child, List<Variable> parents, double[] rows) {
    this.child = child;
    this.parents = List.copyOf(parents);
    this.rows = rows;
  }

  /**
   * The distribution of a variable without parents.
   *
   * @param probabilities one for each state
   * @throws IllegalArgumentException if their number is wrong, one is negative or NaN or they do
   *     not sum to 1
   */
  public static Conditional of(Variable child, double... probabilities) {
    return of(child, List.of(), probabilities);
  }

  /**
   * The distribution of a variable given one parent.
   *
   * @param probabilities for each state of the parent, one for each state of the child
   * @throws IllegalArgumentException if their number is wrong, one is negative or NaN, or a row
   *     does not sum to 1
   */
  public static Conditional of(Variable child, Variable parent, double... probabilities) {
    return of(child, List.of(parent), probabilities);
  }

  /**
   * The distribution of a variable given some parents.
   *
   * @param probabilities for each state of the parents, the last running fastest, one for each
   *     state of the child
   * @throws IllegalArgumentException if their number is wrong, one is negative or NaN, a row does
   *     not sum to 1, or a name occurs twice
   */
  public static Conditional of(Variable child, List<Variable> parents, double... probabilities) {
    List<Variable> all = new ArrayList<>(parents);
    all.add(child);
    Variable.distinct(all.toArray(new Variable[0]));
    Conditional result = new Conditional(child, parents, probabilities.clone());
    BigInteger cells = Variable.cells(all);
    if (!cells.equals(BigInteger.valueOf(probabilities.length))) {
      throw new IllegalArgumentException(
          String.format(
              "%s needs %s probabilities, a row of %d for each state of the parents, but %d are"
                  + " given",
              result.title(), NumberText.count(cells), child.size(), probabilities.length));
    }
    for (int row = 0; row < probabilities.length; row += child.size()) {
      double[] p =
          Checks.probabilities(
              Arrays.copyOfRange(probabilities, row, row + child.size()),
              "The probabilities of " + result.title(TableText.cell(parents, row / child.size())),
              i -> "The probability of " + child.assigned(i));
      System.arraycopy(p, 0, result.rows, row, p.length);
    }
    return result;
  }

  /** The variable whose distribution this is. */
  public Variable child() {
    return child;
  }

  /** The variables it depends on. */
  public List<Variable> parents() {
    return parents;
  }

  /**
   * The probability of a state of the child, given one state for each parent.
   *
   * @throws IllegalArgumentException if a state does not exist, or their number is wrong
   */
  public double probability(int state, int... parentStates) {
    return row(parentStates)[child.check(state)];
  }

  /**
   * The distribution of the child, given one state for each parent, shape (states of the child).
   *
   * @throws IllegalArgumentException if a state does not exist, or their number is wrong
   */
  public double[] row(int... parentStates) {
    Checks.sameLength(parents.size(), parentStates.length, "States of the parents");
    int row =
        TableArithmetic.cell(JointTable.sizes(parents), i -> parents.get(i).check(parentStates[i]));
    return Arrays.copyOfRange(rows, row * child.size(), (row + 1) * child.size());
  }

  /** The number of free parameters: for each state of the parents one less than the child has. */
  public BigInteger parameters() {
    return Variable.cells(parents).multiply(BigInteger.valueOf(child.size() - 1L));
  }

  double[] flat() {
    return rows;
  }

  /** The distance in {@link #flat} between neighbouring states of each parent. */
  int[] strides() {
    int[] strides = TableArithmetic.strides(JointTable.sizes(parents));
    return Arrays.stream(strides).map(stride -> stride * child.size()).toArray();
  }

  String title() {
    return title(parents.stream().map(Variable::name).collect(Collectors.joining(", ")));
  }

  private String title(String condition) {
    return "p(" + child.name() + (condition.isEmpty() ? "" : " | " + condition) + ")";
  }

  /**
   * The indices of the parents in a list of variables.
   *
   * @throws IllegalArgumentException if one is missing
   */
  int[] parentsIn(List<Variable> variables) {
    for (Variable parent : parents) {
      if (!variables.contains(parent)) {
        throw new IllegalArgumentException(
            String.format("%s needs %s, but no conditional of it is given", title(), parent));
      }
    }
    return parents.stream().mapToInt(variables::indexOf).toArray();
  }

  /** The name, the number of free parameters and the rows. */
  @Override
  public String toString() {
    int count = rows.length / child.size();
    return String.format(
        "%s: %s\n%s%s",
        title(),
        NumberText.parameters(parameters()),
        TableText.matrix(parents, child, rows, Math.min(count, SHOWN_ROWS)),
        count > SHOWN_ROWS ? "\n… and " + NumberText.count(count - SHOWN_ROWS) + " more rows" : "");
  }
}
