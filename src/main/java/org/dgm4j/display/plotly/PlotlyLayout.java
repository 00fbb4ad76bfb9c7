package org.dgm4j.display.plotly;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleToIntFunction;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.Palette;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.DownsampledChart;
import org.dgm4j.display.chart.Scaling;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.html.Json;
import org.dgm4j.display.html.Raster;
import org.dgm4j.display.html.TextSize;

/** Everything of a Plotly figure but its traces: title, axes, legend, margins, notes. */
final class PlotlyLayout {

  private static final int TITLE = 15; // as in SvgChart
  private static final int NOTE = 11; // smaller than ordinary text, which is 12
  private static final double ENTRY = 50; // sign and gaps of Plotly's legend take about this
  private static final int MOST_ROWS = 3; // 81 of the usual 400 units; more go beside the chart
  private static final int LEGEND_ROW = 27; // as seen in Plotly's legend
  private static final double PLOT = 0.8; // about what margins and labels leave of a side
  private static final double LONGEST = 110; // as in SvgChart
  private static final double SHORT_RANGE = 12; // no more ticks than SvgChart has across

  private PlotlyLayout() {}

  static Map<String, Object> of(DownsampledChart downsampled) {
    Chart chart = downsampled.chart();
    int rows = legendRows(chart);
    boolean beside = isLegendBeside(chart);
    boolean titled = !chart.title().isBlank();
    int notes = downsampled.notes().size();
    Map<String, Object> layout =
        Json.object("height", chart.height(), "hovermode", "closest", "barmode", "overlay");
    if (titled) {
      Map<String, Object> title =
          title(PlotlyChart.plain(TextSize.shorten(chart.title(), TITLE, chart.width())), TITLE);
      title.putAll(Json.object("x", 0.5, "y", 0.98, "yanchor", "top"));
      layout.put("title", title);
    }
    layout.put("xaxis", axis(chart, false));
    layout.put("yaxis", axis(chart, true));
    Map<String, Object> strip = Json.object("domain", List.of(0.86, 1), "visible", false);
    if (chart.hasMarginal(Series.Marginal.Side.ABOVE)) {
      layout.put("yaxis2", strip);
    }
    if (chart.hasMarginal(Series.Marginal.Side.RIGHT)) {
      layout.put("xaxis2", strip);
    }
    layout.put(
        "legend",
        beside
            ? Json.object("x", 1.02, "y", 1)
            : Json.object("orientation", "h", "x", 0, "y", 1.01, "yanchor", "bottom"));
    int top = (titled ? 36 : 12) + (beside ? 0 : LEGEND_ROW * rows);
    layout.put("margin", Json.object("l", 60, "r", 20, "t", top, "b", 54 + 14 * notes));
    layout.put("annotations", annotations(downsampled));
    return layout;
  }

  /** The greatest width of a figure: a legend beside the chart takes nothing from it. */
  static int width(Chart chart) {
    return chart.width() + (isLegendBeside(chart) ? (int) Math.ceil(entryWidth(chart)) : 0);
  }

  private static boolean isLegendBeside(Chart chart) {
    return legendRows(chart) > MOST_ROWS;
  }

  /** How many rows the legend would take above the chart. */
  private static int legendRows(Chart chart) {
    int inRow = Math.max(1, (int) (PLOT * chart.width() / entryWidth(chart)));
    return (legendNames(chart).size() + inRow - 1) / inRow;
  }

  private static double entryWidth(Chart chart) {
    return ENTRY
        + legendNames(chart).stream()
            .mapToDouble(n -> TextSize.width(n, TextSize.USUAL))
            .max()
            .orElse(0);
  }

  private static List<String> legendNames(Chart chart) {
    return chart.names().stream().filter(name -> !name.isBlank()).toList();
  }

  private static List<Object> annotations(DownsampledChart downsampled) {
    Chart chart = downsampled.chart();
    List<Object> annotations = new ArrayList<>();
    if (!downsampled.notes().isEmpty()) {
      List<String> lines =
          downsampled.notes().stream()
              .map(note -> PlotlyChart.plain(TextSize.shorten(note, NOTE, chart.width())))
              .toList();
      annotations.add(note(String.join("<br>", lines), "right", 1, 0, -50));
    }
    if (!chart.hasData()) {
      annotations.add(note(Chart.NO_DATA, "center", 0.5, 0.6, 0));
    }
    for (Series.HeatMap map : chart.cells()) {
      if (map.drawing() == Series.HeatMap.Drawing.NUMBERS
          && Raster.numbersFit(
              map, 0.7 * chart.width() / map.columns(), 0.7 * chart.height() / map.rows())) {
        annotations.addAll(numbers(map));
      }
    }
    return annotations;
  }

