package org.dgm4j.probability.joint;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.dgm4j.base.NumberText;

/** What is in the cells of a table over variables, and how many there may be. */
final class TableCells {

  private TableCells() {}

  /** The variables, checked for names that occur twice and for too many cells. */
  static List<Variable> checked(Variable... variables) {
    List<Variable> all = Variable.distinct(variables);
    BigInteger cells = Variable.cells(all);
    if (cells.compareTo(BigInteger.valueOf(JointTable.MAXIMUM_CELLS)) > 0) {
      throw new IllegalArgumentException(
          String.format(
              "A joint table of these %d variables would have %s free parameters, but a table holds"
                  + " at most 2^20 = %s cells; use structure instead, for example"
                  + " Factorization.markov(%d, %d)",
              all.size(),
              new ParameterCount(cells.subtract(BigInteger.ONE), Variable.cellsForm(all) + " − 1"),
              NumberText.count(JointTable.MAXIMUM_CELLS),
              all.size(),
              variables[0].size()));
    }
    return all;
  }

  static void checkCount(int given, List<Variable> variables) {
    int cells = TableArithmetic.count(JointTable.sizes(variables));
    if (given != cells) {
      throw new IllegalArgumentException(
          String.format(
              "A table of %s has %d cells, but %d probabilities are given",
              variables.stream()
                  .map(v -> v.name() + " (" + v.size() + " states)")
                  .collect(Collectors.joining(", ")),
              cells,
              given));
    }
  }

  static int checkState(Variable variable, int state, int sample) {
    if (state < 0 || state >= variable.size()) {
      throw new IllegalArgumentException(
          String.format(
              "Sample %d has the state %d for %s, but %s",
              sample, state, variable.name(), variable.allowed()));
    }
    return state;
  }

  /** What a function gives for all states of the variables, the last running fastest. */
  static double[] evaluate(ToDoubleFunction<int[]> f, List<Variable> variables) {
    int[] sizes = JointTable.sizes(variables);
    double[] values = new double[TableArithmetic.count(sizes)];
    Arrays.setAll(values, cell -> f.applyAsDouble(TableArithmetic.states(sizes, cell)));
    return values;
  }

  /** How many samples each cell has. */
  static double[] counts(List<Variable> variables, int count, IntBinaryOperator state) {
    int[] sizes = JointTable.sizes(variables);
    double[] p = new double[TableArithmetic.count(sizes)];
    for (int i = 0; i < count; i++) {
      int sample = i;
      p[
          TableArithmetic.cell(
              sizes, j -> checkState(variables.get(j), state.applyAsInt(sample, j), sample))]++;
    }
    return p;
  }

  /** The same cells where the variables are in another order. */
  static double[] permuted(double[] p, List<Variable> from, List<Variable> to) {
    int[] strides = TableArithmetic.strides(JointTable.sizes(to));
    int[] steps = from.stream().mapToInt(variable -> strides[to.indexOf(variable)]).toArray();
    double[] q = new double[p.length];
    TableArithmetic.walk(JointTable.sizes(from), steps, (cell, other) -> q[other] = p[cell]);
    return q;
  }

  /** The products of conditionals, one for each variable. */
  static double[] product(List<Variable> variables, Conditional... conditionals) {
    int[][] parents =
        Arrays.stream(conditionals).map(c -> c.parentsIn(variables)).toArray(int[][]::new);
    Graphs.order(variables, parents);
    int[] sizes = JointTable.sizes(variables);
    double[] p = new double[TableArithmetic.count(sizes)];
    Arrays.fill(p, 1);
    for (int i = 0; i < parents.length; i++) {
      double[] factor = conditionals[i].flat();
      int[] steps = new int[sizes.length];
      int[] strides = conditionals[i].strides();
      for (int k = 0; k < parents[i].length; k++) {
        steps[parents[i][k]] = strides[k];
      }
      steps[i] = 1;
      TableArithmetic.walk(sizes, steps, (cell, row) -> p[cell] *= factor[row]);
    }
    return p;
  }
}
