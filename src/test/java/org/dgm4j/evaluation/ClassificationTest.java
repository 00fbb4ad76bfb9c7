package org.dgm4j.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.model.FactorizedModel;
import org.dgm4j.model.GenerativeModel;
import org.dgm4j.model.adversarial.Gan;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.variational.Vae;
import org.dgm4j.probability.joint.Factorization;
import org.dgm4j.training.Optimizers;
import org.dgm4j.training.Training;
import org.junit.jupiter.api.Test;

class ClassificationTest {

  private static final int SIDE = 3;
  private static final int PIXELS = SIDE * SIDE;
  private static final int CLASSES = 3;

  /** Ten examples of three classes, the answers to which can be counted by hand. */
  private static final double[][] PROBABILITIES = {
    {0.97, 0.02, 0.01}, // 0, right
    {0.93, 0.04, 0.03}, // 0, right
    {0.15, 0.82, 0.03}, // 0, wrong
    {0.05, 0.91, 0.04}, // 1, right
    {0.08, 0.84, 0.08}, // 1, right
    {0.31, 0.34, 0.35}, // 1, wrong
    {0.2, 0.25, 0.55}, // 2, right
    {0.01, 0.01, 0.98}, // 2, right
    {0.86, 0.07, 0.07}, // 2, wrong
    {0.06, 0.47, 0.47} // 1, right: the first of two equals
  };

  private static final Samples VECTORS =
      Samples.vectors(new float[10], 10, 1).labelled(0, 0, 0, 1, 1, 1, 2, 2, 2, 1);

  @Test
  void accuracyAndConfusionAreCounted() {
    Classification hand = Classification.of(PROBABILITIES, VECTORS, false);
    assertArrayEquals(new int[] {0, 0, 1, 1, 1, 2, 2, 2, 0, 1}, hand.predicted());
    assertEquals(0.7, hand.accuracy(), 1e-12);
    assertEquals(Math.sqrt(0.7 * 0.3 / 10), hand.standardError(), 1e-12);
    assertArrayEquals(new int[][] {{2, 1, 0}, {0, 3, 1}, {1, 0, 2}}, hand.confusion());
    assertArrayEquals(new int[] {5, 9, 6, 2}, hand.mostDoubtful(4));
    assertEquals(10, hand.mostDoubtful(20).length);
    assertEquals(
        "70.00 % ± 14.49 % of 10 examples right by Bayes' rule; expected calibration error 0.306",
        hand.toString());
    assertTrue(
        Classification.of(PROBABILITIES, VECTORS, true)
            .toString()
            .contains("right by Bayes' rule, from lower bounds of log p(x | y); expected"));
  }

  @Test
  void calibrationComparesConfidenceWithAccuracyInTenths() {
    Classification hand = Classification.of(PROBABILITIES, VECTORS, false);
    List<Classification.Bin> bins = hand.calibration();
    assertArrayEquals(
        new int[] {0, 0, 0, 1, 1, 1, 0, 0, 3, 4},
        bins.stream().mapToInt(Classification.Bin::count).toArray());
    Classification.Bin ninth = bins.get(8);
    assertEquals(0.8, ninth.from(), 1e-12);
    assertEquals(0.9, ninth.to(), 1e-12);
    assertEquals((0.82 + 0.84 + 0.86) / 3, ninth.confidence(), 1e-12);
    assertEquals(1 / 3.0, ninth.accuracy(), 1e-12);
    assertTrue(Double.isNaN(bins.get(0).accuracy()));
    double expected =
        (Math.abs(0 - 0.35)
                + Math.abs(1 - 0.47)
                + Math.abs(1 - 0.55)
                + Math.abs(1 - (0.82 + 0.84 + 0.86))
                + Math.abs(4 - (0.97 + 0.93 + 0.91 + 0.98)))
            / 10;
    assertEquals(expected, hand.calibrationError(), 1e-12);
  }

  @Test
  void aPerfectClassificationHasNoErrorsAndOneWithoutKnowledgeIsCalibrated() {
    double[][] sure = new double[9][CLASSES];
    IntStream.range(0, 9).forEach(n -> sure[n][n / 3] = 1);
    Samples nine = VECTORS.range(0, 9);
    Classification perfect = Classification.of(sure, nine, false);
    assertEquals(1, perfect.accuracy());
    assertEquals(0, perfect.standardError());
    assertEquals(0, perfect.calibrationError());
    double[][] chance = new double[9][CLASSES];
    Arrays.stream(chance).forEach(row -> Arrays.fill(row, 1.0 / 3));
    assertEquals(0, Classification.of(chance, nine, false).calibrationError(), 1e-12);
  }

  /**
   * Images of which the pixels are as often 1 as the label says; the labels are not equally many.
   */
  private static Samples noise(int count) {
    SplittableRandom random = new SplittableRandom(2);
    int[] labels = IntStream.range(0, count).map(n -> n % 4 % CLASSES).toArray();
    float[] values = new float[count * PIXELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextDouble() < (1 + labels[i / PIXELS]) / 4.0 ? 1 : 0;
    }
    return Samples.images(values, count, 1, SIDE, SIDE).labelled(labels);
  }

  private static Samples allImages() {
    float[] values = new float[PIXELS << PIXELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / PIXELS >> i % PIXELS & 1;
    }
    return Samples.images(values, 1 << PIXELS, 1, SIDE, SIDE)
        .labelled(IntStream.range(0, 1 << PIXELS).map(n -> n % CLASSES).toArray());
  }

