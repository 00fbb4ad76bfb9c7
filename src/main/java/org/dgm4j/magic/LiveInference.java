package org.dgm4j.magic;

import java.util.List;
import org.dgm4j.display.VariationalView;
import org.dgm4j.display.View;
import org.dgm4j.probability.VariationalFit;
import org.dgm4j.probability.VariationalInference;

/** Shows variational fits below their cell while they move, and as they are in the end. */
final class LiveInference implements VariationalInference.Observer {

  private final Notebook notebook;
  private Notebook.Output output;

  LiveInference(Notebook notebook) {
    this.notebook = notebook;
  }

  @Override
  public void onProgress(List<VariationalFit> fits) {
    show(VariationalView.of(fits).progress());
  }

  @Override
  public void onEnd(List<VariationalFit> fits) {
    show(VariationalView.of(fits));
  }

  private void show(View view) {
    if (output == null) {
      output = notebook.display(view);
    } else {
      output.update(view);
    }
  }
}
