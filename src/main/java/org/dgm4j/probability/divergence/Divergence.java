package org.dgm4j.probability.divergence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.DiscreteDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.dgm4j.base.Checks;
import org.dgm4j.base.NumberText;
import org.dgm4j.base.Seeds;
import org.dgm4j.probability.Categorical;
import org.dgm4j.probability.Continuous;
import org.dgm4j.probability.Discrete;
import org.dgm4j.probability.Draws;
import org.dgm4j.probability.Empirical;
import org.dgm4j.probability.EmpiricalVectors;
import org.dgm4j.probability.FiniteDiscrete;
import org.dgm4j.probability.GaussianMixture;
import org.dgm4j.probability.Independent;
import org.dgm4j.probability.Multivariate;
import org.dgm4j.probability.MultivariateNormal;
import org.dgm4j.probability.Normal;
import org.dgm4j.probability.Univariate;
import org.dgm4j.probability.joint.FittedFactorization;
import org.dgm4j.probability.joint.JointDistribution;
import org.dgm4j.probability.joint.JointTable;
import org.dgm4j.probability.numeric.Quadrature;

/**
 * How uncertain a distribution is and how far two are apart, in nats.
 *
 * <p>With sums over values, or integrals of densities:
 *
 * <ul>
 *   <li>entropy H(p) = −Σ p log p
 *   <li>cross-entropy H(p, q) = −Σ p log q
 *   <li>Kullback–Leibler KL(p ‖ q) = Σ p log (p / q)
 *   <li>Jensen–Shannon JS(p, q) = ½ KL(p ‖ m) + ½ KL(q ‖ m) with m = (p + q) / 2, at most log 2
 *   <li>total variation TV(p, q) = ½ Σ |p − q|, a pure number, at most 1
 * </ul>
 *
 * <p>Finite sums and closed forms (normal with normal, of any dimension) are exact; other densities
 * of one number are integrated by quadrature; the rest is the mean over {@value #DRAWS} draws with
 * its standard error, seeded by {@link Seeds}. Both distributions may be ours or any of Commons
 * Statistics. A value that is infinite says why in its {@link Quantity#note}.
 */
public final class Divergence {

  private static final int DRAWS = 100_000;
  private static final int CHUNK = 1_000;
  private static final int WIDE = 10_000;
  private static final long MAXIMUM_TERMS = 10_000_000;
  private static final double TAIL = 1e-25;
  private static final double WORTH_A_NOTE = 1e-9;
  private static final double TOO_FAR_OFF = 1e-4;

  /**
   * What the distances of neighbours on the line have in common: 2 Var E1(S) − 1 with S exponential
   * and E1 the exponential integral.
   */
  private static final double SHARED = 0.4962113058580018;

  private static final double[] LEVELS = {
    1e-8, 1e-6, 1e-4, 1e-3, 0.01, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5
  };

  /** A distribution as a source of points and a judge of them. */
  private record Side(
      BiFunction<Integer, Long, Draws> sampler, ToDoubleFunction<double[]> logProbability) {

    static Side of(DiscreteDistribution d) {
      return new Side((n, seed) -> Draws.of(d, n, seed), x -> d.logProbability((int) x[0]));
    }

    static Side of(ContinuousDistribution d) {
      return new Side((n, seed) -> Draws.of(d, n, seed), x -> d.logDensity(x[0]));
    }

    static Side of(Multivariate d) {
      return new Side(d::sample, d::logProbability);
    }

    static Side of(JointDistribution d) {
      return new Side(
          d::sample, x -> d.logProbability(Arrays.stream(x).mapToInt(v -> (int) v).toArray()));
    }
  }

  private Divergence() {}

  /** The entropy of a distribution of whole numbers. */
  public static Quantity entropy(DiscreteDistribution p) {
    return discrete(DivergenceKind.ENTROPY, p, p);
  }

  /** The differential entropy of a density. */
  public static Quantity entropy(ContinuousDistribution p) {
    return continuous(DivergenceKind.ENTROPY, p, p);
  }

