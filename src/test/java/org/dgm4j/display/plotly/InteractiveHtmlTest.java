package org.dgm4j.display.plotly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dgm4j.display.Chromium;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.display.component.SortableTable;
import org.dgm4j.display.component.TableView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.ScatterTrace;

/** The HTML face in a real browser without network; skipped where there is no Chromium. */
class InteractiveHtmlTest {

  private static final double[] X = {1, 2, 3};

  private static final Chart CHART =
      Chart.of(
          "</script><b>title</b> $x$ 'q' \"q\" \\ 한글",
          Axis.linear("x"),
          Axis.linear("y"),
          new Series.Line("curve", X, X));

  @TempDir Path folder;

  /** The elements of a page after its scripts have run. */
  private String rendered(String body) throws IOException, InterruptedException {
    return Chromium.elements(folder, body);
  }

  private static int count(String text, String part) {
    return text.split(part, -1).length - 1;
  }

  @Test
  void figuresReplacePicturesWhereverTheSourceStands() throws Exception {
    String figure = ChartView.of(CHART).bundle().get(MimeBundle.HTML);
    String source = PlotlySource.script();
    String amd =
        "<script>window.define=()=>{throw 'AMD'};define.amd=true;MathJax={version:'4'}</script>";
    for (List<String> order :
        List.of(List.of(amd, source, figure, figure), List.of(figure, figure, source, source))) {
      String page = rendered(String.join("<hr>", order));
      assertEquals(2, count(page, "class=\"dgm4j-figure"), page.substring(page.length() - 500));
      assertEquals(2, count(page, "<img [^>]*display: none"));
      assertTrue(page.contains("&lt;/script&gt;&lt;b&gt;title&lt;/b&gt; $x$ 'q' \"q\" \\ 한글"));
    }
  }

  @Test
  void noButtonsStayOnATitleWhereNothingHovers() throws Exception {
    String touching = "<script>matchMedia=query=>({matches:query.includes('none')})</script>";
    String page =
        rendered(
            touching + ChartView.of(CHART).bundle().get(MimeBundle.HTML) + PlotlySource.script());
    assertEquals(1, count(page, "class=\"dgm4j-figure"));
    assertEquals(0, count(page, "class=\"modebar-btn"));
    String hovering = "<script>matchMedia=query=>({matches:!query.includes('none')})</script>";
    page =
        rendered(
            hovering + ChartView.of(CHART).bundle().get(MimeBundle.HTML) + PlotlySource.script());
    assertTrue(count(page, "class=\"modebar-btn") > 0);
    assertTrue(page.contains("modebar--hover"));
    assertFalse(page.contains("background-color: rgba(0, 0, 0, 0.5)"));
  }

  @Test
  void picturesStayWithoutTheSource() throws Exception {
    String page = rendered(ChartView.of(CHART).bundle().get(MimeBundle.HTML));
    assertFalse(page.contains("dgm4j-figure\""));
    assertTrue(page.contains("<img src=\"data:image/svg+xml;base64,"));
    assertFalse(page.contains("display: none"));
  }

  @Test
  void figuresOfTablesawAreShownAndBrokenOnesKeepThePicture() throws Exception {
    Figure good = new Figure(Layout.builder("title").build(), ScatterTrace.builder(X, X).build());
    Figure broken =
        new Figure() {
          @Override
          public String asJavascript(String element) {
            return "<script>Plotly.newPlot(missing)</script>";
          }
        };
    String picture = "<img alt=\"picture\">";
    String html =
        InteractiveHtml.of(picture, 400, good, FigureStyle.USUAL)
            + InteractiveHtml.of(picture, 400, broken, FigureStyle.USUAL);
    String page = rendered(html + PlotlySource.script());
    assertEquals(1, count(page, "class=\"dgm4j-figure"));
    assertEquals(1, count(page, "<img [^>]*display: none"));
    assertTrue(page.contains("scatterlayer"));
  }

  @Test
  void aTableIsSortedByTheHeadingThatIsClicked() throws Exception {
    List<List<String>> rows =
        List.of(List.of("a", "1,200"), List.of("b", "−3"), List.of("c", ""), List.of("d", "90.5"));
    String html =
        new SortableTable(new TableView(List.of("name", "size"), rows, ""))
            .bundle()
            .get(MimeBundle.HTML);
    assertEquals("abcd", order(rendered(html)));
    String click = "<script>document.querySelectorAll('th')[%d].click()</script>";
    assertEquals("bdac", order(rendered(html + click.formatted(1))));
    String twice = rendered(html + click.formatted(1) + click.formatted(1));
    assertEquals("adbc", order(twice));
    assertTrue(twice.contains("aria-sort=\"descending\""), twice);
    String back = rendered(html + click.formatted(1) + click.formatted(0));
    assertEquals("abcd", order(back));
    assertEquals(1, count(back, "[▲▼]"));
  }

  private static String order(String page) {
    return Pattern.compile("<td[^>]*>([a-d])</td>")
        .matcher(page)
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.joining());
  }
}
