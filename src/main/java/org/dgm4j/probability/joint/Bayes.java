package org.dgm4j.probability.joint;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dgm4j.base.Checks;
import org.dgm4j.base.NumberText;

/**
 * Bayes' rule with all its numbers: p(hypothesis | evidence) = p(evidence | hypothesis)
 * p(hypothesis) / p(evidence), for every state of the hypothesis.
 */
public final class Bayes {

  private final Variable hypothesis;
  private final String condition;
  private final double[] prior;
  private final double[] likelihood;
  private final double evidence;
  private final double[] posterior;

  private Bayes(Variable hypothesis, String condition, double[] prior, double[] together) {
    this.hypothesis = hypothesis;
    this.condition = condition;
    this.prior = prior;
    evidence = Checks.sum(together);
    posterior = Checks.divided(together, evidence);
    likelihood = new double[prior.length];
    for (int state = 0; state < prior.length; state++) {
      likelihood[state] = prior[state] > 0 ? together[state] / prior[state] : 0;
    }
  }

  /** See {@link JointTable#bayes(String, Map)}. */
  static Bayes of(JointTable table, String hypothesis, Map<String, ?> evidence) {
    Variable variable = table.variable(hypothesis);
    if (evidence.isEmpty() || evidence.containsKey(hypothesis)) {
      throw new IllegalArgumentException(
          String.format(
              "Bayes' rule needs evidence about other variables than %s; give the state of at least"
                  + " one of them",
              hypothesis));
    }
    Event seen = new Event(table, evidence);
    double[] together = new double[variable.size()];
    Map<String, Object> both = new LinkedHashMap<>(evidence);
    for (int state = 0; state < together.length; state++) {
      both.put(hypothesis, state);
      together[state] = table.probability(both);
    }
    if (!(Checks.sum(together) > 0)) {
      throw seen.impossible();
    }
    return new Bayes(
        variable, seen.toString(), table.marginal(hypothesis).probabilities(), together);
  }

  /** The variable that is asked about. */
  public Variable hypothesis() {
    return hypothesis;
  }

  /** What was seen, for example {@code test = positive}. */
  public String condition() {
    return condition;
  }

  /** p(hypothesis), shape (states of the hypothesis). */
  public double[] prior() {
    return prior.clone();
  }

  /** p(evidence | hypothesis), shape (states of the hypothesis); 0 for a state whose prior is 0. */
  public double[] likelihood() {
    return likelihood.clone();
  }

  /** p(evidence). */
  public double evidence() {
    return evidence;
  }

  /** p(hypothesis | evidence), shape (states of the hypothesis). */
  public double[] posterior() {
    return posterior.clone();
  }

  /** The rule, and its numbers for each state of the hypothesis. */
  @Override
  public String toString() {
    String h = hypothesis.name();
    StringBuilder text =
        new StringBuilder(
            String.format(
                "p(%s | %s) = p(%s | %s) p(%s) / p(%s)", h, condition, condition, h, h, condition));
    for (int state = 0; state < prior.length; state++) {
      text.append(
          String.format(
              "\n%s: %s × %s / %s = %s",
              hypothesis.assigned(state),
              NumberText.number(likelihood[state]),
              NumberText.number(prior[state]),
              NumberText.number(evidence),
              NumberText.number(posterior[state])));
    }
    return text.toString();
  }
}
