package org.dgm4j.display.component;

import java.util.List;
import java.util.stream.Collectors;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.html.Markup;
import org.dgm4j.display.html.TextSize;
import org.dgm4j.display.svg.Svg;
import org.dgm4j.display.svg.SvgRenderer;

/**
 * Charts side by side; where the page is too narrow, the last ones go below.
 *
 * @param charts the charts, the first at the left
 * @param heading what stands above the charts, or the empty string
 * @param text all the numbers
 */
public record ChartRow(List<Chart> charts, String heading, String text) implements View {

  /** A line of text with air above and below it. */
  private static final int HEADING = 24;

  /** What a heading leaves free at each side, and below itself. */
  private static final int MARGIN = 8;

  public ChartRow {
    charts = List.copyOf(charts);
  }

  /** Charts without a heading. */
  public static ChartRow of(List<Chart> charts) {
    return new ChartRow(
        charts, "", charts.stream().map(Chart::text).collect(Collectors.joining("\n\n")));
  }

  /** Charts below the first line of their text. */
  public static ChartRow of(List<Chart> charts, String text) {
    return new ChartRow(charts, text.lines().findFirst().orElse(""), text);
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    List<MimeBundle> bundles =
        charts.stream().map(chart -> ChartView.of(chart).bundle(style)).toList();
    String row = row(bundles.stream().map(bundle -> bundle.get(MimeBundle.HTML)).toList(), style);
    MimeBundle all =
        MimeBundle.text(text)
            .with(MimeBundle.SVG, svg(style))
            .with(
                MimeBundle.HTML,
                heading.isEmpty() ? row : "<div>" + Markup.text(heading) + "</div>" + row);
    return bundles.stream().anyMatch(MimeBundle::needsPlotly) ? all.withPlotly() : all;
  }

  /** The charts without scripts, for what is about to be replaced. */
  public View still() {
    return style ->
        MimeBundle.text("")
            .with(
                MimeBundle.HTML,
                row(
                    charts.stream().map(chart -> ChartView.of(chart).image(style)).toList(),
                    style));
  }

  private String row(List<String> contents, FigureStyle style) {
    StringBuilder html = new StringBuilder("<div style=\"display:flex;flex-wrap:wrap\">");
    for (int i = 0; i < contents.size(); i++) {
      html.append(
              NumberText.format(
                  "<div style=\"width:%dpx;max-width:100%%\">",
                  style.size().of(charts.get(i).width())))
          .append(contents.get(i))
          .append("</div>");
    }
    return html.append("</div>").toString();
  }

  private String svg(FigureStyle style) {
    List<Chart> sized = charts.stream().map(chart -> chart.sized(style)).toList();
    int top = heading.isEmpty() ? 0 : HEADING;
    int width = sized.stream().mapToInt(Chart::width).sum();
    int height = top + sized.stream().mapToInt(Chart::height).max().orElse(0);
    Svg out = new Svg(style.theme(), width, height, width, height);
    if (!heading.isEmpty()) {
      String fitting = TextSize.shorten(heading, TextSize.USUAL, width - 2 * MARGIN);
      out.text(fitting, width / 2.0, HEADING - MARGIN, Svg.Anchor.MIDDLE);
    }
    int left = 0;
    for (Chart chart : sized) {
      String place = "<svg x=\"" + left + "\" y=\"" + top + "\" ";
      out.element(new SvgRenderer(style.theme()).render(chart).replaceFirst("<svg ", place));
      left += chart.width();
    }
    return out.document();
  }
}
