package org.dgm4j.display;

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
            new Series.Line("ROC curve", roc.falseAlarms(), roc.detections()))
        .size(460, 420);
  }

  @Override
  public MimeBundle bundle() {
    return new Captioned(roc.toString(), chart()).bundle();
  }
}
