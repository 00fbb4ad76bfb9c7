package org.dgm4j.display;

import java.util.Locale;
import tech.tablesaw.plotly.components.Figure;

/**
 * HTML that shows a picture, and an interactive figure in its place once {@link
 * PlotlySource#script()} runs on the page. Without scripts the picture stays.
 */
final class InteractiveHtml {

  private static final String ELEMENT = "figure";

  private InteractiveHtml() {}

  /**
   * The HTML of a figure.
   *
   * @param picture the image element that stands where no script runs
   * @param width the greatest width of the figure
   * @param figure the interactive figure
   */
  static String of(String picture, int width, Figure figure) {
    String script = figure.asJavascript(ELEMENT).strip();
    return of(picture, width, script.substring("<script>".length(), script.lastIndexOf("</")));
  }

  /** The HTML of a figure that is given as Plotly's data, layout and configuration. */
  static String of(String picture, int width, PlotlyChart figure) {
    return of(picture, width, figure.call(ELEMENT));
  }

  private static String of(String picture, int width, String body) {
    return String.format(Locale.ROOT, "<div style=\"max-width:%dpx\">%s</div>", width, picture)
        + Script.call(
            "figure.js",
            new Script.Code("(document,Plotly)=>{" + body.replace("</", "<\\/") + "}"));
  }
}
