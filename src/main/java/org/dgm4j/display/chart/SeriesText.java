package org.dgm4j.display.chart;

import org.dgm4j.base.NumberText;

/** The numbers of a series in words. */
final class SeriesText implements SeriesVisitor<String> {

  @Override
  public String line(Series.Line line) {
    return NumberText.count(line.x().length, "point") + ", " + Summary.of(line.y()).text();
  }

  @Override
  public String area(Series.Area area) {
    double from = Summary.of(area.low()).least();
    double to = Summary.of(area.high()).greatest();
    return "area from " + NumberText.text(from) + " to " + NumberText.text(to);
  }

  @Override
  public String bars(Series.Bars bars) {
    return NumberText.count(bars.heights().length, "bar")
        + ", "
        + Summary.of(bars.heights()).text();
  }

  @Override
  public String points(Series.Points points) {
    return NumberText.format(
        "%s, x %s, y %s",
        NumberText.count(points.x().length, "point"),
        Summary.of(points.x()).text(),
        Summary.of(points.y()).text());
  }

  @Override
  public String rule(Series.Rule rule) {
    return (rule.isVertical() ? "x = " : "y = ") + NumberText.text(rule.at());
  }

  @Override
  public String heatMap(Series.HeatMap map) {
    return map.rows() + " × " + map.columns() + " cells, " + Summary.of(map.values()).text();
  }

  @Override
  public String marginal(Series.Marginal marginal) {
    return "density along " + (marginal.isAbove() ? "x" : "y");
  }
}