  /** The entropy of a distribution of points. */
  public static Quantity entropy(Multivariate p) {
    return multivariate(DivergenceKind.ENTROPY, p, p);
  }

  /** The entropy of several discrete variables together. */
  public static Quantity entropy(JointDistribution p) {
    if (p instanceof FittedFactorization fitted) {
      OptionalDouble exact = fitted.exactEntropy();
      if (exact.isPresent()) {
        return DivergenceKind.ENTROPY.exact(exact.getAsDouble());
      }
    }
    return joint(DivergenceKind.ENTROPY, p, p);
  }

  /** The cross-entropy of two distributions of whole numbers. */
  public static Quantity crossEntropy(DiscreteDistribution p, DiscreteDistribution q) {
    return discrete(DivergenceKind.CROSS_ENTROPY, p, q);
  }

  /** The cross-entropy of two densities. */
  public static Quantity crossEntropy(ContinuousDistribution p, ContinuousDistribution q) {
    return continuous(DivergenceKind.CROSS_ENTROPY, p, q);
  }

  /** The cross-entropy of two distributions of points. */
  public static Quantity crossEntropy(Multivariate p, Multivariate q) {
    return multivariate(DivergenceKind.CROSS_ENTROPY, p, q);
  }

  /** The cross-entropy of two distributions of the same discrete variables. */
  public static Quantity crossEntropy(JointDistribution p, JointDistribution q) {
    return joint(DivergenceKind.CROSS_ENTROPY, p, q);
  }

  /** The mean of −log q over your samples, with its standard error. */
  public static Quantity crossEntropy(int[] samples, DiscreteDistribution q) {
    return loss(samples.length, i -> new double[] {samples[i]}, Side.of(q));
  }

  /** The mean of −log q over your samples, with its standard error. */
  public static Quantity crossEntropy(double[] samples, ContinuousDistribution q) {
    return loss(samples.length, i -> new double[] {samples[i]}, Side.of(q));
  }

  /** The mean of −log q over your samples, shape (count, dimensions), with its standard error. */
  public static Quantity crossEntropy(double[][] samples, Multivariate q) {
    return loss(samples.length, i -> samples[i], Side.of(q));
  }

  /** The mean of −log q over your samples, shape (count, variables), with its standard error. */
  public static Quantity crossEntropy(int[][] samples, JointDistribution q) {
    return loss(
        samples.length, i -> Arrays.stream(samples[i]).asDoubleStream().toArray(), Side.of(q));
  }

  /** The Kullback–Leibler divergence of two distributions of whole numbers. */
  public static Quantity kl(DiscreteDistribution p, DiscreteDistribution q) {
    return discrete(DivergenceKind.KL, p, q);
  }

  /** The Kullback–Leibler divergence of two densities. */
  public static Quantity kl(ContinuousDistribution p, ContinuousDistribution q) {
    return continuous(DivergenceKind.KL, p, q);
  }

  /** The Kullback–Leibler divergence of two distributions of points. */
  public static Quantity kl(Multivariate p, Multivariate q) {
    return multivariate(DivergenceKind.KL, p, q);
  }

  /** The Kullback–Leibler divergence of two distributions of the same discrete variables. */
  public static Quantity kl(JointDistribution p, JointDistribution q) {
    return joint(DivergenceKind.KL, p, q);
  }

  /** The Kullback–Leibler divergence of the shares of your samples from a distribution. */
  public static Quantity kl(int[] samples, DiscreteDistribution q) {
    return discrete(DivergenceKind.KL, Empirical.of(samples), q);
  }

