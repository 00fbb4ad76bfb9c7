package org.dgm4j.model.autoregressive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.dgm4j.data.Mask;
import org.dgm4j.data.Ordering;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.engine.MxNet;
import org.dgm4j.engine.ParameterSnapshot;
import org.dgm4j.model.registry.Models;
import org.dgm4j.probability.Categorical;
import org.dgm4j.probability.joint.Factorization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The autoregressive model against its definition: counts, normalisation, gradients, samples. */
class AutoRegressiveTest {

  private static final int ALL = AutoRegressive.ALL;

  private static final double[] EXAMPLE_WEIGHTS = {1, -0.5, 0.25};

  @TempDir Path folder;

  private static double[] random(int size, long seed) {
    return new SplittableRandom(seed).doubles(size, -1.5, 1.5).map(x -> (float) x).toArray();
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static double[] row(float[] values, int from, int size) {
    double[] doubles = new double[size];
    for (int i = 0; i < size; i++) {
      doubles[i] = values[from + i];
    }
    return doubles;
  }

  private static AutoRegressiveStructure structure(int states, int order, int[] sequence) {
    return new AutoRegressiveStructure(states, Math.min(order, sequence.length - 1), sequence);
  }

  /** Puts random parameters into a model, large enough for strong dependence. */
  private static AutoRegressive randomized(AutoRegressive model, long seed) {
    int biases = Math.max(1, model.classes()) * model.dimensions() * (model.states() - 1);
    int weights = (int) model.parameterCount() - biases;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(weights == 0 ? 1 : 2);
      for (double[] values : new double[][] {random(biases, seed), random(weights, seed + 1)}) {
        if (values.length > 0) {
          out.writeInt(values.length);
          for (double value : values) {
            out.writeFloat((float) value);
          }
        }
      }
      model.restore(
          ParameterSnapshot.read(
              new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))));
      return model;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AutoRegressiveReference reference(
      AutoRegressiveStructure structure, double[] biases, double[] weights) {
    return AutoRegressiveReference.of(
        structure.states(), structure.order(), structure.sequence(), biases, weights);
  }

  /** All K^D vectors; the first dimension changes slowest. */
  private static float[] allStates(int states, int dimensions) {
    int count = (int) Math.pow(states, dimensions);
    float[] all = new float[count * dimensions];
    for (int i = 0; i < count; i++) {
      int rest = i;
      for (int d = dimensions - 1; d >= 0; d--) {
        all[i * dimensions + d] = rest % states;
        rest /= states;
      }
    }
    return all;
  }

  private static float[] randomValues(int states, int size, long seed) {
    return floats(new SplittableRandom(seed).ints(size, 0, states).asDoubleStream().toArray());
  }

