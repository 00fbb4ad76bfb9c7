package org.dgm4j.probability.divergence;

import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.dgm4j.base.Checks;
import org.dgm4j.base.NumberText;
import org.dgm4j.base.Seeds;
import org.dgm4j.probability.Draws;

/** Quantities as means over draws or samples, with their standard errors. */
final class MonteCarlo {

  /** A deviation of 3 nats of what is averaged leaves a standard error below 0.01 nats. */
  private static final int DRAWS = 100_000;

  /** Few draws are held at once, and many enough that their overhead does not count. */
  private static final int CHUNK = 1_000;

  private MonteCarlo() {}

  /** The quantity from 100,000 draws, from the next seed of {@link Seeds}. */
  static Quantity of(DivergenceKind kind, Sampled p, Sampled q) {
    return of(kind, p, q, DRAWS, Seeds.next());
  }

  /**
   * The quantity from so many draws of p, and as many of q where these count.
   *
   * @throws IllegalArgumentException if there are fewer than 2 draws
   */
  static Quantity of(DivergenceKind kind, Sampled p, Sampled q, int draws, long seed) {
    Checks.atLeast(2, draws, "The number of draws");
    UniformRandomProvider seeds = RandomSource.SPLIT_MIX_64.create(seed);
    SummaryStatistics underP = new SummaryStatistics();
    SummaryStatistics underQ = new SummaryStatistics();
    for (int done = 0; done < draws; done += CHUNK) {
      int count = Math.min(CHUNK, draws - done);
      double[] bad =
          add(
              underP,
              p.sampler().apply(count, seeds.nextLong()),
              x -> kind.underP(p.at(x), q.at(x)));
      if (bad == null && kind.isSymmetric()) {
        bad =
            add(
                underQ,
                q.sampler().apply(count, seeds.nextLong()),
                x -> kind.underQ(p.at(x), q.at(x)));
      }
      if (bad != null) {
        return kind.needsSupport() && q.at(bad) == Double.NEGATIVE_INFINITY
            ? kind.infinite(
                "q gives probability 0 to x = ("
                    + NumberText.numbers(bad)
                    + "), which was drawn from p")
            : kind.unknown(pole("a density", bad));
      }
    }
    return kind.isSymmetric()
        ? kind.estimated(
            Quantity.Method.MONTE_CARLO,
            underP.getMean() + underQ.getMean(),
            Math.hypot(standardError(underP), standardError(underQ)),
            draws)
        : kind.estimated(
            Quantity.Method.MONTE_CARLO, underP.getMean(), standardError(underP), draws);
  }

  /** Adds the values at the draws, up to a point at which it is not finite: gives it, or null. */
  private static double[] add(
      SummaryStatistics values, Draws draws, ToDoubleFunction<double[]> value) {
    for (int i = 0; i < draws.count(); i++) {
      double[] x = draws.point(i);
      double here = value.applyAsDouble(x);
      if (!Double.isFinite(here)) {
        return x;
      }
      values.addValue(here);
    }
    return null;
  }

  /**
   * The mean of −log q over samples.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Quantity loss(int count, IntFunction<double[]> samples, Sampled q) {
    Checks.atLeast(1, count, "The number of samples");
    SummaryStatistics losses = new SummaryStatistics();
    for (int i = 0; i < count; i++) {
      double[] x = samples.apply(i);
      double logQ = q.at(x);
      if (logQ == Double.NEGATIVE_INFINITY) {
        return DivergenceKind.CROSS_ENTROPY.infinite(
            String.format(
                "q gives probability 0 to sample %d, x = (%s)", i, NumberText.numbers(x)));
      }
      if (logQ == Double.POSITIVE_INFINITY) {
        return DivergenceKind.CROSS_ENTROPY.unknown(pole("the density of q", x));
      }
      losses.addValue(-logQ);
    }
    return DivergenceKind.CROSS_ENTROPY.estimated(
        Quantity.Method.MONTE_CARLO, losses.getMean(), standardError(losses), count);
  }

  /** The standard error of the mean of these values; 0 for a single one. */
  static double standardError(SummaryStatistics values) {
    return values.getStandardDeviation() / Math.sqrt(values.getN());
  }

  static String pole(String what, double... x) {
    return what + " is infinite at x = (" + NumberText.numbers(x) + ")";
  }
}
