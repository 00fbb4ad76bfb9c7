package org.dgm4j.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.util.Pair;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An optimizer that knows its own state: it can be saved with a checkpoint, so that resumed
 * training continues exactly, and freed after training, which DJL's optimizers can't.
 */
abstract class StatefulOptimizer extends Optimizer implements AutoCloseable {

  private final Tracker learningRate;
  private final List<String> slots;
  private final Map<String, Map<String, Map<Device, NDArray>>> state = new ConcurrentHashMap<>();
  private final Map<String, Integer> steps = new ConcurrentHashMap<>();

  /**
   * @param slots the names of the arrays that are kept for each parameter, of its shape
   */
  StatefulOptimizer(Tracker learningRate, String... slots) {
    super(new Settings());
    this.learningRate = learningRate;
    this.slots = List.of(slots);
  }

  /** Changes {@code weight} in place, given its gradient, its state and the step (from 1 on). */
  abstract void update(
      NDArray weight, NDArray gradient, List<NDArray> state, float learningRate, int step);

  @Override
  public final void update(String parameterId, NDArray weight, NDArray gradient) {
    int step = steps.merge(parameterId, 1, Integer::sum);
    List<NDArray> arrays =
        slots.stream()
            .map(
                slot ->
                    withDefaultState(
                        state.computeIfAbsent(slot, s -> new ConcurrentHashMap<>()),
                        parameterId,
                        weight.getDevice(),
                        id -> weight.zerosLike()))
            .toList();
    update(weight, gradient, arrays, learningRate.getNewValue(step), step);
  }

  final float rescale() {
    return rescaleGrad;
  }

  final float clip() {
    return clipGrad;
  }

  /** Writes the state of a block's parameters on one device. */
  final void save(Block block, Device device, DataOutputStream out) throws IOException {
    for (Pair<String, Parameter> entry : block.getParameters()) {
      String id = entry.getValue().getId();
      out.writeInt(steps.getOrDefault(id, 0));
      for (String slot : slots) {
        NDArray array = state.getOrDefault(slot, Map.of()).getOrDefault(id, Map.of()).get(device);
        float[] values = array == null ? new float[0] : array.toFloatArray();
        out.writeInt(values.length);
        for (float value : values) {
          out.writeFloat(value);
        }
      }
    }
  }

  /**
   * Reads what {@link #save} wrote, for a block with the same parameters; changes nothing yet.
   *
   * @return puts the state in place
   */
  final Runnable read(Block block, Device device, DataInputStream in) throws IOException {
    List<Runnable> changes = new ArrayList<>();
    for (Pair<String, Parameter> entry : block.getParameters()) {
      String id = entry.getValue().getId();
      NDArray weight = entry.getValue().getArray();
      int step = in.readInt();
      changes.add(() -> steps.put(id, step));
      for (String slot : slots) {
        int length = in.readInt();
        if (length != 0 && length != weight.size()) {
          throw new IOException("the optimizer's state has another size than the model");
        }
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
          values[i] = in.readFloat();
        }
        if (length > 0) {
          changes.add(() -> put(slot, id, device, weight, values));
        }
      }
    }
    return () -> {
      close();
      changes.forEach(Runnable::run);
    };
  }

  private void put(String slot, String id, Device device, NDArray weight, float[] values) {
    NDArray array = weight.getManager().create(values, weight.getShape());
    array.detach();
    state
        .computeIfAbsent(slot, s -> new ConcurrentHashMap<>())
        .computeIfAbsent(id, i -> new ConcurrentHashMap<>())
        .put(device, array);
  }

  /** Frees and forgets the state: the next training starts afresh. */
  @Override
  public final void close() {
    state.values().forEach(ids -> ids.values().forEach(d -> d.values().forEach(NDArray::close)));
    state.clear();
    steps.clear();
  }

  /** The options by name, for records of what was done. */
  abstract Map<String, String> settings();

  final TreeMap<String, String> settings(String name) {
    return new TreeMap<>(
        Map.of("optimizer", name, "learning-rate", "" + learningRate.getNewValue(1)));
  }

  private static final class Settings extends OptimizerBuilder<Settings> {
    @Override
    protected Settings self() {
      return this;
    }
  }
}
