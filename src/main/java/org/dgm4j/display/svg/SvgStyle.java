package org.dgm4j.display.svg;

import org.dgm4j.base.NumberText;
import org.dgm4j.display.Palette;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;

/** How the series of a chart look: the attributes of their paths. */
record SvgStyle(Chart chart) {

  String fill(Series.Bars bars) {
    double opacity = chart.barOpacity();
    String color = chart.color(bars);
    return Svg.fill(color, opacity) + (opacity < 1 ? " stroke=\"" + color + "\"" : "");
  }

  String shade(Series series) {
    return Svg.fill(chart.color(series), Palette.SHADE);
  }

  String stroke(Series.Line line) {
    return switch (line.stroke()) {
      case SOLID -> chart.repeats(line) ? dashed(line, "9 3 2 3") : solid(line);
      case DASHED -> dashed(line, "8 5");
      case DOTTED -> dashed(line, "1 5");
    };
  }

  String stroke(Series.Rule rule) {
    return dashed(rule, "6 4");
  }

  private String dashed(Series series, String dash) {
    return solid(series) + " stroke-dasharray=\"" + dash + "\"";
  }

  private String solid(Series series) {
    return Svg.stroke(chart.color(series), 1)
        + " stroke-width=\"2\" stroke-linecap=\"round\" stroke-linejoin=\"round\"";
  }

  String dots(Series series, double size, double opacity) {
    return Svg.stroke(chart.color(series), opacity)
        + NumberText.format(
            " stroke-width=\"%s\" stroke-linecap=\"%s\" transform=\"scale(0.5)\"",
            Svg.number(2 * size), chart.repeats(series) ? "square" : "round");
  }
}
