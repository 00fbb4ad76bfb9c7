package org.dgm4j.probability.divergence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.dgm4j.base.NumberText;
import org.dgm4j.probability.Continuous;
import org.dgm4j.probability.Discrete;
import org.dgm4j.probability.EmpiricalVectors;
import org.dgm4j.probability.Independent;
import org.dgm4j.probability.Multivariate;
import org.dgm4j.probability.MultivariateNormal;
import org.dgm4j.probability.Normal;
import org.dgm4j.probability.Univariate;
import org.dgm4j.probability.joint.FittedFactorization;

/**
 * What is known of particular pairs of distributions, registered pair by pair; the first that fits
 * is taken, so a class stands above its supertypes.
 */
final class ClosedForms {

  private static final List<Pair<?, ?>> PAIRS = new ArrayList<>();

  static {
    for (Class<? extends ContinuousDistribution> p :
        List.of(Normal.class, NormalDistribution.class)) {
      for (Class<? extends ContinuousDistribution> q :
          List.of(Normal.class, NormalDistribution.class)) {
        register(p, q, exact(ClosedForms::entropyOfNormal, ClosedForms::klOfNormals));
      }
    }
    register(
        MultivariateNormal.class,
        MultivariateNormal.class,
        exact(MultivariateNormal::entropy, MultivariateNormal::divergenceFrom));
    register(Independent.class, Independent.class, ClosedForms::independent);
    register(EmpiricalVectors.class, EmpiricalVectors.class, ClosedForms::observed);
    register(EmpiricalVectors.class, Multivariate.class, ClosedForms::observedAndDensity);
    register(Multivariate.class, EmpiricalVectors.class, ClosedForms::withoutDensity);
    register(
        FittedFactorization.class,
        FittedFactorization.class,
        (kind, p, q) ->
            kind == DivergenceKind.ENTROPY && p.exactEntropy().isPresent()
                ? Optional.of(kind.exact(p.exactEntropy().getAsDouble()))
                : Optional.empty());
  }

  /** A quantity of two distributions; empty for kinds of which nothing is known. */
  @FunctionalInterface
  private interface Form<P, Q> {
    Optional<Quantity> of(DivergenceKind kind, P p, Q q);
  }

  private record Pair<P, Q>(Class<? extends P> first, Class<? extends Q> second, Form<P, Q> form) {

    Optional<Quantity> of(DivergenceKind kind, Object p, Object q) {
      return form.of(kind, first.cast(p), second.cast(q));
    }
  }

  private ClosedForms() {}

  private static <P, Q> void register(
      Class<? extends P> first, Class<? extends Q> second, Form<P, Q> form) {
    PAIRS.add(new Pair<>(first, second, form));
  }

  /** What is known of the quantity of these two. */
  static Optional<Quantity> of(DivergenceKind kind, Object p, Object q) {
    return PAIRS.stream()
        .filter(pair -> pair.first.isInstance(p) && pair.second.isInstance(q))
        .findFirst()
        .flatMap(pair -> pair.of(kind, p, q));
  }

  /** A form of which the entropy and the Kullback–Leibler divergence are known. */
  private static <P> Form<P, P> exact(ToDoubleFunction<P> entropy, ToDoubleBiFunction<P, P> kl) {
    return (kind, p, q) ->
        switch (kind) {
          case ENTROPY -> Optional.of(kind.exact(entropy.applyAsDouble(p)));
          case KL -> Optional.of(kind.exact(kl.applyAsDouble(p, q)));
          case CROSS_ENTROPY ->
              Optional.of(kind.exact(entropy.applyAsDouble(p) + kl.applyAsDouble(p, q)));
          case JENSEN_SHANNON, TOTAL_VARIATION -> Optional.empty();
        };
  }

  private static double entropyOfNormal(ContinuousDistribution p) {
    return Normal.of(p.getMean(), Math.sqrt(p.getVariance())).entropy();
  }

  private static double klOfNormals(ContinuousDistribution p, ContinuousDistribution q) {
    double ratio = p.getVariance() / q.getVariance();
    double distance = p.getMean() - q.getMean();
    return Math.max(0, 0.5 * (ratio - 1 - Math.log(ratio) + distance * distance / q.getVariance()));
  }

  /** Entropies, cross-entropies and KL of independent coordinates add up. */
  private static Optional<Quantity> independent(DivergenceKind kind, Independent p, Independent q) {
    if (kind.isSymmetric()) {
      return Optional.empty();
    }
    double value = 0;
    double error = 0;
    long draws = 0;
    Quantity.Method method = Quantity.Method.EXACT;
    for (int i = 0; i < p.dimensions(); i++) {
      Quantity part = coordinate(kind, i, p.marginal(i), q.marginal(i));
      if (Double.isInfinite(part.value())) {
        return Optional.of(kind.infinite("in coordinate " + i + ", " + part.note()));
      }
      value += part.value();
      error = Math.hypot(error, part.standardError());
      draws = Math.max(draws, part.draws());
      method = part.method().compareTo(method) > 0 ? part.method() : method;
    }
    return Optional.of(new Quantity(kind.title, value, kind.unit, method, error, draws, ""));
  }

  private static Quantity coordinate(DivergenceKind kind, int i, Univariate p, Univariate q) {
    if (p instanceof Discrete a && q instanceof Discrete b) {
      return Divergence.between(kind, a, b);
    } else if (p instanceof Continuous a && q instanceof Continuous b) {
      return Divergence.between(kind, a, b);
    }
    throw new IllegalArgumentException(
        String.format(
            "Coordinate %d is discrete in one distribution and continuous in the other: %s and"
                + " %s; both must be of one kind",
            i, p.name(), q.name()));
  }

  private static Optional<Quantity> observed(
      DivergenceKind kind, EmpiricalVectors p, EmpiricalVectors q) {
    TreeSet<double[]> points = new TreeSet<>(Arrays::compare);
    points.addAll(List.of(p.points()));
    points.addAll(List.of(q.points()));
    List<double[]> all = List.copyOf(points);
    return Optional.of(
        FiniteSums.sum(
            kind,
            all.stream().mapToDouble(p::logProbability).toArray(),
            all.stream().mapToDouble(q::logProbability).toArray(),
            i -> "x = (" + NumberText.numbers(all.get(i)) + ")"));
  }

  private static Optional<Quantity> observedAndDensity(
      DivergenceKind kind, EmpiricalVectors p, Multivariate q) {
    return kind == DivergenceKind.CROSS_ENTROPY
        ? Optional.of(Divergence.crossEntropy(p.points(), q))
        : withoutDensity(kind, p, q);
  }

  private static Optional<Quantity> withoutDensity(
      DivergenceKind kind, Multivariate p, Multivariate q) {
    throw new IllegalArgumentException(
        String.format(
            "Observed points have no density, so %s with a density is not defined;"
                + " type Divergence.crossEntropy(samples, q) for the loss of q on them",
            kind.title));
  }
}
