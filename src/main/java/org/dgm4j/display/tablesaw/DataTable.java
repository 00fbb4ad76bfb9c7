package org.dgm4j.display.tablesaw;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dgm4j.base.NumberText;
import org.dgm4j.base.TextTable;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.html.Compressed;
import org.dgm4j.display.html.Json;
import org.dgm4j.display.html.Markup;
import org.dgm4j.display.html.Script;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * A tablesaw table: its first and last rows and the types of its columns. Where scripts run, one
 * can page through the rows and sort them by a click on a heading; the HTML holds as many rows for
 * that as fit in its size, and says how many.
 *
 * @param caption the name, the number of rows and that of columns
 * @param headings the columns that are shown, in their order
 * @param rows how many rows the table has
 * @param shown the rows that stand where no script runs
 * @param remarks sentences below
 * @param sent how many of the first rows a script can show
 * @param source these rows, compressed
 */
public record DataTable(
    String caption,
    List<Heading> headings,
    int rows,
    List<Line> shown,
    List<String> remarks,
    int sent,
    String source)
    implements View {

  private static final int ALL = 20; // as high as a screen
  private static final int FIRST = 10; // with LAST, fewer than ALL
  private static final int LAST = 5; // half as many as of the first
  private static final int MOST_COLUMNS = 20; // more are not read side by side
  private static final int FIRST_COLUMNS = 12; // with LAST_COLUMNS, fewer than MOST_COLUMNS
  private static final int LAST_COLUMNS = 4; // the target of a table is often its last
  private static final int MOST_ROWS = 100_000; // a browser still sorts them at once
  private static final int MOST_BYTES = 800_000; // less than two copies of plotly.js, 456 kB each
  private static final int TRIAL = 2000; // enough to estimate what a row takes
  private static final int TEXT_WIDTH = 120; // a line of a notebook's output
  private static final int NAMED = 10; // a list of names that is still read
  private static final int LEVEL = 6; // zlib's own compromise of time and size
  private static final String LEFT_OUT = "…";
  private static final String FAINT = "opacity:.6;font-weight:normal";

  /** The head of a column. */
  record Heading(String name, String type, boolean right) {}

  /** A row: its number, and a text for each column, null for a missing value. */
  record Line(int row, List<String> cells) {}

  /** How many rows a script can show, and these rows, compressed. */
  private record Sent(int rows, String source) {}

  /** The table as it is now. */
  public static DataTable of(Table table) {
    return of(table, MOST_BYTES);
  }

  /** The table as it is now, with all rows, up to 100,000, for the script, whatever their size. */
  public static DataTable whole(Table table) {
    return of(table, Integer.MAX_VALUE);
  }

  private static DataTable of(Table table, int bytes) {
    int rows = table.rowCount();
    List<Column<?>> all = table.columns();
    List<Column<?>> kept =
        all.size() <= MOST_COLUMNS
            ? all
            : Stream.concat(
                    all.stream().limit(FIRST_COLUMNS), all.stream().skip(all.size() - LAST_COLUMNS))
                .toList();
    int most = Math.min(rows, MOST_ROWS);
    List<DataColumn> columns = kept.stream().map(c -> DataColumn.of(c, most)).toList();
    int[] places =
        rows <= ALL
            ? IntStream.range(0, rows).toArray()
            : IntStream.concat(IntStream.range(0, FIRST), IntStream.range(rows - LAST, rows))
                .toArray();
    List<Line> shown = new ArrayList<>();
    for (int row : places) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        cells.add(kept.get(i).isMissing(row) ? null : columns.get(i).cell().apply(row));
      }
      shown.add(new Line(row, cells));
    }
    Sent sent = fitting(columns, most, bytes);
    return new DataTable(
        caption(table),
        columns.stream().map(c -> new Heading(c.name(), c.type(), c.right())).toList(),
        rows,
        shown,
        remarks(all, kept.size()),
        sent.rows(),
        sent.source());
  }

  private static String caption(Table table) {
    String name = table.name() == null ? "" : DataColumn.line(table.name());
    return (name.isBlank() ? "" : name + ": ")
        + NumberText.count(table.rowCount(), "row")
        + " × "
        + NumberText.count(table.columnCount(), "column");
  }

  private static List<String> remarks(List<Column<?>> columns, int shown) {
    List<String> remarks = new ArrayList<>();
    if (shown < columns.size()) {
      remarks.add(
          NumberText.format(
              "The first %d and the last %d of %,d columns.",
              FIRST_COLUMNS, LAST_COLUMNS, columns.size()));
    }
    long missing = columns.stream().mapToLong(Column::countMissing).sum();
    if (missing > 0) {
      remarks.add(
          NumberText.format(
              "%s: %s.", DataColumn.MISSING, NumberText.count(missing, "missing value")));
    }
    return remarks;
  }

  private static Sent fitting(List<DataColumn> columns, int most, int bytes) {
    int trial = Math.min(most, TRIAL);
    String source = source(columns, trial);
    long estimate = (long) trial * bytes / Math.max(1, source.length());
    int rows = (int) Math.min(most, Math.max(trial, estimate));
    if (rows > trial) {
      source = source(columns, rows);
    }
    while (rows > ALL && source.length() > bytes) {
      rows = (int) Math.min(rows - 1, 0.97 * rows * bytes / source.length());
      source = source(columns, rows);
    }
    return new Sent(rows, source);
  }

  private static String source(List<DataColumn> columns, int rows) {
    List<Map<String, Object>> values = columns.stream().map(c -> c.values().apply(rows)).toList();
    return Compressed.of(Json.of(values).getBytes(StandardCharsets.UTF_8), LEVEL);
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    List<String> below = new ArrayList<>(remarks);
    if (shown.size() < rows) {
      below.add(
          NumberText.format(
              "The first %d and the last %d of %s.", FIRST, LAST, NumberText.count(rows, "row")));
    }
    return MimeBundle.text(text(below)).with(MimeBundle.HTML, html(below, style));
  }

  private String html(List<String> below, FigureStyle style) {
    StringBuilder html = new StringBuilder("<div><div>").append(Markup.text(caption));
    html.append("</div><div style=\"overflow-x:auto\"><table><thead><tr><th></th>");
    for (int i = 0; i < headings.size(); i++) {
      Heading heading = headings.get(i);
      html.append(gap(i, "<th>")).append("<th style=\"").append(side(heading)).append("\">");
      html.append("<span>").append(Markup.text(heading.name())).append("</span><br><span style=\"");
      html.append(FAINT);
      html.append("\">").append(Markup.text(heading.type())).append("</span></th>");
    }
    html.append("</tr></thead><tbody>");
    for (int i = 0; i < shown.size(); i++) {
      if (i > 0 && shown.get(i).row() > shown.get(i - 1).row() + 1) {
        html.append("<tr>").append("<td>…</td>".repeat(width())).append("</tr>");
      }
      row(html, shown.get(i));
    }
    html.append("</tbody></table></div><div>");
    html.append(Markup.text(String.join(" ", below))).append("</div></div>");
    List<Boolean> right = headings.stream().map(Heading::right).toList();
    return html
        + style.script(
            Script.call(
                "rows.js",
                source,
                rows,
                sent,
                right,
                hasGap() ? FIRST_COLUMNS : -1,
                String.join(" ", remarks)));
  }

  private void row(StringBuilder html, Line line) {
    html.append("<tr><th style=\"text-align:right;").append(FAINT).append("\">");
    html.append(line.row()).append("</th>");
    for (int i = 0; i < headings.size(); i++) {
      String cell = line.cells().get(i);
      html.append(gap(i, "<td>")).append("<td style=\"").append(side(headings.get(i)));
      html.append("\">");
      html.append(
          cell == null
              ? "<span title=\"missing\" style=\"opacity:.5\">" + DataColumn.MISSING + "</span>"
              : Markup.text(cell));
      html.append("</td>");
    }
    html.append("</tr>");
  }

  private String gap(int column, String element) {
    return hasGap() && column == FIRST_COLUMNS
        ? element + LEFT_OUT + element.replace("<", "</")
        : "";
  }

  private boolean hasGap() {
    return remarks.stream().anyMatch(r -> r.endsWith("columns."));
  }

  private int width() {
    return headings.size() + (hasGap() ? 2 : 1);
  }

  private static String side(Heading heading) {
    return heading.right() ? "text-align:right;white-space:nowrap" : "text-align:left";
  }

  private String text(List<String> below) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(line("", headings.stream().map(Heading::name).toList()));
    lines.add(line("", headings.stream().map(Heading::type).toList()));
    for (int i = 0; i < shown.size(); i++) {
      if (i > 0 && shown.get(i).row() > shown.get(i - 1).row() + 1) {
        lines.add(line(LEFT_OUT, headings.stream().map(h -> LEFT_OUT).toList()));
      }
      lines.add(line(Integer.toString(shown.get(i).row()), shown.get(i).cells()));
    }
    int fitting = fitting(TextTable.widths(lines));
    List<Boolean> right =
        Stream.concat(Stream.of(true), headings.stream().map(Heading::right)).toList();
    String table =
        TextTable.of(lines.stream().map(line -> line.subList(0, fitting)).toList(), right);
    List<Heading> rest = headings.subList(fitting - 1, headings.size());
    String more =
        rest.isEmpty()
            ? ""
            : "\nToo wide for text: "
                + rest.stream().limit(NAMED).map(Heading::name).collect(Collectors.joining(", "))
                + (rest.size() > NAMED ? ", …" : "");
    String remark = below.isEmpty() ? "" : "\n" + String.join(" ", below);
    return caption + "\n" + table + more + remark;
  }

  private static List<String> line(String first, List<String> cells) {
    List<String> line = new ArrayList<>(List.of(first));
    cells.forEach(cell -> line.add(cell == null ? DataColumn.MISSING : cell));
    return line;
  }

  /** How many columns fit on a line, the numbers of the rows and one column at the least. */
  private static int fitting(int[] widths) {
    int sum = widths[0];
    int count = 1;
    while (count < widths.length && (count < 2 || sum + 2 + widths[count] <= TEXT_WIDTH)) {
      sum += 2 + widths[count++];
    }
    return count;
  }
}
