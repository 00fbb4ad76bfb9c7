package org.dgm4j.display.svg;

import java.util.Locale;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.html.Markup;
import org.dgm4j.display.html.TextSize;

/**
 * Writes an SVG document that stands alone: no script, no link, no identifier, no font of its own.
 */
public final class Svg {

  /** Where a text stands against its place. */
  public enum Anchor {
    START,
    MIDDLE,
    END
  }

  private final StringBuilder out = new StringBuilder();
  private final FigureStyle.Theme theme;

  /**
   * An empty document.
   *
   * @param theme its ground and its text
   * @param shownWidth the size on the screen
   * @param insideWidth the size in the units of what is drawn
   */
  public Svg(
      FigureStyle.Theme theme,
      double shownWidth,
      double shownHeight,
      double insideWidth,
      double insideHeight) {
    this.theme = theme;
    out.append(
        NumberText.format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\""
                + " viewBox=\"0 0 %s %s\" font-family=\"Helvetica,Arial,sans-serif\""
                + " font-size=\"%s\" fill=\"%s\">",
            shownWidth,
            shownHeight,
            number(insideWidth),
            number(insideHeight),
            number(TextSize.USUAL),
            theme.text()));
    if (!theme.ground().isEmpty()) {
      path(box(0, 0, insideWidth, insideHeight), fill(theme.ground(), 1));
    }
  }

  /** A coordinate with at most one decimal. */
  public static String number(double value) {
    long tenths = Math.round(value * 10);
    long whole = Math.abs(tenths / 10);
    long rest = Math.abs(tenths % 10);
    return (tenths < 0 ? "-" : "") + whole + (rest == 0 ? "" : "." + rest);
  }

  /** A place as the coordinates of a path. */
  public static String place(double x, double y) {
    return number(x) + " " + number(y);
  }

  /** The path of a rectangle between two corners. */
  public static String box(double x0, double y0, double x1, double y1) {
    return "M" + place(x0, y0) + "H" + number(x1) + "V" + number(y1) + "H" + number(x0) + "Z";
  }

  /** The attributes of a filled shape. */
  static String fill(String color, double opacity) {
    return "fill=\"" + color + "\"" + (opacity < 1 ? " fill-opacity=\"" + opacity + "\"" : "");
  }

  /** The attributes of a shape filled in the colour of the text. */
  public String text(double opacity) {
    return fill(theme.text(), opacity);
  }

  /** The attributes of a thin line in the colour of the text. */
  public String line(double opacity) {
    return stroke(theme.text(), opacity);
  }

  /** The attributes of a thin line. */
  public static String stroke(String color, double opacity) {
    return "fill=\"none\" stroke=\""
        + color
        + "\""
        + (opacity < 1 ? " stroke-opacity=\"" + opacity + "\"" : "");
  }

  public Svg path(String path, String attributes) {
    if (!path.isEmpty()) {
      out.append("<path d=\"").append(path).append("\" ").append(attributes).append("/>");
    }
    return this;
  }

  /** Ordinary text. */
  public Svg text(String text, double x, double y, Anchor anchor) {
    return text(text, x, y, anchor, "");
  }

  /** Text in another size. */
  public Svg text(String text, double x, double y, Anchor anchor, double size) {
    return text(text, x, y, anchor, " font-size=\"" + number(size) + "\"");
  }

  /** Text that is read upwards. */
  Svg upright(String text, double x, double y, Anchor anchor) {
    return text(text, x, y, anchor, " transform=\"rotate(-90 " + place(x, y) + ")\"");
  }

  /** Text in another colour. */
  Svg colored(String text, double x, double y, String color) {
    return text(text, x, y, Anchor.MIDDLE, " fill=\"" + color + "\"");
  }

  private Svg text(String text, double x, double y, Anchor anchor, String attributes) {
    if (!text.isBlank()) {
      out.append("<text x=\"").append(number(x)).append("\" y=\"").append(number(y));
      out.append("\" text-anchor=\"").append(anchor.name().toLowerCase(Locale.ROOT)).append('"');
      out.append(attributes).append('>').append(Markup.escape(text)).append("</text>");
    }
    return this;
  }

  /** Anything else. */
  public Svg element(String element) {
    out.append(element);
    return this;
  }

  /** What follows is cut off outside this rectangle, until {@link #end}. */
  Svg clip(double x, double y, double width, double height) {
    String box = place(x, y) + " " + place(width, height);
    out.append("<svg x=\"").append(number(x)).append("\" y=\"").append(number(y));
    out.append("\" width=\"").append(number(width)).append("\" height=\"").append(number(height));
    out.append("\" viewBox=\"").append(box).append("\">");
    return this;
  }

  Svg end() {
    out.append("</svg>");
    return this;
  }

  /** The document; nothing may follow. */
  public String document() {
    return end().out.toString();
  }
}
