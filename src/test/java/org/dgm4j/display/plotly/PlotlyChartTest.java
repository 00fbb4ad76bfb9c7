package org.dgm4j.display.plotly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.dgm4j.display.ApprovedPicturesTest;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.Palette;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.ColorScale;
import org.dgm4j.display.chart.DownsampledChart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.display.html.Json;
import org.dgm4j.display.svg.SvgChartTest;
import org.junit.jupiter.api.Test;
import tech.tablesaw.plotly.components.Figure;

class PlotlyChartTest {

  private static JsonNode json(Object value) {
    try {
      return new ObjectMapper().readTree(Json.of(value));
    } catch (IOException e) {
      throw new AssertionError(Json.of(value), e);
    }
  }

  private static PlotlyChart plotly(Chart chart) {
    return PlotlyChart.of(DownsampledChart.of(chart));
  }

  private static final double[] X = {1, 2, 3};

  private static final Chart ALL =
      Chart.of(
          "all kinds",
          Axis.linear("x"),
          Axis.linear("y"),
          new Series.HeatMap("z", 2, 2, new double[] {1, Double.NaN, 3, 4}, ColorScale.GREY),
          new Series.Area("a", X, new double[] {0, Double.NaN, 0}, new double[] {1, 1, 1}),
          new Series.Bars("b", new double[] {0}, new double[] {1}, new double[] {2}),
          new Series.Line("a", X, new double[] {1, Double.POSITIVE_INFINITY, 3}),
          new Series.Points("", X, X),
          Series.Rule.vertical("b", 2));

  @Test
  void tracesHoldTheNumbersColorsAndOrder() {
    JsonNode data = json(plotly(ALL).data());
    assertEquals(6, data.size());
    assertEquals("[[1,null],[3,4]]", data.get(0).get("z").toString());
    assertEquals("[1,1,null,3,3,null]", data.get(1).get("x").toString());
    assertEquals("[1,null,3]", data.get(3).get("y").toString());
    assertEquals(Palette.series(0), data.get(3).get("line").get("color").asText());
    assertEquals(Palette.series(1), data.get(2).get("marker").get("color").asText());
    assertEquals(Palette.series(2), data.get(4).get("marker").get("color").asText());
    assertTrue(data.get(1).get("showlegend").asBoolean());
    assertFalse(data.get(3).get("showlegend").asBoolean(), "one entry for a name");
    assertFalse(data.get(4).get("showlegend").asBoolean(), "none without a name");
  }

  @Test
  void rangesAreThoseOfThePicture() {
    Chart log =
        Chart.of("", Axis.log("n"), Axis.linear("y").range(-1, 5), new Series.Line("", X, X));
    JsonNode layout = json(plotly(log).layout());
    assertEquals("log", layout.get("xaxis").get("type").asText());
    assertEquals(
        Math.log10(log.horizontal().low()),
        layout.get("xaxis").get("range").get(0).asDouble(),
        1e-9);
    assertEquals("[-1,5]", layout.get("yaxis").get("range").toString());
  }

  @Test
  void categoriesKeepTheirNames() {
    Chart chart =
        Chart.of(
            "",
            Axis.categories("x", List.of("sun", "rain")),
            Axis.categories("y", List.of("<b>", "$y$")),
            new Series.HeatMap("p", 2, 2, new double[] {1, 2, 3, 4}, ColorScale.SEQUENTIAL));
    PlotlyChart figure = plotly(chart);
    assertEquals(
        "[[\"sun, &lt;b&gt;\",\"rain, &lt;b&gt;\"],[\"sun, &#36;y&#36;\",\"rain, &#36;y&#36;\"]]",
        json(figure.data()).get(0).get("text").toString());
    assertEquals("[1.5,-0.5]", json(figure.layout()).get("yaxis").get("range").toString());
  }

  @Test
  void roundingKeepsWhatAPictureShows() {
    double[] offset = {1e9, 1e9 + 0.1, 1e9 + 0.2};
    double[] rounded = PlotlyTraces.rounded(offset);
    for (int i = 0; i < 3; i++) {
      assertEquals(offset[i], rounded[i], 1e-3);
    }
    double[] values = new Random(1).doubles(1000, -3, 7).toArray();
    double[] fewer = PlotlyTraces.rounded(values);
    for (int i = 0; i < values.length; i++) {
      assertEquals(values[i], fewer[i], 10 * 1e-4);
    }
    assertTrue(Double.isNaN(PlotlyTraces.rounded(new double[] {Double.NaN})[0]));
  }

