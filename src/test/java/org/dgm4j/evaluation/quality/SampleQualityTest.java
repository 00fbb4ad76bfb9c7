package org.dgm4j.evaluation.quality;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.dgm4j.base.Randomness;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.model.GenerativeModel;
import org.dgm4j.model.adversarial.Gan;
import org.dgm4j.model.autoregressive.Nade;
import org.junit.jupiter.api.Test;

class SampleQualityTest {

  private static final Dataset GREY = Datasets.drawnDigits(14, 4000, 3L);
  private static final Dataset DIGITS = GREY.binarized(42);

  /** Draws given examples at random. */
  private record Drawing(Samples examples) implements GenerativeModel {

    @Override
    public Samples sample(int count, long seed) {
      int[] order = Randomness.shuffled(examples.count(), seed);
      return examples.select(IntStream.range(0, count).map(i -> order[i % order.length]).toArray());
    }

    @Override
    public void close() {}
  }

  private static SampleScore score(Dataset data, Object judged) {
    return SampleQuality.of(data, Map.of("it", judged), 800, 1).score("it");
  }

  private static void assertWithin(double expected, Estimate estimate) {
    assertEquals(expected, estimate.value(), 3.5 * estimate.standardError(), estimate.toString());
  }

  private static boolean isLess(Estimate estimate, Estimate than) {
    return estimate.value()
        < than.value() - 3 * Math.hypot(estimate.standardError(), than.standardError());
  }

  @Test
  void twoHalvesOfOneDataSetScoreAsEqual() {
    for (Dataset data : List.of(GREY, DIGITS, Datasets.eightGaussians())) {
      Map<String, Samples> rows = new LinkedHashMap<>();
      rows.put("the other half", data.test());
      rows.put("validation", data.validation());
      SampleQuality quality = SampleQuality.of(data, rows, 400, 1);
      assertEquals(Math.min(400, data.test().count() / 2), quality.count());
      for (SampleScore score : quality.scores()) {
        assertWithin(0, score.frechetDistance());
        assertWithin(0, score.kernelDistance());
        assertWithin(0.5, score.memorisation().orElseThrow());
        assertTrue(score.precision().value() > 0.7, score.precision()::toString);
        assertWithin(
            score.precision().value(),
            new Estimate(
                score.recall().value(),
                Math.hypot(score.recall().standardError(), score.precision().standardError())));
      }
      assertTrue(
          quality.remarks().toString().contains("the other half is what the others are judged by"));
    }
  }

  @Test
  void aCopyOfTheTrainingDataIsCaught() {
    SampleScore copies = score(DIGITS, new Drawing(DIGITS.train()));
    assertTrue(copies.memorisation().orElseThrow().value() > 0.999);
    assertArrayEquals(copies.nearest().values(), copies.samples().values());
    assertFalse(isLess(copies.precision(), score(DIGITS, DIGITS.validation()).precision()));

    Samples half = DIGITS.train().select(IntStream.range(0, 800).map(i -> i / 2).toArray());
    float[] values = half.values();
    float[] fresh = DIGITS.validation().values();
    for (int i = 1; i < 800; i += 2) {
      System.arraycopy(fresh, i * 196, values, i * 196, 196);
    }
    SampleScore some = score(DIGITS, half.withValues(values));
    assertWithin(0.75, some.memorisation().orElseThrow());
    int copied = 390;
    assertArrayEquals(some.nearest().first(copied).values(), some.samples().first(copied).values());
  }

  private static Samples blurred(Samples images) {
    int side = images.shape()[1];
    float[] from = images.values();
    float[] to = new float[from.length];
    for (int i = 0; i < to.length; i++) {
      int y = i / side % side;
      int x = i % side;
      for (int dy = -1; dy <= 1; dy++) {
        for (int dx = -1; dx <= 1; dx++) {
          boolean inside = y + dy >= 0 && y + dy < side && x + dx >= 0 && x + dx < side;
          to[i] += inside ? from[i + dy * side + dx] / 9 : 0;
        }
      }
    }
    return images.withValues(to);
  }

