package org.dgm4j.display.tablesaw;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.html.Json;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.columns.Column;

/**
 * The cells of a tablesaw column as people read them, and the same in short for a script.
 *
 * @param name the column's name
 * @param type the column's type in words: "local date"
 * @param right whether the cells are numbers, which stand at the right
 * @param cell the text of a row's cell; not asked for a missing one
 * @param values what a script needs to write the cells of the first so many rows
 */
public record DataColumn(
    String name,
    String type,
    boolean right,
    IntFunction<String> cell,
    IntFunction<Map<String, Object>> values) {

  /** The mark of a missing value. */
  static final String MISSING = "∅";

  private static final int LONGEST = 60; // half a line of text of 120
  private static final int DIGITS = 6; // a float has seven, the last of them rounded
  private static final int MOST_DECIMALS = 6; // six digits of a number below 1
  private static final double LARGE = 1e12; // times 10⁶ for six decimals, it fits into a long
  private static final double SMALL = 1e-3; // with 6 decimals, 4 digits of it are shown
  private static final long EXACT = 1L << 53; // from here on, doubles pass over whole numbers

  /**
   * The column of a table.
   *
   * @param rows how many of the first rows are looked at to find the precision of numbers
   */
  static DataColumn of(Column<?> column, int rows) {
    if (!(column instanceof NumericColumn<?> numbers)) {
      return words(column, false);
    }
    double[] values = values(numbers, Math.min(rows, column.size()));
    boolean infinite = Arrays.stream(values).anyMatch(Double::isInfinite);
    boolean huge =
        column instanceof LongColumn && Arrays.stream(values).anyMatch(v -> Math.abs(v) >= EXACT);
    if (huge || infinite) {
      return huge ? words(column, true) : general(numbers);
    }
    int decimals = decimals(values);
    double greatest = Arrays.stream(values).map(Math::abs).filter(v -> v >= 0).max().orElse(0);
    double median = median(values);
    boolean whole = decimals == 0 && greatest < EXACT;
    return whole || greatest < LARGE && (median >= SMALL || median == 0)
        ? fixed(numbers, Math.min(decimals, MOST_DECIMALS))
        : general(numbers);
  }

  private static double[] values(NumericColumn<?> column, int rows) {
    return IntStream.range(0, rows)
        .mapToDouble(i -> column.isMissing(i) ? Double.NaN : column.getDouble(i))
        .toArray();
  }

  /** The decimals that show each value to six significant digits. */
  private static int decimals(double[] values) {
    int most = 0;
    for (double value : values) {
      double size = Math.abs(value);
      if (size > 0 && size < LARGE && size != Math.rint(size)) {
        int decimals = Math.max(0, DIGITS - 1 - (int) Math.floor(Math.log10(size)));
        long rounded = Math.round(size * Math.pow(10, decimals));
        while (decimals > most && rounded % 10 == 0) {
          rounded /= 10;
          decimals--;
        }
        most = Math.max(most, decimals);
      }
    }
    return most;
  }

  private static double median(double[] values) {
    double[] sizes = Arrays.stream(values).map(Math::abs).filter(v -> v > 0).sorted().toArray();
    return sizes.length == 0 ? 0 : sizes[sizes.length / 2];
  }

  private static DataColumn fixed(NumericColumn<?> column, int decimals) {
    double scale = Math.pow(10, decimals);
    return of(
        column,
        true,
        i ->
            BigDecimal.valueOf(Math.round(column.getDouble(i) * scale), decimals)
                .toPlainString()
                .replace('-', '−'),
        rows -> {
          long[] scaled = new long[rows];
          long last = 0;
          for (int i = 0; i < rows; i++) {
            last = column.isMissing(i) ? last : Math.round(column.getDouble(i) * scale);
            scaled[i] = last;
          }
          Map<String, Object> packed = packed(scaled);
          packed.put("decimals", decimals);
          packed.put("missing", missing(column, rows));
          return packed;
        });
  }

  private static DataColumn general(NumericColumn<?> column) {
    return of(
        column,
        true,
        i -> NumberText.cell(column.getDouble(i)),
        rows -> {
          List<Object> numbers = new ArrayList<>();
          for (int i = 0; i < rows; i++) {
            double value = NumberText.significant(column.getDouble(i), DIGITS);
            numbers.add(
                column.isMissing(i) || Double.isFinite(value) ? value : Double.toString(value));
          }
          return Json.object("values", numbers, "missing", missing(column, rows));
        });
  }

  private static DataColumn words(Column<?> column, boolean right) {
    return of(
        column,
        right,
        i -> line(column.getString(i)),
        rows -> {
          Map<String, Integer> places = new LinkedHashMap<>();
          long[] indexes = new long[rows];
          long last = 0;
          for (int i = 0; i < rows; i++) {
            if (!column.isMissing(i)) {
              String word = line(column.getString(i));
              last = places.computeIfAbsent(word, w -> places.size());
            }
            indexes[i] = last;
          }
          Map<String, Object> packed = packed(indexes);
          packed.put("words", List.copyOf(places.keySet()));
          packed.put("missing", missing(column, rows));
          return packed;
        });
  }

  private static DataColumn of(
      Column<?> column,
      boolean right,
      IntFunction<String> cell,
      IntFunction<Map<String, Object>> values) {
    String type = column.type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return new DataColumn(line(column.name()), type, right, cell, values);
  }

  private static int[] missing(Column<?> column, int rows) {
    return IntStream.range(0, rows).filter(column::isMissing).toArray();
  }

  /** Whole numbers, or the steps from each to the next where these are shorter. */
  private static Map<String, Object> packed(long[] values) {
    long[] steps = values.clone();
    for (int i = 1; i < values.length; i++) {
      steps[i] = values[i] - values[i - 1];
    }
    boolean shorter = characters(steps) < characters(values);
    return Json.object("values", shorter ? steps : values, "steps", shorter);
  }

  private static long characters(long[] values) {
    return Arrays.stream(values).map(value -> Long.toString(value).length()).sum();
  }

  /** A text on one line that is not too long. */
  public static String line(String text) {
    String line = text.replaceAll("[\\p{Cc}\\u2028\\u2029]+", " ");
    return line.codePointCount(0, line.length()) <= LONGEST
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST - 1)) + "…";
  }
}
