package org.dgm4j.probability.variational;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.dgm4j.base.Checks;
import org.dgm4j.base.NumberText;
import org.dgm4j.probability.Multivariate;
import org.dgm4j.probability.MultivariateGaussianMixture;
import org.dgm4j.probability.MultivariateNormal;

/**
 * What variational inference approximates: a density of 1 to 20 dimensions whose logarithm is known
 * up to a constant, such as log p(x, z) as a function of z, whose normalized density is the
 * posterior p(z | x) and whose constant is the log-evidence log p(x).
 */
public final class TargetDensity {

  /** The most dimensions that a target may have; a covariance then has 210 free entries. */
  public static final int MOST_DIMENSIONS = 20;

  /** A normal distribution has 6e-5 of its mass farther from its mean, in standard deviations. */
  private static final double REACH = 4;

  /** Holds a standard normal density but for 6e-7 of its mass. */
  private static final double RANGE = 5;

  /** About the cube root of the rounding of a double, which balances it with the curvature. */
  private static final double STEP = 1e-5;

  /** Beyond any scale that is meant; squares of it are far from overflow. */
  private static final double FAR = 1e9;

  /** A thousand times as far, over which a tail of 1 / distance falls to a thousandth. */
  private static final double FARTHER = 1e12;

  /** Tails are followed away from the axes, on which a density may be unusual. */
  private static final double OFF_AXIS = 0.37;

  private final String name;
  private final int dimensions;
  private final ToDoubleFunction<double[]> logDensity;
  private final UnaryOperator<double[]> gradient;
  private final double low;
  private final double high;
  private final Multivariate exact;
  private final double logEvidence;
  private TargetGrid grid;

  private TargetDensity(
      String name,
      int dimensions,
      ToDoubleFunction<double[]> logDensity,
      UnaryOperator<double[]> gradient,
      double low,
      double high,
      Multivariate exact,
      double logEvidence) {
    this.name = name;
    this.dimensions = dimensions;
    this.logDensity = logDensity;
    this.gradient = gradient;
    this.low = low;
    this.high = high;
    this.exact = exact;
    this.logEvidence = logEvidence;
  }

