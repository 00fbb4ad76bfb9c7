package org.dgm4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import org.dgm4j.base.Randomness;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.probability.joint.JointTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColouredDigitsTest {

  private static final double LOG_2 = Math.log(2);

  @Test
  void sameSeedSameDigits() {
    float[] digits = Datasets.colouredDigits(8, 50, 3).train().values();
    assertArrayEquals(digits, Datasets.colouredDigits(8, 50, 3).train().values());
    assertFalse(Arrays.equals(digits, Datasets.colouredDigits(8, 50, 4).train().values()));
    Dataset dataset = Datasets.colouredDigits();
    assertArrayEquals(new int[] {3, 14, 14}, dataset.shape());
    assertEquals(5000, dataset.train().count());
    assertEquals(1000, dataset.test().count());
    assertEquals(10, dataset.classCount());
    assertEquals("coloured-digits", Datasets.named("coloured-digits").name());
  }

  @Test
  void redTellsTheDigit() {
    Samples coloured = ColouredDigits.draw(40, 14, 5);
    Samples digits = DrawnDigits.draw(40, 14, Randomness.derive(5, 0));
    assertArrayEquals(digits.labels(), coloured.labels());
    for (int i = 0; i < 40; i++) {
      for (int pixel = 0; pixel < 196; pixel++) {
        assertEquals(digits.value(i, pixel) >= 0.5, coloured.value(i, pixel) > 0.5);
      }
    }
  }

  @Test
  void theTextureIsAsDocumented() {
    JointTable texture = Datasets.digitTexture();
    for (String channel : new String[] {"red", "green", "blue"}) {
      assertEquals(0.5, texture.marginal(channel).probability(0), 1e-12);
    }
    assertEquals(0.95, texture.conditional("red", 0).marginal("green").probability(0), 1e-12);
    JointTable bothDark = texture.conditional("red", 0).conditional("green", 0);
    assertEquals(0.95, bothDark.probability(1), 1e-12);
    JointTable unlike = texture.conditional("red", 0).conditional("green", 1);
    assertEquals(0.5, unlike.probability(0), 1e-12);
    double unsure = -0.95 * Math.log(0.95) - 0.05 * Math.log(0.05);
    double entropy = LOG_2 + unsure + 0.95 * unsure + 0.05 * LOG_2;
    assertEquals(entropy, texture.entropy(), 1e-12);
    // The gain of dependent channels: 0.96 nats for each pixel.
    assertEquals("0.9645", String.format(Locale.ROOT, "%.4f", 3 * LOG_2 - entropy));
  }

  /** With these levels, a pixel of four or more tells its texture and whether it is ink. */
  @ParameterizedTest
  @ValueSource(ints = {4, 5, 8, 256})
  void thePixelsHaveThatTextureWhereverTheyAre(int levels) {
    Samples images = ColouredDigits.draw(200, 14, 7).quantized(levels);
    float[] reds = distinct(images, 0);
    float[] greens = distinct(images, 1);
    float[] blues = distinct(images, 2);
    assertEquals(4, reds.length);
    assertEquals(2, greens.length);
    assertEquals(2, blues.length);
    double[][] counts = new double[2][8];
    for (int i = 0; i < images.count(); i++) {
      for (int pixel = 0; pixel < 196; pixel++) {
        int red = Arrays.binarySearch(reds, images.value(i, pixel));
        int green = Arrays.binarySearch(greens, images.value(i, pixel + 196));
        int blue = Arrays.binarySearch(blues, images.value(i, pixel + 392));
        counts[red / 2][red % 2 * 4 + green * 2 + blue]++;
      }
    }
    for (double[] of : counts) {
      double total = Arrays.stream(of).sum();
      assertTrue(total > 4000);
      for (int cell = 0; cell < 8; cell++) {
        double p = Datasets.digitTexture().probabilities()[cell];
        double deviation = Math.sqrt(p * (1 - p) / total);
        assertEquals(p, of[cell] / total, 4.5 * deviation, "cell " + cell);
      }
    }
  }

  private static float[] distinct(Samples images, int channel) {
    int pixels = images.dimensions() / 3;
    float[] found = new float[0];
    for (int i = 0; i < images.count(); i++) {
      for (int pixel = channel * pixels; pixel < (channel + 1) * pixels; pixel++) {
        float value = images.value(i, pixel);
        int at = Arrays.binarySearch(found, value);
        if (at < 0) {
          found = Arrays.copyOf(found, found.length + 1);
          found[found.length - 1] = value;
          Arrays.sort(found);
        }
      }
    }
    return found;
  }

  @Test
  void mistakesGetOneSentence() {
    assertThrows(IllegalArgumentException.class, () -> Datasets.colouredDigits(7, 100, 1));
    assertThrows(IllegalArgumentException.class, () -> Datasets.colouredDigits(14, 4, 1));
  }
}
