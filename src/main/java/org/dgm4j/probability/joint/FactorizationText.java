package org.dgm4j.probability.joint;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dgm4j.probability.joint.Factorization.Kind;

/** A factorization as formula and as text. */
final class FactorizationText {

  /** So many factors still fit on a line. */
  private static final int SPELLED_OUT = 6;

  /** Of more factors, the first three and the last show how it goes on. */
  private static final int FIRST_FACTORS = 3;

  private final Kind kind;
  private final List<Factor> factors;
  private final Factorization factorization;
  private final int n;
  private final int memory;

  FactorizationText(Factorization factorization) {
    this.factorization = factorization;
    kind = factorization.kind();
    factors = factorization.factors();
    n = factorization.variables().size();
    memory = factorization.memory();
  }

  /** How the number of free parameters comes about, for example {@code 2^784 − 1}. */
  String parameters() {
    List<Variable> variables = factorization.variables();
    int k = variables.get(0).size();
    if (kind == Kind.FULL || kind == Kind.CHAIN_RULE) {
      return Variable.cellsForm(variables) + " − 1";
    }
    boolean alike = variables.stream().allMatch(variable -> variable.size() == k);
    if (kind == Kind.INDEPENDENT && alike) {
      return k == 2 ? "" + n : n + "·" + (k - 1);
    }
    if (kind == Kind.MARKOV && alike && memory < n) {
      if (memory == 1) {
        return k == 2 ? "2·" + n + " − 1" : String.format("%d + %d·%d·%d", k - 1, n - 1, k, k - 1);
      }
      return String.format("(%d^%d − 1) + %d·%d^%d", k, memory, n - memory, k, memory)
          + (k == 2 ? "" : "·" + (k - 1));
    }
    return n > SPELLED_OUT
        ? factorization.parameters().toString()
        : factors.stream()
            .map(factor -> factor.parameters().toString())
            .collect(Collectors.joining(" + "));
  }

  /** As LaTeX without delimiters: the joint distribution and its factors. */
  String formula() {
    String joint = new Factor(factorization.variables(), List.of()).formula();
    return kind == Kind.FULL ? joint : joint + " = " + productFormula();
  }

  private String productFormula() {
    if (n <= SPELLED_OUT) {
      return factors.stream().map(Factor::formula).collect(Collectors.joining("\\, "));
    }
    boolean numbered =
        IntStream.range(0, n)
            .allMatch(i -> factorization.ordered().get(i).name().equals("x" + (i + 1)));
    if (numbered && kind != Kind.GRAPH) {
      String all = String.format("\\prod_{i=1}^{%d} ", n);
      return switch (kind) {
        case INDEPENDENT -> all + "p(x_i)";
        case MARKOV ->
            memory == 1
                ? String.format("p(x_1) \\prod_{i=2}^{%d} p(x_i \\mid x_{i-1})", n)
                : all + String.format("p(x_i \\mid x_{\\max(1, i-%d)}, \\ldots, x_{i-1})", memory);
        default -> all + "p(x_i \\mid x_1, \\ldots, x_{i-1})";
      };
    }
    return factors.stream()
            .limit(FIRST_FACTORS)
            .map(Factor::formula)
            .collect(Collectors.joining("\\, "))
        + "\\, \\cdots\\, "
        + factors.get(n - 1).formula();
  }

  /** The product of the factors, for example {@code p(x1) p(x2 | x1)}. */
  String product() {
    boolean all = factors.size() <= SPELLED_OUT;
    String first =
        factors.stream()
            .limit(all ? SPELLED_OUT : FIRST_FACTORS)
            .map(Factor::toString)
            .collect(Collectors.joining(" "));
    return all ? first : first + " … " + factors.get(factors.size() - 1);
  }
}
