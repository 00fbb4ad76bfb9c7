package org.dgm4j.display.svg;

import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dgm4j.base.Numbers;
import org.dgm4j.display.Palette;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.chart.Summary;
import org.dgm4j.display.html.Raster;
import org.dgm4j.display.html.TextSize;

/** Draws the series of a chart into an SVG document, in the chart's frame and in its legend. */
final class SvgSeries {

  /** The height of a strip for marginals. */
  static final double STRIP = 56;

  private static final double GAP = 4;

  /** How many sizes of dots are told apart. */
  private static final int SIZES = 64;

  private final Chart chart;
  private final Svg out;

  SvgSeries(Chart chart, Svg out) {
    this.chart = chart;
    this.out = out;
  }

  /** The sign of a name in the legend, 16 units wide. */
  void swatch(String name, double at, double middle) {
    for (Series s : chart.series()) {
      if (!s.name().equals(name)) {
        continue;
      }
      if (s instanceof Series.Area || s instanceof Series.Bars || s instanceof Series.Marginal) {
        out.path(Svg.box(at, middle - 5, at + 16, middle + 5), fill(s));
      } else if (s instanceof Series.Points) {
        out.path("m" + 2 * Math.round(at + 8) + " " + 2 * Math.round(middle) + "h0", dots(s, 7));
      } else {
        out.path("M" + Svg.place(at, middle) + "h16", stroke(s));
      }
    }
  }

  /** All series in their order, cut off at the frame, and the marginals beside it. */
  void draw(Frame frame) {
    out.clip(frame.left(), frame.top(), frame.width(), frame.height());
    for (Series s : chart.series()) {
      draw(frame, s);
    }
    out.end();
    for (Series s : chart.series()) {
      if (s instanceof Series.Marginal marginal) {
        marginal(frame, marginal);
      }
    }
  }

  private void draw(Frame frame, Series series) {
    if (series instanceof Series.Line line) {
      out.path(joined(frame, line.x(), line.y()), stroke(line));
      if (line.dotted()) {
        out.path(dotted(frame, line.x(), line.y()), dots(line, 5));
      }
    } else if (series instanceof Series.Points points) {
      if (points.sized()) {
        bubbles(frame, points);
      } else {
        int size = points.many() ? 3 : 5;
        out.path(dotted(frame, points.x(), points.y()), dots(points, size));
      }
    } else if (series instanceof Series.Area area) {
      area(frame, area);
    } else if (series instanceof Series.Bars bars) {
      bars(frame, bars);
    } else if (series instanceof Series.HeatMap map) {
      cells(frame, map);
    } else if (series instanceof Series.Rule rule) {
      rule(frame, rule);
    }
  }

  private static String joined(Frame frame, double[] across, double[] up) {
    StringBuilder path = new StringBuilder();
    boolean open = false;
    for (int i = 0; i < across.length; i++) {
      double x = frame.column(across[i]);
      double y = frame.row(up[i]);
      boolean shown = Double.isFinite(x + y);
      if (shown) {
        path.append(open ? 'L' : 'M').append(Svg.place(x, y));
      }
      open = shown;
    }
    return path.toString();
  }

  /**
   * Dots as strokes of no length with round ends, from left to right, in steps of half a unit. A
   * closed path would be as small, but is lost where Chromium prints it.
   */
  private static String dotted(Frame frame, double[] across, double[] up) {
    long[][] places =
        IntStream.range(0, across.length)
            .mapToObj(i -> new double[] {frame.column(across[i]), frame.row(up[i])})
            .filter(place -> Double.isFinite(place[0] + place[1]))
            .map(place -> new long[] {Math.round(2 * place[0]), Math.round(2 * place[1])})
            .sorted(Comparator.comparingLong(place -> place[0]))
            .toArray(long[][]::new);
    StringBuilder path = new StringBuilder();
    long[] last = {0, 0};
    for (long[] place : places) {
      long down = place[1] - last[1];
      path.append('m').append(place[0] - last[0]).append(down < 0 ? "" : " ").append(down);
      path.append("h0");
      last = place;
    }
    return path.toString();
  }

