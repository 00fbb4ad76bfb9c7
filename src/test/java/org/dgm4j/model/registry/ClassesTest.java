package org.dgm4j.model.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Mask;
import org.dgm4j.data.Samples;
import org.dgm4j.engine.HeapOperator;
import org.dgm4j.model.AutoregressiveModel;
import org.dgm4j.model.ModelBuilder;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.autoregressive.AutoRegressive;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.pixelrnn.PixelRnn;
import org.dgm4j.training.Optimizers;
import org.dgm4j.training.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What models of examples and their labels have in common, whatever their kind. */
class ClassesTest {

  private static final int SIDE = 3;
  private static final int PIXELS = SIDE * SIDE;
  private static final int CLASSES = 3;

  @TempDir private Path folder;

  /** Builders of models of 3×3 binary images; each test decides on the classes. */
  private static final Map<String, Supplier<Builder>> EXPLICIT =
      Map.of(
          "nade",
          () -> {
            var builder = Nade.builder().image(SIDE, SIDE).hidden(7).seed(1);
            return new Builder(builder, builder::build);
          },
          "ar(2)",
          () -> {
            var builder = AutoRegressive.builder().image(SIDE, SIDE).order(2);
            return new Builder(builder, builder::build);
          },
          "ar(n)",
          () -> {
            var builder = AutoRegressive.builder().image(SIDE, SIDE).order(AutoRegressive.ALL);
            return new Builder(builder, builder::build);
          },
          "row lstm",
          () -> {
            var builder = PixelRnn.builder().image(SIDE, SIDE).rowLstm().hidden(5).seed(1);
            return new Builder(builder, builder::build);
          },
          "diagonal bilstm",
          () -> {
            var builder = PixelRnn.builder().image(SIDE, SIDE).diagonalBiLstm().hidden(5).seed(1);
            return new Builder(builder, builder::build);
          });

  /** A model to be, of whatever kind. */
  private record Builder(ModelBuilder<?> options, Supplier<? extends NeuralModel> end) {

    NeuralModel build() {
      return end.get();
    }

    NeuralModel build(int classes) {
      options.classes(classes);
      return end.get();
    }
  }

  private static Stream<String> explicit() {
    return EXPLICIT.keySet().stream();
  }

  private static AutoregressiveModel untrained(String name, int classes) {
    return (AutoregressiveModel) EXPLICIT.get(name).get().build(classes);
  }

  /** A model whose classes differ, after a few steps on noise. */
  private static AutoregressiveModel trained(String name) {
    AutoregressiveModel model = untrained(name, CLASSES);
    train(model, noise(60, true));
    return model;
  }

  private static void train(NeuralModel model, Samples examples) {
    Training.of(model)
        .data(examples)
        .optimizer(Optimizers.adam(0.05))
        .batchSize(20)
        .epochs(4)
        .seed(3)
        .silent()
        .start();
  }

  /**
   * Images of which the pixels are as often 1 as the label says; the labels are not equally many.
   */
  private static Samples noise(int count, boolean labelled) {
    SplittableRandom random = new SplittableRandom(2);
    int[] labels = IntStream.range(0, count).map(n -> n % 4 % CLASSES).toArray();
    float[] values = new float[count * PIXELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextDouble() < (1 + labels[i / PIXELS]) / 4.0 ? 1 : 0;
    }
    Samples images = Samples.images(values, count, 1, SIDE, SIDE);
    return labelled ? images.labelled(labels) : images;
  }

  private static Samples allImages() {
    float[] values = new float[PIXELS << PIXELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / PIXELS >> i % PIXELS & 1;
    }
    return Samples.images(values, 1 << PIXELS, 1, SIDE, SIDE);
  }

  @ParameterizedTest
  @MethodSource("explicit")
  void probabilitiesOfAllImagesAndLabelsAddUpToOne(String name) {
    try (AutoregressiveModel model = trained(name)) {
      Samples all = allImages();
      double sum = 0;
      double[] ofImages = new double[all.count()];
      for (int label = 0; label < CLASSES; label++) {
        double[] given = model.logProbability(all, label);
        double ofClass = Arrays.stream(given).map(Math::exp).sum();
        assertEquals(1, ofClass, 1e-5, "class " + label);
        for (int n = 0; n < ofImages.length; n++) {
          ofImages[n] += model.labelDistribution().probability(label) * Math.exp(given[n]);
        }
        sum += model.labelDistribution().probability(label) * ofClass;
      }
      assertEquals(1, sum, 1e-5);
      double[] marginal = model.logProbability(all);
      for (int n = 0; n < ofImages.length; n++) {
        assertEquals(Math.log(ofImages[n]), marginal[n], 1e-6);
      }
      assertNotEquals(
          model.logProbability(all, 0)[0], model.logProbability(all, 2)[0], 0.1, "classes differ");
    }
  }

