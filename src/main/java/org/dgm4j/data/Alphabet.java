package org.dgm4j.data;

import org.dgm4j.base.NumberText;

/**
 * The values that a discrete example may have: so many levels, evenly from 0 on.
 *
 * @param levels how many, at least 2
 * @param greatest the greatest of them
 */
record Alphabet(int levels, float greatest) {

  private static final int GREYS = 256; // a byte

  /**
   * The alphabet of all these examples.
   *
   * @throws IllegalArgumentException if there are values that are neither whole numbers from 0 on
   *     nor in [0, 1]
   */
  static Alphabet of(Samples... groups) {
    boolean whole = true;
    float greatest = 1;
    for (Samples group : groups) {
      for (int i = 0; i < group.count(); i++) {
        float[] row = group.row(i);
        for (int d = 0; d < row.length; d++) {
          whole &= row[d] == Math.rint(row[d]);
          greatest = Math.max(greatest, row[d]);
          if (row[d] < 0 || !whole && greatest > 1) {
            throw new IllegalArgumentException(
                NumberText.format(
                        "Value %d of example %d is %s; only whole numbers from 0 on, or values from 0 to 1,",
                        d, i, row[d])
                    + " can be perturbed");
          }
        }
      }
    }
    return whole ? new Alphabet((int) greatest + 1, greatest) : new Alphabet(GREYS, 1);
  }

  /** Another value than this, as far along the others as a number in [0, 1) says. */
  float other(float value, float uniform) {
    int level = Math.round(value / greatest * (levels - 1));
    int other = Math.min((int) (uniform * (levels - 1)), levels - 2);
    return (float) ((other + (other >= level ? 1 : 0)) * (double) greatest / (levels - 1));
  }
}
