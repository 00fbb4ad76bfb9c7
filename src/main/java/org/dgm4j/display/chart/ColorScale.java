package org.dgm4j.display.chart;

import org.dgm4j.base.NumberText;

/** Colours for numbers; all are told apart with any kind of colour vision. */
public enum ColorScale {
  /** Black to white. */
  GREY(0xFF000000, 0xFFFFFFFF),
  /**
   * Dark blue over grey to yellow, of evenly rising lightness: cividis (Nuñez, Anderton and
   * Renslow, PLoS ONE 13(7), 2018) at ten places.
   */
  SEQUENTIAL(
      0xFF00224E,
      0xFF123570,
      0xFF3B496C,
      0xFF575D6D,
      0xFF707173,
      0xFF8A8678,
      0xFFA59C74,
      0xFFC3B369,
      0xFFE1CC55,
      0xFFFEE838),
  /** Blue for the lowest, white in the middle, vermilion for the highest. */
  DIVERGING(0xFF0072B2, 0xFFFFFFFF, 0xFFD55E00),
  /** From nothing to a strong blue, so that the lowest is the ground of the page. */
  OPACITY(0x000072B2, 0xE60072B2);

  /** From a least value of this share of the greatest on, zero would take most of the colours. */
  private static final double NEAR = 0.8;

  private final int[] stops;

  ColorScale(int... stops) {
    this.stops = stops;
  }

  /**
   * The colour of a position on the scale.
   *
   * @param t a number in [0, 1]; what lies outside gets the nearer end
   * @return opacity, red, green and blue, eight bits each
   */
  public int argb(double t) {
    double place = Math.max(0, Math.min(1, t)) * (stops.length - 1);
    int below = Math.min((int) place, stops.length - 2);
    double part = place - below;
    int argb = 0;
    for (int shift = 24; shift >= 0; shift -= 8) {
      int a = stops[below] >> shift & 0xFF;
      int b = stops[below + 1] >> shift & 0xFF;
      argb |= (int) Math.round(a + part * (b - a)) << shift;
    }
    return argb;
  }

  /** The colours between which the scale runs linearly, lowest first. */
  public int[] stops() {
    return stops.clone();
  }

  /**
   * The values of the lowest and the highest colour: from the least value, or from zero if none is
   * below and the least is less than 0.8 of the greatest, to the greatest; {@link #DIVERGING} has
   * its middle at zero.
   */
  double[] range(Summary values) {
    double least = values.least();
    double greatest = values.greatest();
    if (values.count() == 0) {
      return new double[] {0, 1};
    } else if (this == DIVERGING) {
      double bound = Math.max(Math.abs(least), Math.abs(greatest));
      return new double[] {-bound, bound};
    }
    boolean fromZero = least >= 0 && (least < NEAR * greatest || least == greatest);
    return new double[] {fromZero ? 0 : least, greatest};
  }

  /** A colour as CSS writes it. */
  public static String css(int argb) {
    return (argb >>> 24) == 0xFF
        ? NumberText.format("#%06x", argb & 0xFFFFFF)
        : NumberText.format(
            "rgba(%d,%d,%d,%.2f)",
            argb >> 16 & 0xFF, argb >> 8 & 0xFF, argb & 0xFF, (argb >>> 24) / 255.0);
  }
}