  @ParameterizedTest
  @MethodSource("explicit")
  void labelsAreAsFrequentAsInTheTrainingData(String name) {
    try (AutoregressiveModel model = untrained(name, CLASSES)) {
      assertEquals(1.0 / 3, model.labelDistribution().probability(2), 1e-12);
      train(model, noise(60, true));
      assertEquals(0.5, model.labelDistribution().probability(0), 1e-12);
      assertEquals(0.25, model.labelDistribution().probability(2), 1e-12);
      int[] labels = model.sample(2000, 1).labels();
      // Four standard errors of a share of one half of 2,000 draws.
      assertEquals(1000, Arrays.stream(labels).filter(label -> label == 0).count(), 90);
    }
  }

  @ParameterizedTest
  @MethodSource("explicit")
  void withOneClassItIsTheModelWithoutClasses(String name) {
    Samples examples = noise(60, false);
    try (NeuralModel plain = EXPLICIT.get(name).get().build();
        AutoregressiveModel model = untrained(name, 1)) {
      train(plain, examples);
      train(model, examples.labelled(new int[examples.count()]));
      assertArrayEquals(
          ((AutoregressiveModel) plain).logProbability(allImages()),
          model.logProbability(allImages()),
          1e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("explicit")
  void theObjectiveIsTheLogProbabilityGivenTheLabel(String name) {
    Samples examples = noise(30, true);
    try (AutoregressiveModel model = trained(name)) {
      float[] objective = model.objective(examples);
      String before = System.setProperty(HeapOperator.PROPERTY, "false");
      float[] byOperations;
      try {
        byOperations = model.objective(examples);
      } finally {
        restore(before);
      }
      for (int n = 0; n < examples.count(); n++) {
        double expected = model.logProbability(examples.range(n, n + 1), examples.label(n))[0];
        assertEquals(expected, objective[n], 1e-5);
        assertEquals(expected, byOperations[n], 1e-5);
      }
    }
  }

  private static void restore(String before) {
    if (before == null) {
      System.clearProperty(HeapOperator.PROPERTY);
    } else {
      System.setProperty(HeapOperator.PROPERTY, before);
    }
  }

  @ParameterizedTest
  @MethodSource("explicit")
  void trainingOnTheHeapIsThatByOperations(String name) {
    try (AutoregressiveModel onTheHeap = trained(name)) {
      String before = System.setProperty(HeapOperator.PROPERTY, "false");
      AutoregressiveModel byOperations;
      try {
        byOperations = trained(name);
      } finally {
        restore(before);
      }
      try (byOperations) {
        assertArrayEquals(
            byOperations.logProbability(allImages()), onTheHeap.logProbability(allImages()), 1e-3);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("explicit")
  void samplesOfALabelFollowItsDistribution(String name) {
    try (AutoregressiveModel model = trained(name)) {
      Samples samples = model.sampling().label(2).seed(4).sample(4000);
      assertTrue(Arrays.stream(samples.labels()).allMatch(label -> label == 2));
      double[] expected = new double[PIXELS];
      double[] logProbability = model.logProbability(allImages(), 2);
      for (int n = 0; n < logProbability.length; n++) {
        for (int d = 0; d < PIXELS; d++) {
          expected[d] += Math.exp(logProbability[n]) * allImages().value(n, d);
        }
      }
      // Five standard errors of a share of 4,000 draws, at most.
      assertArrayEquals(expected, samples.means(), 0.04);
    }
  }

  @ParameterizedTest
  @MethodSource("explicit")
  void completionsDrawTheLabelGivenWhatIsKnown(String name) {
    try (AutoregressiveModel model = trained(name)) {
      for (Mask mask : new Mask[] {Mask.upperHalf(), Mask.lowerHalf()}) {
        Samples all = allImages();
        boolean[] known = mask.known(1, SIDE, SIDE);
        int example = 0b101110011;
        double[] logProbability = model.logProbability(all);
        double of = 0;
        double[] expected = new double[PIXELS];
        for (int n = 0; n < all.count(); n++) {
          int image = n;
          if (IntStream.range(0, PIXELS)
              .allMatch(d -> !known[d] || all.value(image, d) == all.value(example, d))) {
            of += Math.exp(logProbability[n]);
            for (int d = 0; d < PIXELS; d++) {
              expected[d] += Math.exp(logProbability[n]) * all.value(n, d);
            }
          }
        }
        int count = 1500;
        int[] copies = new int[count];
        Arrays.fill(copies, example);
        double[] means = model.complete(all.select(copies), mask, 5).means();
        for (int d = 0; d < PIXELS; d++) {
          // Four standard errors of a share of 1,500 draws, at most.
          assertEquals(expected[d] / of, means[d], 0.052, mask + ", pixel " + d);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("explicit")
  void firstValuesTellOfTheLabel(String name) {
    try (AutoregressiveModel model = trained(name)) {
      double[] prefix = {1, 1, 1, 1, 1};
      double[][] given = new double[CLASSES][1];
      Samples all = allImages();
      for (int label = 0; label < CLASSES; label++) {
        double[] logProbability = model.logProbability(all, label);
        given[label][0] =
            Math.log(
                IntStream.range(0, all.count())
                    .filter(n -> n % 32 == 31)
                    .mapToDouble(n -> Math.exp(logProbability[n]))
                    .sum());
      }
      double[] expected = model.labels().posterior(given)[0];
      int[] labels = model.sampling().prefix(prefix).seed(6).sample(3000).labels();
      for (int label = 0; label < CLASSES; label++) {
        int y = label;
        double share = Arrays.stream(labels).filter(drawn -> drawn == y).count() / 3000.0;
        assertEquals(expected[label], share, 0.04);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("explicit")
  void aSavedModelIsTheSameBitForBit(String name) {
    String file = folder.resolve(name).toString();
    try (AutoregressiveModel model = trained(name)) {
      Models.save(model, file);
      try (AutoregressiveModel loaded = Models.load(file, AutoregressiveModel.class)) {
        assertEquals(model.settings(), loaded.settings());
        assertEquals(CLASSES, loaded.classes());
        assertArrayEquals(model.labels().counts(), loaded.labels().counts());
        assertArrayEquals(model.logProbability(allImages()), loaded.logProbability(allImages()), 0);
      }
    }
  }

  @Test
  void dataWithoutTheLabelsOfTheModelAreRefusedInASentence() {
    Samples examples = noise(8, true);
    try (Nade nade = Nade.builder().image(SIDE, SIDE).hidden(2).classes(2).build()) {
      assertEquals(
          "This nade has classes, but these examples have no labels: give data with labels, add them with .labelled(…), or build the model without .classes(2)",
          refused(() -> train(nade, noise(8, false))));
      assertEquals(
          "This nade has 2 classes, the labels 0 to 1, but these examples have also 2: build it with .classes(3)",
          refused(() -> train(nade, examples)));
      assertEquals(
          "This nade knows no label 2: its labels are 0 to 1",
          refused(() -> nade.sampling().label(2)));
      assertEquals(
          "This nade knows no label -1: its labels are 0 to 1",
          refused(() -> nade.logProbability(examples, -1)));
    }
    try (Nade plain = Nade.builder().image(SIDE, SIDE).hidden(2).build()) {
      assertEquals(
          "This nade has no classes, so it knows no label 3: build it with .classes(10) and train it on data with labels",
          refused(() -> plain.sampling().label(3)));
    }
    assertEquals(
        "A nade needs at least one class, not 0: try .classes(10)",
        refused(() -> Nade.builder().classes(0)));
  }

  @Test
  void anUnknownLabelOfAnySplitIsFoundBeforeTraining() {
    Samples examples = noise(8, true);
    Samples known = examples.without(2);
    try (Nade nade = Nade.builder().image(SIDE, SIDE).hidden(2).classes(2).seed(1).build()) {
      for (Dataset data :
          List.of(
              Dataset.of("test", known, known, examples),
              Dataset.of("validation", known, examples, known))) {
        assertEquals(
            "This nade has 2 classes, the labels 0 to 1, but these examples have also 2: build it with .classes(3)",
            refused(() -> Training.of(nade).data(data).epochs(1).silent().start()));
        assertTrue(nade.training().isNever());
      }
    }
  }

  private static String refused(Runnable call) {
    return assertThrows(IllegalArgumentException.class, call::run).getMessage();
  }
}
