package org.dgm4j.display;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleToIntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.plotly.components.Figure;

/**
 * A chart as an interactive figure: the same numbers, colours, order and ranges as {@link SvgChart}
 * draws, in Plotly's terms.
 *
 * @param data Plotly's traces
 * @param layout Plotly's layout
 */
record PlotlyChart(List<Map<String, Object>> data, Map<String, Object> layout) {

  private static final int LABEL = 40;
  private static final int NAMED_CELLS = 1024;
  private static final int RULE = 15;

  /** The figure of a chart. */
  static PlotlyChart of(Thinned thinned) {
    Chart chart = thinned.chart();
    Set<String> named = new HashSet<>();
    List<Map<String, Object>> data = new ArrayList<>();
    for (Series series : chart.series()) {
      Map<String, Object> trace = trace(chart, series);
      if (!(series instanceof Series.HeatMap)) {
        trace.put("name", label(series.name()));
        trace.put("legendgroup", series.name());
        trace.put("showlegend", !series.name().isBlank() && named.add(series.name()));
      }
      data.add(trace);
    }
    return new PlotlyChart(data, layout(thinned));
  }

  /** JavaScript that draws this figure in the element with this id. */
  String call(String element) {
    return String.format(
        Locale.ROOT,
        "Plotly.newPlot(document.getElementById(%s),%s,%s,{displaylogo:false});",
        Json.of(element),
        Json.of(data),
        Json.of(layout));
  }

  /** This figure for tablesaw's own tools, such as {@code Plot.show}. */
  Figure figure() {
    return new Figure() {
      @Override
      public String asJavascript(String element) {
        return "<script>" + call(element).replace("</", "<\\/") + "</script>";
      }
    };
  }

  /** The text as Plotly shows it: cut to a legible length, without markup and without LaTeX. */
  static String label(String text) {
    return TextSize.shorten(text, 1, LABEL)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("$", "&#36;");
  }

  private static Map<String, Object> trace(Chart chart, Series series) {
    String color = chart.color(series);
    if (series instanceof Series.Line line) {
      Map<String, Object> trace = scatter(chart, line.x(), line.y());
      trace.put("mode", line.x().length <= SvgChart.MARKED ? "lines+markers" : "lines");
      trace.put("line", Map.of("color", color, "width", 2, "dash", dash(chart, line)));
      trace.put("marker", Map.of("color", color, "size", 5));
      return trace;
    } else if (series instanceof Series.Points points) {
      Map<String, Object> trace = scatter(chart, points.x(), points.y());
      trace.put("mode", "markers");
      boolean many = points.x().length > SvgChart.MANY;
      trace.put("marker", Map.of("color", color, "size", many ? 3 : 5, "opacity", many ? 0.7 : 1));
      return trace;
    } else if (series instanceof Series.Area area) {
      return area(area, color);
    } else if (series instanceof Series.Bars bars) {
      return bars(chart, bars, color);
    } else if (series instanceof Series.HeatMap map) {
      return heatMap(chart, map);
    }
    if (series instanceof Series.Marginal marginal) {
      return marginal(marginal, color);
    }
    return rule(chart, (Series.Rule) series, color);
  }

  private static Map<String, Object> marginal(Series.Marginal marginal, String color) {
    boolean above = marginal.side() == Series.Marginal.Side.ABOVE;
    Map<String, Object> trace = new LinkedHashMap<>();
    trace.put("type", "scatter");
    trace.put("mode", "lines");
    trace.put(above ? "x" : "y", rounded(marginal.places()));
    trace.put(above ? "y" : "x", rounded(marginal.densities()));
    trace.put(above ? "yaxis" : "xaxis", above ? "y2" : "x2");
    trace.put("fill", above ? "tozeroy" : "tozerox");
    trace.put("fillcolor", color + "40");
    trace.put("line", Map.of("color", color, "width", 1));
    trace.put("hovertemplate", above ? "%{x}: %{y}" : "%{y}: %{x}");
    return trace;
  }

  private static String dash(Chart chart, Series.Line line) {
    return switch (line.stroke()) {
      case SOLID -> chart.repeats(line) ? "dashdot" : "solid";
      case DASHED -> "dash";
      case DOTTED -> "dot";
    };
  }

  private static Map<String, Object> scatter(Chart chart, double[] x, double[] y) {
    Map<String, Object> trace = new LinkedHashMap<>();
    trace.put("type", "scatter");
    trace.put("x", rounded(x));
    trace.put("y", rounded(y));
    names(chart.x(), x, trace);
    return trace;
  }

