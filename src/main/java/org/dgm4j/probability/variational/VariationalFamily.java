package org.dgm4j.probability.variational;

/**
 * The distributions among which variational inference looks for the nearest one.
 *
 * @param components the number of normal distributions that are mixed; 1 for a single one
 * @param full whether the coordinates of a component may be correlated
 */
public record VariationalFamily(int components, boolean full) {

  /** A bound against slips of the pen, not of the method. Not tuned. */
  private static final int MOST = 50;

  /**
   * @throws IllegalArgumentException if the number of components is not between 1 and 50
   */
  public VariationalFamily {
    if (components < 1 || components > MOST) {
      throw new IllegalArgumentException(
          "A mixture has 1 to %d components, not %d; type for example mixture(2)"
              .formatted(MOST, components));
    }
  }

  /** Independent normal coordinates: the mean-field family. */
  public static VariationalFamily diagonalNormal() {
    return new VariationalFamily(1, false);
  }

  /** Normal with any covariance. */
  public static VariationalFamily fullNormal() {
    return new VariationalFamily(1, true);
  }

  /** Mixtures of normal distributions with any covariances. */
  public static VariationalFamily mixture(int components) {
    return new VariationalFamily(components, true);
  }

  @Override
  public String toString() {
    if (components > 1) {
      return "mixture of " + components + " normals";
    }
    return full ? "full-covariance normal" : "diagonal normal";
  }
}
