package org.dgm4j.display.plotly;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.chart.DownsampledChart;
import org.dgm4j.display.html.Json;
import org.dgm4j.display.html.TextSize;
import tech.tablesaw.plotly.components.Figure;

/**
 * A chart as an interactive figure: the same numbers, colours, order and ranges as {@code SvgChart}
 * draws, in Plotly's terms.
 *
 * @param data Plotly's traces
 * @param layout Plotly's layout
 */
public record PlotlyChart(List<Map<String, Object>> data, Map<String, Object> layout) {

  /** The greatest length of a name, in units of the size of the font. */
  private static final int LABEL = 40;

  /** The figure of a chart. */
  static PlotlyChart of(DownsampledChart downsampled) {
    return new PlotlyChart(PlotlyTraces.of(downsampled.chart()), PlotlyLayout.of(downsampled));
  }

  /** JavaScript that draws this figure in the element with this id. */
  String call(String element) {
    return NumberText.format(
        "Plotly.newPlot(document.getElementById(%s),%s,%s,{displaylogo:false});",
        Json.of(element), Json.of(data), Json.of(layout));
  }

  /**
   * This figure as front ends take it that draw {@link MimeBundle#PLOTLY}: maps, lists, strings,
   * booleans and finite numbers.
   */
  public Map<String, Object> json(FigureStyle.Theme theme) {
    Map<String, Object> all = new LinkedHashMap<>(layout);
    String ground = theme.ground().isEmpty() ? "rgba(0,0,0,0)" : theme.ground();
    all.putAll(Json.object("paper_bgcolor", ground, "plot_bgcolor", ground));
    all.put(
        "font",
        Json.object("family", "Helvetica,Arial,sans-serif", "size", 12, "color", theme.text()));
    return Json.object("data", Json.plain(data), "layout", Json.plain(all));
  }

  /** This figure for tablesaw's own tools, such as {@code Plot.show}. */
  public Figure figure() {
    return new Figure() {
      @Override
      public String asJavascript(String element) {
        return "<script>" + call(element) + "</script>";
      }
    };
  }

  /** A name as Plotly shows it: cut to a legible length, without markup and without LaTeX. */
  static String label(String text) {
    return plain(TextSize.squeeze(text, 1, LABEL));
  }

  /** A text as Plotly shows it: without markup and without LaTeX. */
  public static String plain(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("$", "&#36;");
  }
}
