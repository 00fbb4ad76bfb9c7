package org.dgm4j.training;

/** Is told how a training goes: at most four times a second, and once how it ended or failed. */
public interface TrainingObserver {

  void onProgress(Progress progress);

  void onEnd(TrainingRun run);

  /** It could not go on; the error is thrown to whoever started it. */
  void onFailure(Throwable error);
}
