package org.dgm4j.probability.joint;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.dgm4j.base.NumberText;

/**
 * A number of free parameters, exact, with the form it comes from.
 *
 * @param exact the number
 * @param form how it comes about, for example {@code 2^784 − 1}
 */
public record ParameterCount(BigInteger exact, String form) {

  /** So many digits can still be read, up to hundreds of trillions. */
  private static final int LONGEST_EXACT = 15;

  /** Below the 1,024 at which a double overflows. */
  private static final int DOUBLE_BITS = 1_000;

  /** The number with two significant digits, for example {@code 1.0×10^236}. */
  public String approximate() {
    BigDecimal rounded = new BigDecimal(exact).round(new MathContext(2));
    int exponent = rounded.precision() - rounded.scale() - 1;
    return rounded.scaleByPowerOfTen(-exponent).setScale(1).toPlainString() + "×10^" + exponent;
  }

  /** The decimal logarithm, for axes; −∞ for 0. */
  public double log10() {
    int shift = Math.max(0, exact.bitLength() - DOUBLE_BITS);
    return Math.log10(exact.shiftRight(shift).doubleValue()) + shift * Math.log10(2);
  }

  /** {@code 256^3 − 1 = 16,777,215}, or {@code 2^784 − 1 ≈ 1.0×10^236} where it is long. */
  @Override
  public String toString() {
    boolean isShort = exact.toString().length() <= LONGEST_EXACT;
    if (form.equals(exact.toString())) {
      return isShort ? NumberText.count(exact) : approximate();
    }
    return form + (isShort ? " = " + NumberText.count(exact) : " ≈ " + approximate());
  }
}