  @Test
  void parametersAreThoseOfTheLecture() {
    for (int n : new int[] {1, 2, 3, 10, 784}) {
      try (AutoRegressive markov = AutoRegressive.builder().dimensions(n).order(1).build();
          AutoRegressive all = AutoRegressive.builder().dimensions(n).order(ALL).build()) {
        assertEquals(2L * n - 1, markov.parameterCount());
        assertEquals(n + n * (n - 1L) / 2, all.parameterCount());
      }
    }
    for (int states = 2; states <= 4; states++) {
      try (AutoRegressive markov = AutoRegressive.builder().dimensions(9).states(states).build()) {
        assertEquals(
            Factorization.markov(9, states).parameters(),
            BigInteger.valueOf(markov.parameterCount()));
      }
    }
    try (AutoRegressive third = AutoRegressive.builder().dimensions(6).order(3).build()) {
      assertEquals(6 + 1 + 2 + 3 + 3 + 3, third.parameterCount());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "2; 1; raster",
        "2; 3; columns",
        "2; 2147483647; spiral",
        "2; 2147483647; random(5)",
        "3; 1; raster",
        "3; 2; of(5, 0, 3, 1, 4, 2)",
        "3; 2147483647; spiral",
        "4; 3; random(6)"
      })
  void probabilitiesAreThoseOfTheDefinitionAndSumToOne(int states, int order, String ordering) {
    int dimensions = 6;
    try (AutoRegressive model =
        randomized(
            AutoRegressive.builder()
                .image(2, 3)
                .order(order)
                .states(states)
                .ordering(Ordering.parse(ordering))
                .build(),
            1)) {
      float[] all = allStates(states, dimensions);
      int count = all.length / dimensions;
      double[] logProbability = model.logProbability(Samples.images(all, count, 1, 2, 3));
      assertEquals(1, Arrays.stream(logProbability).map(Math::exp).sum(), 1e-5);
      AutoRegressiveStructure structure =
          structure(states, order, Ordering.parse(ordering).sequence(1, 2, 3));
      AutoRegressiveReference reference =
          reference(structure, random(structure.logits(), 1), random(structure.weights(), 2));
      for (int n = 0; n < count; n++) {
        double expected = reference.logProbability(row(all, n * dimensions, dimensions));
        assertEquals(expected, logProbability[n], 1e-5 * Math.abs(expected));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "2, 2147483647", "3, 2"})
  void withClassesTheyAreThoseOfTheDefinitionWithTheBiasesOfTheLabel(int states, int order) {
    int dimensions = 6;
    int classes = 3;
    Ordering ordering = Ordering.random(6);
    AutoRegressive.Builder builder =
        AutoRegressive.builder().dimensions(dimensions).order(order).states(states);
    try (AutoRegressive model =
        randomized(builder.ordering(ordering).classes(classes).build(), 1)) {
      float[] all = allStates(states, dimensions);
      Samples examples = Samples.vectors(all, all.length / dimensions, dimensions);
      AutoRegressiveStructure structure = structure(states, order, ordering.sequence(dimensions));
      int logits = structure.logits();
      double[] biases = random(classes * logits, 1);
      for (int label = 0; label < classes; label++) {
        double[] logProbability = model.logProbability(examples, label);
        assertEquals(1, Arrays.stream(logProbability).map(Math::exp).sum(), 1e-5);
        AutoRegressiveReference reference =
            reference(
                structure,
                Arrays.copyOfRange(biases, label * logits, (label + 1) * logits),
                random(structure.weights(), 2));
        for (int n = 0; n < examples.count(); n++) {
          double expected = reference.logProbability(row(all, n * dimensions, dimensions));
          assertEquals(expected, logProbability[n], 1e-5 * Math.abs(expected));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "2, 3", "2, 8", "3, 2", "3, 8"})
  void aConditionalSeesExactlyTheValuesBeforeIt(int states, int order) {
    int dimensions = 9;
    Ordering ordering = Ordering.random(3);
    int[] sequence = ordering.sequence(dimensions);
    try (AutoRegressive model =
        randomized(
            AutoRegressive.builder()
                .dimensions(dimensions)
                .order(order)
                .states(states)
                .ordering(ordering)
                .build(),
            4)) {
      float[] x = randomValues(states, dimensions, 5);
      float[] before = conditionals(model, x);
      for (int s = 0; s < dimensions; s++) {
        float[] changed = x.clone();
        changed[sequence[s]] = (changed[sequence[s]] + 1) % states;
        float[] after = conditionals(model, changed);
        for (int t = 0; t < dimensions; t++) {
          int d = sequence[t];
          if (s < t && s >= t - order) {
            assertNotEquals(before[d], after[d], s + " did not change " + t);
          } else {
            assertEquals(before[d], after[d], s + " changed " + t);
          }
        }
      }
    }
  }

  private static float[] conditionals(AutoRegressive model, float[] x) {
    return model.conditionals(Samples.vectors(x, 1, x.length), 1).values();
  }

  @Test
  void conditionalsOfAllStatesSumToOne() {
    try (AutoRegressive model =
        randomized(AutoRegressive.builder().dimensions(5).states(3).order(ALL).build(), 7)) {
      Samples x = Samples.vectors(randomValues(3, 20, 8), 4, 5);
      for (int i = 0; i < 20; i++) {
        double sum = 0;
        for (int state = 0; state < 3; state++) {
          sum += model.conditionals(x, state).values()[i];
        }
        assertEquals(1, sum, 1e-6);
      }
    }
  }

  @Test
  void aConditionalIsThatOfTheDefinition() {
    Ordering ordering = Ordering.random(36);
    try (AutoRegressive model =
        randomized(
            AutoRegressive.builder().dimensions(5).states(3).order(2).ordering(ordering).build(),
            37)) {
      AutoRegressiveReference reference =
          reference(structure(3, 2, ordering.sequence(5)), random(10, 37), random(28, 38));
      double[] visited = {2, 0, 1, 2};
      for (int t = 0; t < 5; t++) {
        double[] x = new double[5];
        for (int s = 0; s < t; s++) {
          x[reference.sequence()[s]] = visited[s];
        }
        double[] expected = reference.conditional(x, t);
        Categorical actual = model.conditional(Arrays.copyOf(visited, t));
        for (int state = 0; state < 3; state++) {
          assertEquals(expected[state], actual.probability(state), 1e-6);
        }
      }
      refuses("at most 4 can come before", () -> model.conditional(0, 0, 0, 0, 0));
      refuses("whole numbers from 0 to 2", () -> model.conditional(3));
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 1, 1", "2, 3, 1", "2, 6, 1", "3, 2, 1", "3, 6, 1", "2, 6, 3", "3, 2, 2"})
  void gradientsAreThoseOfFiniteDifferences(int states, int order, int classes) {
    int[] sequence = Ordering.random(9).sequence(7);
    AutoRegressiveStructure structure = structure(states, order, sequence);
    double[] biases = random(classes * structure.logits(), 10);
    double[] weights = random(structure.weights(), 11);
    int[] labels = {classes - 1, 0, classes / 2};
    float[] x = randomValues(states, labels.length * 7, 12);
    AutoRegressiveKernel kernel =
        new AutoRegressiveKernel(structure, floats(biases), floats(weights));
    float[][] gradient =
        kernel.gradient(
            x,
            labels,
            kernel.errors(x, labels, new double[labels.length]),
            floats(EXAMPLE_WEIGHTS));
    for (double[] values : new double[][] {biases, weights}) {
      for (int i = 0; i < values.length; i++) {
        double original = values[i];
        values[i] = original + 1e-6;
        double above = weightedSum(structure, biases, weights, x, labels);
        values[i] = original - 1e-6;
        double below = weightedSum(structure, biases, weights, x, labels);
        values[i] = original;
        assertEquals(
            (above - below) / 2e-6, gradient[values == biases ? 0 : 1][i], 1e-6, "at " + i);
      }
    }
  }

  /** Σ_n weight_n log p(x_n | label_n), by the definition. */
  private static double weightedSum(
      AutoRegressiveStructure structure,
      double[] biases,
      double[] weights,
      float[] x,
      int[] labels) {
    int dimensions = structure.dimensions();
    int logits = structure.logits();
    double sum = 0;
    for (int n = 0; n < labels.length; n++) {
      double[] ofClass = Arrays.copyOfRange(biases, labels[n] * logits, (labels[n] + 1) * logits);
      sum +=
          EXAMPLE_WEIGHTS[n]
              * reference(structure, ofClass, weights)
                  .logProbability(row(x, n * dimensions, dimensions));
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({"2, 1, 1", "2, 60, 1", "3, 5, 1", "2, 60, 3", "3, 5, 2"})
  void theBlockEqualsTheKernelWithGradients(int states, int order, int classes) {
    int dimensions = 61;
    int count = 7;
    AutoRegressiveStructure structure =
        structure(states, order, Ordering.random(13).sequence(dimensions));
    float[] biases = floats(random(classes * structure.logits(), 14));
    float[] weights = floats(random(structure.weights(), 15));
    float[] x = randomValues(states, count * dimensions, 16);
    float[] exampleWeights = floats(new SplittableRandom(17).doubles(count).toArray());
    int[] labels = new SplittableRandom(18).ints(count, 0, classes).toArray();
    AutoRegressiveKernel kernel = new AutoRegressiveKernel(structure, biases, weights);
    double[] logProbability = new double[count];
    float[][] gradient =
        kernel.gradient(x, labels, kernel.errors(x, labels, logProbability), exampleWeights);
    assertArrayEquals(kernel.logProbability(x, labels), logProbability);
    try (NDManager manager = MxNet.engine().newBaseManager()) {
      NDArray b = manager.create(biases, new Shape(classes, states - 1, dimensions));
      NDArray ofClasses = manager.create(oneHot(labels, classes), new Shape(count, classes));
      NDArray w = manager.create(weights);
      b.setRequiresGradient(true);
      w.setRequiresGradient(true);
      try (GradientCollector collector = MxNet.engine().newGradientCollector()) {
        NDArray data = manager.create(x, new Shape(count, dimensions));
        NDArray result =
            AutoRegressiveBlock.logProbability(
                data, AutoRegressiveBlock.logits(structure, data, ofClasses, b, w), structure);
        assertClose(floats(logProbability), result.toFloatArray(), 1e-5);
        collector.backward(result.mul(manager.create(exampleWeights)).sum());
      }
      assertClose(gradient[0], b.getGradient().toFloatArray(), 1e-4);
      assertClose(gradient[1], w.getGradient().toFloatArray(), 1e-4);
    }
  }

  private static float[] oneHot(int[] labels, int classes) {
    float[] rows = new float[labels.length * classes];
    for (int n = 0; n < labels.length; n++) {
      rows[n * classes + labels[n]] = 1;
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void gradientOfAConditionalIsZeroForItsOwnAndLaterValues(int classes) {
    int dimensions = 9;
    int[] sequence = Ordering.random(18).sequence(dimensions);
    AutoRegressiveStructure structure = structure(2, 4, sequence);
    try (NDManager manager = MxNet.engine().newBaseManager()) {
      NDArray b =
          float64(
              manager, random(classes * structure.logits(), 19), new Shape(classes, 1, dimensions));
      NDArray last = float64(manager, new double[classes], new Shape(1, classes));
      last.set(new NDIndex(0, classes - 1), 1);
      NDArray w = float64(manager, random(structure.weights(), 20), new Shape(structure.weights()));
      for (int t = 0; t < dimensions; t++) {
        try (NDManager sub = manager.newSubManager();
            GradientCollector collector = MxNet.engine().newGradientCollector()) {
          NDArray x =
              float64(
                  sub,
                  row(randomValues(2, dimensions, 21), 0, dimensions),
                  new Shape(1, dimensions));
          x.setRequiresGradient(true);
          NDArray logits = AutoRegressiveBlock.logits(structure, x, last, b, w);
          collector.backward(logits.get(":, " + sequence[t]).sum());
          double[] gradient = x.getGradient().toDoubleArray();
          for (int s = 0; s < dimensions; s++) {
            assertEquals(s < t && s >= t - 4, gradient[sequence[s]] != 0, s + " on " + t);
          }
        }
      }
    }
  }

  private static NDArray float64(NDManager manager, double[] values, Shape shape) {
    return manager.create(values, shape).toType(DataType.FLOAT64, false);
  }

  @ParameterizedTest
  @CsvSource({"2, 6, 1", "2, 6, 5", "3, 4, 2"})
  void samplesFollowTheExactDistribution(int states, int dimensions, int order) {
    int draws = 20_000;
    try (AutoRegressive model =
        randomized(
            AutoRegressive.builder()
                .dimensions(dimensions)
                .states(states)
                .order(order)
                .ordering(Ordering.random(22))
                .build(),
            23)) {
      Samples samples = model.sample(draws, 24);
      assertArrayEquals(samples.values(), model.sample(draws, 24).values());
      ChiSquared.assertFits(counts(samples, states), probabilities(model));
    }
  }

  private static double[] probabilities(AutoRegressive model) {
    float[] all = allStates(model.states(), model.dimensions());
    Samples samples = Samples.vectors(all, all.length / model.dimensions(), model.dimensions());
    return Arrays.stream(model.logProbability(samples)).map(Math::exp).toArray();
  }

  @Test
  void completionsOfWhatComesFirstFollowTheExactConditional() {
    try (AutoRegressive model =
        randomized(
            AutoRegressive.builder().image(3, 2).order(ALL).ordering(Ordering.columns()).build(),
            25)) {
      int draws = 20_000;
      float[] start = new float[draws * 6];
      for (int n = 0; n < draws; n++) {
        start[n * 6] = 1;
        start[n * 6 + 4] = 1;
      }
      Samples done = model.complete(Samples.images(start, draws, 1, 3, 2), Mask.leftHalf(), 26);
      ChiSquared.assertFits(counts(done, 2), given(model, 0b101010, 0b100010));
    }
  }

  @Test
  void aTemperatureSharpensEachConditional() {
    try (AutoRegressive model =
        randomized(AutoRegressive.builder().dimensions(2).states(3).build(), 29)) {
      Samples samples = model.sampling().temperature(0.5).prefix(2).seed(30).sample(20_000);
      double[] squares =
          Arrays.stream(model.conditional(2).probabilities()).map(p -> p * p).toArray();
      double sum = Arrays.stream(squares).sum();
      long[] counts = new long[3];
      for (int n = 0; n < samples.count(); n++) {
        assertEquals(2, samples.value(n, 0));
        counts[(int) samples.value(n, 1)]++;
      }
      ChiSquared.assertFits(counts, Arrays.stream(squares).map(p -> p / sum).toArray());
    }
  }

  @Test
  void completionsOfWhatComesLastAreClose() {
    try (AutoRegressive model =
        randomized(AutoRegressive.builder().dimensions(6).order(ALL).build(), 27)) {
      int draws = 20_000;
      float[] start = new float[draws * 6];
      for (int n = 0; n < draws; n++) {
        start[n * 6 + 3] = 1;
        start[n * 6 + 5] = 1;
      }
      Mask mask = Mask.of(false, false, false, true, true, true);
      Samples done = model.complete(Samples.vectors(start, draws, 6), mask, 28);
      double[] expected = given(model, 0b000111, 0b000101);
      long[] counts = counts(done, 2);
      double distance = 0;
      for (int i = 0; i < expected.length; i++) {
        distance += Math.abs(expected[i] - (double) counts[i] / draws) / 2;
      }
      assertEquals(0, distance, 0.03);
    }
  }

  /** The distribution of all states given the bits of a mask. */
  private static double[] given(AutoRegressive model, int mask, int bits) {
    double[] p = probabilities(model);
    for (int i = 0; i < p.length; i++) {
      p[i] = (i & mask) == bits ? p[i] : 0;
    }
    double sum = Arrays.stream(p).sum();
    return Arrays.stream(p).map(value -> value / sum).toArray();
  }

  @Test
  void weightsAreWhatAValueAddsToALaterLogit() {
    Ordering ordering = Ordering.random(29);
    int[] sequence = ordering.sequence(5);
    try (AutoRegressive model =
        randomized(
            AutoRegressive.builder().dimensions(5).states(3).order(2).ordering(ordering).build(),
            30)) {
      AutoRegressiveReference reference =
          reference(structure(3, 2, sequence), random(10, 30), random(28, 31));
      for (int from = 1; from < 3; from++) {
        for (int to = 1; to < 3; to++) {
          Samples weights = model.weights(from, to);
          for (int s = 0; s < 5; s++) {
            for (int t = 0; t < 5; t++) {
              assertEquals(
                  reference.w()[s][from - 1][t][to - 1], weights.value(sequence[t], sequence[s]));
            }
          }
        }
      }
      assertThrows(IllegalStateException.class, model::weights);
    }
  }

  @Test
  void aLoadedModelIsTheSavedOneBitForBit() {
    String file = folder.resolve("ar").toString();
    Samples colour = Samples.images(randomValues(3, 36, 32), 3, 3, 2, 2);
    AutoRegressive.Builder[] builders = {
      AutoRegressive.builder().dimensions(12).order(2).ordering(Ordering.random(33)),
      AutoRegressive.builder().image(3, 4).order(ALL).ordering(Ordering.spiral()),
      AutoRegressive.builder().image(3, 2, 2).order(3).ordering(Ordering.columns()),
      AutoRegressive.builder().image(3, 2, 2),
      AutoRegressive.builder().dimensions(12)
    };
    for (AutoRegressive.Builder builder : builders) {
      try (AutoRegressive model = randomized(builder.states(3).build(), 34)) {
        double[] before = model.logProbability(colour);
        model.adopt(colour);
        Models.save(model, file);
        try (AutoRegressive loaded = Models.load(file, AutoRegressive.class)) {
          assertEquals(model.toString(), loaded.toString());
          assertArrayEquals(before, loaded.logProbability(colour));
          assertArrayEquals(model.sample(9, 35).values(), loaded.sample(9, 35).values());
          assertArrayEquals(new int[] {3, 2, 2}, loaded.exampleShape());
        }
      }
    }
  }

  @Test
  void badInputIsOneSentence() {
    AutoRegressive.Builder builder = AutoRegressive.builder();
    refuses("add .dimensions(784) or .image(28, 28)", builder::build);
    refuses("try .dimensions(784)", () -> builder.dimensions(0));
    refuses("try .image(28, 28)", () -> builder.image(28, -1));
    refuses("AutoRegressive.ALL", () -> builder.order(0));
    refuses("at least two states", () -> builder.states(1));
    refuses("3.1e+09 parameters", () -> builder.dimensions(784).order(ALL).states(101).build());
    refuses(
        "2.4e+09 parameters",
        () -> AutoRegressive.builder().dimensions(784).classes(3_000_000).build());
    refuses(
        "'spiral' is for images",
        () -> builder.dimensions(784).order(1).states(2).ordering(Ordering.spiral()).build());
    Samples grey = Samples.vectors(new float[] {0, 0.5f, 1}, 1, 3);
    try (AutoRegressive binary = AutoRegressive.builder().dimensions(3).build();
        AutoRegressive ternary = AutoRegressive.builder().dimensions(3).states(3).build()) {
      refuses(".binarized(42)", () -> binary.logProbability(grey));
      refuses("whole numbers from 0 to 2", () -> ternary.logProbability(grey));
      refuses(".quantized(3)", () -> ternary.logProbability(grey));
      refuses(
          "3 values an example", () -> binary.logProbability(Datasets.barsAndStripes(2).test()));
      refuses("can't be negative", () -> binary.sample(-1));
      refuses("choose one from 0 to 2", () -> ternary.conditionals(grey, 3));
      refuses("choose one from 1 to 1", () -> binary.weights(0, 1));
      assertThrows(IllegalStateException.class, () -> ternary.conditionals(grey));
    }
  }

  private static void refuses(String part, Runnable action) {
    RuntimeException e = assertThrows(IllegalArgumentException.class, action::run);
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
  }

  private static long[] counts(Samples samples, int states) {
    int dimensions = samples.dimensions();
    float[] values = samples.values();
    long[] counts = new long[(int) Math.pow(states, dimensions)];
    for (int n = 0; n < values.length; n += dimensions) {
      int state = 0;
      for (int d = 0; d < dimensions; d++) {
        state = states * state + (int) values[n + d];
      }
      counts[state]++;
    }
    return counts;
  }

  /** Equal up to a part of the largest value. */
  private static void assertClose(float[] expected, float[] actual, double relative) {
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertArrayEquals(expected, actual, (float) (relative * largest));
  }
}
