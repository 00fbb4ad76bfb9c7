package org.dgm4j.display.tablesaw;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.dgm4j.display.chart.Series;

/** Boxes that show how values are spread at each place of an axis. */
final class BoxPlot {

  /** Half the width of a box as a share of the distance of places: 0.4 of it stay free. */
  private static final double HALF_WIDTH = 0.3;

  /** Linear interpolation between the order statistics (R_7 of Hyndman and Fan 1996). */
  private static final Percentile QUANTILE =
      new Percentile().withEstimationType(Percentile.EstimationType.R_7);

  private BoxPlot() {}

  /** The least distance between neighbouring places; 1 where there is only one. */
  static double gap(double[] places) {
    double[] sorted =
        DoubleStream.of(places).filter(Double::isFinite).sorted().distinct().toArray();
    return IntStream.range(1, sorted.length)
        .mapToDouble(i -> sorted[i] - sorted[i - 1])
        .min()
        .orElse(1);
  }

  /**
   * A box from the lower to the upper quartile at each place, a line at the median, whiskers to the
   * outermost values within 1.5 times its height, and points beyond (Tukey 1977).
   */
  static List<Series> boxes(String name, double[] places, double[] values) {
    double half = HALF_WIDTH * gap(places);
    List<Series> series = new ArrayList<>();
    for (double place :
        DoubleStream.of(places).filter(Double::isFinite).sorted().distinct().toArray()) {
      double[] here =
          IntStream.range(0, values.length)
              .filter(i -> places[i] == place)
              .mapToDouble(i -> values[i])
              .filter(Double::isFinite)
              .sorted()
              .toArray();
      if (here.length > 0) {
        series.addAll(box(name, place, half, here));
      }
    }
    return series;
  }

  private static List<Series> box(String name, double place, double half, double[] sorted) {
    double low = QUANTILE.evaluate(sorted, 25);
    double median = QUANTILE.evaluate(sorted, 50);
    double high = QUANTILE.evaluate(sorted, 75);
    double reach = 1.5 * (high - low);
    double[] inner =
        DoubleStream.of(sorted).filter(v -> v >= low - reach && v <= high + reach).toArray();
    double[] outer =
        DoubleStream.of(sorted).filter(v -> v < low - reach || v > high + reach).toArray();
    double left = place - half;
    double right = place + half;
    double[] sides = {left, right};
    double[] middle = {place, place};
    List<Series> series = new ArrayList<>();
    series.add(new Series.Area(name, sides, new double[] {low, low}, new double[] {high, high}));
    series.add(
        new Series.Line(
            name,
            new double[] {left, right, right, left, left},
            new double[] {low, low, high, high, low}));
    series.add(new Series.Line(name, sides, new double[] {median, median}));
    series.add(new Series.Line(name, middle, new double[] {inner[0], low}));
    series.add(new Series.Line(name, middle, new double[] {high, inner[inner.length - 1]}));
    if (outer.length > 0) {
      double[] same = DoubleStream.of(outer).map(v -> place).toArray();
      series.add(new Series.Points(name, same, outer));
    }
    return series;
  }
}
