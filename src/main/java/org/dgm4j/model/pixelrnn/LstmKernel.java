package org.dgm4j.model.pixelrnn;

import java.util.Arrays;
import org.dgm4j.model.VectorMath;

/**
 * The computations of a {@link ConvolutionalLstm} on the heap, step by step along a {@link Scan},
 * with nothing skewed or stacked.
 *
 * <p>A step computes a line of cells for several examples at once. A row of memory holds one gate
 * or unit of all of them, and the product with the weights adds rows to rows.
 *
 * <p>Gradient, from the last step to the first: with dh = ∂/∂h and T = tanh(c), dc = dh o (1 − T²),
 * plus f dc of the step after; the gates have the gradients di = dc g i (1 − i), df = dc c₋₁ f (1 −
 * f), do = dh T o (1 − o) and dg = dc i (1 − g²); then the weights have Σ d h₋₁ᵀ, and the states of
 * the step before Wᵀ d.
 */
final class LstmKernel {

  private final Scan scan;
  private final int units;
  private final int hidden;
  private final int gates;
  private final int[] neighbours;
  private final float[][][][] weights;

  /**
   * @param groups the groups of channels, each with units of its own
   * @param weights shape (directions, 4 · hidden, neighbours · hidden)
   */
  LstmKernel(Scan scan, int groups, int hidden, float[] weights) {
    this.scan = scan;
    this.hidden = hidden;
    units = hidden / groups;
    gates = 4 * hidden;
    neighbours = scan.neighbours();
    this.weights = new float[scan.directions()][neighbours.length][gates][];
    for (int d = 0; d < scan.directions(); d++) {
      for (int m = 0; m < neighbours.length; m++) {
        for (int j = 0; j < gates; j++) {
          int from = position(d, m) + j * neighbours.length * hidden;
          this.weights[d][m][j] = Arrays.copyOfRange(weights, from, from + hidden);
        }
      }
    }
  }

  /** Where the weights of a neighbour begin. */
  private int position(int direction, int neighbour) {
    return (direction * gates * neighbours.length + neighbour) * hidden;
  }

  /**
   * What the backward pass needs of a step: the gates i, f, o, g after their functions, the cells c
   * and tanh(c); each has a row for every gate or unit and a column for every cell and example.
   */
  private record Step(float[][] gates, float[][] cells, float[][] tanh) {}

  /** The passes over some examples. */
  final class Pass {
    private final int size;
    private final float[] scratch;
    private final float[] scratch2;
    private final Step[][] steps;
    private final float[][][][] weightGradient;

    /**
     * @param size the number of examples
     * @param recording whether {@link #backward} will follow
     */
    Pass(int size, boolean recording) {
      this.size = size;
      scratch = new float[scan.line() * size];
      scratch2 = new float[scan.line() * size];
      steps = recording ? new Step[scan.directions()][scan.steps()] : null;
      weightGradient =
          recording ? new float[scan.directions()][neighbours.length][hidden][gates] : null;
    }

    /**
     * The states of all directions added, with rows of so many pixels and examples.
     *
     * @param maps what the input contributes to the gates, for each direction
     */
    float[][] forward(float[][][] maps) {
      float[][] states = new float[hidden][scan.pixels() * size];
      for (int direction = 0; direction < maps.length; direction++) {
        forward(direction, maps[direction], states);
      }
      return states;
    }

    /** From ∂/∂states to ∂/∂gates in each direction. */
    float[][][] backward(float[][] ofStates) {
      float[][][] ofGates = new float[scan.directions()][gates][scan.pixels() * size];
      for (int direction = 0; direction < ofGates.length; direction++) {
        backward(direction, ofStates, ofGates[direction]);
      }
      return ofGates;
    }

    /** Adds the gradient of the weights, in their shape. */
    void addGradientTo(float[] gradient) {
      for (int d = 0; d < weightGradient.length; d++) {
        for (int m = 0; m < neighbours.length; m++) {
          LinearKernel.addTransposed(
              weightGradient[d][m], gradient, position(d, m), neighbours.length * hidden);
        }
      }
    }

    /** A row for every unit, and a column for every cell and example of a line and one around. */
    private float[][] line() {
      return new float[hidden][(scan.line() + 2) * size];
    }

    /** Where a cell begins in a {@link #line}. */
    private int place(int cell) {
      return (cell + 1) * size;
    }

    /** How many columns a step has. */
    private int columns(int step) {
      return (scan.last(step) - scan.first(step)) * size;
    }

    private void forward(int direction, float[][] maps, float[][] states) {
      float[][] state = line();
      float[][] cell = line();
      for (int s = 0; s < scan.steps(); s++) {
        int columns = columns(s);
        int place = place(scan.first(s));
        float[][] gate = new float[gates][columns];
        copy(direction, s, maps, gate, false);
        for (int m = 0; m < neighbours.length; m++) {
          int from = place + neighbours[m] * size;
          Rows.addProduct(weights[direction][m], state, from, gate, 0, columns);
        }
        Step step = new Step(gate, new float[hidden][columns], new float[hidden][columns]);
        for (int u = 0; u < hidden; u++) {
          compute(step, u, cell[u], state[u], place, columns);
        }
        add(direction, s, states, state, false);
        if (steps != null) {
          steps[direction][s] = step;
        }
      }
    }