  /** On a category axis the pointer shows the name instead of its number. */
  private static void names(Axis axis, double[] x, Map<String, Object> trace) {
    if (axis.scale() == Axis.Scale.CATEGORY) {
      trace.put("text", DoubleStream.of(x).mapToObj(v -> label(name(axis, v))).toList());
      trace.put("hovertemplate", "%{text}: %{y}");
    } else {
      trace.put("hovertemplate", "%{x}, %{y}");
    }
  }

  private static String name(Axis axis, double value) {
    long index = Math.round(value);
    return index >= 0 && index < axis.categories().size()
        ? axis.categories().get((int) index)
        : Numbers.text(value);
  }

  private static Map<String, Object> area(Series.Area area, String color) {
    double[] x = area.x();
    double[] low = area.low();
    double[] high = area.high();
    List<Double> across = new ArrayList<>();
    List<Double> up = new ArrayList<>();
    int start = 0;
    while (start < x.length) {
      int end = start;
      while (end < x.length && Double.isFinite(x[end] + low[end] + high[end])) {
        end++;
      }
      int first = start;
      int last = end - 1;
      IntStream.range(first, end).forEach(i -> across.add(x[i]));
      IntStream.range(first, end).forEach(i -> up.add(high[i]));
      IntStream.range(first, end).forEach(i -> across.add(x[first + last - i]));
      IntStream.range(first, end).forEach(i -> up.add(low[first + last - i]));
      across.add(Double.NaN);
      up.add(Double.NaN);
      start = end + 1;
    }
    Map<String, Object> trace = new LinkedHashMap<>();
    trace.put("type", "scatter");
    trace.put("mode", "none");
    trace.put("x", rounded(across.stream().mapToDouble(Double::doubleValue).toArray()));
    trace.put("y", rounded(up.stream().mapToDouble(Double::doubleValue).toArray()));
    trace.put("fill", "toself");
    trace.put("fillcolor", color + "40");
    trace.put("hoverinfo", "skip");
    return trace;
  }

  private static Map<String, Object> bars(Chart chart, Series.Bars bars, String color) {
    double[] left = bars.left();
    double[] right = bars.right();
    double[] middle = middles(left, right);
    Map<String, Object> trace = new LinkedHashMap<>();
    trace.put("type", "bar");
    trace.put("x", rounded(middle));
    trace.put("y", rounded(bars.heights()));
    trace.put(
        "width",
        rounded(IntStream.range(0, left.length).mapToDouble(i -> right[i] - left[i]).toArray()));
    trace.put("marker", Map.of("color", color, "opacity", chart.series().size() == 1 ? 1 : 0.5));
    if (chart.x().scale() == Axis.Scale.CATEGORY) {
      names(chart.x(), middle, trace);
    } else {
      trace.put(
          "text",
          IntStream.range(0, left.length)
              .mapToObj(i -> Numbers.text(left[i]) + " to " + Numbers.text(right[i]))
              .toList());
      trace.put("hovertemplate", "%{text}: %{y}");
    }
    trace.put("textposition", "none");
    return trace;
  }

  private static double[] middles(double[] left, double[] right) {
    return IntStream.range(0, left.length).mapToDouble(i -> (left[i] + right[i]) / 2).toArray();
  }

  private static Map<String, Object> rule(Chart chart, Series.Rule rule, String color) {
    boolean vertical = rule.direction() == Series.Rule.Direction.VERTICAL;
    Scaling along = vertical ? chart.vertical() : chart.horizontal();
    double[] same = new double[RULE];
    Arrays.fill(same, rule.at());
    double[] other = along.spread(RULE);
    Map<String, Object> trace = new LinkedHashMap<>();
    trace.put("type", "scatter");
    trace.put("mode", "lines");
    trace.put("x", vertical ? same : rounded(other));
    trace.put("y", vertical ? rounded(other) : same);
    trace.put("line", Map.of("color", color, "width", 2, "dash", "dash"));
    trace.put("hovertemplate", vertical ? "%{x}" : "%{y}");
    return trace;
  }

