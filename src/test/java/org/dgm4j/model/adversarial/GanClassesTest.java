package org.dgm4j.model.adversarial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.engine.CompiledBlock;
import org.dgm4j.model.registry.Models;
import org.dgm4j.training.Optimizers;
import org.dgm4j.training.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GANs with classes: G(z, y) and D(x, y). */
class GanClassesTest {

  private static final int CLASSES = 3;

  private static void train(Gan gan, Samples examples, int epochs) {
    Training.of(gan)
        .data(examples)
        .epochs(epochs)
        .batchSize(50)
        .optimizer(Optimizers.adam(2e-3, 0.5))
        .finalLearningRate(1e-4)
        .seed(6)
        .silent()
        .start();
  }

  /** Normal clusters at the corners of a triangle, of which the last has half of the points. */
  private static Samples clusters(int count) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[2 * count];
    int[] labels = new int[count];
    for (int n = 0; n < count; n++) {
      labels[n] = Math.min(n % 4, 2);
      values[2 * n] = (float) (centre(labels[n])[0] + 0.3 * random.nextGaussian());
      values[2 * n + 1] = (float) (centre(labels[n])[1] + 0.3 * random.nextGaussian());
    }
    return Samples.vectors(values, count, 2).labelled(labels);
  }

  private static double[] centre(int label) {
    double angle = label * 2 * Math.PI / CLASSES;
    return new double[] {10 + 3 * Math.cos(angle), 3 * Math.sin(angle)};
  }

  /** How many points are nearest to the centre of a label. */
  private static int nearest(Samples points, int label) {
    int count = 0;
    for (int n = 0; n < points.count(); n++) {
      double[] distances = new double[CLASSES];
      for (int y = 0; y < CLASSES; y++) {
        distances[y] =
            Math.hypot(points.value(n, 0) - centre(y)[0], points.value(n, 1) - centre(y)[1]);
      }
      count += distances[label] == Arrays.stream(distances).min().orElseThrow() ? 1 : 0;
    }
    return count;
  }

  private static Gan.Builder builder() {
    return Gan.builder().dimensions(2).latent(2).hidden(32, 32).seed(1);
  }

  @Test
  void samplesOfALabelLieWhereItsExamplesDo() {
    try (Gan gan = builder().classes(CLASSES).build()) {
      train(gan, clusters(1000), 40);
      assertTrue(((CompiledBlock) gan.djlModel().getBlock()).compiles());
      for (int label = 0; label < CLASSES; label++) {
        Samples samples = gan.sampling().label(label).seed(2).sample(500);
        int y = label;
        assertTrue(Arrays.stream(samples.labels()).allMatch(other -> other == y));
        assertTrue(nearest(samples, label) > 450, label + ": " + nearest(samples, label));
      }
      int[] labels = gan.sample(2000, 3).labels();
      // Four standard errors of a share of one half of 2,000 draws.
      assertEquals(1000, Arrays.stream(labels).filter(label -> label == 2).count(), 90);
    }
  }

  @Test
  void withOneClassItIsTheGanWithoutClasses() {
    Samples points = clusters(200);
    Samples digits = Datasets.drawnDigits(8, 100, 1).train().first(60);
    Gan.Builder ofImages = Gan.builder().image(8, 8).latent(3).hidden(10).seed(1);
    try (Gan plain = builder().build();
        Gan gan = builder().classes(1).build();
        Gan plainOfImages = ofImages.build();
        Gan ganOfImages = ofImages.classes(1).build()) {
      requireSame(plain, gan, points);
      requireSame(plainOfImages, ganOfImages, digits);
    }
  }

  private static void requireSame(Gan plain, Gan gan, Samples examples) {
    train(plain, examples, 3);
    train(gan, examples.labelled(new int[examples.count()]), 3);
    try (Gan given = gan.given(0)) {
      assertArrayEquals(plain.sample(50, 1).values(), given.sample(50, 1).values(), 1e-5f);
    }
  }

  @Test
  void aSavedModelIsTheSameBitForBit(@TempDir Path folder) {
    String file = folder.resolve("gan").toString();
    try (Gan gan = builder().classes(CLASSES).build()) {
      train(gan, clusters(100), 2);
      Models.save(gan, file);
      try (Gan loaded = Models.load(file, Gan.class)) {
        assertEquals(gan.settings(), loaded.settings());
        assertArrayEquals(gan.labels().counts(), loaded.labels().counts());
        assertArrayEquals(gan.sample(20, 1).values(), loaded.sample(20, 1).values());
        assertArrayEquals(gan.objective(clusters(9)), loaded.objective(clusters(9)));
      }
    }
  }

  @Test
  void dataWithoutLabelsAreRefusedInASentence() {
    Samples unlabelled = Samples.vectors(new float[8], 4, 2);
    try (Gan gan = builder().classes(CLASSES).build()) {
      String sentence =
          assertThrows(IllegalArgumentException.class, () -> train(gan, unlabelled, 1))
              .getMessage();
      assertTrue(sentence.startsWith("This gan has classes, but these examples have no labels"));
    }
  }
}