  /**
   * A density of one's own, whose gradient is taken by central differences unless {@link #gradient}
   * gives it. In one or two dimensions it is taken to lie where all coordinates are between −5 and
   * 5, unless {@link #within} says otherwise.
   *
   * @param dimensions 1 to 20
   * @param logDensity the logarithm of the density in nats, up to a constant, at a point of shape
   *     (dimensions); finite everywhere
   * @throws IllegalArgumentException if there are too few or too many dimensions
   */
  public static TargetDensity of(int dimensions, ToDoubleFunction<double[]> logDensity) {
    if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
      throw new IllegalArgumentException(
          ("Variational inference takes 1 to %d dimensions, not %d: type for example"
                  + " TargetDensity.of(2, z -> -z[0] * z[0] - z[1] * z[1])")
              .formatted(MOST_DIMENSIONS, dimensions));
    }
    return new TargetDensity(
        "own density", dimensions, logDensity, null, -RANGE, RANGE, null, Double.NaN);
  }

  /** A distribution as a target; its evidence is 1, and exact draws are at hand. */
  public static TargetDensity of(Multivariate distribution) {
    return exact(distribution.name(), distribution, distribution::logProbability, 0);
  }

  private static TargetDensity exact(
      String name, Multivariate exact, ToDoubleFunction<double[]> logDensity, double logEvidence) {
    TargetDensity target = of(exact.dimensions(), logDensity);
    return new TargetDensity(
        name,
        exact.dimensions(),
        logDensity,
        gradientOf(exact),
        target.low,
        target.high,
        exact,
        logEvidence);
  }

  private static UnaryOperator<double[]> gradientOf(Multivariate exact) {
    if (exact instanceof MultivariateNormal normal) {
      return normal::gradient;
    } else if (exact instanceof MultivariateGaussianMixture mixture) {
      return mixture::gradient;
    }
    return exact instanceof Banana banana ? banana::gradient : null;
  }

  /**
   * Two coordinates of mean 0 and variance 1 that are normal and correlated.
   *
   * @throws IllegalArgumentException if the correlation is not between −1 and 1
   */
  public static TargetDensity correlatedNormal(double correlation) {
    if (!(Math.abs(correlation) < 1)) {
      throw new IllegalArgumentException(
          ("A correlation lies between -1 and 1, but %s was given; type for example"
                  + " TargetDensity.correlatedNormal(0.9)")
              .formatted(NumberText.number(correlation)));
    }
    MultivariateNormal normal =
        MultivariateNormal.of(new double[2], new double[][] {{1, correlation}, {correlation, 1}});
    String name = "Normal with correlation " + NumberText.number(correlation);
    return exact(name, normal, normal::logProbability, 0);
  }

  /** A normal distribution that is bent along a parabola: z₂ ~ N(½ (z₁² − 1), 1), z₁ ~ N(0, 1). */
  public static TargetDensity banana() {
    return banana(0.5);
  }

  /** A normal distribution bent along a parabola: z₂ ~ N(bend · (z₁² − 1), 1), z₁ ~ N(0, 1). */
  public static TargetDensity banana(double bend) {
    return of(new Banana(1, bend));
  }

  /**
   * Two round modes of equal weight, 6 standard deviations apart along the first coordinate. From
   * between them, KL(q ‖ p) also has an optimum that covers both, and is worse: {@code startAt(2,
   * 0)} leads to one mode.
   */
  public static TargetDensity twoModes() {
    return twoModes(6);
  }

  /**
   * Two normal modes of equal weight and variance 1.
   *
   * @param distance how far their means are apart along the first coordinate
   */
  public static TargetDensity twoModes(double distance) {
    MultivariateGaussianMixture modes =
        MultivariateGaussianMixture.of(
            new double[] {0.5, 0.5},
            MultivariateNormal.isotropic(new double[] {-distance / 2, 0}, 1),
            MultivariateNormal.isotropic(new double[] {distance / 2, 0}, 1));
    return exact("Two modes", modes, modes::logProbability, 0);
  }

  /**
   * The posterior of a linear-Gaussian model: the latent z has the prior N(0, I), and an observed x
   * is N(W z, σ² I). Its density is the joint p(x, z); posterior and evidence are known:
   *
   * <p>p(z | x) = N(M⁻¹ Wᵀ x, σ² M⁻¹) with M = WᵀW + σ² I, p(x) = N(x; 0, W Wᵀ + σ² I) (Bishop,
   * Pattern Recognition and Machine Learning, 2006, equations 12.35 to 12.42).
   *
   * <p>With a column of ones it is the posterior of a mean; with columns of ones and of inputs,
   * that of a regression line.
   *
   * @param weights W, shape (observations, dimensions)
   * @param observed x, shape (observations)
   * @param noise the standard deviation σ of the observations
   * @throws IllegalArgumentException if the shapes differ or a number does not suit
   */
  public static TargetDensity conjugateNormal(double[][] weights, double[] observed, double noise) {
    LinearGaussianModel model = LinearGaussianModel.of(weights, observed, noise);
    return exact(
        "Posterior of a linear-Gaussian model",
        model.posterior(),
        model::logJoint,
        model.logEvidence());
  }

  /** This target with the gradient of its logarithm: a point of shape (dimensions) to another. */
  public TargetDensity gradient(UnaryOperator<double[]> gradient) {
    return new TargetDensity(name, dimensions, logDensity, gradient, low, high, exact, logEvidence);
  }

  /** This target under another name. */
  public TargetDensity named(String other) {
    return new TargetDensity(
        other, dimensions, logDensity, gradient, low, high, exact, logEvidence);
  }

  /**
   * This target, which lies where all coordinates are between these two: there it is drawn, and in
   * one or two dimensions integrated.
   *
   * @throws IllegalArgumentException if the range is empty
   */
  public TargetDensity within(double low, double high) {
    if (!(low < high) || Double.isInfinite(high - low)) {
      throw new IllegalArgumentException(
          ("A range goes from a lower to a higher number, but %s to %s was given; type for"
                  + " example within(-10, 10)")
              .formatted(NumberText.number(low), NumberText.number(high)));
    }
    return new TargetDensity(name, dimensions, logDensity, gradient, low, high, exact, logEvidence);
  }

  /** What the target is called. */
  public String name() {
    return name;
  }

  /** The number of coordinates. */
  public int dimensions() {
    return dimensions;
  }

  /**
   * The logarithm of the density up to the constant, in nats.
   *
   * @param z shape (dimensions)
   * @throws IllegalArgumentException if it is not finite there
   */
  public double logDensity(double... z) {
    double value = logDensity.applyAsDouble(z);
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          ("The log-density must be finite everywhere, but at (%s) it is %s: make it"
                  + " smooth and finite, for instance by taking the logarithm of a positive coordinate"
                  + " as the coordinate")
              .formatted(NumberText.numbers(z), NumberText.number(value)));
    }
    return value;
  }

  /**
   * The gradient of the logarithm of the density, shape (dimensions).
   *
   * @throws IllegalArgumentException if it is not finite there
   */
  public double[] gradient(double... z) {
    double[] result = gradient == null ? differences(z) : gradient.apply(z);
    Checks.sameLength(dimensions, result.length, "Coordinates of a gradient");
    for (double part : result) {
      if (!Double.isFinite(part)) {
        throw new IllegalArgumentException(
            "The gradient of a log-density must be finite everywhere, but at (%s) it is (%s)"
                .formatted(NumberText.numbers(z), NumberText.numbers(result)));
      }
    }
    return result;
  }

  private double[] differences(double[] z) {
    double[] result = new double[dimensions];
    double[] place = z.clone();
    for (int i = 0; i < dimensions; i++) {
      double step = STEP * Math.max(1, Math.abs(z[i]));
      place[i] = z[i] + step;
      double above = logDensity(place);
      place[i] = z[i] - step;
      result[i] = (above - logDensity(place)) / (2 * step);
      place[i] = z[i];
    }
    return result;
  }

  /** The normalized target as a distribution, where it is known. */
  public Optional<Multivariate> exact() {
    return Optional.ofNullable(exact);
  }

  /**
   * The logarithm of the constant, that is of the integral of the density, in nats: exact for the
   * targets that come with this class; by quadrature for one's own in one or two dimensions, if
   * they lie within their range; else unknown.
   */
  public OptionalDouble logEvidence() {
    if (exact != null) {
      return OptionalDouble.of(logEvidence);
    }
    return dimensions <= 2 ? grid().logIntegral() : OptionalDouble.empty();
  }

  /** Why the log-evidence is unknown, and what to type, as a sentence; empty if it is known. */
  public Optional<String> whyUnknown() {
    if (logEvidence().isPresent()) {
      return Optional.empty();
    }
    if (dimensions > 2) {
      return Optional.of(
          "The log-evidence of a density of one's own, which the divergences need, is found in one"
              + " and two dimensions only, and this has "
              + dimensions
              + ".");
    }
    double half = (high - low) / 2;
    boolean wider = !grid().vanishesAtTheEdge();
    double factor = wider ? 4 : 0.1;
    double middle = low + half;
    return Optional.of(
        ("The log-evidence, which the divergences need, is not found, as the density %s where all"
                + " coordinates are between %s and %s: say where it lies, for example"
                + " target.within(%s, %s)%s.")
            .formatted(
                wider ? "does not lie" : "is concentrated in very little of the space",
                NumberText.number(low),
                NumberText.number(high),
                NumberText.number(middle - factor * half),
                NumberText.number(middle + factor * half),
                wider || dimensions == 1
                    ? ""
                    : ", or write it in coordinates in which it is nowhere narrow"));
  }

  /**
   * Checks that the density falls off along every axis, faster than 1 / distance: its integral can
   * be finite only if it does.
   *
   * @throws IllegalArgumentException if it does not, saying what to type
   */
  void requireFallsOff() {
    for (int i = 0; exact == null && i < dimensions; i++) {
      for (int sign = -1; sign <= 1; sign += 2) {
        double near = tail(i, sign * FAR);
        double far = tail(i, sign * FARTHER);
        if (Double.isNaN(near) || Double.isNaN(far)) {
          return;
        }
        if (far > Double.NEGATIVE_INFINITY && far + Math.log(FARTHER / FAR) >= near) {
          throw new IllegalArgumentException(
              ("The density does not fall off as z[%d] goes to %s∞, so its integral is infinite and"
                      + " nothing can be near it: add the logarithm of a prior, such as"
                      + " - 0.5 * z[%d] * z[%d]")
                  .formatted(i, sign < 0 ? "−" : "", i, i));
        }
      }
    }
  }

  private double tail(int coordinate, double distance) {
    double[] z = new double[dimensions];
    Arrays.fill(z, OFF_AXIS);
    z[coordinate] = distance;
    return logDensity.applyAsDouble(z);
  }

  /**
   * Whether {@link #draws} can draw from the normalized target: from exact ones, and from one's own
   * in one or two dimensions.
   */
  public boolean canDraw() {
    return exact != null || dimensions <= 2 && grid().logIntegral().isPresent();
  }

  /**
   * Independent draws from the normalized target; of one's own density, from cells of a fine grid
   * over its range.
   *
   * @return shape (count, dimensions)
   * @throws IllegalStateException if it can't be drawn from
   */
  public double[][] draws(int count, long seed) {
    if (exact != null) {
      return exact.sample(count, seed).rows();
    }
    if (dimensions > 2) {
      throw new IllegalStateException(
          ("KL(p ‖ q) needs draws from the target, which own densities have in one and two"
                  + " dimensions only, and this has %d: leave forward out")
              .formatted(dimensions));
    }
    if (!canDraw()) {
      String why = whyUnknown().orElseThrow();
      throw new IllegalStateException(why.substring(0, why.length() - 1));
    }
    return grid().draws(count, seed);
  }

  /**
   * Where the target lies, shape (dimensions, 2): the least and the greatest value of each
   * coordinate that is worth drawing.
   */
  public double[][] region() {
    double[][] region = new double[dimensions][];
    Arrays.setAll(region, i -> exact == null ? new double[] {low, high} : reach(exact, i));
    return region;
  }

  private static double[] reach(Multivariate distribution, int coordinate) {
    if (distribution instanceof MultivariateGaussianMixture mixture) {
      return mixture.components().stream()
          .map(component -> reach(component, coordinate))
          .reduce((a, b) -> new double[] {Math.min(a[0], b[0]), Math.max(a[1], b[1])})
          .orElseThrow();
    }
    double mean = distribution.mean()[coordinate];
    double reach = REACH * Math.sqrt(distribution.variance()[coordinate]);
    return new double[] {mean - reach, mean + reach};
  }

  private synchronized TargetGrid grid() {
    if (grid == null) {
      grid = new TargetGrid(this::logDensity, logDensity, dimensions, low, high);
    }
    return grid;
  }

  @Override
  public String toString() {
    OptionalDouble evidence = logEvidence();
    return "%s, %d dimension%s%s"
        .formatted(
            name,
            dimensions,
            dimensions == 1 ? "" : "s",
            evidence.isPresent()
                ? ", log-evidence " + NumberText.number(evidence.getAsDouble()) + " nats"
                : "");
  }
}
