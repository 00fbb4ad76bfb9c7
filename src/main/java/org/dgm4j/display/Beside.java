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
  public MimeBundle bundle(Look look) {
    List<MimeBundle> bundles = charts.stream().map(chart -> chart.bundle(look)).toList();
    MimeBundle joined =
        MimeBundle.text(
                bundles.stream()
                    .map(bundle -> bundle.get(MimeBundle.TEXT))
                    .collect(Collectors.joining("\n\n")))
            .with(MimeBundle.SVG, svg(look))
            .with(MimeBundle.HTML, html(bundles, look));
    return bundles.stream().anyMatch(MimeBundle::needsPlotly) ? joined.withPlotly() : joined;
  }

  /** The same without scripts, for what is about to be replaced. */
  View still() {
    return look ->
        MimeBundle.text("")
            .with(
                MimeBundle.HTML,
                boxes(charts.stream().map(chart -> chart.image(look)).toList(), look));
  }

  private String html(List<MimeBundle> bundles, Look look) {
    return boxes(bundles.stream().map(bundle -> bundle.get(MimeBundle.HTML)).toList(), look);
  }

  private String boxes(List<String> contents, Look look) {
    StringBuilder html = new StringBuilder("<div style=\"display:flex;flex-wrap:wrap\">");
    for (int i = 0; i < contents.size(); i++) {
      html.append("<div style=\"width:")
          .append(look.size().of(charts.get(i).width()))
          .append("px\">");
      html.append(contents.get(i)).append("</div>");
    }
    return html.append("</div>").toString();
  }

  private String svg(Look look) {
    List<Chart> charts = this.charts.stream().map(look::sized).toList();
    int width = charts.stream().mapToInt(Chart::width).sum();
    int height = charts.stream().mapToInt(Chart::height).max().orElse(0);
    Svg svg = new Svg(look.theme(), width, height, width, height);
    int left = 0;
    for (Chart chart : charts) {
      String drawn = SvgChart.draw(Thinned.of(chart), look.theme());
      svg.element(drawn.replaceFirst("<svg ", "<svg x=\"" + left + "\" "));
      left += chart.width();
    }
    return svg.document();
  }
}
