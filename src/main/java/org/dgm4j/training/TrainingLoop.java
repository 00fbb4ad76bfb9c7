package org.dgm4j.training;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListener;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.base.Seeds;
import org.dgm4j.data.Fingerprint;
import org.dgm4j.data.Samples;
import org.dgm4j.data.TrainingRecord;
import org.dgm4j.engine.MxNet;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.PassContext;
import org.dgm4j.training.TrainingRun.Outcome;

/**
 * One training, step by step, as DJL's {@link EasyTrain#fit}: batches, an epoch, the next. What
 * else is to be done in between, parts do that listen as DJL's listeners.
 */
final class TrainingLoop {

  /** Examples: enough for a mean, little beside an epoch. */
  private static final int MOST_WATCHED = 500;

  private final NeuralModel model;
  private final Training.Data data;
  private final TrainingOptions options;
  private final String variable;
  private final List<TrainingListener> listeners;
  private final Consumer<TrainingReport> recorder;
  private final BatchSplit split;
  private final ObjectiveLoss.Reader objective;
  private final DeviceRecovery recovery;
  private final int batches;
  private final Instant started = Instant.now();

  private Checkpoint history;
  private TrainingState state;
  private DivergenceGuard guard;
  private EarlyStopping earlyStopping;
  private Samples judged;
  private Samples tested;
  private TrainingRecord before;
  private int epochsBefore;
  private double secondsBefore;
  private ProgressTask epochs;
  private Trainer trainer;
  private long began;

  /**
   * @param variable what the model is called, for the report
   * @param recorder is told of the training when it has ended; null for nobody
   */
  TrainingLoop(
      NeuralModel model,
      Training.Data data,
      TrainingOptions options,
      String variable,
      List<TrainingListener> listeners,
      Consumer<TrainingReport> recorder) {
    this.model = model;
    this.data = data;
    this.options = options;
    this.variable = variable;
    this.listeners = listeners;
    this.recorder = recorder;
    split = new BatchSplit(options.devices(model));
    objective = new ObjectiveLoss.Reader(split);
    recovery = new DeviceRecovery(model, split.devices(), options.batchSize());
    batches = (data.train().count() + options.batchSize() - 1) / options.batchSize();
  }

  TrainingRun run() {
    try (ProgressTask task = ProgressTask.of("epoch", options.epochs())) {
      epochs = task.showing(() -> state == null ? null : state.progress());
      begin();
      fit();
      TrainingReport report = report();
      epochs.end(report.run());
      if (isRecorded()) {
        recorder.accept(report);
      }
      return report.run();
    } catch (RuntimeException | Error e) {
      if (guard != null && !model.isClosed()) {
        recovery.freeMemory();
        if (!state.isEnded()) {
          guard.restore();
        }
      }
      throw recovery.explained(e);
    } finally {
      if (options.optimizer() instanceof StatefulOptimizer stateful) {
        stateful.close();
      }
      // A kernel lives long beside others: it keeps nothing of what training has used.
      System.gc();
      MxNet.returnFreedMemory();
    }
  }

  /** Makes the state before the first epoch that is to be done, and the parts that listen. */
  private void begin() {
    String recipe = options.recipe(data);
    if (options.optimizer() instanceof StatefulOptimizer own) {
      own.follow(
          new StatefulOptimizer.Plan(
              options.weightDecay(),
              weights(),
              options.finalLearningRate(),
              (long) options.epochs() * batches));
    }
    boolean resumes = options.resumes() && Files.exists(options.checkpoint());
    history =
        resumes
            ? Checkpoint.load(
                options.checkpoint(),
                recipe,
                model,
                (StatefulOptimizer) options.optimizer(),
                split.devices())
            : new Checkpoint(recipe, options.seed() == null ? Seeds.next() : options.seed());
    state = new TrainingState(model, history, batches);
    if (options.resumes() && !resumes) {
      state.beginWith(
          "There was no checkpoint '%s' to resume, so this run began anew"
              .formatted(options.checkpoint()));
    } else if (!resumes && !model.training().isNever()) {
      state.beginWith(
          "A new run on a trained model: its parameters are kept, epochs and optimizer begin anew (with a checkpoint, a run can be resumed instead)");
    }
    guard = new DivergenceGuard(model, objective, history, state);
    earlyStopping = new EarlyStopping(options.patience(), model, history, state);
    model.adopt(options.drawn(data.train(), history.seed()));
    Samples validation = data.validation();
    judged =
        options.drawn(
            model.objectiveKind().judges() ? validation : validation.first(0), history.seed());
    tested = options.drawn(data.test(), history.seed());
    before = recordOf(model.training());
    epochsBefore = history.epochs().size();
    secondsBefore = history.seconds();
    began = System.nanoTime() - (long) (history.seconds() * 1e9);
  }

  /** That of the trainings before, with the data of this one. */
  private TrainingRecord recordOf(TrainingRecord earlier) {
    return new TrainingRecord(
        data.name(),
        data.description(),
        Fingerprint.of(data.train()),
        data.train().isBinary(),
        options.settings(0).containsKey(TrainingOptions.DYNAMIC_BINARIZATION),
        earlier.epochs(),
        earlier.seconds());
  }

  private void record(double seconds) {
    model.setTraining(
        before.lasting(
            before.epochs() + history.epochs().size() - epochsBefore,
            before.seconds() + seconds - secondsBefore));
  }

  private Set<String> weights() {
    return model.djlModel().getBlock().getParameters().values().stream()
        .filter(parameter -> parameter.getType() == Parameter.Type.WEIGHT)
        .map(Parameter::getId)
        .collect(Collectors.toSet());
  }

