package org.dgm4j.display.tablesaw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.dgm4j.display.Chromium;
import org.dgm4j.display.Labels;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.html.Markup;
import org.dgm4j.display.registry.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class DataTableTest {

  private static final String AWKWARD = "<script>alert('x')</script> \"q\" $x^2$ \\ 한글 😀 &amp;";

  @TempDir Path folder;

  private static MimeBundle bundle(Object value) {
    return Views.of(value).orElseThrow().bundle();
  }

  private static String text(Object value) {
    return bundle(value).get(MimeBundle.TEXT);
  }

  private static Table weather() {
    return Table.create(
        "weather",
        StringColumn.create("town", "Ulm", "Jena", ""),
        DateColumn.create("day", LocalDate.of(2024, 2, 29), null, LocalDate.of(2025, 1, 1)),
        IntColumn.create("year", new Integer[] {1990, 2024, null}),
        DoubleColumn.create("°C", 12.5, -0.25, Double.NaN),
        FloatColumn.create("share", 0.1f, 0.2f, 0.35f),
        BooleanColumn.create("dry", true, false, true));
  }

  @Test
  void aSmallTableIsShownWhole() {
    assertEquals(
        """
        weather: 3 rows × 6 columns
           town    day            year      °C  share  dry
           string  local date  integer  double  float  boolean
        0  Ulm     2024-02-29     1990   12.50   0.10  true
        1  Jena    ∅              2024   −0.25   0.20  false
        2  ∅       2025-01-01        ∅       ∅   0.35  true
        ∅: 4 missing values.""",
        text(weather()));
  }

  @Test
  void theStillFaceHasTypesAndMarksWhatIsMissing() {
    String still = bundle(weather()).get(MimeBundle.HTML).replaceFirst("(?s)<script>.*", "");
    assertTrue(still.contains("weather: 3 rows × 6 columns"));
    assertTrue(still.contains(">local date</span>"));
    assertEquals(4, still.split("title=\"missing\"", -1).length - 1);
    assertTrue(still.contains("<td style=\"text-align:right;white-space:nowrap\">−0.25</td>"));
    assertTrue(still.contains("<td style=\"text-align:left\">2024-02-29</td>"));
  }

  @Test
  void aLongTableShowsItsFirstAndLastRows() {
    Table table = Table.create("n", IntColumn.indexColumn("i", 1000, 0));
    String text = text(table);
    assertTrue(text.startsWith("n: 1,000 rows × 1 column\n"), text);
    assertTrue(text.contains("\n  9        9\n  …        …\n995      995\n"), text);
    assertTrue(text.endsWith("The first 10 and the last 5 of 1,000 rows."), text);
  }

  @Test
  void numbersKeepSixDigits() {
    DoubleColumn mixed =
        DoubleColumn.create(
            "x", 1234.5, 0.1 + 0.2, 1e-9, Double.POSITIVE_INFINITY, -2.5e15, 123456.789);
    assertEquals(List.of("1234.5", "0.3", "10⁻⁹", "∞", "−2.5×10¹⁵", "123457"), cells(mixed));
    assertEquals(
        List.of("9007199254740993", "-1"), cells(LongColumn.create("id", 9007199254740993L, -1)));
    assertEquals(List.of("0.00012", "12.50000"), cells(DoubleColumn.create("x", 0.00012, 12.5)));
    assertEquals(List.of("7", "7"), cells(DoubleColumn.create("constant", 7.0, 7.0)));
  }

  private static List<String> cells(tech.tablesaw.columns.Column<?> column) {
    return DataTable.of(Table.create(column)).shown().stream()
        .map(line -> line.cells().get(0))
        .toList();
  }

  @Test
  void emptyTablesSayTheirShape() {
    assertEquals("none: 0 rows × 0 columns", text(Table.create("none")).lines().findFirst().get());
    String text = text(Table.create("t", StringColumn.create("a")));
    assertTrue(text.startsWith("t: 0 rows × 1 column\n"), text);
    assertTrue(text.contains("a\n"), text);
  }

  @Test
  void wideTablesAreCutInTheMiddleAndSaySo() {
    Table wide = Table.create("wide");
    for (int i = 0; i < 784; i++) {
      wide.addColumns(DoubleColumn.create("pixel " + i, 0.5, 1));
    }
    MimeBundle bundle = bundle(wide);
    assertTrue(bundle.get(MimeBundle.HTML).contains("pixel 783"));
    assertFalse(bundle.get(MimeBundle.HTML).contains("pixel 400"));
    String text = bundle.get(MimeBundle.TEXT);
    assertTrue(text.contains("The first 12 and the last 4 of 784 columns."), text);
    assertTrue(text.lines().allMatch(line -> line.length() <= 180), text);
    assertTrue(text.contains("Too wide for text: pixel "), text);
  }

  @Property(tries = 200)
  void anyTextComesOutAsText(@ForAll String name, @ForAll String cell) {
    assertTextOnly(name, cell);
  }

  @Test
  void awkwardTextComesOutAsText() {
    assertTextOnly(AWKWARD, AWKWARD);
  }

  private static void assertTextOnly(String name, String cell) {
    Table table = Table.create(name, StringColumn.create(name, cell, "b"));
    String html = bundle(table).get(MimeBundle.HTML);
    String still = html.substring(0, html.indexOf("<script>"));
    assertTrue(still.contains(Markup.text(DataColumn.line(name))), still);
    assertEquals(1, html.split("<script", -1).length - 1);
    assertFalse(still.replaceAll("<[^<>\"]*(\"[^\"]*\"[^<>\"]*)*>", "").contains("<"), still);
  }

  @Test
  void notebooksFindNoFormula() throws Exception {
    Table prices =
        Table.create(
            "$p$", StringColumn.create("$x$", "$5$", "$\\alpha$"), IntColumn.create("n", 2, 1));
    String html = bundle(prices).get(MimeBundle.HTML);
    for (String text : html.substring(0, html.indexOf("<script>")).split("<[^>]*>")) {
      assertFalse(text.matches("(?s).*\\$.+\\$.*"), text);
    }
    String sorted = clicked(prices, "click('Sort by $x$')", "click('Sort by n')");
    assertEquals(List.of("1", "$\\alpha$", "1"), rows(sorted).get(0));
    String head = sorted.substring(sorted.indexOf("<thead>"), sorted.indexOf("</thead>"));
    assertEquals(
        List.of("", "$x$string", "n ▲integer"),
        Arrays.stream(head.split("</th>"))
            .map(heading -> heading.replaceAll("<[^>]*>", ""))
            .limit(3)
            .toList());
  }

  private static Table large(int rows) {
    Random random = new Random(1);
    return Table.create(
        "large",
        IntColumn.indexColumn("id", rows, 1),
        DoubleColumn.create("x", random.doubles(rows).map(v -> Math.rint(1000 * v) / 1000)),
        StringColumn.create(
            "kind", IntStream.range(0, rows).mapToObj(i -> "kind " + random.nextInt(5))),
        IntColumn.create(
            "gaps",
            IntStream.range(0, rows)
                .mapToObj(i -> i % 3 == 0 ? null : i % 7)
                .toArray(Integer[]::new)));
  }

  @Test
  void aHundredThousandRowsFitIntoANotebook() {
    DataTable table = DataTable.of(large(100_000));
    assertEquals(100_000, table.sent());
    assertTrue(table.bundle().get(MimeBundle.HTML).length() < 800_000);
  }

  @Test
  void whatDoesNotFitIsLeftOutAndSaid() {
    Random random = new Random(2);
    Table noise = Table.create("noise");
    for (int i = 0; i < 8; i++) {
      noise.addColumns(DoubleColumn.create("x" + i, random.doubles(100_000)));
    }
    DataTable table = DataTable.of(noise);
    assertTrue(table.sent() > 10_000 && table.sent() < 60_000, "" + table.sent());
    int size = table.bundle().get(MimeBundle.HTML).length();
    assertTrue(size > 700_000 && size < 830_000, "" + size);
    assertEquals(100_000, DataTable.whole(noise).sent());
  }

  private String clicked(Table table, String... steps) throws Exception {
    String html = bundle(table).get(MimeBundle.HTML);
    String script =
        Arrays.stream(steps)
            .map(step -> step + ";await new Promise(done => setTimeout(done, 900));")
            .collect(Collectors.joining("\n"));
    String errors =
        "<script>onerror=onunhandledrejection=e=>document.title='failed '+(e.reason||e)</script>";
    String page =
        Chromium.elements(
            folder,
            errors
                + html
                + "<script>const click=t=>document.querySelector(`[title=\"${t}\"]`).click();"
                + "(async()=>{"
                + script
                + "})()</script>");
    assertFalse(page.contains("<title>failed"), () -> page.substring(0, 300));
    return page;
  }

  /** The cells of the rows on a page, the number of the row first. */
  private static List<List<String>> rows(String page) {
    Matcher body = Pattern.compile("(?s)<tbody>(.*?)</tbody>").matcher(page);
    assertTrue(body.find());
    return Arrays.stream(body.group(1).split("<tr>"))
        .skip(1)
        .map(
            row ->
                Pattern.compile("<t[hd][^>]*>(.*?)</t[hd]>")
                    .matcher(row)
                    .results()
                    .map(m -> m.group(1).replaceAll("<[^>]*>", ""))
                    .toList())
        .toList();
  }

  @Test
  void pagesOfAHundredThousandRows() throws Exception {
    String start = clicked(large(100_000));
    assertEquals(16, rows(start).size());
    assertTrue(start.contains(" of 5,000 "));
    String next = clicked(large(100_000), "click('Next page')");
    assertEquals("20", rows(next).get(0).get(0));
    assertEquals("21", rows(next).get(0).get(1));
    String last = clicked(large(100_000), "click('Last page')", "click('Page before')");
    assertEquals("99960", rows(last).get(0).get(0));
  }

  @Test
  void aClickSortsNumbersBySizeAndWordsByLetterWithMissingOnesLast() throws Exception {
    Table table = large(100_000);
    double least = table.doubleColumn("x").min();
    List<List<String>> up = rows(clicked(table, "click('Sort by x')"));
    assertEquals(least, Double.parseDouble(up.get(0).get(2)), 1e-12);
    List<List<String>> down =
        rows(clicked(table, "click('Sort by kind')", "click('Sort by kind')"));
    assertTrue(down.stream().allMatch(row -> row.get(3).equals("kind 4")));
    List<List<String>> gaps =
        rows(
            clicked(table, "click('Sort by gaps')", "click('Sort by gaps')", "click('Last page')"));
    assertTrue(gaps.stream().allMatch(row -> row.get(4).equals("∅")), gaps.toString());
  }

  @Test
  void theBrowserWritesCellsAsJavaDoes() throws Exception {
    Table table =
        Table.create(
            AWKWARD,
            DoubleColumn.create("general", 1234.5, 1e-9, Double.NEGATIVE_INFINITY, -2.5e15, 1e-5),
            DoubleColumn.create("fixed", -0.125, 2.5, Double.NaN, 123456.5, 0),
            LongColumn.create("long", 9007199254740993L, -1, 5, 7, 11),
            StringColumn.create("word", AWKWARD, "", "z", "é", "a"),
            DoubleColumn.create("order", 1, 2, 3, 4, 5));
    List<List<String>> still = rows(clicked(table));
    assertEquals(still, rows(clicked(table, "click('Sort by order')")));
    List<List<String>> byLong = rows(clicked(table, "click('Sort by long')"));
    assertEquals(List.of("1", "2", "3", "4", "0"), byLong.stream().map(r -> r.get(0)).toList());
    List<List<String>> byGeneral = rows(clicked(table, "click('Sort by general')"));
    assertEquals(
        List.of("3", "2", "1", "4", "0").stream().sorted().toList(),
        byGeneral.stream().map(r -> r.get(0)).sorted().toList());
    assertEquals("−∞", byGeneral.get(0).get(1));
    assertEquals("1234.5", byGeneral.get(4).get(1));
  }

  @Test
  void columnsSayTheirNumbers() {
    String text = text(DoubleColumn.create("x", 1, 2, 3, 4, Double.NaN));
    assertTrue(text.startsWith("x (double): 4 values, 1 missing; mean 2.5, "), text);
    assertTrue(text.contains("standard deviation 1.291, least 1, median 2.5, greatest 4"), text);
    text = text(StringColumn.create("town", "Ulm", "Jena", "Ulm", ""));
    assertTrue(text.startsWith("town (string): 3 values, 1 missing, 2 different"), text);
    text = text(DateColumn.create("day", LocalDate.of(2024, 2, 29), LocalDate.of(2023, 1, 1)));
    assertTrue(text.contains("; from 2023-01-01 to 2024-02-29"), text);
  }

  @Test
  void columnsOfAlmostNothingDrawSomethingTrue() {
    for (tech.tablesaw.columns.Column<?> column :
        List.of(
            DoubleColumn.create("x", 5.0),
            DoubleColumn.create("constant", 3, 3, 3),
            DoubleColumn.create("x", Double.POSITIVE_INFINITY, 1, 2),
            DoubleColumn.create(AWKWARD, IntStream.range(0, 1_000_000).mapToDouble(i -> i)),
            StringColumn.create(AWKWARD, AWKWARD, AWKWARD, "b"),
            StringColumn.create("many", IntStream.range(0, 500).mapToObj(i -> "word " + i)))) {
      MimeBundle bundle = bundle(column);
      Labels.of(bundle.get(MimeBundle.SVG)).assertApart();
      assertTrue(bundle.get(MimeBundle.HTML).length() < 60_000);
    }
    assertEquals("x (double): 0 values", text(DoubleColumn.create("x")));
    assertEquals("x (double): 0 values, 1 missing", text(DoubleColumn.create("x", Double.NaN)));
    assertTrue(
        text(DoubleColumn.create("x", Double.POSITIVE_INFINITY)).contains("1 value, none finite"));
  }
}
