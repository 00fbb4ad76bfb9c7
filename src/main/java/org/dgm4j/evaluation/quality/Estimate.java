package org.dgm4j.evaluation.quality;

import org.dgm4j.base.NumberText;

/**
 * A number that was computed from samples.
 *
 * @param value the number
 * @param standardError its standard error; 0 where it is the same in all groups of the samples
 */
public record Estimate(double value, double standardError) {

  /** The decimals of a number whose standard error is 0. */
  private static final int USUAL = 3;

  /** More decimals of the numbers here are below the rounding of single precision. */
  private static final int MOST = 7;

  /** The same in another unit. */
  public Estimate times(double factor) {
    return new Estimate(factor * value, Math.abs(factor) * standardError);
  }

  /** The number ± its standard error, with the first two digits of the error. */
  @Override
  public String toString() {
    int decimals =
        standardError > 0
            ? Math.max(0, Math.min(MOST, 1 - (int) Math.floor(Math.log10(standardError))))
            : USUAL;
    return NumberText.fixed(value, decimals) + " ± " + NumberText.fixed(standardError, decimals);
  }
}
