package org.dgm4j.training;

import ai.djl.Device;
import ai.djl.mxnet.jna.JnaUtils;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.optimizer.Optimizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.base.Seeds;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;
import org.dgm4j.engine.DeviceMemory;
import org.dgm4j.engine.Devices;
import org.dgm4j.engine.EngineErrors;
import org.dgm4j.engine.MxNet;
import org.dgm4j.model.ModelArchive;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.NeuralModel.Snapshot;
import org.dgm4j.model.PassContext;
import org.dgm4j.training.TrainingRun.Outcome;

/**
 * Fits a model to data by maximising its objective with stochastic gradients; DJL's {@link Trainer}
 * does the steps.
 *
 * <pre>{@code
 * var run = Training.of(nade).data(digits).epochs(10).batchSize(100).start();
 * }</pre>
 */
public final class Training {

  private static final int BETWEEN_SNAPSHOTS = 20;
  private static final int MOST_TESTED = 10_000;
  private static final int MOST_WATCHED = 500;
  private static final double FORESEEABLE = 0.5;
  private static final double LONGEST_TEST = 5;
  private static final double TIMES_WORSE = 100;
  private static final double NATS_WORSE = 1000;

  private static volatile Consumer<TrainingReport> recorder;

  private final NeuralModel model;
  private String dataName;
  private Samples train;
  private Samples validation;
  private Samples test;
  private int epochs = 10;
  private int batchSize = 100;
  private Optimizer optimizer = Optimizers.adam(1e-3);
  private double weightDecay;
  private Double finalLearningRate;
  private int patience;
  private Path checkpoint;
  private boolean resume;
  private boolean dynamicBinarization;
  private Long seed;
  private List<Device> devices;
  private final List<TrainingListener> listeners = new ArrayList<>();
  private boolean silent;
  private boolean unrecorded;

  private Training(NeuralModel model) {
    this.model = model;
  }

  /** A training of a model; {@link #data} is required. */
  public static Training of(NeuralModel model) {
    return new Training(model);
  }

  /** Who is told of each training that has ended; null for nobody, as it is at first. */
  public static void recordAll(Consumer<TrainingReport> recorder) {
    Training.recorder = recorder;
  }

  /** The data set: trains on its training split and validates on its validation split. */
  public Training data(Dataset data) {
    return data(data.name(), data.train(), data.validation(), data.test());
  }

  /** Examples to train on, without validation. */
  public Training data(Samples train) {
    return data(train, train.first(0));
  }

  /** Examples to train on, and others to validate on after each epoch. */
  public Training data(Samples train, Samples validation) {
    return data("own samples", train, validation, train.first(0));
  }

  private Training data(String name, Samples train, Samples validation, Samples test) {
    this.dataName = name;
    this.train = train;
    this.validation = validation;
    this.test = test;
    return this;
  }

  /** How often every training example is used; 10 if not given. */
  public Training epochs(int epochs) {
    this.epochs = positive("number of epochs", epochs, 10);
    return this;
  }

  /** The number of examples of one step; 100 if not given. */
  public Training batchSize(int batchSize) {
    this.batchSize = positive("batch size", batchSize, 100);
    return this;
  }

  /** The optimizer; Adam with learning rate 0.001 if not given. */
  public Training optimizer(Optimizer optimizer) {
    if (optimizer == null) {
      throw new IllegalArgumentException(
          "The optimizer can't be null: use one of Optimizers, such as Optimizers.adam(0.001), or"
              + " leave .optimizer out");
    }
    this.optimizer = optimizer;
    return this;
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
  public Training weightDecay(double weightDecay) {
    if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
      throw new IllegalArgumentException(
          "The weight decay can't be negative, but is " + weightDecay + ": try 0.0001");
    }
    this.weightDecay = weightDecay;
    return this;
  }

  /**
   * Lets the learning rate fall from the optimizer's at the first batch to this one at the last
   * batch of the last epoch, as half a cosine (Loshchilov and Hutter 2017, without restarts).
   */
  public Training finalLearningRate(double learningRate) {
    if (!(learningRate >= 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "The final learning rate can't be negative, but is " + learningRate + ": try 0");
    }
    this.finalLearningRate = learningRate;
    return this;
  }

