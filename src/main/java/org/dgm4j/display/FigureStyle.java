package org.dgm4j.display;

import java.util.Locale;

/**
 * How views are to be shown.
 *
 * @param mode which faces a figure has
 * @param size how large charts, graphs and images are; text keeps its size
 * @param theme on which ground figures stand
 */
public record FigureStyle(Mode mode, Size size, Theme theme) {

  /** Interactive figures of medium size in the colours of the page. */
  public static final FigureStyle USUAL =
      new FigureStyle(Mode.INTERACTIVE, Size.MEDIUM, Theme.AUTO);

  /** Which faces a figure has. */
  public enum Mode {
    /** A picture, and an interactive figure in its place where scripts run. */
    INTERACTIVE,
    /** A picture, and no script at all. */
    STATIC,
    /** A picture, and an interactive figure below it where scripts run. */
    BOTH,
    /**
     * A picture, and the figure as JSON for front ends that draw {@link MimeBundle#PLOTLY} by
     * themselves, even in a notebook that is not trusted. Few do, and the numbers would double a
     * figure's size, so that this takes the place of the script.
     */
    PLOTLY
  }

  /** How large a figure is. */
  public enum Size {
    SMALL(0.75),
    MEDIUM(1),
    LARGE(1.5);

    private final double factor;

    Size(double factor) {
      this.factor = factor;
    }

    /** A length in this size. */
    public int of(int usual) {
      return (int) Math.round(factor * usual);
    }

    /** A whole multiple of a pixel in this size, at least 1. */
    public int multiple(int usual) {
      return Math.max(
          1, (int) (factor < 1 ? Math.floor(factor * usual) : Math.ceil(factor * usual)));
    }
  }

  /** The ground and the text of a figure. */
  public enum Theme {
    /** Whatever the page has, with text that is legible on white and on black. */
    AUTO("", Palette.TEXT),
    LIGHT("#ffffff", "#404040"),
    DARK("#000000", "#c8c8c8");

    private final String ground;
    private final String text;

    Theme(String ground, String text) {
      this.ground = ground;
      this.text = text;
    }

    /** The colour of the ground; the empty string for none. */
    public String ground() {
      return ground;
    }

    /** The colour of text and axes in pictures. */
    public String text() {
      return text;
    }

    /** The style of a box that holds a figure. */
    public String css() {
      return ground.isEmpty() ? "" : "background:" + ground + ";color:" + text;
    }
  }

  public FigureStyle with(Mode other) {
    return new FigureStyle(other, size, theme);
  }

  public FigureStyle with(Size other) {
    return new FigureStyle(mode, other, theme);
  }

  public FigureStyle with(Theme other) {
    return new FigureStyle(mode, size, other);
  }

  /** A script that makes a picture tell its numbers, or nothing where no script is wanted. */
  public String script(String script) {
    return mode == Mode.STATIC ? "" : script;
  }

  @Override
  public String toString() {
    return String.format("%s, size %s, theme %s", mode, size, theme).toLowerCase(Locale.ROOT);
  }
}
