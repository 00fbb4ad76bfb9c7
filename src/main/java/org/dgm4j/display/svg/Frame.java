package org.dgm4j.display.svg;

import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Scaling;

/**
 * Where the values of a chart stand in its picture.
 *
 * @param x the scaling of the horizontal axis
 * @param y the scaling of the vertical axis; categories run down from the top
 */
public record Frame(Scaling x, Scaling y, double left, double right, double top, double bottom) {

  private static final double FAR = 9; // in sizes of the frame

  /** The horizontal place of a value; NaN if it cannot be shown. */
  double column(double value) {
    return left + bounded(x.place(value)) * width();
  }

  /** The vertical place of a value; NaN if it cannot be shown. */
  double row(double value) {
    double place = bounded(y.place(value));
    boolean down = y.axis().scale() == Axis.Scale.CATEGORY;
    return down ? top + place * height() : bottom - place * height();
  }

  double width() {
    return right - left;
  }

  double height() {
    return bottom - top;
  }

  /** Far outside is as good as just outside, and no number that a browser cannot draw. */
  private static double bounded(double place) {
    return Math.max(-FAR, Math.min(FAR, place));
  }
}
