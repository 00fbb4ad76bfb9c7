package org.dgm4j.display.tablesaw;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.ChartWithText;
import org.dgm4j.display.component.HistogramView;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.columns.Column;

/**
 * A tablesaw column in a few numbers and a small picture: a histogram of many numbers, and bars of
 * how often values occur where they are few, are words, or are dates.
 */
public final class ColumnView {

  private static final int FEW = 20; // more bars than this are a histogram's
  private static final int BARS = 15; // 37 of 560 units for each name
  private static final int PERIODS = 24; // the hours of a day
  private static final int WIDTH = 560; // smaller than a chart of its own, 640
  private static final int HEIGHT = 260; // about half the width

  /** How many of the first characters of a date are its year, month or day. */
  private static final List<Integer> DATE_PREFIXES = List.of(10, 7, 4);

  private ColumnView() {}

  public static View of(Column<?> column) {
    int[] present = IntStream.range(0, column.size()).filter(i -> !column.isMissing(i)).toArray();
    DataColumn cells = DataColumn.of(column, column.size());
    String start =
        NumberText.format(
            "%s (%s): %s", cells.name(), cells.type(), NumberText.count(present.length, "value"));
    int missing = column.size() - present.length;
    String counts = missing == 0 ? start : NumberText.format("%s, %,d missing", start, missing);
    if (present.length == 0) {
      return View.text(counts);
    }
    if (column instanceof NumericColumn<?> numbers) {
      double[] values = Arrays.stream(present).mapToDouble(numbers::getDouble).toArray();
      return new ChartWithText(counts + numbers(values), chart(cells.name(), values));
    }
    List<String> words =
        Arrays.stream(present).mapToObj(i -> DataColumn.line(column.getString(i))).toList();
    return new ChartWithText(
        counts + words(column, present, words), bars(cells.name(), groups(column.type(), words)));
  }

  private static String numbers(double[] values) {
    double[] finite = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    if (finite.length == 0) {
      return ", none finite";
    }
    int lost = values.length - finite.length;
    return NumberText.format(
        "%s; mean %s, standard deviation %s, least %s, median %s, greatest %s",
        lost == 0 ? "" : NumberText.format(", %,d not finite", lost),
        NumberText.text(StatUtils.mean(finite)),
        finite.length == 1 ? "–" : NumberText.text(Math.sqrt(StatUtils.variance(finite))),
        NumberText.text(finite[0]),
        NumberText.text(StatUtils.percentile(finite, 50)),
        NumberText.text(finite[finite.length - 1]));
  }

  private static String words(Column<?> column, int[] present, List<String> words) {
    long distinct = words.stream().distinct().count();
    String unique = NumberText.format(", %,d different", distinct);
    if (!isTime(column.type())) {
      return unique;
    }
    List<String> sorted = words.stream().sorted().toList();
    return unique + "; from " + sorted.get(0) + " to " + sorted.get(present.length - 1);
  }

  private static boolean isTime(ColumnType type) {
    return type == ColumnType.LOCAL_DATE
        || type == ColumnType.LOCAL_DATE_TIME
        || type == ColumnType.INSTANT
        || type == ColumnType.LOCAL_TIME;
  }

  private static Chart chart(String name, double[] values) {
    TreeMap<Double, Integer> counts = new TreeMap<>();
    for (double value : values) {
      if (counts.size() <= FEW) {
        counts.merge(value, 1, Integer::sum);
      }
    }
    boolean few =
        counts.size() <= FEW
            && counts.size() < values.length
            && counts.keySet().stream().allMatch(v -> v == Math.rint(v));
    if (few && counts.lastKey() - counts.firstKey() <= 2 * FEW) {
      double[] places = counts.keySet().stream().mapToDouble(v -> v).toArray();
      Series bars =
          Series.Bars.around("", places, counts.values().stream().mapToDouble(n -> n).toArray());
      return Chart.of("", Axis.whole(name), Axis.linear("values"), bars).size(WIDTH, HEIGHT);
    }
    return HistogramView.of("", name).with("", values).chart().size(WIDTH, HEIGHT);
  }

  /**
   * How often each word occurs: times by their day, month, year or hour, others by their number.
   */
  private static Map<String, Long> groups(ColumnType type, List<String> words) {
    if (isTime(type)) {
      List<Integer> prefixes = type == ColumnType.LOCAL_TIME ? List.of(5, 2) : DATE_PREFIXES;
      for (int length : prefixes) {
        Map<String, Long> periods =
            counts(words, w -> w.substring(0, Math.min(length, w.length())));
        if (periods.size() <= PERIODS) {
          return new TreeMap<>(periods);
        }
      }
    }
    Map<String, Long> counts = counts(words, w -> w);
    Map<String, Long> most = new LinkedHashMap<>();
    long rest = words.size();
    for (Map.Entry<String, Long> entry :
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(counts.size() <= BARS + 1 ? BARS + 1 : BARS)
            .toList()) {
      most.put(entry.getKey(), entry.getValue());
      rest -= entry.getValue();
    }
    if (rest > 0) {
      most.put(NumberText.format("%,d others", counts.size() - most.size()), rest);
    }
    return most;
  }

  private static Map<String, Long> counts(List<String> words, Function<String, String> key) {
    return words.stream().collect(Collectors.groupingBy(key, Collectors.counting()));
  }

  private static Chart bars(String name, Map<String, Long> counts) {
    double[] heights = counts.values().stream().mapToDouble(n -> n).toArray();
    return Chart.of(
            "",
            Axis.categories(name, new ArrayList<>(counts.keySet())),
            Axis.linear("values"),
            Series.Bars.at("", heights))
        .size(WIDTH, HEIGHT);
  }
}