  /**
   * Stops after so many epochs without a better validation, and goes back to the best parameters.
   */
  public Training patience(int epochs) {
    this.patience = positive("patience", epochs, 5);
    return this;
  }

  /** Writes the model and the state of training to this file after every epoch. */
  public Training checkpoint(String file) {
    this.checkpoint = Path.of(file);
    return this;
  }

  /**
   * Goes on after the last whole epoch of the {@link #checkpoint}, with its seed, as if training
   * had never stopped; starts anew if there is none yet.
   */
  public Training resume() {
    this.resume = true;
    return this;
  }

  /**
   * Draws the pixels of the training images anew as 0 or 1 in each epoch, 1 with probability of the
   * grey value (dynamic binarization). Those of validation and test images are drawn once.
   */
  public Training dynamicBinarization() {
    this.dynamicBinarization = true;
    return this;
  }

  /** The seed of the order of the examples; the notebook's if not given. */
  public Training seed(long seed) {
    this.seed = seed;
    return this;
  }

  /**
   * Trains on several devices at once, each of which takes a part of every batch; the model's own
   * must be among them, and is the only one if not given. The result is that of one device, but for
   * rounding; the free bits of a VAE are counted in each part.
   *
   * @param names such as {@code "gpu:0", "gpu:1"}
   * @throws IllegalArgumentException if there is no such device, or one is named twice
   */
  public Training devices(String... names) {
    List<Device> named = Arrays.stream(names).map(Devices::of).toList();
    if (named.isEmpty() || Set.copyOf(named).size() < named.size()) {
      throw new IllegalArgumentException(
          "A training needs at least one device and each of them once, not '%s': name devices that %%device lists, as in --devices gpu:0,gpu:1"
              .formatted(String.join(",", names)));
    }
    this.devices = named;
    return this;
  }

  /** One more of DJL's listeners. */
  public Training listener(TrainingListener listener) {
    listeners.add(listener);
    return this;
  }

  /** Nobody watches this training: for one of many in a loop. */
  public Training silent() {
    silent = true;
    return this;
  }

  /** No experiment is recorded of this training: for one that only tries whether it can be. */
  public Training unrecorded() {
    unrecorded = true;
    return this;
  }

