package org.dgm4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.dgm4j.data.registry.Datasets;
import org.junit.jupiter.api.Test;

class DatasetTest {

  @Test
  void perturbedSplitsUseOneAlphabetAndOtherNumbers() {
    Samples zeros = Samples.vectors(new float[100], 100, 1);
    float[] twos = new float[100];
    Arrays.fill(twos, 2);
    Dataset data = Dataset.of("mine", zeros, zeros, Samples.vectors(twos, 100, 1));
    Dataset perturbed = data.perturbed(1, 5);
    float[] train = perturbed.train().values();
    boolean two = false;
    for (float value : train) {
      two |= value == 2;
    }
    assertTrue(two, "the greatest value of any split may occur in each");
    assertFalse(Arrays.equals(train, perturbed.validation().values()));
    assertTrue(perturbed.description().contains("perturbed at the rate 1.0 with seed 5"));
  }

  @Test
  void ownDataAreSplitAlwaysAlikeAndCompletely() {
    float[] values = new float[25];
    IntStream.range(0, 25).forEach(i -> values[i] = i);
    Samples all = Samples.vectors(values, 25, 1).labelled(IntStream.range(0, 25).toArray());
    Dataset mine = Dataset.of("mine", all);
    assertEquals(21, mine.train().count());
    assertEquals(2, mine.validation().count());
    assertEquals(2, mine.test().count());
    assertArrayEquals(IntStream.range(0, 25).toArray(), mine.classes());
    assertArrayEquals(mine.train().values(), Dataset.of("mine", all).train().values());
    assertFalse(Arrays.equals(all.first(21).values(), mine.train().values()));
    assertEquals(
        "mine has 2 examples, but three splits need at least 3 examples",
        assertThrows(IllegalArgumentException.class, () -> Dataset.of("mine", all.first(2)))
            .getMessage());
    assertEquals(
        "mine has 1 example, but three splits need at least 3 examples",
        assertThrows(IllegalArgumentException.class, () -> Dataset.of("mine", all.first(1)))
            .getMessage());
  }

  @Test
  void splitsNeedOneShape() {
    Samples two = Samples.vectors(new float[2], 1, 2);
    Samples one = Samples.vectors(new float[1], 1, 1);
    assertThrows(IllegalArgumentException.class, () -> Dataset.of("mine", two, two, one));
  }

  @Test
  void everySplitIsChanged() {
    Dataset digits = Datasets.drawnDigits(28, 100, 1);
    Dataset small = digits.only(3, 5).resized(14, 14).binarized(9);
    assertArrayEquals(new int[] {1, 14, 14}, small.shape());
    for (Samples split : new Samples[] {small.train(), small.validation(), small.test()}) {
      assertArrayEquals(new int[] {3, 5}, split.classes());
      assertTrue(split.isBinary());
    }
    assertEquals(8, digits.without(3, 5).classCount());
    assertThrows(IllegalArgumentException.class, () -> digits.only(10));
    assertArrayEquals(
        small.test().values(), digits.only(3, 5).resized(14, 14).binarized(9).test().values());
    assertTrue(small.description().contains("seed 9"), small.description());
    Dataset shades = digits.quantized(4);
    assertArrayEquals(shades.validation().values(), digits.validation().quantized(4).values());
    assertTrue(shades.description().contains("4 levels"), shades.description());
  }

  @Test
  void barsAndStripesAreUniformOverTheirPatterns() {
    for (int n = 1; n <= 4; n++) {
      ExactDataset data = Datasets.barsAndStripes(n);
      int patterns = (1 << (n + 1)) - 2;
      assertEquals(patterns, data.test().count());
      assertEquals(Math.log(patterns), data.entropy(), 1e-15);
      assertEquals(0, data.train().count() % patterns);
      float[] states = new float[(1 << n * n) * n * n];
      for (int i = 0; i < states.length; i++) {
        states[i] = i / (n * n) >> i % (n * n) & 1;
      }
      double total =
          Arrays.stream(data.logDensity(Samples.vectors(states, 1 << n * n, n * n)))
              .map(Math::exp)
              .sum();
      assertEquals(1, total, 1e-12);
      for (double log : data.logDensity(data.test())) {
        assertEquals(-data.entropy(), log);
      }
      long distinct =
          IntStream.range(0, patterns)
              .mapToObj(i -> Arrays.toString(data.test().row(i)))
              .distinct()
              .count();
      assertEquals(patterns, distinct);
    }
  }

  @Test
  void barsAndStripesRejectOtherImages() {
    ExactDataset data = Datasets.barsAndStripes(2);
    assertEquals(
        Double.NEGATIVE_INFINITY,
        data.logDensity(Samples.vectors(new float[] {0, 0.5f, 0, 0.5f}, 1, 4))[0]);
    assertEquals(
        "bars-and-stripes has examples of 4 values, but these have 9",
        assertThrows(
                IllegalArgumentException.class,
                () -> data.logDensity(Datasets.barsAndStripes(3).test()))
            .getMessage());
    assertEquals(
        "Bars and stripes can be 1×1 to 12×12, not 0×0",
        assertThrows(IllegalArgumentException.class, () -> Datasets.barsAndStripes(0))
            .getMessage());
  }
}