  private static Map<String, Object> heatMap(Chart chart, Series.HeatMap map) {
    boolean contours = map.drawing() == Series.HeatMap.Drawing.CONTOURS;
    double[] range = map.range();
    double[] values = contours ? coarse(map.values(), range[1]) : rounded(map.values());
    double across = (map.right() - map.left()) / map.columns();
    double up = (map.last() - map.first()) / map.rows();
    Map<String, Object> trace = new LinkedHashMap<>();
    trace.put("type", "heatmap");
    trace.put("zsmooth", contours ? "best" : false);
    trace.put("showscale", map.colors() != ColorScale.OPACITY);
    trace.put(
        "z",
        IntStream.range(0, map.rows())
            .mapToObj(i -> Arrays.copyOfRange(values, i * map.columns(), (i + 1) * map.columns()))
            .toList());
    trace.put("x0", map.left() + across / 2);
    trace.put("dx", across);
    trace.put("y0", map.first() + up / 2);
    trace.put("dy", up);
    trace.put("zmin", range[0]);
    trace.put("zmax", range[1]);
    trace.put("colorscale", colors(map.colors(), contours));
    trace.put(
        "colorbar",
        Map.of(
            "title",
            Map.of("text", label(map.name()), "side", "top"),
            "thickness",
            14,
            "outlinewidth",
            0));
    boolean named =
        chart.x().scale() == Axis.Scale.CATEGORY || chart.y().scale() == Axis.Scale.CATEGORY;
    if (named && values.length <= NAMED_CELLS) {
      trace.put(
          "text",
          IntStream.range(0, map.rows())
              .mapToObj(
                  i ->
                      IntStream.range(0, map.columns())
                          .mapToObj(
                              j ->
                                  label(name(chart.x(), map.left() + (j + 0.5) * across))
                                      + ", "
                                      + label(name(chart.y(), map.first() + (i + 0.5) * up)))
                          .toList())
              .toList());
      trace.put("hovertemplate", "%{text}: %{z}<extra></extra>");
    } else {
      trace.put("hovertemplate", "%{x}, %{y}: %{z}<extra></extra>");
    }
    return trace;
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

  private static Map<String, Object> layout(Thinned thinned) {
    Chart chart = thinned.chart();
    List<String> names = chart.names().stream().filter(n -> !n.isBlank()).toList();
    double widest =
        names.stream()
            .mapToDouble(n -> TextSize.width(TextSize.shorten(n, 1, LABEL), 12))
            .max()
            .orElse(0);
    int inRow = Math.max(1, (int) (chart.width() * 0.8 / (widest + 50)));
    int rows = (names.size() + inRow - 1) / inRow;
    boolean beside = rows > 3;
    Map<String, Object> layout = new LinkedHashMap<>();
    if (!chart.title().isBlank()) {
      layout.put(
          "title",
          Map.of(
              "text",
              label(chart.title()),
              "font",
              Map.of("size", 15),
              "x",
              0.5,
              "y",
              0.98,
              "yanchor",
              "top"));
    }
    layout.put("height", chart.height());
    layout.put("hovermode", "closest");
    layout.put("barmode", "overlay");
    boolean above = has(chart, Series.Marginal.Side.ABOVE);
    boolean right = has(chart, Series.Marginal.Side.RIGHT);
    layout.put("xaxis", axis(chart.horizontal(), chart.width(), false, right));
    layout.put("yaxis", axis(chart.vertical(), chart.height(), true, above));
    if (above) {
      layout.put("yaxis2", strip());
    }
    if (right) {
      layout.put("xaxis2", strip());
    }
    layout.put(
        "legend",
        beside
            ? Map.of("x", 1.02, "y", 1)
            : Map.of("orientation", "h", "x", 0, "y", 1.01, "yanchor", "bottom"));
    int top = (chart.title().isBlank() ? 12 : 36) + (beside ? 0 : 22 * rows);
    int notes = thinned.notes().size();
    layout.put("margin", Map.of("l", 60, "r", 20, "t", top, "b", 50 + 13 * notes));
    List<Object> annotations = new ArrayList<>();
    if (notes > 0) {
      String text = String.join("<br>", thinned.notes().stream().map(PlotlyChart::label).toList());
      annotations.add(annotation(text, "right", 1, 0, -50));
    }
    if (!chart.hasData()) {
      annotations.add(annotation(Chart.NO_DATA, "center", 0.5, 0.6, 0));
    }
    for (Series series : chart.series()) {
      if (series instanceof Series.HeatMap map
          && map.drawing() == Series.HeatMap.Drawing.NUMBERS
          && fits(chart, map)) {
        annotations.addAll(numbers(map));
      }
    }
    layout.put("annotations", annotations);
    return layout;
  }

  private static boolean fits(Chart chart, Series.HeatMap map) {
    double widest =
        Arrays.stream(map.values())
            .mapToObj(Numbers::text)
            .mapToDouble(text -> TextSize.width(text, 12))
            .max()
            .orElse(0);
    return widest * map.columns() < 0.7 * chart.width() && 16 * map.rows() < 0.7 * chart.height();
  }

  private static List<Map<String, Object>> numbers(Series.HeatMap map) {
    double[] values = map.values();
    DoubleToIntFunction colors = Raster.colors(map);
    double across = (map.right() - map.left()) / map.columns();
    double down = (map.last() - map.first()) / map.rows();
    return IntStream.range(0, values.length)
        .mapToObj(
            i -> {
              Map<String, Object> out = new LinkedHashMap<>();
              out.put("text", Numbers.text(values[i]));
              out.put("x", map.left() + (i % map.columns() + 0.5) * across);
              out.put("y", map.first() + (i / map.columns() + 0.5) * down);
              out.put("font", Map.of("color", SvgChart.ink(colors.applyAsInt(values[i]))));
              out.put("showarrow", false);
              return out;
            })
        .toList();
  }

  private static boolean has(Chart chart, Series.Marginal.Side side) {
    return chart.series().stream()
        .anyMatch(s -> s instanceof Series.Marginal m && m.side() == side);
  }

  private static Map<String, Object> strip() {
    return Map.of("domain", List.of(0.86, 1), "visible", false);
  }

  private static Map<String, Object> annotation(
      String text, String anchor, double x, double y, int shift) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("text", text);
    out.put("font", Map.of("size", 11));
    out.put("showarrow", false);
    out.put("xref", "paper");
    out.put("yref", "paper");
    out.put("x", x);
    out.put("y", y);
    out.put("align", anchor);
    out.put("xanchor", anchor);
    out.put("yanchor", "top");
    out.put("yshift", shift);
    return out;
  }

