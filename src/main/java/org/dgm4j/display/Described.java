package org.dgm4j.display;

/**
 * A chart with its numbers in words.
 *
 * @param text all the numbers; the first line of it stands above the chart
 */
record Described(String text, Chart chart) implements View {

  @Override
  public MimeBundle bundle() {
    String first = text.lines().findFirst().orElse("");
    String title = chart.title().isBlank() ? first : chart.title();
    MimeBundle bundle = chart.titled("").bundle(text);
    return bundle
        .with(MimeBundle.SVG, SvgChart.draw(Thinned.of(chart.titled(title))))
        .with(
            MimeBundle.HTML,
            "<div>" + Markup.escape(first) + "</div>" + bundle.get(MimeBundle.HTML));
  }
}
