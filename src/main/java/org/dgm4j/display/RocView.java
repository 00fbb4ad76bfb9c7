package org.dgm4j.display;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.dgm4j.evaluation.Roc;

/**
 * The receiver operating characteristic: the share of abnormal examples that are detected against
 * that of normal ones that raise a false alarm, with the diagonal of pure chance.
 *
 * @param roc the curve
 */
public record RocView(Roc roc) implements View {

  /** The view of a curve. */
  public static RocView of(Roc roc) {
    return new RocView(roc);
  }

  /** The chart. */
  public Chart chart() {
    double[] corners = {0, 1};
    return Chart.of(
            "",
            Axis.linear("false alarms: share of the normal examples").range(0, 1),
            Axis.linear("detected: share of the abnormal examples").range(0, 1),
            new Series.Line("chance", corners, corners, Series.Stroke.DASHED),
            curve("ROC curve", roc))
        .size(460, 420);
  }

  /** The corners of the curve. */
  private static Series.Line curve(String name, Roc roc) {
    double[] x = roc.falseAlarms();
    double[] y = roc.detections();
    int[] corners =
        IntStream.range(0, x.length)
            .filter(
                i ->
                    i == 0
                        || i == x.length - 1
                        || !(x[i - 1] == x[i] && x[i] == x[i + 1])
                            && !(y[i - 1] == y[i] && y[i] == y[i + 1]))
            .toArray();
    return new Series.Line(
        name,
        Arrays.stream(corners).mapToDouble(i -> x[i]).toArray(),
        Arrays.stream(corners).mapToDouble(i -> y[i]).toArray());
  }

  @Override
  public MimeBundle bundle() {
    return new Captioned(roc.toString(), chart()).bundle();
  }
}