  /** One path for all dots of about the same size, the largest first, so that none is hidden. */
  private void bubbles(Frame frame, Series.Points points) {
    double[] across = points.x();
    double[] up = points.y();
    double[] diameters = points.diameters();
    double step = Math.max(0.5, Summary.of(diameters).greatest() / SIZES);
    IntStream.range(0, across.length)
        .filter(i -> diameters[i] > 0)
        .boxed()
        .collect(Collectors.groupingBy(i -> Math.max(1, Math.round(diameters[i] / step))))
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey(Comparator.reverseOrder()))
        .forEach(
            group -> {
              double[] x = group.getValue().stream().mapToDouble(i -> across[i]).toArray();
              double[] y = group.getValue().stream().mapToDouble(i -> up[i]).toArray();
              String style = dots(points, group.getKey() * step, Palette.BUBBLE);
              out.path(dotted(frame, x, y), style);
            });
  }

  private void area(Frame frame, Series.Area area) {
    double[] across = Arrays.stream(area.x()).map(frame::column).toArray();
    double[] low = Arrays.stream(area.low()).map(frame::row).toArray();
    double[] high = Arrays.stream(area.high()).map(frame::row).toArray();
    StringBuilder path = new StringBuilder();
    int start = 0;
    while (start < across.length) {
      int end = start;
      while (end < across.length && Double.isFinite(across[end] + low[end] + high[end])) {
        end++;
      }
      for (int i = start; i < end; i++) {
        path.append(i == start ? 'M' : 'L').append(Svg.place(across[i], high[i]));
      }
      for (int i = end - 1; i >= start; i--) {
        path.append('L').append(Svg.place(across[i], low[i]));
      }
      path.append(end > start ? "Z" : "");
      start = end + 1;
    }
    out.path(path.toString(), fill(area));
  }

  /** One outline for all bars that touch. */
  private void bars(Frame frame, Series.Bars bars) {
    double[] from = bars.left();
    double[] to = bars.right();
    double[] heights = bars.heights();
    boolean log = chart.y().scale() == Axis.Scale.LOG;
    double foot = log ? frame.bottom() : frame.row(0);
    String down = "V" + Svg.number(foot);
    StringBuilder path = new StringBuilder();
    double end = Double.NaN;
    for (int i = 0; i < heights.length; i++) {
      double head = frame.row(heights[i]);
      double start = frame.column(from[i]);
      if (!Double.isFinite(head + start + frame.column(to[i]))) {
        continue;
      }
      if (start != end) {
        path.append(path.isEmpty() ? "" : down).append('M').append(Svg.place(start, foot));
      }
      end = frame.column(to[i]);
      path.append('V').append(Svg.number(head)).append('H').append(Svg.number(end));
    }
    out.path(path.append(path.isEmpty() ? "" : down).toString(), fill(bars));
  }

  private void rule(Frame frame, Series.Rule rule) {
    boolean vertical = rule.direction() == Series.Rule.Direction.VERTICAL;
    double at = vertical ? frame.column(rule.at()) : frame.row(rule.at());
    if (Double.isFinite(at)) {
      out.path(
          vertical
              ? "M" + Svg.place(at, frame.top()) + "V" + Svg.number(frame.bottom())
              : "M" + Svg.place(frame.left(), at) + "H" + Svg.number(frame.right()),
          stroke(rule));
    }
  }

  private void cells(Frame frame, Series.HeatMap map) {
    if (map.values().length == 0) {
      return;
    }
    double first = frame.row(map.first());
    double last = frame.row(map.last());
    boolean smooth = map.drawing() == Series.HeatMap.Drawing.CONTOURS;
    out.element(
        String.format(
            Locale.ROOT,
            "<image x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" preserveAspectRatio=\"none\"%s"
                + " href=\"data:image/png;base64,%s\"/>",
            Svg.number(frame.column(map.left())),
            Svg.number(Math.min(first, last)),
            Svg.number(frame.column(map.right()) - frame.column(map.left())),
            Svg.number(Math.abs(last - first)),
            smooth ? "" : " style=\"image-rendering:pixelated\"",
            Base64.getEncoder().encodeToString(Raster.png(map, first < last))));
    if (map.drawing() == Series.HeatMap.Drawing.NUMBERS) {
      numbers(frame, map);
    }
  }

  private void numbers(Frame frame, Series.HeatMap map) {
    double left = frame.column(map.left());
    double first = frame.row(map.first());
    double width = (frame.column(map.right()) - left) / map.columns();
    double height = (frame.row(map.last()) - first) / map.rows();
    if (!Raster.numbersFit(map, width, Math.abs(height))) {
      return;
    }
    double[] values = map.values();
    DoubleToIntFunction colors = Raster.colors(map);
    for (int i = 0; i < values.length; i++) {
      double across = left + (i % map.columns() + 0.5) * width;
      double down = first + (i / map.columns() + 0.5) * height;
      String ink = Palette.ink(colors.applyAsInt(values[i]));
      out.colored(Numbers.text(values[i]), across, down + TextSize.USUAL / 3, ink);
    }
  }

  private void marginal(Frame frame, Series.Marginal marginal) {
    boolean above = marginal.side() == Series.Marginal.Side.ABOVE;
    double[] places = marginal.places();
    double[] densities = marginal.densities();
    double greatest = Summary.of(densities).greatest();
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < places.length; i++) {
      double size = (STRIP - 2 * GAP) * densities[i] / greatest;
      double across = above ? frame.column(places[i]) : frame.right() + GAP / 2 + size;
      double down = above ? frame.top() - GAP / 2 - size : frame.row(places[i]);
      if (Double.isFinite(across + down)) {
        path.append(path.isEmpty() ? 'M' : 'L').append(Svg.place(across, down));
      }
    }
    out.path(path.toString(), fill(marginal) + " stroke=\"" + chart.color(marginal) + "\"");
  }

  private String fill(Series series) {
    String color = chart.color(series);
    if (series instanceof Series.Area || series instanceof Series.Marginal) {
      return Svg.fill(color, Palette.SHADE);
    }
    double opacity = chart.barOpacity();
    return Svg.fill(color, opacity) + (opacity < 1 ? " stroke=\"" + color + "\"" : "");
  }

  private String stroke(Series series) {
    String dash =
        series instanceof Series.Rule
            ? "6 4"
            : switch (((Series.Line) series).stroke()) {
              case SOLID -> chart.repeats(series) ? "9 3 2 3" : "";
              case DASHED -> "8 5";
              case DOTTED -> "1 5";
            };
    return Svg.stroke(chart.color(series), 1)
        + " stroke-width=\"2\" stroke-linecap=\"round\" stroke-linejoin=\"round\""
        + (dash.isEmpty() ? "" : " stroke-dasharray=\"" + dash + "\"");
  }

  private String dots(Series series, int size) {
    return dots(series, size, size < 4 ? 0.9 : 1);
  }

  private String dots(Series series, double size, double opacity) {
    return Svg.stroke(chart.color(series), opacity)
        + String.format(
            Locale.ROOT,
            " stroke-width=\"%s\" stroke-linecap=\"%s\" transform=\"scale(0.5)\"",
            Svg.number(2 * size),
            chart.repeats(series) ? "square" : "round");
  }
}
