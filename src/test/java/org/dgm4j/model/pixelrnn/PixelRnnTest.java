package org.dgm4j.model.pixelrnn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.dgm4j.data.ExactDataset;
import org.dgm4j.data.Mask;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.model.registry.Models;
import org.dgm4j.training.Optimizers;
import org.dgm4j.training.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PixelRNN as a user meets it. */
class PixelRnnTest {

  private static PixelRnn.Builder builder(boolean diagonal) {
    PixelRnn.Builder builder = PixelRnn.builder().seed(1);
    return diagonal ? builder.diagonalBiLstm() : builder.rowLstm();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void trainingComesNearTheEntropyOfBarsAndStripes(boolean diagonal) {
    ExactDataset bars = Datasets.barsAndStripes(4);
    try (PixelRnn model = trained(diagonal, bars, 20)) {
      double nats = -Arrays.stream(model.logProbability(bars.test())).average().orElseThrow();
      assertEquals(bars.entropy(), nats, 0.1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void trainingComesNearTheEntropyOfTheIsingModel(boolean diagonal) {
    ExactDataset ising = Datasets.ising(4, 2.3);
    float[] values = new float[65_536 * 16];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 16 >> i % 16 & 1;
    }
    Samples all = Samples.images(values, 65_536, 1, 4, 4);
    double[] exact = ising.logDensity(all);
    try (PixelRnn model = trained(diagonal, ising, 8)) {
      double[] learned = model.logProbability(all);
      double crossEntropy = 0;
      for (int i = 0; i < exact.length; i++) {
        crossEntropy -= Math.exp(exact[i]) * learned[i];
      }
      assertEquals(ising.entropy(), crossEntropy, 0.1);
      assertTrue(crossEntropy > ising.entropy(), "below the entropy");
    }
  }

  private static PixelRnn trained(boolean diagonal, ExactDataset data, int epochs) {
    PixelRnn model = builder(diagonal).image(4, 4).hidden(12).build();
    Training.of(model)
        .data(data)
        .epochs(epochs)
        .batchSize(50)
        .optimizer(Optimizers.adam(0.02))
        .finalLearningRate(1e-4)
        .seed(2)
        .silent()
        .start();
    return model;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSavedModelComesBackBitForBit(boolean diagonal, @TempDir Path folder) {
    String file = folder.resolve("pixelrnn").toString();
    Samples images = Datasets.drawnDigits(8, 20, 1).train().quantized(3).first(5);
    try (PixelRnn model = builder(diagonal).image(8, 8).levels(3).hidden(4).layers(2).build()) {
      Models.save(model, file);
      try (PixelRnn loaded = Models.load(file, PixelRnn.class)) {
        assertEquals(model.settings(), loaded.settings());
        assertArrayEquals(model.logProbability(images), loaded.logProbability(images));
        assertArrayEquals(model.sample(3, 5).values(), loaded.sample(3, 5).values());
      }
    }
  }

  @Test
  void hiddenUnitsAreAMultipleOfTheChannels() {
    try (PixelRnn model = builder(true).image(2, 2).channels(3).hidden(32).build()) {
      assertEquals("33", model.settings().get("hidden"));
    }
  }

  @Test
  void completionsKeepWhatIsKnown() {
    Samples images = Datasets.drawnDigits(8, 20, 1).train().quantized(4).first(4);
    try (PixelRnn model = builder(true).image(8, 8).levels(4).hidden(4).build()) {
      Samples completed = model.complete(images, Mask.upperHalf(), 3);
      for (int n = 0; n < 4; n++) {
        for (int d = 0; d < 32; d++) {
          assertEquals(images.value(n, d), completed.value(n, d));
        }
      }
      for (float value : completed.values()) {
        assertTrue(value >= 0 && value <= 3 && value == Math.rint(value));
      }
    }
  }

  @Test
  void conditionalsMultiplyToTheProbability() {
    try (PixelRnn model = builder(true).image(1, 2).channels(3).levels(2).hidden(6).build()) {
      // Pixel by pixel: the red, green and blue of the left, then those of the right.
      double[] visited = {1, 0, 1, 0, 0, 1};
      Samples image = Samples.images(new float[] {1, 0, 0, 0, 1, 1}, 1, 3, 1, 2);
      double sum = 0;
      for (int t = 0; t < 6; t++) {
        double[] before = Arrays.copyOf(visited, t);
        sum += model.conditional(before).logProbability((int) visited[t]);
      }
      assertEquals(model.logProbability(image)[0], sum, 1e-5);
    }
  }

  @Test
  void mistakesGetOneSentence() {
    refuses("at least one pixel, not 0×3", () -> PixelRnn.builder().image(0, 3));
    refuses("1 or 3 channels, not 2", () -> PixelRnn.builder().channels(2));
    refuses("2 to 256 levels, not 257", () -> PixelRnn.builder().levels(257));
    refuses("add .image(28, 28)", () -> PixelRnn.builder().rowLstm().build());
    refuses(".rowLstm() or .diagonalBiLstm()", () -> PixelRnn.builder().image(2, 2).build());
    refuses(
        "one kind of LSTM: leave out .rowLstm() or .diagonalBiLstm()",
        () -> PixelRnn.builder().rowLstm().diagonalBiLstm());
    refuses("at least one hidden unit", () -> PixelRnn.builder().hidden(0));
    refuses("at least one layer", () -> PixelRnn.builder().layers(0));
    try (PixelRnn model = builder(false).image(2, 2).levels(3).hidden(2).build()) {
      Samples images = Samples.images(new float[] {0, 1, 2, 3}, 1, 1, 2, 2);
      refuses("has the value 3.0: quantize", () -> model.logProbability(images));
      Samples large = Samples.images(new float[9], 1, 1, 3, 3);
      refuses("resize the images with .resized(2, 2)", () -> model.logProbability(large));
      refuses("can't be negative", () -> model.sample(-1));
    }
  }

  @Test
  void whatIsDefinedForOneClassIsAskedOfOne() {
    try (PixelRnn model =
            PixelRnn.builder().image(3, 3).rowLstm().hidden(2).classes(4).seed(1).build();
        PixelRnn given = model.given(3)) {
      Samples images = given.sample(2, 1);
      for (Executable question :
          List.<Executable>of(
              () -> model.conditional(1, 0),
              () -> model.conditionals(images),
              () -> model.conditionals(images.first(1), 1, 1),
              () -> model.pixelBits(images),
              () -> model.receptiveField(1, 1),
              () -> model.receptiveField(1, 1, images))) {
        String message = assertThrows(IllegalStateException.class, question).getMessage();
        assertTrue(
            message.startsWith("This pixelrnn has 4 classes: ask that of the model of one"),
            message);
      }
      double[] bits = given.pixelBits(images.first(1)).values();
      assertEquals(
          -model.logProbability(images.first(1), 3)[0],
          Arrays.stream(bits).sum() * Math.log(2),
          1e-5);
    }
  }

  private static void refuses(String part, Executable mistake) {
    String message = assertThrows(IllegalArgumentException.class, mistake).getMessage();
    assertTrue(message.contains(part), message);
  }
}
