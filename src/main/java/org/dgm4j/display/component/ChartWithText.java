package org.dgm4j.display.component;

import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.html.Markup;

/**
 * A chart with its numbers in words.
 *
 * @param text all the numbers
 * @param headline what stands above the chart
 */
public record ChartWithText(String text, String headline, Chart chart) implements View {

  /** A chart below the first line of its text. */
  public ChartWithText(String text, Chart chart) {
    this(text, text.lines().findFirst().orElse(""), chart);
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    String title = chart.title().isBlank() ? headline : chart.title();
    MimeBundle bundle = new ChartView(chart.titled(""), text).bundle(style);
    ChartView titled = new ChartView(chart.titled(title), text);
    return bundle
        .withFigure(titled.bundle(style).figure())
        .with(MimeBundle.SVG, titled.svg(style))
        .with(
            MimeBundle.HTML,
            "<div>" + Markup.text(headline) + "</div>" + bundle.get(MimeBundle.HTML));
  }
}
