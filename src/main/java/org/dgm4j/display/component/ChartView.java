package org.dgm4j.display.component;

import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.DownsampledChart;
import org.dgm4j.display.html.Markup;
import org.dgm4j.display.plotly.InteractiveHtml;
import org.dgm4j.display.plotly.PlotlyChart;
import org.dgm4j.display.plotly.PlotlyRenderer;
import org.dgm4j.display.svg.SvgRenderer;
import tech.tablesaw.plotly.components.Figure;

/**
 * A chart as a picture, and as an interactive figure of the same where scripts run.
 *
 * @param text the numbers in words
 */
public record ChartView(Chart chart, String text) implements View {

  /** A chart with the words that it has for itself. */
  public static ChartView of(Chart chart) {
    return new ChartView(chart, chart.text());
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    Chart sized = chart.sized(style);
    DownsampledChart downsampled = DownsampledChart.of(sized);
    String svg = new SvgRenderer(style.theme()).render(downsampled);
    String picture = Markup.image(svg, sized.width(), sized.height(), text);
    MimeBundle still = MimeBundle.text(text).with(MimeBundle.SVG, svg);
    if (style.mode() == FigureStyle.Mode.STATIC || !chart.isOrdinary()) {
      return still.with(MimeBundle.HTML, Markup.box(picture, sized.width(), style.theme()));
    }
    PlotlyRenderer renderer = new PlotlyRenderer();
    PlotlyChart figure = renderer.render(downsampled);
    return style.mode() == FigureStyle.Mode.PLOTLY
        ? still
            .with(MimeBundle.HTML, Markup.box(picture, sized.width(), style.theme()))
            .withFigure(figure.json(style.theme()))
        : still
            .with(
                MimeBundle.HTML, InteractiveHtml.of(picture, renderer.width(sized), figure, style))
            .withPlotly();
  }

  /** The SVG document of the chart. */
  public String svg(FigureStyle style) {
    return new SvgRenderer(style.theme()).render(chart.sized(style));
  }

  /** An image element of the chart. */
  public String image(FigureStyle style) {
    Chart sized = chart.sized(style);
    return Markup.image(svg(style), sized.width(), sized.height(), text);
  }

  /** The chart as a tablesaw figure, for {@code Plot.show} and {@code Page}. */
  public Figure figure() {
    return new PlotlyRenderer().render(chart).figure();
  }
}
