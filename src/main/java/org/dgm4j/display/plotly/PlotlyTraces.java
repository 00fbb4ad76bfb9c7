package org.dgm4j.display.plotly;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.Palette;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.ColorScale;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.chart.SeriesVisitor;
import org.dgm4j.display.chart.Summary;
import org.dgm4j.display.html.Json;
import org.dgm4j.display.html.Raster;

/** The series of a chart as Plotly's traces. */
final class PlotlyTraces implements SeriesVisitor<Map<String, Object>> {

  private static final int NAMED_CELLS = 1024; // 32 × 32; names take more room than numbers

  /** Below this width, a title beside the colour bar leaves more to the map than one above it. */
  private static final int NARROW = 480;

  private static final int RULE_PLACES = 15; // the pointer finds a line only at its places
  private static final int DIGITS = 4; // 1/10,000 of an axis of 600 pixels can't be seen

  private final Chart chart;

  private PlotlyTraces(Chart chart) {
    this.chart = chart;
  }

  /** One trace for each series, in their order. */
  static List<Map<String, Object>> of(Chart chart) {
    PlotlyTraces traces = new PlotlyTraces(chart);
    Set<String> named = new HashSet<>();
    List<Map<String, Object>> data = new ArrayList<>();
    for (Series series : chart.series()) {
      Map<String, Object> trace = series.accept(traces);
      if (series.cells().isEmpty()) {
        trace.put("name", PlotlyChart.label(series.name()));
        trace.put("legendgroup", PlotlyChart.plain(series.name()));
        trace.put("showlegend", !series.name().isBlank() && named.add(series.name()));
      }
      data.add(trace);
    }
    return data;
  }

  @Override
  public Map<String, Object> line(Series.Line line) {
    String color = chart.color(line);
    String dash =
        switch (line.stroke()) {
          case SOLID -> chart.repeats(line) ? "dashdot" : "solid";
          case DASHED -> "dash";
          case DOTTED -> "dot";
        };
    Map<String, Object> trace = scatter(line.x(), line.y());
    trace.put("mode", line.dotted() ? "lines+markers" : "lines");
    trace.put("line", Json.object("color", color, "width", 2, "dash", dash));
    trace.put("marker", Json.object("color", color, "size", 5));
    trace.putAll(hover(line.x()));
    return trace;
  }

  @Override
  public Map<String, Object> points(Series.Points points) {
    String color = chart.color(points);
    Map<String, Object> trace = scatter(points.x(), points.y());
    trace.put("mode", "markers");
    Object size = points.sized() ? rounded(points.diameters()) : chart.diameter(points);
    Map<String, Object> marker =
        Json.object("color", color, "size", size, "opacity", chart.dotOpacity(points));
    if (chart.repeats(points)) {
      marker.put("symbol", "square");
    }
    trace.put("marker", marker);
    trace.putAll(hover(points.x()));
    return trace;
  }

  private static Map<String, Object> scatter(double[] x, double[] y) {
    return Json.object("type", "scatter", "x", rounded(x), "y", rounded(y));
  }

  /** What the pointer shows: the numbers, and on a category axis the name. */
  private Map<String, Object> hover(double[] x) {
    Axis axis = chart.x();
    if (axis.scale() != Axis.Scale.CATEGORY) {
      return Json.object("hovertemplate", "%{x}, %{y}");
    }
    List<String> names = DoubleStream.of(x).mapToObj(v -> PlotlyChart.label(axis.name(v))).toList();
    return Json.object("text", names, "hovertemplate", "%{text}: %{y}");
  }

