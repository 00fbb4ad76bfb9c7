package org.dgm4j.display.chart;

import java.util.List;
import java.util.stream.IntStream;
import org.dgm4j.base.NumberText;

/**
 * One axis of a chart.
 *
 * @param label what it shows, with its unit: "negative log-likelihood (nats)"
 * @param scale how values are placed
 * @param from the value at the left or bottom; NaN to fit the data
 * @param to the value at the right or top; NaN to fit the data
 * @param categories the names at 0, 1, 2, … on a category axis, else empty; on the vertical axis
 *     the first is at the top
 */
public record Axis(String label, Scale scale, double from, double to, List<String> categories) {

  /** How an axis places values. */
  public enum Scale {
    /** Evenly. */
    LINEAR,
    /** Evenly, with ticks at whole numbers only. */
    WHOLE,
    /** By the logarithm; values that are not above zero cannot be drawn. */
    LOG,
    /** Names at 0, 1, 2, … */
    CATEGORY
  }

  /**
   * @throws IllegalArgumentException if the range is empty or does not suit the scale
   */
  public Axis {
    categories = List.copyOf(categories);
    if (from >= to || Double.isInfinite(from) || Double.isInfinite(to)) {
      throw new IllegalArgumentException(
          NumberText.format(
              "The axis \"%s\" needs a range from a lower to a higher number, but has %s to %s",
              label, from, to));
    }
    if (scale == Scale.LOG && from <= 0) {
      throw new IllegalArgumentException(
          NumberText.format(
              "The logarithmic axis \"%s\" must begin above 0, but begins at %s", label, from));
    }
  }

  /** An axis that places values evenly and fits the data. */
  public static Axis linear(String label) {
    return new Axis(label, Scale.LINEAR, Double.NaN, Double.NaN, List.of());
  }

  /** An axis for whole numbers that fits the data. */
  public static Axis whole(String label) {
    return new Axis(label, Scale.WHOLE, Double.NaN, Double.NaN, List.of());
  }

  /** A logarithmic axis that fits the data. */
  public static Axis log(String label) {
    return new Axis(label, Scale.LOG, Double.NaN, Double.NaN, List.of());
  }

  /** An axis with a name at each of 0, 1, 2, … */
  public static Axis categories(String label, List<String> names) {
    return new Axis(label, Scale.CATEGORY, -0.5, Math.max(1, names.size()) - 0.5, names);
  }

  /** An axis with the indexes from 0 to before {@code count} as names. */
  public static Axis indexes(String label, int count) {
    return categories(label, IntStream.range(0, count).mapToObj(String::valueOf).toList());
  }

  /**
   * This axis with a fixed range.
   *
   * @throws IllegalArgumentException if the range is empty or does not suit the scale
   */
  public Axis range(double from, double to) {
    return new Axis(label, scale, from, to, categories);
  }

  /** The name of a category, or the number where there is none. */
  public String name(double value) {
    long index = Math.round(value);
    return index >= 0 && index < categories.size()
        ? categories.get((int) index)
        : NumberText.text(value);
  }
}
