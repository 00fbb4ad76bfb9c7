package org.dgm4j.probability.divergence;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.dgm4j.base.NumberText;
import org.dgm4j.probability.GaussianMixture;
import org.dgm4j.probability.numeric.Quadrature;

/** Quantities of densities of one number by quadrature. */
final class Integrals {

  /** Relative to the value; a smaller error does not reach the six digits that are shown. */
  private static final double WORTH_A_NOTE = 1e-9;

  /** Relative to the value; quadrature that is off by more has not converged. Not tuned. */
  private static final double TOO_FAR_OFF = 1e-4;

  /**
   * The probabilities of a tail at which the integral is divided, so that no part of the mass falls
   * between the nodes of the rule: the middle about evenly, the tails by factors. Not tuned.
   */
  private static final double[] LEVELS = {
    1e-8, 1e-6, 1e-4, 1e-3, 0.01, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5
  };

  private Integrals() {}

  /** The quantity; empty where it is not accurate, and can be drawn instead. */
  static Optional<Quantity> of(
      DivergenceKind kind, ContinuousDistribution p, ContinuousDistribution q) {
    double lower = p.getSupportLowerBound();
    double upper = p.getSupportUpperBound();
    if (kind.needsSupport()) {
      if (lower < q.getSupportLowerBound()) {
        return Optional.of(
            kind.infinite(uncovered("below", q.getSupportLowerBound(), p::cumulativeProbability)));
      }
      if (upper > q.getSupportUpperBound()) {
        return Optional.of(
            kind.infinite(uncovered("above", q.getSupportUpperBound(), p::survivalProbability)));
      }
    }
    if (kind.isSymmetric()) {
      lower = Math.min(lower, q.getSupportLowerBound());
      upper = Math.max(upper, q.getSupportUpperBound());
    }
    double[] points = points(p, q, lower, upper);
    double[] hole = {Double.NaN, 0};
    Quadrature.Result result =
        Quadrature.integrate(
            x -> {
              double logP = p.logDensity(x);
              double logQ = q.logDensity(x);
              double density = Math.exp(logP);
              if (kind.needsSupport() && logQ == Double.NEGATIVE_INFINITY && density > 0) {
                if (density > hole[1]) {
                  hole[0] = x;
                  hole[1] = density;
                }
                return 0;
              }
              boolean pole = logP == Double.POSITIVE_INFINITY || logQ == Double.POSITIVE_INFINITY;
              return pole ? 0 : kind.term(logP, logQ);
            },
            points,
            lower,
            upper);
    if (hole[1] > 0) {
      return Optional.of(
          kind.infinite(
              String.format(
                  "q has density 0 at x = %s, where p has density %s",
                  NumberText.number(hole[0]), NumberText.number(hole[1]))));
    }
    if (result.diverges() && kind.needsSupport()) {
      return Optional.of(kind.infinite("the tails of q fall too fast for those of p"));
    }
    double relative = result.error() / Math.max(1, Math.abs(result.value()));
    if (!(relative < TOO_FAR_OFF) && canBeDrawn(kind, p, q, points, lower, upper)) {
      return Optional.empty();
    }
    return Optional.of(
        kind.of(
            Quantity.Method.QUADRATURE,
            result.value(),
            relative > WORTH_A_NOTE
                ? "accurate to about " + NumberText.number(result.error())
                : ""));
  }

  /** Whether the variance of what draws of p give is finite, as a standard error needs. */
  private static boolean canBeDrawn(
      DivergenceKind kind,
      ContinuousDistribution p,
      ContinuousDistribution q,
      double[] points,
      double lower,
      double upper) {
    return kind.isSymmetric()
        || !Quadrature.integrate(
                x -> {
                  double logP = p.logDensity(x);
                  double value = kind.underP(logP, q.logDensity(x));
                  return Double.isFinite(value) ? DivergenceKind.weighted(logP, value * value) : 0;
                },
                points,
                lower,
                upper)
            .diverges();
  }

  private static String uncovered(String side, double bound, DoubleUnaryOperator tail) {
    double mass = tail.applyAsDouble(bound);
    return String.format(
        "q has density 0 %s x = %s, where p has probability %s",
        side, NumberText.number(bound), mass > 0 ? NumberText.number(mass) : "more than 0");
  }

  /** Where the densities have their mass, rising, strictly inside the bounds. */
  private static double[] points(
      ContinuousDistribution p, ContinuousDistribution q, double lower, double upper) {
    TreeSet<Double> points = new TreeSet<>();
    for (ContinuousDistribution d : List.of(p, q)) {
      for (double level : LEVELS) {
        points.add(d.inverseCumulativeProbability(level));
        points.add(d.inverseSurvivalProbability(level));
      }
      points.add(d.getSupportLowerBound());
      points.add(d.getSupportUpperBound());
      if (d instanceof GaussianMixture mixture) {
        Arrays.stream(mixture.landmarks()).forEach(points::add);
      }
    }
    points.removeIf(x -> !(x > lower && x < upper));
    return points.stream().mapToDouble(x -> x).toArray();
  }
}
