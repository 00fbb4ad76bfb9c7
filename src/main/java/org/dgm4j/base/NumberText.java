package org.dgm4j.base;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** Numbers as a reader wants them. */
public final class NumberText {

  private static final int SHOWN = 8;

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
    BigDecimal rounded = new BigDecimal(x).round(new MathContext(6)).stripTrailingZeros();
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

  /** Rows of cells in aligned columns, each row on a new line. */
  public static String table(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] width = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        width[i] = Math.max(width[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String cell = row.get(i);
        line.append(i == 0 ? "" : "  ").append(cell).append(" ".repeat(width[i] - cell.length()));
      }
      text.append('\n').append(line.toString().stripTrailing());
    }
    return text.toString();
  }
}
