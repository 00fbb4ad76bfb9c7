package org.dgm4j.probability.divergence;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.DiscreteDistribution;
import org.dgm4j.base.Checks;
import org.dgm4j.base.NumberText;
import org.dgm4j.probability.Categorical;
import org.dgm4j.probability.FiniteDiscrete;
import org.dgm4j.probability.joint.JointDistribution;
import org.dgm4j.probability.joint.JointTable;

/** Quantities as sums over all values, which are exact. */
final class FiniteSums {

  /** So few values are summed whole, which takes no time; of more, the tails are cut. Not tuned. */
  private static final int WIDE = 10_000;

  /** Three arrays of so many numbers take 240 MB; of more values, some are drawn. */
  private static final long MAXIMUM_TERMS = 10_000_000;

  /** A tail of so little adds less than rounding, 1e-16, even times −log 1e-25 = 58 nats. */
  private static final double TAIL = 1e-25;

  private FiniteSums() {}

  /** The quantity of two distributions of whole numbers; empty if the values are too many. */
  static Optional<Quantity> of(
      DivergenceKind kind, DiscreteDistribution p, DiscreteDistribution q) {
    return values(p)
        .flatMap(
            ofP ->
                kind.isSymmetric()
                    ? values(q).map(ofQ -> IntStream.concat(ofP, ofQ).sorted().distinct())
                    : Optional.of(ofP))
        .map(values -> over(values.toArray(), kind, p, q));
  }

  private static Quantity over(
      int[] values, DivergenceKind kind, DiscreteDistribution p, DiscreteDistribution q) {
    if (kind.needsSupport() && !(p instanceof FiniteDiscrete)) {
      int beyond = outside(p, q);
      if (beyond != Integer.MIN_VALUE && q.probability(beyond) == 0) {
        return kind.infinite(missing("x = " + beyond, p.logProbability(beyond)));
      }
    }
    return sum(
        kind,
        Arrays.stream(values).mapToDouble(p::logProbability).toArray(),
        Arrays.stream(values).mapToDouble(q::logProbability).toArray(),
        i -> "x = " + (p instanceof Categorical c ? c.label(values[i]) : values[i]));
  }

  /** The quantity of two tables of the same variables; empty if they have too many cells. */
  static Optional<Quantity> of(DivergenceKind kind, JointDistribution p, JointDistribution q) {
    if (p.cells().bitLength() > Integer.SIZE - 1
        || p.cells().intValue() > JointTable.MAXIMUM_CELLS) {
      return Optional.empty();
    }
    double[] logP = p.logProbabilities();
    double[] logQ = q == p ? logP : q.logProbabilities();
    return Optional.of(sum(kind, logP, logQ, cell -> JointTable.cellName(p.variables(), cell)));
  }

  /** A value in the range of p next to the range of q, or the smallest integer. */
  private static int outside(DiscreteDistribution p, DiscreteDistribution q) {
    return p.getSupportUpperBound() > q.getSupportUpperBound()
        ? q.getSupportUpperBound() + 1
        : p.getSupportLowerBound() < q.getSupportLowerBound()
            ? q.getSupportLowerBound() - 1
            : Integer.MIN_VALUE;
  }

  /** The values that count, rising; empty if they are too many. */
  private static Optional<IntStream> values(DiscreteDistribution p) {
    if (p instanceof FiniteDiscrete finite) {
      return Optional.of(Arrays.stream(finite.support()));
    }
    long low = p.getSupportLowerBound();
    long high = p.getSupportUpperBound();
    if (high - low > WIDE) {
      low = Math.max(low, p.inverseCumulativeProbability(TAIL));
      high = Math.min(high, p.inverseSurvivalProbability(TAIL));
    }
    return high - low < MAXIMUM_TERMS
        ? Optional.of(IntStream.rangeClosed((int) low, (int) high))
        : Optional.empty();
  }

  /**
   * The sum over values with these log-probabilities.
   *
   * @param name names a value, for where it makes the quantity infinite
   */
  static Quantity sum(DivergenceKind kind, double[] logP, double[] logQ, IntFunction<String> name) {
    double[] terms = new double[logP.length];
    int worst = -1;
    for (int i = 0; i < terms.length; i++) {
      boolean missing = logP[i] > Double.NEGATIVE_INFINITY && logQ[i] == Double.NEGATIVE_INFINITY;
      if (kind.needsSupport() && missing) {
        worst = worst < 0 || logP[i] > logP[worst] ? i : worst;
      } else {
        terms[i] = kind.term(logP[i], logQ[i]);
      }
    }
    return worst < 0
        ? kind.exact(Checks.sum(terms))
        : kind.infinite(missing(name.apply(worst), logP[worst]));
  }

  private static String missing(String cell, double logP) {
    double p = Math.exp(logP);
    return String.format(
        "q gives probability 0 to %s, where p has %s",
        cell, p > 0 ? NumberText.number(p) : "more than 0");
  }
}
