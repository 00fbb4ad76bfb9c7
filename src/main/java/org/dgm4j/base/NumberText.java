package org.dgm4j.base;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Locale;

/**
 * Numbers as text: {@link #number} as Java reads it again, in what distributions and errors say;
 * {@link #text} and the others as people print it, in views.
 */
public final class NumberText {

  /** A list of numbers up to so many fits on a line of text. */
  private static final int SHOWN = 8;

  /** More than a float's seven digits would show its rounding. */
  private static final int DIGITS = 6;

  private NumberText() {}

  /** Six significant digits, no trailing zeros, an exponent only where it is shorter. */
  public static String number(double x) {
    if (Double.isNaN(x)) {
      return "NaN";
    }
    if (Double.isInfinite(x)) {
      return x > 0 ? "∞" : "-∞";
    }
    if (x == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(x).round(new MathContext(DIGITS)).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent < -4 || exponent > 8) {
      return rounded.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
    }
    return rounded.toPlainString();
  }

  public static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /** A count and its noun: 1 batch, 60,000 batches. */
  public static String count(long n, String noun) {
    String end = n == 1 ? "" : noun.endsWith("tch") ? "es" : "s";
    return count(n) + " " + noun + end;
  }

  public static String count(BigInteger n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /** A list of numbers, cut in the middle when it is long. */
  public static String numbers(double[] values) {
    StringBuilder text = new StringBuilder();
    boolean cut = values.length > SHOWN;
    for (int i = 0; i < values.length; i++) {
      if (cut && i == SHOWN - 2) {
        text.append(", …");
        i = values.length - 1;
      }
      text.append(i == 0 ? "" : ", ").append(number(values[i]));
    }
    return text.toString();
  }

  public static String parameters(BigInteger count) {
    return count.equals(BigInteger.ONE) ? "1 free parameter" : count(count) + " free parameters";
  }

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

  /** A time in whole seconds: 12 s, 3 min 05 s. */
  public static String time(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60
        ? whole + " s"
        : String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
  }

  /**
   * As in a column: six significant digits without separators of thousands: 0.00123456, 1.5×10¹².
   */
  public static String cell(double value) {
    double size = Math.abs(value);
    if (!Double.isFinite(value)) {
      return text(value);
    }
    return size >= 1e12 || size != 0 && size < 1e-4
        ? scientific(value, DIGITS - 1)
        : new BigDecimal(value)
            .round(new MathContext(DIGITS))
            .stripTrailingZeros()
            .toPlainString()
            .replace('-', '−');
  }

  /** A text with numbers in it, which are written alike in every language of the machine. */
  public static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
