package org.dgm4j.display.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.dgm4j.base.Numbers;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.Palette;

/**
 * A picture of numbers over two axes: an immutable value that knows nothing of how it is drawn.
 *
 * @param title the heading, or the empty string
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param series what to draw, the first at the bottom
 * @param width the width in units of 1/96 inch
 * @param height the height in units of 1/96 inch
 */
public record Chart(String title, Axis x, Axis y, List<Series> series, int width, int height) {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 400;

  /** What a chart without any number says. */
  public static final String NO_DATA = "no data";

  /**
   * @throws IllegalArgumentException if the size is too small to draw in, or a heat map meets a
   *     logarithmic axis
   */
  public Chart {
    series = List.copyOf(series);
    if (width < 120 || height < 80) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A chart needs at least 120 × 80 units, but has %d × %d",
              width,
              height));
    }
    boolean logarithmic = x.scale() == Axis.Scale.LOG || y.scale() == Axis.Scale.LOG;
    if (logarithmic && series.stream().anyMatch(Series.HeatMap.class::isInstance)) {
      throw new IllegalArgumentException(
          "A heat map has cells of equal size and needs linear axes; use Axis.linear");
    }
  }

  /** A chart of the usual size. */
  public static Chart of(String title, Axis x, Axis y, Series... series) {
    return new Chart(title, x, y, List.of(series), WIDTH, HEIGHT);
  }

  /** This chart with more series. */
  public Chart with(Series... more) {
    return with(Stream.concat(series.stream(), Stream.of(more)).collect(Collectors.toList()));
  }

  /** This chart with other series. */
  public Chart with(List<Series> others) {
    return new Chart(title, x, y, others, width, height);
  }

  /** This chart under another heading. */
  public Chart titled(String other) {
    return new Chart(other, x, y, series, width, height);
  }

  /** This chart in the size of figures of a style. */
  public Chart sized(FigureStyle style) {
    return size(style.size().of(width), style.size().of(height));
  }

  /** This chart in another size. */
  public Chart size(int width, int height) {
    return new Chart(title, x, y, series, width, height);
  }

  /** The names of the series in order of their first appearance; a name's index is its colour. */
  public List<String> names() {
    return series.stream()
        .filter(s -> !(s instanceof Series.HeatMap))
        .map(Series::name)
        .distinct()
        .toList();
  }

  /** The colour of a series: that of its name. */
  public String color(Series series) {
    return Palette.series(Math.max(0, names().indexOf(series.name())));
  }

  /** Whether the colour of a series is also that of an earlier name. */
  public boolean repeats(Series series) {
    return names().indexOf(series.name()) >= Palette.size();
  }

  /** Bars that stand alone hide what is behind, others let it shine through. */
  public double barOpacity() {
    return series.size() == 1 ? 1 : 0.5;
  }

  /** Whether there is a strip on this side. */
  public boolean hasMarginal(Series.Marginal.Side side) {
    return series.stream().anyMatch(s -> s instanceof Series.Marginal m && m.side() == side);
  }

  /** Whether there is anything to draw. */
  public boolean hasData() {
    return DoubleStream.of(places(false)).anyMatch(v -> Scaling.shows(y, v));
  }

  /** Whether the numbers are of a size that Plotly can draw, too. */
  public boolean isOrdinary() {
    return horizontal().isOrdinary() && vertical().isOrdinary();
  }

  /** The scaling of the horizontal axis that shows all series. */
  public Scaling horizontal() {
    boolean edged =
        series.stream().anyMatch(s -> s instanceof Series.Bars || s instanceof Series.HeatMap);
    boolean padded = !edged || x.scale() == Axis.Scale.WHOLE;
    return Scaling.fitting(x, places(true), false, padded && !cells());
  }

  /** The scaling of the vertical axis that shows all series. */
  public Scaling vertical() {
    boolean bars = series.stream().anyMatch(Series.Bars.class::isInstance);
    return Scaling.fitting(y, places(false), bars, !cells());
  }

  private boolean cells() {
    return series.stream().anyMatch(Series.HeatMap.class::isInstance);
  }

  private double[] places(boolean horizontal) {
    return series.stream()
        .flatMapToDouble(s -> horizontal ? s.horizontal() : s.vertical())
        .toArray();
  }

  /** The numbers in words: the title, then a line for each series. */
  public String text() {
    List<String> lines = new ArrayList<>();
    if (!title.isBlank()) {
      lines.add(title);
    }
    lines.add("x: " + x.label() + "; y: " + y.label());
    for (Series s : series) {
      lines.add((s.name().isBlank() ? "" : s.name() + ": ") + words(s));
    }
    return String.join("\n", lines);
  }

  private static String words(Series series) {
    if (series instanceof Series.Line line) {
      return Numbers.count(line.x().length, "point") + ", " + Summary.of(line.y()).text();
    } else if (series instanceof Series.Points points) {
      return String.format(
          Locale.ROOT,
          "%s, x %s, y %s",
          Numbers.count(points.x().length, "point"),
          Summary.of(points.x()).text(),
          Summary.of(points.y()).text());
    } else if (series instanceof Series.Area area) {
      double from = Summary.of(area.low()).least();
      double to = Summary.of(area.high()).greatest();
      return "area from " + Numbers.text(from) + " to " + Numbers.text(to);
    } else if (series instanceof Series.Bars bars) {
      return Numbers.count(bars.heights().length, "bar") + ", " + Summary.of(bars.heights()).text();
    } else if (series instanceof Series.HeatMap map) {
      return map.rows() + " × " + map.columns() + " cells, " + Summary.of(map.values()).text();
    }
    if (series instanceof Series.Marginal marginal) {
      return "density along " + (marginal.side() == Series.Marginal.Side.ABOVE ? "x" : "y");
    }
    Series.Rule rule = (Series.Rule) series;
    return (rule.direction() == Series.Rule.Direction.VERTICAL ? "x = " : "y = ")
        + Numbers.text(rule.at());
  }
}
