package org.dgm4j.model.autoregressive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.dgm4j.data.ExactDataset;
import org.dgm4j.data.Mask;
import org.dgm4j.data.Ordering;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.model.registry.Models;
import org.dgm4j.training.Optimizers;
import org.dgm4j.training.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** NADE as a model: states, orderings, sampling, completion, files. */
class NadeTest {

  @TempDir Path folder;

  static Stream<Ordering> orderings() {
    return Stream.of(
        Ordering.raster(),
        Ordering.columns(),
        Ordering.spiral(),
        Ordering.random(3),
        Ordering.of(5, 0, 3, 1, 4, 2));
  }

  /** A model of 2×3 pixels that is far from independent. */
  private static Nade images(int states, Ordering ordering) {
    return strong(Nade.builder().image(2, 3).hidden(8).states(states).ordering(ordering));
  }

  private static Nade strong(Nade.Builder builder) {
    Nade nade = builder.seed(1).build();
    nade.djlModel()
        .getBlock()
        .getParameters()
        .forEach(entry -> entry.getValue().getArray().muli(6));
    return nade;
  }

  private static Samples all(int states) {
    float[] all = RandomNade.allStates(states, 6);
    return Samples.images(all, all.length / 6, 1, 2, 3);
  }

  private static double[] probabilities(Nade nade) {
    return Arrays.stream(nade.logProbability(all(nade.states()))).map(Math::exp).toArray();
  }

