package org.dgm4j.probability.variational;

/**
 * The same family fitted to the same target both ways.
 *
 * @param reverse the fit that makes KL(q ‖ p) small, which seeks a mode
 * @param forward the fit that makes KL(p ‖ q) small, which covers the mass
 */
public record VariationalComparison(VariationalFit reverse, VariationalFit forward) {

  @Override
  public String toString() {
    return reverse + "\n" + forward;
  }
}
