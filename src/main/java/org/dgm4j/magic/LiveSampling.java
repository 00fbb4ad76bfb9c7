package org.dgm4j.magic;

import org.dgm4j.display.SamplingView;
import org.dgm4j.display.View;
import org.dgm4j.model.SamplingObserver;
import org.dgm4j.model.SamplingProgress;

/** Shows below its cell how samples grow. */
final class LiveSampling implements SamplingObserver {

  private final Notebook notebook;
  private final int columns;
  private final boolean endsInALine;
  private Notebook.Output output;

  private LiveSampling(Notebook notebook, int columns, boolean endsInALine) {
    this.notebook = notebook;
    this.columns = columns;
    this.endsInALine = endsInALine;
  }

  /** Leaves a line at the end: the samples are a value that draws itself. */
  static LiveSampling ofValue(Notebook notebook) {
    return new LiveSampling(notebook, 0, true);
  }

  /**
   * Leaves a view at the end, by {@link #leave}.
   *
   * @param columns the images in a row; 0 for the number that suits
   */
  static LiveSampling ofMagic(Notebook notebook, int columns) {
    return new LiveSampling(notebook, columns, false);
  }

  @Override
  public void onProgress(SamplingProgress progress) {
    show(SamplingView.of(progress, columns));
  }

  @Override
  public void onEnd(SamplingProgress progress) {
    if (endsInALine) {
      show(SamplingView.ended(progress));
    }
  }

  @Override
  public void onInterrupt(SamplingProgress progress) {
    show(SamplingView.interrupted(progress, columns));
  }

  /** Leaves this view in the place of the growing samples; says whether there were any. */
  boolean leave(View view) {
    if (output != null) {
      output.update(view);
    }
    return output != null;
  }

  private void show(View view) {
    if (output == null) {
      output = notebook.display(view);
    } else {
      output.update(view);
    }
  }
}