  private static Map<String, Object> title(String text, Number size) {
    return Json.object("text", text, "font", Json.object("size", size));
  }

  private static Map<String, Object> note(
      String text, String anchor, double x, double y, int shift) {
    Map<String, Object> note = title(text, NOTE);
    note.putAll(Json.object("showarrow", false, "xref", "paper", "yref", "paper", "x", x, "y", y));
    note.putAll(Json.object("align", anchor, "xanchor", anchor, "yanchor", "top", "yshift", shift));
    return note;
  }

  private static List<Map<String, Object>> numbers(Series.HeatMap map) {
    double[] values = map.values();
    DoubleToIntFunction colors = Raster.colors(map);
    double across = (map.right() - map.left()) / map.columns();
    double up = (map.last() - map.first()) / map.rows();
    List<Map<String, Object>> numbers = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      double x = map.left() + (i % map.columns() + 0.5) * across;
      double y = map.first() + (i / map.columns() + 0.5) * up;
      Object font = Json.object("color", Palette.ink(colors.applyAsInt(values[i])));
      String text = NumberText.text(values[i]);
      numbers.add(Json.object("text", text, "x", x, "y", y, "font", font, "showarrow", false));
    }
    return numbers;
  }

  private static Map<String, Object> axis(Chart chart, boolean vertical) {
    Scaling scaling = vertical ? chart.vertical() : chart.horizontal();
    Axis axis = scaling.axis();
    boolean category = axis.scale() == Axis.Scale.CATEGORY;
    boolean log = axis.scale() == Axis.Scale.LOG;
    double low = log ? Math.log10(scaling.low()) : scaling.low();
    double high = log ? Math.log10(scaling.high()) : scaling.high();
    Map<String, Object> out = Json.object("type", log ? "log" : "linear");
    Map<String, Object> title = title(PlotlyChart.label(axis.label()), TextSize.USUAL);
    title.put("standoff", 8);
    out.put("title", title);
    out.put("range", vertical && category ? List.of(high, low) : List.of(low, high));
    out.putAll(
        Json.object("showgrid", vertical && !category, "showline", true, "automargin", true));
    if (chart.hasMarginal(vertical ? Series.Marginal.Side.ABOVE : Series.Marginal.Side.RIGHT)) {
      out.put("domain", List.of(0, 0.84));
    }
    out.putAll(
        category
            ? names(scaling, vertical ? 0 : PLOT * chart.width(), PLOT * chart.height())
            : numbers(axis, low, high));
    return out;
  }

  private static Map<String, Object> numbers(Axis axis, double low, double high) {
    if (axis.scale() == Axis.Scale.LOG) {
      return high - low > 2
          ? Json.object("exponentformat", "power", "dtick", Scaling.roundStep((high - low) / 8))
          : Json.object("exponentformat", "power");
    }
    boolean plain = Math.max(Math.abs(low), Math.abs(high)) < 1e7;
    Map<String, Object> out =
        Json.object("exponentformat", plain ? "none" : "power", "separatethousands", true);
    if (axis.scale() == Axis.Scale.WHOLE && high - low <= SHORT_RANGE) {
      out.put("dtick", 1);
    }
    return out;
  }

  /**
   * The names that fit.
   *
   * @param width the length of a horizontal axis, 0 for a vertical one
   * @param height the length of a vertical axis
   */
  private static Map<String, Object> names(Scaling scaling, double width, double height) {
    List<Scaling.Tick> ticks = scaling.ticks(0);
    double widest =
        width == 0
            ? 0
            : ticks.stream()
                .mapToDouble(t -> TextSize.width(t.label(), TextSize.USUAL))
                .max()
                .orElse(0);
    double slot = (width == 0 ? height : width) / Math.max(1, ticks.size());
    List<Scaling.Tick> shown = Scaling.every(ticks, Scaling.labelStep(widest, slot));
    return Json.object(
        "tickvals",
        shown.stream().map(Scaling.Tick::value).toList(),
        "ticktext",
        shown.stream()
            .map(t -> PlotlyChart.plain(TextSize.squeeze(t.label(), TextSize.USUAL, LONGEST)))
            .toList());
  }
}
