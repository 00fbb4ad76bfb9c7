package org.dgm4j.display.svg;

import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.chart.ChartRenderer;
import org.dgm4j.display.chart.DownsampledChart;

/**
 * Draws charts as SVG documents.
 *
 * @param theme their ground and their text
 */
public record SvgRenderer(FigureStyle.Theme theme) implements ChartRenderer<String> {

  @Override
  public String render(DownsampledChart chart) {
    return SvgChart.draw(chart, theme);
  }

  /** Where the values of a chart stand in its SVG document. */
  public Frame frame(DownsampledChart chart) {
    return SvgChart.frame(chart);
  }
}
