package org.dgm4j.training;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.base.SessionValue;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;
import org.dgm4j.model.NeuralModel;

/**
 * Fits a model to data by maximising its objective with stochastic gradients; DJL's {@link Trainer}
 * does the steps.
 *
 * <pre>{@code
 * var run = Training.of(nade).data(digits).epochs(10).batchSize(100).start();
 * }</pre>
 */
public final class Training extends TrainingOptions {

  private static final SessionValue<Consumer<TrainingReport>> RECORDER =
      SessionValue.of(() -> null);

  private final NeuralModel model;
  private Data data;
  private String variable = "";
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

  @Override
  Training self() {
    return this;
  }

  /**
   * Who is told of each training of this session that has ended; null for nobody, as it is at
   * first.
   */
  public static void recordAll(Consumer<TrainingReport> recorder) {
    RECORDER.set(recorder);
  }

  /** The data set: trains on its training split and validates on its validation split. */
  public Training data(Dataset data) {
    return data(
        new Data(data.name(), data.description(), data.train(), data.validation(), data.test()));
  }

  /** Examples to train on, without validation. */
  public Training data(Samples train) {
    return data(train, train.first(0));
  }

  /** Examples to train on, and others to validate on after each epoch. */
  public Training data(Samples train, Samples validation) {
    return data(new Data("own samples", "", train, validation, train.first(0)));
  }

  private Training data(Data newData) {
    data = newData;
    return this;
  }

  /** What the model is called where it is trained, for the record. */
  public Training variable(String name) {
    variable = name;
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
    if (data == null) {
      throw new IllegalArgumentException(
          "A training needs data: add .data(Datasets.drawnDigits())");
    }
    if (data.train().count() == 0) {
      throw new IllegalArgumentException(
          "The training data are empty: give a data set with at least one example");
    }
    model.requireForTraining(drawn(data.train(), 0));
    if (data.validation().count() > 0) {
      model.requireForTraining(drawn(data.validation(), 0));
    }
    if (data.test().hasLabels()) {
      model.labels().require(data.test(), model.type());
    }
    require(model, data);
    // A training whose cell was interrupted is still busy with its last batch when the next begins.
    synchronized (model) {
      if (silent) {
        try (ProgressTask.Watch nobody = ProgressTask.unwatched()) {
          return loop().run();
        }
      }
      return loop().run();
    }
  }

  private TrainingLoop loop() {
    return new TrainingLoop(
        model, data, this, variable, listeners, unrecorded ? null : RECORDER.get());
  }

  /** What a training trains on, is validated on and is tested on; two of them may be empty. */
  record Data(String name, String description, Samples train, Samples validation, Samples test) {}
}
