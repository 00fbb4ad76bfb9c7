package org.dgm4j.display.chart;

/**
 * An answer for each kind of series; for a new kind none of them compiles until it has one, too.
 *
 * @param <T> the answer
 */
public interface SeriesVisitor<T> {

  T line(Series.Line line);

  T area(Series.Area area);

  T bars(Series.Bars bars);

  T points(Series.Points points);

  T rule(Series.Rule rule);

  T heatMap(Series.HeatMap map);

  T marginal(Series.Marginal marginal);
}
