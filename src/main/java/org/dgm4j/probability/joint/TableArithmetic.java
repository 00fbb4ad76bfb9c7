package org.dgm4j.probability.joint;

import java.util.Arrays;

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

  /** The part of the table where an axis has one state. */
  static double[] slice(double[] table, int[] sizes, int axis, int state) {
    int inner = strides(sizes)[axis];
    int size = sizes[axis];
    int outer = table.length / inner / size;
    double[] part = new double[outer * inner];
    for (int o = 0; o < outer; o++) {
      System.arraycopy(table, (o * size + state) * inner, part, o * inner, inner);
    }
    return part;
  }

  static int[] without(int[] values, int index) {
    int[] rest = new int[values.length - 1];
    System.arraycopy(values, 0, rest, 0, index);
    System.arraycopy(values, index + 1, rest, index, rest.length - index);
    return rest;
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