  @Test
  void plainFiguresAreSmall() {
    Random random = new Random(5);
    double[] many = random.doubles(1_000_000).toArray();
    double[] steps = new double[many.length];
    Arrays.setAll(steps, i -> i);
    for (Series series :
        List.of(new Series.Line("a", steps, many), new Series.Points("a", many, many))) {
      int size =
          ChartView.of(Chart.of("", Axis.linear("x"), Axis.linear("y"), series))
              .bundle()
              .data()
              .values()
              .stream()
              .mapToInt(s -> s.getBytes(StandardCharsets.UTF_8).length)
              .sum();
      assertTrue(size <= 60_000, "" + size);
    }
  }

  @Test
  void everyViewIsSmall() {
    ApprovedPicturesTest.views()
        .forEach(
            (name, view) -> {
              for (FigureStyle.Mode mode :
                  List.of(FigureStyle.Mode.INTERACTIVE, FigureStyle.Mode.PLOTLY)) {
                MimeBundle bundle = view.bundle(FigureStyle.USUAL.with(mode));
                String all = bundle.data() + Json.of(bundle.figure());
                int size = all.getBytes(StandardCharsets.UTF_8).length;
                int figures = bundle.get(MimeBundle.HTML).split("<img ", -1).length - 1;
                if (name.equals("latent-explorer")) {
                  figures = 3; // a sheet of 20 × 20 decodings
                }
                assertTrue(size <= 60_000 * Math.max(1, figures), name + ", " + mode + ": " + size);
              }
            });
  }

  @Test
  void figureIsOneOfTablesaw() {
    Figure figure = ChartView.of(ALL).figure();
    String script = figure.asJavascript("target");
    assertTrue(script.startsWith("<script>") && script.endsWith("</script>"));
    assertTrue(script.contains("document.getElementById(\"target\")"));
  }

  @Test
  void extremeNumbersKeepThePicture() {
    double[] y = {1e200, 2e200};
    MimeBundle bundle =
        ChartView.of(Chart.of("", Axis.linear("x"), Axis.linear("y"), new Series.Line("", y, y)))
            .bundle();
    assertFalse(bundle.needsPlotly());
    assertFalse(bundle.get(MimeBundle.HTML).contains("<script"));
  }

  @Property(tries = 200)
  void anyTextStaysInItsPlace(@ForAll("texts") String text) throws IOException {
    Chart chart =
        Chart.of(
            text,
            Axis.categories(text, List.of(text, "b")),
            Axis.linear(text),
            Series.Bars.at(text, 1, 2),
            new Series.Line(text, X, X));
    MimeBundle bundle = ChartView.of(chart).bundle();
    String html = bundle.get(MimeBundle.HTML);
    assertTrue(bundle.needsPlotly());
    assertEquals(2, html.split("(?i)<script", -1).length);
    assertEquals(2, html.split("(?i)</script", -1).length);
    assertEquals(2, html.split("<img", -1).length);
    String call = html.substring(html.indexOf("Plotly.newPlot("));
    String arguments =
        call.substring(
            "Plotly.newPlot(document.getElementById(\"figure\"),".length(),
            call.indexOf(",{displaylogo"));
    JsonNode parsed = new ObjectMapper().readTree("[" + arguments + "]");
    assertEquals(PlotlyChart.label(text), parsed.get(0).get(0).get("name").asText());
  }

  @Provide
  static Arbitrary<String> texts() {
    return SvgChartTest.texts();
  }

  @Test
  void sourceIsTheWholeLibrary() throws IOException {
    String script = PlotlySource.script();
    assertTrue(script.length() < 480_000, "" + script.length());
    assertEquals(2, script.split("</script", -1).length);
    String packed = script.substring(script.lastIndexOf("(\"") + 2, script.lastIndexOf("\")"));
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(packed)))) {
      assertTrue(
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .contains("plotly.js (cartesian - minified) v1.54.1"));
    }
  }
}
