package org.dgm4j.display.view.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.Samples;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.component.Captioned;
import org.dgm4j.display.component.HistogramView;
import org.dgm4j.display.component.ImageGrid;
import org.dgm4j.display.component.Stacked;
import org.dgm4j.display.component.TableView;
import org.dgm4j.evaluation.AnomalyDetection;
import org.dgm4j.evaluation.Roc;

/**
 * An anomaly detection: its scores in a table, the histograms of each with the threshold, the ROC
 * curves over one another, and the least and the most likely images of both groups.
 *
 * @param detection what to show
 * @param model what the model is called
 * @param normal what the normal examples are called
 * @param abnormal what the abnormal examples are called
 */
public record AnomalyView(AnomalyDetection detection, String model, String normal, String abnormal)
    implements View {

  private static final int IMAGES = 10; // one row of a grid

  /** The view of a detection whose parts have no names. */
  public static AnomalyView of(AnomalyDetection detection) {
    return new AnomalyView(detection, "the model", "", "");
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    List<View> views = new ArrayList<>();
    views.add(table());
    for (AnomalyDetection.Score score : detection.scores()) {
      views.add(histogram(score));
    }
    views.add(RocView.of(detection));
    if (detection.normal().isImages()) {
      images(views, "Normal", detection.leastLikelyNormal(IMAGES), true, detection.roc().normal());
      images(views, "Normal", detection.mostLikelyNormal(IMAGES), false, detection.roc().normal());
      double[] scores = detection.roc().abnormal();
      images(views, "Abnormal", detection.leastLikelyAbnormal(IMAGES), true, scores);
      images(views, "Abnormal", detection.mostLikelyAbnormal(IMAGES), false, scores);
    }
    return new Stacked(views).bundle(style);
  }

  private View table() {
    List<List<String>> rows = new ArrayList<>();
    for (AnomalyDetection.Score score : detection.scores()) {
      double[] interval = score.roc().interval(0.95);
      Roc.Threshold threshold = detection.threshold(score);
      rows.add(
          List.of(
              score.name(),
              score.formula(),
              NumberText.fixed(score.roc().area(), 4),
              Double.isNaN(interval[0])
                  ? "unknown"
                  : NumberText.fixed(interval[0], 4) + " to " + NumberText.fixed(interval[1], 4),
              Double.isFinite(threshold.score())
                  ? NumberText.fixed(threshold.score(), 2)
                  : NumberText.text(threshold.score()),
              percent(threshold.falseAlarms()),
              percent(threshold.detected())));
    }
    return new TableView(
        List.of(
            "score",
            "formula",
            "AUROC",
            "95 % interval",
            "threshold (nats)",
            "false alarms",
            "detected"),
        rows,
        NumberText.format(
            "%s and %s; an example raises the alarm below the threshold. %s",
            NumberText.count(detection.normal().count(), "normal example"),
            NumberText.count(detection.abnormal().count(), "abnormal one"),
            meanings()));
  }

  private String meanings() {
    return detection.scores().stream()
        .map(score -> "The " + score.name() + " is " + score.meaning() + ".")
        .collect(Collectors.joining(" "));
  }

  private static String percent(double share) {
    return NumberText.fixed(100 * share, 1) + " %";
  }

  private View histogram(AnomalyDetection.Score score) {
    String threshold =
        "threshold for " + NumberText.text(100 * detection.falseAlarmRate()) + " % false alarms";
    return HistogramView.of(score.name() + " under " + model, score.formula() + " (nats)")
        .with(named("normal", normal), score.roc().normal())
        .with(named("abnormal", abnormal), score.roc().abnormal())
        .marked(threshold, detection.threshold(score).score());
  }

  private static String named(String kind, String name) {
    return name.isBlank() ? kind : kind + ": " + name;
  }

  private void images(
      List<View> views, String kind, Samples images, boolean least, double[] logProbability) {
    double[] sorted = logProbability.clone();
    Arrays.sort(sorted);
    int n = images.count();
    double first = least ? sorted[0] : sorted[sorted.length - 1];
    double last = least ? sorted[n - 1] : sorted[sorted.length - n];
    views.add(
        new Captioned(
            NumberText.format(
                "%s, %s likely first: %s from %s to %s",
                kind,
                least ? "least" : "most",
                detection.scores().get(0).formula(),
                NumberText.text(first),
                NumberText.text(last)),
            ImageGrid.of(images)));
  }
}
