package org.dgm4j.display.component;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dgm4j.base.TextTable;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.html.Markup;

/**
 * A small table.
 *
 * @param columns the headings
 * @param rows the cells, as many in each row as there are headings
 * @param note a sentence below, or the empty string
 */
public record TableView(List<String> columns, List<List<String>> rows, String note)
    implements View {

  private static final int SHORT = 30; // less than 18em hold, so that it needs no second line
  private static final int LONG = 40; // about what 18em hold
  private static final String NUMBER = "(≤ )?[−-]?[\\d∞.,]+.*";

  /**
   * @throws IllegalArgumentException if a row has another number of cells than there are headings
   */
  public TableView {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "Each row needs " + columns.size() + " cells, but one has " + row.size() + ": " + row);
      }
    }
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    String html =
        "<table><thead>"
            + row("th", columns)
            + "</thead><tbody>"
            + rows.stream().map(cells -> row("td", cells)).collect(Collectors.joining())
            + "</tbody></table>"
            + (note.isBlank() ? "" : "<div>" + Markup.text(note) + "</div>");
    return MimeBundle.text(text()).with(MimeBundle.HTML, "<div>" + html + "</div>");
  }

  private String row(String element, List<String> cells) {
    return IntStream.range(0, cells.size())
        .mapToObj(
            i ->
                "<"
                    + element
                    + " style=\"text-align:"
                    + (isNumeric(i) ? "right" : "left")
                    + (element.equals("td") && isOneLine(i, cells) ? ";white-space:nowrap" : "")
                    + (isLong(i) ? ";min-width:18em" : "")
                    + "\">"
                    + Markup.text(cells.get(i))
                    + "</"
                    + element
                    + ">")
        .collect(Collectors.joining("", "<tr>", "</tr>"));
  }

  private boolean isNumeric(int column) {
    List<String> cells =
        rows.stream().map(row -> row.get(column)).filter(cell -> !cell.isEmpty()).toList();
    return !cells.isEmpty() && cells.stream().allMatch(cell -> cell.matches(NUMBER));
  }

  private boolean isOneLine(int column, List<String> cells) {
    return isNumeric(column) || cells.get(column).length() <= SHORT;
  }

  /** Whether a column has texts that take several lines, which should not be narrow. */
  private boolean isLong(int column) {
    return rows.stream().anyMatch(row -> row.get(column).length() > LONG);
  }

  private String text() {
    List<Boolean> right = IntStream.range(0, columns.size()).mapToObj(this::isNumeric).toList();
    String lines = TextTable.of(Stream.concat(Stream.of(columns), rows.stream()).toList(), right);
    return note.isBlank() ? lines : lines + "\n" + note;
  }
}