  /**
   * The Kullback–Leibler divergence of the unknown density of your samples from a density,
   * estimated from the distance of each sample to its nearest neighbour.
   *
   * <p>Kozachenko and Leonenko, Sample Estimate of the Entropy of a Random Vector, Problems of
   * Information Transmission 23 (1987); the standard error accounts for what neighbours share, by
   * Delattre and Fournier, On the Kozachenko–Leonenko Entropy Estimator, Journal of Statistical
   * Planning and Inference 185 (2017). Samples that repeat have no density.
   *
   * @throws IllegalArgumentException if there are fewer than 2 samples, two are equal or one is not
   *     finite
   */
  public static Quantity kl(double[] samples, ContinuousDistribution q) {
    return nearestNeighbour(samples, q);
  }

  /** The Kullback–Leibler divergence by Monte Carlo, from so many draws of p. */
  public static Quantity kl(DiscreteDistribution p, DiscreteDistribution q, int draws, long seed) {
    return monteCarlo(DivergenceKind.KL, Side.of(p), Side.of(q), draws, seed);
  }

  /** The Kullback–Leibler divergence by Monte Carlo, from so many draws of p. */
  public static Quantity kl(
      ContinuousDistribution p, ContinuousDistribution q, int draws, long seed) {
    return monteCarlo(DivergenceKind.KL, Side.of(p), Side.of(q), draws, seed);
  }

  /** The Kullback–Leibler divergence by Monte Carlo, from so many draws of p. */
  public static Quantity kl(Multivariate p, Multivariate q, int draws, long seed) {
    comparable(p, q);
    return monteCarlo(DivergenceKind.KL, Side.of(p), Side.of(q), draws, seed);
  }

  /** The Kullback–Leibler divergence by Monte Carlo, from so many draws of p. */
  public static Quantity kl(JointDistribution p, JointDistribution q, int draws, long seed) {
    comparable(p, q);
    return monteCarlo(DivergenceKind.KL, Side.of(p), Side.of(q), draws, seed);
  }

  /** The Jensen–Shannon divergence of two distributions of whole numbers. */
  public static Quantity jensenShannon(DiscreteDistribution p, DiscreteDistribution q) {
    return discrete(DivergenceKind.JENSEN_SHANNON, p, q);
  }

  /** The Jensen–Shannon divergence of two densities. */
  public static Quantity jensenShannon(ContinuousDistribution p, ContinuousDistribution q) {
    return continuous(DivergenceKind.JENSEN_SHANNON, p, q);
  }

  /** The Jensen–Shannon divergence of two distributions of points. */
  public static Quantity jensenShannon(Multivariate p, Multivariate q) {
    return multivariate(DivergenceKind.JENSEN_SHANNON, p, q);
  }

  /** The Jensen–Shannon divergence of two distributions of the same discrete variables. */
  public static Quantity jensenShannon(JointDistribution p, JointDistribution q) {
    return joint(DivergenceKind.JENSEN_SHANNON, p, q);
  }

  /** The total variation distance of two distributions of whole numbers. */
  public static Quantity totalVariation(DiscreteDistribution p, DiscreteDistribution q) {
    return discrete(DivergenceKind.TOTAL_VARIATION, p, q);
  }

  /** The total variation distance of two densities. */
  public static Quantity totalVariation(ContinuousDistribution p, ContinuousDistribution q) {
    return continuous(DivergenceKind.TOTAL_VARIATION, p, q);
  }

  /** The total variation distance of two distributions of points. */
  public static Quantity totalVariation(Multivariate p, Multivariate q) {
    return multivariate(DivergenceKind.TOTAL_VARIATION, p, q);
  }

  /** The total variation distance of two distributions of the same discrete variables. */
  public static Quantity totalVariation(JointDistribution p, JointDistribution q) {
    return joint(DivergenceKind.TOTAL_VARIATION, p, q);
  }

