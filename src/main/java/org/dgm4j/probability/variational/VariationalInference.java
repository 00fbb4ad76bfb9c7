package org.dgm4j.probability.variational;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.dgm4j.base.Checks;
import org.dgm4j.base.NumberText;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.base.Seeds;
import org.dgm4j.probability.Multivariate;
import org.dgm4j.probability.MultivariateNormal;
import org.dgm4j.probability.divergence.Divergence;
import org.dgm4j.probability.divergence.Quantity;

/**
 * Variational inference: finds, in a family of distributions q, the one nearest to a target p that
 * is known up to a constant, by stochastic gradient ascent on the evidence lower bound
 *
 * <p>ELBO = E_q[log p(z) − log q(z)] = log-evidence − KL(q ‖ p),
 *
 * <p>or, to compare, on E_p[log q(z)], which makes KL(p ‖ q) small. The gradient of the former is
 * that of reparameterized draws, stratified over the components of a mixture, without the score of
 * q (Roeder, Wu and Duvenaud 2017; Morningstar et al. 2021); the steps are those of Adam (Kingma
 * and Ba 2015) with a rate that falls to zero along a cosine.
 *
 * <p>{@code VariationalInference.of(TargetDensity.banana()).fullNormal().start()}
 */
public final class VariationalInference {

  /** So many places make a curve that looks smooth. Not tuned. */
  private static final int RECORDS = 60;

  /** While a fit goes on: a standard error of 1/63 of a deviation. */
  private static final int EVALUATION = 4000;

  /** At the end: a standard error of 1/100 of a deviation. */
  private static final int FINAL = 10_000;

  /** KL(p ‖ q) then has 100,000 draws at the end, as a divergence by Monte Carlo has. */
  private static final int FORWARD = 10;

  /** 32 MB of points of 20 coordinates; longer fits go through them again. */
  private static final int MOST_DRAWS = 200_000;

  /** Any would do: always the same, so that steps differ by their parameters alone. */
  private static final long EVALUATION_SEED = 7;

  /** Twice the standard deviation of the components, so that they start apart. Not tuned. */
  private static final double SPREAD = 2;

  /** In milliseconds: shorter pauses are left to add up. Not tuned. */
  private static final long SHORTEST_PAUSE = 2;

  private final TargetDensity target;
  private VariationalFamily family = VariationalFamily.diagonalNormal();
  private VariationalFit.Direction direction = VariationalFit.Direction.REVERSE;
  private int steps = 2000;
  private int samples = 32;
  private double learningRate = 0.05;
  private double[] start;
  private double seconds = 3;
  private Long seed;
  private boolean silent;

  private VariationalInference(TargetDensity target) {
    this.target = target;
    start = new double[target.dimensions()];
  }

  /** Inference of a target, with diagonal normals unless another family is chosen. */
  public static VariationalInference of(TargetDensity target) {
    return new VariationalInference(target);
  }

  /** Inference of a density of one's own; see {@link TargetDensity#of(int, ToDoubleFunction)}. */
  public static VariationalInference of(int dimensions, ToDoubleFunction<double[]> logDensity) {
    return of(TargetDensity.of(dimensions, logDensity));
  }

  /** Takes normal distributions with independent coordinates, as from the start. */
  public VariationalInference diagonalNormal() {
    return family(VariationalFamily.diagonalNormal());
  }

  /** Takes normal distributions with any covariance. */
  public VariationalInference fullNormal() {
    return family(VariationalFamily.fullNormal());
  }

  /**
   * Takes mixtures of so many normal distributions with any covariances. They start at random
   * places, and may end at different optima for different seeds.
   *
   * @throws IllegalArgumentException if there are none or more than 50
   */
  public VariationalInference mixture(int components) {
    return family(VariationalFamily.mixture(components));
  }

  /** Takes distributions of this family. */
  public VariationalInference family(VariationalFamily family) {
    this.family = family;
    return this;
  }

  /** Makes KL(q ‖ p) small, as from the start. */
  public VariationalInference reverse() {
    direction = VariationalFit.Direction.REVERSE;
    return this;
  }

  /** Makes KL(p ‖ q) small, which needs draws from the target. */
  public VariationalInference forward() {
    direction = VariationalFit.Direction.FORWARD;
    return this;
  }

  /** The number of steps, 2,000 unless chosen. */
  public VariationalInference steps(int steps) {
    this.steps = Checks.atLeast(1, steps, "The number of steps");
    return this;
  }

  /** The draws of each step, 32 unless chosen; shared by the components of a mixture. */
  public VariationalInference samples(int samples) {
    this.samples = Checks.atLeast(1, samples, "The number of draws of a step");
    return this;
  }

