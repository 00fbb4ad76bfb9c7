package org.dgm4j.display;

/**
 * A chart with its numbers in words.
 *
 * @param text all the numbers
 * @param headline what stands above the chart
 */
record Described(String text, String headline, Chart chart) implements View {

  /** A chart below the first line of its text. */
  Described(String text, Chart chart) {
    this(text, text.lines().findFirst().orElse(""), chart);
  }

  @Override
  public MimeBundle bundle(Look look) {
    String title = chart.title().isBlank() ? headline : chart.title();
    MimeBundle bundle = chart.titled("").bundle(text, look);
    MimeBundle titled = chart.titled(title).bundle(text, look);
    return bundle
        .withFigure(titled.figure())
        .with(MimeBundle.SVG, titled.get(MimeBundle.SVG))
        .with(
            MimeBundle.HTML,
            "<div>" + Markup.text(headline) + "</div>" + bundle.get(MimeBundle.HTML));
  }
}
