package org.dgm4j.training;

import ai.djl.Device;
import ai.djl.training.optimizer.Optimizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dgm4j.base.Checks;
import org.dgm4j.data.Samples;
import org.dgm4j.engine.Devices;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.TrainingDefaults;
import org.dgm4j.model.registry.ModelArchive;

/**
 * How a model is trained: each option with its name, its default and its check. {@code %train},
 * {@link Training}, the record of an experiment and a checkpoint have them from here.
 *
 * <p>Batch size, optimizer, learning rate, momentum and final learning rate are those of the
 * model's {@link TrainingDefaults} where they are not given. What is given replaces that one alone,
 * but for two that belong together: the final learning rate of the defaults is for their learning
 * rate, so one that is given stays the same in all steps unless a final one is given, too; and both
 * are for their optimizer, so another one has the learning rate 0.001 unless one is given.
 */
public abstract sealed class TrainingOptions permits Training {

  // The names of the options: with -- before them in %train, as they are in records.
  public static final String EPOCHS = "epochs";
  public static final String BATCH_SIZE = "batch-size";
  public static final String OPTIMIZER = "optimizer";
  public static final String LEARNING_RATE = "learning-rate";
  public static final String MOMENTUM = "momentum";
  public static final String FINAL_LEARNING_RATE = "final-learning-rate";
  public static final String WEIGHT_DECAY = "weight-decay";
  public static final String PATIENCE = "patience";
  public static final String CHECKPOINT = "checkpoint";
  public static final String RESUME = "resume";
  public static final String DYNAMIC_BINARIZATION = "dynamic-binarization";
  public static final String DEVICES = "devices";
  public static final String SEED = "seed";

  /** Enough for a curve that says whether more are worth it. */
  public static final int DEFAULT_EPOCHS = 10;

  /** None. */
  public static final double DEFAULT_WEIGHT_DECAY = 0;

  /** Half of the default epochs; in a message only, as there is no default. */
  private static final int EXAMPLE_OF_PATIENCE = 5;

  private int epochs = DEFAULT_EPOCHS;
  private Integer batchSize;
  private Optimizer optimizer;
  private String optimizerName;
  private Double learningRate;
  private Double momentum;
  private double weightDecay = DEFAULT_WEIGHT_DECAY;
  private Double finalLearningRate;
  private int patience;
  private Path checkpoint;
  private boolean resume;
  private boolean dynamicBinarization;
  private Long seed;
  private List<Device> devices;
  private TrainingDefaults defaults;
  private Optimizer chosenOptimizer;

  abstract Training self();

  /** How often every training example is used; 10 if not given. */
  public final Training epochs(int epochs) {
    this.epochs = positive("number of epochs", epochs, DEFAULT_EPOCHS);
    return self();
  }

  /** The number of examples of one step; the model's if not given. */
  public final Training batchSize(int batchSize) {
    this.batchSize = positive("batch size", batchSize, TrainingDefaults.ANY_MODEL.batchSize());
    return self();
  }

  /** The optimizer, with its own learning rate; the model's if not given. */
  public final Training optimizer(Optimizer optimizer) {
    if (optimizer == null) {
      throw new IllegalArgumentException(
          "The optimizer can't be null: use one of Optimizers, such as Optimizers.adam(0.001), or"
              + " leave .optimizer out");
    }
    this.optimizer = optimizer;
    return self();
  }

  /** The optimizer by its name, see {@link Optimizers#names}; the model's if not given. */
  public final Training optimizerNamed(String name) {
    this.optimizerName = name;
    return self();
  }

  /**
   * The learning rate, the same in all steps unless a {@link #finalLearningRate} is given; the
   * model's, which may fall, if not given.
   */
  public final Training learningRate(double learningRate) {
    this.learningRate = learningRate;
    return self();
  }

  /** The momentum: β₁ of adam, or that of sgd; the model's if not given. */
  public final Training momentum(double momentum) {
    this.momentum = momentum;
    return self();
  }

  /**
   * Weight decay λ: minimises nats per example + λ/2 Σ w² over all weights w, but not the biases;
   * none if not given.
   *
   * <p>This is the classical L2 penalty (Krogh and Hertz 1991), a normal prior on the weights: λ w
   * is added to the gradient, and the optimizer does not matter for what is minimised. The
   * decoupled decay of AdamW (Loshchilov and Hutter 2019) is another thing. The nats that are shown
   * are without the penalty.
   */
  public final Training weightDecay(double weightDecay) {
    this.weightDecay = Checks.notNegative("The weight decay", weightDecay, "0.0001");
    return self();
  }

  /**
   * Lets the learning rate fall from the optimizer's at the first batch to this one at the last
   * batch of the last epoch, as half a cosine (Loshchilov and Hutter 2017, without restarts); to
   * the model's if not given, unless a learning rate or another optimizer is.
   */
  public final Training finalLearningRate(double learningRate) {
    this.finalLearningRate = Checks.notNegative("The final learning rate", learningRate, "0");
    return self();
  }

