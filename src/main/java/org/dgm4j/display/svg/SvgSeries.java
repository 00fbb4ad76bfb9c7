package org.dgm4j.display.svg;

import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.function.DoubleToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.Palette;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.chart.SeriesVisitor;
import org.dgm4j.display.chart.Summary;
import org.dgm4j.display.html.Raster;
import org.dgm4j.display.html.TextSize;

/** Draws the series of a chart into an SVG document, in the chart's frame and beside it. */
record SvgSeries(Chart chart, Svg out, Frame frame, SvgStyle style) implements SeriesVisitor<Svg> {

  /** The height of a strip for marginals. */
  static final double STRIP = 56;

  private static final double GAP = 4; // air at both sides of a curve in a strip

  private static final double DOT = 5; // on a line of 2, as in Plotly's figure

  /** How many sizes of dots are told apart. */
  private static final int SIZES = 64;

  /** All series in their order, cut off at the frame, and the marginals beside it. */
  void draw() {
    out.clip(frame.left(), frame.top(), frame.width(), frame.height());
    chart.series().stream().filter(s -> s.beside().isEmpty()).forEach(s -> s.accept(this));
    out.end();
    chart.series().stream().filter(s -> s.beside().isPresent()).forEach(s -> s.accept(this));
  }

  @Override
  public Svg line(Series.Line line) {
    out.path(joined(line.x(), line.y()), style.stroke(line));
    return line.dotted() ? out.path(dotted(line.x(), line.y()), style.dots(line, DOT, 1)) : out;
  }

  @Override
  public Svg points(Series.Points points) {
    return points.sized()
        ? bubbles(points)
        : out.path(
            dotted(points.x(), points.y()),
            style.dots(points, chart.diameter(points), chart.dotOpacity(points)));
  }

  private String joined(double[] across, double[] up) {
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
  private String dotted(double[] across, double[] up) {
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
  private Svg bubbles(Series.Points points) {
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
              out.path(
                  dotted(x, y),
                  style.dots(points, group.getKey() * step, chart.dotOpacity(points)));
            });
    return out;
  }

  @Override
  public Svg area(Series.Area area) {
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
    return out.path(path.toString(), style.shade(area));
  }

  /** One outline for all bars that touch. */
  @Override
  public Svg bars(Series.Bars bars) {
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
    return out.path(path.append(path.isEmpty() ? "" : down).toString(), style.fill(bars));
  }

  @Override
  public Svg rule(Series.Rule rule) {
    double at = rule.isVertical() ? frame.column(rule.at()) : frame.row(rule.at());
    if (!Double.isFinite(at)) {
      return out;
    }
    return out.path(
        rule.isVertical()
            ? "M" + Svg.place(at, frame.top()) + "V" + Svg.number(frame.bottom())
            : "M" + Svg.place(frame.left(), at) + "H" + Svg.number(frame.right()),
        style.stroke(rule));
  }

  @Override
  public Svg heatMap(Series.HeatMap map) {
    if (map.values().length == 0) {
      return out;
    }
    double first = frame.row(map.first());
    double last = frame.row(map.last());
    boolean smooth = map.drawing() == Series.HeatMap.Drawing.CONTOURS;
    out.element(
        NumberText.format(
            "<image x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" preserveAspectRatio=\"none\"%s"
                + " href=\"data:image/png;base64,%s\"/>",
            Svg.number(frame.column(map.left())),
            Svg.number(Math.min(first, last)),
            Svg.number(frame.column(map.right()) - frame.column(map.left())),
            Svg.number(Math.abs(last - first)),
            smooth ? "" : " style=\"image-rendering:pixelated\"",
            Base64.getEncoder().encodeToString(Raster.png(map, first < last))));
    return map.drawing() == Series.HeatMap.Drawing.NUMBERS ? numbers(map) : out;
  }

  private Svg numbers(Series.HeatMap map) {
    double left = frame.column(map.left());
    double first = frame.row(map.first());
    double width = (frame.column(map.right()) - left) / map.columns();
    double height = (frame.row(map.last()) - first) / map.rows();
    if (!Raster.numbersFit(map, width, Math.abs(height))) {
      return out;
    }
    double[] values = map.values();
    DoubleToIntFunction colors = Raster.colors(map);
    for (int i = 0; i < values.length; i++) {
      double across = left + (i % map.columns() + 0.5) * width;
      double down = first + (i / map.columns() + 0.5) * height;
      String ink = Palette.ink(colors.applyAsInt(values[i]));
      out.colored(NumberText.text(values[i]), across, down + TextSize.USUAL / 3, ink);
    }
    return out;
  }

  @Override
  public Svg marginal(Series.Marginal marginal) {
    boolean above = marginal.isAbove();
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
    String outline = " stroke=\"" + chart.color(marginal) + "\"";
    return out.path(path.toString(), style.shade(marginal) + outline);
  }
}
