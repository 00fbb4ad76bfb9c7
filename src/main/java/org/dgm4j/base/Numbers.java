package org.dgm4j.base;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as text for people. */
public final class Numbers {

  private Numbers() {}

  /** Four significant digits, whole numbers below 10⁷ in full: 112.4, 60,000, −0.0003, 1.2×10⁹. */
  public static String text(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
    }
    double size = Math.abs(value);
    if (size != 0 && (size >= 1e7 || size < 1e-4)) {
      return scientific(value, 3);
    }
    if (value == Math.rint(value)) {
      return fixed(value, 0);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros();
    return fixed(value, Math.max(0, rounded.scale()));
  }

  /** A number rounded to so many significant digits. */
  public static double significant(double value, int digits) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(digits)).doubleValue()
        : value;
  }

  /** A number with this many decimals. */
  public static String fixed(double value, int decimals) {
    String text = String.format(Locale.ROOT, "%,." + decimals + "f", Math.abs(value));
    boolean zero = text.chars().allMatch(c -> c == '0' || c == '.');
    return value < 0 && !zero ? "−" + text : text;
  }

  /** A number as mantissa and power of ten, the mantissa with this many decimals at the most. */
  public static String scientific(double value, int decimals) {
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded =
        new BigDecimal(Math.abs(value)).round(new MathContext(decimals + 1)).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    String mantissa = rounded.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString();
    return (value < 0 ? "−" : "") + (mantissa.equals("1") ? "" : mantissa + "×") + power(exponent);
  }

  /** Ten to a power: 10⁻⁵. */
  public static String power(int exponent) {
    StringBuilder out = new StringBuilder("10");
    String.valueOf(exponent)
        .chars()
        .forEach(c -> out.append(c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0')));
    return out.toString();
  }

  /** A count and its noun: 1 image, 60,000 images. */
  public static String count(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
  }

  /** A time in whole seconds: 12 s, 3 min 05 s. */
  public static String time(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60
        ? whole + " s"
        : String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
  }
}
