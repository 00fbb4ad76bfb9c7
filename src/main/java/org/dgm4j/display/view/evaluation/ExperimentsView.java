package org.dgm4j.display.view.evaluation;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.display.component.SortableTable;
import org.dgm4j.display.component.TableView;
import org.dgm4j.experiments.Experiment;
import org.dgm4j.experiments.Experiment.Column;
import org.dgm4j.experiments.Experiments;
import org.dgm4j.experiments.LearningCurves;
import org.dgm4j.model.Objective;
import org.dgm4j.training.CurvePoint;

/** Recorded trainings as a table that can be sorted, and their comparison as a chart. */
public final class ExperimentsView {

  private static final int MOST_ROWS = 100;
  private static final int FINGERPRINT = 6;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
  private static final List<String> HEADINGS =
      List.of(
          "#",
          "model",
          "data",
          "train",
          "validation",
          "test",
          "epochs",
          "seconds",
          "outcome",
          "parameters",
          "settings",
          "training",
          "started");

  private ExperimentsView() {}

  /** A row a training; the last hundred of them. */
  public static View of(Experiments experiments) {
    Experiments shown = experiments.last(MOST_ROWS);
    List<List<String>> rows = shown.list().stream().map(ExperimentsView::row).toList();
    return new SortableTable(new TableView(HEADINGS, rows, note(experiments, rows.size())));
  }

  private static String note(Experiments experiments, int shown) {
    if (experiments.list().isEmpty() && experiments.damaged().isEmpty()) {
      return "No training is recorded here yet: train a model, for example with %train.";
    }
    List<String> sentences = new ArrayList<>();
    int count = experiments.list().size();
    if (shown < count) {
      sentences.add("The last %d of %,d trainings.".formatted(shown, count));
    }
    sentences.add("Train, validation and test: nats per example (smaller is better).");
    if (experiments.list().stream().anyMatch(e -> e.objective() == Objective.LOWER_BOUND)) {
      sentences.add("After ≤ stands a bound: the model itself may be better.");
    }
    if (experiments.list().stream().anyMatch(e -> !e.objective().judges())) {
      sentences.add("An implicit model has no likelihood.");
    }
    sentences.add("The data's name is followed by the fingerprint of the training examples.");
    if (!experiments.damaged().isEmpty()) {
      sentences.add(
          "Left out, as they can't be read: %s %s of '%s'."
              .formatted(
                  experiments.damaged().size() == 1 ? "line" : "lines",
                  experiments.damaged().stream()
                      .map(String::valueOf)
                      .collect(Collectors.joining(", ")),
                  experiments.file()));
    }
    return String.join(" ", sentences);
  }

  private static List<String> row(Experiment experiment) {
    String print = experiment.text(Column.FINGERPRINT);
    return List.of(
        Integer.toString(experiment.number()),
        experiment.text(Column.MODEL),
        experiment.text(Column.DATA)
            + " "
            + print.substring(0, Math.min(FINGERPRINT, print.length())),
        isNoBound(experiment) ? "" : nats(experiment, Column.TRAIN_NATS),
        nats(experiment, Column.VALIDATION_NATS),
        nats(experiment, Column.TEST_NATS),
        decimals(experiment, Column.EPOCHS, 0),
        decimals(experiment, Column.SECONDS, 1),
        experiment.text(Column.OUTCOME),
        decimals(experiment, Column.PARAMETERS, 0),
        settings(experiment, Column.SETTINGS),
        settings(experiment, Column.TRAINING),
        experiment.time().format(TIME));
  }

  private static String nats(Experiment experiment, Column column) {
    String number = decimals(experiment, column, 2);
    return number.isEmpty() ? "" : experiment.objective().nats(number);
  }

  /** With β &lt; 1 a VAE trains on something that is no bound. */
  private static boolean isNoBound(Experiment experiment) {
    String beta = experiment.settings(Column.SETTINGS).getOrDefault("beta", "1");
    try {
      return experiment.objective() == Objective.LOWER_BOUND && Double.parseDouble(beta) < 1;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static String settings(Experiment experiment, Column column) {
    return experiment.settings(column).entrySet().stream()
        .map(ExperimentsView::setting)
        .collect(Collectors.joining(", "));
  }

  private static String setting(Map.Entry<String, String> setting) {
    return setting.getKey().equals("optimizer")
        ? setting.getValue()
        : setting.getKey().replace('-', ' ') + " " + Experiment.plain(setting.getValue());
  }

  private static String decimals(Experiment experiment, Column column, int decimals) {
    double value = experiment.number(column);
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** The curves over one another; those of training, where there is no validation, are dashed. */
  public static View of(LearningCurves comparison) {
    Series[] lines = comparison.curves().stream().map(ExperimentsView::line).toArray(Series[]::new);
    boolean validated = comparison.curves().stream().allMatch(LearningCurves.Curve::validated);
    return ChartView.of(
        Chart.of(
            "",
            Axis.linear("epoch"),
            Axis.linear(validated ? "validation (nats per example)" : "nats per example"),
            lines));
  }

  private static Series line(LearningCurves.Curve curve) {
    return new Series.Line(
        curve.name() + (curve.validated() ? "" : " (training)"),
        curve.points().stream().mapToDouble(CurvePoint::epoch).toArray(),
        curve.points().stream().mapToDouble(CurvePoint::nats).toArray(),
        curve.validated() ? Series.Stroke.SOLID : Series.Stroke.DASHED);
  }
}