  @Test
  void blurredSamplesLoseRecall() {
    SampleScore sharp = score(GREY, GREY.validation());
    SampleScore blurred = score(GREY, blurred(GREY.validation()));
    assertTrue(isLess(blurred.recall(), sharp.recall()), blurred.recall()::toString);
    assertTrue(isLess(sharp.frechetDistance(), blurred.frechetDistance()));
    assertTrue(isLess(sharp.kernelDistance(), blurred.kernelDistance()));
    assertTrue(
        sharp.recall().value() - blurred.recall().value()
            > sharp.precision().value() - blurred.precision().value());
  }

  @Test
  void samplesOfSomeDigitsOnlyLoseRecallAndKeepPrecision() {
    SampleScore all = score(GREY, GREY.validation());
    SampleScore some = score(GREY, new Drawing(GREY.validation().only(0, 1, 2, 3)));
    assertTrue(isLess(some.recall(), all.recall()), some.recall()::toString);
    assertFalse(isLess(some.precision(), all.precision()), some.precision()::toString);
    assertTrue(isLess(all.frechetDistance(), some.frechetDistance()));
    assertTrue(isLess(all.kernelDistance(), some.kernelDistance()));
    assertFalse(isLess(all.memorisation().orElseThrow(), some.memorisation().orElseThrow()));
  }

  @Test
  void noiseLosesPrecision() {
    for (Dataset data : List.of(GREY, DIGITS)) {
      SampleScore clean = score(data, data.validation());
      SampleScore noisy = score(data, data.validation().perturbed(0.15, 1));
      assertTrue(isLess(noisy.precision(), clean.precision()), noisy.precision()::toString);
      assertTrue(isLess(clean.kernelDistance(), noisy.kernelDistance()));
      assertTrue(isLess(noisy.memorisation().orElseThrow(), clean.memorisation().orElseThrow()));
    }
  }

  @Test
  void samplesThatAreAllEqualHaveNoRecall() {
    Samples one = GREY.validation().first(1).select(new int[800]);
    SampleScore collapsed = score(GREY, one);
    assertEquals(new Estimate(0, 0), collapsed.recall());
    assertTrue(collapsed.precision().value() == 0 || collapsed.precision().value() == 1);
    assertTrue(collapsed.frechetDistance().value() > 10);
  }

  @Test
  void aSeedRepeatsIt() {
    try (Nade nade = Nade.builder().image(14, 14).hidden(5).seed(1).build()) {
      Map<String, Object> rows = Map.of("nade", nade, "test", DIGITS.test());
      String first = SampleQuality.of(DIGITS, rows, 200, 5).toString();
      assertEquals(first, SampleQuality.of(DIGITS, rows, 200, 5).toString());
      assertFalse(first.equals(SampleQuality.of(DIGITS, rows, 200, 6).toString()));
    }
  }

  @Test
  void itIsSaidWhatTheNumbersRestOn() {
    try (Gan gan = Gan.builder().image(14, 14).latent(2).hidden(5).seed(1).build()) {
      SampleQuality quality = SampleQuality.of(gan, DIGITS);
      String remarks = String.join("\n", quality.remarks());
      assertEquals(800, quality.count());
      assertTrue(remarks.contains("There are not 2,000 of everything"), remarks);
      assertTrue(remarks.contains("the samples of gan are grey"), remarks);
      assertTrue(
          remarks.contains(
              "the first 64 principal components of 4,000 training examples, which have "),
          remarks);
      assertTrue(quality.score("gan").samples().isBinary());
      assertEquals(1, quality.table().rowCount());
      assertEquals(11, quality.table().columnCount());

      SampleQuality unknown = SampleQuality.of(gan, GREY.test());
      remarks = String.join("\n", unknown.remarks());
      assertTrue(remarks.contains("Training examples are not known"), remarks);
      assertTrue(remarks.contains(" components of 800 of the examples, which "), remarks);
      assertEquals(Optional.empty(), unknown.score("gan").memorisation());
      assertEquals(1, unknown.table().column("memorisation").countMissing());
      assertFalse(remarks.contains("grey"), remarks);
    }
  }

