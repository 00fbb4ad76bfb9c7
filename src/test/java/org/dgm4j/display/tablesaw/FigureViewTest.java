package org.dgm4j.display.tablesaw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.dgm4j.display.Chromium;
import org.dgm4j.display.Labels;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.DownsampledChart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.display.plotly.PlotlySource;
import org.dgm4j.display.registry.Views;
import org.dgm4j.display.svg.Svg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.api.BubblePlot;
import tech.tablesaw.plotly.api.Histogram;
import tech.tablesaw.plotly.api.HorizontalBarPlot;
import tech.tablesaw.plotly.api.LinePlot;
import tech.tablesaw.plotly.api.ScatterPlot;
import tech.tablesaw.plotly.api.TimeSeriesPlot;
import tech.tablesaw.plotly.api.VerticalBarPlot;
import tech.tablesaw.plotly.components.Axis.Type;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.Marker;
import tech.tablesaw.plotly.components.Page;
import tech.tablesaw.plotly.traces.BarTrace;
import tech.tablesaw.plotly.traces.BoxTrace;
import tech.tablesaw.plotly.traces.ContourTrace;
import tech.tablesaw.plotly.traces.HeatmapTrace;
import tech.tablesaw.plotly.traces.Histogram2DTrace;
import tech.tablesaw.plotly.traces.HistogramTrace;
import tech.tablesaw.plotly.traces.PieTrace;
import tech.tablesaw.plotly.traces.Scatter3DTrace;
import tech.tablesaw.plotly.traces.ScatterTrace;
import tech.tablesaw.plotly.traces.ViolinTrace;

public class FigureViewTest {

  private static final String AWKWARD = "<script>alert('x')</script> \"q\" $x^2$ \\ 한글 😀 &amp;";
  private static final String[] GROUPS = {"a", "a", "a", "a", "a", "b", "b", "b"};
  private static final double[] X = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final double[] Y = {2, 4, 3, 5, 40, 1, 2, Double.NaN};

  @TempDir Path folder;

  /** One figure of each kind. */
  public static Map<String, Figure> figures() {
    Map<String, Figure> figures = new LinkedHashMap<>();
    figures.put(
        "3d", new Figure(Layout.builder("Space").build(), Scatter3DTrace.builder(X, X, X).build()));
    Table table =
        Table.create(
            "t",
            StringColumn.create("group", GROUPS),
            DoubleColumn.create("x", X),
            DoubleColumn.create("y", Y),
            DoubleColumn.create("size", X),
            DateColumn.create(
                "day", IntStream.range(0, 8).mapToObj(i -> LocalDate.of(2024, 1, 28).plusDays(i))));
    figures.put("scatter", ScatterPlot.create("Scatter", table, "x", "y", "group"));
    figures.put("line", LinePlot.create("Line", table, "x", "y"));
    figures.put("bubble", BubblePlot.create("Bubbles", table, "x", "y", "size"));
    figures.put("series", TimeSeriesPlot.create("Days", table, "day", "y"));
    Table counts =
        Table.create(
            "counts",
            StringColumn.create("kind", "p", "q", "r"),
            IntColumn.create("n", 3, 1, 2),
            IntColumn.create("m", 1, 4, 1));
    figures.put("bar", VerticalBarPlot.create("Bars", counts, "kind", "n"));
    figures.put("lying-bar", HorizontalBarPlot.create("Lying bars", counts, "kind", "n"));
    figures.put(
        "stacked-bar",
        VerticalBarPlot.create("Stacked", counts, "kind", Layout.BarMode.STACK, "n", "m"));
    figures.put("histogram", Histogram.create("Histogram", table, "x"));
    figures.put(
        "histogram-of-words",
        new Figure(
            Layout.builder("Words").build(),
            HistogramTrace.builder(table.stringColumn("group"), table.doubleColumn("x")).build()));
    figures.put(
        "box", new Figure(Layout.builder("Boxes").build(), BoxTrace.builder(GROUPS, Y).build()));
    figures.put(
        "violin",
        new Figure(Layout.builder("Violins").build(), ViolinTrace.builder(GROUPS, Y).build()));
    double[][] z = {{1, 2, 3}, {4, 5, 6}};
    Object[] across = {"p", "q", "r"};
    Object[] up = {"low", "high"};
    figures.put("heatmap", new Figure(HeatmapTrace.builder(across, up, z).build()));
    Object[] numbers = {0.0, 0.5, 1.0};
    figures.put(
        "contour", new Figure(ContourTrace.builder(numbers, new Object[] {0.0, 1.0}, z).build()));
    figures.put("histogram2d", new Figure(Histogram2DTrace.builder(X, X).build()));
    figures.put("pie", new Figure(PieTrace.builder(across, new double[] {1, 2, 5}).build()));
    figures.put(
        "two-axes",
        new Figure(
            Layout.builder("Two axes")
                .yAxis2(tech.tablesaw.plotly.components.Axis.builder().title("second").build())
                .build(),
            BarTrace.builder(GROUPS, Y).name("first").build(),
            ScatterTrace.builder(X, X)
                .name("second")
                .yAxis(ScatterTrace.YAxis.Y2)
                .mode(ScatterTrace.Mode.LINE)
                .build()));
    return figures;
  }

