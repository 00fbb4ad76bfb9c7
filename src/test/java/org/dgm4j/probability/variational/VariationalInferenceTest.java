package org.dgm4j.probability.variational;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import org.apache.commons.rng.simple.RandomSource;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.probability.GaussianMixture;
import org.dgm4j.probability.Multivariate;
import org.dgm4j.probability.MultivariateGaussianMixture;
import org.dgm4j.probability.MultivariateNormal;
import org.dgm4j.probability.Normal;
import org.dgm4j.probability.divergence.Divergence;
import org.dgm4j.probability.divergence.Quantity;
import org.junit.jupiter.api.Test;

class VariationalInferenceTest {

  private static final double WITHIN = 0.01;

  private static VariationalInference of(TargetDensity target) {
    return VariationalInference.of(target).seed(1);
  }

  private static double reverse(VariationalFit fit) {
    return fit.divergence().orElseThrow().value();
  }

  private static double forward(VariationalFit fit) {
    return fit.forwardDivergence().orElseThrow().value();
  }

  private static TargetDensity regression() {
    double[][] weights = {{1, -1}, {1, 0}, {1, 0.5}, {1, 2}};
    return TargetDensity.conjugateNormal(weights, new double[] {-1.2, 0.1, 0.9, 1.8}, 0.5);
  }

  @Test
  void anIndependentNormalIsAsNearToACorrelatedOneAsItCanBe() {
    for (double correlation : new double[] {-0.5, 0.9, 0.99}) {
      TargetDensity target = TargetDensity.correlatedNormal(correlation);
      double optimum = -0.5 * Math.log(1 - correlation * correlation);
      VariationalFit seeking = of(target).start();
      assertEquals(optimum, reverse(seeking), WITHIN);
      assertEquals(-optimum, seeking.evidenceLowerBound().value(), 4 * error(seeking) + WITHIN);
      assertArrayEquals(
          new double[] {1 - correlation * correlation, 1 - correlation * correlation},
          seeking.distribution().variance(),
          0.1 * (1 - correlation * correlation));
      VariationalFit covering = of(target).forward().start();
      assertEquals(optimum, forward(covering), WITHIN);
      assertArrayEquals(new double[] {1, 1}, covering.distribution().variance(), 0.05);
    }
  }

  private static double error(VariationalFit fit) {
    return fit.evidenceLowerBound().standardError();
  }

  @Test
  void whatIsInTheFamilyIsFoundWithoutNoise() {
    VariationalFit fit = of(TargetDensity.correlatedNormal(0.9)).fullNormal().start();
    assertEquals(0, reverse(fit), 1e-4);
    assertEquals(0, fit.evidenceLowerBound().value(), 1e-3);
    assertTrue(error(fit) < 1e-3);
    VariationalFit mean = of(TargetDensity.of(Normals.in(1, 4, 0.5))).start();
    assertEquals(0, reverse(mean), 1e-4);
  }

  /** Normal distributions that the test makes up. */
  private static final class Normals {

    static MultivariateNormal in(int dimensions, double mean, double deviation) {
      double[] center = new double[dimensions];
      Arrays.fill(center, mean);
      return MultivariateNormal.isotropic(center, deviation);
    }

    static MultivariateNormal random(int dimensions, long seed) {
      Random random = new Random(seed);
      double[][] a = new double[dimensions][dimensions];
      double[][] covariance = new double[dimensions][dimensions];
      double[] mean = new double[dimensions];
      for (int i = 0; i < dimensions; i++) {
        mean[i] = random.nextGaussian();
        for (int j = 0; j < dimensions; j++) {
          a[i][j] = 0.3 * random.nextGaussian();
        }
      }
      for (int i = 0; i < dimensions; i++) {
        covariance[i][i] = 0.3;
        for (int j = 0; j < dimensions; j++) {
          for (int k = 0; k < dimensions; k++) {
            covariance[i][j] += a[i][k] * a[j][k];
          }
        }
      }
      return MultivariateNormal.of(mean, covariance);
    }
  }