  /**
   * Trains until the epochs are done, validation no longer gets better, the objective is no longer
   * a number, or the thread is interrupted. Whatever happens, the model is usable afterwards.
   *
   * @throws IllegalArgumentException if the data are missing or do not fit the model; it stays as
   *     it was
   * @throws IllegalStateException if the engine fails, or the memory of a device is too small; the
   *     last good parameters, from at most 20 batches before, are back, and the model can be used
   *     on
   */
  public TrainingRun start() {
    if (train == null) {
      throw new IllegalArgumentException(
          "A training needs data: add .data(Datasets.drawnDigits())");
    }
    if (train.count() == 0) {
      throw new IllegalArgumentException(
          "The training data are empty: give a data set with at least one example");
    }
    model.require(dynamicBinarization ? train.binarized(0) : train);
    if (validation.count() > 0) {
      model.require(dynamicBinarization ? validation.binarized(0) : validation);
    } else if (patience > 0) {
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
    if (checkpoint != null && !(optimizer instanceof StatefulOptimizer)) {
      throw new IllegalArgumentException(
          "The state of this optimizer can't be saved in a checkpoint: use one of Optimizers, such"
              + " as Optimizers.adam(0.001)");
    }
    requireFollows();
    requireOwnDevice();
    if (checkpoint != null) {
      ModelArchive.requireWritable(checkpoint);
    }
    // A training whose cell was interrupted is still busy with its last batch when the next begins.
    synchronized (model) {
      if (silent) {
        try (ProgressTask.Watch nobody = ProgressTask.unwatched()) {
          return new Fit().run();
        }
      }
      return new Fit().run();
    }
  }

  private void requireOwnDevice() {
    if (devices != null && !devices.contains(model.device())) {
      throw new IllegalArgumentException(
          "This %s is on %s, which is not among the devices to train on (%s): name that too, or build or load the model after %%device %s"
              .formatted(
                  model.type(),
                  Devices.name(model.device()),
                  names(devices),
                  Devices.name(devices.get(0))));
    }
  }

  private static String names(List<Device> devices) {
    return devices.stream().map(Devices::name).collect(Collectors.joining(","));
  }

  private void requireFollows() {
    if (weightDecay == 0 && finalLearningRate == null) {
      return;
    }
    if (!(optimizer instanceof StatefulOptimizer own)) {
      throw new IllegalArgumentException(
          "Weight decay and a final learning rate are for the optimizers of Optimizers, such as"
              + " Optimizers.adam(0.001): set them in this optimizer itself");
    }
    if (finalLearningRate != null && !own.hasFixedRate()) {
      throw new IllegalArgumentException(
          "This optimizer has a schedule of its own: leave the final learning rate out, or use an"
              + " optimizer with a number, such as Optimizers.adam(0.001)");
    }
    if (finalLearningRate != null && finalLearningRate.floatValue() > own.rate(1)) {
      throw new IllegalArgumentException(
          "The final learning rate is %s, but must be at most the first one, %s"
              .formatted(finalLearningRate, own.rate(1)));
    }
  }

  private static int positive(String what, int value, int example) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "The %s must be at least 1, but is %d: try %d".formatted(what, value, example));
    }
    return value;
  }

  private Map<String, String> settings(long seed) {
    Map<String, String> settings =
        new TreeMap<>(
            Map.of("epochs", "" + epochs, "batch-size", "" + batchSize, "seed", "" + seed));
    if (optimizer instanceof StatefulOptimizer stateful) {
      settings.putAll(stateful.settings());
    } else {
      settings.put("optimizer", optimizer.getClass().getSimpleName());
    }
    if (patience > 0) {
      settings.put("patience", Integer.toString(patience));
    }
    if (weightDecay > 0) {
      settings.put("weight-decay", Double.toString(weightDecay));
    }
    if (dynamicBinarization) {
      settings.put("dynamic-binarization", "true");
    }
    if (finalLearningRate != null) {
      settings.put("final-learning-rate", Double.toString(finalLearningRate));
    }
    if (devices != null && devices.size() > 1) {
      settings.put("devices", names(devices));
    }
    return settings;
  }

  /** One run of the loop. */
  private final class Fit {
    private final BatchSplit spread =
        new BatchSplit(devices == null ? List.of(model.device()) : devices);
    private final ObjectiveReader objective = new ObjectiveReader(spread);
    private Checkpoint state;
    private final int batches = (train.count() + batchSize - 1) / batchSize;
    private Trainer trainer;
    private Outcome outcome;
    private String message;
    private Snapshot lastGood;
    private final Instant started = Instant.now();
    private final Consumer<TrainingReport> listener = recorder;
    private boolean tried;
    private Samples judged;
    private Samples tested;
    private Optional<String> warning = Optional.empty();
    private int keptEpoch;
    private long began;
    private ProgressTask work;
    private double worst;
    private double lastLoss;
    private double epochSum;
    private int epochExamples;
    private long epochBegan;

    TrainingRun run() {
      try (ProgressTask training = ProgressTask.of("epoch", epochs).showing(this::progress)) {
        work = training;
        state = start();
        lastGood = state.lastGood() == null ? model.snapshot() : state.lastGood();
        model.adopt(dynamicBinarization ? train.binarized(state.seed()) : train);
        Samples judging = model.objectiveKind().judges() ? validation : validation.first(0);
        judged = dynamicBinarization ? judging.binarized(state.seed()) : judging;
        tested = dynamicBinarization ? test.binarized(state.seed()) : test;
        train();
        TrainingReport report = report();
        work.end(report.run());
        if (isRecorded()) {
          listener.accept(report);
        }
        return report.run();
      } catch (RuntimeException | Error e) {
        throw failed(e);
      } finally {
        if (optimizer instanceof StatefulOptimizer stateful) {
          stateful.close();
        }
        // A kernel lives long beside others: it keeps nothing of what training has used.
        System.gc();
        MxNet.returnFreedMemory();
      }
    }

    /**
     * What to throw when the training has failed, once the model is as it was when all was well.
     */
    private RuntimeException failed(Throwable error) {
      if (lastGood != null && !model.isClosed()) {
        model.freeGraphs();
        spread.devices().forEach(DeviceMemory::giveBack);
        if (outcome == null) {
          model.restore(lastGood);
        }
      }
      return EngineErrors.explained(
          error,
          new EngineErrors.Attempt(
              names(spread.devices()),
              "batches of %d with this %s".formatted(batchSize, model.type()),
              batchSize == 1
                  ? "build a smaller model"
                  : "try --batch-size %d (.batchSize(%1$d) in Java), or a smaller model"
                      .formatted((batchSize + 1) / 2),
              "the last good parameters are back, so try another batch size, or a model of other sizes"));
    }

    private TrainingReport report() {
      TrainingRun run =
          new TrainingRun(
              model,
              dataName,
              settings(state.seed()),
              state.epochs(),
              state.curve().points(),
              outcome,
              message);
      double seconds = (System.nanoTime() - began) * 1e-9;
      int kept = keptEpoch == 0 ? run.epochs().size() : keptEpoch;
      double testNats = isRecorded() ? testNats(seconds) : Double.NaN;
      return new TrainingReport(run, started, seconds, train, kept, testNats);
    }

    private boolean isRecorded() {
      return listener != null && tried && !unrecorded;
    }

    private Checkpoint start() {
      String recipe =
          "%s, batches of %d, %d training and %d validation examples%s%s%s"
              .formatted(
                  settings(0).get("optimizer"),
                  batchSize,
                  train.count(),
                  validation.count(),
                  dynamicBinarization ? ", dynamic binarization" : "",
                  weightDecay > 0 ? ", weight decay " + weightDecay : "",
                  finalLearningRate == null
                      ? ""
                      : ", learning rate to %s after %d epochs"
                          .formatted(finalLearningRate, epochs));
      if (optimizer instanceof StatefulOptimizer own) {
        own.follow(
            new StatefulOptimizer.Plan(
                weightDecay, weights(), finalLearningRate, (long) epochs * batches));
      }
      return resume && Files.exists(checkpoint)
          ? Checkpoint.load(
              checkpoint, recipe, model, (StatefulOptimizer) optimizer, spread.devices())
          : new Checkpoint(recipe, seed == null ? Seeds.next() : seed);
    }

    private Set<String> weights() {
      return model.djlModel().getBlock().getParameters().values().stream()
          .filter(parameter -> parameter.getType() == Parameter.Type.WEIGHT)
          .map(Parameter::getId)
          .collect(Collectors.toSet());
    }

    private void train() {
      began = System.nanoTime() - (long) (state.seconds() * 1e9);
      worst = state.worst();
      if (state.epochs().size() >= epochs) {
        end(
            Outcome.COMPLETED,
            "Nothing was left to do, as the checkpoint has %d epochs already"
                .formatted(state.epochs().size()));
        return;
      }
      work.from(state.epochs().size());
      stopIfNoLongerBetter();
      DefaultTrainingConfig config =
          new DefaultTrainingConfig(new ObjectiveLoss(spread))
              .optOptimizer(optimizer)
              .optDevices(spread.devices().toArray(Device[]::new))
              .addTrainingListeners(objective)
              .addTrainingListeners(listeners.toArray(TrainingListener[]::new));
      try (Trainer djlTrainer = model.djlModel().newTrainer(config)) {
        trainer = djlTrainer;
        takeParameters();
        trainer.initialize(new Shape(batchSize, model.dimensions()));
        trainer.notifyListeners(listener -> listener.onTrainingBegin(trainer));
        while (outcome == null && state.epochs().size() < epochs) {
          epoch(state.epochs().size() + 1);
        }
        trainer.notifyListeners(listener -> listener.onTrainingEnd(trainer));
      }
      if (outcome == null) {
        end(
            Outcome.COMPLETED,
            state.epochs().size() == 1
                ? "Trained for one epoch"
                : "Trained for %d epochs".formatted(state.epochs().size()));
      }
    }

    /**
     * DJL trains the parameters themselves on the device that is first to ask for them, and copies
     * on the others.
     */
    private void takeParameters() {
      if (spread.devices().size() == 1) {
        return;
      }
      try (NDManager manager = trainer.getManager().newSubManager()) {
        Samples one = examples(new int[] {0}, state.seed());
        trainer.evaluate(model.inputs(manager, one, PassContext.judging(0)));
      }
    }

    private void epoch(int number) {
      int[] order = state.order(number, train.count());
      epochBegan = System.nanoTime();
      epochSum = 0;
      epochExamples = 0;
      try (ProgressTask epoch = ProgressTask.of("batch", batches)) {
        for (int batch = 0; batch < batches; batch++) {
          if (!step(number, batch, order)) {
            diverged("no longer a number", number, batch + 1);
            return;
          }
          if (!epoch.goesOn(1)) {
            interrupted(number, batch + 1);
            return;
          }
        }
      }
      double validationNats = validate();
      if (work.isInterrupted()) {
        interrupted(number, batches);
        return;
      }
      if (judged.count() > 0 ? !Double.isFinite(validationNats) : !model.snapshot().isFinite()) {
        diverged("no longer a number", number, batches);
        return;
      }
      double trainNats = epochSum / train.count();
      if (isFarWorse(trainNats) && isFarWorse(lastLoss)) {
        diverged("far worse than at the start", number, batches);
        return;
      }
      double seconds = (System.nanoTime() - began) * 1e-9;
      state.add(new Epoch(number, seconds, trainNats, validationNats), model);
      warning = model.warning(examples(firstOf(train), state.seed()));
      trainer.notifyListeners(listener -> listener.onEpoch(trainer));
      if (checkpoint != null) {
        state.guard(worst, lastGood);
        state.save(checkpoint, model, (StatefulOptimizer) optimizer);
      }
      stopIfNoLongerBetter();
      if (!work.goesOn(1) && outcome == null) {
        interrupted(number, batches);
      }
    }

    /** One batch; says whether the objective was a number. */
    private boolean step(int epoch, int batch, int[] order) {
      int from = batch * batchSize;
      int to = Math.min(train.count(), from + batchSize);
      long batchSeed = state.seed(epoch, batch + 1);
      double[] sums =
          gradients(
              examples(Arrays.copyOfRange(order, from, to), batchSeed),
              new PassContext(true, epoch - 1 + (double) batch / batches, batchSeed));
      if (!Double.isFinite(sums[0])) {
        return false;
      }
      lastLoss = sums[0] / (to - from);
      if (Double.isNaN(worst)) {
        worst = TIMES_WORSE * Math.abs(lastLoss) + NATS_WORSE;
      }
      if (batch % BETWEEN_SNAPSHOTS == 0 && !isFarWorse(lastLoss)) {
        // The gradients, too, must have come: until then, MXNet has not told of all that failed.
        JnaUtils.waitAll();
        lastGood = model.snapshot();
      }
      Optimizers.step(trainer, optimizer);
      epochSum += sums[0];
      epochExamples = to;
      state.curve().add(epoch - 1 + (batch + 1.0) / batches, sums, to - from);
      return true;
    }

    /**
     * Whether a loss is one that no sane training comes to from that of its first batch; in a game
     * the loss says nothing.
     */
    private boolean isFarWorse(double nats) {
      return model.objectiveKind().judges() && nats > worst;
    }

    private void stopIfNoLongerBetter() {
      if (patience > 0 && state.epochsSinceBest() >= patience) {
        end(
            Outcome.STOPPED_EARLY,
            "Stopped after epoch %d, as validation has not improved for %d epochs"
                .formatted(state.epochs().size(), patience));
      }
    }

    private Samples examples(int[] indices, long batchSeed) {
      Samples examples = train.select(indices);
      return dynamicBinarization ? examples.binarized(batchSeed) : examples;
    }

    private int[] firstOf(Samples examples) {
      return IntStream.range(0, Math.min(MOST_WATCHED, examples.count())).toArray();
    }

    /**
     * Forward and backward; returns the sums over the examples of minus the objective and parts.
     */
    private double[] gradients(Samples examples, PassContext pass) {
      tried = true;
      try (Batch batch = batch(examples, pass)) {
        EasyTrain.trainBatch(trainer, batch);
        return objective.sums();
      }
    }

    /** The mean of minus the objective over the validation examples; NaN if there are none. */
    private double validate() {
      double sum = 0;
      try (ProgressTask validation = ProgressTask.of("validation example", judged.count())) {
        for (int from = 0; from < judged.count(); from += batchSize) {
          int to = Math.min(judged.count(), from + batchSize);
          PassContext pass = PassContext.judging(state.seed(0, from));
          try (Batch batch = batch(judged.range(from, to), pass)) {
            EasyTrain.validateBatch(trainer, batch);
            sum += objective.sums()[0];
          }
          if (!validation.goesOn(to - from)) {
            return Double.NaN;
          }
        }
      }
      return judged.count() == 0 ? Double.NaN : sum / judged.count();
    }

    /** See {@link TrainingReport#testNats()}. */
    private double testNats(double trainingSeconds) {
      int count = Math.min(test.count(), MOST_TESTED);
      if (count == 0 || !model.objectiveKind().judges() || !ranItsCourse() || !fits(tested)) {
        return Double.NaN;
      }
      double limit = Math.max(LONGEST_TEST, trainingSeconds / 10);
      long testBegan = System.nanoTime();
      double sum = 0;
      try (ProgressTask testing = ProgressTask.of("test example", count)) {
        for (int from = 0; from < count; from += batchSize) {
          int to = Math.min(count, from + batchSize);
          sum += judge(tested.range(from, to));
          double seconds = (System.nanoTime() - testBegan) * 1e-9;
          boolean tooLong = seconds > FORESEEABLE && seconds * count / to > limit;
          if (!testing.goesOn(to - from) || tooLong) {
            return Double.NaN;
          }
        }
      }
      return sum / count;
    }

    private boolean fits(Samples examples) {
      try {
        model.require(examples);
        return true;
      } catch (IllegalArgumentException e) {
        return false;
      }
    }

    /** The sum of minus the objective over examples, outside of training. */
    private double judge(Samples examples) {
      double sum = 0;
      for (float value : model.objective(examples)) {
        sum -= value;
      }
      return sum;
    }

    private Batch batch(Samples examples, PassContext pass) {
      return spread.batch(trainer.getManager().newSubManager(), model, examples, pass, batches);
    }

    /** Null as long as there is nothing to tell. */
    private Progress progress() {
      if (state == null || epochExamples == 0) {
        return null;
      }
      return new Progress(
          epochSum / epochExamples,
          epochExamples / ((System.nanoTime() - epochBegan) * 1e-9),
          state.epochs(),
          state.curve().points(),
          model.objectiveKind(),
          model.parts(),
          warning);
    }

    private void interrupted(int epoch, int batch) {
      end(
          Outcome.INTERRUPTED,
          "Interrupted in epoch %d after batch %d of %d: the model keeps what it has learnt and can be used"
              .formatted(epoch, batch, batches));
    }

    private void diverged(String how, int epoch, int batch) {
      model.restore(lastGood);
      end(
          Outcome.DIVERGED,
          "The objective was %s in epoch %d at batch %d, so training stopped and the last good parameters are back: try a smaller learning rate"
              .formatted(how, epoch, batch));
    }

    private void end(Outcome how, String sentence) {
      outcome = how;
      message = sentence + ".";
      if (warning.isPresent() && how != Outcome.DIVERGED) {
        message += " " + warning.get() + ".";
      }
      if (patience > 0 && ranItsCourse() && state.epochsSinceBest() > 0) {
        keptEpoch = state.restoreBest(model);
        message += " The model is that of epoch %d, the best.".formatted(keptEpoch);
      }
    }

    private boolean ranItsCourse() {
      return outcome == Outcome.COMPLETED || outcome == Outcome.STOPPED_EARLY;
    }
  }

  /** Reads what the model's block returned for the last batch. */
  private static final class ObjectiveReader extends TrainingListenerAdapter {
    private final BatchSplit spread;
    private double[] sums;

    ObjectiveReader(BatchSplit spread) {
      this.spread = spread;
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData data) {
      read(data);
    }

    @Override
    public void onValidationBatch(Trainer trainer, BatchData data) {
      read(data);
    }

    private void read(BatchData data) {
      sums = null;
      for (Device device : spread.devices()) {
        if (spread.share(device) > 0) {
          add(data.getPredictions().get(device).singletonOrThrow());
        }
      }
    }

    private void add(NDArray predictions) {
      float[] values = predictions.toFloatArray();
      Shape shape = predictions.getShape();
      int rows = shape.dimension() == 1 ? 1 : Math.toIntExact(shape.get(0));
      sums = sums == null ? new double[rows] : sums;
      for (int i = 0; i < values.length; i++) {
        sums[i * rows / values.length] -= values[i];
      }
    }

    /** Of minus the objective and each of its parts. */
    double[] sums() {
      return sums;
    }
  }
}
