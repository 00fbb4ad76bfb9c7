package org.dgm4j.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dgm4j.engine.MxNet;

/**
 * An optimizer that knows its own state: it can be saved with a checkpoint, so that resumed
 * training continues exactly, and freed after training, which DJL's optimizers can't.
 */
abstract class StatefulOptimizer extends Optimizer implements AutoCloseable {

  private final Tracker learningRate;
  private final List<String> slots;
  private Plan plan = Plan.NONE;
  private final Map<String, Map<String, Map<Device, NDArray>>> state = new ConcurrentHashMap<>();
  private final Map<String, Map<Device, Integer>> steps = new ConcurrentHashMap<>();

  /**
   * @param slots the names of the arrays that are kept for each parameter, of its shape
   */
  StatefulOptimizer(Tracker learningRate, String... slots) {
    super(new Settings());
    this.learningRate = learningRate;
    this.slots = List.of(slots);
  }

  /**
   * What one training asks of its optimizer.
   *
   * @param weightDecay λ; adds λ w to the gradient of w
   * @param decayed the ids of the parameters w that it is for
   * @param finalLearningRate of the last update; null if the learning rate is the optimizer's
   * @param updates the number of updates of the whole training
   */
  record Plan(double weightDecay, Set<String> decayed, Double finalLearningRate, long updates) {
    static final Plan NONE = new Plan(0, Set.of(), null, 0);
  }

  /**
   * Changes {@code weight} in place.
   *
   * @param state the arrays that are kept for it
   * @param learningRate of this step
   * @param weightDecay λ
   * @param step from 1 on
   */
  abstract void update(
      NDArray weight,
      NDArray gradient,
      List<NDArray> state,
      float learningRate,
      float weightDecay,
      int step);

  /** Follows a plan until {@link #close}. */
  final void follow(Plan newPlan) {
    plan = newPlan;
  }

  /** Whether the learning rate is the same at every update, so that a plan may change it. */
  final boolean hasFixedRate() {
    return learningRate instanceof Optimizers.FixedRate;
  }

  /**
   * The learning rate of a step: the optimizer's, or, if the plan has a final one, half a cosine
   * from the initial learning rate at step 1 to the final one at the last step (Loshchilov and
   * Hutter 2017, without restarts).
   */
  final float rate(int step) {
    float rate = learningRate.getNewValue(step);
    if (plan.finalLearningRate() == null || plan.updates() < 2) {
      return rate;
    }
    double done = Math.min(1, (step - 1.0) / (plan.updates() - 1));
    double share = (1 + Math.cos(Math.PI * done)) / 2;
    return (float) (plan.finalLearningRate() + (rate - plan.finalLearningRate()) * share);
  }

  /** Changes all parameters of a block by their gradients. */
  final void step(Block block) {
    for (Pair<String, Parameter> entry : block.getParameters()) {
      Parameter parameter = entry.getValue();
      if (parameter.requiresGradient()) {
        NDArray weight = parameter.getArray();
        try (NDArray gradient = weight.getGradient()) {
          update(parameter.getId(), weight, gradient);
        }
      }
    }
  }

  /** Of a parameter that is on several devices, each copy has a state of its own. */
  @Override
  public final void update(String parameterId, NDArray weight, NDArray gradient) {
    Device device = weight.getDevice();
    int step =
        steps
            .computeIfAbsent(parameterId, id -> new ConcurrentHashMap<>())
            .merge(device, 1, Integer::sum);
    List<NDArray> arrays =
        slots.stream()
            .map(slot -> arrays(slot, parameterId).computeIfAbsent(device, d -> zeros(weight)))
            .toList();
    float decay = plan.decayed().contains(parameterId) ? (float) plan.weightDecay() : 0;
    update(weight, gradient, arrays, rate(step), decay, step);
  }

  private Map<Device, NDArray> arrays(String slot, String parameterId) {
    return state
        .computeIfAbsent(slot, s -> new ConcurrentHashMap<>())
        .computeIfAbsent(parameterId, id -> new ConcurrentHashMap<>());
  }

  private static NDArray zeros(NDArray weight) {
    NDArray zeros = weight.zerosLike();
    zeros.detach();
    return zeros;
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
      out.writeInt(steps.getOrDefault(id, Map.of()).getOrDefault(device, 0));
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
   * Reads what {@link #save} wrote, for a block with the same parameters on some devices; changes
   * nothing yet.
   *
   * @return puts the state in place
   */
  final Runnable read(Block block, List<Device> devices, DataInputStream in) throws IOException {
    List<Runnable> changes = new ArrayList<>();
    for (Pair<String, Parameter> entry : block.getParameters()) {
      String id = entry.getValue().getId();
      NDArray weight = entry.getValue().getArray();
      int step = in.readInt();
      changes.add(() -> steps.put(id, onAll(devices, device -> step)));
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
          changes.add(
              () -> arrays(slot, id).putAll(onAll(devices, device -> on(device, weight, values))));
        }
      }
    }
    return () -> {
      forget();
      changes.forEach(Runnable::run);
    };
  }

  private static <T> Map<Device, T> onAll(List<Device> devices, Function<Device, T> what) {
    return new ConcurrentHashMap<>(devices.stream().collect(Collectors.toMap(d -> d, what)));
  }

  private static NDArray on(Device device, NDArray weight, float[] values) {
    try (NDManager manager = weight.getManager().newSubManager(device)) {
      NDArray array = MxNet.array(manager, values, weight.getShape());
      array.detach();
      return array;
    }
  }

  /** Frees and forgets the state and the plan: the next training starts afresh. */
  @Override
  public final void close() {
    forget();
    plan = Plan.NONE;
  }

  private void forget() {
    state.values().forEach(ids -> ids.values().forEach(d -> d.values().forEach(NDArray::close)));
    state.clear();
    steps.clear();
  }

  /** The options by name, for records of what was done. */
  abstract Map<String, String> settings();

  final TreeMap<String, String> settings(String name) {
    return new TreeMap<>(
        Map.of(
            TrainingOptions.OPTIMIZER,
            name,
            TrainingOptions.LEARNING_RATE,
            "" + learningRate.getNewValue(1)));
  }

  private static final class Settings extends OptimizerBuilder<Settings> {
    @Override
    protected Settings self() {
      return this;
    }
  }
}
