package org.dgm4j.probability.divergence;

import java.math.BigDecimal;
import java.math.MathContext;
import org.dgm4j.base.NumberText;

/**
 * A number that was computed for distributions, with its unit and how exact it is.
 *
 * @param name what it is, for example {@code KL(p ‖ q)}
 * @param value the number; may be infinite, and is NaN if it is unknown
 * @param unit nats, bits, or empty for a pure number
 * @param method how it was computed
 * @param standardError of the value; 0 unless it was estimated from draws or samples
 * @param draws the number of draws or samples it was estimated from; 0 unless it was
 * @param note one sentence that a reader must know, for example which cell makes it infinite or why
 *     it is unknown; empty where there is none
 */
public record Quantity(
    String name,
    double value,
    String unit,
    Method method,
    double standardError,
    long draws,
    String note) {

  /** How a quantity was computed. */
  public enum Method {
    /** A finite sum or a closed form: exact to rounding. */
    EXACT("exact"),
    /** Adaptive Gauss–Kronrod quadrature. */
    QUADRATURE("quadrature"),
    /** The mean over independent draws. */
    MONTE_CARLO("Monte Carlo"),
    /** The distances between neighbouring samples. */
    NEAREST_NEIGHBOUR("nearest neighbours");

    private final String label;

    Method(String label) {
      this.label = label;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  /** A mean over draws, in nats, with its standard error. */
  public static Quantity drawn(String name, double value, double standardError, long draws) {
    return new Quantity(name, value, "nats", Method.MONTE_CARLO, standardError, draws, "");
  }

  /** The same quantity under another name. */
  public Quantity named(String other) {
    return new Quantity(other, value, unit, method, standardError, draws, note);
  }

  /** The same quantity in bits; a pure number stays as it is. */
  public Quantity inBits() {
    double nat = Math.log(2);
    return unit.equals("nats")
        ? new Quantity(name, value / nat, "bits", method, standardError / nat, draws, note)
        : this;
  }

  /** The name, the value with its standard error and unit, the method and the note. */
  @Override
  public String toString() {
    if (Double.isNaN(value)) {
      return name + " is unknown: " + note;
    }
    StringBuilder text = new StringBuilder(name).append(" = ").append(NumberText.number(value));
    if (standardError > 0) {
      text.append(" ± ").append(NumberText.number(rounded(standardError)));
    }
    if (!unit.isEmpty() && !Double.isInfinite(value)) {
      text.append(' ').append(unit);
    }
    if (!Double.isInfinite(value)) {
      text.append(" (").append(method);
      if (draws > 0) {
        text.append(", ")
            .append(NumberText.count(draws))
            .append(draws == 1 ? " sample" : " samples");
      }
      text.append(')');
    }
    return note.isEmpty() ? text.toString() : text.append(": ").append(note).toString();
  }

  private static double rounded(double error) {
    return new BigDecimal(error).round(new MathContext(2)).doubleValue();
  }
}
