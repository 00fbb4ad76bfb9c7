package org.dgm4j.display.html;

/** How wide text may become in the fonts that browsers use; no font is needed to know it. */
public final class TextSize {

  /** The size of ordinary text, legible at the usual zoom of a notebook. */
  public static final double USUAL = 12;

  private static final String NARROW = "ijlI.,:;'|!()[]{}ft /\\-·";

  private TextSize() {}

  /**
   * The width of a text in the widest of the common sans-serif fonts.
   *
   * @param size the size of the font
   */
  public static double width(String text, double size) {
    return size * text.codePoints().mapToDouble(TextSize::em).sum();
  }

  private static double em(int c) {
    if (c >= 0x1F000) {
      return 1.4;
    } else if (c >= 0x1100 && (c < 0x2000 || c >= 0x2E80)) {
      return 1.05;
    } else if (NARROW.indexOf(c) >= 0) {
      return 0.42;
    } else if (c == 'm' || c == 'w' || c == 'M' || c == 'W' || c == '@' || c == '%') {
      return 1;
    } else if (Character.isUpperCase(c) || c >= 0x2000) {
      return 0.8;
    }
    return 0.64;
  }

  /** The text, cut with an ellipsis where it is wider than this. */
  public static String shorten(String text, double size, double width) {
    if (width(text, size) <= width) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    double room = width - width("…", size);
    for (int c : text.codePoints().toArray()) {
      room -= size * em(c);
      if (room < 0) {
        break;
      }
      out.appendCodePoint(c);
    }
    return out.append("…").toString();
  }

  /** The text, cut in its middle where it is wider than this: names often differ at their ends. */
  public static String squeeze(String text, double size, double width) {
    if (width(text, size) <= width) {
      return text;
    }
    String reversed = new StringBuilder(text).reverse().toString();
    String end = shorten(reversed, size, 0.4 * width).replace("…", "");
    double rest = width - width(end, size);
    return shorten(text, size, rest) + new StringBuilder(end).reverse();
  }
}