  /**
   * Stops after so many epochs without a better validation, and goes back to the best parameters.
   */
  public final Training patience(int epochs) {
    this.patience = positive("patience", epochs, EXAMPLE_OF_PATIENCE);
    return self();
  }

  /** Writes the model and the state of training to this file after every epoch. */
  public final Training checkpoint(String file) {
    this.checkpoint = Path.of(file);
    return self();
  }

  /**
   * Goes on after the last whole epoch of the {@link #checkpoint}, with its seed, as if training
   * had never stopped; starts anew if there is none yet. With another number of epochs than before,
   * the model's learning rate falls from there on as it does in a training of that many.
   */
  public final Training resume() {
    this.resume = true;
    return self();
  }

  /**
   * Draws the pixels of the training images anew as 0 or 1 in each epoch, 1 with probability of the
   * grey value (dynamic binarization). Those of validation and test images are drawn once.
   */
  public final Training dynamicBinarization() {
    this.dynamicBinarization = true;
    return self();
  }

  /** The seed of the order of the examples; the notebook's if not given. */
  public final Training seed(long seed) {
    this.seed = seed;
    return self();
  }

  /**
   * Trains on several devices at once, each of which takes a part of every batch; the model's own
   * must be among them, and is the only one if not given. The result is that of one device, but for
   * rounding; the free bits of a VAE are counted in each part.
   *
   * @param names such as {@code "gpu:0", "gpu:1"}
   * @throws IllegalArgumentException if there is no such device, or one is named twice
   */
  public final Training devices(String... names) {
    List<Device> named = Arrays.stream(names).map(Devices::of).toList();
    if (named.isEmpty() || Set.copyOf(named).size() < named.size()) {
      throw new IllegalArgumentException(
          "A training needs at least one device and each of them once, not '%s': name devices that %%device lists, as in --devices gpu:0,gpu:1"
              .formatted(String.join(",", names)));
    }
    this.devices = named;
    return self();
  }

  final int epochs() {
    return epochs;
  }

  final int batchSize() {
    return batchSize == null ? defaults.batchSize() : batchSize;
  }

  final Optimizer optimizer() {
    return chosenOptimizer;
  }

  final double weightDecay() {
    return weightDecay;
  }

  /** Null if the learning rate is the optimizer's. */
  final Double finalLearningRate() {
    return fallsByDefault() ? Double.valueOf(defaults.finalLearningRate()) : finalLearningRate;
  }

  private boolean fallsByDefault() {
    return finalLearningRate == null
        && learningRate == null
        && optimizer == null
        && isOptimizerOf(defaults)
        && !defaults.isConstant();
  }

  private boolean isOptimizerOf(TrainingDefaults some) {
    return optimizerName == null || optimizerName.equals(some.optimizer());
  }

  /** 0 if training does not stop early. */
  final int patience() {
    return patience;
  }

  /** Null if none is written. */
  final Path checkpoint() {
    return checkpoint;
  }

  final boolean resumes() {
    return resume;
  }

  /** Null if it is the notebook's. */
  final Long seed() {
    return seed;
  }

  final List<Device> devices(NeuralModel model) {
    return devices == null ? List.of(model.device()) : devices;
  }

  /** The examples as a model sees them: with pixels that are drawn if there is need to. */
  final Samples drawn(Samples examples, long drawSeed) {
    return dynamicBinarization ? examples.binarized(drawSeed) : examples;
  }

  /**
   * Takes what is not given from the model, or, if a checkpoint was begun with the defaults of
   * {@link TrainingDefaults#ANY_MODEL}, as those of 0.1.0 were, from there.
   */
  private void complete(NeuralModel model, Training.Data data) {
    complete(model.trainingDefaults());
    if (!resume || checkpoint == null || !Files.exists(checkpoint)) {
      return;
    }
    String saved = Checkpoint.recipe(checkpoint);
    if (!saved.equals(recipe(data))) {
      complete(TrainingDefaults.ANY_MODEL);
      if (!saved.equals(recipe(data))) {
        complete(model.trainingDefaults());
      }
    }
  }

  private void complete(TrainingDefaults from) {
    defaults = from;
    if (optimizer != null) {
      if (optimizerName != null || learningRate != null || momentum != null) {
        throw new IllegalArgumentException(
            "An optimizer has a learning rate and a momentum already: leave .optimizer(…) out, or"
                + " .optimizerNamed, .learningRate and .momentum");
      }
      chosenOptimizer = optimizer;
      return;
    }
    boolean same = isOptimizerOf(from);
    String name = same ? from.optimizer() : optimizerName;
    double usual = (same ? from : TrainingDefaults.ANY_MODEL).learningRate();
    double rate = learningRate == null ? usual : learningRate;
    Double used = momentum == null && same ? from.momentum() : momentum;
    chosenOptimizer = used == null ? Optimizers.of(name, rate) : Optimizers.of(name, rate, used);
  }

