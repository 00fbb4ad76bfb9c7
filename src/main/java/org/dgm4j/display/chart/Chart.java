package org.dgm4j.display.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.dgm4j.base.NumberText;
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

  public static final int WIDTH = 640; // no wider than a page beside a notebook's prompts
  public static final int HEIGHT = 400; // 5/8 of the width, near the golden section

  private static final double DOT = 6; // three strokes of a line, so that it stands out
  private static final double SMALL_DOT = 4; // with less, ten colours can't be told apart
  private static final double BUBBLE_OPACITY = 0.7; // large dots hide more than small ones
  private static final double SMALL_OPACITY = 0.8; // where one lies over another, it is seen

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
          NumberText.format(
              "A chart needs at least 120 × 80 units, but has %d × %d", width, height));
    }
    boolean logarithmic = x.scale() == Axis.Scale.LOG || y.scale() == Axis.Scale.LOG;
    if (logarithmic && series.stream().anyMatch(s -> s.cells().isPresent())) {
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
    return series.stream().filter(s -> s.cells().isEmpty()).map(Series::name).distinct().toList();
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

  /** The diameter of dots that are alike, in units of 1/96 inch: small where they are many. */
  public double diameter(Series.Points points) {
    return points.many() ? SMALL_DOT : DOT;
  }

  /** The opacity of a dot: full, but where dots may lie over one another. */
  public double dotOpacity(Series.Points points) {
    return points.sized() ? BUBBLE_OPACITY : points.many() ? SMALL_OPACITY : 1;
  }

  /** Whether there is a strip on this side. */
  public boolean hasMarginal(Series.Marginal.Side side) {
    return series.stream().flatMap(s -> s.beside().stream()).anyMatch(side::equals);
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
    boolean padded = !bars() || x.scale() == Axis.Scale.WHOLE;
    return Scaling.fitting(x, places(true), false, padded && cells().isEmpty());
  }

  /** The scaling of the vertical axis that shows all series. */
  public Scaling vertical() {
    return Scaling.fitting(y, places(false), bars(), cells().isEmpty());
  }

  private boolean bars() {
    return series.stream().anyMatch(Series::standsOnZero);
  }

  /** The series that are tables of cells. */
  public List<Series.HeatMap> cells() {
    return series.stream().flatMap(s -> s.cells().stream()).toList();
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
    SeriesText words = new SeriesText();
    for (Series s : series) {
      lines.add((s.name().isBlank() ? "" : s.name() + ": ") + s.accept(words));
    }
    return String.join("\n", lines);
  }
}
