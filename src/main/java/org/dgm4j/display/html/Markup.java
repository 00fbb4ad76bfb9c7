package org.dgm4j.display.html;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;

/** Text made safe for XML and HTML. */
public final class Markup {

  private static final int LONGEST_ALT = 400; // a few sentences; the text face has all of it

  private Markup() {}

  /**
   * The text as XML or HTML character data, also safe between double quotes. What XML cannot hold
   * becomes U+FFFD.
   */
  public static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .map(c -> isXml(c) ? c : 0xFFFD)
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(c);
              }
            });
    return out.toString();
  }

  /**
   * The text as the content of an HTML element. Front ends look for formulas between dollar signs
   * there, but not across elements.
   */
  public static String text(String text) {
    return escape(text).replace("$", "<span>$</span>");
  }

  private static boolean isXml(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || c >= 0x20 && c < 0xD800
        || c >= 0xE000 && c < 0xFFFE
        || c >= 0x10000;
  }

  /** An image element that holds its picture and stands without scripts, styles and network. */
  public static String image(
      String mime, byte[] content, int width, int height, String alt, String css) {
    return NumberText.format(
        "<img src=\"data:%s;base64,%s\" width=\"%d\" height=\"%d\" alt=\"%s\""
            + " style=\"max-width:100%%;height:auto;%s\">",
        mime, Base64.getEncoder().encodeToString(content), width, height, escape(brief(alt)), css);
  }

  private static String brief(String text) {
    int[] codes = text.codePoints().limit(LONGEST_ALT).toArray();
    String start = new String(codes, 0, codes.length);
    return start.length() < text.length() ? start + "…" : text;
  }

  /** A box around a figure, in which the figure's script finds its place. */
  public static String box(String figure, int width, FigureStyle.Theme theme) {
    return NumberText.format(
        "<div style=\"max-width:%dpx;%s\">%s</div>", width, theme.css(), figure);
  }

  /** An image element of an SVG document. */
  public static String image(String svg, int width, int height, String alt) {
    return image(MimeBundle.SVG, svg.getBytes(StandardCharsets.UTF_8), width, height, alt, "");
  }
}
