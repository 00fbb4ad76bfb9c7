package org.dgm4j.display;

import java.util.List;

/**
 * Charts side by side; where the page is too narrow, the last ones go below.
 *
 * @param charts the charts, the first at the left
 * @param text all the numbers; the first line of it stands above the charts
 */
record Panels(List<Chart> charts, String text) implements View {

  private static final int HEADING = 24;

  Panels {
    charts = List.copyOf(charts);
  }

  @Override
  public MimeBundle bundle(Look look) {
    String first = text.lines().findFirst().orElse("");
    List<MimeBundle> bundles = charts.stream().map(chart -> chart.bundle(look)).toList();
    StringBuilder panels = new StringBuilder();
    for (int i = 0; i < bundles.size(); i++) {
      panels
          .append(
              "<div style=\"width:%dpx;max-width:100%%\">"
                  .formatted(look.size().of(charts.get(i).width())))
          .append(bundles.get(i).get(MimeBundle.HTML))
          .append("</div>");
    }
    MimeBundle all =
        MimeBundle.text(text)
            .with(MimeBundle.SVG, svg(first, look))
            .with(
                MimeBundle.HTML,
                "<div>"
                    + Markup.text(first)
                    + "</div><div style=\"display:flex;flex-wrap:wrap\">"
                    + panels
                    + "</div>");
    return bundles.stream().anyMatch(MimeBundle::needsPlotly) ? all.withPlotly() : all;
  }

  private String svg(String heading, Look look) {
    List<Chart> charts = this.charts.stream().map(look::sized).toList();
    int width = charts.stream().mapToInt(Chart::width).sum();
    int height = HEADING + charts.stream().mapToInt(Chart::height).max().orElse(0);
    Svg out = new Svg(look.theme(), width, height, width, height);
    String fitting = TextSize.shorten(heading, Svg.TEXT, width - 16);
    out.text(fitting, width / 2.0, HEADING - 8, Svg.Anchor.MIDDLE);
    int left = 0;
    for (Chart chart : charts) {
      String place = "<svg x=\"" + left + "\" y=\"" + HEADING + "\" ";
      out.element(SvgChart.draw(Thinned.of(chart), look.theme()).replaceFirst("<svg ", place));
      left += chart.width();
    }
    return out.document();
  }
}
