package org.dgm4j.model.autoregressive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.dgm4j.data.ExactDataset;
import org.dgm4j.data.Mask;
import org.dgm4j.data.Ordering;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.engine.ParameterSnapshot;
import org.dgm4j.model.registry.Models;
import org.dgm4j.probability.GaussianMixture;
import org.dgm4j.training.Optimizers;
import org.dgm4j.training.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RNADE: density, standardisation, sampling, training, files. */
class RnadeTest {

  @TempDir Path folder;

  /**
   * A model that is far from independent, for data of mean (10, …) and deviation (0.5, 3, 18, …).
   */
  private static Rnade model(int dimensions, Ordering ordering) {
    Rnade rnade = fresh(dimensions, ordering);
    rnade.djlModel().getBlock().getParameters().get("outputWeights").getArray().muli(5);
    rnade.adopt(scaled(noise(dimensions)));
    return rnade;
  }

  private static Rnade fresh(int dimensions, Ordering ordering) {
    return Nade.builder()
        .dimensions(dimensions)
        .hidden(20)
        .ordering(ordering)
        .seed(1)
        .mixture(4)
        .build();
  }

  private static Samples noise(int dimensions) {
    SplittableRandom random = new SplittableRandom(2);
    float[] values = new float[1000 * dimensions];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Samples.vectors(values, 1000, dimensions);
  }