  private void fit() {
    int done = history.epochs().size();
    if (done >= options.epochs()) {
      complete("Nothing was left to do, as the checkpoint has %d epochs already".formatted(done));
      return;
    }
    epochs.from(done);
    try (Trainer djlTrainer = model.djlModel().newTrainer(config())) {
      trainer = djlTrainer;
      takeParameters();
      trainer.initialize(new Shape(options.batchSize(), model.dimensions()));
      trainer.notifyListeners(listener -> listener.onTrainingBegin(trainer));
      for (int epoch = done + 1; epoch <= options.epochs() && !state.isEnded(); epoch++) {
        epoch(epoch);
      }
      trainer.notifyListeners(listener -> listener.onTrainingEnd(trainer));
    }
    if (!state.isEnded()) {
      complete(
          options.epochs() == 1
              ? "Trained for one epoch"
              : "Trained for %d epochs".formatted(options.epochs()));
    }
  }

  private void complete(String sentence) {
    state.end(Outcome.COMPLETED, sentence);
    earlyStopping.restoreBest();
  }

  /** The user's listeners come before the parts that may end the training. */
  private DefaultTrainingConfig config() {
    DefaultTrainingConfig config =
        new DefaultTrainingConfig(new ObjectiveLoss(split))
            .optOptimizer(options.optimizer())
            .optDevices(split.devices().toArray(Device[]::new))
            .addTrainingListeners(objective)
            .addTrainingListeners(listeners.toArray(TrainingListener[]::new))
            .addTrainingListeners(guard);
    if (options.checkpoint() != null) {
      config.addTrainingListeners(
          new Checkpoint.Writer(
              options.checkpoint(),
              model,
              (StatefulOptimizer) options.optimizer(),
              history,
              guard));
    }
    return config.addTrainingListeners(earlyStopping);
  }

  /**
   * DJL trains the parameters themselves on the device that is first to ask for them, and copies on
   * the others.
   */
  private void takeParameters() {
    if (split.devices().size() == 1) {
      return;
    }
    try (NDManager manager = trainer.getManager().newSubManager()) {
      Samples one = examples(new int[] {0}, history.seed());
      trainer.evaluate(model.inputs(manager, one, PassContext.judging(0)));
    }
  }

  private void epoch(int number) {
    state.beginEpoch(number);
    trainBatches(number);
    if (state.isEnded()) {
      return;
    }
    double validationNats = validate();
    if (epochs.isInterrupted()) {
      state.interrupt();
      return;
    }
    guard.onEpochEnd(judged.count() > 0, validationNats);
    if (state.isEnded()) {
      return;
    }
    history.add(new Epoch(number, seconds(), state.trainNats(), validationNats), model);
    record(history.seconds());
    int[] watched = IntStream.range(0, Math.min(MOST_WATCHED, data.train().count())).toArray();
    state.warn(model.warning(examples(watched, history.seed())));
    trainer.notifyListeners(listener -> listener.onEpoch(trainer));
    if (!epochs.goesOn(1) && !state.isEnded()) {
      state.interrupt();
    }
  }

  private void trainBatches(int epoch) {
    int[] order = history.order(epoch, data.train().count());
    try (ProgressTask task = ProgressTask.of("batch", batches)) {
      for (int i = 0; i < batches && !state.isEnded(); i++) {
        state.beginBatch(i);
        int from = i * options.batchSize();
        int to = Math.min(order.length, from + options.batchSize());
        long seed = history.seed(epoch, i + 1);
        Samples examples = examples(Arrays.copyOfRange(order, from, to), seed);
        try (Batch batch = batch(examples, new PassContext(true, state.position(), seed))) {
          EasyTrain.trainBatch(trainer, batch);
        }
        if (state.isEnded()) {
          return;
        }
        Optimizers.step(trainer, options.optimizer());
        state.add(objective.sums(), to - from);
        if (!task.goesOn(1)) {
          state.interrupt();
        }
      }
    }
  }

  /** The mean of minus the objective over the validation examples; NaN if there are none. */
  private double validate() {
    double sum = 0;
    try (ProgressTask task = ProgressTask.of("validation example", judged.count())) {
      for (int from = 0; from < judged.count(); from += options.batchSize()) {
        int to = Math.min(judged.count(), from + options.batchSize());
        PassContext pass = PassContext.judging(history.seed(0, from));
        try (Batch batch = batch(judged.range(from, to), pass)) {
          EasyTrain.validateBatch(trainer, batch);
          sum += objective.sums()[0];
        }
        if (!task.goesOn(to - from)) {
          return Double.NaN;
        }
      }
    }
    return judged.count() == 0 ? Double.NaN : sum / judged.count();
  }

  private Samples examples(int[] indices, long seed) {
    return options.drawn(data.train().select(indices), seed);
  }

  private Batch batch(Samples examples, PassContext pass) {
    return split.batch(trainer.getManager().newSubManager(), model, examples, pass, batches);
  }

  private double seconds() {
    return (System.nanoTime() - began) * 1e-9;
  }

  private TrainingReport report() {
    TrainingRun run =
        new TrainingRun(
            model,
            data.name(),
            options.settings(history.seed()),
            history.epochs(),
            history.curve().points(),
            state.outcome(),
            state.message());
    double seconds = seconds();
    if (state.hasBegun()) {
      record(seconds);
    }
    double testNats =
        isRecorded() && state.ranItsCourse()
            ? TestScore.of(model, tested, options.batchSize(), seconds)
            : Double.NaN;
    return new TrainingReport(
        run, variable, started, seconds, data.train(), earlyStopping.keptEpoch(), testNats);
  }

  private boolean isRecorded() {
    return recorder != null && state.hasBegun();
  }
}
