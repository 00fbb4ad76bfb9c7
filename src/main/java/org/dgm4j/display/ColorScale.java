package org.dgm4j.display;

/** Colours for numbers; all three are told apart with any kind of colour vision. */
public enum ColorScale {
  /** Black to white. */
  GREY(0x000000, 0xFFFFFF),
  /**
   * Dark blue over grey to yellow, of evenly rising lightness: cividis (Nuñez, Anderton and
   * Renslow, PLoS ONE 13(7), 2018) at ten places.
   */
  SEQUENTIAL(
      0x00224E, 0x123570, 0x3B496C, 0x575D6D, 0x707173, 0x8A8678, 0xA59C74, 0xC3B369, 0xE1CC55,
      0xFEE838),
  /** Blue for the lowest, white in the middle, vermilion for the highest. */
  DIVERGING(0x0072B2, 0xFFFFFF, 0xD55E00);

  private final int[] stops;

  ColorScale(int... stops) {
    this.stops = stops;
  }

  /**
   * The colour of a position on the scale.
   *
   * @param t a number in [0, 1]; what lies outside gets the nearer end
   * @return red, green and blue, eight bits each
   */
  public int rgb(double t) {
    double place = Math.max(0, Math.min(1, t)) * (stops.length - 1);
    int below = Math.min((int) place, stops.length - 2);
    double part = place - below;
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = stops[below] >> shift & 0xFF;
      int b = stops[below + 1] >> shift & 0xFF;
      rgb |= (int) Math.round(a + part * (b - a)) << shift;
    }
    return rgb;
  }

  /** The colours between which the scale runs linearly, lowest first. */
  int[] stops() {
    return stops.clone();
  }
}
