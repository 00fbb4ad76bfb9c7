package org.dgm4j.display.chart;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.Samples;

/**
 * The numbers that say what values look like.
 *
 * @param count the finite values
 * @param notFinite NaN and infinities, which the other numbers leave out
 * @param least the least finite value; NaN if there is none
 * @param greatest the greatest finite value; NaN if there is none
 * @param mean the mean of the finite values; NaN if there is none
 */
public record Summary(long count, long notFinite, double least, double greatest, double mean) {

  public static Summary of(Samples samples) {
    DoubleSummaryStatistics values = new DoubleSummaryStatistics();
    for (int i = 0; i < samples.count(); i++) {
      for (float value : samples.row(i)) {
        values.accept(value);
      }
    }
    return of(values, 0);
  }

  public static Summary of(double[] array) {
    DoubleSummaryStatistics finite =
        Arrays.stream(array).filter(Double::isFinite).summaryStatistics();
    return of(finite, array.length - finite.getCount());
  }

  private static Summary of(DoubleSummaryStatistics finite, long notFinite) {
    return finite.getCount() == 0
        ? new Summary(0, notFinite, Double.NaN, Double.NaN, Double.NaN)
        : new Summary(
            finite.getCount(), notFinite, finite.getMin(), finite.getMax(), finite.getAverage());
  }

  /** Range and mean: "values 0 to 1, mean 0.1307". */
  public String text() {
    if (count == 0) {
      return "no values" + rest();
    }
    return NumberText.format(
        "values %s to %s, mean %s%s",
        NumberText.text(least), NumberText.text(greatest), NumberText.text(mean), rest());
  }

  private String rest() {
    return notFinite == 0 ? "" : ", " + NumberText.count(notFinite, "value") + " not finite";
  }
}
