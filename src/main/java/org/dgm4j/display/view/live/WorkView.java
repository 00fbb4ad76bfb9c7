package org.dgm4j.display.view.live;

import java.util.BitSet;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dgm4j.base.NumberText;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.data.Samples;
import org.dgm4j.display.View;
import org.dgm4j.display.component.ImageGrid;
import org.dgm4j.display.component.Stacked;
import org.dgm4j.display.view.probability.VariationalView;
import org.dgm4j.model.AutoregressiveSampling;
import org.dgm4j.probability.variational.VariationalComparison;
import org.dgm4j.probability.variational.VariationalFit;
import org.dgm4j.training.Progress;

/** Long work: bars while it goes on, and a sentence at its end. */
public final class WorkView {

  private WorkView() {}

  /**
   * Work that goes on: how far it has come, and a picture of what there is already.
   *
   * @param columns the images in a row of a picture; 0 for the number that suits
   */
  public static View of(ProgressTask.State state, int columns) {
    ProgressView view = null;
    for (ProgressTask.Step step : state.steps()) {
      ProgressView.Bar bar =
          new ProgressView.Bar(step.fraction(), view == null ? whole(step, state) : step.text());
      view = view == null ? ProgressView.of(bar.fraction(), bar.status()) : view.with(bar);
    }
    Optional<View> picture = picture(state, columns);
    return picture.isPresent() ? view.with(picture.get()) : view;
  }

  private static String whole(ProgressTask.Step step, ProgressTask.State state) {
    String status = state.detail().map(WorkView::status).orElse("");
    double left = state.remainingSeconds();
    String text = step.text() + (status.isEmpty() ? "" : " · " + status);
    return Double.isNaN(left) ? text : text + " · " + NumberText.time(left) + " left";
  }

  private static String status(Object detail) {
    if (detail instanceof Progress training) {
      return TrainingView.status(training);
    } else if (detail instanceof VariationalFit fit) {
      return fit.family().toString();
    } else if (detail instanceof VariationalComparison both) {
      return both.reverse().family().toString();
    }
    return "";
  }

  private static Optional<View> picture(ProgressTask.State state, int columns) {
    Object detail = state.detail().orElse(null);
    if (detail instanceof Progress training) {
      return Optional.of(TrainingView.curve(training));
    } else if (detail instanceof AutoregressiveSampling.Progress samples) {
      return grid(samples, columns);
    } else if (detail instanceof VariationalFit fit) {
      return Optional.of(VariationalView.of(fit).still());
    } else if (detail instanceof VariationalComparison both) {
      return Optional.of(VariationalView.of(both).still());
    }
    return Optional.empty();
  }

  /** The images as far as they are drawn, on blue. */
  private static Optional<View> grid(AutoregressiveSampling.Progress progress, int columns) {
    Samples samples = progress.samples();
    if (!samples.isImages()) {
      return Optional.empty();
    }
    boolean[] drawn = progress.drawn();
    BitSet unknown = new BitSet();
    IntStream.range(0, drawn.length).forEach(i -> unknown.set(i, !drawn[i]));
    ImageGrid grid = ImageGrid.of(samples).unknown(unknown);
    return Optional.of(columns == 0 ? grid : grid.columns(columns));
  }

  /**
   * Work that has ended without a value to be shown.
   *
   * @param state as far as it had come
   */
  public static View ended(ProgressTask.State state, ProgressTask.Ending ending, int columns) {
    ProgressTask.Step whole = state.steps().get(0);
    if (ending == ProgressTask.Ending.COMPLETED) {
      String text = whole.items() + " in " + time(state.seconds());
      return View.text(text);
    }
    StringBuilder text = new StringBuilder();
    text.append(ending == ProgressTask.Ending.INTERRUPTED ? "Interrupted" : "Stopped by an error");
    text.append(" after ").append(time(state.seconds()));
    for (ProgressTask.Step step : state.steps()) {
      text.append(step == whole ? " at " : ", ");
      text.append(
          step.isCounted()
              ? step.text()
              : NumberText.format("%.0f %% of %s", 100 * step.fraction(), step.items()));
    }
    text.append(
        ending == ProgressTask.Ending.INTERRUPTED ? "; nothing half finished was kept" : "");
    View sentence = View.text(text.append('.').toString());
    return picture(state, columns)
        .map(picture -> (View) Stacked.of(sentence, picture))
        .orElse(sentence);
  }

  private static String time(double seconds) {
    return seconds < 60 ? NumberText.format("%.1f s", seconds) : NumberText.time(seconds);
  }
}
