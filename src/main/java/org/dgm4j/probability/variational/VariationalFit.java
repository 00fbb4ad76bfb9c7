package org.dgm4j.probability.variational;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.dgm4j.base.NumberText;
import org.dgm4j.probability.Multivariate;
import org.dgm4j.probability.MultivariateGaussianMixture;
import org.dgm4j.probability.MultivariateNormal;
import org.dgm4j.probability.divergence.Divergence;
import org.dgm4j.probability.divergence.Quantity;

/**
 * A variational distribution q as it was fitted to a target p, or as it is while the fit goes on.
 *
 * @param target the target; p is its normalized density
 * @param family the family of q
 * @param direction which divergence is made small
 * @param distribution q: a {@link MultivariateNormal} or a {@link MultivariateGaussianMixture}
 * @param history the fit at its start, at evenly spaced steps and now
 * @param steps the number of steps that were intended
 * @param evidenceLowerBound E_q[log p(z) − log q(z)] with the unnormalized p, estimated from 10,000
 *     draws or more; below the log-evidence by KL(q ‖ p)
 * @param forwardDivergence KL(p ‖ q): exact for normal targets and normal q, else estimated from
 *     draws; empty where the target can't be drawn from
 */
public record VariationalFit(
    TargetDensity target,
    VariationalFamily family,
    Direction direction,
    Multivariate distribution,
    List<Step> history,
    int steps,
    Quantity evidenceLowerBound,
    Optional<Quantity> forwardDivergence) {

  /** Any would do: always the same, so that a fit has one divergence. */
  private static final long SEED = 1;

  /** Which of the two divergences is made small. */
  public enum Direction {
    /** KL(q ‖ p): q avoids places where p is small, and so may settle on one mode. */
    REVERSE("KL(q ‖ p)"),
    /** KL(p ‖ q): q avoids being small where p is large, and so covers all modes. */
    FORWARD("KL(p ‖ q)");

    private final String divergence;

    Direction(String divergence) {
      this.divergence = divergence;
    }

    /** The divergence in symbols. */
    @Override
    public String toString() {
      return divergence;
    }
  }

  /**
   * The fit at one time.
   *
   * @param number how many steps were done
   * @param evidenceLowerBound in nats, estimated from the same random numbers at each step
   * @param divergence the divergence that is made small, in nats; NaN where it is unknown
   * @param mean the mean of q, shape (dimensions)
   */
  public record Step(int number, double evidenceLowerBound, double divergence, double[] mean) {

    public Step {
      mean = mean.clone();
    }

    @Override
    public double[] mean() {
      return mean.clone();
    }
  }

  public VariationalFit {
    history = List.copyOf(history);
  }

  /** The number of steps that were done. */
  public int stepsDone() {
    return history.get(history.size() - 1).number();
  }

  /**
   * KL(q ‖ p): exact for normal targets and normal q, else the log-evidence less the lower bound;
   * empty where the evidence is unknown.
   */
  public Optional<Quantity> divergence() {
    Optional<Quantity> exact =
        target
            .exact()
            .filter(p -> p instanceof MultivariateNormal)
            .filter(p -> distribution instanceof MultivariateNormal)
            .map(p -> Divergence.kl(distribution, p));
    OptionalDouble evidence = target.logEvidence();
    if (exact.isPresent() || evidence.isEmpty()) {
      return exact.map(kl -> kl.named(Direction.REVERSE.toString()));
    }
    return Optional.of(
        Quantity.drawn(
            Direction.REVERSE.toString(),
            evidence.getAsDouble() - evidenceLowerBound.value(),
            evidenceLowerBound.standardError(),
            evidenceLowerBound.draws()));
  }

  /** KL(p ‖ q), from so many draws where it is not exact. */
  static Optional<Quantity> forwardDivergence(TargetDensity target, Multivariate q, int draws) {
    if (target.exact().isPresent()) {
      Multivariate p = target.exact().get();
      Quantity kl =
          p instanceof MultivariateNormal && q instanceof MultivariateNormal
              ? Divergence.kl(p, q)
              : Divergence.kl(p, q, draws, SEED);
      return Optional.of(kl.named(Direction.FORWARD.toString()));
    }
    if (!target.canDraw()) {
      return Optional.empty();
    }
    double evidence = target.logEvidence().orElseThrow();
    SummaryStatistics ratios = new SummaryStatistics();
    for (double[] z : target.draws(draws, SEED)) {
      ratios.addValue(target.logDensity(z) - evidence - q.logProbability(z));
    }
    return Optional.of(
        Quantity.drawn(
            Direction.FORWARD.toString(),
            ratios.getMean(),
            ratios.getStandardDeviation() / Math.sqrt(draws),
            draws));
  }

  /** The family, the direction, how far it came, the lower bound and both divergences. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(family).append(" by ").append(direction).append(" on ").append(target.name());
    text.append(", ").append(NumberText.count(stepsDone()));
    text.append(stepsDone() < steps ? " of " + NumberText.count(steps) : "").append(" steps");
    text.append("; ").append(evidenceLowerBound);
    divergence().ifPresent(kl -> text.append("; ").append(kl));
    forwardDivergence.ifPresent(kl -> text.append("; ").append(kl));
    target.whyUnknown().ifPresent(why -> text.append(". ").append(why));
    return text.toString();
  }
}