  /** The learning rate of the first step, 0.05 unless chosen. */
  public VariationalInference learningRate(double learningRate) {
    this.learningRate = Checks.positive(learningRate, "The learning rate");
    return this;
  }

  /** The mean from which q starts, the origin unless chosen; shape (dimensions). */
  public VariationalInference startAt(double... mean) {
    Checks.sameLength(target.dimensions(), mean.length, "Coordinates of the start");
    for (double coordinate : mean) {
      Checks.finite(coordinate, "A coordinate of the start");
    }
    start = mean.clone();
    return this;
  }

  /** The seed; without, the next one of {@link Seeds}. */
  public VariationalInference seed(long seed) {
    this.seed = seed;
    return this;
  }

  /** Nobody watches this fit: for one of many in a loop. */
  public VariationalInference silent() {
    silent = true;
    return this;
  }

  /**
   * How long a fit that is watched takes at least, 3 seconds unless chosen, beside the time for
   * drawing: so slow that one can see it move. 0 lets it run; the result is the same.
   */
  public VariationalInference seconds(double seconds) {
    if (!(seconds >= 0) || seconds > 600) {
      throw new IllegalArgumentException(
          "A fit can be made to last 0 to 600 seconds, not %s"
              .formatted(NumberText.number(seconds)));
    }
    this.seconds = seconds;
    return this;
  }

  /**
   * Fits. An interrupt ends it within one step and leaves what it has come to.
   *
   * @throws IllegalArgumentException if the target is not finite somewhere, or does not fall off
   * @throws IllegalStateException if it must be drawn from, and can't be
   */
  public VariationalFit start() {
    return (VariationalFit) run(List.of(direction));
  }

  /**
   * Fits both ways at the same time, to be shown side by side.
   *
   * @throws IllegalArgumentException if the target is not finite somewhere, or does not fall off
   * @throws IllegalStateException if it can't be drawn from
   */
  public VariationalComparison startBoth() {
    return (VariationalComparison) run(List.of(VariationalFit.Direction.values()));
  }

  /** A fit, or a comparison of two. */
  private Object run(List<VariationalFit.Direction> directions) {
    target.requireFallsOff();
    if (silent) {
      try (ProgressTask.Watch nobody = ProgressTask.unwatched()) {
        return fit(directions);
      }
    }
    return fit(directions);
  }

  private Object fit(List<VariationalFit.Direction> directions) {
    long chosen = seed == null ? Seeds.next() : seed;
    List<Run> runs = directions.stream().map(d -> new Run(d, chosen)).toList();
    try (ProgressTask work =
        ProgressTask.of("step", steps).showing(() -> value(runs, EVALUATION))) {
      if (work.isWatched() && seconds >= 1) {
        work.atOnce();
      }
      fit(runs, work);
      Object value = value(runs, FINAL);
      work.end(value);
      return value;
    }
  }

  private void fit(List<Run> runs, ProgressTask work) {
    long begin = System.nanoTime();
    int every = Math.max(1, steps / RECORDS);
    boolean goesOn = true;
    for (int step = 0; step < steps && goesOn; step++) {
      for (Run run : runs) {
        if (step % every == 0) {
          run.record(step);
        }
        run.step(step);
      }
      long drawing = System.nanoTime();
      goesOn = work.goesOn(1);
      begin += System.nanoTime() - drawing;
      if (work.isWatched() && goesOn) {
        pause(begin, (step + 1.0) / steps);
      }
    }
  }

  private static Object value(List<Run> runs, int draws) {
    List<VariationalFit> fits = runs.stream().map(run -> run.fit(run.done, draws)).toList();
    return fits.size() == 1 ? fits.get(0) : new VariationalComparison(fits.get(0), fits.get(1));
  }

