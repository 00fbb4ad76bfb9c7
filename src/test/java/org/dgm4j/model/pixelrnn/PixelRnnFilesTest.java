package org.dgm4j.model.pixelrnn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.dgm4j.data.Samples;
import org.dgm4j.model.registry.Models;
import org.dgm4j.training.Optimizers;
import org.dgm4j.training.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and seeds of dgm4j 0.1.0, which wrote both files and gave all expected numbers here. */
class PixelRnnFilesTest {

  /** Some operations of MXNet round otherwise on other processors. */
  private static final double ROUNDING = 1e-4;

  @TempDir Path folder;

  private static PixelRnn.Builder row() {
    return PixelRnn.builder().image(2, 3).hidden(2).rowLstm().seed(1);
  }

  private static PixelRnn.Builder diagonalInColour() {
    return PixelRnn.builder().image(3, 2, 3).levels(3).hidden(3).layers(2).diagonalBiLstm().seed(1);
  }

  private static Samples images(int channels, int levels) {
    float[] values = new float[20 * channels * 6];
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(levels);
    }
    return Samples.images(values, 20, channels, 2, 3);
  }

  private String copy(String resource) throws IOException {
    Path copy = folder.resolve(resource);
    try (InputStream in = PixelRnnFilesTest.class.getResourceAsStream(resource)) {
      Files.copy(in, copy);
    }
    return copy.toString();
  }

  private static void assertNats(PixelRnn model, Samples images, double... expected) {
    assertArrayEquals(expected, model.logProbability(images.first(expected.length)), ROUNDING);
  }

  @Test
  void aModelSavedByAnOlderVersionIsTheSame() throws IOException {
    try (PixelRnn model = Models.load(copy("diagonal-in-colour.model"), PixelRnn.class)) {
      assertEquals("diagonal", model.settings().get("lstm"));
      assertNats(
          model,
          images(3, 3),
          -16.19927215576172,
          -16.523880004882812,
          -16.627180099487305,
          -17.884912490844727);
      assertArrayEquals(
          new float[] {2, 2, 2, 2, 1, 1, 0, 0, 1, 0, 2, 2, 2, 2, 2, 0, 2, 2},
          model.sample(1, 5).values());
    }
  }

  @Test
  void aTrainingBegunByAnOlderVersionGoesOnAsItWouldHave() throws IOException {
    String file = copy("row.checkpoint");
    Samples images = images(1, 2);
    try (PixelRnn saved = Models.load(file, PixelRnn.class);
        PixelRnn resumed = row().build()) {
      assertNats(
          saved,
          images,
          -2.9320836067199707,
          -3.7296855449676514,
          -3.002260446548462,
          -4.341341972351074);
      assertArrayEquals(
          new float[] {1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 1, 1},
          saved.sample(4, 5).values());
      Training.of(resumed)
          .data(images, images)
          .epochs(40)
          .batchSize(5)
          .optimizer(Optimizers.adam(0.02))
          .checkpoint(file)
          .resume()
          .silent()
          .start();
      assertNats(
          resumed,
          images,
          -2.228198289871216,
          -3.4110565185546875,
          -2.8104329109191895,
          -3.197943925857544);
    }
  }

  @Test
  void seedsGiveTheInitialValuesThatTheyGave() throws IOException {
    assertEquals(1797605783, hash(row()));
    assertEquals(896136877, hash(diagonalInColour()));
  }

  private static int hash(PixelRnn.Builder builder) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PixelRnn model = builder.build()) {
      model.snapshot().write(new DataOutputStream(bytes));
    }
    return Arrays.hashCode(bytes.toByteArray());
  }
}