  private static MimeBundle bundle(Object value) {
    return Views.of(value).orElseThrow().bundle();
  }

  @Test
  void everyKindHasAPictureThatStandsAlone() {
    figures()
        .forEach(
            (name, figure) -> {
              MimeBundle bundle = bundle(figure);
              Labels.of(bundle.get(MimeBundle.SVG)).assertApart();
              assertTrue(bundle.get(MimeBundle.HTML).contains("<img src=\"data:image/svg"), name);
              assertEquals(!name.equals("3d"), bundle.needsPlotly(), name);
              assertFalse(bundle.get(MimeBundle.SVG).contains("no data"), name);
            });
  }

  @Test
  void theNumbersOfTheTracesAreDrawn() {
    Chart chart = chart("line");
    assertEquals("Line", chart.title());
    assertEquals("x", chart.x().label());
    Series.Line line = (Series.Line) chart.series().get(0);
    assertArrayEquals(X, line.x());
    assertArrayEquals(Y, line.y());
    assertEquals(List.of("a", "b"), chart("scatter").names());
    assertEquals(List.of("p", "q", "r"), chart("bar").x().categories());
    assertEquals(List.of("p", "q", "r"), chart("lying-bar").x().categories());
    assertEquals("day, days since 2024-01-28", chart("series").x().label());
    Series.HeatMap map = (Series.HeatMap) chart("heatmap").series().get(0);
    assertEquals(List.of("high", "low"), chart("heatmap").y().categories());
    assertArrayEquals(new double[] {4, 5, 6, 1, 2, 3}, map.values());
    Series.HeatMap contour = (Series.HeatMap) chart("contour").series().get(0);
    assertEquals(-0.25, contour.left());
    assertEquals(1.25, contour.right());
    Series.Bars pie = (Series.Bars) chart("pie").series().get(0);
    assertArrayEquals(new double[] {0.125, 0.25, 0.625}, pie.heights());
    assertArrayEquals(
        new double[] {5, 3}, ((Series.Bars) chart("histogram-of-words").series().get(0)).heights());
    Chart box = chart("box");
    assertEquals(List.of("a", "b"), box.x().categories());
    assertArrayEquals(new double[] {3, 3}, ((Series.Area) box.series().get(0)).low());
    assertArrayEquals(new double[] {5, 5}, ((Series.Area) box.series().get(0)).high());
    assertArrayEquals(new double[] {40}, ((Series.Points) box.series().get(5)).y());
    assertEquals(2, charts("two-axes").charts().size());
    assertEquals("second", charts("two-axes").charts().get(1).y().label());
  }

