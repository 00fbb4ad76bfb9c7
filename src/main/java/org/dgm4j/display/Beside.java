package org.dgm4j.display;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Charts side by side, where the page is wide enough.
 *
 * @param charts the charts, the first on the left
 */
record Beside(List<Chart> charts) implements View {

  Beside {
    charts = List.copyOf(charts);
  }

  @Override
  public MimeBundle bundle() {
    List<MimeBundle> bundles = charts.stream().map(Chart::bundle).toList();
    MimeBundle joined =
        MimeBundle.text(
                bundles.stream()
                    .map(bundle -> bundle.get(MimeBundle.TEXT))
                    .collect(Collectors.joining("\n\n")))
            .with(MimeBundle.SVG, svg())
            .with(MimeBundle.HTML, html(bundles));
    return bundles.stream().anyMatch(MimeBundle::needsPlotly) ? joined.withPlotly() : joined;
  }

  /** The same without scripts, for what is about to be replaced. */
  String stillHtml() {
    return boxes(
        charts.stream()
            .map(
                chart ->
                    Markup.image(
                        SvgChart.draw(Thinned.of(chart)),
                        chart.width(),
                        chart.height(),
                        chart.text()))
            .toList());
  }

  private String html(List<MimeBundle> bundles) {
    return boxes(bundles.stream().map(bundle -> bundle.get(MimeBundle.HTML)).toList());
  }

  private String boxes(List<String> contents) {
    StringBuilder html = new StringBuilder("<div style=\"display:flex;flex-wrap:wrap\">");
    for (int i = 0; i < contents.size(); i++) {
      html.append("<div style=\"width:").append(charts.get(i).width()).append("px\">");
      html.append(contents.get(i)).append("</div>");
    }
    return html.append("</div>").toString();
  }

  private String svg() {
    int width = charts.stream().mapToInt(Chart::width).sum();
    int height = charts.stream().mapToInt(Chart::height).max().orElse(0);
    Svg svg = new Svg(width, height, width, height);
    int left = 0;
    for (Chart chart : charts) {
      svg.element(
          SvgChart.draw(Thinned.of(chart)).replaceFirst("<svg ", "<svg x=\"" + left + "\" "));
      left += chart.width();
    }
    return svg.document();
  }
}
