package org.dgm4j.model.pixelrnn;

import ai.djl.nn.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dgm4j.engine.RowArithmetic;
import org.dgm4j.engine.VectorMath;
import org.dgm4j.engine.WeightMatrix;

/**
 * The computations of an {@link LstmLayer} on the heap, step by step along a {@link Scan}, with
 * nothing skewed or stacked.
 *
 * <p>A step computes a line of cells for several examples at once. A row of memory holds one gate
 * or unit of all of them, and one matrix is applied to all that a cell sees: its input and the
 * states of the step before. The biases of an example are those of its class.
 *
 * <p>Gradient, from the last step to the first: with dh = ∂/∂h and T = tanh(c), dc = dh o (1 − T²),
 * plus f dc of the step after; the gates have the gradients di = dc g i (1 − i), df = dc c₋₁ f (1 −
 * f), do = dh T o (1 − o) and dg = dc i (1 − g²); then the weights have Σ d sᵀ, and what was seen,
 * s, has Wᵀ d.
 */
final class LstmKernel {

  private final Scan scan;
  private final int units;
  private final int hidden;
  private final int features;
  private final int gates;
  private final int[] inputs;
  private final int[] neighbours;
  private final int seen;
  private final List<LinearKernel> projections;
  private final Parameter stateParameter;
  private final WeightMatrix[] weights;

  LstmKernel(
      PixelRnnSettings settings, Scan scan, LstmLayer block, Map<Parameter, float[]> values) {
    this.scan = scan;
    hidden = settings.hidden();
    features = settings.features();
    units = hidden / settings.channels();
    gates = 4 * hidden;
    inputs = scan.inputs();
    neighbours = scan.neighbours();
    seen = inputs.length * features + neighbours.length * hidden;
    projections =
        block.projections.stream().map(linear -> new LinearKernel(linear, values)).toList();
    stateParameter = block.lstm.weights;
    weights = new WeightMatrix[scan.directions()];
    Arrays.setAll(weights, direction -> weights(direction, values.get(stateParameter)));
  }

  /** The weights of all that a cell sees. */
  private WeightMatrix weights(int direction, float[] ofStates) {
    float[][] matrix = new float[gates][seen];
    int states = neighbours.length * hidden;
    for (int j = 0; j < gates; j++) {
      for (int i = 0; i < inputs.length; i++) {
        for (int k = 0; k < features; k++) {
          matrix[j][i * features + k] = projection(direction, i).weight(j, k);
        }
      }
      int from = (direction * gates + j) * states;
      System.arraycopy(ofStates, from, matrix[j], inputs.length * features, states);
    }
    return new WeightMatrix(matrix);
  }

  /** What one of the {@link Scan#inputs} contributes to the gates in a direction. */
  LinearKernel projection(int direction, int input) {
    return projections.get(direction * inputs.length + input);
  }

  /** Adds what the state of one of the {@link Scan#neighbours} contributes to some gates. */
  void addState(int direction, int neighbour, float[] state, float[] gates, int from, int count) {
    int input = inputs.length * features + neighbour * hidden;
    for (int i = 0; i < hidden; i++) {
      weights[direction].addInput(input + i, state[i], from, gates, from, count);
    }
  }

  /**
   * What the backward pass needs of a step: the gates i, f, o, g after their functions, the cells
   * c, tanh(c) and the states h; each has a row for every gate or unit and a column for every cell
   * and example.
   */
  private record Step(float[][] gates, float[][] cells, float[][] tanh, float[][] states) {}

  /** The passes over some examples. */
  final class Pass {
    private final int[] labels;
    private final int size;
    private final float[] scratch;
    private final float[] scratch2;
    private final float[][] seenRows;
    private final Step[][] steps;
    private final WeightMatrix.Gradient[] ofWeights;
    private final float[][] ofBias;

    /**
     * @param labels the class of each example, 0 without classes
     * @param recording whether {@link #backward} will follow
     */
    Pass(int[] labels, boolean recording) {
      this.labels = labels;
      size = labels.length;
      scratch = new float[scan.line() * size];
      scratch2 = new float[scan.line() * size];
      seenRows = new float[seen][scan.line() * size];
      steps = recording ? new Step[scan.directions()][scan.steps()] : null;
      ofWeights = new WeightMatrix.Gradient[scan.directions()];
      Arrays.setAll(ofWeights, direction -> weights[direction].zeroGradient());
      ofBias = new float[scan.directions()][projection(0, 0).classes() * gates];
    }

