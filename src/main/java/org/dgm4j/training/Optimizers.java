package org.dgm4j.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.Trainer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.List;
import java.util.Map;
import org.dgm4j.base.Suggestion;
import org.dgm4j.engine.HeapOperator;

/** The optimizers; any other of DJL's can be given to {@link Training#optimizer} as well. */
public final class Optimizers {

  private static final List<String> NAMES = List.of("adam", "rmsprop", "sgd");

  private Optimizers() {}

  /** The names that {@link #of} takes. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * An optimizer by its name.
   *
   * @throws IllegalArgumentException if the name is unknown or the learning rate not positive
   */
  public static Optimizer of(String name, double learningRate) {
    return switch (name) {
      case "adam" -> adam(learningRate);
      case "rmsprop" -> rmsProp(learningRate);
      case "sgd" -> sgd(learningRate);
      default ->
          throw new IllegalArgumentException(
              "There is no optimizer '%s'%s: use %s"
                  .formatted(
                      name,
                      Suggestion.of(name, NAMES)
                          .map(near -> " (did you mean " + near + "?)")
                          .orElse(""),
                      String.join(", ", NAMES)));
    };
  }

  /**
   * An optimizer by its name, with a momentum: β₁ of adam, which is 0.9 otherwise, or that of sgd.
   *
   * @throws IllegalArgumentException if the name is unknown or has no momentum, the learning rate
   *     is not positive, or the momentum not from 0 to below 1
   */
  public static Optimizer of(String name, double learningRate, double momentum) {
    return switch (name) {
      case "adam" -> adam(learningRate, momentum);
      case "sgd" -> sgd(learningRate, momentum);
      case "rmsprop" ->
          throw new IllegalArgumentException(
              "The optimizer rmsprop has no momentum: leave it out, or use adam or sgd");
      default -> of(name, learningRate);
    };
  }

  /** Adam (Kingma and Ba 2015) with β₁ = 0.9, β₂ = 0.999, ε = 1e-8. */
  public static Optimizer adam(double learningRate) {
    return new Adam(fixed(learningRate), Adam.BETA_1);
  }

  /** Adam with another momentum β₁, such as 0.5, with which GANs swing less. */
  public static Optimizer adam(double learningRate, double momentum) {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "The momentum must be from 0 to below 1, but is " + momentum + ": try 0.5");
    }
    return new Adam(fixed(learningRate), (float) momentum);
  }

  /** Adam with a learning rate that depends on the number of the update. */
  public static Optimizer adam(Tracker learningRate) {
    return new Adam(learningRate, Adam.BETA_1);
  }

  /** RMSProp (Tieleman and Hinton 2012) with decay 0.9, ε = 1e-8. */
  public static Optimizer rmsProp(double learningRate) {
    return new RmsProp(fixed(learningRate));
  }

  /** Stochastic gradient descent without momentum. */
  public static Optimizer sgd(double learningRate) {
    return sgd(learningRate, 0);
  }

  /** Stochastic gradient descent with momentum. */
  public static Optimizer sgd(double learningRate, double momentum) {
    return new Sgd(fixed(learningRate), (float) momentum);
  }

  /**
   * Updates the parameters of a trainer's model: what {@link Trainer#step} does, but without its
   * copies of all gradients if the optimizer is one of these and there is one device.
   */
  public static void step(Trainer trainer, Optimizer optimizer) {
    if (optimizer instanceof StatefulOptimizer own && trainer.getDevices().length == 1) {
      own.step(trainer.getModel().getBlock());
    } else {
      trainer.step();
    }
  }

  private static Tracker fixed(double learningRate) {
    float rate = (float) learningRate;
    if (!(rate > 0) || Float.isInfinite(rate)) {
      throw new IllegalArgumentException(
          "The learning rate must be positive, but is " + learningRate + ": try 0.001");
    }
    return new FixedRate(rate);
  }

  /** The same learning rate at every update. */
  record FixedRate(float rate) implements Tracker {
    @Override
    public float getNewValue(int update) {
      return rate;
    }
  }

  private static final class Adam extends StatefulOptimizer {
    private static final float BETA_1 = 0.9f;
    private static final float BETA_2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    private final float beta1;

    Adam(Tracker learningRate, float beta1) {
      super(learningRate, "mean", "variance");
      this.beta1 = beta1;
    }

    @Override
    void update(
        NDArray weight, NDArray gradient, List<NDArray> state, float rate, float decay, int step) {
      double correction = Math.sqrt(1 - Math.pow(BETA_2, step)) / (1 - Math.pow(beta1, step));
      if (HeapOperator.supports(weight)) {
        onHeap(weight, gradient, state, (float) (rate * correction), decay);
        return;
      }
      weight
          .getNDArrayInternal()
          .adamUpdate(
              new NDList(weight, gradient, state.get(0), state.get(1)),
              new NDList(weight),
              rate,
              (float) (rate * correction),
              decay,
              rescale(),
              clip(),
              beta1,
              BETA_2,
              EPSILON,
              false,
              false);
    }

    /** The same as MXNet's operator in one pass over the memory, which is several times faster. */
    private void onHeap(
        NDArray weight, NDArray gradient, List<NDArray> state, float rate, float decay) {
      HeapOperator.change(
          (parts, count) -> {
            float[] w = parts[0];
            float[] mean = parts[1];
            float[] variance = parts[2];
            float[] slope = parts[3];
            for (int i = 0; i < count; i++) {
              float g = slope[i] + decay * w[i];
              mean[i] = beta1 * mean[i] + (1 - beta1) * g;
              variance[i] = BETA_2 * variance[i] + (1 - BETA_2) * g * g;
              w[i] -= rate * mean[i] / ((float) Math.sqrt(variance[i]) + EPSILON);
            }
          },
          3,
          weight,
          state.get(0),
          state.get(1),
          gradient);
    }

    @Override
    Map<String, String> settings() {
      Map<String, String> settings = settings("adam");
      if (beta1 != BETA_1) {
        settings.put(TrainingOptions.MOMENTUM, "" + beta1);
      }
      return settings;
    }
  }

  private static final class RmsProp extends StatefulOptimizer {
    private static final float DECAY = 0.9f;
    private static final float EPSILON = 1e-8f;

    RmsProp(Tracker learningRate) {
      super(learningRate, "variance");
    }

    @Override
    void update(
        NDArray weight, NDArray gradient, List<NDArray> state, float rate, float decay, int step) {
      weight
          .getNDArrayInternal()
          .rmspropUpdate(
              new NDList(weight, gradient, state.get(0)),
              new NDList(weight),
              rate,
              decay,
              rescale(),
              clip(),
              DECAY,
              0,
              EPSILON,
              false);
    }

    @Override
    Map<String, String> settings() {
      return settings("rmsprop");
    }
  }

  private static final class Sgd extends StatefulOptimizer {
    private final float momentum;

    Sgd(Tracker learningRate, float momentum) {
      super(learningRate, momentum == 0 ? new String[0] : new String[] {"momentum"});
      this.momentum = momentum;
    }

    @Override
    void update(
        NDArray weight, NDArray gradient, List<NDArray> state, float rate, float decay, int step) {
      NDList inputs = new NDList(weight, gradient);
      inputs.addAll(state);
      weight
          .getNDArrayInternal()
          .sgdUpdate(inputs, new NDList(weight), rate, decay, rescale(), clip(), momentum, false);
    }

    @Override
    Map<String, String> settings() {
      Map<String, String> settings = settings("sgd");
      settings.put(TrainingOptions.MOMENTUM, "" + momentum);
      return settings;
    }
  }
}
