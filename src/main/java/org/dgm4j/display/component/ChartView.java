package org.dgm4j.display.component;

import org.dgm4j.display.Look;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Thinned;
import org.dgm4j.display.html.Markup;
import org.dgm4j.display.plotly.InteractiveHtml;
import org.dgm4j.display.plotly.PlotlyChart;
import org.dgm4j.display.plotly.PlotlyLayout;
import org.dgm4j.display.svg.SvgChart;
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
  public MimeBundle bundle(Look look) {
    Chart sized = chart.sized(look);
    Thinned thinned = Thinned.of(sized);
    String svg = SvgChart.draw(thinned, look.theme());
    String picture = Markup.image(svg, sized.width(), sized.height(), text);
    MimeBundle still = MimeBundle.text(text).with(MimeBundle.SVG, svg);
    if (look.mode() == Look.Mode.STATIC || !chart.isOrdinary()) {
      return still.with(MimeBundle.HTML, Markup.box(picture, sized.width(), look.theme()));
    }
    PlotlyChart figure = PlotlyChart.of(thinned);
    return look.mode() == Look.Mode.PLOTLY
        ? still
            .with(MimeBundle.HTML, Markup.box(picture, sized.width(), look.theme()))
            .withFigure(figure.json(look.theme()))
        : still
            .with(
                MimeBundle.HTML,
                InteractiveHtml.of(picture, PlotlyLayout.width(sized), figure, look))
            .withPlotly();
  }

  /** The SVG document of the chart. */
  public String svg(Look look) {
    return SvgChart.draw(Thinned.of(chart.sized(look)), look.theme());
  }

  /** An image element of the chart. */
  public String image(Look look) {
    Chart sized = chart.sized(look);
    return Markup.image(svg(look), sized.width(), sized.height(), text);
  }

  /** The chart as a tablesaw figure, for {@code Plot.show} and {@code Page}. */
  public Figure figure() {
    return PlotlyChart.of(Thinned.of(chart)).figure();
  }
}