  /** A closed line around each part without gaps. */
  @Override
  public Map<String, Object> area(Series.Area area) {
    double[] x = area.x();
    double[] low = area.low();
    double[] high = area.high();
    DoubleStream.Builder across = DoubleStream.builder();
    DoubleStream.Builder up = DoubleStream.builder();
    int start = 0;
    while (start < x.length) {
      int end = start;
      while (end < x.length && Double.isFinite(x[end] + low[end] + high[end])) {
        across.add(x[end]);
        up.add(high[end++]);
      }
      for (int i = end - 1; i >= start; i--) {
        across.add(x[i]);
        up.add(low[i]);
      }
      across.add(Double.NaN);
      up.add(Double.NaN);
      start = end + 1;
    }
    Map<String, Object> trace = scatter(across.build().toArray(), up.build().toArray());
    trace.put("mode", "none");
    trace.put("fill", "toself");
    trace.put("fillcolor", shade(chart.color(area)));
    trace.put("hoverinfo", "skip");
    return trace;
  }

  private static String shade(String color) {
    return String.format("%s%02x", color, Math.round(255 * Palette.SHADE));
  }

  @Override
  public Map<String, Object> bars(Series.Bars bars) {
    double[] left = bars.left();
    double[] right = bars.right();
    double[] middles =
        IntStream.range(0, left.length).mapToDouble(i -> (left[i] + right[i]) / 2).toArray();
    double[] widths =
        IntStream.range(0, left.length).mapToDouble(i -> right[i] - left[i]).toArray();
    Map<String, Object> trace = Json.object("type", "bar", "x", rounded(middles));
    trace.putAll(Json.object("y", rounded(bars.heights()), "width", rounded(widths)));
    trace.put("marker", Json.object("color", chart.color(bars), "opacity", chart.barOpacity()));
    trace.put("textposition", "none");
    boolean single =
        chart.x().scale() == Axis.Scale.CATEGORY || chart.x().scale() == Axis.Scale.WHOLE;
    if (single) {
      trace.putAll(hover(middles));
    } else {
      List<String> bins =
          IntStream.range(0, left.length)
              .mapToObj(i -> NumberText.text(left[i]) + " to " + NumberText.text(right[i]))
              .toList();
      trace.putAll(Json.object("text", bins, "hovertemplate", "%{text}: %{y}"));
    }
    return trace;
  }

  @Override
  public Map<String, Object> marginal(Series.Marginal marginal) {
    String color = chart.color(marginal);
    boolean above = marginal.isAbove();
    double[] places = marginal.places();
    double[] densities = marginal.densities();
    Map<String, Object> trace = above ? scatter(places, densities) : scatter(densities, places);
    trace.put("mode", "lines");
    trace.put(above ? "yaxis" : "xaxis", above ? "y2" : "x2");
    trace.put("fill", above ? "tozeroy" : "tozerox");
    trace.put("fillcolor", shade(color));
    trace.put("line", Json.object("color", color, "width", 1));
    trace.put("hovertemplate", above ? "%{x}: %{y}" : "%{y}: %{x}");
    return trace;
  }

  @Override
  public Map<String, Object> rule(Series.Rule rule) {
    boolean vertical = rule.isVertical();
    double[] same = new double[RULE_PLACES];
    Arrays.fill(same, rule.at());
    double[] other = (vertical ? chart.vertical() : chart.horizontal()).spread(RULE_PLACES);
    Map<String, Object> trace = vertical ? scatter(same, other) : scatter(other, same);
    trace.put("mode", "lines");
    trace.put("line", Json.object("color", chart.color(rule), "width", 2, "dash", "dash"));
    trace.put("hovertemplate", vertical ? "%{x}" : "%{y}");
    return trace;
  }

