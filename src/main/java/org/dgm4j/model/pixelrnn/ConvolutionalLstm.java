package org.dgm4j.model.pixelrnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.SplittableRandom;
import org.dgm4j.engine.Maps;
import org.dgm4j.engine.Operations;
import org.dgm4j.engine.Weights;

/**
 * A long short-term memory whose state is a line of cells: at each step, every cell sees the state
 * of its neighbours at the step before. Several directions, each with weights of its own, run side
 * by side.
 *
 * <p>With i, f, o = σ(…) and g = tanh(…) of the input's part plus the state's part: c ← f c + i g,
 * h = o tanh(c) (van den Oord et al. 2016, equation 3).
 *
 * <p>Input: what the input contributes to the gates, shape (directions, 4 · hidden, steps, line,
 * batch), with the gates i, f, o, g of a group of channels one after the other, group by group.
 * Output: shape (directions, hidden, steps, line, batch). Steps and line may change places.
 */
final class ConvolutionalLstm extends AbstractBlock {

  private final int directions;
  private final int groups;
  private final int hidden;
  private final int steps;
  private final int[] neighbours;

  /** Those of the states, shape (directions, 4 · hidden, neighbours · hidden). */
  final Parameter weights;

  ConvolutionalLstm(boolean diagonal, int groups, int hidden, SplittableRandom seeds) {
    this.groups = groups;
    this.hidden = hidden;
    directions = Scan.directions(diagonal);
    steps = diagonal ? 3 : 2;
    neighbours = Scan.neighbours(diagonal);
    int inputs = neighbours.length * hidden;
    weights =
        addParameter(
            Weights.uniform("weights", new Shape(directions, 4L * hidden, inputs), inputs, seeds));
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    NDArray gates = inputs.singletonOrThrow();
    NDArray w = store.getValue(weights, gates.getDevice(), training);
    long line = gates.getShape().get(5 - steps);
    long batch = gates.getShape().get(4);
    Shape byGate = new Shape(directions * groups, 4, hidden / groups, line * batch);
    NDArray state = null;
    NDArray cell = null;
    NDList states = new NDList();
    for (NDArray gate : Maps.unstack(gates, steps)) {
      if (state != null) {
        gate = gate.add(Operations.matMul(w, neighbours(state)).reshape(gate.getShape()));
      }
      NDArray parts = gate.reshape(byGate);
      NDList sigmoids = Maps.split(sigmoid(Operations.slice(parts, 1, 0, 3)), 1, 3);
      NDArray candidate = Operations.slice(parts, 1, 3, 4).tanh();
      NDArray input = sigmoids.get(0).mul(candidate);
      cell = cell == null ? input : sigmoids.get(1).mul(cell).add(input);
      state = sigmoids.get(2).mul(cell.tanh()).reshape(new Shape(directions, hidden, line, batch));
      states.add(state);
    }
    return new NDList(NDArrays.stack(states, steps));
  }

  /** The states that each cell sees, shape (directions, neighbours · hidden, line · batch). */
  private NDArray neighbours(NDArray state) {
    NDList seen = new NDList();
    for (int neighbour : neighbours) {
      seen.add(Maps.shift(state, 2, -neighbour));
    }
    long cells = state.getShape().get(2) * state.getShape().get(3);
    return Maps.concat(seen, 1)
        .reshape(new Shape(directions, (long) neighbours.length * hidden, cells));
  }

  private static NDArray sigmoid(NDArray x) {
    return x.getNDArrayInternal().sigmoid();
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    Shape shape = inputShapes[0];
    return new Shape[] {new Shape(directions, hidden).addAll(shape.slice(2))};
  }
}