  @Test
  void bubblesHaveTheirSizesInThePictureToo() {
    Series.Points bubbles = (Series.Points) chart("bubble").series().get(0);
    assertArrayEquals(X, bubbles.diameters());
    String picture = bundle(figures().get("bubble")).get(MimeBundle.SVG);
    for (double size : new double[] {1, 4, 7}) {
      assertTrue(picture.contains("stroke-width=\"" + Svg.number(2 * size) + "\""), picture);
    }
    Marker areas =
        Marker.builder()
            .size(8, 32, 2, 2, 2, 2, 2, 2)
            .sizeMode(Marker.SizeMode.AREA)
            .color(X)
            .build();
    Figure figure =
        new Figure(
            ScatterTrace.builder(X, X)
                .mode(ScatterTrace.Mode.LINE_AND_MARKERS)
                .marker(areas)
                .build());
    FigureCharts charts =
        FigureCharts.of(FigureSource.of(figure.asJavascript("figure")).orElseThrow());
    Series.Line line = (Series.Line) charts.charts().get(0).series().get(0);
    Series.Points dots = (Series.Points) charts.charts().get(0).series().get(1);
    assertFalse(line.dotted());
    assertArrayEquals(new double[] {4, 8, 2, 2, 2, 2, 2, 2}, dots.diameters());
    assertTrue(text(figure).endsWith("and their own only where scripts run."), text(figure));
  }

  @Test
  void aHundredThousandBubblesAreThinned() {
    double[] many = IntStream.range(0, 100_000).asDoubleStream().toArray();
    Chart chart =
        Chart.of("", Axis.linear("x"), Axis.linear("y"), new Series.Points("", many, many, many));
    Series.Points kept = (Series.Points) DownsampledChart.of(chart).chart().series().get(0);
    assertArrayEquals(kept.x(), kept.diameters());
    assertTrue(kept.x().length < 2000);
    assertTrue(ChartView.of(chart).bundle().get(MimeBundle.HTML).length() < 60_000);
  }

  @Test
  void datesStayDatesWhereOneIsMissing() {
    DateColumn days =
        DateColumn.create("day", LocalDate.of(2024, 1, 28), null, LocalDate.of(2024, 1, 30));
    Table table = Table.create(days, DoubleColumn.create("y", 1, 2, 3));
    Chart chart = charts(TimeSeriesPlot.create("Days", table, "day", "y")).charts().get(0);
    assertEquals("day, hours since 2024-01-28T00:00", chart.x().label());
    Series.Line line = (Series.Line) chart.series().get(0);
    assertArrayEquals(new double[] {0, Double.NaN, 48}, line.x());
  }

  private static Chart chart(String name) {
    return charts(name).charts().get(0);
  }

  private static FigureCharts charts(String name) {
    return charts(figures().get(name));
  }

  private static FigureCharts charts(Figure figure) {
    return FigureCharts.of(FigureSource.of(figure.asJavascript("figure")).orElseThrow());
  }

  @Test
  void whatIsDrawnInAnotherWayIsSaid() {
    Map<String, Figure> figures = figures();
    assertTrue(text(figures.get("pie")).endsWith("The shares of the pie are drawn as bars."));
    assertTrue(text(figures.get("stacked-bar")).endsWith("Stacked bars are drawn side by side."));
    assertTrue(text(figures.get("lying-bar")).endsWith("Lying bars are drawn upright."));
    assertTrue(text(figures.get("violin")).endsWith("Violins are drawn as boxes."));
    String space = text(figures.get("3d"));
    assertTrue(
        space.startsWith("Space\nOf 1 trace, those of the type scatter3d can't be drawn"), space);
    assertTrue(space.endsWith("Plot.show(figure) opens it in a browser with network."), space);
  }

  private static String text(Object value) {
    return bundle(value).get(MimeBundle.TEXT);
  }

  @Test
  void pagesAndOurOwnChartsAreFiguresToo() {
    Page page = Page.pageBuilder(figures().get("line"), "target").build();
    assertEquals(bundle(figures().get("line")).data(), bundle(page).data());
    Chart ours = Chart.of("ours", Axis.linear("x"), Axis.linear("y"), new Series.Line("", X, X));
    String text = text(ChartView.of(ours).figure());
    assertTrue(text.startsWith("ours\nx: x; y: y\n"), text);
  }

