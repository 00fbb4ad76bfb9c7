package org.dgm4j.model.variational;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.mxnet.jna.JnaUtils;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.engine.CompiledBlock;
import org.dgm4j.model.registry.Models;
import org.dgm4j.training.CurvePoint;
import org.dgm4j.training.Optimizers;
import org.dgm4j.training.Training;
import org.dgm4j.training.TrainingRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The VAE as a user meets it. */
class VaeTest {

  private static Samples digits(int count) {
    return Datasets.drawnDigits(10, 100, 1).train().first(count);
  }

  private static Vae small(UnaryOperator<Vae.Builder> options) {
    return options.apply(Vae.builder().image(10, 10).latent(3).hidden(16).seed(1)).build();
  }

  private static TrainingRun train(Vae vae, Samples examples, int epochs) {
    return Training.of(vae)
        .data(examples)
        .epochs(epochs)
        .batchSize(20)
        .optimizer(Optimizers.adam(0.005))
        .seed(3)
        .silent()
        .start();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bernoulli", "normal", "levels", "convolutional", "importance"})
  void trainingRaisesTheBound(String kind) {
    Samples examples = kind.equals("levels") ? digits(60).quantized(8) : digits(60);
    try (Vae vae =
        small(
            builder ->
                switch (kind) {
                  case "normal" -> builder.normal();
                  case "levels" -> builder.discretisedLogistic(8);
                  case "convolutional" -> builder.convolutional(4, 8);
                  case "importance" -> builder.importanceWeighted(3).posteriorSamples(2);
                  default -> builder;
                })) {
      double before = vae.evidenceLowerBound(examples, 1).mean();
      TrainingRun run = train(vae, examples, 15);
      assertTrue(vae.evidenceLowerBound(examples, 1).mean() > before + 5);
      assertTrue(((CompiledBlock) vae.djlModel().getBlock()).compiles());
      for (CurvePoint point : run.curve()) {
        assertEquals(2, point.parts().size());
        if (!kind.equals("importance")) {
          assertEquals(point.nats(), point.parts().get(0) + point.parts().get(1), 1e-2);
        }
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameCurve() {
    Samples examples = digits(40);
    try (Vae first = small(builder -> builder.klWarmUp(2));
        Vae second = small(builder -> builder.klWarmUp(2))) {
      TrainingRun run = train(first, examples, 3);
      assertEquals(run.curve(), train(second, examples, 3).curve());
      assertArrayEquals(first.sample(4, 9).values(), second.sample(4, 9).values());
      assertEquals(
          first.evidenceLowerBound(examples, 5).mean(),
          second.evidenceLowerBound(examples, 5).mean());
    }
  }

  @Test
  void resumedTrainingGoesOnExactly(@TempDir Path folder) {
    Samples examples = digits(40);
    String file = folder.resolve("vae").toString();
    try (Vae whole = small(builder -> builder);
        Vae parts = small(builder -> builder)) {
      TrainingRun expected = train(whole, examples, 4);
      checkpointed(parts, examples, 2, file);
      TrainingRun resumed = checkpointed(parts, examples, 4, file);
      assertEquals(expected.epochs().get(3).trainNats(), resumed.epochs().get(3).trainNats(), 1e-9);
      assertEquals(expected.curve(), resumed.curve());
    }
  }

  private static TrainingRun checkpointed(Vae vae, Samples examples, int epochs, String file) {
    return Training.of(vae)
        .data(examples)
        .epochs(epochs)
        .batchSize(20)
        .optimizer(Optimizers.adam(0.005))
        .seed(3)
        .checkpoint(file)
        .resume()
        .silent()
        .start();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSavedModelComesBackBitForBit(boolean convolutional, @TempDir Path folder) {
    String file = folder.resolve("vae").toString();
    Samples examples = digits(20).quantized(4);
    try (Vae vae =
        small(
            builder ->
                (convolutional ? builder.convolutional(3) : builder)
                    .discretisedLogistic(4)
                    .beta(0.5)
                    .tanh()
                    .klWarmUp(3)
                    .posteriorSamples(2))) {
      train(vae, examples, 1);
      Models.save(vae, file);
      try (Vae loaded = Models.load(file, Vae.class)) {
        assertEquals(vae.settings(), loaded.settings());
        assertArrayEquals(vae.encode(examples).values(), loaded.encode(examples).values());
        assertArrayEquals(vae.sample(5, 2).values(), loaded.sample(5, 2).values());
        assertArrayEquals(
            vae.logProbabilityEstimate(examples, 3, 1),
            loaded.logProbabilityEstimate(examples, 3, 1));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "1, 7, 5", "3, 9, 2", "1, 28, 28", "2, 1, 11"})
  void convolutionsKeepEverySize(int channels, int height, int width) {
    Samples images =
        Samples.images(new float[2 * channels * height * width], 2, channels, height, width);
    try (Vae vae =
        Vae.builder()
            .image(channels, height, width)
            .latent(2)
            .hidden(3)
            .convolutional(2, 3, 4)
            .build()) {
      assertArrayEquals(new int[] {channels, height, width}, vae.reconstruct(images).shape());
      assertEquals(2, vae.evidenceLowerBound(images, 1).count());
      train(vae, images, 1);
    }
  }

  @Test
  void aConvolutionalVaeStartsWithTheMeanOfAllPixels() {
    Samples images = Datasets.drawnDigits().binarized(1).train().first(100);
    double mean = Arrays.stream(images.means()).average().orElseThrow();
    try (Vae vae = Vae.builder().image(28, 28).convolutional(4, 8).build()) {
      vae.adopt(images);
      float[] bias =
          vae.djlModel().getBlock().getParameters().stream()
              .filter(parameter -> parameter.getKey().endsWith("doubling1_bias"))
              .findFirst()
              .orElseThrow()
              .getValue()
              .getArray()
              .toFloatArray();
      assertEquals(Math.log(mean / (1 - mean)), bias[0], 1e-3);
      assertEquals(1, bias.length);
    }
  }

  /** The listener is called while the engine is still busy with the backward pass. */
  @Test
  void parametersCanBeReadDuringTheBackwardPass() {
    Samples images = Samples.images(new float[2000 * 784], 2000, 1, 28, 28);
    try (Vae vae =
        Vae.builder().image(28, 28).latent(2).hidden(3).convolutional(8, 16, 32).build()) {
      Training.of(vae)
          .data(images)
          .epochs(4)
          .batchSize(20)
          .silent()
          .listener(
              new TrainingListenerAdapter() {
                @Override
                public void onTrainingBatch(Trainer trainer, BatchData data) {
                  byte[] during = parameters(vae);
                  JnaUtils.waitAll();
                  assertArrayEquals(parameters(vae), during);
                }
              })
          .start();
    }
  }

  private static byte[] parameters(Vae vae) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      vae.snapshot().write(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Test
  void codesAndDecodingsKeepLabelsAndShape() {
    Samples examples = digits(7);
    try (Vae vae = small(builder -> builder)) {
      Samples codes = vae.encode(examples);
      assertArrayEquals(new int[] {3}, codes.shape());
      assertArrayEquals(examples.labels(), codes.labels());
      Samples decoded = vae.decode(codes);
      assertArrayEquals(new int[] {1, 10, 10}, decoded.shape());
      assertArrayEquals(examples.labels(), decoded.labels());
      assertArrayEquals(decoded.values(), vae.reconstruct(examples).values());
      for (float value : decoded.values()) {
        assertTrue(value > 0 && value < 1);
      }
      assertEquals(0, vae.encode(examples.first(0)).count());
      assertEquals(0, vae.sample(0).count());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bernoulli", "normal", "levels"})
  void samplesScatterAroundTheirMeans(String kind) {
    try (Vae vae = linear(kind)) {
      int count = 20_000;
      double pixels = mean(vae.sample(count, 4));
      double means = mean(vae.sampleMeans(count, 4));
      assertEquals(means, pixels, kind.equals("levels") ? 0.05 : 0.02);
      if (!kind.equals("normal")) {
        Samples drawn = vae.sample(100, 5);
        assertTrue(drawn.firstOutside(kind.equals("levels") ? 9 : 2).isEmpty());
      }
    }
  }

  private static Vae linear(String kind) {
    Vae.Builder builder = Vae.builder().dimensions(2).latent(1).hidden().seed(1);
    return switch (kind) {
      case "normal" -> builder.normal().build();
      case "levels" -> builder.discretisedLogistic(9).build();
      default -> builder.build();
    };
  }

  private static double mean(Samples samples) {
    double sum = 0;
    for (float value : samples.values()) {
      sum += value;
    }
    return sum / samples.values().length;
  }

  @Test
  void betaRisesInTheFirstEpochs() {
    VaeSettings settings =
        new VaeSettings(
            new int[] {2}, 1, new int[0], true, new int[0], "bernoulli", 0, 0.5, 4, 0, 1, 1);
    assertEquals(0, settings.betaAfter(0));
    assertEquals(0.25, settings.betaAfter(2));
    assertEquals(0.5, settings.betaAfter(100));
    assertEquals(settings.toMap(), VaeSettings.of(settings.toMap(), new int[] {2}).toMap());
  }

  @Test
  void aCollapsedPosteriorIsSaid() {
    Samples examples = digits(60);
    try (Vae vae = small(builder -> builder.beta(1000))) {
      TrainingRun run = train(vae, examples, 10);
      assertEquals(0, vae.activeUnits(examples).count());
      assertTrue(
          run.message()
              .contains(
                  "Posterior collapse: none of the 3 latent units says anything about an example, so"
                      + " try .klWarmUp(10)"),
          run.message());
    }
    try (Vae vae = small(builder -> builder.beta(0.1))) {
      TrainingRun run = train(vae, examples, 10);
      assertEquals(3, vae.activeUnits(examples).count());
      assertFalse(run.message().contains("collapse"), run.message());
    }
  }

  @Test
  void theAdviceCanBeFollowed() {
    assertEquals(".klWarmUp(10), .freeBits(0.1) or fewer .latent(…)", advice(builder -> builder));
    assertEquals(
        ".klWarmUp(8), .beta(1) or .freeBits(0.1)",
        advice(builder -> builder.latent(1).beta(4).klWarmUp(4).freeBits(0.05)));
    assertEquals(
        ".klWarmUp(10) in place of .importanceWeighted(2)",
        advice(builder -> builder.latent(1).importanceWeighted(2)));
  }

  private static String advice(UnaryOperator<Vae.Builder> options) {
    try (Vae vae = small(options)) {
      return VaeSettings.of(vae.settings(), vae.exampleShape()).advice();
    }
  }

  @Test
  void unusualImagesAreFine() {
    Samples black = Samples.images(new float[300], 3, 1, 10, 10);
    try (Vae vae = small(builder -> builder)) {
      train(vae, black, 5);
      for (double nats : vae.logProbabilityEstimate(black, 10, 1)) {
        assertTrue(nats <= 0 && nats > -20, "" + nats);
      }
    }
    try (Vae vae = small(Vae.Builder::normal)) {
      train(vae, black, 2);
      assertTrue(Double.isFinite(vae.evidenceLowerBound(black, 1).mean()));
    }
  }

  @Test
  void manyDrawsNeedNoMoreMemory() {
    try (Vae vae = small(builder -> builder)) {
      Samples example = digits(1);
      double few = vae.logProbabilityEstimate(example, 1_000, 1)[0];
      double many = vae.logProbabilityEstimate(example, 100_000, 2)[0];
      assertEquals(many, few, 0.5);
    }
  }

  @Test
  void anEstimateOfManyDrawsCanBeInterrupted() {
    try (Vae vae = small(builder -> builder)) {
      Samples examples = digits(2);
      Thread.currentThread().interrupt();
      String message =
          assertThrows(
                  CancellationException.class,
                  () -> vae.logProbabilityEstimate(examples, Integer.MAX_VALUE, 1))
              .getMessage();
      assertEquals("The estimate was interrupted after 0 of 2 examples", message);
      assertFalse(Thread.currentThread().isInterrupted());
      assertEquals(2, vae.logProbabilityEstimate(examples, 10, 1).length);
    }
  }

  @Test
  void dynamicBinarizationTakesGreyImages() {
    Samples examples = digits(40);
    try (Vae vae = small(builder -> builder)) {
      TrainingRun run =
          Training.of(vae)
              .data(examples, examples)
              .dynamicBinarization()
              .epochs(2)
              .seed(1)
              .silent()
              .start();
      assertEquals("true", run.settings().get("dynamic-binarization"));
      assertTrue(Double.isFinite(run.epochs().get(1).validationNats()));
    }
  }

  @Test
  void mistakesGetOneSentence() {
    refuses("at least one latent unit, not 0: try .latent(20)", () -> Vae.builder().latent(0));
    refuses("at least one hidden unit", () -> Vae.builder().hidden(5, 0));
    refuses(
        "A layer with 900,000,000 weights is too large, 536,870,911 are possible",
        () -> Vae.builder().image(2, 2).hidden(30_000, 30_000).build());
    refuses("at least one channel", () -> Vae.builder().convolutional(0));
    refuses("needs the channels of its layers", () -> Vae.builder().convolutional());
    refuses("at least one pixel", () -> Vae.builder().image(0, 28));
    refuses("add .image(28, 28) or .dimensions(10)", () -> Vae.builder().build());
    refuses("2 to 256 levels, not 1", () -> Vae.builder().discretisedLogistic(1));
    String refused =
        assertThrows(IllegalArgumentException.class, () -> Vae.builder().beta(-1)).getMessage();
    assertEquals("β can't be negative, but is -1.0: try .beta(1)", refused);
    refuses("β can't be negative, but is NaN", () -> Vae.builder().beta(Double.NaN));
    refuses("free nats can't be negative", () -> Vae.builder().freeBits(-1));
    refuses("epochs can't be negative", () -> Vae.builder().klWarmUp(-1));
    refuses("at least one importance sample", () -> Vae.builder().importanceWeighted(0));
    Samples coloured = Samples.images(new float[75], 1, 3, 5, 5);
    try (Vae grey = Vae.builder().image(5, 5).latent(1).build()) {
      refuses("build the model with .image(3, 5, 5)", () -> grey.encode(coloured));
    }
    refuses("at least one posterior sample", () -> Vae.builder().posteriorSamples(0));
    refuses(
        "Convolutions are for images", () -> Vae.builder().dimensions(5).convolutional(3).build());
    refuses(
        "leave out .freeBits(…) or .importanceWeighted(…)",
        () -> Vae.builder().dimensions(5).freeBits(1).importanceWeighted(2).build());
    refuses(
        "leave out .beta(…) or .importanceWeighted(…)",
        () -> Vae.builder().dimensions(5).beta(50).importanceWeighted(2).build());
    refuses(
        "leave out .klWarmUp(…) or .importanceWeighted(…)",
        () -> Vae.builder().dimensions(5).klWarmUp(3).importanceWeighted(2).build());
    try (Vae vae = small(builder -> builder)) {
      Samples levels = Samples.images(filled(3), 1, 1, 10, 10);
      refuses("from 0 to 1, but example 0 has the value 3.0", () -> vae.encode(levels));
      refuses("resize the images with .resized(10, 10)", () -> vae.encode(larger()));
      refuses("A code of this vae has 3 values, but these have 2", () -> vae.decode(code(2)));
      refuses("at least one draw, not 0", () -> vae.logProbabilityEstimate(digits(1), 0));
      refuses("from 0 to 1, but example 0", () -> vae.logProbabilityEstimate(levels, 5));
      refuses(
          "resize the images with .resized(10, 10)", () -> vae.logProbabilityEstimate(larger(), 5));
      assertEquals(0, vae.logProbabilityEstimate(digits(0), 5).length);
      refuses("can't be negative", () -> vae.sample(-1));
    }
    try (Vae vae = small(builder -> builder.discretisedLogistic(3))) {
      Samples levels = Samples.images(filled(0.5f), 1, 1, 10, 10);
      refuses(".quantized(3)", () -> vae.encode(levels));
    }
    float[] broken = filled(0);
    broken[7] = Float.NaN;
    refuses("must be a finite number", () -> Samples.images(broken, 1, 1, 10, 10));
  }

  private static float[] filled(float value) {
    float[] values = new float[100];
    Arrays.fill(values, value);
    return values;
  }

  private static Samples larger() {
    return Samples.images(new float[144], 1, 1, 12, 12);
  }

  private static Samples code(int size) {
    return Samples.vectors(new float[size], 1, size);
  }

  private static void refuses(String part, Executable mistake) {
    String message = assertThrows(IllegalArgumentException.class, mistake).getMessage();
    assertTrue(message.contains(part), message);
  }
}
