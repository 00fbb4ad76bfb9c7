package org.dgm4j.display.chart;

/**
 * A way to draw charts. All draw the same numbers in the same colours, order and ranges.
 *
 * @param <F> what a chart becomes
 */
public interface ChartRenderer<F> {

  F render(DownsampledChart chart);

  /** Draws as much of a chart as a picture can show. */
  default F render(Chart chart) {
    return render(DownsampledChart.of(chart));
  }
}