  @Test
  void twentyDimensionsReachTheOptimaThatAreKnown() {
    MultivariateNormal normal = Normals.random(20, 3);
    TargetDensity target = TargetDensity.of(normal);
    assertEquals(0, reverse(of(target).fullNormal().start()), WITHIN);
    double[] precision = new double[20];
    for (int i = 0; i < 20; i++) {
      double[] unit = normal.mean();
      unit[i] += 1;
      precision[i] = -normal.gradient(unit)[i];
    }
    double[] deviations = Arrays.stream(precision).map(p -> 1 / Math.sqrt(p)).toArray();
    MultivariateNormal best = MultivariateNormal.diagonal(normal.mean(), deviations);
    double optimum = Divergence.kl(best, normal).value();
    assertTrue(optimum > 1);
    assertEquals(optimum, reverse(of(target).start()), WITHIN);
  }

  @Test
  void thePosteriorAndTheEvidenceOfALinearGaussianModelAreFound() {
    TargetDensity target = regression();
    VariationalFit fit = of(target).fullNormal().start();
    assertEquals(0, reverse(fit), 1e-4);
    assertEquals(target.logEvidence().orElseThrow(), fit.evidenceLowerBound().value(), 1e-2);
    TargetDensity unknown = TargetDensity.of(2, target::logDensity);
    assertEquals(unknown.logEvidence().orElseThrow(), target.logEvidence().orElseThrow(), 1e-9);
    double[][] ones = {{1}, {1}, {1}};
    Multivariate mean =
        TargetDensity.conjugateNormal(ones, new double[] {1, 2, 3}, 1).exact().orElseThrow();
    assertEquals(1.5, mean.mean()[0], 1e-12);
    assertEquals(0.25, mean.variance()[0], 1e-12);
  }

  @Test
  void theBananaIsApproachedAsNearlyAsNormalsCan() {
    double bend = 0.8;
    double square = (Math.sqrt(1 + 16 * bend * bend) - 1) / (8 * bend * bend);
    double middle = bend * (square - 1);
    double optimum = square / 2 - Math.log(square) / 2 + bend * bend * square * square - 0.5;
    TargetDensity target = TargetDensity.banana(bend);
    for (VariationalFamily family :
        List.of(VariationalFamily.diagonalNormal(), VariationalFamily.fullNormal())) {
      VariationalFit fit = of(target).family(family).start();
      assertEquals(optimum, reverse(fit), WITHIN + 4 * error(fit));
      assertEquals(square, fit.distribution().variance()[0], 0.1 * square);
      assertEquals(middle, fit.distribution().mean()[1], 0.1);
      VariationalFit covering = of(target).family(family).forward().start();
      assertArrayEquals(new double[2], covering.distribution().mean(), 0.1);
      assertArrayEquals(
          target.exact().orElseThrow().variance(), covering.distribution().variance(), 0.15);
    }
    VariationalFit mixture = of(target).mixture(5).start();
    assertTrue(reverse(mixture) < optimum / 3, mixture.toString());
  }

  @Test
  void oneWaySeeksAModeAndTheOtherCoversBoth() {
    TargetDensity target = TargetDensity.twoModes(6);
    VariationalComparison both = of(target).fullNormal().startAt(2, 0).startBoth();
    double[] best = bestNormalOfTwoModes(6);
    assertEquals(best[2], reverse(both.reverse()), WITHIN + 4 * error(both.reverse()));
    assertEquals(best[0], both.reverse().distribution().mean()[0], 0.05);
    MultivariateNormal moments =
        MultivariateNormal.diagonal(new double[2], new double[] {Math.sqrt(10), 1});
    Quantity optimum = Divergence.kl(target.exact().orElseThrow(), moments, 100_000, 1);
    assertEquals(optimum.value(), forward(both.forward()), WITHIN);
    assertArrayEquals(moments.variance(), both.forward().distribution().variance(), 0.2);
    assertTrue(reverse(both.forward()) > reverse(both.reverse()));
    assertTrue(forward(both.forward()) < forward(both.reverse()));
  }

