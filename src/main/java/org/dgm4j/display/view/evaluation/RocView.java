package org.dgm4j.display.view.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.Captioned;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.evaluation.AnomalyDetection;
import org.dgm4j.evaluation.Roc;

/**
 * The receiver operating characteristic of one or several scores: the share of abnormal examples
 * that are detected against that of normal ones that raise a false alarm, with the diagonal of pure
 * chance.
 *
 * @param text what the chart shows, in words
 * @param curves by the names of their scores
 * @param marks a dot on the curve of each name; none for a single curve
 * @param falseAlarmRate for which the marks are; NaN without marks
 */
public record RocView(
    String text, Map<String, Roc> curves, Map<String, Roc.Threshold> marks, double falseAlarmRate)
    implements View {

  private static final double EDGE = 0.02; // a line along the edge is not cut
  private static final double STEP = 0.006; // below 3 of the 460 units
  private static final double MARK = 12; // six times as wide as the curve on which it lies

  /** The view of a curve. */
  public static RocView of(Roc roc) {
    return new RocView(roc.toString(), Map.of("ROC curve", roc), Map.of(), Double.NaN);
  }

  /** The curves of all scores over one another, each with a dot at its threshold. */
  public static RocView of(AnomalyDetection detection) {
    Map<String, Roc> curves = new LinkedHashMap<>();
    Map<String, Roc.Threshold> marks = new LinkedHashMap<>();
    for (AnomalyDetection.Score score : detection.scores()) {
      String name = NumberText.format("%s, AUROC %.3f", score.name(), score.roc().area());
      curves.put(name, score.roc());
      marks.put(name, detection.threshold(score));
    }
    String text =
        NumberText.format(
            "ROC curves; the dots are at the thresholds for %s.", rate(detection.falseAlarmRate()));
    return new RocView(text, curves, marks, detection.falseAlarmRate());
  }

  /** The chart. */
  public Chart chart() {
    double[] corners = {0, 1};
    List<Series> series = new ArrayList<>();
    series.add(new Series.Line("chance", corners, corners, Series.Stroke.DASHED).unmarked());
    curves.forEach((name, roc) -> series.add(curve(name, roc)));
    if (!marks.isEmpty()) {
      series.add(Series.Rule.vertical(rate(falseAlarmRate), falseAlarmRate));
    }
    marks.forEach(
        (name, at) ->
            series.add(
                new Series.Points(
                    name,
                    new double[] {at.falseAlarms()},
                    new double[] {at.detected()},
                    new double[] {MARK})));
    return Chart.of(
            "",
            Axis.linear("false alarms (share of the normal)").range(-EDGE, 1 + EDGE),
            Axis.linear("detected (share of the abnormal)").range(-EDGE, 1 + EDGE))
        .with(series)
        .size(460, 420);
  }

  private static String rate(double falseAlarmRate) {
    return NumberText.text(100 * falseAlarmRate) + " % false alarms";
  }

  /** The curve through places that are at least {@link #STEP} apart, which the eye can't tell. */
  private static Series.Line curve(String name, Roc roc) {
    double[] x = roc.falseAlarms();
    double[] y = roc.detections();
    int last = x.length - 1;
    int[] kept = new int[x.length];
    int count = 1;
    for (int i = 1; i <= last; i++) {
      int before = kept[count - 1];
      boolean straight =
          i < last
              && (x[before] == x[i] && x[i] == x[i + 1] || y[before] == y[i] && y[i] == y[i + 1]);
      if (i == last || !straight && x[i] - x[before] + y[i] - y[before] >= STEP) {
        kept[count++] = i;
      }
    }
    int[] places = Arrays.copyOf(kept, count);
    return new Series.Line(
            name,
            Arrays.stream(places).mapToDouble(i -> x[i]).toArray(),
            Arrays.stream(places).mapToDouble(i -> y[i]).toArray())
        .unmarked();
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    return new Captioned(text, ChartView.of(chart())).bundle(style);
  }
}