  @Test
  void aMillionPointsAreThinned() {
    double[] many = IntStream.range(0, 1_000_000).mapToDouble(Math::sqrt).toArray();
    MimeBundle bundle =
        bundle(new Figure(ScatterTrace.builder(many, many).mode(ScatterTrace.Mode.LINE).build()));
    assertTrue(bundle.get(MimeBundle.HTML).length() < 60_000);
    assertTrue(bundle.get(MimeBundle.SVG).contains("of 1,000,000 points drawn"));
  }

  @Test
  void almostNothingIsDrawnToo() {
    for (double[] values :
        List.of(new double[0], new double[] {1}, new double[] {Double.NaN}, new double[] {2, 2})) {
      bundle(new Figure(ScatterTrace.builder(values, values).build()));
      bundle(new Figure(HistogramTrace.builder(values).build()));
      bundle(new Figure(BoxTrace.builder(new Object[values.length], values).build()));
      bundle(new Figure(Histogram2DTrace.builder(values, values).build()));
    }
    bundle(
        new Figure(HeatmapTrace.builder(new Object[0], new Object[0], new double[0][0]).build()));
    bundle(new Figure());
  }

  @Test
  void aLegendHasNoTraceWithoutAName() throws Exception {
    ScatterTrace unnamed = ScatterTrace.builder(X, X).build();
    ScatterTrace named = ScatterTrace.builder(X, Y).name("a name").build();
    String page =
        rendered(
            bundle(new Figure(Layout.builder("two").build(), unnamed, unnamed))
                .get(MimeBundle.HTML));
    assertTrue(page.contains("scatterlayer"), page);
    assertFalse(page.contains("class=\"legend\""), page);
    Figure some = new Figure(Layout.builder("three").build(), unnamed, named, unnamed, named);
    page = rendered(bundle(some).get(MimeBundle.HTML));
    assertEquals(2, page.split("class=\"legendtext", -1).length - 1, page);
  }

  @Property(tries = 100)
  void anyTextIsReadAsItIs(@ForAll String label) {
    Figure figure =
        new Figure(BarTrace.builder(new Object[] {label, "other"}, new double[] {1, 2}).build());
    Chart chart =
        FigureCharts.of(FigureSource.of(figure.asJavascript("f")).orElseThrow()).charts().get(0);
    assertEquals(FigureSource.plain(label), chart.x().categories().get(0));
    Labels.of(bundle(figure).get(MimeBundle.SVG));
  }

  @Test
  void labelsComeOutAsTextInTheBrowser() throws Exception {
    Layout layout =
        Layout.builder(AWKWARD)
            .xAxis(
                tech.tablesaw.plotly.components.Axis.builder()
                    .title(AWKWARD)
                    .type(Type.CATEGORY)
                    .build())
            .build();
    Figure figure =
        new Figure(
            layout,
            BarTrace.builder(new Object[] {AWKWARD, "b"}, new double[] {1, 2})
                .name(AWKWARD)
                .build());
    String page = rendered(bundle(figure).get(MimeBundle.HTML));
    assertTrue(page.contains("class=\"dgm4j-figure"));
    assertTrue(page.contains("&lt;script&gt;alert('x')&lt;/script&gt; \"q\" $x^2$"), page);
    assertFalse(page.contains("<script>alert"));
  }

  @Test
  void everyKindIsInteractiveInTheBrowser() throws Exception {
    Map<String, Figure> figures = figures();
    StringBuilder body = new StringBuilder();
    figures.values().forEach(figure -> body.append(bundle(figure).get(MimeBundle.HTML)));
    String page = rendered(body.toString());
    assertEquals(figures.size() - 1, page.split("class=\"dgm4j-figure", -1).length - 1);
    assertFalse(
        page.contains("<title>failed"), () -> page.replaceAll("(?s).*<title>|</title>.*", ""));
  }

  private String rendered(String html) throws Exception {
    String errors =
        "<script>onerror=onunhandledrejection=e=>document.title='failed '+(e.reason||e)</script>";
    return Chromium.elements(folder, errors + html + PlotlySource.script());
  }
}
