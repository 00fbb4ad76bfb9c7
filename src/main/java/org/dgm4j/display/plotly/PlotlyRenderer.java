package org.dgm4j.display.plotly;

import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.ChartRenderer;
import org.dgm4j.display.chart.DownsampledChart;

/** Draws charts as interactive figures. */
public final class PlotlyRenderer implements ChartRenderer<PlotlyChart> {

  @Override
  public PlotlyChart render(DownsampledChart chart) {
    return PlotlyChart.of(chart);
  }

  /** The greatest width of a figure: a legend beside the chart takes nothing from it. */
  public int width(Chart chart) {
    return PlotlyLayout.width(chart);
  }
}
