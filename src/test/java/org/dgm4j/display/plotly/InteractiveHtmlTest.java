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

  /**
   * Notes whether Plotly's buttons lie on a part of a figure, and whether they are seen in time.
   */
  private static final String WHERE_BUTTONS_ARE =
      """
      <script>
      setTimeout(() => {
        const place = element => element.getBoundingClientRect();
        for (const figure of document.querySelectorAll('.dgm4j-figure')) {
          const buttons = place(figure.querySelector('.modebar'));
          const on = [...figure.querySelectorAll('text, .plot, .legend')].filter(part => {
            const a = place(part);
            return a.width && a.left < buttons.right && a.right > buttons.left
                && a.top < buttons.bottom && a.bottom > buttons.top;
          });
          const inside = buttons.bottom <= place(figure.parentElement).bottom;
          const note = document.createElement('p');
          note.textContent = `buttons ${Math.round(buttons.width)} wide on ${on.length} parts`
              + ` of ${figure.querySelectorAll('text').length}, inside ${inside}`;
          document.body.append(note);
        }
      }, 5000);
      </script>""";

  @Test
  void buttonsLieOnNoTitleAndNoLegend() throws Exception {
    String hovering = "<script>matchMedia=query=>({matches:!query.includes('none')})</script>";
    Chart wide =
        CHART
            .titled("A title that is about as long as they come in a lecture on probability")
            .with(new Series.Line("a second curve of a long name", X, new double[] {3, 2, 1}))
            .with(new Series.Points("and dots of a name that is long, too", X, X));
    Figure jsplot = new Figure(Layout.builder("title").build(), ScatterTrace.builder(X, X).build());
    for (FigureStyle.Theme theme : FigureStyle.Theme.values()) {
      FigureStyle style = FigureStyle.USUAL.with(theme);
      String figures =
          ChartView.of(wide).bundle(style).get(MimeBundle.HTML)
              + ChartView.of(wide.titled("")).bundle(style).get(MimeBundle.HTML)
              + InteractiveHtml.of("<img alt=\"picture\">", 400, jsplot, style);
      String page = rendered(hovering + figures + PlotlySource.script() + WHERE_BUTTONS_ARE);
      assertEquals(
          3,
          count(page, "buttons \\d{2,} wide on 0 parts of \\d{2,}, inside true"),
          page.substring(page.lastIndexOf("<p>")));
    }
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
