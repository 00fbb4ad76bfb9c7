package org.dgm4j.probability.joint;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.dgm4j.base.Checks;

/**
 * Arithmetic on tables held as flat arrays in row-major order: the last variable runs fastest. A
 * variable of the table is an axis.
 */
final class TableArithmetic {

  private TableArithmetic() {}

  static int count(int[] sizes) {
    return Arrays.stream(sizes).reduce(1, Math::multiplyExact);
  }

  /** The distance in the flat array between neighbouring states of each axis. */
  static int[] strides(int[] sizes) {
    int[] strides = new int[sizes.length];
    int stride = 1;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= sizes[axis];
    }
    return strides;
  }

  /** Sums an axis out: the result has all others in the same order. */
  static double[] sumOut(double[] table, int[] sizes, int axis) {
    int inner = strides(sizes)[axis];
    int size = sizes[axis];
    int outer = table.length / inner / size;
    double[] sums = new double[outer * inner];
    for (int o = 0; o < outer; o++) {
      for (int s = 0; s < size; s++) {
        int from = (o * size + s) * inner;
        int to = o * inner;
        for (int i = 0; i < inner; i++) {
          sums[to + i] += table[from + i];
        }
      }
    }
    return sums;
  }

  /** Divides each row of so many values by its sum; rows that sum to 0 become uniform. */
  static double[] conditioned(double[] table, int size) {
    for (int row = 0; row < table.length; row += size) {
      double total = Checks.sum(Arrays.copyOfRange(table, row, row + size));
      for (int i = row; i < row + size; i++) {
        table[i] = total > 0 ? table[i] / total : 1.0 / size;
      }
    }
    return table;
  }

  /** The index in the flat array of what has these states, given by axis. */
  static int cell(int[] sizes, IntUnaryOperator state) {
    int cell = 0;
    for (int axis = 0; axis < sizes.length; axis++) {
      cell = cell * sizes[axis] + state.applyAsInt(axis);
    }
    return cell;
  }

  /** The states of the cell of this index, by axis. */
  static int[] states(int[] sizes, int cell) {
    int[] states = new int[sizes.length];
    int rest = cell;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      states[axis] = rest % sizes[axis];
      rest /= sizes[axis];
    }
    return states;
  }

  /** What {@link #walk} calls for every cell. */
  @FunctionalInterface
  interface Visitor {
    void visit(int cell, int other);
  }

  /**
   * Visits all cells in order, together with their index in another table.
   *
   * @param steps the stride of each axis in the other table; 0 where it lacks the axis
   */
  static void walk(int[] sizes, int[] steps, Visitor visitor) {
    int count = count(sizes);
    int[] state = new int[sizes.length];
    int other = 0;
    for (int cell = 0; cell < count; cell++) {
      visitor.visit(cell, other);
      int axis = sizes.length - 1;
      while (axis >= 0 && ++state[axis] == sizes[axis]) {
        state[axis] = 0;
        other -= steps[axis] * (sizes[axis] - 1);
        axis--;
      }
      if (axis >= 0) {
        other += steps[axis];
      }
    }
  }
}