  private static Quantity discrete(
      DivergenceKind measure, DiscreteDistribution p, DiscreteDistribution q) {
    int[] ofP = values(p);
    int[] values = ofP;
    if (measure.isSymmetric() && ofP != null) {
      int[] ofQ = values(q);
      values =
          ofQ == null
              ? null
              : IntStream.concat(Arrays.stream(ofP), Arrays.stream(ofQ))
                  .sorted()
                  .distinct()
                  .toArray();
    }
    if (values == null) {
      return monteCarlo(measure, Side.of(p), Side.of(q), DRAWS, Seeds.next());
    }
    double[] logP = Arrays.stream(values).mapToDouble(p::logProbability).toArray();
    double[] logQ = Arrays.stream(values).mapToDouble(q::logProbability).toArray();
    int[] all = values;
    IntFunction<String> name =
        i -> "x = " + (p instanceof Categorical c ? c.label(all[i]) : all[i]);
    if (measure.needsSupport() && !(p instanceof FiniteDiscrete)) {
      int beyond = outside(p, q);
      if (beyond != Integer.MIN_VALUE && q.probability(beyond) == 0) {
        return measure.infinite(missing("x = " + beyond, p.logProbability(beyond)));
      }
    }
    return sum(measure, logP, logQ, name);
  }

  /** A value in the range of p next to the range of q, or the smallest integer. */
  private static int outside(DiscreteDistribution p, DiscreteDistribution q) {
    return p.getSupportUpperBound() > q.getSupportUpperBound()
        ? q.getSupportUpperBound() + 1
        : p.getSupportLowerBound() < q.getSupportLowerBound()
            ? q.getSupportLowerBound() - 1
            : Integer.MIN_VALUE;
  }

  /** The values that count, rising, or null if they are too many. */
  private static int[] values(DiscreteDistribution p) {
    if (p instanceof FiniteDiscrete finite) {
      return finite.support();
    }
    long low = p.getSupportLowerBound();
    long high = p.getSupportUpperBound();
    if (high - low > WIDE) {
      low = Math.max(low, p.inverseCumulativeProbability(TAIL));
      high = Math.min(high, p.inverseSurvivalProbability(TAIL));
    }
    return high - low < MAXIMUM_TERMS
        ? IntStream.rangeClosed((int) low, (int) high).toArray()
        : null;
  }

  private static Quantity sum(
      DivergenceKind measure, double[] logP, double[] logQ, IntFunction<String> name) {
    double[] terms = new double[logP.length];
    int worst = -1;
    for (int i = 0; i < terms.length; i++) {
      boolean missing = logP[i] > Double.NEGATIVE_INFINITY && logQ[i] == Double.NEGATIVE_INFINITY;
      if (measure.needsSupport() && missing) {
        worst = worst < 0 || logP[i] > logP[worst] ? i : worst;
      } else {
        terms[i] = measure.term(logP[i], logQ[i]);
      }
    }
    return worst < 0
        ? measure.exact(Checks.sum(terms))
        : measure.infinite(missing(name.apply(worst), logP[worst]));
  }

  private static String missing(String cell, double logP) {
    double p = Math.exp(logP);
    return String.format(
        "q gives probability 0 to %s, where p has %s",
        cell, p > 0 ? NumberText.number(p) : "more than 0");
  }