    /** One unit of a step; cell and state are those of the step before, and changed. */
    private void compute(Step step, int unit, float[] cell, float[] state, int place, int columns) {
      float[] input = step.gates[gate(0, unit)];
      float[] forget = step.gates[gate(1, unit)];
      float[] output = step.gates[gate(2, unit)];
      float[] candidate = step.gates[gate(3, unit)];
      float[] c = step.cells[unit];
      float[] tanh = step.tanh[unit];
      VectorMath.sigmoid(input, input, columns);
      VectorMath.sigmoid(forget, forget, columns);
      VectorMath.sigmoid(output, output, columns);
      VectorMath.tanh(candidate, candidate, columns);
      System.arraycopy(cell, place, c, 0, columns);
      for (int n = 0; n < columns; n++) {
        c[n] = forget[n] * c[n] + input[n] * candidate[n];
      }
      System.arraycopy(c, 0, cell, place, columns);
      VectorMath.tanh(c, tanh, columns);
      multiply(output, tanh, columns, state, place);
    }

    private void multiply(float[] x, float[] y, int columns, float[] product, int place) {
      for (int n = 0; n < columns; n++) {
        scratch[n] = x[n] * y[n];
      }
      System.arraycopy(scratch, 0, product, place, columns);
    }

    /** The row of a gate of a unit: i, f, o, g of one group stand before those of the next. */
    private int gate(int kind, int unit) {
      return (unit / units * 4 + kind) * units + unit % units;
    }

    private void backward(int direction, float[][] ofStates, float[][] ofGates) {
      float[][] stateBefore = line();
      float[][] ofState = line();
      float[][] ofCell = line();
      float[][] cellBefore = line();
      float[][] ofStateBefore = line();
      for (int s = scan.steps() - 1; s >= 0; s--) {
        Step step = steps[direction][s];
        int columns = columns(s);
        int place = place(scan.first(s));
        for (int u = 0; u < hidden; u++) {
          Arrays.fill(stateBefore[u], 0);
          Arrays.fill(cellBefore[u], 0);
          Arrays.fill(ofStateBefore[u], 0);
        }
        if (s > 0) {
          recall(
              steps[direction][s - 1],
              place(scan.first(s - 1)),
              columns(s - 1),
              stateBefore,
              cellBefore);
        }
        add(direction, s, ofStates, ofState, true);
        for (int u = 0; u < hidden; u++) {
          differentiate(step, u, cellBefore[u], ofState[u], ofCell[u], place, columns);
        }
        copy(direction, s, ofGates, step.gates, true);
        if (s > 0) {
          for (int m = 0; m < neighbours.length; m++) {
            int from = place + neighbours[m] * size;
            Rows.addTransposed(weights[direction][m], ofStateBefore, from, step.gates, 0, columns);
            Rows.addOuter(weightGradient[direction][m], stateBefore, from, step.gates, 0, columns);
          }
        }
        float[][] done = ofState;
        ofState = ofStateBefore;
        ofStateBefore = done;
        steps[direction][s] = null;
      }
    }

    /** The states and cells of a step. */
    private void recall(Step step, int place, int columns, float[][] state, float[][] cell) {
      for (int u = 0; u < hidden; u++) {
        float[] output = step.gates[gate(2, u)];
        float[] tanh = step.tanh[u];
        multiply(output, tanh, columns, state[u], place);
        System.arraycopy(step.cells[u], 0, cell[u], place, columns);
      }
    }

    /** Replaces the gates of a unit by their gradients, and ∂/∂c by that of the step before. */
    private void differentiate(
        Step step,
        int unit,
        float[] cellBefore,
        float[] ofState,
        float[] ofCell,
        int place,
        int columns) {
      float[] input = step.gates[gate(0, unit)];
      float[] forget = step.gates[gate(1, unit)];
      float[] output = step.gates[gate(2, unit)];
      float[] candidate = step.gates[gate(3, unit)];
      float[] tanh = step.tanh[unit];
      float[] before = scratch;
      float[] h = step.cells[unit]; // of no use any more
      float[] c = scratch2;
      System.arraycopy(cellBefore, place, before, 0, columns);
      System.arraycopy(ofState, place, h, 0, columns);
      System.arraycopy(ofCell, place, c, 0, columns);
      for (int n = 0; n < columns; n++) {
        c[n] += h[n] * output[n] * (1 - tanh[n] * tanh[n]);
      }
      for (int n = 0; n < columns; n++) {
        float o = output[n];
        output[n] = h[n] * tanh[n] * o * (1 - o);
      }
      for (int n = 0; n < columns; n++) {
        float i = input[n];
        float g = candidate[n];
        input[n] = c[n] * g * i * (1 - i);
        candidate[n] = c[n] * i * (1 - g * g);
      }
      for (int n = 0; n < columns; n++) {
        float f = forget[n];
        forget[n] = c[n] * before[n] * f * (1 - f);
        c[n] *= f;
      }
      System.arraycopy(c, 0, ofCell, place, columns);
    }

    /** Copies a step out of a map of gates, or back into it. */
    private void copy(int direction, int s, float[][] map, float[][] gate, boolean back) {
      for (int l = scan.first(s); l < scan.last(s); l++) {
        int column = (l - scan.first(s)) * size;
        int position = scan.pixel(direction, s, l) * size;
        for (int j = 0; j < gates; j++) {
          if (back) {
            System.arraycopy(gate[j], column, map[j], position, size);
          } else {
            System.arraycopy(map[j], position, gate[j], column, size);
          }
        }
      }
    }

    /** Adds the line of a step to a map of states, or the map to the line. */
    private void add(int direction, int s, float[][] map, float[][] line, boolean back) {
      for (int l = scan.first(s); l < scan.last(s); l++) {
        int target = scan.target(direction, scan.pixel(direction, s, l));
        if (target < scan.pixels()) {
          for (int u = 0; u < hidden; u++) {
            if (back) {
              Rows.add(map[u], target * size, line[u], place(l), size);
            } else {
              Rows.add(line[u], place(l), map[u], target * size, size);
            }
          }
        }
      }
    }
  }
}