  @Override
  public Map<String, Object> heatMap(Series.HeatMap map) {
    boolean contours = map.drawing() == Series.HeatMap.Drawing.CONTOURS;
    double[] range = map.range();
    int digits = map.values().length > NAMED_CELLS ? DIGITS - 1 : DIGITS;
    double[] values = contours ? coarse(map.values(), range[1]) : rounded(map.values(), digits);
    double across = (map.right() - map.left()) / map.columns();
    double up = (map.last() - map.first()) / map.rows();
    Map<String, Object> trace = Json.object("type", "heatmap", "z", rows(map, i -> values[i]));
    trace.put("x0", map.left() + across / 2);
    trace.put("dx", across);
    trace.put("y0", map.first() + up / 2);
    trace.put("dy", up);
    trace.put("zmin", range[0]);
    trace.put("zmax", range[1]);
    trace.put("zsmooth", contours ? "best" : false);
    trace.put("colorscale", colors(map.colors(), contours));
    trace.put("showscale", map.colors() != ColorScale.OPACITY && !map.name().isBlank());
    String side = chart.width() < NARROW ? "right" : "top";
    Object title = Json.object("text", PlotlyChart.label(map.name()), "side", side);
    trace.put("colorbar", Json.object("title", title, "thickness", 14, "outlinewidth", 0));
    boolean named =
        chart.x().scale() == Axis.Scale.CATEGORY || chart.y().scale() == Axis.Scale.CATEGORY;
    if (named && values.length <= NAMED_CELLS) {
      IntFunction<Object> names =
          i -> {
            String x = chart.x().name(map.left() + (i % map.columns() + 0.5) * across);
            String y = chart.y().name(map.first() + (i / map.columns() + 0.5) * up);
            return PlotlyChart.label(x) + ", " + PlotlyChart.label(y);
          };
      trace.put("text", rows(map, names));
      trace.put("hovertemplate", "%{text}: %{z}<extra></extra>");
    } else {
      trace.put("hovertemplate", "%{x}, %{y}: %{z}<extra></extra>");
    }
    return trace;
  }

  private static List<List<Object>> rows(Series.HeatMap map, IntFunction<Object> cell) {
    return IntStream.range(0, map.rows())
        .mapToObj(
            row ->
                IntStream.range(row * map.columns(), (row + 1) * map.columns())
                    .mapToObj(cell)
                    .toList())
        .toList();
  }

  /** The colours as Plotly takes them: the scale's own, or one for each step of contours. */
  private static List<List<Object>> colors(ColorScale colors, boolean contours) {
    int parts = contours ? Raster.STEPS : colors.stops().length - 1;
    return IntStream.range(0, parts)
        .boxed()
        .flatMap(
            i ->
                contours
                    ? Stream.of(
                        color(colors, i, parts, i, parts - 1),
                        color(colors, i + 1, parts, i, parts - 1))
                    : Stream.of(
                        color(colors, i, parts, i, parts),
                        color(colors, i + 1, parts, i + 1, parts)))
        .distinct()
        .toList();
  }

  private static List<Object> color(ColorScale colors, int at, int parts, int of, int last) {
    return List.of((double) at / parts, ColorScale.css(colors.argb((double) of / last)));
  }

  /** As many digits as a picture can show, so that figures stay small. */
  static double[] rounded(double[] values) {
    return rounded(values, DIGITS);
  }

  private static double[] rounded(double[] values, int least) {
    Summary summary = Summary.of(values);
    double size = Math.max(Math.abs(summary.least()), Math.abs(summary.greatest()));
    double span = summary.greatest() - summary.least();
    double more = span > 0 ? Math.max(0, Math.ceil(Math.log10(size / span))) : 0;
    MathContext digits = new MathContext((int) Math.min(17, least + more));
    return Arrays.stream(values)
        .map(v -> Double.isFinite(v) ? new BigDecimal(v).round(digits).doubleValue() : v)
        .toArray();
  }

  /** Multiples of about a hundredth of the greatest value. */
  private static double[] coarse(double[] values, double greatest) {
    int decimals = greatest > 0 ? DIGITS - 2 - (int) Math.floor(Math.log10(greatest)) : 0;
    return Arrays.stream(values)
        .map(
            v ->
                Double.isFinite(v)
                    ? new BigDecimal(v).setScale(decimals, RoundingMode.HALF_EVEN).doubleValue()
                    : v)
        .toArray();
  }
}
