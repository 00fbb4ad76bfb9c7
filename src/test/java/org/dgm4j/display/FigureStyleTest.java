package org.dgm4j.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.ColorScale;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.Captioned;
import org.dgm4j.display.component.ChartRow;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.display.component.ChartWithText;
import org.dgm4j.display.component.ImageGrid;
import org.dgm4j.display.component.SortableTable;
import org.dgm4j.display.component.TableView;
import org.dgm4j.display.html.Markup;
import org.dgm4j.display.plotly.PlotlySource;
import org.dgm4j.display.view.live.ProgressView;
import org.dgm4j.display.view.probability.GraphView;
import org.dgm4j.probability.joint.Factorization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FigureStyleTest {

  private static final double[] X = {1, 2, 3};

  private static final Chart CHART =
      Chart.of(
          "a title",
          Axis.linear("x"),
          Axis.linear("y (nats)"),
          new Series.Line("curve", X, new double[] {1, Double.NaN, Double.POSITIVE_INFINITY}),
          new Series.HeatMap("z", 1, 2, new double[] {0.5, Double.NaN}, ColorScale.GREY));

  @TempDir Path folder;

  private static FigureStyle style(FigureStyle.Mode mode) {
    return FigureStyle.USUAL.with(mode);
  }

  /** One of each kind of picture: chart, image, graph, table, and what is made of several. */
  private static List<View> views() {
    return List.of(
        ChartView.of(CHART),
        new ChartWithText("numbers", CHART),
        new Captioned("numbers", ChartView.of(CHART)),
        ChartRow.of(List.of(CHART, CHART), "numbers"),
        ChartRow.of(List.of(CHART, CHART)),
        ImageGrid.of(Datasets.drawnDigits(14, 5, 1).train()),
        GraphView.of(Factorization.markov(4, 2)),
        ProgressView.of(0.5, "half").with(CHART),
        new SortableTable(new TableView(List.of("a"), List.of(List.of("1")), "")));
  }

  @Test
  void staticViewsHaveNoScript() {
    for (View view : views()) {
      MimeBundle bundle = view.bundle(style(FigureStyle.Mode.STATIC));
      assertFalse(bundle.get(MimeBundle.HTML).contains("<script"), view.toString());
      assertFalse(bundle.needsPlotly());
      assertEquals(Map.of(), bundle.figure());
      assertEquals(view.bundle().get(MimeBundle.TEXT), bundle.get(MimeBundle.TEXT));
      assertEquals(view.bundle().get(MimeBundle.SVG), bundle.get(MimeBundle.SVG));
    }
  }

  @Test
  void plotlyIsRealJsonInThePlaceOfTheScript() throws Exception {
    for (View view :
        List.of(
            ChartView.of(CHART),
            new ChartWithText("", CHART),
            new Captioned("", ChartView.of(CHART)))) {
      MimeBundle bundle = view.bundle(style(FigureStyle.Mode.PLOTLY));
      assertFalse(bundle.needsPlotly());
      assertFalse(bundle.get(MimeBundle.HTML).contains("<script"));
      assertTrue(bundle.get(MimeBundle.HTML).contains("<img"));
      JsonNode json = new ObjectMapper().valueToTree(bundle.figure());
      assertEquals("[1.0,null,null]", json.get("data").get(0).get("y").toString());
      assertEquals("[[0.5,null]]", json.get("data").get(1).get("z").toString());
      assertEquals("a title", json.get("layout").get("title").get("text").asText());
      assertEquals(Palette.TEXT, json.get("layout").get("font").get("color").asText());
      assertEquals(Map.of(), view.bundle().figure());
    }
  }

  @Test
  void bothFacesStandBelowOneAnother() throws Exception {
    String html = ChartView.of(CHART).bundle(style(FigureStyle.Mode.BOTH)).get(MimeBundle.HTML);
    String page = Chromium.elements(folder, html + PlotlySource.script());
    assertEquals(2, page.split("class=\"dgm4j-figure").length);
    assertFalse(page.contains("display: none"));
    assertTrue(page.indexOf("<img") < page.indexOf("class=\"dgm4j-figure"));
  }

  @ParameterizedTest
  @EnumSource(FigureStyle.Size.class)
  void figuresHaveTheirSize(FigureStyle.Size size) {
    FigureStyle style = FigureStyle.USUAL.with(size);
    double factor = Map.of("SMALL", 0.75, "MEDIUM", 1.0, "LARGE", 1.5).get(size.name());
    String expected = "width=\"%.0f\" height=\"%.0f\"".formatted(640 * factor, 400 * factor);
    MimeBundle bundle = ChartView.of(CHART).bundle(style);
    Labels.of(bundle.get(MimeBundle.SVG)).assertApart();
    assertTrue(bundle.get(MimeBundle.SVG).contains(expected));
    assertTrue(bundle.get(MimeBundle.HTML).contains(expected));
    assertTrue(bundle.get(MimeBundle.HTML).contains("\"height\":%.0f".formatted(400 * factor)));
    String digits =
        ImageGrid.of(Datasets.drawnDigits(28, 5, 1).train().first(4))
            .bundle(style)
            .get(MimeBundle.HTML);
    int scale = Map.of("SMALL", 1, "MEDIUM", 2, "LARGE", 3).get(size.name());
    assertTrue(digits.contains("width=\"%d\"".formatted(scale * (4 * 29 - 1))), digits);
  }

  @ParameterizedTest
  @EnumSource(FigureStyle.Theme.class)
  void figuresBringTheirGround(FigureStyle.Theme theme) throws Exception {
    int page = 0xFF336699;
    String body = "<style>body{margin:0;background:#336699}</style>";
    int expected =
        switch (theme) {
          case AUTO -> page;
          case LIGHT -> 0xFFFFFFFF;
          case DARK -> 0xFF000000;
        };
    for (FigureStyle.Mode mode : FigureStyle.Mode.values()) {
      MimeBundle bundle =
          ChartView.of(CHART).bundle(new FigureStyle(mode, FigureStyle.Size.MEDIUM, theme));
      for (String html :
          List.of(
              bundle.get(MimeBundle.HTML),
              Markup.image(bundle.get(MimeBundle.SVG), CHART.width(), CHART.height(), ""))) {
        BufferedImage picture = Chromium.picture(folder, body + html, 800, 420);
        assertEquals(expected, picture.getRGB(3, 3), mode + " " + html.substring(0, 60));
        assertEquals(page, picture.getRGB(780, 410));
      }
    }
  }
}
