package org.dgm4j.display.chart;

import java.util.stream.DoubleStream;

/** The values that an axis must show of each kind of series. */
enum SeriesRange implements SeriesVisitor<DoubleStream> {
  HORIZONTAL,
  VERTICAL;

  /** The streams of the horizontal and the vertical axis: the one that is asked for. */
  private DoubleStream of(double[] horizontal, double... vertical) {
    return DoubleStream.of(this == HORIZONTAL ? horizontal : vertical);
  }

  @Override
  public DoubleStream line(Series.Line line) {
    return of(line.x(), line.y());
  }

  @Override
  public DoubleStream area(Series.Area area) {
    return DoubleStream.concat(of(area.x(), area.low()), of(new double[0], area.high()));
  }

  @Override
  public DoubleStream bars(Series.Bars bars) {
    return DoubleStream.concat(of(bars.left(), bars.heights()), of(bars.right()));
  }

  @Override
  public DoubleStream points(Series.Points points) {
    return of(points.x(), points.y());
  }

  @Override
  public DoubleStream rule(Series.Rule rule) {
    return rule.isVertical() == (this == HORIZONTAL)
        ? DoubleStream.of(rule.at())
        : DoubleStream.empty();
  }

  @Override
  public DoubleStream heatMap(Series.HeatMap map) {
    boolean empty = this == VERTICAL && Summary.of(map.values()).count() == 0;
    return empty
        ? DoubleStream.empty()
        : of(new double[] {map.left(), map.right()}, map.first(), map.last());
  }

  @Override
  public DoubleStream marginal(Series.Marginal marginal) {
    return marginal.isAbove() == (this == HORIZONTAL)
        ? DoubleStream.of(marginal.places())
        : DoubleStream.empty();
  }
}
