package org.dgm4j.display.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dgm4j.base.NumberText;

/** Where on an axis a value stands, and which values get a tick. */
public record Scaling(Axis axis, double low, double high) {

  /** So that an axis with padding does not end at infinity. */
  private static final double LARGEST = 0.9 * Double.MAX_VALUE;

  private static final double PADDING = 0.04; // of the range: dots at its ends are not cut
  private static final double LINE = 12; // the size of ordinary text
  private static final double LABEL_GAP = 4; // a third of ordinary text
  private static final double SHORT = 36; // four to five letters

  /** A value and its label on an axis. */
  public record Tick(double value, String label) {}

  /**
   * The scaling that shows all these values.
   *
   * @param values what the axis must hold; what it cannot show is passed over
   * @param bars whether bars stand on this axis, so that their foot must be seen
   * @param padded whether to leave room at both ends
   */
  public static Scaling fitting(Axis axis, double[] values, boolean bars, boolean padded) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      if (shows(axis, value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    if (low > high) {
      low = axis.scale() == Axis.Scale.LOG ? 1 : 0;
      high = axis.scale() == Axis.Scale.LOG ? 10 : 1;
    }
    if (axis.scale() == Axis.Scale.LOG) {
      double a = Math.log10(low);
      double b = Math.log10(high);
      double pad = b - a < 1e-9 ? 0.5 : padded ? PADDING * (b - a) : 0;
      low = Math.pow(10, bars ? Math.floor(a - pad) : a - pad);
      high = Math.pow(10, Math.min(b + pad, 308.25));
    } else {
      if (bars) {
        low = Math.min(low, 0);
        high = Math.max(high, 0);
      }
      low = Math.max(low, -LARGEST);
      high = Math.min(high, LARGEST);
      double size = Math.max(Math.abs(low), Math.abs(high));
      double span = high / 2 - low / 2;
      if (span <= Math.max(size * 1e-12, axis.scale() == Axis.Scale.WHOLE ? 0.4 : 1e-280)) {
        double spread = axis.scale() == Axis.Scale.WHOLE || size < 1e-280 ? 1 : size / 10;
        low -= spread;
        high += spread;
      } else if (padded) {
        double pad = 2 * PADDING * span;
        low -= bars && low == 0 ? 0 : pad;
        high += bars && high == 0 ? 0 : pad;
      }
    }
    return new Scaling(
        axis,
        Double.isNaN(axis.from()) ? low : axis.from(),
        Double.isNaN(axis.to()) ? high : axis.to());
  }

  /** Whether an axis can show a value at all. */
  static boolean shows(Axis axis, double value) {
    return Double.isFinite(value) && (axis.scale() != Axis.Scale.LOG || value > 0);
  }

  /** Whether the numbers are far from the limits of what a double can hold. */
  boolean isOrdinary() {
    return axis.scale() == Axis.Scale.LOG
        || Math.max(Math.abs(low), Math.abs(high)) < 1e150 && high - low > 1e-150;
  }

  /** The place of a value: 0 at the lower end, 1 at the upper; NaN if it cannot be shown. */
  public double place(double value) {
    if (!shows(axis, value)) {
      return Double.NaN;
    }
    return axis.scale() == Axis.Scale.LOG
        ? (Math.log10(value) - Math.log10(low)) / (Math.log10(high) - Math.log10(low))
        : (value / 2 - low / 2) / (high / 2 - low / 2);
  }

  /** At most about this many ticks at round values; on a category axis all of them. */
  public List<Tick> ticks(int most) {
    return switch (axis.scale()) {
      case CATEGORY -> {
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i < axis.categories().size(); i++) {
          ticks.add(new Tick(i, axis.categories().get(i)));
        }
        yield ticks;
      }
      case LOG -> logarithmic(most);
      case WHOLE -> even(Math.max(1, step(most)));
      case LINEAR -> even(step(most));
    };
  }

  private double step(int most) {
    double least = Math.min((high / 2 - low / 2) / most * 2, 1e308);
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (int factor : new int[] {1, 2, 5}) {
      if (factor * power >= least * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return Math.min(10 * power, 1e308);
  }

  private List<Tick> even(double step) {
    int exponent = (int) Math.floor(Math.log10(step) + 1e-9);
    double size = Math.max(Math.abs(low), Math.abs(high));
    int digits = Math.max(0, Math.min(15, (int) Math.floor(Math.log10(size)) - exponent));
    boolean powers = step < 1e-12 || size >= 1e15 || (size >= 1e7 || step < 1e-4) && digits <= 4;
    List<Tick> ticks = new ArrayList<>();
    for (double k = Math.ceil(low / step - 1e-9); k <= high / step + 1e-9; k++) {
      double value = exponent < 0 ? k / Math.rint(1 / step) : k * step;
      if (!Double.isFinite(value)) {
        value = k * step;
      }
      ticks.add(
          new Tick(
              value,
              powers
                  ? NumberText.scientific(value, digits)
                  : NumberText.fixed(value, Math.max(0, -exponent))));
    }
    return ticks;
  }

  private List<Tick> logarithmic(int most) {
    int first = (int) Math.ceil(Math.log10(low) - 1e-9);
    int last = (int) Math.floor(Math.log10(high) + 1e-9);
    if (last - first < 1) {
      return even(step(most));
    }
    int every = roundStep((last - first + 1.0) / most);
    boolean plain = first >= -3 && last <= 5;
    List<Tick> ticks = new ArrayList<>();
    for (int k = -Math.floorDiv(-first, every) * every; k <= last; k += every) {
      double value = Math.pow(10, k);
      ticks.add(
          new Tick(value, plain ? NumberText.fixed(value, Math.max(0, -k)) : NumberText.power(k)));
    }
    return ticks;
  }

  /** The first of 1, 2, 5, 10, 20, 50, … that is not below this. */
  public static int roundStep(double least) {
    int step = 1;
    for (int i = 0; step < least; i++) {
      step = i % 3 == 1 ? step / 2 * 5 : step * 2;
    }
    return step;
  }

  /** Each tick that is a multiple of the step away from the first. */
  public static List<Tick> every(List<Tick> ticks, int step) {
    return IntStream.range(0, ticks.size())
        .filter(i -> i % step == 0)
        .mapToObj(ticks::get)
        .toList();
  }

  /** How many labels to go on by, so that they fit: flat where they are short, else upright. */
  public static int labelStep(double widest, double slot) {
    boolean flat = isFlat(widest, slot);
    return roundStep((flat ? Math.max(widest, LINE) + LABEL_GAP : LINE + LABEL_GAP) / slot);
  }

  /** Whether labels of this width are written flat. */
  public static boolean isFlat(double widest, double slot) {
    return widest + LABEL_GAP <= slot || widest <= SHORT;
  }

  /** Values at equal distances over the whole axis. */
  public double[] spread(int count) {
    return IntStream.range(0, count)
        .mapToDouble(
            i -> {
              double part = i / (count - 1.0);
              return axis.scale() == Axis.Scale.LOG
                  ? Math.pow(10, (1 - part) * Math.log10(low) + part * Math.log10(high))
                  : (1 - part) * low + part * high;
            })
        .toArray();
  }
}
