package org.dgm4j.model.pixelrnn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.dgm4j.data.Mask;
import org.dgm4j.data.Samples;
import org.dgm4j.engine.CompiledBlock;
import org.dgm4j.model.Completions;
import org.dgm4j.model.registry.Models;
import org.dgm4j.training.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a PixelRNN tells of single pixels. */
class PixelOutputsTest {

  private static PixelRnn model(
      boolean diagonal, int channels, int height, int width, int levels, int layers) {
    PixelRnn.Builder builder =
        PixelRnn.builder()
            .image(height, width)
            .channels(channels)
            .levels(levels)
            .hidden(6)
            .layers(layers)
            .seed(1);
    return (diagonal ? builder.diagonalBiLstm() : builder.rowLstm()).build();
  }

  private static Samples images(int count, int channels, int height, int width, int levels) {
    float[] values = new float[count * channels * height * width];
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(levels);
    }
    return Samples.images(values, count, channels, height, width);
  }

  private static double sum(Samples samples, int from, int to) {
    double sum = 0;
    for (int d = from; d < to; d++) {
      sum += samples.value(0, d);
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 1", "1, 2", "3, 2"})
  void theDiagonalSeesAllPixelsBeforeAndNoneAfter(int channels, int layers) {
    Samples images = images(20, channels, 6, 5, 4);
    try (PixelRnn model = model(true, channels, 6, 5, 4, layers)) {
      ReceptiveField field = model.receptiveField(3, 2, images);
      assertEquals(17, field.before());
      assertEquals(17, field.seenBefore());
      assertEquals(12, field.after());
      assertEquals(0, field.seenAfter());
    }
  }

  @Test
  void channelsMayBeGivenWithTheSize() {
    PixelRnn colour = PixelRnn.builder().image(3, 2, 4).levels(4).rowLstm().hidden(3).build();
    try (colour) {
      assertArrayEquals(new int[] {3, 2, 4}, colour.sample(1).shape());
    }
    IllegalArgumentException two =
        assertThrows(IllegalArgumentException.class, () -> PixelRnn.builder().image(2, 4, 4));
    assertTrue(two.getMessage().contains("1 or 3 channels, not 2"), two.getMessage());
  }

  @Test
  void theRowLstmSeesATriangle() {
    try (PixelRnn model = model(false, 1, 6, 15, 2, 1)) {
      ReceptiveField field = model.receptiveField(5, 7, images(20, 1, 6, 15, 2));
      // Row by row further up, one more at each side; the convolutions see 4 to the left, 3 right.
      for (int row = 0; row <= 5; row++) {
        for (int column = 0; column < 15; column++) {
          int up = 5 - row;
          boolean seen =
              up == 0
                  ? column >= 3 && column < 7
                  : column >= 7 - 4 - up && column <= 7 + 3 + Math.max(0, up - 1);
          assertEquals(seen, field.value(0, row, column) != 0, row + ", " + column);
        }
      }
    }
  }

  @Test
  void channelsSeeTheChannelsBeforeThem() {
    Samples images = images(20, 3, 3, 3, 4);
    try (PixelRnn model = model(true, 3, 3, 3, 4, 1)) {
      for (int channel = 0; channel < 3; channel++) {
        ReceptiveField field = model.receptiveField(1, 1, channel, images);
        for (int other = 0; other < 3; other++) {
          assertEquals(other < channel, field.value(other, 1, 1) != 0, other + " of " + channel);
        }
      }
      ReceptiveField all = model.receptiveField(1, 1, images);
      assertTrue(all.value(0, 1, 1) > 0 && all.value(1, 1, 1) > 0 && all.value(2, 1, 1) == 0);
    }
  }

  @Test
  void independentChannelsSeeNothingOfEachOtherAlsoWhenTrainedAndLoaded(@TempDir Path folder) {
    Samples images = images(200, 3, 3, 3, 4);
    String file = folder.resolve("independent").toString();
    PixelRnn.Builder builder = PixelRnn.builder().image(3, 3).channels(3).levels(4).hidden(6);
    try (PixelRnn model = builder.rowLstm().independentChannels().seed(1).build()) {
      double before = Arrays.stream(model.logProbability(images)).sum();
      Training.of(model).data(images).epochs(3).batchSize(20).seed(1).silent().start();
      assertTrue(Arrays.stream(model.logProbability(images)).sum() > before);
      Models.save(model, file);
      try (PixelRnn loaded = Models.load(file, PixelRnn.class)) {
        for (PixelRnn each : List.of(model, loaded)) {
          ReceptiveField field = each.receptiveField(1, 1, images.first(20));
          assertEquals(4, field.seenBefore());
          assertEquals(0, field.value(0, 1, 1) + field.value(1, 1, 1) + field.value(2, 1, 1));
          assertEquals("p(blue)", each.conditionals(images.first(1), 1, 1).name(2));
        }
      }
    }
    refuses(
        "add .channels(3)",
        () -> PixelRnn.builder().image(3, 3).rowLstm().independentChannels().build());
  }

  /** The walk on the heap computes the same outputs without MXNet. */
  @ParameterizedTest
  @CsvSource({"true, 1, 2", "true, 3, 4", "false, 1, 4", "false, 3, 2"})
  void theFieldIsTheDifferenceQuotient(boolean diagonal, int channels, int levels) {
    Samples image = images(1, channels, 3, 4, levels);
    try (PixelRnn model = model(diagonal, channels, 3, 4, levels, 1)) {
      ReceptiveField field = model.receptiveField(2, 1, channels - 1, image);
      float step = 0.004f; // so small that no rectifier switches
      int last = (channels - 1) * 12 + 2 * 4 + 1;
      for (int d = 0; d < last; d++) {
        float[] more = image.values();
        float[] less = image.values();
        more[d] += step * (levels - 1);
        less[d] -= step * (levels - 1);
        double quotient =
            Math.abs(logProbability(model, more, last) - logProbability(model, less, last))
                / (2 * step);
        assertEquals(quotient, field.values()[d], 1e-4, "value " + d);
      }
    }
  }

  /** log p of the last channel of the pixel (2, 1) given all values before it. */
  private static double logProbability(PixelRnn model, float[] image, int last) {
    PixelRnnSettings settings = PixelRnnSettings.of(model.settings());
    CompiledBlock compiled = (CompiledBlock) model.djlModel().getBlock();
    PixelWalk walk = new PixelWalk(settings, ((PixelRnnBlock) compiled.block()).kernel());
    for (int pixel = 0; ; pixel++) {
      for (int channel = 0; channel < settings.channels(); channel++) {
        int d = channel * 12 + pixel;
        float[] outputs = walk.outputs(pixel / 4, pixel % 4, channel);
        if (d == last) {
          return Math.log(PixelRnn.probabilities(outputs, 1)[(int) image[d]]);
        }
        walk.set(pixel / 4, pixel % 4, channel, image[d]);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "3, 4"})
  void bitsAreThoseOfTheLogProbability(int channels, int levels) {
    Samples images = images(120, channels, 3, 4, levels);
    try (PixelRnn model = model(true, channels, 3, 4, levels, 1)) {
      PixelBits bits = model.pixelBits(images);
      double nats = -Arrays.stream(model.logProbability(images)).average().orElseThrow();
      assertEquals(nats / Math.log(2), bits.total(), 1e-4);
      assertEquals(bits.total() / images.dimensions(), bits.perDimension(), 1e-12);
      assertEquals(bits.values()[4 * 2 + 1], bits.value(0, 2, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void distributionsOfPixelsMultiplyToTheProbability(int channels) {
    Samples image = images(1, channels, 3, 4, 256);
    try (PixelRnn model = model(false, channels, 3, 4, 256, 1)) {
      double sum = 0;
      for (int pixel = 0; pixel < 12; pixel++) {
        PixelConditionals conditionals = model.conditionals(image, pixel / 4, pixel % 4);
        assertEquals(channels, conditionals.channels().size());
        assertEquals(256, conditionals.channels().get(0).size());
        sum += conditionals.logProbability();
      }
      assertEquals(model.logProbability(image)[0], sum, 1e-3);
    }
  }

  @Test
  void conditionalsAreThoseOfTheLogProbability() {
    Samples images = images(3, 1, 3, 4, 2);
    try (PixelRnn model = model(true, 1, 3, 4, 2, 1)) {
      Samples conditionals = model.conditionals(images);
      double sum = 0;
      for (int d = 0; d < 12; d++) {
        double one = conditionals.value(0, d);
        sum += Math.log(images.value(0, d) == 1 ? one : 1 - one);
      }
      assertEquals(model.logProbability(images)[0], sum, 1e-5);
      Samples zero = model.conditionals(images, 0);
      assertEquals(12, sum(conditionals, 0, 12) + sum(zero, 0, 12), 1e-5);
    }
  }

  @Test
  void completionsAreSeveralAndKeepWhatIsKnown() {
    Samples images = images(3, 1, 4, 4, 2);
    try (PixelRnn model = model(true, 1, 4, 4, 2, 1)) {
      Completions completions = model.completions(images, Mask.upperHalf(), 5, 1);
      assertEquals(5, completions.completed().size());
      for (Samples completed : completions.completed()) {
        for (int d = 0; d < 8; d++) {
          assertEquals(images.value(2, d), completed.value(2, d));
        }
      }
      assertTrue(
          completions.completed().stream().map(s -> Arrays.hashCode(s.values())).distinct().count()
              > 1);
      refuses("at least one completion", () -> model.completions(images, Mask.upperHalf(), 0));
    }
  }

  @Test
  void mistakesGetOneSentence() {
    Samples images = images(2, 1, 3, 4, 3);
    try (PixelRnn model = model(true, 1, 3, 4, 3, 1)) {
      refuses("has no row 3: rows are 0 to 2", () -> model.receptiveField(3, 0));
      refuses("has no column -1: columns are 0 to 3", () -> model.receptiveField(0, -1, images));
      refuses("has no channel 1: channels are 0 to 0", () -> model.receptiveField(0, 0, 1));
      refuses("has no column 4", () -> model.conditionals(images.first(1), 0, 4));
      refuses("take one, as in .range(0, 1)", () -> model.conditionals(images, 0, 0));
      refuses("say whose probability you want", () -> model.conditionals(images));
      refuses("has no level 3: levels are 0 to 2", () -> model.conditionals(images, 3));
      refuses("give at least one", () -> model.pixelBits(images.first(0)));
      refuses("give at least one", () -> model.receptiveField(0, 0, images.first(0)));
      refuses(
          "images of 1×3×4 (channels × height × width), but these examples are images of 1×4×3: resize",
          () -> model.logProbability(images(1, 1, 4, 3, 3)));
      refuses(
          "images of 3×2×2: build the model with .image(2, 2).channels(3)",
          () -> model.logProbability(images(1, 3, 2, 2, 3)));
      refuses(
          "vectors of 12: make images of them with Samples.images(values, count, 1, 3, 4)",
          () -> model.logProbability(Samples.vectors(new float[12], 1, 12)));
      refuses(
          "images of 2×2×3: a pixelrnn is for 1 or 3 channels",
          () -> model.logProbability(images(1, 2, 2, 3, 3)));
    }
  }

  private static void refuses(String part, Executable mistake) {
    String message = assertThrows(IllegalArgumentException.class, mistake).getMessage();
    assertTrue(message.contains(part), message);
  }
}
