package org.dgm4j.display;

/**
 * A chart with its numbers in words.
 *
 * @param text all the numbers; the first line of it stands above the chart
 */
record Described(String text, Chart chart) implements View {

  @Override
  public MimeBundle bundle(Look look) {
    String first = text.lines().findFirst().orElse("");
    String title = chart.title().isBlank() ? first : chart.title();
    MimeBundle bundle = chart.titled("").bundle(text, look);
    MimeBundle titled = chart.titled(title).bundle(text, look);
    return bundle
        .withFigure(titled.figure())
        .with(MimeBundle.SVG, titled.get(MimeBundle.SVG))
        .with(
            MimeBundle.HTML,
            "<div>" + Markup.escape(first) + "</div>" + bundle.get(MimeBundle.HTML));
  }
}