  @ParameterizedTest
  @MethodSource("orderings")
  void isNormalisedUnderEveryOrdering(Ordering ordering) {
    for (int states : new int[] {2, 3}) {
      try (Nade nade = images(states, ordering)) {
        assertEquals(1, Arrays.stream(probabilities(nade)).sum(), 1e-5);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("orderings")
  void conditionalsSeeOnlyWhatIsVisitedBefore(Ordering ordering) {
    int[] sequence = ordering.sequence(1, 2, 3);
    for (int states : new int[] {2, 3}) {
      try (Nade nade = images(states, ordering)) {
        Samples x = nade.sample(1, 2);
        float[] before = nade.conditionals(x, 1).values();
        for (int t = 0; t < 6; t++) {
          float[] changed = x.values();
          changed[sequence[t]] = changed[sequence[t]] == 0 ? 1 : 0;
          float[] after = nade.conditionals(x.withValues(changed), 1).values();
          for (int u = 0; u < 6; u++) {
            int d = sequence[u];
            assertEquals(u <= t, before[d] == after[d], "x" + sequence[t] + " and p(x" + d + ")");
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("orderings")
  void theBlockGivesTheSameInBothForms(Ordering ordering) {
    try (Nade nade = images(3, ordering);
        NDManager manager = nade.djlModel().getNDManager().newSubManager()) {
      Samples x = nade.sample(9, 3);
      double[] expected = nade.logProbability(x);
      for (boolean fused : new boolean[] {true, false}) {
        NDArray input = manager.create(x.values(), new Shape(9, 6));
        input.setRequiresGradient(!fused);
        float[] actual =
            nade.djlModel()
                .getBlock()
                .forward(new ParameterStore(manager, false), new NDList(input), false)
                .singletonOrThrow()
                .toFloatArray();
        assertArrayEquals(RandomNade.floats(expected), actual, 1e-4f);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("orderings")
  void samplesFollowTheDensity(Ordering ordering) {
    try (Nade nade = images(2, ordering)) {
      float[] samples = nade.sample(20_000, 4).values();
      ChiSquared.assertFits(RandomNade.counts(samples, 2, 6), probabilities(nade));
    }
  }

  @ParameterizedTest
  @MethodSource("orderings")
  void completionsOfWhatIsVisitedFirstAreExact(Ordering ordering) {
    int[] sequence = ordering.sequence(1, 2, 3);
    boolean[] known = new boolean[6];
    float[] x = new float[6];
    for (int t = 0; t < 3; t++) {
      known[sequence[t]] = true;
      x[sequence[t]] = t % 2;
    }
    float[] start = new float[20_000 * 6];
    for (int i = 0; i < start.length; i++) {
      start[i] = x[i % 6];
    }
    try (Nade nade = images(2, ordering)) {
      double[] given = givenThat(nade, known, x);
      Samples examples = Samples.images(start, 20_000, 1, 2, 3);
      float[] completed = nade.complete(examples, Mask.of(known), 5).values();
      ChiSquared.assertFits(RandomNade.counts(completed, 2, 6), given);
      float[] drawn = nade.sampling().prefix(0, 1, 0).seed(6).sample(20_000).values();
      ChiSquared.assertFits(RandomNade.counts(drawn, 2, 6), given);
    }
  }

  /** p(all values | the known ones) for all states. */
  private static double[] givenThat(Nade nade, boolean[] known, float[] x) {
    double[] given = probabilities(nade);
    Samples all = all(2);
    double sum = 0;
    for (int n = 0; n < given.length; n++) {
      for (int d = 0; d < 6; d++) {
        if (known[d] && all.value(n, d) != x[d]) {
          given[n] = 0;
        }
      }
      sum += given[n];
    }
    for (int n = 0; n < given.length; n++) {
      given[n] /= sum;
    }
    return given;
  }

  @Test
  void otherCompletionsKeepWhatIsKnownAndAreNearlyExact() {
    boolean[] known = {false, false, true, false, true, true};
    float[] x = {0, 0, 1, 0, 1, 0};
    int draws = 4000;
    float[] start = new float[draws * 6];
    for (int i = 0; i < start.length; i++) {
      start[i] = x[i % 6];
    }
    try (Nade nade = images(2, Ordering.raster())) {
      Samples completed = nade.complete(Samples.images(start, draws, 1, 2, 3), Mask.of(known), 7);
      double[] given = givenThat(nade, known, x);
      long[] counts = RandomNade.counts(completed.values(), 2, 6);
      double distance = 0;
      for (int n = 0; n < given.length; n++) {
        distance += 0.5 * Math.abs(given[n] - counts[n] / (double) draws);
      }
      assertTrue(distance < 0.05, "total variation " + distance);
    }
  }

  @Test
  void conditionalsMultiplyToTheDensity() {
    try (Nade nade = images(3, Ordering.of(5, 0, 3, 1, 4, 2))) {
      Samples x = nade.sample(4, 8);
      double[] logProbability = nade.logProbability(x);
      Samples[] p = {nade.conditionals(x, 0), nade.conditionals(x, 1), nade.conditionals(x, 2)};
      for (int n = 0; n < 4; n++) {
        double sum = 0;
        for (int d = 0; d < 6; d++) {
          assertEquals(1, p[0].value(n, d) + p[1].value(n, d) + p[2].value(n, d), 1e-6);
          sum += Math.log(p[(int) x.value(n, d)].value(n, d));
        }
        assertEquals(logProbability[n], sum, 1e-5);
        double[] third = nade.conditional(x.value(n, 5), x.value(n, 0)).probabilities();
        for (int s = 0; s < 3; s++) {
          assertEquals(p[s].value(n, 5), nade.conditional().probability(s), 1e-6);
          assertEquals(p[s].value(n, 3), third[s], 1e-6);
        }
      }
    }
    try (Nade nade = images(2, Ordering.raster())) {
      Samples x = nade.sample(2, 9);
      assertArrayEquals(nade.conditionals(x, 1).values(), nade.conditionals(x).values());
    }
  }

  @Test
  void filtersStandInTheNaturalOrder() {
    Ordering ordering = Ordering.columns();
    try (Nade nade = images(2, ordering)) {
      float[] w =
          nade.djlModel().getBlock().getParameters().get("weights").getArray().toFloatArray();
      Samples filters = nade.filters();
      assertArrayEquals(new int[] {1, 2, 3}, filters.shape());
      int[] sequence = ordering.sequence(1, 2, 3);
      for (int t = 0; t < 6; t++) {
        assertEquals(w[t * 8 + 5], filters.value(5, sequence[t]));
      }
    }
  }

  @Test
  void aLowTemperatureFindsTheMode() {
    try (Nade nade = images(3, Ordering.spiral())) {
      Samples cold = nade.sampling().temperature(1e-3).sample(50);
      for (int n = 1; n < 50; n++) {
        assertArrayEquals(cold.row(0), cold.row(n));
      }
      assertEquals(0, nade.sampling().temperature(0.5).sample(0).count());
    }
  }

  @Test
  void theSameSeedGivesTheSameModelAndSamples() {
    try (Nade one = Nade.builder().dimensions(20).hidden(8).seed(20).build();
        Nade two = Nade.builder().dimensions(20).hidden(8).seed(20).build()) {
      assertArrayEquals(one.sample(10, 21).values(), two.sample(10, 21).values());
      assertArrayEquals(one.sample(10, 21).values(), two.sampling().seed(21).sample(10).values());
    }
  }

  @Test
  void savingAndLoadingKeepsStatesAndOrdering() {
    String file = folder.resolve("nade").toString();
    for (Ordering ordering : orderings().toList()) {
      try (Nade nade = images(3, ordering)) {
        Models.save(nade, file);
        try (Nade loaded = Models.load(file, Nade.class)) {
          assertEquals(nade.toString(), loaded.toString());
          assertEquals(3, loaded.states());
          assertArrayEquals(nade.logProbability(all(3)), loaded.logProbability(all(3)));
          assertArrayEquals(nade.sample(9, 5).values(), loaded.sample(9, 5).values());
        }
      }
    }
  }

  @Test
  void theShapeOfTrainingDataDoesNotChangeTheOrder() {
    String file = folder.resolve("colour").toString();
    Samples colour = Samples.images(RandomNade.allStates(2, 12), 4096, 3, 2, 2);
    try (Nade nade = strong(Nade.builder().dimensions(12).hidden(4))) {
      nade.adopt(colour);
      Models.save(nade, file);
      try (Nade loaded = Models.load(file, Nade.class);
          Nade byPixel = strong(Nade.builder().image(3, 2, 2).hidden(4))) {
        assertArrayEquals(colour.shape(), loaded.exampleShape());
        assertArrayEquals(nade.logProbability(colour), loaded.logProbability(colour));
        assertNotEquals(nade.logProbability(colour)[77], byPixel.logProbability(colour)[77]);
      }
    }
  }

  @Test
  void settingsOfModelsSavedBeforeThereWereStatesAndOrderings() {
    try (Nade nade = Nade.of(Map.of("dimensions", "6", "hidden", "8"), new int[] {1, 2, 3})) {
      assertEquals(2, nade.states());
      assertEquals(Ordering.raster(), nade.ordering());
      assertEquals(Map.of("dimensions", "6", "hidden", "8"), nade.settings());
    }
  }

  @Test
  void comesCloseToTheEntropyOfMarkovChains() {
    ExactDataset data = Datasets.markovImages(4, 4, 0.85);
    try (Nade nade = Nade.builder().image(4, 4).hidden(30).seed(1).build()) {
      fit(nade, data.sample(10_000, 4), 8, 0.01);
      fit(nade, data.sample(10_000, 5), 2, 0.001);
      Samples test = data.sample(20_000, 3);
      double[] model = nade.logProbability(test);
      double[] truth = data.logDensity(test);
      double divergence = 0;
      for (int n = 0; n < model.length; n++) {
        divergence += (truth[n] - model[n]) / model.length;
      }
      assertTrue(divergence < 0.1, "KL divergence from the truth: " + divergence);
    }
  }

  private static void fit(Nade nade, Samples data, int epochs, double learningRate) {
    Training.of(nade)
        .data(data)
        .epochs(epochs)
        .batchSize(50)
        .optimizer(Optimizers.adam(learningRate))
        .seed(2)
        .start();
  }

  @Test
  void learnsStates() {
    float[] values = new float[300 * 4];
    for (int n = 0; n < 300; n++) {
      for (int d = 0; d < 4; d++) {
        values[n * 4 + d] = (n + d) % 3;
      }
    }
    Samples counting = Samples.vectors(values, 300, 4);
    try (Nade nade =
        Nade.builder()
            .dimensions(4)
            .states(3)
            .hidden(20)
            .ordering(Ordering.random(5))
            .seed(1)
            .build()) {
      fit(nade, counting, 100, 0.02);
      double nll = -Arrays.stream(nade.logProbability(counting)).average().orElseThrow();
      assertEquals(Math.log(3), nll, 0.05);
    }
  }

  @Test
  void badInputIsOneSentence() {
    Nade.Builder builder = Nade.builder();
    refuses("add .dimensions(784) or .image(28, 28)", builder::build);
    refuses("at least two states", () -> builder.states(1));
    refuses("at least one hidden unit", () -> builder.hidden(0));
    refuses("try .image(28, 28)", () -> builder.image(0, 4));
    refuses("has 6 values", () -> images(2, Ordering.of(1, 0)));
    refuses("for images", () -> Nade.builder().dimensions(6).ordering(Ordering.columns()).build());
    refuses("leave out .states(4)", () -> Nade.builder().states(4).mixture(3));
    refuses(
        "at most 2.1e+09", () -> Nade.builder().image(512, 512).states(256).hidden(500).build());
    try (Nade nade = images(3, Ordering.raster());
        Nade binary = images(2, Ordering.raster())) {
      refuses("from 0 to 2, but these examples have 3.0", () -> nade.logProbability(all(4)));
      Samples half = Samples.images(new float[] {0, 0, 0.5f, 0, 0, 0}, 1, 1, 2, 3);
      refuses("have 0.5", () -> nade.logProbability(half));
      refuses("no such state 3", () -> nade.conditionals(all(3), 3));
      refuses(".states(k)", () -> binary.conditionals(all(3)));
      refuses("above 0, but is -1", () -> nade.sampling().temperature(-1));
      refuses("above 0", () -> nade.sampling().temperature(Double.NaN));
      refuses("has 6 values, so the first 7", () -> nade.sampling().prefix(0, 0, 0, 0, 0, 0, 0));
      refuses("have 3.0", () -> nade.sampling().prefix(3));
      refuses("can't be negative", () -> nade.sample(-1));
      refuses("at most 5 can come before", () -> nade.conditional(0, 0, 0, 0, 0, 0));
    }
  }

  private static void refuses(String part, Runnable action) {
    RuntimeException e = assertThrows(IllegalArgumentException.class, action::run);
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
  }
}
