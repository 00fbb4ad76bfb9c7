package org.dgm4j.base;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Cells in aligned columns of plain text. */
public final class TextTable {

  private TextTable() {}

  /** The rows as lines, all columns aligned at their left. */
  public static String of(List<List<String>> rows) {
    return of(rows, Collections.nCopies(rows.get(0).size(), false));
  }

  /**
   * The rows as lines, two spaces between columns.
   *
   * @param rows equally many cells in each
   * @param right which columns are aligned at their right
   */
  public static String of(List<List<String>> rows, List<Boolean> right) {
    int[] widths = widths(rows);
    return rows.stream().map(row -> line(row, widths, right)).collect(Collectors.joining("\n"));
  }

  /** The width of each column, in characters of a font in which all are equally wide. */
  public static int[] widths(List<List<String>> rows) {
    return IntStream.range(0, rows.get(0).size())
        .map(i -> rows.stream().mapToInt(row -> width(row.get(i))).max().orElse(0))
        .toArray();
  }

  private static String line(List<String> row, int[] widths, List<Boolean> right) {
    return IntStream.range(0, row.size())
        .mapToObj(
            i -> {
              String space = " ".repeat(widths[i] - width(row.get(i)));
              return right.get(i) ? space + row.get(i) : row.get(i) + space;
            })
        .collect(Collectors.joining("  "))
        .stripTrailing();
  }

  private static int width(String text) {
    return text.codePoints().map(c -> isWide(c) ? 2 : 1).sum();
  }

  private static boolean isWide(int c) {
    return c >= 0x1100 && c < 0x1160
        || c >= 0x2E80 && c < 0xA4D0
        || c >= 0xAC00 && c < 0xD7A4
        || c >= 0xF900 && c < 0xFB00
        || c >= 0xFF00 && c < 0xFF61
        || c >= 0x1F300 && c < 0x20000
        || c >= 0x20000 && c < 0x40000;
  }
}
