package org.dgm4j.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalComponentsTest {

  /** Points at ±(2, 2) and ±(1, −1) around (10, 20): variances 16/3 and 4/3. */
  @Test
  void findsTheAxesOfACross() {
    Samples cross = Samples.vectors(new float[] {12, 22, 8, 18, 11, 19, 9, 21}, 4, 2);
    PrincipalComponents pca = PrincipalComponents.of(cross);
    float half = (float) Math.sqrt(0.5);
    assertArrayEquals(new float[] {10, 20}, pca.mean().values(), 1e-6f);
    assertArrayEquals(new double[] {16 / 3.0, 4 / 3.0}, pca.variances(), 1e-12);
    assertArrayEquals(new float[] {half, half}, pca.components(1).values(), 1e-6f);
    assertEquals(0.8, pca.explained(1), 1e-12);
    assertEquals(0, pca.explained(0));
    assertArrayEquals(
        new float[] {4 * half, -4 * half, 0, 0}, pca.project(cross, 1).values(), 1e-5f);
    assertArrayEquals(
        new float[] {12, 22, 8, 18, 10, 20, 10, 20}, pca.reconstruct(cross, 1).values(), 1e-5f);
  }

  @Test
  void componentsAreOrthonormalAndAllOfThemExpressEverything() {
    Samples digits = Datasets.drawnDigits().train().first(500).resized(10, 10);
    PrincipalComponents pca = PrincipalComponents.of(digits);
    float[] all = pca.components(100).values();
    for (int a = 0; a < 100; a += 7) {
      for (int b = 0; b <= a; b++) {
        double product = 0;
        for (int j = 0; j < 100; j++) {
          product += all[a * 100 + j] * all[b * 100 + j];
        }
        assertEquals(a == b ? 1 : 0, product, 1e-5);
      }
    }
    assertArrayEquals(digits.values(), pca.reconstruct(digits, 100).values(), 1e-4f);
    assertEquals(1, pca.explained(100), 1e-12);
    assertArrayEquals(new int[] {1, 10, 10}, pca.components(3).shape());
    assertArrayEquals(digits.labels(), pca.project(digits, 2).labels());
  }

  /** n examples lie in n − 1 directions; in the others they have no variance. */
  @ParameterizedTest
  @ValueSource(ints = {2, 10, 200})
  void fewerExamplesThanPixelsAreExpressedByAsManyComponents(int n) {
    Samples digits = Datasets.drawnDigits().train().first(n);
    PrincipalComponents pca = PrincipalComponents.of(digits);
    double[] variances = pca.variances();
    double total = Arrays.stream(variances).sum();
    assertEquals(1, pca.explained(n - 1), 1e-12);
    assertTrue(variances[n - 2] > 1e-6 * total);
    assertEquals(0, variances[n - 1], 1e-12 * total);
    assertArrayEquals(digits.values(), pca.reconstruct(digits, n - 1).values(), 1e-4f);
  }

  /** The squared error of the best k directions is the variance of the others (Eckart, Young). */
  @Test
  void theErrorIsTheVarianceLeftOut() {
    Samples digits = Datasets.drawnDigits().train().first(300).resized(8, 8);
    PrincipalComponents pca = PrincipalComponents.of(digits);
    float[] before = digits.values();
    float[] after = pca.reconstruct(digits, 10).values();
    double error = 0;
    for (int i = 0; i < before.length; i++) {
      error += Math.pow(before[i] - after[i], 2);
    }
    double leftOut = Arrays.stream(pca.variances()).skip(10).sum();
    assertEquals(leftOut, error / 299, 1e-4 * leftOut);
  }

  @Test
  void constantDimensionsAndEqualExamplesAreNoTrouble() {
    Random random = new Random(3);
    float[] values = new float[50 * 6];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 6 == 2 ? (float) random.nextGaussian() : 1;
    }
    PrincipalComponents pca = PrincipalComponents.of(Samples.vectors(values, 50, 6));
    assertEquals(1, pca.explained(1), 1e-12);
    assertArrayEquals(new float[] {0, 0, 1, 0, 0, 0}, pca.components(1).values(), 1e-6f);
    PrincipalComponents none = PrincipalComponents.of(Samples.vectors(new float[6], 3, 2));
    assertEquals(1, none.explained(1));
    assertArrayEquals(new double[2], none.variances());
  }

  @Test
  void badInputIsOneSentence() {
    Samples pair = Samples.vectors(new float[] {0, 1, 1, 0}, 2, 2);
    PrincipalComponents pca = PrincipalComponents.of(pair);
    refused("at least 2 examples", () -> PrincipalComponents.of(pair.first(1)));
    refused(
        "at most 1024 values",
        () -> PrincipalComponents.of(Samples.vectors(new float[2050], 2, 1025)));
    refused("1 to 2 can be taken, not 3", () -> pca.components(3));
    refused("of 2 values", () -> pca.project(Samples.vectors(new float[3], 1, 3), 1));
  }

  private static void refused(String sentence, Runnable call) {
    String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
    assertTrue(message.contains(sentence), message);
  }
}
