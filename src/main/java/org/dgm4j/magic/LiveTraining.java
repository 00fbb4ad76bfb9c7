package org.dgm4j.magic;

import org.dgm4j.display.TrainingView;
import org.dgm4j.display.View;
import org.dgm4j.training.Progress;
import org.dgm4j.training.TrainingObserver;
import org.dgm4j.training.TrainingRun;

/** Shows a training below its cell while it runs, and its whole curve at the end. */
final class LiveTraining implements TrainingObserver {

  private final Notebook notebook;
  private Notebook.Output output;

  LiveTraining(Notebook notebook) {
    this.notebook = notebook;
  }

  @Override
  public void onProgress(Progress progress) {
    show(TrainingView.of(progress));
  }

  @Override
  public void onEnd(TrainingRun run) {
    show(TrainingView.of(run));
  }

  @Override
  public void onFailure(Throwable error) {
    if (output != null) {
      output.update(View.text("Training failed: " + error.getMessage()));
    }
  }

  private void show(View view) {
    if (output == null) {
      output = notebook.display(view);
    } else {
      output.update(view);
    }
  }
}