  private static Map<String, Object> axis(
      Scaling scaling, int length, boolean vertical, boolean strip) {
    Axis axis = scaling.axis();
    double low = scaling.low();
    double high = scaling.high();
    boolean log = axis.scale() == Axis.Scale.LOG;
    boolean category = axis.scale() == Axis.Scale.CATEGORY;
    Map<String, Object> out = new LinkedHashMap<>();
    out.put(
        "title", Map.of("text", label(axis.label()), "font", Map.of("size", 12), "standoff", 8));
    out.put("type", log ? "log" : "linear");
    double[] range =
        log ? new double[] {Math.log10(low), Math.log10(high)} : new double[] {low, high};
    out.put("range", vertical && category ? new double[] {high, low} : range);
    out.put("showgrid", vertical && !category);
    out.put("showline", true);
    if (strip) {
      out.put("domain", List.of(0, 0.84));
    }
    out.put("automargin", true);
    if (category) {
      List<Scaling.Tick> ticks = scaling.ticks(0);
      double widest =
          ticks.stream().mapToDouble(t -> TextSize.width(t.label(), 12)).max().orElse(0);
      double slot = length * 0.8 / Math.max(1, ticks.size());
      int every = Scaling.labelStep(vertical ? 0 : widest, slot);
      List<Scaling.Tick> shown =
          IntStream.range(0, ticks.size())
              .filter(i -> i % every == 0)
              .mapToObj(ticks::get)
              .toList();
      out.put("tickvals", shown.stream().mapToDouble(Scaling.Tick::value).toArray());
      out.put(
          "ticktext",
          shown.stream().map(t -> label(TextSize.shorten(t.label(), 12, 110))).toList());
    } else if (log) {
      out.put("exponentformat", "power");
      int decades = (int) Math.ceil(Math.log10(high) - Math.log10(low));
      if (decades > 2) {
        out.put("dtick", Scaling.roundStep(decades / 8.0));
      }
    } else {
      boolean plain = Math.max(Math.abs(low), Math.abs(high)) < 1e7;
      out.put("exponentformat", plain ? "none" : "power");
      out.put("separatethousands", true);
      if (axis.scale() == Axis.Scale.WHOLE && high - low <= 12) {
        out.put("dtick", 1);
      }
    }
    return out;
  }

  /** As many digits as a picture can show, so that figures stay small. */
  static double[] rounded(double[] values) {
    Summary summary = Summary.of(values);
    double size = Math.max(Math.abs(summary.least()), Math.abs(summary.greatest()));
    double span = summary.greatest() - summary.least();
    double more = span > 0 ? Math.ceil(Math.log10(size / span)) : 0;
    MathContext digits = new MathContext((int) Math.min(17, 4 + Math.max(0, more)));
    return Arrays.stream(values)
        .map(v -> Double.isFinite(v) ? new BigDecimal(v).round(digits).doubleValue() : v)
        .toArray();
  }

  /** Multiples of about a thousandth of the greatest value. */
  private static double[] coarse(double[] values, double greatest) {
    int decimals = greatest > 0 ? 3 - (int) Math.floor(Math.log10(greatest)) : 0;
    return Arrays.stream(values)
        .map(
            v ->
                Double.isFinite(v)
                    ? new BigDecimal(v).setScale(decimals, RoundingMode.HALF_EVEN).doubleValue()
                    : v)
        .toArray();
  }
}