  private static Nade trained() {
    Nade nade = Nade.builder().image(SIDE, SIDE).hidden(7).classes(CLASSES).seed(1).build();
    Training.of(nade)
        .data(noise(60))
        .optimizer(Optimizers.adam(0.05))
        .batchSize(20)
        .epochs(4)
        .seed(3)
        .silent()
        .start();
    return nade;
  }

  @Test
  void thePosteriorIsThatOfTheWholeTableOfImagesAndLabels() {
    Samples all = allImages();
    try (Nade nade = trained()) {
      double[][] joint = new double[all.count()][CLASSES];
      double sum = 0;
      for (int label = 0; label < CLASSES; label++) {
        double[] given = nade.logProbability(all, label);
        for (int n = 0; n < all.count(); n++) {
          joint[n][label] = nade.labelDistribution().probability(label) * Math.exp(given[n]);
          sum += joint[n][label];
        }
      }
      assertEquals(1, sum, 1e-5);
      Classification classification = Classification.of(nade, all);
      double[][] posterior = classification.probabilities();
      int right = 0;
      for (int n = 0; n < all.count(); n++) {
        double marginal = Arrays.stream(joint[n]).sum();
        double[] expected = Arrays.stream(joint[n]).map(p -> p / marginal).toArray();
        assertArrayEquals(expected, posterior[n], 1e-9, "image " + n);
        double greatest = Arrays.stream(expected).max().orElseThrow();
        assertEquals(greatest, expected[classification.predicted()[n]], 1e-9);
        right += expected[all.label(n)] == greatest ? 1 : 0;
      }
      assertEquals((double) right / all.count(), classification.accuracy(), 1e-12);
      assertFalse(classification.isBound());
      assertEquals(CLASSES, classification.classes());
      assertFalse(nade.isClosed());
    }
  }

  @Test
  void aVaeIsJudgedByItsBoundWithTheSameDrawsForEachLabel() {
    Samples examples = noise(40);
    try (Vae vae =
        Vae.builder().image(SIDE, SIDE).latent(2).hidden(5).classes(CLASSES).seed(1).build()) {
      Training.of(vae).data(noise(60)).epochs(3).seed(3).silent().start();
      Classification classification = Classification.of(vae, examples, 5);
      double[][] joint = new double[examples.count()][CLASSES];
      for (int label = 0; label < CLASSES; label++) {
        try (Vae given = vae.given(label)) {
          double[] bound = given.evidenceLowerBound(examples, 5).nats();
          double prior = vae.labelDistribution().probability(label);
          for (int n = 0; n < examples.count(); n++) {
            joint[n][label] = prior * Math.exp(bound[n]);
          }
        }
      }
      for (int n = 0; n < examples.count(); n++) {
        double sum = Arrays.stream(joint[n]).sum();
        assertArrayEquals(
            Arrays.stream(joint[n]).map(p -> p / sum).toArray(),
            classification.probabilities()[n],
            1e-9);
      }
      assertTrue(classification.isBound());
      assertTrue(classification.toString().contains("lower bounds"), classification.toString());
    }
  }

  @Test
  void anInterruptEndsIt() {
    try (Nade nade = trained()) {
      Thread.currentThread().interrupt();
      assertThrows(CancellationException.class, () -> Classification.of(nade, allImages()));
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void whatCannotBeClassifiedIsRefusedInASentence() {
    Samples examples = noise(12);
    try (Nade nade = Nade.builder().image(SIDE, SIDE).hidden(2).classes(2).seed(1).build();
        Nade plain = Nade.builder().image(SIDE, SIDE).hidden(2).seed(1).build();
        Gan gan = Gan.builder().image(SIDE, SIDE).latent(2).hidden(2).seed(1).build();
        FactorizedModel counted =
            FactorizedModel.fit(
                Factorization.markov(PIXELS, 2), Datasets.barsAndStripes(SIDE).train(), 1)) {
      assertEquals(
          "This nade has 2 classes, the labels 0 to 1, but these examples have also 2: build it with .classes(3)",
          refused(nade, examples));
      assertEquals(
          "A classification needs examples with labels, but there are none: give it digits.test(), or add labels with .labelled(…)",
          refused(nade, Samples.images(examples.values(), 12, 1, SIDE, SIDE)));
      assertEquals(
          "A classification needs examples with labels, but there are no examples: give it digits.test(), or add labels with .labelled(…)",
          refused(nade, examples.first(0)));
      assertEquals(
          "This nade has no classes to tell: build one with .classes(10), for example, and train it on data with labels",
          refused(plain, examples));
      assertEquals(
          "A gan has no likelihood p(x | y), which Bayes' rule needs: classify with a model that has one, such as a nade or a vae",
          refused(gan, examples));
      assertEquals(
          "This FactorizedModel has no classes to tell: build one with .classes(10), for example, and train it on data with labels",
          refused(counted, examples));
      assertTrue(
          refused(nade, examples.resized(2, 2).binarized(1).without(2))
              .startsWith("This nade is for 9 values an example, but these examples have 4"));
    }
    double[][] impossible = new double[10][CLASSES];
    Arrays.fill(impossible[4], Double.NaN);
    assertEquals(
        "Example 4 is impossible under every label, log p(x | y) = −∞: leave it out",
        assertThrows(
                IllegalArgumentException.class, () -> Classification.of(impossible, VECTORS, false))
            .getMessage());
  }

  private static String refused(GenerativeModel model, Samples examples) {
    return assertThrows(IllegalArgumentException.class, () -> Classification.of(model, examples, 1))
        .getMessage();
  }
}
