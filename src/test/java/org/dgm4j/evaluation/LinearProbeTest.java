package org.dgm4j.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.dgm4j.data.Samples;
import org.dgm4j.evaluation.latent.Latent;
import org.junit.jupiter.api.Test;

class LinearProbeTest {

  /** Points around a place for each label, labels 3, 5, 7 …, and a feature that says nothing. */
  private static Samples points(int count, double[][] places, long seed) {
    Random random = new Random(seed);
    float[] values = new float[3 * count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      int c = random.nextInt(places.length);
      labels[i] = 3 + 2 * c;
      values[3 * i] = (float) (places[c][0] + random.nextGaussian());
      values[3 * i + 1] = (float) (places[c][1] + random.nextGaussian());
      values[3 * i + 2] = 4;
    }
    return Samples.vectors(values, count, 3).labelled(labels);
  }

  @Test
  void twoNormalClassesAreToldAsOftenAsCanBe() {
    double[][] places = {{10, 0}, {12, 1}};
    LinearProbe probe = LinearProbe.of(points(5000, places, 1), points(20_000, places, 2));
    double best = NormalDistribution.of(0, 1).cumulativeProbability(Math.sqrt(5) / 2);
    assertEquals(best, probe.accuracy(), 4 * probe.standardError());
    assertEquals(Math.sqrt(best * (1 - best) / 20_000), probe.standardError(), 1e-4);
  }

  @Test
  void severalClassesAreToldIfLinesPartThem() {
    double[][] corners = {{0, 0}, {9, 0}, {0, 9}};
    assertTrue(LinearProbe.of(points(300, corners, 1), points(300, corners, 2)).accuracy() > 0.97);
    double[][] crossed = {{0, 0}, {0, 0}};
    double chance = LinearProbe.of(points(300, crossed, 1), points(5000, crossed, 2)).accuracy();
    assertEquals(0.5, chance, 0.05);
  }

  @Test
  void codesOfFewNumbersDoBetterThanPixelsWithFewExamples() {
    BlobModel model = new BlobModel(20, 2);
    Random random = new Random(1);
    float[] codes = new float[2 * 1000];
    int[] labels = new int[1000];
    for (int i = 0; i < 1000; i++) {
      codes[2 * i] = (float) random.nextGaussian();
      codes[2 * i + 1] = (float) random.nextGaussian();
      labels[i] = codes[2 * i] + codes[2 * i + 1] > 0 ? 1 : 0;
    }
    Samples images = model.decode(Samples.vectors(codes, 1000, 2).labelled(labels));
    Latent.Probe probe = Latent.probe(model, images.first(20), images.range(20, 1000));
    assertTrue(probe.codes().accuracy() > probe.values().accuracy(), probe.toString());
    Latent.Probe more = Latent.probe(model, images.first(500), images.range(500, 1000));
    assertTrue(more.codes().accuracy() > 0.95, more.toString());
    assertEquals(2, probe.codes().features());
    assertEquals(400, probe.values().features());
  }

  @Test
  void mistakesAreNamed() {
    Samples two = Samples.vectors(new float[4], 2, 2);
    Samples labelled = two.labelled(0, 1);
    assertThrows(IllegalArgumentException.class, () -> LinearProbe.of(two, labelled));
    assertThrows(IllegalArgumentException.class, () -> LinearProbe.of(labelled, two));
    assertThrows(IllegalArgumentException.class, () -> LinearProbe.of(labelled, labelled.first(0)));
    Samples three = Samples.vectors(new float[6], 2, 3).labelled(0, 1);
    assertThrows(IllegalArgumentException.class, () -> LinearProbe.of(labelled, three));
    assertEquals(0.5, LinearProbe.of(labelled, labelled).accuracy(), "features that never vary");
  }
}
