package org.dgm4j.training;

import ai.djl.mxnet.jna.JnaUtils;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import org.dgm4j.engine.ParameterSnapshot;
import org.dgm4j.model.NeuralModel;

/** Ends a training that diverges, and puts the last good parameters back. */
final class DivergenceGuard extends TrainingListenerAdapter {

  /** Batches: a failure loses at most these, and a copy of the parameters costs less than they. */
  private static final int BETWEEN_SNAPSHOTS = 20;

  /** Two orders of magnitude: a rise that is no noise of the batches. */
  private static final double TIMES_WORSE = 100;

  /** Added to it, for models whose first loss is near 0. */
  private static final double NATS_WORSE = 1000;

  private final NeuralModel model;
  private final ObjectiveLoss.Reader objective;
  private final TrainingState state;
  private double worst;
  private double lastLoss;
  private ParameterSnapshot lastGood;

  DivergenceGuard(
      NeuralModel model, ObjectiveLoss.Reader objective, Checkpoint history, TrainingState state) {
    this.model = model;
    this.objective = objective;
    this.state = state;
    worst = history.worst();
    lastGood = history.lastGood() == null ? model.snapshot() : history.lastGood();
  }

  /** After the gradients of a batch were computed, and before the parameters are changed. */
  @Override
  public void onTrainingBatch(Trainer trainer, BatchData data) {
    double sum = objective.sums()[0];
    if (!Double.isFinite(sum)) {
      diverge("no longer a number");
      return;
    }
    lastLoss = sum / data.getBatch().getSize();
    if (Double.isNaN(worst)) {
      worst = TIMES_WORSE * Math.abs(lastLoss) + NATS_WORSE;
    }
    if (state.batch() % BETWEEN_SNAPSHOTS == 0 && !isFarWorse(lastLoss)) {
      // The gradients, too, must have come: until then, MXNet has not told of all that failed.
      JnaUtils.waitAll();
      lastGood = model.snapshot();
    }
  }

  /**
   * Judges an epoch before it becomes part of the history.
   *
   * @param validates whether there are examples for the validation
   */
  void onEpochEnd(boolean validates, double validationNats) {
    if (validates ? !Double.isFinite(validationNats) : !model.snapshot().isFinite()) {
      diverge("no longer a number");
    } else if (isFarWorse(state.trainNats()) && isFarWorse(lastLoss)) {
      diverge("far worse than at the start");
    }
  }

  /**
   * Whether a loss is one that no sane training comes to from that of its first batch; in a game
   * the loss says nothing.
   */
  private boolean isFarWorse(double nats) {
    return model.objectiveKind().judges() && nats > worst;
  }

  private void diverge(String how) {
    restore();
    state.diverge(how);
  }

  /** The loss from which on a training has diverged; NaN before the first batch. */
  double worst() {
    return worst;
  }

  ParameterSnapshot lastGood() {
    return lastGood;
  }

  /** Puts the last good parameters back, at most 20 batches old. */
  void restore() {
    model.restore(lastGood);
  }
}
