package org.dgm4j.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import org.dgm4j.data.ExactDataset;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.probability.joint.Factorization;
import org.junit.jupiter.api.Test;

class FactorizedModelTest {

  private static final Samples PAIRS =
      Samples.images(new float[] {0, 0, 0, 1, 1, 1, 1, 1}, 4, 1, 1, 2);

  private static Samples allImages(int pixels) {
    float[] values = new float[(1 << pixels) * pixels];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i / pixels >> i % pixels) & 1;
    }
    return Samples.images(values, 1 << pixels, 1, 1, pixels);
  }

  private static double mass(FactorizedModel model, int pixels) {
    return Arrays.stream(model.logProbability(allImages(pixels))).map(Math::exp).sum();
  }

  @Test
  void maximumLikelihoodCounts() {
    FactorizedModel full = FactorizedModel.fit(Factorization.full(2, 2), PAIRS);
    assertArrayEquals(
        new double[] {Math.log(0.25), Math.log(0.25), Math.log(0.5), Math.log(0.5)},
        full.logProbability(PAIRS),
        1e-12);
    FactorizedModel independent = FactorizedModel.fit(Factorization.independent(2, 2), PAIRS);
    assertEquals(
        Math.log(0.5) + Math.log(0.75),
        independent.logProbability(PAIRS.select(1))[0],
        1e-12,
        "p(x1 = 0) p(x2 = 1)");
    Samples unseen = Samples.images(new float[] {1, 0}, 1, 1, 1, 2);
    assertEquals(Double.NEGATIVE_INFINITY, full.logProbability(unseen)[0]);
    FactorizedModel smooth = FactorizedModel.fit(Factorization.full(2, 2), PAIRS, 1);
    assertEquals(Math.log(1 / 8.0), smooth.logProbability(unseen)[0], 1e-12);
  }

  @Test
  void probabilitiesOfAllImagesSumToOne() {
    Samples data = allImages(8).select(1, 17, 17, 200, 255, 3);
    for (Factorization form :
        new Factorization[] {
          Factorization.full(8, 2),
          Factorization.independent(8, 2),
          Factorization.markov(8, 2),
          Factorization.markov(8, 2, 3),
          Factorization.chainRule(8, 2)
        }) {
      assertEquals(1, mass(FactorizedModel.fit(form, data, 0.5), 8), 1e-12, form.name());
    }
  }

  @Test
  void theFullModelFindsTheEntropyOfBarsAndStripes() {
    ExactDataset data = Datasets.barsAndStripes(3);
    Samples train = data.sample(20_000, 1);
    FactorizedModel full = FactorizedModel.fit(Factorization.full(9, 2), train);
    double nll = -Arrays.stream(full.logProbability(train)).average().orElseThrow();
    assertEquals(data.entropy(), nll, 0.005);
    for (Factorization form :
        new Factorization[] {Factorization.independent(9, 2), Factorization.markov(9, 2)}) {
      double worse =
          -Arrays.stream(FactorizedModel.fit(form, train).logProbability(train))
              .average()
              .orElseThrow();
      assertTrue(worse > nll + 1, form.name() + " " + worse);
    }
  }

  @Test
  void samplesHaveTheDataShapeAndTheModelsFrequencies() {
    FactorizedModel full = FactorizedModel.fit(Factorization.full(2, 2), PAIRS);
    Samples samples = full.sample(20_000, 7);
    assertArrayEquals(new int[] {1, 1, 2}, samples.shape());
    int both = 0;
    for (int i = 0; i < samples.count(); i++) {
      both += (int) (samples.value(i, 0) * samples.value(i, 1));
    }
    assertEquals(0.5, both / 20_000.0, 5 * Math.sqrt(0.25 / 20_000));
    assertArrayEquals(full.sample(50, 7).values(), samples.first(50).values());
    assertEquals(0, full.sample(0, 7).count());
  }

  @Test
  void countsParametersExactly() {
    Samples digits = Datasets.drawnDigits().binarized(1).train().first(200);
    FactorizedModel markov = FactorizedModel.fit(Factorization.markov(784, 2), digits, 1);
    assertEquals(BigInteger.valueOf(2 * 784 - 1), markov.parameters());
    assertTrue(markov.toString().contains("1×28×28"), markov.toString());
    assertArrayEquals(new int[] {1, 28, 28}, markov.sample(2, 1).shape());
  }

  @Test
  void takesMoreThanTwoStates() {
    Samples levels = Samples.vectors(new float[] {0, 2, 1, 2, 2, 0}, 3, 2);
    FactorizedModel model = FactorizedModel.fit(Factorization.independent(2, 3), levels);
    assertEquals(Math.log(2 / 9.0), model.logProbability(levels.first(1))[0], 1e-12);
  }

  @Test
  void badInputIsOneSentence() {
    Factorization form = Factorization.independent(2, 2);
    refused("has 3 variables, but", () -> FactorizedModel.fit(Factorization.full(3, 2), PAIRS));
    Samples grey = Samples.vectors(new float[] {0, 0.5f}, 1, 2);
    refused("Value 1 of example 0 is 0.5", () -> FactorizedModel.fit(form, grey));
    refused(".binarized(42)", () -> FactorizedModel.fit(form, grey));
    Samples two = Samples.vectors(new float[] {0, 2}, 1, 2);
    refused("from 0 to 1", () -> FactorizedModel.fit(form, PAIRS).logProbability(two));
    refused("number of samples", () -> FactorizedModel.fit(form, PAIRS.first(0)));
    refused("smoothing", () -> FactorizedModel.fit(form, PAIRS, -1));
    refused("can't be negative", () -> FactorizedModel.fit(form, PAIRS).sample(-1, 1));
    Samples digits = Datasets.drawnDigits().binarized(1).train().first(2);
    refused("free parameters", () -> FactorizedModel.fit(Factorization.full(784, 2), digits));
  }

  private static void refused(String sentence, Runnable call) {
    String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
    assertTrue(message.contains(sentence), message);
  }
}
