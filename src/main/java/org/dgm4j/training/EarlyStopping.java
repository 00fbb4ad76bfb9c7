package org.dgm4j.training;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.training.TrainingRun.Outcome;

/** Ends a training whose validation no longer gets better; the model is then that of the best. */
final class EarlyStopping extends TrainingListenerAdapter {

  private final int patience;
  private final NeuralModel model;
  private final Checkpoint history;
  private final TrainingState state;
  private int bestEpoch;

  /**
   * @param patience 0 to never stop, nor go back
   */
  EarlyStopping(int patience, NeuralModel model, Checkpoint history, TrainingState state) {
    this.patience = patience;
    this.model = model;
    this.history = history;
    this.state = state;
  }

  /** A training that goes on from a checkpoint may have been about to stop. */
  @Override
  public void onTrainingBegin(Trainer trainer) {
    onEpoch(trainer);
  }

  @Override
  public void onEpoch(Trainer trainer) {
    if (patience > 0 && history.epochsSinceBest() >= patience) {
      state.end(
          Outcome.STOPPED_EARLY,
          "Stopped after epoch %d, as validation has not improved for %d epochs"
              .formatted(history.epochs().size(), patience));
      restoreBest();
    }
  }

  /** Puts the parameters of the best epoch back, if there were others after it. */
  void restoreBest() {
    if (patience > 0 && history.epochsSinceBest() > 0) {
      bestEpoch = history.restoreBest(model);
      state.tell("The model is that of epoch %d, the best".formatted(bestEpoch));
    }
  }

  /** The last epoch that the model's parameters have gone through; 0 if there was none. */
  int keptEpoch() {
    return bestEpoch == 0 ? history.epochs().size() : bestEpoch;
  }
}