  @Test
  void ownSamplesAreJudged() {
    SampleQuality quality = SampleQuality.of(DIGITS.validation(), DIGITS.test(), DIGITS.train());
    assertEquals(800, quality.count());
    assertWithin(0.5, quality.score("samples").memorisation().orElseThrow());
  }

  @Test
  void largeImagesAreMadeSmallerFirst() {
    Dataset colours = Datasets.colouredDigits(28, 1000, 1L);
    SampleQuality quality =
        SampleQuality.of(
            colours, Map.of("a", new Drawing(colours.train()), "b", colours.test()), 100, 1);
    assertEquals(100, quality.count());
    assertEquals(1, quality.score("a").memorisation().orElseThrow().value(), 1e-3);
    assertArrayEquals(new int[] {3, 28, 28}, quality.score("a").nearest().shape());
  }

  @Test
  void theOnesShownStandForAll() {
    SampleScore score = score(DIGITS, DIGITS.validation());
    int[] spread = score.spread(10);
    assertEquals(10, spread.length);
    assertEquals(0, spread[0]);
    assertEquals(799, spread[9]);
    assertArrayEquals(new int[] {0}, score.spread(1));
    assertEquals(800, score.spread(5000).length);
  }

  private static String mistake(Dataset data, Map<String, ?> rows, int samples) {
    return assertThrows(
            IllegalArgumentException.class, () -> SampleQuality.of(data, rows, samples, 1))
        .getMessage();
  }

  @Test
  void mistakesAreSentences() {
    Samples test = DIGITS.test();
    Map<String, Samples> few = Map.of("few", DIGITS.validation().first(99));
    assertTrue(mistake(DIGITS, few, 200).contains("only 99 in 'few'"));
    assertTrue(mistake(DIGITS, Map.of("test", test), 50).contains("only 50 asked for"));
    Dataset small = Dataset.of("small", DIGITS.train(), test, test.first(80));
    assertTrue(mistake(small, Map.of("test", test), 200).contains("only 80 to judge by"));
    assertTrue(mistake(DIGITS, Map.of(), 200).contains("nothing to judge"));
    assertTrue(mistake(DIGITS, Map.of("x", "y"), 200).contains("neither a model nor samples"));
    Samples larger = Datasets.drawnDigits(16, 1000, 1L).train();
    assertTrue(
        mistake(DIGITS, Map.of("larger", larger), 200)
            .contains(
                "'larger' has 256 values in each example, but the examples to judge by have 196"));
    try (Gan gan = Gan.builder().image(8, 8).latent(2).hidden(5).seed(1).build()) {
      assertTrue(mistake(DIGITS, Map.of("gan", gan), 200).contains("'gan' has 64 values"));
    }
    Samples equal = test.select(new int[200]);
    Dataset constant = Dataset.of("constant", equal, equal, equal);
    assertTrue(
        mistake(constant, Map.of("copies", DIGITS.train()), 100)
            .contains("training examples are all equal"));
    SampleQuality quality = SampleQuality.of(DIGITS, Map.of("test", test), 100, 1);
    String sentence =
        assertThrows(IllegalArgumentException.class, () -> quality.score("tset")).getMessage();
    assertTrue(sentence.contains("there are test"), sentence);
    assertEquals(1, Arrays.stream(sentence.split("\n")).count());
  }

  @Test
  void anInterruptEndsIt() {
    Thread.currentThread().interrupt();
    assertThrows(
        CancellationException.class,
        () -> SampleQuality.of(DIGITS, Map.of("test", DIGITS.test()), 200, 1));
    assertFalse(Thread.interrupted());
  }
}
