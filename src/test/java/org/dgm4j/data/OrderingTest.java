package org.dgm4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderingTest {

  @Test
  void eachRuleVisitsAnImageAsItSays() {
    assertArrayEquals(
        new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, Ordering.raster().sequence(1, 3, 4));
    assertArrayEquals(
        new int[] {0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11}, Ordering.columns().sequence(1, 3, 4));
    assertArrayEquals(
        new int[] {0, 1, 2, 3, 7, 11, 10, 9, 8, 4, 5, 6}, Ordering.spiral().sequence(1, 3, 4));
    assertArrayEquals(new int[] {0, 1, 3, 5, 4, 2}, Ordering.spiral().sequence(1, 3, 2));
    assertArrayEquals(new int[] {2, 0, 3, 1}, Ordering.of(2, 0, 3, 1).sequence(1, 2, 2));
  }

  @Test
  void theChannelsOfAPixelComeTogetherAsRedGreenBlue() {
    assertArrayEquals(
        new int[] {0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11}, Ordering.raster().sequence(3, 2, 2));
    assertArrayEquals(
        new int[] {0, 4, 8, 2, 6, 10, 1, 5, 9, 3, 7, 11}, Ordering.columns().sequence(3, 2, 2));
    int[] grey = Ordering.random(5).sequence(1, 4, 4);
    int[] coloured = Ordering.random(5).sequence(3, 4, 4);
    for (int t = 0; t < coloured.length; t++) {
      assertEquals(t % 3 * 16 + grey[t / 3], coloured[t]);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"raster", "columns", "spiral", "random(7)"})
  void everySizeIsVisitedOnce(String text) {
    Ordering ordering = Ordering.parse(text);
    for (int channels = 1; channels <= 3; channels += 2) {
      for (int height = 1; height <= 6; height++) {
        for (int width = 1; width <= 6; width++) {
          int[] sequence = ordering.sequence(channels, height, width);
          Arrays.sort(sequence);
          assertArrayEquals(IntStream.range(0, channels * height * width).toArray(), sequence);
        }
      }
    }
  }

  @Test
  void vectorsGoFromFirstToLastOrAtRandom() {
    assertArrayEquals(new int[] {0, 1, 2, 3}, Ordering.raster().sequence(4));
    assertArrayEquals(Ordering.random(3).sequence(1, 5, 5), Ordering.random(3).sequence(25));
    assertFalse(Arrays.equals(Ordering.random(3).sequence(25), Ordering.random(4).sequence(25)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"raster", "columns", "spiral", "random(-12345678901)", "of(2, 0, 1, 3)"})
  void theTextFormIsReadBack(String text) {
    Ordering ordering = Ordering.parse(text);
    assertEquals(text, ordering.toString());
    assertEquals(ordering, Ordering.parse(ordering.toString()));
    assertArrayEquals(
        ordering.sequence(1, 2, 2), Ordering.parse(ordering.toString()).sequence(1, 2, 2));
  }

  @Test
  void anOwnOrderingCannotBeChangedFromOutside() {
    int[] own = {1, 0};
    Ordering ordering = Ordering.of(own);
    own[0] = 0;
    ordering.sequence(2)[1] = 1;
    assertArrayEquals(new int[] {1, 0}, ordering.sequence(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "rows", "random", "random()", "random(1.5)", "of()", "of(1 2)"})
  void anUnknownOrderingIsNamed(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Ordering.parse(text)).getMessage();
    assertTrue(message.contains("'" + text + "'") && message.contains("spiral"), message);
  }

  @ParameterizedTest
  @CsvSource({"columns", "spiral"})
  void anOrderOfPixelsNeedsImages(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Ordering.parse(text).sequence(784))
            .getMessage();
    assertTrue(
        message.startsWith("The ordering '" + text + "' is for images")
            && message.contains("[784]")
            && message.contains("Ordering.random(42)"),
        message);
  }

  @Test
  void anOwnOrderingNamesEachDimensionOnce() {
    for (int[] wrong : new int[][] {{}, {1}, {0, 0}, {0, 2}, {-1, 0}}) {
      assertThrows(IllegalArgumentException.class, () -> Ordering.of(wrong));
    }
    String message =
        assertThrows(IllegalArgumentException.class, () -> Ordering.of(1, 0).sequence(3))
            .getMessage();
    assertTrue(message.contains("names 2 dimensions, but an example has 3 values"), message);
  }
}