  /**
   * Takes what is not given from the model, and checks the options with one another and with what
   * is trained.
   *
   * @throws IllegalArgumentException if they do not go together
   */
  final void require(NeuralModel model, Training.Data data) {
    complete(model, data);
    boolean validates = data.validation().count() > 0;
    if (patience > 0 && !validates) {
      throw new IllegalArgumentException(
          "Patience needs validation examples, but there are none: leave patience out, or give"
              + " .data(train, validation)");
    }
    if (patience > 0 && !model.objectiveKind().judges()) {
      throw new IllegalArgumentException(
          "A %s has no likelihood by which validation could stop it: leave patience out"
              .formatted(model.type()));
    }
    if (resume && checkpoint == null) {
      throw new IllegalArgumentException(
          "There is nothing to resume without a checkpoint: add .checkpoint(\"FILE\")");
    }
    if (checkpoint != null && !(chosenOptimizer instanceof StatefulOptimizer)) {
      throw new IllegalArgumentException(
          "The state of this optimizer can't be saved in a checkpoint: use one of Optimizers, such"
              + " as Optimizers.adam(0.001)");
    }
    requireOptimizerFollows();
    if (!devices(model).contains(model.device())) {
      throw new IllegalArgumentException(
          "This %s is on %s, which is not among the devices to train on (%s): name that too, or build or load the model after %%device %s"
              .formatted(
                  model.type(),
                  Devices.name(model.device()),
                  names(devices),
                  Devices.name(devices.get(0))));
    }
    if (checkpoint != null) {
      ModelArchive.requireWritable(checkpoint);
    }
  }

  private void requireOptimizerFollows() {
    Double last = finalLearningRate();
    if (weightDecay == 0 && last == null) {
      return;
    }
    if (!(chosenOptimizer instanceof StatefulOptimizer own)) {
      throw new IllegalArgumentException(
          "Weight decay and a final learning rate are for the optimizers of Optimizers, such as"
              + " Optimizers.adam(0.001): set them in this optimizer itself");
    }
    if (last != null && !own.hasFixedRate()) {
      throw new IllegalArgumentException(
          "This optimizer has a schedule of its own: leave the final learning rate out, or use an"
              + " optimizer with a number, such as Optimizers.adam(0.001)");
    }
    if (last != null && last.floatValue() > own.rate(1)) {
      throw new IllegalArgumentException(
          "The final learning rate is %s, but must be at most the first one, %s"
              .formatted(last, own.rate(1)));
    }
  }

  private static int positive(String what, int value, int example) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "The %s must be at least 1, but is %d: try %d".formatted(what, value, example));
    }
    return value;
  }

  /** The options by name, for the record of a training: all that its result depends on. */
  final SortedMap<String, String> settings(long usedSeed) {
    SortedMap<String, String> settings =
        new TreeMap<>(
            Map.of(EPOCHS, "" + epochs, BATCH_SIZE, "" + batchSize(), SEED, "" + usedSeed));
    if (chosenOptimizer instanceof StatefulOptimizer stateful) {
      settings.putAll(stateful.settings());
    } else {
      settings.put(OPTIMIZER, chosenOptimizer.getClass().getSimpleName());
    }
    if (patience > 0) {
      settings.put(PATIENCE, Integer.toString(patience));
    }
    if (weightDecay > 0) {
      settings.put(WEIGHT_DECAY, Double.toString(weightDecay));
    }
    if (dynamicBinarization) {
      settings.put(DYNAMIC_BINARIZATION, "true");
    }
    if (finalLearningRate() != null) {
      settings.put(FINAL_LEARNING_RATE, Double.toString(finalLearningRate()));
    }
    if (devices != null && devices.size() > 1) {
      settings.put(DEVICES, names(devices));
    }
    return settings;
  }

  /**
   * What must be the same when training goes on from a checkpoint, in words that it keeps. How the
   * model's own learning rate falls may be another one, as it depends on the number of epochs.
   */
  final String recipe(Training.Data data) {
    return "%s, batches of %d, %d training and %d validation examples%s%s%s"
        .formatted(
            settings(0).get(OPTIMIZER),
            batchSize(),
            data.train().count(),
            data.validation().count(),
            dynamicBinarization ? ", dynamic binarization" : "",
            weightDecay > 0 ? ", weight decay " + weightDecay : "",
            finalLearningRate() == null
                ? ""
                : ", learning rate to %s%s"
                    .formatted(
                        finalLearningRate(),
                        fallsByDefault() ? "" : " after %d epochs".formatted(epochs)));
  }

  static String names(List<Device> devices) {
    return devices.stream().map(Devices::name).collect(Collectors.joining(","));
  }
}
