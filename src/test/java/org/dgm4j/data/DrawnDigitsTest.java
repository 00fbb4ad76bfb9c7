package org.dgm4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.dgm4j.data.registry.Datasets;
import org.junit.jupiter.api.Test;

class DrawnDigitsTest {

  @Test
  void sameSeedSameDigits() {
    float[] digits = DrawnDigits.draw(30, 28, 4).values();
    assertArrayEquals(digits, DrawnDigits.draw(30, 28, 4).values());
    assertArrayEquals(Arrays.copyOf(digits, 20 * 784), DrawnDigits.draw(20, 28, 4).values());
    assertFalse(Arrays.equals(digits, DrawnDigits.draw(30, 28, 5).values()));
  }

  @Test
  void labelsAreBalancedAndMixed() {
    int[] labels = DrawnDigits.draw(1003, 10, 1).labels();
    for (int digit = 0; digit < 10; digit++) {
      int wanted = digit;
      long count = Arrays.stream(labels).filter(l -> l == wanted).count();
      assertTrue(count == 100 || count == 101, count + " times " + digit);
    }
    assertFalse(Arrays.equals(Arrays.copyOf(labels, 10), Arrays.copyOfRange(labels, 10, 20)));
  }

  @Test
  void digitsAreLikeHandwrittenOnesInInkAndPlace() {
    Samples digits = DrawnDigits.draw(2000, 28, 2);
    double ink = 0;
    double border = 0;
    for (int i = 0; i < digits.count(); i++) {
      float[] image = digits.row(i);
      double sum = 0;
      double across = 0;
      double down = 0;
      for (int pixel = 0; pixel < 784; pixel++) {
        assertTrue(image[pixel] >= 0 && image[pixel] <= 1);
        int row = pixel / 28;
        int column = pixel % 28;
        sum += image[pixel];
        down += (row - 13.5) * image[pixel];
        across += (column - 13.5) * image[pixel];
        if (row == 0 || row == 27 || column == 0 || column == 27) {
          border += image[pixel];
        }
      }
      assertTrue(sum > 15, "image " + i + " is nearly empty");
      assertTrue(Math.abs(across / sum) < 3 && Math.abs(down / sum) < 3, "image " + i);
      ink += sum;
    }
    assertEquals(0.13, ink / (784 * digits.count()), 0.01);
    assertTrue(border / ink < 0.001, "ink at the border: " + border / ink);
  }

  @Test
  void aDigitIsKnownByTheDigitMostLikeIt() {
    Samples known = DrawnDigits.draw(1500, 14, 6);
    Samples asked = DrawnDigits.draw(200, 14, 7);
    int right = 0;
    for (int i = 0; i < asked.count(); i++) {
      float[] image = asked.row(i);
      int best = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int j = 0; j < known.count(); j++) {
        double distance = 0;
        for (int k = 0; k < image.length; k++) {
          double difference = image[k] - known.value(j, k);
          distance += difference * difference;
        }
        if (distance < least) {
          least = distance;
          best = j;
        }
      }
      if (known.label(best) == asked.label(i)) {
        right++;
      }
    }
    assertTrue(right >= 180, right + " of 200 right");
  }

  @Test
  void anySizeAndCount() {
    Dataset large = Datasets.drawnDigits(40, 12, 3);
    assertArrayEquals(new int[] {1, 40, 40}, large.shape());
    assertEquals(12, large.train().count());
    assertEquals(2, large.test().count());
    assertThrows(IllegalArgumentException.class, () -> Datasets.drawnDigits(7, 100, 1));
    assertThrows(IllegalArgumentException.class, () -> Datasets.drawnDigits(28, 0, 1));
  }

  @Test
  void theDefaultHasThreeDifferentSplits() {
    Dataset digits = Datasets.drawnDigits();
    assertEquals(10_000, digits.train().count());
    assertEquals(2_000, digits.validation().count());
    assertEquals(2_000, digits.test().count());
    assertEquals(10, digits.classCount());
    assertFalse(
        Arrays.equals(digits.validation().first(9).values(), digits.test().first(9).values()));
  }
}