  @Test
  void theStartDecidesWhichModeIsFoundWhateverTheSeed() {
    double best = bestNormalOfTwoModes(6)[2];
    for (int seed = 1; seed <= 6; seed++) {
      for (int side : new int[] {-2, 2}) {
        VariationalFit fit =
            of(TargetDensity.twoModes()).fullNormal().startAt(side, 0).seed(seed).start();
        assertEquals(best, reverse(fit), WITHIN + 4 * error(fit), "seed " + seed);
        assertTrue(side * fit.distribution().mean()[0] > 0, "seed " + seed);
      }
    }
  }

  /** Mean, standard deviation and KL(q ‖ p) along the first coordinate, by quadrature. */
  private static double[] bestNormalOfTwoModes(double distance) {
    GaussianMixture p =
        GaussianMixture.of(
            new double[] {0.5, 0.5},
            new double[] {-distance / 2, distance / 2},
            new double[] {1, 1});
    MultivariateFunction kl = v -> Divergence.kl(Normal.of(v[0], Math.exp(v[1])), p).value();
    var found =
        new SimplexOptimizer(1e-10, 1e-10)
            .optimize(
                new MaxEval(2000),
                new ObjectiveFunction(kl),
                GoalType.MINIMIZE,
                new InitialGuess(new double[] {distance / 2, 0}),
                new NelderMeadSimplex(2, 0.1));
    return new double[] {found.getPoint()[0], Math.exp(found.getPoint()[1]), found.getValue()};
  }

  @Test
  void aMixtureFindsBothModes() {
    VariationalFit fit = of(TargetDensity.twoModes(6)).mixture(2).start();
    assertEquals(0, reverse(fit), WITHIN);
    assertEquals(0, forward(fit), WITHIN);
    assertArrayEquals(
        new double[] {0.5, 0.5},
        ((MultivariateGaussianMixture) fit.distribution()).weights(),
        0.02);
    assertEquals(0, reverse(of(TargetDensity.twoModes(6)).mixture(2).forward().start()), WITHIN);
  }

  /** The bound of fixed noise changes by the gradient and by the score, which is 0 on average. */
  @Test
  void gradientsAreThoseOfFixedNoise() {
    TargetDensity target = TargetDensity.banana(0.7);
    for (VariationalFamily family :
        List.of(
            VariationalFamily.diagonalNormal(),
            VariationalFamily.fullNormal(),
            VariationalFamily.mixture(3))) {
      VariationalParameters q =
          VariationalParameters.start(
              family, new double[] {0.2, -0.4}, 1, RandomSource.XO_SHI_RO_256_PP.create(5));
      Random random = new Random(2);
      for (int i = 0; i < q.values().length; i++) {
        q.values()[i] += 0.3 * random.nextGaussian();
      }
      q.read();
      double[][][] noise = new double[7][family.components()][2];
      double[][][] draws = new double[family.components()][7][];
      for (int i = 0; i < 7; i++) {
        for (int c = 0; c < family.components(); c++) {
          noise[i][c] = new double[] {random.nextGaussian(), random.nextGaussian()};
          draws[c][i] = q.place(c, noise[i][c]);
        }
      }
      double[] expected = q.boundGradient(target, noise);
      for (int c = 0; c < family.components(); c++) {
        double[] score = q.likelihoodGradient(draws[c]);
        double weight = weight(q, c, family.components());
        for (int i = 0; i < expected.length; i++) {
          expected[i] -= weight * score[i];
        }
      }
      assertDerivative(expected, q, now -> now.bound(target, noise)[0]);
      assertDerivative(
          q.likelihoodGradient(draws[0]),
          q,
          now -> Arrays.stream(draws[0]).mapToDouble(now::logDensity).average().orElseThrow());
    }
  }

  private static double weight(VariationalParameters q, int component, int components) {
    return components == 1
        ? 1
        : ((MultivariateGaussianMixture) q.distribution()).weights()[component];
  }

  private static void assertDerivative(
      double[] gradient, VariationalParameters q, Function<VariationalParameters, Double> value) {
    double step = 1e-5;
    for (int i = 0; i < gradient.length; i++) {
      double before = q.values()[i];
      q.values()[i] = before + step;
      q.read();
      double above = value.apply(q);
      q.values()[i] = before - step;
      q.read();
      double below = value.apply(q);
      q.values()[i] = before;
      q.read();
      assertEquals((above - below) / (2 * step), gradient[i], 1e-7, "parameter " + i);
    }
  }

