package org.dgm4j.display;

/**
 * The colours of series: ten, one for each digit. The first four are those of Okabe and Ito (Color
 * Universal Design, 2008) that are legible on white and on black. The sets of Tableau, Tol (muted)
 * and Petroff (2021) have colours that are not. So the rest comes from a search among all that are:
 * for those that differ most from each other, to the usual eye and in all three kinds of colour
 * blindness as Machado, Oliveira and Fernandes (2009) simulate them. Each has a contrast above 3 on
 * both grounds. Any two are at least 0.11 apart in Oklab (Ottosson, 2020) to the usual eye, and
 * 0.069 in each kind of colour blindness, which is what Okabe and Ito's green and pink have.
 */
public final class Palette {

  /** Text and axes: contrast above 4.5 on white and on black. */
  public static final String TEXT = "#767676";

  /** The opacity of shaded areas. */
  public static final double SHADE = 0.25;

  private static final String[] SERIES = {
    "#0072B2", "#D55E00", "#009E73", "#CC6FA8", "#8531E8", "#85551E", "#4F666D", "#C60063",
    "#0099FC", "#FC36EA"
  };

  private Palette() {}

  /** The colour of the series with this index; they repeat after ten. */
  public static String series(int index) {
    return SERIES[index % SERIES.length];
  }

  /** Black or white, whichever is legible on a colour; grey on a translucent one. */
  public static String ink(int argb) {
    double light = 0.299 * (argb >> 16 & 0xFF) + 0.587 * (argb >> 8 & 0xFF) + 0.114 * (argb & 0xFF);
    return (argb >>> 24) < 0xFF ? TEXT : light > 140 ? "#000" : "#fff";
  }

  /** How many colours there are before they repeat. */
  public static int size() {
    return SERIES.length;
  }
}
