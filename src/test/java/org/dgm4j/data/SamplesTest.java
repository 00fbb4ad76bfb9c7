package org.dgm4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SamplesTest {

  private static final Samples FOUR =
      Samples.vectors(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, 4, 2).labelled(7, 3, 7, 1);

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