  @Test
  void gradientsOfTargetsAreThoseOfDifferences() {
    List<TargetDensity> targets =
        List.of(
            TargetDensity.correlatedNormal(-0.7),
            TargetDensity.banana(),
            TargetDensity.twoModes(2),
            regression(),
            TargetDensity.of(Normals.random(2, 1)));
    for (TargetDensity target : targets) {
      TargetDensity differences = TargetDensity.of(2, target::logDensity);
      for (double[] z : new double[][] {{0, 0}, {-1.5, 0.3}, {2, -2}}) {
        assertArrayEquals(differences.gradient(z), target.gradient(z), 1e-6, target.name());
      }
    }
  }

  @Test
  void theBananaIsADistribution() {
    Banana banana = new Banana(1.5, 0.4);
    double[][] rows = banana.sample(100_000, 1).rows();
    for (int i = 0; i < 2; i++) {
      int j = i;
      double mean = Arrays.stream(rows).mapToDouble(r -> r[j]).average().orElseThrow();
      double square = Arrays.stream(rows).mapToDouble(r -> r[j] * r[j]).average().orElseThrow();
      assertEquals(0, mean, 0.03);
      assertEquals(banana.variance()[i], square, 0.05);
    }
    TargetDensity grid = TargetDensity.of(2, banana::logProbability).within(-20, 40);
    assertEquals(0, grid.logEvidence().orElseThrow(), 1e-7);
    double entropy =
        -Arrays.stream(rows).mapToDouble(banana::logProbability).average().orElseThrow();
    assertEquals(banana.entropy(), entropy, 0.02);
  }

  @Test
  void aDensityOfOnesOwnIsIntegratedAndDrawnFrom() {
    TargetDensity target = TargetDensity.of(1, z -> 3 - Math.abs(z[0]) * z[0] * z[0]).within(-6, 8);
    double integral = 2 * 0.8929795115692493;
    assertEquals(3 + Math.log(integral), target.logEvidence().orElseThrow(), 1e-5);
    double[][] draws = target.draws(100_000, 1);
    double square = Arrays.stream(draws).mapToDouble(z -> z[0] * z[0]).average().orElseThrow();
    assertEquals(2.0 / 3 / integral, square, 0.005);
    VariationalFit fit = of(target).start();
    assertEquals(
        target.logEvidence().orElseThrow() - fit.evidenceLowerBound().value(), reverse(fit), 1e-12);
    assertTrue(reverse(fit) > 0 && reverse(fit) < 0.05, fit.toString());
    VariationalFit covering = of(target).forward().start();
    assertEquals(2.0 / 3 / integral, covering.distribution().variance()[0], 0.01);
    assertTrue(forward(covering) > 0 && forward(covering) < 0.05, covering.toString());
  }

  /** Flat, rising, a likelihood without a prior, a heavy tail of infinite mass. */
  @Test
  void aDensityOfInfiniteMassIsRefused() {
    List<TargetDensity> improper =
        List.of(
            TargetDensity.of(1, z -> 0),
            TargetDensity.of(2, z -> z[0] * z[0] - z[1] * z[1]),
            TargetDensity.of(1, z -> -Math.log1p(Math.exp(-z[0]))),
            TargetDensity.of(1, z -> -0.5 * Math.log1p(z[0] * z[0])));
    for (TargetDensity target : improper) {
      assertMistake("does not fall off as z[0] goes to", () -> of(target).start());
    }
    assertMistake("- 0.5 * z[1] * z[1]", () -> of(TargetDensity.of(2, z -> -z[0] * z[0])).start());
    List<TargetDensity> proper =
        List.of(
            TargetDensity.of(1, z -> -Math.log1p(z[0] * z[0])),
            TargetDensity.of(1, z -> -Math.cosh(z[0])),
            TargetDensity.of(2, z -> -z[0] * z[0] - Math.pow(z[1] - z[0] * z[0], 2)),
            TargetDensity.of(1, z -> -z[0] * z[0] / 1e12));
    for (TargetDensity target : proper) {
      target.requireFallsOff();
    }
  }