    /** The states of all directions added, from the map before; rows of all pixels and examples. */
    float[][] forward(float[][] map) {
      float[][] states = new float[hidden][scan.pixels() * size];
      forward(0, map, states);
      for (int direction = 1; direction < scan.directions(); direction++) {
        float[][] more = new float[hidden][scan.pixels() * size];
        forward(direction, map, more);
        RowArithmetic.add(more, states);
      }
      return states;
    }

    /** From ∂/∂states, adds to ∂/∂map. */
    void backward(float[][] map, float[][] ofStates, float[][] ofMap) {
      for (int direction = 0; direction < scan.directions(); direction++) {
        float[][][] ofInputs = new float[inputs.length][features][scan.pixels() * size];
        backward(direction, map, ofStates, ofInputs);
        for (float[][] ofInput : ofInputs) {
          RowArithmetic.add(ofInput, ofMap);
        }
      }
    }

    /** Adds the gradient of the parameters to those that they have. */
    void addGradientTo(Map<Parameter, float[]> gradients) {
      for (int d = 0; d < ofWeights.length; d++) {
        for (int i = 0; i < inputs.length; i++) {
          projection(d, i).addGradient(ofWeights[d], i * features, ofBias[d], gradients);
        }
      }
      float[] ofStates = gradients.get(stateParameter);
      int states = neighbours.length * hidden;
      for (int d = 0; d < ofWeights.length; d++) {
        ofWeights[d].addTo(
            ofStates, d * gates * states, 0, gates, inputs.length * features, states);
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

    /** The biases of all gates, with a column for every cell of a line and example. */
    private float[][] biases(int direction) {
      float[][] rows = new float[gates][scan.line() * size];
      for (int j = 0; j < gates; j++) {
        for (int n = 0; n < size; n++) {
          float bias = projection(direction, 0).bias(labels[n], j);
          for (int column = n; column < rows[j].length; column += size) {
            rows[j][column] = bias;
          }
        }
      }
      return rows;
    }

    private void forward(int direction, float[][] map, float[][] states) {
      float[][] biases = biases(direction);
      float[][] state = line();
      float[][] cell = line();
      for (int s = 0; s < scan.steps(); s++) {
        int columns = columns(s);
        int place = place(scan.first(s));
        see(direction, s, map, state);
        float[][] gate = new float[gates][];
        Arrays.setAll(gate, j -> Arrays.copyOf(biases[j], columns));
        weights[direction].addProduct(seenRows, gate, columns);
        Step step =
            new Step(
                gate,
                new float[hidden][columns],
                new float[hidden][columns],
                new float[hidden][columns]);
        for (int u = 0; u < hidden; u++) {
          compute(step, u, cell[u], state[u], place, columns);
        }
        copyStates(direction, s, states, step.states, true);
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
      float[] h = step.states[unit];
      for (int n = 0; n < columns; n++) {
        h[n] = output[n] * tanh[n];
      }
      System.arraycopy(h, 0, state, place, columns);
    }

    /** The row of a gate of a unit: i, f, o, g of one group stand before those of the next. */
    private int gate(int kind, int unit) {
      return (unit / units * 4 + kind) * units + unit % units;
    }

    private void backward(int direction, float[][] map, float[][] ofStates, float[][][] ofInputs) {
      float[][] ofSeen = new float[seen][scan.line() * size];
      float[][] ofBias = new float[gates][scan.line() * size];
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
        copyStates(direction, s, ofStates, step.states, false);
        for (int u = 0; u < hidden; u++) {
          differentiate(step, u, cellBefore[u], ofState[u], ofCell[u], place, columns);
        }
        for (int j = 0; j < gates; j++) {
          RowArithmetic.add(step.gates[j], ofBias[j], columns);
        }
        see(direction, s, map, stateBefore);
        ofWeights[direction].add(step.gates, seenRows, columns);
        for (float[] row : ofSeen) {
          Arrays.fill(row, 0, columns, 0);
        }
        weights[direction].addTransposed(step.gates, ofSeen, columns);
        addSeen(direction, s, ofSeen, ofInputs, ofStateBefore);
        float[][] done = ofState;
        ofState = ofStateBefore;
        ofStateBefore = done;
        steps[direction][s] = null;
      }
      for (int j = 0; j < gates; j++) {
        addUp(ofBias[j], j, this.ofBias[direction]);
      }
    }

    /** Adds up the gradient of one gate, of which there is one for each cell and example. */
    private void addUp(float[] gradient, int gate, float[] ofBias) {
      if (ofBias.length == gates) {
        ofBias[gate] = RowArithmetic.sum(gradient, gradient.length);
        return;
      }
      double[] sums = new double[ofBias.length / gates];
      for (int cell = 0; cell < gradient.length; cell += size) {
        for (int n = 0; n < size; n++) {
          sums[labels[n]] += gradient[cell + n];
        }
      }
      for (int y = 0; y < sums.length; y++) {
        ofBias[y * gates + gate] = (float) sums[y];
      }
    }

    /** The states and cells of a step. */
    private void recall(Step step, int place, int columns, float[][] state, float[][] cell) {
      for (int u = 0; u < hidden; u++) {
        System.arraycopy(step.states[u], 0, state[u], place, columns);
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
      float[] h = step.states[unit]; // now its gradient
      float[] c = scratch2;
      System.arraycopy(cellBefore, place, before, 0, columns);
      System.arraycopy(ofState, place, c, 0, columns);
      for (int n = 0; n < columns; n++) {
        h[n] += c[n];
      }
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

    /** Collects what the cells of a step see: of the map, and of the states of the step before. */
    private void see(int direction, int s, float[][] map, float[][] state) {
      for (int i = 0; i < inputs.length; i++) {
        copy(direction, s, inputs[i], 0, map, seenRows, i * features, false);
      }
      int columns = columns(s);
      int row = inputs.length * features;
      for (int neighbour : neighbours) {
        int from = place(scan.first(s) + neighbour);
        for (int u = 0; u < hidden; u++) {
          System.arraycopy(state[u], from, seenRows[row++], 0, columns);
        }
      }
    }

    /** The transpose of {@link #see}. */
    private void addSeen(
        int direction, int s, float[][] ofSeen, float[][][] ofInputs, float[][] ofState) {
      for (int i = 0; i < inputs.length; i++) {
        copy(direction, s, inputs[i], 0, ofInputs[i], ofSeen, i * features, true);
      }
      int columns = columns(s);
      int row = inputs.length * features;
      for (int neighbour : neighbours) {
        int from = place(scan.first(s) + neighbour);
        for (int u = 0; u < hidden; u++) {
          System.arraycopy(ofState[u], from, scratch, 0, columns);
          RowArithmetic.add(ofSeen[row++], scratch, columns);
          System.arraycopy(scratch, 0, ofState[u], from, columns);
        }
      }
    }

    /** Copies the states of a step to where they count, or their gradients back. */
    private void copyStates(int direction, int s, float[][] map, float[][] rows, boolean toMap) {
      copy(direction, s, 0, scan.shift(direction), map, rows, 0, toMap);
    }

    /**
     * Copies what a map has for the cells of a step into rows, zero where it has nothing, or back.
     *
     * @param beside how many cells beside its own one
     * @param shift how many pixels on
     * @param rowFrom the row for the first of the map
     */
    private void copy(
        int direction,
        int s,
        int beside,
        int shift,
        float[][] map,
        float[][] rows,
        int rowFrom,
        boolean toMap) {
      int first = scan.first(s);
      int last = scan.last(s);
      int run = scan.run(s);
      for (int l = first; l < last; l += run) {
        int missing = Math.max(0, -(l + beside));
        int start = (l - first) * size;
        int column = start + missing * size;
        int end = start + run * size;
        int pixel = scan.pixel(direction, s, l + beside + missing) + shift;
        int position = Math.min(pixel, scan.pixels()) * size;
        int count = pixel < scan.pixels() ? end - column : 0;
        for (int k = 0; k < map.length; k++) {
          float[] row = rows[rowFrom + k];
          if (toMap) {
            System.arraycopy(row, column, map[k], position, count);
          } else {
            Arrays.fill(row, start, end - count, 0);
            System.arraycopy(map[k], position, row, column, count);
          }
        }
      }
    }
  }
}
