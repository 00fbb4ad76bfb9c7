package org.dgm4j.training;

import java.util.Optional;
import java.util.stream.Stream;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.training.TrainingRun.Outcome;

/**
 * Where a training is, and how it ends: the loop tells it, and the parts that listen may end it.
 */
final class TrainingState {

  private final NeuralModel model;
  private final Checkpoint history;
  private final int batches;
  private int epoch;
  private int batch;
  private double sum;
  private int examples;
  private long epochBegan;
  private Optional<String> beginning = Optional.empty();
  private Optional<String> warning = Optional.empty();
  private Outcome outcome;
  private String message;

  /**
   * @param batches of an epoch
   */
  TrainingState(NeuralModel model, Checkpoint history, int batches) {
    this.model = model;
    this.history = history;
    this.batches = batches;
  }

  void beginEpoch(int number) {
    epoch = number;
    epochBegan = System.nanoTime();
    sum = 0;
    examples = 0;
  }

  /**
   * @param index from 0 on
   */
  void beginBatch(int index) {
    batch = index;
  }

  /** Adds the sums over the examples of a batch, once the parameters are changed by it. */
  void add(double[] sums, int count) {
    sum += sums[0];
    examples += count;
    history.curve().add(epoch - 1 + (batch + 1.0) / batches, sums, count);
  }

  /** The mean of minus the objective over the examples of this epoch so far, in nats. */
  double trainNats() {
    return sum / examples;
  }

  /** Whether a batch was begun. */
  boolean hasBegun() {
    return epoch > 0;
  }

  /** The batch of this epoch, from 0 on. */
  int batch() {
    return batch;
  }

  /** The epochs that are done, as a number with the part of this one before the batch. */
  double position() {
    return epoch - 1 + (double) batch / batches;
  }

  /** What is to be known of the whole training, as a sentence without a full stop. */
  void beginWith(String sentence) {
    beginning = Optional.of(sentence);
  }

  /** What does not go as it should, as a sentence without a full stop. */
  void warn(Optional<String> newWarning) {
    warning = newWarning;
  }

  /**
   * Ends the training.
   *
   * @param sentence without a full stop
   */
  void end(Outcome how, String sentence) {
    outcome = how;
    message = sentence + ".";
    beginning.ifPresent(this::tell);
    if (how != Outcome.DIVERGED) {
      warning.ifPresent(this::tell);
    }
  }

  void interrupt() {
    end(
        Outcome.INTERRUPTED,
        "Interrupted in epoch %d after batch %d of %d: the model keeps what it has learnt and can be used"
            .formatted(epoch, batch + 1, batches));
  }

  void diverge(String how) {
    end(
        Outcome.DIVERGED,
        "The objective was %s in epoch %d at batch %d, so training stopped and the last good parameters are back: try a smaller learning rate"
            .formatted(how, epoch, batch + 1));
  }

  /** Adds a sentence without a full stop to what is said of the end. */
  void tell(String sentence) {
    message += " " + sentence + ".";
  }

  boolean isEnded() {
    return outcome != null;
  }

  /** Whether it ended as it was meant to. */
  boolean ranItsCourse() {
    return outcome == Outcome.COMPLETED || outcome == Outcome.STOPPED_EARLY;
  }

  Outcome outcome() {
    return outcome;
  }

  String message() {
    return message;
  }

  /** Null as long as there is nothing to tell. */
  Progress progress() {
    if (examples == 0) {
      return null;
    }
    return new Progress(
        trainNats(),
        examples / ((System.nanoTime() - epochBegan) * 1e-9),
        history.epochs(),
        history.curve().points(),
        model.objectiveKind(),
        model.parts(),
        Stream.of(beginning, warning).flatMap(Optional::stream).reduce((a, b) -> a + " · " + b));
  }
}