  @Test
  void massBeyondTheRangeIsSeen() {
    GaussianMixture modes =
        GaussianMixture.of(new double[] {0.5, 0.5}, new double[] {-2, 12}, new double[] {0.5, 0.5});
    TargetDensity two = TargetDensity.of(1, z -> modes.logDensity(z[0]));
    assertTrue(two.logEvidence().isEmpty(), two.toString());
    assertTrue(two.whyUnknown().orElseThrow().contains("for example target.within(-20, 20)."));
    assertEquals(0, two.within(-20, 20).logEvidence().orElseThrow(), 1e-9);
    TargetDensity plane =
        TargetDensity.of(2, z -> modes.logDensity(z[0]) + Normal.of(0, 1).logDensity(z[1]));
    assertTrue(plane.logEvidence().isEmpty(), plane.toString());
    TargetDensity heavy = TargetDensity.of(1, z -> -Math.log1p(z[0] * z[0])).within(-400, 400);
    assertTrue(heavy.logEvidence().isEmpty(), heavy.toString());
    TargetDensity steep = TargetDensity.of(1, z -> z[0] - Math.exp(z[0])).within(-200, 200);
    assertEquals(0, steep.logEvidence().orElseThrow(), 1e-6);
  }

  @Test
  void anEvidenceThatIsNotKnownIsNotMadeUp() {
    TargetDensity wide = TargetDensity.of(1, z -> -z[0] * z[0] / 200);
    assertTrue(wide.logEvidence().isEmpty());
    VariationalFit fit = of(wide).start();
    assertTrue(fit.divergence().isEmpty());
    assertTrue(fit.forwardDivergence().isEmpty());
    String message =
        assertThrows(IllegalStateException.class, () -> of(wide).forward().start()).getMessage();
    assertTrue(message.contains("within(-20, 20)"), message);
    assertTrue(fit.toString().contains("does not lie where all coordinates are between -5 and 5"));
    assertTrue(fit.toString().endsWith("target.within(-20, 20)."), fit.toString());
    assertTrue(wide.within(-100, 100).whyUnknown().isEmpty());
    TargetDensity narrow = TargetDensity.of(1, z -> -1e7 * z[0] * z[0]);
    assertTrue(narrow.logEvidence().isEmpty());
    String why = narrow.whyUnknown().orElseThrow();
    assertTrue(why.contains("very little") && why.endsWith("target.within(-0.5, 0.5)."), why);
    for (double slope : new double[] {0, 0.5, 1, -3}) {
      double steep = 1e6 / (1 + slope * slope);
      TargetDensity ridge =
          TargetDensity.of(
              2, z -> -z[0] * z[0] - z[1] * z[1] - steep * Math.pow(z[1] - slope * z[0], 2));
      assertTrue(ridge.logEvidence().isEmpty(), "slope " + slope + ": " + ridge);
      assertTrue(ridge.whyUnknown().orElseThrow().endsWith("it is nowhere narrow."));
    }
    Multivariate correlated = TargetDensity.correlatedNormal(0.99).exact().orElseThrow();
    TargetDensity own = TargetDensity.of(2, correlated::logProbability);
    assertEquals(0, own.logEvidence().orElseThrow(), 1e-5);
    TargetDensity space = TargetDensity.of(3, z -> -z[0] * z[0] - z[1] * z[1] - z[2] * z[2]);
    assertTrue(space.logEvidence().isEmpty());
    assertTrue(space.whyUnknown().orElseThrow().endsWith("and this has 3."));
    assertThrows(IllegalStateException.class, () -> of(space).forward().start());
    double evidence = 1.5 * Math.log(Math.PI);
    assertEquals(evidence, of(space).start().evidenceLowerBound().value(), 1e-3);
  }

