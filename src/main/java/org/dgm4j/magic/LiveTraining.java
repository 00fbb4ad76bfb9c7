package org.dgm4j.magic;

import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.TrainingView;
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
    show(TrainingView.of(progress).bundle());
  }

  @Override
  public void onEnd(TrainingRun run) {
    show(TrainingView.of(run).bundle());
  }

  @Override
  public void onFailure(Throwable error) {
    if (output != null) {
      output.update(MimeBundle.text("Training failed: " + error.getMessage()));
    }
  }

  private void show(MimeBundle bundle) {
    if (output == null) {
      output = notebook.display(bundle);
    } else {
      output.update(bundle);
    }
  }
}
