package org.dgm4j.display.tablesaw;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.chart.Axis;

/**
 * Where values of a figure of tablesaw-jsplot stand on an axis: numbers by their size, dates by
 * their time, words in the order of their appearance.
 *
 * @param axis the axis
 * @param place the number of a value on it; NaN where it has none
 */
record FigureAxisValues(Axis axis, ToDoubleFunction<Object> place) {

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
  private static final double DAY = 86_400; // seconds
  private static final double YEAR = 365.25 * DAY; // seconds, leap years included

  /**
   * The places of these values.
   *
   * @param label the title of the axis
   * @param type Plotly's type of the axis, or null
   */
  static FigureAxisValues of(String label, Object type, Collection<?> values) {
    List<Object> present = new ArrayList<>(values.stream().filter(Objects::nonNull).toList());
    if (!"category".equals(type)) {
      List<Object> known = present.stream().filter(value -> !isMissing(value)).toList();
      if (known.stream().allMatch(FigureAxisValues::isNumber)) {
        return new FigureAxisValues(
            "log".equals(type) ? Axis.log(label) : Axis.linear(label), FigureAxisValues::number);
      }
      List<Double> seconds = known.stream().map(FigureAxisValues::seconds).toList();
      if (seconds.stream().noneMatch(s -> s.isNaN())) {
        return times(label, seconds);
      }
    }
    Set<String> names = new LinkedHashSet<>();
    present.forEach(value -> names.add(name(value)));
    List<String> list = List.copyOf(names);
    Map<String, Integer> places = new HashMap<>();
    list.forEach(name -> places.put(name, places.size()));
    return new FigureAxisValues(
        Axis.categories(label, list),
        value -> value == null ? Double.NaN : places.getOrDefault(name(value), -1));
  }

  private static String name(Object value) {
    return value instanceof Double number
        ? NumberText.text(number)
        : FigureSource.plain(value.toString());
  }

  private static FigureAxisValues times(String label, List<Double> seconds) {
    double first = seconds.stream().mapToDouble(s -> s).min().orElse(0);
    double last = seconds.stream().mapToDouble(s -> s).max().orElse(0);
    String start = label.isBlank() ? "" : label + ", ";
    if (last - first > 2 * YEAR) {
      return new FigureAxisValues(Axis.linear(start + "year"), v -> 1970 + seconds(v) / YEAR);
    }
    LocalDateTime begin = LocalDateTime.ofEpochSecond((long) first, 0, ZoneOffset.UTC);
    double unit = last - first > 2 * DAY ? DAY : DAY / 24;
    String since = unit == DAY ? "days since " + begin.toLocalDate() : "hours since " + begin;
    double zero =
        unit == DAY
            ? begin.toLocalDate().atStartOfDay().toEpochSecond(ZoneOffset.UTC)
            : (long) first;
    return new FigureAxisValues(Axis.linear(start + since), v -> (seconds(v) - zero) / unit);
  }

  /** The seconds of a date since 1970; NaN for what is none. */
  private static double seconds(Object value) {
    if (!(value instanceof String text) || text.length() < 10) {
      return Double.NaN;
    }
    try {
      LocalDateTime time =
          text.length() == 10
              ? LocalDate.parse(text).atStartOfDay()
              : LocalDateTime.parse(text.replace(' ', 'T').replaceFirst("Z$", ""));
      return time.toEpochSecond(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      return Double.NaN;
    }
  }

  /** Whether this is how jsplot writes a missing number of a column. */
  private static boolean isMissing(Object value) {
    return "null".equals(value) || "NaN".equals(value);
  }

  private static boolean isNumber(Object value) {
    return value instanceof Number || Double.isFinite(number(value));
  }

  /** The number of a value; jsplot writes those of columns as text. */
  static double number(Object value) {
    if (value instanceof String text && NUMBER.matcher(text).matches()) {
      return Double.parseDouble(text);
    }
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  /** The places of values, in their order. */
  double[] of(List<?> values) {
    return values.stream().mapToDouble(place::applyAsDouble).toArray();
  }
}