  @Test
  void theSameSeedGivesTheSameCurveAndWatchingChangesNothing() {
    VariationalFit first = of(TargetDensity.banana()).mixture(2).steps(300).start();
    List<VariationalFit> seen = new ArrayList<>();
    long begin = System.nanoTime();
    VariationalFit second;
    try (ProgressTask.Watch watch = ProgressTask.watch(observer(seen::add))) {
      second = of(TargetDensity.banana()).mixture(2).steps(300).seconds(1.2).start();
    }
    assertTrue(System.nanoTime() - begin > 1_000_000_000L);
    assertTrue(seen.size() >= 2 && seen.size() <= 2 + (System.nanoTime() - begin) / 250_000_000L);
    assertEquals(300, seen.get(seen.size() - 1).stepsDone());
    assertEquals(first.history().size(), second.history().size());
    for (int i = 0; i < first.history().size(); i++) {
      assertEquals(
          first.history().get(i).evidenceLowerBound(),
          second.history().get(i).evidenceLowerBound());
    }
    assertArrayEquals(first.distribution().mean(), second.distribution().mean());
    int before = seen.size();
    try (ProgressTask.Watch watch = ProgressTask.watch(observer(seen::add))) {
      of(TargetDensity.banana()).steps(10).silent().start();
    }
    assertEquals(before, seen.size());
    VariationalFit other = of(TargetDensity.banana()).mixture(2).steps(300).seed(2).start();
    assertFalse(Arrays.equals(first.distribution().mean(), other.distribution().mean()));
  }

  /** Sees the fit as it goes on, and as it is in the end. */
  private static ProgressTask.Observer observer(Consumer<VariationalFit> seen) {
    return new ProgressTask.Observer() {
      @Override
      public void onProgress(ProgressTask.State state) {
        seen.accept((VariationalFit) state.detail().orElseThrow());
      }

      @Override
      public void onEnd(
          ProgressTask.State state, ProgressTask.Ending ending, Optional<Object> result) {
        seen.accept((VariationalFit) result.orElseThrow());
      }
    };
  }

  @Test
  void anInterruptLeavesAFit() {
    AtomicInteger calls = new AtomicInteger();
    ProgressTask.Observer impatient =
        observer(
            fit -> {
              if (calls.incrementAndGet() == 1) {
                Thread.currentThread().interrupt();
              }
            });
    VariationalFit fit;
    try (ProgressTask.Watch watch = ProgressTask.watch(impatient)) {
      fit = of(TargetDensity.banana()).start();
    }
    assertTrue(fit.stepsDone() < 2000);
    assertTrue(fit.toString().contains("of 2,000 steps"), fit.toString());
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void mistakesAreNamed() {
    assertMistake("1 to 20 dimensions, not 21", () -> TargetDensity.of(21, z -> 0));
    assertMistake("1 to 20 dimensions, not 0", () -> TargetDensity.of(0, z -> 0));
    assertMistake("between -1 and 1", () -> TargetDensity.correlatedNormal(1));
    assertMistake("1 to 50 components, not 0", () -> of(TargetDensity.banana()).mixture(0));
    assertMistake("at least 1, but is 0", () -> of(TargetDensity.banana()).steps(0));
    assertMistake("at least 1, but is 0", () -> of(TargetDensity.banana()).samples(0));
    assertMistake("above 0, but is -1", () -> of(TargetDensity.banana()).learningRate(-1));
    assertMistake("2 expected, but 1 given", () -> of(TargetDensity.banana()).startAt(1));
    assertMistake("lower to a higher", () -> TargetDensity.banana().within(1, 1));
    assertMistake("0 to 600 seconds", () -> of(TargetDensity.banana()).seconds(-1));
    assertMistake(
        "finite everywhere", () -> VariationalInference.of(1, z -> Math.log(z[0])).start());
    assertMistake(
        "gradient of a log-density",
        () ->
            of(TargetDensity.of(1, z -> -z[0] * z[0]).gradient(z -> new double[] {Double.NaN}))
                .start());
    assertMistake(
        "4 expected, but 3 given",
        () -> TargetDensity.conjugateNormal(new double[3][1], new double[4], 1));
  }

  private static void assertMistake(String part, Runnable call) {
    String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
    assertTrue(message.contains(part), message);
  }
}