  private static Samples scaled(Samples x) {
    float[] values = x.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (10 + scale(i % x.dimensions()) * values[i]);
    }
    return x.withValues(values);
  }

  private static double scale(int dimension) {
    return 0.5 * Math.pow(6, dimension);
  }

  @Test
  void theDensityIntegratesToOneOnTheLine() {
    try (Rnade rnade = model(1, Ordering.raster())) {
      int steps = 40_000;
      float[] grid = new float[steps];
      double step = 20.0 / steps;
      for (int i = 0; i < steps; i++) {
        grid[i] = (float) ((i + 0.5) * step);
      }
      double[] logDensity = rnade.logProbability(Samples.vectors(grid, steps, 1));
      assertEquals(1, Arrays.stream(logDensity).map(Math::exp).sum() * step, 1e-4);
    }
  }

  @Test
  void theDensityIntegratesToOneInThePlane() {
    for (Ordering ordering : new Ordering[] {Ordering.raster(), Ordering.of(1, 0)}) {
      try (Rnade rnade = model(2, ordering)) {
        assertIntegratesToOne(rnade);
      }
    }
  }

  private static void assertIntegratesToOne(Rnade rnade) {
    int side = 800;
    float[] grid = new float[side * side * 2];
    double[] steps = {20 * scale(0) / side, 20 * scale(1) / side};
    for (int i = 0; i < side * side; i++) {
      grid[2 * i] = (float) (10 + (i % side - 0.5 * side + 0.5) * steps[0]);
      grid[2 * i + 1] = (float) (10 + (i / side - 0.5 * side + 0.5) * steps[1]);
    }
    double[] logDensity = rnade.logProbability(Samples.vectors(grid, side * side, 2));
    double sum = Arrays.stream(logDensity).map(Math::exp).sum();
    assertEquals(1, sum * steps[0] * steps[1], 1e-3);
  }

  @Test
  void withClassesTheDensityIsTheirMixtureAndEachHasItsOwn() {
    Samples all = scaled(noise(2));
    int[] labels = new int[all.count()];
    for (int n = 0; n < labels.length; n++) {
      labels[n] = all.value(n, 0) < 10 ? 0 : 1;
    }
    Rnade.Builder builder = Nade.builder().dimensions(2).hidden(20).classes(2).seed(1).mixture(4);
    try (Rnade rnade = builder.build()) {
      Training.of(rnade)
          .data(all.labelled(labels))
          .epochs(40)
          .optimizer(Optimizers.adam(0.03))
          .batchSize(100)
          .seed(9)
          .start();
      assertIntegratesToOne(rnade);
      double[] logDensity = rnade.logProbability(all);
      double[][] given = {rnade.logProbability(all, 0), rnade.logProbability(all, 1)};
      double share = rnade.labelDistribution().probability(0);
      assertEquals(Arrays.stream(labels).filter(label -> label == 0).count() / 1000.0, share);
      int right = 0;
      for (int n = 0; n < all.count(); n++) {
        double sum = share * Math.exp(given[0][n]) + (1 - share) * Math.exp(given[1][n]);
        assertEquals(Math.log(sum), logDensity[n], 1e-9);
        right += given[labels[n]][n] > given[1 - labels[n]][n] ? 1 : 0;
      }
      assertTrue(right > 950, right + " of 1000 are more probable in their own class");
      assertTrue(rnade.sampling().label(0).seed(2).sample(500).means()[0] < 10);
    }
  }

  @Test
  void theDensityIsThatOfTheDataInTheirOwnUnits() {
    Samples x = noise(3);
    try (Rnade plain = fresh(3, Ordering.raster());
        Rnade other = fresh(3, Ordering.raster())) {
      plain.adopt(x);
      other.adopt(scaled(x));
      double[] expected = plain.logProbability(x);
      double[] actual = other.logProbability(scaled(x));
      double logVolume = Math.log(scale(0) * scale(1) * scale(2));
      for (int n = 0; n < expected.length; n++) {
        assertEquals(expected[n] - logVolume, actual[n], 1e-3);
      }
    }
  }

  @Test
  void theTrainingCurveIsInNatsOfTheData() {
    Samples x = scaled(noise(3));
    try (Rnade rnade = fresh(3, Ordering.random(1))) {
      double nats =
          Training.of(rnade)
              .data(x, x)
              .epochs(1)
              .batchSize(500)
              .optimizer(Optimizers.adam(1e-3))
              .seed(1)
              .start()
              .epochs()
              .get(0)
              .validationNats();
      assertEquals(-Arrays.stream(rnade.logProbability(x)).average().orElseThrow(), nats, 1e-4);
    }
  }

  @Test
  void startsAsAStandardNormalOfTheData() {
    for (int components : new int[] {1, 2, 10}) {
      GaussianMixtureUnit unit = new GaussianMixtureUnit(components);
      float[] outputs = unit.initialBias();
      double[] means = new double[components];
      double[] deviations = new double[components];
      Arrays.setAll(means, m -> unit.mean(outputs, m));
      Arrays.setAll(deviations, m -> unit.deviation(outputs, m));
      GaussianMixture mixture = GaussianMixture.of(unit.weights(outputs), means, deviations);
      assertEquals(0, mixture.getMean(), 1e-6);
      assertEquals(1, mixture.getVariance(), 1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"raster", "of(2, 0, 1)"})
  void conditionalsMultiplyToTheDensityAndSeeOnlyWhatIsVisitedBefore(String order) {
    Ordering ordering = Ordering.parse(order);
    int[] sequence = ordering.sequence(3);
    try (Rnade rnade = model(3, ordering)) {
      Samples x = rnade.sample(20, 3);
      double[] logDensity = rnade.logProbability(x);
      Samples means = rnade.conditionals(x);
      for (int n = 0; n < 20; n++) {
        double sum = 0;
        for (int t = 0; t < 3; t++) {
          double[] before = new double[t];
          for (int u = 0; u < t; u++) {
            before[u] = x.value(n, sequence[u]);
          }
          GaussianMixture conditional = rnade.conditional(before);
          sum += conditional.logDensity(x.value(n, sequence[t]));
          assertEquals(conditional.getMean(), means.value(n, sequence[t]), 1e-3);
        }
        assertEquals(logDensity[n], sum, 1e-3 * Math.max(1, Math.abs(sum)));
      }
    }
  }

  /** By Rosenblatt's transform: each value's conditional distribution function is uniform. */
  @ParameterizedTest
  @ValueSource(strings = {"raster", "of(1, 0)"})
  void samplesFollowTheDensity(String order) {
    Ordering ordering = Ordering.parse(order);
    int[] sequence = ordering.sequence(2);
    try (Rnade rnade = model(2, ordering)) {
      Samples x = rnade.sample(5000, 4);
      long[] counts = new long[64];
      for (int n = 0; n < x.count(); n++) {
        double first = x.value(n, sequence[0]);
        double second = x.value(n, sequence[1]);
        int row = (int) (8 * rnade.conditional().cumulativeProbability(first));
        int column = (int) (8 * rnade.conditional(first).cumulativeProbability(second));
        counts[8 * row + column]++;
      }
      double[] uniform = new double[64];
      Arrays.fill(uniform, 1.0 / 64);
      ChiSquared.assertFits(counts, uniform);
    }
  }

  @Test
  void aPrefixIsKeptAndTheOthersFollowTheirConditional() {
    try (Rnade rnade = model(2, Ordering.of(1, 0))) {
      GaussianMixture conditional = rnade.conditional(11.5);
      Samples drawn = rnade.sampling().prefix(11.5).seed(5).sample(5000);
      Samples completed = rnade.complete(drawn, Mask.of(false, true), 6);
      for (Samples x : new Samples[] {drawn, completed}) {
        long[] counts = new long[20];
        for (int n = 0; n < x.count(); n++) {
          assertEquals(11.5f, x.value(n, 1));
          counts[(int) (20 * conditional.cumulativeProbability(x.value(n, 0)))]++;
        }
        double[] uniform = new double[20];
        Arrays.fill(uniform, 0.05);
        ChiSquared.assertFits(counts, uniform);
      }
    }
  }

  @Test
  void temperatureScalesTheVarianceAndSharpensTheWeights() {
    try (Rnade rnade = model(1, Ordering.raster())) {
      GaussianMixture warm = rnade.conditional();
      double temperature = 0.4;
      double[] weights = warm.weights();
      double[] deviations = warm.standardDeviations();
      double sum = 0;
      for (int m = 0; m < weights.length; m++) {
        weights[m] = Math.pow(weights[m], 1 / temperature);
        deviations[m] *= Math.sqrt(temperature);
        sum += weights[m];
      }
      for (int m = 0; m < weights.length; m++) {
        weights[m] /= sum;
      }
      GaussianMixture cold = GaussianMixture.of(weights, warm.means(), deviations);
      long[] counts = new long[20];
      for (float x : rnade.sampling().temperature(temperature).seed(7).sample(10_000).values()) {
        counts[(int) (20 * cold.cumulativeProbability(x))]++;
      }
      double[] uniform = new double[20];
      Arrays.fill(uniform, 0.05);
      ChiSquared.assertFits(counts, uniform);
    }
  }

  @Test
  void comesCloseToTheEntropyOfEightGaussians() {
    ExactDataset data = Datasets.eightGaussians();
    try (Rnade rnade = Nade.builder().dimensions(2).hidden(50).mixture(10).seed(1).build()) {
      Training.of(rnade)
          .data(data.train())
          .epochs(15)
          .batchSize(100)
          .optimizer(Optimizers.adam(0.01))
          .finalLearningRate(0)
          .seed(2)
          .start();
      Samples test = data.sample(20_000, 3);
      double[] model = rnade.logProbability(test);
      double[] truth = data.logDensity(test);
      double divergence = 0;
      for (int n = 0; n < model.length; n++) {
        divergence += (truth[n] - model[n]) / model.length;
      }
      assertTrue(divergence < 0.05, "KL divergence from the truth: " + divergence);
    }
  }

  @Test
  void dataThatRepeatAValueOrNeverChangeKeepTheDensityFinite() {
    float[] values = new float[3 * 200];
    SplittableRandom random = new SplittableRandom(8);
    for (int n = 0; n < 200; n++) {
      values[3 * n] = 7;
      values[3 * n + 1] = n % 2 == 0 ? 0 : (float) random.nextGaussian();
      values[3 * n + 2] = (float) random.nextGaussian();
    }
    Samples spiky = Samples.vectors(values, 200, 3);
    try (Rnade rnade = fresh(3, Ordering.raster())) {
      Training.of(rnade)
          .data(spiky)
          .epochs(300)
          .optimizer(Optimizers.adam(0.03))
          .batchSize(200)
          .seed(9)
          .start();
      double bound = -3 * Math.log(Math.sqrt(2 * Math.PI) * GaussianMixtureUnit.SMALLEST);
      for (double logDensity : rnade.logProbability(spiky)) {
        assertTrue(Double.isFinite(logDensity) && logDensity < bound + 3, "" + logDensity);
      }
      assertTrue(rnade.snapshot().isFinite());
      assertEquals(7, rnade.conditional().getMean(), 0.1);
    }
  }

  @Test
  void farValuesHaveALowButFiniteDensity() {
    try (Rnade rnade = model(2, Ordering.raster())) {
      double[] far = rnade.logProbability(Samples.vectors(new float[] {1e6f, -1e6f}, 1, 2));
      assertTrue(Double.isFinite(far[0]) && far[0] < -1e6, "" + far[0]);
    }
  }

  @Test
  void theScaleIsLearntOnceAndBelongsToTheModel() {
    String file = folder.resolve("rnade").toString();
    Samples x = scaled(noise(3));
    try (Rnade rnade = fresh(3, Ordering.of(1, 2, 0));
        Rnade twin = fresh(3, Ordering.of(1, 2, 0))) {
      long trained = 3L * 20 + 3 * 12 * 20 + 3 * 12 + 20;
      assertEquals(trained, rnade.parameterCount());
      ParameterSnapshot before = rnade.snapshot();
      double[] unscaled = rnade.logProbability(x);
      rnade.adopt(x);
      assertNotEquals(unscaled[0], rnade.logProbability(x)[0]);
      double[] scaled = rnade.logProbability(x);
      rnade.adopt(noise(3));
      assertArrayEquals(scaled, rnade.logProbability(x));
      Models.save(rnade, file);
      try (Rnade loaded = Models.load(file, Rnade.class)) {
        assertEquals(rnade.toString(), loaded.toString());
        assertArrayEquals(scaled, loaded.logProbability(x));
        assertArrayEquals(rnade.sample(9, 5).values(), loaded.sample(9, 5).values());
      }
      twin.restore(rnade.snapshot());
      assertArrayEquals(scaled, twin.logProbability(x));
      rnade.restore(before);
      assertArrayEquals(unscaled, rnade.logProbability(x));
    }
  }

  @Test
  void aResumedTrainingContinuesExactly() {
    String file = folder.resolve("checkpoint").toString();
    Samples x = scaled(noise(2));
    try (Rnade whole = fresh(2, Ordering.raster());
        Rnade first = fresh(2, Ordering.raster());
        Rnade second = fresh(2, Ordering.raster())) {
      training(whole, x).epochs(4).start();
      training(first, x).epochs(2).checkpoint(file).start();
      training(second, x).epochs(4).checkpoint(file).resume().start();
      assertArrayEquals(whole.logProbability(x), second.logProbability(x));
    }
  }

  private static Training training(Rnade rnade, Samples data) {
    return Training.of(rnade).data(data).seed(3).optimizer(Optimizers.adam(0.01));
  }

  @Test
  void badInputIsOneSentence() {
    refuses("at least one component", () -> Nade.builder().mixture(0));
    refuses("size of an example", () -> Nade.builder().mixture(3).build());
    refuses(
        "every value must be a finite number",
        () -> Samples.vectors(new float[] {1, Float.NaN}, 1, 2));
    try (Rnade rnade = model(2, Ordering.raster())) {
      refuses("finite number", () -> rnade.conditional(Double.NaN));
      refuses("finite number", () -> rnade.sampling().prefix(1e300));
      refuses("at most 1 can come before", () -> rnade.conditional(1, 2));
      refuses("for 2 values", () -> rnade.logProbability(noise(3)));
    }
  }

  private static void refuses(String part, Runnable action) {
    RuntimeException e = assertThrows(IllegalArgumentException.class, action::run);
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
  }
}
