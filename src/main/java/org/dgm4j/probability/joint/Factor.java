package org.dgm4j.probability.joint;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;

/**
 * One factor of a factorization: p(variables | given).
 *
 * @param variables the variables whose distribution it is, at least one
 * @param given the variables it depends on
 */
public record Factor(List<Variable> variables, List<Variable> given) {

  /** So many names keep a factor short; of more, the first two and the last are shown. */
  private static final int SHOWN = 4;

  /**
   * The number of free parameters: for each state of what is given, one less than the variables
   * have states together.
   */
  public BigInteger parameters() {
    return Variable.cells(given).multiply(Variable.cells(variables).subtract(BigInteger.ONE));
  }

  /** The factor as LaTeX, for example {@code p(x_{3} \mid x_{1}, x_{2})}. */
  public String formula() {
    String names = list(variables, Factor::latex, "\\ldots");
    return given.isEmpty()
        ? "p(" + names + ")"
        : "p(" + names + " \\mid " + list(given, Factor::latex, "\\ldots") + ")";
  }

  /** The factor as text, for example {@code p(x3 | x1, x2)}. */
  @Override
  public String toString() {
    String names = list(variables, Variable::name, "…");
    return given.isEmpty()
        ? "p(" + names + ")"
        : "p(" + names + " | " + list(given, Variable::name, "…") + ")";
  }

  static String list(List<Variable> all, Function<Variable, String> name, String dots) {
    if (all.size() <= SHOWN) {
      return String.join(", ", all.stream().map(name).toList());
    }
    return String.join(
        ", ",
        name.apply(all.get(0)),
        name.apply(all.get(1)),
        dots,
        name.apply(all.get(all.size() - 1)));
  }

  static String latex(Variable variable) {
    String name = variable.name();
    if (name.matches("\\p{Alpha}\\d+")) {
      return name.charAt(0) + "_{" + name.substring(1) + "}";
    }
    return name.matches("\\p{Alpha}")
        ? name
        : "\\text{" + name.replaceAll("([\\\\_%$#&{}])", "\\\\$1") + "}";
  }
}
