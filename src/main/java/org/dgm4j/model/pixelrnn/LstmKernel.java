package org.dgm4j.model.pixelrnn;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.dgm4j.model.HeapOperator;
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

  /** Examples are divided among the processors in parts of at least so many. */
  private static final int LEAST = 8;

  /** So many values of a row are computed at a time, for the rows to stay in the cache. */
  private static final int TILE = 256;

  private final Scan scan;
  private final int units;
  private final int hidden;
  private final int gates;
  private final int batch;
  private final float[][] maps;
  private final float[][][] weights;

  /**
   * @param groups the groups of channels, each with units of its own
   * @param inputs what the input contributes to the gates in each direction, shape (4 · hidden,
   *     height, width, batch), then the weights, shape (directions, 4 · hidden, neighbours ·
   *     hidden)
   */
  LstmKernel(Scan scan, int groups, int hidden, float[][] inputs) {
    this.scan = scan;
    this.hidden = hidden;
    units = hidden / groups;
    gates = 4 * hidden;
    maps = Arrays.copyOf(inputs, scan.directions());
    batch = maps[0].length / gates / scan.pixels();
    weights = new float[scan.directions()][gates][];
    int seen = scan.neighbours().length * hidden;
    for (int i = 0; i < weights.length * gates; i++) {
      weights[i / gates][i % gates] =
          Arrays.copyOfRange(inputs[scan.directions()], i * seen, (i + 1) * seen);
    }
  }

  /** The states of all directions added, shape (hidden, height, width, batch). */
  HeapOperator.Output apply(boolean recording) {
    float[] states = new float[hidden * scan.pixels() * batch];
    int count = Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), batch / LEAST));
    Part[] parts = new Part[count];
    Arrays.setAll(parts, i -> new Part(i * batch / count, (i + 1) * batch / count, recording));
    Arrays.stream(parts).parallel().forEach(part -> part.forward(states));
    return new HeapOperator.Output(
        states,
        new Shape(hidden, scan.height(), scan.width(), batch),
        recording ? gradient -> backward(parts, gradient) : null);
  }

  private float[][] backward(Part[] parts, float[] stateGradient) {
    float[][] gradients = new float[scan.directions() + 1][];
    Arrays.setAll(gradients, i -> new float[i < maps.length ? maps[i].length : 0]);
    Arrays.stream(parts).parallel().forEach(part -> part.backward(stateGradient, gradients));
    gradients[scan.directions()] = sum(parts);
    return gradients;
  }

  /** The gradient of the weights, in their shape. */
  private float[] sum(Part[] parts) {
    int seen = scan.neighbours().length * hidden;
    float[] sum = new float[scan.directions() * gates * seen];
    for (Part part : parts) {
      for (int d = 0; d < scan.directions(); d++) {
        for (int k = 0; k < seen; k++) {
          for (int j = 0; j < gates; j++) {
            sum[(d * gates + j) * seen + k] += part.weightGradient[d][k][j];
          }
        }
      }
    }
    return sum;
  }

  /**
   * What the backward pass needs of a step: the gates i, f, o, g after their functions, the cells c
   * and tanh(c); each has a row for every gate or unit and a column for every cell and example.
   */
  private record Step(float[][] gates, float[][] cells, float[][] tanh) {}

  /** Some of the examples, in all directions. */
  private final class Part {
    private final int from;
    private final int size;
    private final Step[][] steps;
    private final float[][][] weightGradient;

    Part(int from, int to, boolean recording) {
      this.from = from;
      size = to - from;
      steps = recording ? new Step[scan.directions()][scan.steps()] : null;
      int seen = scan.neighbours().length * hidden;
      weightGradient = recording ? new float[scan.directions()][seen][gates] : null;
    }

    void forward(float[] states) {
      for (int direction = 0; direction < scan.directions(); direction++) {
        forward(direction, states);
      }
    }

    void backward(float[] stateGradient, float[][] gradients) {
      for (int direction = scan.directions() - 1; direction >= 0; direction--) {
        backward(direction, stateGradient, gradients[direction]);
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

    private void forward(int direction, float[] states) {
      float[][] state = line();
      float[][] cell = line();
      for (int s = 0; s < scan.steps(); s++) {
        int columns = columns(s);
        int place = place(scan.first(s));
        float[][] gate = new float[gates][columns];
        copy(direction, s, maps[direction], gate, false);
        addSeen(weights[direction], state, place, gate, columns);
        Step step = new Step(gate, new float[hidden][columns], new float[hidden][columns]);
        for (int u = 0; u < hidden; u++) {
          compute(step, u, cell[u], state[u], place, columns);
        }
        addStates(direction, s, state, states);
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
      for (int n = 0; n < columns; n++) {
        c[n] = forget[n] * cell[place + n] + input[n] * candidate[n];
      }
      System.arraycopy(c, 0, cell, place, columns);
      VectorMath.tanh(c, tanh, columns);
      for (int n = 0; n < columns; n++) {
        state[place + n] = output[n] * tanh[n];
      }
    }

    /** The row of a gate of a unit: i, f, o, g of one group stand before those of the next. */
    private int gate(int kind, int unit) {
      return (unit / units * 4 + kind) * units + unit % units;
    }

    private void backward(int direction, float[] stateGradient, float[] gateGradient) {
      float[][] seen = line();
      float[][] ofState = line();
      float[][] ofCell = line();
      float[][] cellBefore = line();
      float[][] ofStateBefore = line();
      for (int s = scan.steps() - 1; s >= 0; s--) {
        Step step = steps[direction][s];
        int columns = columns(s);
        int place = place(scan.first(s));
        for (int u = 0; u < hidden; u++) {
          Arrays.fill(seen[u], 0);
          Arrays.fill(cellBefore[u], 0);
          Arrays.fill(ofStateBefore[u], 0);
        }
        if (s > 0) {
          recall(
              steps[direction][s - 1], place(scan.first(s - 1)), columns(s - 1), seen, cellBefore);
        }
        addOutputs(direction, s, stateGradient, ofState);
        for (int u = 0; u < hidden; u++) {
          differentiate(step, u, cellBefore[u], ofState[u], ofCell[u], place, columns);
        }
        copy(direction, s, gateGradient, step.gates, true);
        if (s > 0) {
          addSeenGradient(weights[direction], step.gates, ofStateBefore, place, columns);
          addWeightGradient(step.gates, seen, place, columns, weightGradient[direction]);
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
        float[] target = state[u];
        for (int n = 0; n < columns; n++) {
          target[place + n] = output[n] * tanh[n];
        }
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
      for (int n = 0; n < columns; n++) {
        float i = input[n];
        float f = forget[n];
        float o = output[n];
        float g = candidate[n];
        float t = tanh[n];
        float h = ofState[place + n];
        float c = ofCell[place + n] + h * o * (1 - t * t);
        ofCell[place + n] = c * f;
        input[n] = c * g * i * (1 - i);
        forget[n] = c * cellBefore[place + n] * f * (1 - f);
        output[n] = h * t * o * (1 - o);
        candidate[n] = c * i * (1 - g * g);
      }
    }

    /** Copies a step out of a map of gates, or back into it. */
    private void copy(int direction, int s, float[] map, float[][] gate, boolean back) {
      for (int l = scan.first(s); l < scan.last(s); l++) {
        int column = (l - scan.first(s)) * size;
        int pixel = scan.pixel(direction, s, l);
        for (int j = 0; j < gates; j++) {
          int position = (j * scan.pixels() + pixel) * batch + from;
          if (back) {
            System.arraycopy(gate[j], column, map, position, size);
          } else {
            System.arraycopy(map, position, gate[j], column, size);
          }
        }
      }
    }

    private void addStates(int direction, int s, float[][] state, float[] states) {
      for (int l = scan.first(s); l < scan.last(s); l++) {
        int target = scan.target(direction, scan.pixel(direction, s, l));
        if (target < scan.pixels()) {
          for (int u = 0; u < hidden; u++) {
            int position = (u * scan.pixels() + target) * batch + from;
            add(state[u], place(l), states, position, size);
          }
        }
      }
    }

    private void addOutputs(int direction, int s, float[] outputs, float[][] line) {
      for (int l = scan.first(s); l < scan.last(s); l++) {
        int target = scan.target(direction, scan.pixel(direction, s, l));
        if (target < scan.pixels()) {
          for (int u = 0; u < hidden; u++) {
            int position = (u * scan.pixels() + target) * batch + from;
            add(outputs, position, line[u], place(l), size);
          }
        }
      }
    }

    /** Adds to the gates of each cell what it sees of the states before. */
    private void addSeen(float[][] w, float[][] state, int place, float[][] gate, int columns) {
      int[] neighbours = scan.neighbours();
      for (int tile = 0; tile < columns; tile += TILE) {
        int end = Math.min(columns, tile + TILE);
        for (int m = 0; m < neighbours.length; m++) {
          int offset = place + neighbours[m] * size;
          for (int j = 0; j < gates; j++) {
            int k = 0;
            for (; k + 3 < hidden; k += 4) {
              int i = m * hidden + k;
              addFour(
                  gate[j],
                  0,
                  w[j][i],
                  w[j][i + 1],
                  w[j][i + 2],
                  w[j][i + 3],
                  state[k],
                  state[k + 1],
                  state[k + 2],
                  state[k + 3],
                  offset,
                  tile,
                  end);
            }
            for (; k < hidden; k++) {
              addScaled(gate[j], 0, w[j][m * hidden + k], state[k], offset, tile, end);
            }
          }
        }
      }
    }

    /** The transpose of {@link #addSeen}. */
    private void addSeenGradient(
        float[][] w, float[][] gate, float[][] ofState, int place, int columns) {
      int[] neighbours = scan.neighbours();
      for (int tile = 0; tile < columns; tile += TILE) {
        int end = Math.min(columns, tile + TILE);
        for (int m = 0; m < neighbours.length; m++) {
          int offset = place + neighbours[m] * size;
          for (int k = 0; k < hidden; k++) {
            int i = m * hidden + k;
            for (int j = 0; j < gates; j += 4) {
              addFour(
                  ofState[k],
                  offset,
                  w[j][i],
                  w[j + 1][i],
                  w[j + 2][i],
                  w[j + 3][i],
                  gate[j],
                  gate[j + 1],
                  gate[j + 2],
                  gate[j + 3],
                  0,
                  tile,
                  end);
            }
          }
        }
      }
    }

    /** Adds d h₋₁ᵀ, with a row for each state seen and a column for each gate. */
    private void addWeightGradient(
        float[][] gate, float[][] seen, int place, int columns, float[][] gradient) {
      float[][] transposed = new float[columns][gates];
      for (int j = 0; j < gates; j++) {
        for (int n = 0; n < columns; n++) {
          transposed[n][j] = gate[j][n];
        }
      }
      int[] neighbours = scan.neighbours();
      for (int m = 0; m < neighbours.length; m++) {
        int offset = place + neighbours[m] * size;
        for (int k = 0; k < hidden; k++) {
          float[] h = seen[k];
          float[] target = gradient[m * hidden + k];
          int n = 0;
          for (; n + 3 < columns; n += 4) {
            addFour(
                target,
                0,
                h[offset + n],
                h[offset + n + 1],
                h[offset + n + 2],
                h[offset + n + 3],
                transposed[n],
                transposed[n + 1],
                transposed[n + 2],
                transposed[n + 3],
                0,
                0,
                gates);
          }
          for (; n < columns; n++) {
            addScaled(target, 0, h[offset + n], transposed[n], 0, 0, gates);
          }
        }
      }
    }
  }

  private static void add(float[] x, int xStart, float[] y, int yStart, int count) {
    for (int i = 0; i < count; i++) {
      y[yStart + i] += x[xStart + i];
    }
  }

  private static void addScaled(
      float[] y, int yStart, float s, float[] x, int xStart, int from, int to) {
    for (int i = from; i < to; i++) {
      y[yStart + i] += s * x[xStart + i];
    }
  }

  /** y += s0 x0 + s1 x1 + s2 x2 + s3 x3, in the places [from, to) after their starts. */
  private static void addFour(
      float[] y,
      int yStart,
      float s0,
      float s1,
      float s2,
      float s3,
      float[] x0,
      float[] x1,
      float[] x2,
      float[] x3,
      int xStart,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      y[yStart + i] +=
          s0 * x0[xStart + i] + s1 * x1[xStart + i] + s2 * x2[xStart + i] + s3 * x3[xStart + i];
    }
  }
}
