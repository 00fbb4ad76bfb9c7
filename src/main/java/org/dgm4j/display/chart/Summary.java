package org.dgm4j.display.chart;

import java.util.Locale;
import org.dgm4j.base.Numbers;
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
    Collector values = new Collector();
    for (int i = 0; i < samples.count(); i++) {
      for (float value : samples.row(i)) {
        values.add(value);
      }
    }
    return values.summary();
  }

  public static Summary of(double[] array) {
    Collector values = new Collector();
    for (double value : array) {
      values.add(value);
    }
    return values.summary();
  }

  /** Range and mean: "values 0 to 1, mean 0.1307". */
  public String text() {
    if (count == 0) {
      return "no values" + rest();
    }
    return String.format(
        Locale.ROOT,
        "values %s to %s, mean %s%s",
        Numbers.text(least),
        Numbers.text(greatest),
        Numbers.text(mean),
        rest());
  }

  private String rest() {
    return notFinite == 0 ? "" : ", " + Numbers.count(notFinite, "value") + " not finite";
  }

  private static final class Collector {
    private long count;
    private long notFinite;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;
    private double sum;

    void add(double value) {
      if (Double.isFinite(value)) {
        count++;
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
        sum += value;
      } else {
        notFinite++;
      }
    }

    Summary summary() {
      return count == 0
          ? new Summary(0, notFinite, Double.NaN, Double.NaN, Double.NaN)
          : new Summary(count, notFinite, least, greatest, sum / count);
    }
  }
}
