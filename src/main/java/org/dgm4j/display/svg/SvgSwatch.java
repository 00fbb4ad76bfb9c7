package org.dgm4j.display.svg;

import org.dgm4j.display.chart.Series;
import org.dgm4j.display.chart.SeriesVisitor;

/**
 * The sign of a series in the legend, 16 units wide.
 *
 * @param at its left edge
 * @param middle its middle, from the top
 */
record SvgSwatch(SvgStyle style, Svg out, double at, double middle) implements SeriesVisitor<Svg> {

  @Override
  public Svg line(Series.Line line) {
    return bar(style.stroke(line));
  }

  @Override
  public Svg area(Series.Area area) {
    return box(style.shade(area));
  }

  @Override
  public Svg bars(Series.Bars bars) {
    return box(style.fill(bars));
  }

  @Override
  public Svg points(Series.Points points) {
    String place = 2 * Math.round(at + 8) + " " + 2 * Math.round(middle);
    return out.path("m" + place + "h0", style.dots(points, 7, 1));
  }

  @Override
  public Svg rule(Series.Rule rule) {
    return bar(style.stroke(rule));
  }

  /** Cells have a colour bar. */
  @Override
  public Svg heatMap(Series.HeatMap map) {
    return out;
  }

  @Override
  public Svg marginal(Series.Marginal marginal) {
    return box(style.shade(marginal));
  }

  private Svg bar(String attributes) {
    return out.path("M" + Svg.place(at, middle) + "h16", attributes);
  }

  private Svg box(String attributes) {
    return out.path(Svg.box(at, middle - 5, at + 16, middle + 5), attributes);
  }
}