  /** The first steps change most, and so take most of the time. */
  private void pause(long begin, double part) {
    long due = (long) (seconds * Math.sqrt(part) * TimeUnit.SECONDS.toNanos(1));
    long early = TimeUnit.NANOSECONDS.toMillis(due - (System.nanoTime() - begin));
    if (early >= SHORTEST_PAUSE) {
      try {
        Thread.sleep(early);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** One direction of a fit. */
  private final class Run {

    private final VariationalFit.Direction direction;
    private final VariationalParameters parameters;
    private final Adam adam;
    private final ZigguratSampler.NormalizedGaussian normal;
    private final double[][][] evaluation;
    private final double[][] draws;
    private final List<VariationalFit.Step> history = new ArrayList<>();
    private int done;

    Run(VariationalFit.Direction direction, long seed) {
      this.direction = direction;
      UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
      parameters = VariationalParameters.start(family, start, SPREAD, random);
      adam = new Adam(parameters.values().length);
      normal = ZigguratSampler.NormalizedGaussian.of(random);
      evaluation = noise(fixed(), each(EVALUATION));
      draws =
          direction == VariationalFit.Direction.FORWARD
              ? target.draws((int) Math.min(MOST_DRAWS, (long) steps * samples), random.nextLong())
              : new double[0][];
    }

    private int each(int draws) {
      return Math.max(2, (draws + family.components() - 1) / family.components());
    }

    private ZigguratSampler.NormalizedGaussian fixed() {
      return ZigguratSampler.NormalizedGaussian.of(
          RandomSource.XO_SHI_RO_256_PP.create(EVALUATION_SEED));
    }

    private double[][][] noise(ZigguratSampler.NormalizedGaussian source, int count) {
      double[][][] noise = new double[count][family.components()][target.dimensions()];
      for (double[][] draw : noise) {
        for (double[] component : draw) {
          Arrays.setAll(component, i -> source.sample());
        }
      }
      return noise;
    }

    void step(int step) {
      double rate = learningRate * (1 + Math.cos(Math.PI * step / steps)) / 2;
      double[] gradient =
          direction == VariationalFit.Direction.REVERSE
              ? parameters.boundGradient(
                  target, noise(normal, Math.max(1, samples / family.components())))
              : parameters.likelihoodGradient(batch(step));
      adam.ascend(parameters.values(), gradient, rate);
      parameters.read();
      done = step + 1;
    }

    private double[][] batch(int step) {
      double[][] batch = new double[samples][];
      Arrays.setAll(batch, i -> draws[(int) (((long) step * samples + i) % draws.length)]);
      return batch;
    }

    void record(int step) {
      history.add(now(step));
    }

    private VariationalFit.Step now(int step) {
      double bound = parameters.bound(target, evaluation)[0];
      Multivariate q = parameters.distribution();
      return new VariationalFit.Step(step, bound, divergence(q, bound), q.mean());
    }

    private double divergence(Multivariate q, double bound) {
      Multivariate p = target.exact().orElse(null);
      boolean reverse = direction == VariationalFit.Direction.REVERSE;
      if (p instanceof MultivariateNormal && q instanceof MultivariateNormal) {
        return (reverse ? Divergence.kl(q, p) : Divergence.kl(p, q)).value();
      }
      if (reverse) {
        return target.logEvidence().orElse(Double.NaN) - bound;
      }
      double sum = 0;
      int count = Math.min(draws.length, EVALUATION);
      for (int i = 0; i < count; i++) {
        sum += target.logDensity(draws[i]) - parameters.logDensity(draws[i]);
      }
      return sum / count - target.logEvidence().orElse(Double.NaN);
    }

    VariationalFit fit(int step, int draws) {
      double[] bound = parameters.bound(target, noise(fixed(), each(draws)));
      List<VariationalFit.Step> steps = new ArrayList<>(history);
      if (steps.isEmpty() || steps.get(steps.size() - 1).number() < step) {
        steps.add(now(step));
      }
      Multivariate q = parameters.distribution();
      return new VariationalFit(
          target,
          family,
          direction,
          q,
          steps,
          VariationalInference.this.steps,
          Quantity.drawn("ELBO", bound[0], bound[1], (long) each(draws) * family.components()),
          VariationalFit.forwardDivergence(target, q, FORWARD * draws));
    }
  }

  /** Adam's running means of the gradient and of its square. */
  private static final class Adam {

    /** As in the paper. */
    private static final double FIRST = 0.9;

    /** The paper has 0.999, but a fit has a few thousand steps. Not tuned. */
    private static final double SECOND = 0.99;

    /** As in the paper. */
    private static final double SMALL = 1e-8;

    private final double[] mean;
    private final double[] square;
    private double firstBias = 1;
    private double secondBias = 1;

    Adam(int size) {
      mean = new double[size];
      square = new double[size];
    }

    void ascend(double[] values, double[] gradient, double rate) {
      firstBias *= FIRST;
      secondBias *= SECOND;
      for (int i = 0; i < values.length; i++) {
        mean[i] += (1 - FIRST) * (gradient[i] - mean[i]);
        square[i] += (1 - SECOND) * (gradient[i] * gradient[i] - square[i]);
        values[i] +=
            rate * (mean[i] / (1 - firstBias)) / (Math.sqrt(square[i] / (1 - secondBias)) + SMALL);
      }
    }
  }
}