  private static Quantity continuous(
      DivergenceKind measure, ContinuousDistribution p, ContinuousDistribution q) {
    if (isNormal(p) && isNormal(q) && !measure.isSymmetric()) {
      return normal(measure, p, q);
    }
    double lower = p.getSupportLowerBound();
    double upper = p.getSupportUpperBound();
    if (measure.needsSupport()) {
      if (lower < q.getSupportLowerBound()) {
        return measure.infinite(
            uncovered("below", q.getSupportLowerBound(), p::cumulativeProbability));
      }
      if (upper > q.getSupportUpperBound()) {
        return measure.infinite(
            uncovered("above", q.getSupportUpperBound(), p::survivalProbability));
      }
    }
    if (measure.isSymmetric()) {
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
              if (measure.needsSupport() && logQ == Double.NEGATIVE_INFINITY && density > 0) {
                if (density > hole[1]) {
                  hole[0] = x;
                  hole[1] = density;
                }
                return 0;
              }
              boolean pole = logP == Double.POSITIVE_INFINITY || logQ == Double.POSITIVE_INFINITY;
              return pole ? 0 : measure.term(logP, logQ);
            },
            points,
            lower,
            upper);
    if (hole[1] > 0) {
      return measure.infinite(
          String.format(
              "q has density 0 at x = %s, where p has density %s",
              NumberText.number(hole[0]), NumberText.number(hole[1])));
    }
    if (result.diverges() && measure.needsSupport()) {
      return measure.infinite("the tails of q fall too fast for those of p");
    }
    double relative = result.error() / Math.max(1, Math.abs(result.value()));
    if (!(relative < TOO_FAR_OFF) && canBeDrawn(measure, p, q, points, lower, upper)) {
      return monteCarlo(measure, Side.of(p), Side.of(q), DRAWS, Seeds.next());
    }
    return new Quantity(
        measure.title,
        measure.inRange(result.value()),
        measure.unit,
        Quantity.Method.QUADRATURE,
        0,
        0,
        relative > WORTH_A_NOTE ? "accurate to about " + NumberText.number(result.error()) : "");
  }

  /** Whether the variance of what draws of p give is finite, as a standard error needs. */
  private static boolean canBeDrawn(
      DivergenceKind measure,
      ContinuousDistribution p,
      ContinuousDistribution q,
      double[] points,
      double lower,
      double upper) {
    return measure.isSymmetric()
        || !Quadrature.integrate(
                x -> {
                  double logP = p.logDensity(x);
                  double value = measure.underP(logP, q.logDensity(x));
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

  private static boolean isNormal(ContinuousDistribution p) {
    return p instanceof Normal || p instanceof NormalDistribution;
  }

  private static Quantity normal(
      DivergenceKind measure, ContinuousDistribution p, ContinuousDistribution q) {
    double entropy = Normal.of(p.getMean(), Math.sqrt(p.getVariance())).entropy();
    double ratio = p.getVariance() / q.getVariance();
    double distance = p.getMean() - q.getMean();
    double kl = 0.5 * (ratio - 1 - Math.log(ratio) + distance * distance / q.getVariance());
    return measure.exact(
        measure == DivergenceKind.ENTROPY
            ? entropy
            : measure == DivergenceKind.KL ? kl : entropy + Math.max(0, kl));
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

  private static Quantity multivariate(DivergenceKind measure, Multivariate p, Multivariate q) {
    comparable(p, q);
    boolean observed = p instanceof EmpiricalVectors;
    if (observed && q instanceof EmpiricalVectors) {
      return observed(measure, (EmpiricalVectors) p, (EmpiricalVectors) q);
    }
    if (observed && measure == DivergenceKind.CROSS_ENTROPY) {
      return crossEntropy(((EmpiricalVectors) p).points(), q);
    }
    if (observed || q instanceof EmpiricalVectors) {
      throw new IllegalArgumentException(
          String.format(
              "Observed points have no density, so %s with a density is not defined;"
                  + " type Divergence.crossEntropy(samples, q) for the loss of q on them",
              measure.title));
    }
    if (p instanceof MultivariateNormal a && q instanceof MultivariateNormal b) {
      switch (measure) {
        case ENTROPY:
          return measure.exact(a.entropy());
        case KL:
          return measure.exact(a.divergenceFrom(b));
        case CROSS_ENTROPY:
          return measure.exact(a.entropy() + a.divergenceFrom(b));
        default:
          break;
      }
    }
    if (p instanceof Independent a && q instanceof Independent b && !measure.isSymmetric()) {
      return independent(measure, a, b);
    }
    return monteCarlo(measure, Side.of(p), Side.of(q), DRAWS, Seeds.next());
  }

  private static Quantity observed(DivergenceKind measure, EmpiricalVectors p, EmpiricalVectors q) {
    Collection<double[]> points = new TreeSet<>(Arrays::compare);
    points.addAll(List.of(p.points()));
    points.addAll(List.of(q.points()));
    List<double[]> all = new ArrayList<>(points);
    return sum(
        measure,
        all.stream().mapToDouble(p::logProbability).toArray(),
        all.stream().mapToDouble(q::logProbability).toArray(),
        i -> "x = (" + NumberText.numbers(all.get(i)) + ")");
  }

  /** Entropies, cross-entropies and KL of independent coordinates add up. */
  private static Quantity independent(DivergenceKind measure, Independent p, Independent q) {
    double value = 0;
    double variance = 0;
    long draws = 0;
    Quantity.Method method = Quantity.Method.EXACT;
    for (int i = 0; i < p.dimensions(); i++) {
      Univariate a = p.marginal(i);
      Univariate b = q.marginal(i);
      Quantity part;
      if (a instanceof Discrete x && b instanceof Discrete y) {
        part = discrete(measure, x, y);
      } else if (a instanceof Continuous x && b instanceof Continuous y) {
        part = continuous(measure, x, y);
      } else {
        throw new IllegalArgumentException(
            String.format(
                "Coordinate %d is discrete in one distribution and continuous in the other: %s and"
                    + " %s; both must be of one kind",
                i, a.name(), b.name()));
      }
      if (Double.isInfinite(part.value())) {
        return measure.infinite("in coordinate " + i + ", " + part.note());
      }
      value += part.value();
      variance += part.standardError() * part.standardError();
      draws = Math.max(draws, part.draws());
      method = part.method().compareTo(method) > 0 ? part.method() : method;
    }
    return new Quantity(measure.title, value, measure.unit, method, Math.sqrt(variance), draws, "");
  }

  private static void comparable(Multivariate p, Multivariate q) {
    if (p.dimensions() != q.dimensions()) {
      throw new IllegalArgumentException(
          String.format(
              "p has %d dimensions and q has %d; to compare them they must have the same",
              p.dimensions(), q.dimensions()));
    }
  }

  private static Quantity joint(DivergenceKind measure, JointDistribution p, JointDistribution q) {
    comparable(p, q);
    if (p.cells().bitLength() > Integer.SIZE - 1
        || p.cells().intValue() > JointTable.MAXIMUM_CELLS) {
      return monteCarlo(measure, Side.of(p), Side.of(q), DRAWS, Seeds.next());
    }
    double[] logP = logarithms(p);
    double[] logQ = q == p ? logP : logarithms(q);
    return sum(measure, logP, logQ, cell -> JointTable.cellName(p.variables(), cell));
  }

  private static double[] logarithms(JointDistribution distribution) {
    return JointTable.evaluate(distribution::logProbability, distribution.variables());
  }

  private static void comparable(JointDistribution p, JointDistribution q) {
    if (!p.variables().equals(q.variables())) {
      throw new IllegalArgumentException(
          String.format(
              "To compare p and q they must have the same variables in the same order, but p has %s"
                  + " and q has %s",
              p.variables(), q.variables()));
    }
  }

  private static Quantity monteCarlo(DivergenceKind measure, Side p, Side q, int draws, long seed) {
    Checks.atLeast(2, draws, "The number of draws");
    UniformRandomProvider seeds = RandomSource.SPLIT_MIX_64.create(seed);
    Mean mean = new Mean();
    Mean other = new Mean();
    for (int done = 0; done < draws; done += CHUNK) {
      int count = Math.min(CHUNK, draws - done);
      Draws fromP = p.sampler.apply(count, seeds.nextLong());
      for (int i = 0; i < count; i++) {
        double[] x = point(fromP, i);
        double logQ = q.logProbability.applyAsDouble(x);
        if (measure.needsSupport() && logQ == Double.NEGATIVE_INFINITY) {
          return measure.infinite(
              "q gives probability 0 to x = ("
                  + NumberText.numbers(x)
                  + "), which was drawn from p");
        }
        double value = measure.underP(p.logProbability.applyAsDouble(x), logQ);
        if (!Double.isFinite(value)) {
          return measure.unknown(pole("a density", x));
        }
        mean.add(value);
      }
      if (measure.isSymmetric()) {
        Draws fromQ = q.sampler.apply(count, seeds.nextLong());
        for (int i = 0; i < count; i++) {
          double[] x = point(fromQ, i);
          double value =
              measure.underQ(p.logProbability.applyAsDouble(x), q.logProbability.applyAsDouble(x));
          if (!Double.isFinite(value)) {
            return measure.unknown(pole("a density", x));
          }
          other.add(value);
        }
      }
    }
    double error = Math.hypot(mean.standardError(), other.standardError());
    return measure.estimated(
        Quantity.Method.MONTE_CARLO, mean.value() + other.value(), error, draws);
  }

  private static String pole(String what, double... x) {
    return what + " is infinite at x = (" + NumberText.numbers(x) + ")";
  }

  private static double[] point(Draws draws, int i) {
    double[] x = new double[draws.dimensions()];
    Arrays.setAll(x, j -> draws.value(i, j));
    return x;
  }

  private static Quantity loss(int count, IntFunction<double[]> samples, Side q) {
    Checks.atLeast(1, count, "The number of samples");
    Mean mean = new Mean();
    for (int i = 0; i < count; i++) {
      double logQ = q.logProbability.applyAsDouble(samples.apply(i));
      if (logQ == Double.NEGATIVE_INFINITY) {
        return DivergenceKind.CROSS_ENTROPY.infinite(
            String.format(
                "q gives probability 0 to sample %d, x = (%s)",
                i, NumberText.numbers(samples.apply(i))));
      }
      if (logQ == Double.POSITIVE_INFINITY) {
        return DivergenceKind.CROSS_ENTROPY.unknown(pole("the density of q", samples.apply(i)));
      }
      mean.add(-logQ);
    }
    return DivergenceKind.CROSS_ENTROPY.estimated(
        Quantity.Method.MONTE_CARLO, mean.value(), mean.standardError(), count);
  }

  private static Quantity nearestNeighbour(double[] samples, ContinuousDistribution q) {
    Checks.atLeast(2, samples.length, "The number of samples");
    double[] x = samples.clone();
    Arrays.sort(x);
    int n = x.length;
    double harmonic = 0;
    Mean mean = new Mean();
    for (int i = 0; i < n; i++) {
      Checks.finite(x[i], "A sample");
      double left = i == 0 ? Double.POSITIVE_INFINITY : x[i] - x[i - 1];
      double right = i == n - 1 ? Double.POSITIVE_INFINITY : x[i + 1] - x[i];
      double distance = Math.min(left, right);
      if (distance == 0) {
        throw new IllegalArgumentException(
            String.format(
                "The sample %s occurs twice, so the samples have no density; whole numbers go into"
                    + " an int[], others into Divergence.crossEntropy(samples, q)",
                NumberText.number(x[i])));
      }
      if (q.logDensity(x[i]) == Double.NEGATIVE_INFINITY) {
        return DivergenceKind.KL.infinite(
            "q has density 0 at the sample x = " + NumberText.number(x[i]));
      }
      if (q.logDensity(x[i]) == Double.POSITIVE_INFINITY) {
        return DivergenceKind.KL.unknown(pole("the density of q", x[i]));
      }
      harmonic += i == 0 ? 0 : 1.0 / i;
      mean.add(-Math.log(2 * distance) - q.logDensity(x[i]));
    }
    double error = Math.sqrt(mean.standardError() * mean.standardError() + SHARED / n);
    return DivergenceKind.KL.estimated(
        Quantity.Method.NEAREST_NEIGHBOUR, mean.value() - harmonic, error, n);
  }

  /** A running mean and its standard error, by Welford's recurrence. */
  private static final class Mean {
    private long count;
    private double mean;
    private double squares;

    void add(double x) {
      count++;
      double distance = x - mean;
      mean += distance / count;
      squares += distance * (x - mean);
    }

    double value() {
      return mean;
    }

    double standardError() {
      return count < 2 ? 0 : Math.sqrt(squares / (count - 1) / count);
    }
  }
}
