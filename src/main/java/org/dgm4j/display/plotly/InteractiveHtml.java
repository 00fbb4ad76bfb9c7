package org.dgm4j.display.plotly;

import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.html.Markup;
import org.dgm4j.display.html.Script;
import tech.tablesaw.plotly.components.Figure;

/**
 * HTML that shows a picture, and an interactive figure in its place once {@link
 * PlotlySource#script()} runs on the page. Without scripts the picture stays.
 */
public final class InteractiveHtml {

  private static final String ELEMENT = "figure";

  private InteractiveHtml() {}

  /**
   * The HTML of a figure.
   *
   * @param picture the image element that stands where no script runs
   * @param width the greatest width of the figure
   * @param figure the interactive figure
   * @param style whether the picture stays, and the ground of both
   */
  public static String of(String picture, int width, Figure figure, FigureStyle style) {
    String script = figure.asJavascript(ELEMENT).strip();
    return of(
        picture, width, script.substring("<script>".length(), script.lastIndexOf("</")), style);
  }

  /** The HTML of a figure that is given as Plotly's data, layout and configuration. */
  public static String of(String picture, int width, PlotlyChart figure, FigureStyle style) {
    return of(picture, width, figure.call(ELEMENT), style);
  }

  private static String of(String picture, int width, String body, FigureStyle style) {
    return Markup.box(picture, width, style.theme())
        + Script.call(
            "figure.js",
            new Script.Code("(document,Plotly)=>{" + body.replace("</", "<\\/") + "}"),
            style.mode() == FigureStyle.Mode.BOTH);
  }
}
