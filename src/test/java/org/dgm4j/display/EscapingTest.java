package org.dgm4j.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.dgm4j.data.Samples;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.Captioned;
import org.dgm4j.display.component.ChartRow;
import org.dgm4j.display.component.ChartWithText;
import org.dgm4j.display.component.HistogramView;
import org.dgm4j.display.component.ImageGrid;
import org.dgm4j.display.component.SortableTable;
import org.dgm4j.display.component.TableView;
import org.dgm4j.display.plotly.PlotlySource;
import org.dgm4j.display.registry.Views;
import org.dgm4j.display.svg.SvgChartTest;
import org.dgm4j.display.view.live.ProgressView;
import org.dgm4j.display.view.probability.GraphView;
import org.dgm4j.probability.joint.JointTable;
import org.dgm4j.probability.joint.Variable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text of a user in every place of every view stays text in every face. */
class EscapingTest {

  private static final double[] X = {1, 2, 3};
  private static final Pattern TAG = Pattern.compile("<(/?[a-zA-Z]+)");

  /** Views that show a text of the user. */
  static final Map<String, Function<String, View>> VIEWS = new LinkedHashMap<>();

  static {
    VIEWS.put("caption", t -> new Captioned(t, new TableView(List.of("a"), List.of(), "")));
    VIEWS.put("table", t -> new TableView(List.of(t), List.of(List.of(t)), t));
    VIEWS.put(
        "sortable", t -> new SortableTable(new TableView(List.of(t), List.of(List.of(t)), t)));
    VIEWS.put("progress", t -> ProgressView.of(0.5, t));
    VIEWS.put(
        "grid", t -> ImageGrid.of(Samples.images(new float[16], 1, 1, 4, 4)).caption(t + " "));
    VIEWS.put("graph", t -> new GraphView(List.of(t, "b"), List.of(new GraphView.Arrow(0, 1))));
    VIEWS.put("described", t -> new ChartWithText(t, chart(t)));
    VIEWS.put("panels", t -> ChartRow.of(List.of(chart(t), chart(t)), t));
    VIEWS.put("beside", t -> ChartRow.of(List.of(chart(t))));
    VIEWS.put("histogram", t -> HistogramView.of(t, t).with(t, X).marked(t, 2));
  }

  @TempDir Path folder;

  private static Chart chart(String text) {
    return Chart.of(
        text,
        Axis.categories(text, List.of(text, "b", "c")),
        Axis.linear(text),
        Series.Bars.at(text, X),
        new Series.Line(text + " ", X, X));
  }

  /** The elements of a page, and so not those of its texts. */
  private static List<String> tags(String html) {
    String markup = html.replaceAll("(?s)<script>.*?</script>", "<script></script>");
    return TAG.matcher(markup).results().map(found -> found.group(1)).toList();
  }

  @Property(tries = 60)
  void textsAddNoElementInAnyFace(@ForAll("texts") String some) {
    String text = "a" + some;
    VIEWS.forEach(
        (name, view) -> {
          for (FigureStyle.Mode mode : FigureStyle.Mode.values()) {
            MimeBundle bundle = view.apply(text).bundle(FigureStyle.USUAL.with(mode));
            MimeBundle plain = view.apply("text").bundle(FigureStyle.USUAL.with(mode));
            List<String> tags =
                tags(bundle.get(MimeBundle.HTML)).stream()
                    .filter(t -> !t.endsWith("span"))
                    .toList();
            assertEquals(tags(plain.get(MimeBundle.HTML)), tags, name);
            if (bundle.get(MimeBundle.SVG) != null) {
              Labels.of(bundle.get(MimeBundle.SVG));
            }
            JsonNode figure = new ObjectMapper().valueToTree(bundle.figure());
            assertFalse(figure.toString().contains("<script"), name);
          }
        });
  }

  @Provide
  static Arbitrary<String> texts() {
    return SvgChartTest.texts();
  }

  @Test
  void aBrowserShowsThemAsText() throws Exception {
    String text =
        "<script>document.title='run'</script><img src=x onerror=alert(1)>\"'&$x^2$ 😀 한글";
    String html =
        VIEWS.values().stream()
            .map(view -> view.apply(text).bundle().get(MimeBundle.HTML))
            .collect(Collectors.joining("<hr>"));
    String page = Chromium.elements(folder, html + PlotlySource.script());
    assertFalse(page.contains("<title>run"));
    assertFalse(page.contains("<img src=\"x\""));
    String shown =
        "&lt;script&gt;document.title='run'&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;\"'&amp;";
    assertTrue(page.split(Pattern.quote(shown + "<span>$</span>x^2"), -1).length > 6);
    assertTrue(page.contains("class=\"dgm4j-figure"));
  }

  @Test
  void noFormulaIsFoundInText() {
    JointTable table =
        JointTable.of(
            new double[][] {{0.5, 0.5}}, Variable.of("$a$", "$b$"), Variable.of("c", "d", "e"));
    String html = Views.of(table.marginal("$a$")).orElseThrow().bundle().get(MimeBundle.HTML);
    String cells = new TableView(List.of("$\\alpha$"), List.of(), "$5").bundle().get("text/html");
    for (String page : List.of(html, cells)) {
      String outside = page.replaceAll("(?s)<script>.*?</script>|<[^>]*>", "\n");
      assertFalse(Pattern.compile("\\$[^\\n]+\\$").matcher(outside).find(), outside);
    }
  }
}
