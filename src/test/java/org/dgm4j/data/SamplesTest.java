package org.dgm4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplesTest {

  private static final Samples FOUR =
      Samples.vectors(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, 4, 2).labelled(7, 3, 7, 1);

  @Test
  void perturbedValuesAreOthers() {
    float[] values = new float[30_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 3;
    }
    Samples samples = Samples.vectors(values, 1000, 30);
    float[] some = samples.perturbed(0.2, 7).values();
    int changed = 0;
    int[][] counts = new int[3][3];
    for (int i = 0; i < values.length; i++) {
      changed += some[i] != values[i] ? 1 : 0;
      counts[(int) values[i]][(int) some[i]]++;
    }
    assertEquals(0.2 * values.length, changed, 4 * Math.sqrt(values.length * 0.2 * 0.8));
    for (int from = 0; from < 3; from++) {
      for (int to = 0; to < 3; to++) {
        double p = from == to ? 0.8 : 0.1;
        assertEquals(10_000 * p, counts[from][to], 4.5 * Math.sqrt(10_000 * p * (1 - p)));
      }
    }
    assertArrayEquals(some, samples.perturbed(0.2, 7).values());
    assertArrayEquals(values, samples.perturbed(0, 7).values());
    float[] all = samples.perturbed(1, 7).values();
    for (int i = 0; i < values.length; i++) {
      assertTrue(all[i] != values[i] && all[i] >= 0 && all[i] <= 2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 42, 48, 56, 256, 1001})
  void perturbedLevelsStayLevels(int levels) {
    float[] values = new float[5 * levels];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % levels;
    }
    Samples perturbed = Samples.vectors(values, 5, levels).perturbed(0.9, 1);
    assertTrue(perturbed.firstOutside(levels).isEmpty());
  }

  @Test
  void perturbedBitsFlipAndGreysStayGreys() {
    Samples bits = Samples.vectors(new float[] {0, 1, 1, 0}, 2, 2);
    assertArrayEquals(new float[] {1, 0, 0, 1}, bits.perturbed(1, 3).values());
    Samples greys = Samples.vectors(new float[] {0.5f, 0, 1, 0.2f}, 1, 4);
    float[] others = greys.perturbed(1, 3).values();
    for (int i = 0; i < 4; i++) {
      assertEquals(Math.rint(others[i] * 255), others[i] * 255, 1e-4);
      assertTrue(Math.abs(others[i] - greys.value(0, i)) > 0.5 / 255);
      assertTrue(others[i] >= 0 && others[i] <= 1);
    }
    refusedPerturbation("A rate of perturbation lies from 0 to 1, but is 20.0", bits, 20);
    Samples real = Samples.vectors(new float[] {0.5f, 3}, 1, 2);
    refusedPerturbation("can be perturbed", real, 0.1);
    refusedPerturbation(
        "Value 0 of example 0 is -1.0", Samples.vectors(new float[] {-1}, 1, 1), 0.1);
  }

  private static void refusedPerturbation(String sentence, Samples samples, double rate) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> samples.perturbed(rate, 1)).getMessage();
    assertTrue(message.contains(sentence), message);
  }

  @Test
  void arraysGivenAndReturnedCannotChangeSamples() {
    float[] mine = {1, 2};
    Samples samples = Samples.vectors(mine, 1, 2);
    mine[0] = 9;
    samples.values()[1] = 9;
    samples.shape()[0] = 9;
    FOUR.labels()[0] = 9;
    assertArrayEquals(new float[] {1, 2}, samples.values());
    assertArrayEquals(new int[] {2}, samples.shape());
    assertEquals(7, FOUR.label(0));
  }

  @Test
  void chosenExamplesKeepValuesAndLabels() {
    assertArrayEquals(new float[] {0, 1, 2, 3}, FOUR.first(2).values());
    Samples middle = FOUR.range(1, 4);
    assertArrayEquals(new float[] {2, 3, 4, 5, 6, 7}, middle.values());
    assertArrayEquals(new int[] {3, 7, 1}, middle.labels());
    Samples nested = middle.range(1, 3);
    assertArrayEquals(new float[] {4, 5}, nested.row(0));
    assertEquals(7, nested.value(1, 1));
    assertEquals(1, nested.label(1));
    float[] target = new float[3];
    nested.copyRow(1, target, 1);
    assertArrayEquals(new float[] {0, 6, 7}, target);
    assertArrayEquals(new float[] {6, 7, 2, 3, 6, 7}, middle.select(2, 0, 2).values());
    assertArrayEquals(new int[] {1, 3, 1}, middle.select(2, 0, 2).labels());
  }

  @Test
  void labelsFilter() {
    assertArrayEquals(new int[] {1, 3, 7}, FOUR.classes());
    assertArrayEquals(new float[] {0, 1, 4, 5}, FOUR.only(7).values());
    assertArrayEquals(new int[] {3, 1}, FOUR.only(1, 3).labels());
    assertArrayEquals(new int[] {3, 1}, FOUR.without(7).labels());
    assertEquals(
        "No example has the label 5; the labels are 1, 3, 7",
        assertThrows(IllegalArgumentException.class, () -> FOUR.only(5)).getMessage());
    Samples plain = Samples.vectors(new float[2], 1, 2);
    assertEquals(
        "These examples have no labels; add them with labelled(int...)",
        assertThrows(IllegalStateException.class, () -> plain.without(1)).getMessage());
    assertEquals(0, plain.classes().length);
    assertEquals(
        "There are 2 labels for 1 examples; give one label for each example",
        assertThrows(IllegalArgumentException.class, () -> plain.labelled(1, 2)).getMessage());
  }

  @Test
  void valuesMustFitAndBeFinite() {
    assertEquals(
        "Value 1 of example 1 is NaN; every value must be a finite number",
        assertThrows(
                IllegalArgumentException.class,
                () -> Samples.vectors(new float[] {0, 0, 0, Float.NaN}, 2, 2))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> Samples.images(new float[] {Float.POSITIVE_INFINITY}, 1, 1, 1, 1));
    assertEquals(
        "2 examples of shape [1, 2, 2] need 8 values, but there are 7",
        assertThrows(IllegalArgumentException.class, () -> Samples.images(new float[7], 2, 1, 2, 2))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> Samples.vectors(new float[0], 0, 0));
    assertThrows(IllegalArgumentException.class, () -> FOUR.first(5));
    assertThrows(IllegalArgumentException.class, () -> FOUR.row(-1));
    assertThrows(IllegalArgumentException.class, () -> FOUR.value(0, 2));
    assertThrows(IllegalArgumentException.class, () -> FOUR.range(0, 2).row(2));
  }

  @Test
  void binarizedIsBernoulliWithTheValueAsProbability() {
    int count = 20_000;
    float[] probabilities = {0, 0.1f, 0.5f, 0.9f, 1};
    float[] values = new float[count * 5];
    for (int i = 0; i < values.length; i++) {
      values[i] = probabilities[i % 5];
    }
    Samples grey = Samples.vectors(values, count, 5);
    Samples binary = grey.binarized(3);
    assertFalse(grey.isBinary());
    assertTrue(binary.isBinary());
    double[] means = new double[5];
    double both = 0;
    for (int i = 0; i < count; i++) {
      float[] row = binary.row(i);
      for (int j = 0; j < 5; j++) {
        means[j] += (double) row[j] / count;
      }
      both += (double) row[1] * row[2] / count;
    }
    assertEquals(0, means[0]);
    assertEquals(1, means[4], 1e-9);
    for (int j = 1; j < 4; j++) {
      double p = probabilities[j];
      assertEquals(p, means[j], 4 * Math.sqrt(p * (1 - p) / count));
    }
    assertEquals(0.05, both, 4 * Math.sqrt(0.05 * 0.95 / count));
    assertArrayEquals(binary.values(), grey.binarized(3).values());
    assertFalse(Arrays.equals(binary.values(), grey.binarized(4).values()));
    assertEquals(
        "Value 0 of example 1 is 2.0; only values from 0 to 1 can be binarized",
        assertThrows(
                IllegalArgumentException.class,
                () -> Samples.vectors(new float[] {0, 2}, 2, 1).binarized(1))
            .getMessage());
  }

  @Test
  void quantizedTakesTheNearestLevel() {
    Samples grey = Samples.vectors(new float[] {0, 0.1f, 0.2f, 0.5f, 0.9f, 1}, 3, 2);
    assertArrayEquals(new float[] {0, 0, 1, 2, 3, 3}, grey.quantized(4).values());
    assertArrayEquals(new int[] {2}, grey.quantized(4).shape());
    float[] bytes = new float[256];
    float[] fractions = new float[256];
    for (int i = 0; i < 256; i++) {
      bytes[i] = i;
      fractions[i] = i / 255f;
    }
    assertArrayEquals(bytes, Samples.vectors(fractions, 256, 1).quantized(256).values());
    assertEquals(
        "Value 0 of example 1 is 2.0; only values from 0 to 1 can be quantized",
        assertThrows(
                IllegalArgumentException.class,
                () -> Samples.vectors(new float[] {0, 2}, 2, 1).quantized(2))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> grey.quantized(1));
  }

  @Test
  void shrinkingTakesTheMeanOverTheArea() {
    Samples image = Samples.images(new float[] {1, 0, 0, 0, 1, 1, 0, 0}, 1, 1, 2, 4);
    assertArrayEquals(new float[] {0.75f, 0}, image.resized(1, 2).values(), 1e-6f);
    float[] thirds = Samples.images(new float[] {1, 0, 1}, 1, 1, 1, 3).resized(1, 2).values();
    assertArrayEquals(new float[] {2 / 3f, 2 / 3f}, thirds, 1e-6f);
  }

  @Test
  void growingInterpolatesBetweenCentres() {
    Samples image = Samples.images(new float[] {0, 1}, 1, 1, 1, 2);
    assertArrayEquals(
        new float[] {0, 0.25f, 0.75f, 1, 0, 0.25f, 0.75f, 1}, image.resized(2, 4).values(), 1e-6f);
  }

  @Test
  void resizedImagesKeepMeanRangeChannelsAndLabels() {
    Samples digits = DrawnDigits.draw(20, 28, 5).range(3, 20);
    Samples small = digits.resized(14, 7);
    assertArrayEquals(new int[] {1, 14, 7}, small.shape());
    assertArrayEquals(digits.labels(), small.labels());
    for (int i = 0; i < small.count(); i++) {
      assertEquals(mean(digits.row(i)), mean(small.row(i)), 1e-5);
    }
    for (Samples resized : new Samples[] {digits.resized(13, 31), digits.resized(41, 5)}) {
      for (float value : resized.values()) {
        assertTrue(value >= 0 && value <= 1, "a value left [0, 1]: " + value);
      }
    }
    Samples colour = Samples.images(new float[] {1, 1, 1, 1, 0, 0, 0, 0}, 1, 2, 2, 2);
    assertArrayEquals(new float[] {1, 0}, colour.resized(1, 1).values());
    assertThrows(IllegalStateException.class, () -> FOUR.resized(2, 2));
    assertThrows(IllegalArgumentException.class, () -> digits.resized(0, 2));
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
