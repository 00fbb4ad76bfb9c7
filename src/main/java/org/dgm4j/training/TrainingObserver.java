package org.dgm4j.training;

/** Is told how a training goes: at most four times a second, and once at its end. */
public interface TrainingObserver {

  void onProgress(Progress progress);

  void onEnd(TrainingRun run);
}
