package org.dgm4j.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;
import org.dgm4j.data.TrainingRecord;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.model.EvidenceLowerBound;
import org.dgm4j.model.FactorizedModel;
import org.dgm4j.model.GenerativeModel;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.Objective;
import org.dgm4j.model.adversarial.Gan;
import org.dgm4j.model.autoregressive.GaussianAutoRegressive;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.autoregressive.Rnade;
import org.dgm4j.model.registry.Models;
import org.dgm4j.model.variational.Vae;
import org.dgm4j.probability.joint.Factorization;
import org.dgm4j.training.Training;
import org.dgm4j.training.TrainingRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {

  private static final Dataset GREY = Datasets.drawnDigits(8, 400, 3L);
  private static final Dataset DIGITS = GREY.binarized(42);

  private final Nade nade = Nade.builder().image(8, 8).hidden(20).seed(1).build();
  private final Vae vae = Vae.builder().image(8, 8).latent(3).hidden(20).seed(1).build();
  private final Gan gan = Gan.builder().image(8, 8).latent(3).hidden(20).seed(1).build();

  @AfterEach
  void close() {
    List.of(nade, vae, gan).forEach(GenerativeModel::close);
  }

  private static TrainingRun train(NeuralModel model, Dataset data, int epochs) {
    return Training.of(model).data(data).epochs(epochs).seed(1).silent().start();
  }

  private static String remarks(Comparison comparison) {
    return String.join("\n", comparison.remarks());
  }

  @Test
  void theNumbersAreThoseOfTheModels() {
    TrainingRun run = train(nade, DIGITS, 2);
    Comparison comparison =
        Comparison.of(DIGITS, new TreeMap<>(Map.of("nade", nade, "vae", vae)), 5, 9);
    assertEquals(DIGITS.test().count(), comparison.count());

    ModelScore exact = comparison.model("nade");
    Likelihood likelihood = Likelihood.of(nade, DIGITS.test());
    assertEquals(Objective.LOG_PROBABILITY, exact.objective());
    assertArrayEquals(likelihood.logProbability(), exact.logProbability());
    assertEquals(-likelihood.mean(), exact.mean(), 1e-9);
    assertEquals(likelihood.standardError(), exact.standardError(), 1e-9);
    assertEquals(likelihood.bitsPerDimension(), exact.bitsPerDimension(), 1e-9);
    assertEquals(nade.parameterCount(), exact.parameters().orElseThrow());
    assertEquals(2, exact.training().epochs());
    assertTrue(exact.training().seconds() >= run.epochs().get(1).seconds());
    assertArrayEquals(nade.sample(5, 9).values(), exact.samples().values());
    assertTrue(exact.samplingSeconds() > 0);

    ModelScore bounded = comparison.model("vae");
    EvidenceLowerBound bound = vae.evidenceLowerBound(DIGITS.test(), 9);
    assertEquals(Objective.LOWER_BOUND, bounded.objective());
    assertEquals(-bound.mean(), bounded.mean(), 1e-9);
    assertEquals(bound.standardError(), bounded.standardError(), 1e-9);
  }

  @Test
  void anImplicitModelHasSamplesAndNoNumber() {
    train(gan, GREY, 1);
    Comparison comparison = Comparison.of(DIGITS, gan, nade);
    ModelScore score = comparison.model("gan");
    assertEquals(Objective.GAME, score.objective());
    assertEquals(0, score.logProbability().length);
    assertTrue(Double.isNaN(score.mean()) && Double.isNaN(score.standardError()));
    assertEquals(Comparison.SAMPLES, score.samples().count());
    String remarks = remarks(comparison);
    assertTrue(remarks.contains("gan has no likelihood"), remarks);
    assertTrue(remarks.contains("nade was never trained"), remarks);
    assertTrue(remarks.contains("gan was trained on values between 0 and 1"), remarks);
    assertEquals(1, comparison.table().doubleColumn("nats").countMissing());
    assertEquals(
        List.of("no likelihood", "log probability"),
        comparison.table().stringColumn("nats are").asList());
  }

  @Test
  void anotherBinarizationIsSaid() {
    train(nade, DIGITS, 1);
    train(vae, GREY.binarized(7), 1);
    assertEquals("", otherData(Comparison.of(DIGITS, nade)));
    String said = otherData(Comparison.of(DIGITS, nade, vae));
    assertTrue(
        said.startsWith("vae was trained on another binarization (seed 7)")
            && said.endsWith("of the examples here (seed 42)."),
        said);
    assertEquals("", otherData(Comparison.of(DIGITS.test(), nade)));
    assertEquals(
        "nade was trained on these very examples: those of a test say more.",
        otherData(Comparison.of(DIGITS.train(), nade)));
    String among = remarks(Comparison.of(DIGITS.test(), nade, vae));
    assertTrue(among.contains("Not all were trained on the same examples: nade on"), among);
    train(vae, Datasets.drawnDigits(8, 300, 4L).binarized(42), 1);
    said = otherData(Comparison.of(DIGITS, nade, vae));
    assertTrue(said.contains("vae was trained on drawn-digits (") && said.contains("seed 4"), said);
  }

  private static String otherData(Comparison comparison) {
    return comparison.remarks().stream()
        .filter(remark -> remark.contains("trained on"))
        .reduce("", String::concat);
  }

  @Test
  void greyValuesAndPixelsDrawnAnewAreSaid() {
    train(nade, DIGITS, 1);
    Training.of(vae).data(GREY).dynamicBinarization().epochs(1).silent().start();
    String remarks = remarks(Comparison.of(DIGITS, nade, vae));
    assertTrue(remarks.contains("vae was trained on pixels drawn anew in each epoch"), remarks);
    remarks = remarks(Comparison.of(GREY, vae));
    assertTrue(remarks.contains("vae was trained on values 0 and 1"), remarks);
    assertTrue(remarks.contains("vae says what is expected of pixels"), remarks);
    String sentence =
        assertThrows(IllegalArgumentException.class, () -> Comparison.of(GREY, vae, nade))
            .getMessage();
    assertTrue(sentence.startsWith("'nade' can't be compared on these data. "), sentence);
    assertTrue(sentence.contains("binarize"), sentence);
  }

  @Test
  void densitiesAreNotMixedWithProbabilities() {
    Samples vectors = DIGITS.test().reshaped(64);
    float[] noise = new float[64 * 100];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextDouble();
    }
    Samples varied = Samples.vectors(noise, 100, 64);
    GaussianAutoRegressive linear = GaussianAutoRegressive.fit(varied, 1);
    try (Nade plain = Nade.builder().dimensions(64).hidden(5).seed(1).build();
        Rnade real = Nade.builder().dimensions(64).hidden(5).mixture(2).seed(1).build();
        Vae normal = Vae.builder().dimensions(64).latent(2).hidden(5).normal().seed(1).build()) {
      Comparison mixed = Comparison.of(vectors, plain, real, normal, linear);
      assertEquals(
          List.of(false, true, true, true),
          mixed.models().stream().map(ModelScore::isContinuous).toList());
      String remarks = remarks(mixed);
      assertTrue(remarks.contains("rnade, vae and gaussianautoregressive give densities"), remarks);
      assertEquals(linear.parameterCount(), mixed.models().get(3).parameters().orElseThrow());
      assertTrue(
          remarks(Comparison.of(vectors, real)).contains("depend on the unit"),
          () -> remarks(Comparison.of(vectors, real)));
    }
  }

  @Test
  void anImpossibleExampleHasNoFiniteMean() {
    Samples train = DIGITS.train().reshaped(64);
    FactorizedModel counted = FactorizedModel.fit(Factorization.independent(64, 2), train.first(2));
    Comparison comparison = Comparison.of(train, counted);
    assertEquals(Double.POSITIVE_INFINITY, comparison.models().get(0).mean());
    assertEquals(64, comparison.models().get(0).parameters().orElseThrow());
    String remarks = remarks(comparison);
    assertTrue(remarks.contains("impossible"), remarks);
    assertTrue(remarks.contains("not recorded"), remarks);
  }

  @Test
  void theRecordOfATrainingGrowsAndIsSaved(@TempDir Path folder) {
    String checkpoint = folder.resolve("checkpoint").toString();
    train(nade, DIGITS, 2);
    double first = nade.training().seconds();
    Training.of(nade).data(DIGITS).epochs(1).seed(1).silent().checkpoint(checkpoint).start();
    TrainingRecord record = nade.training();
    assertEquals(3, record.epochs());
    assertTrue(record.seconds() > first);
    assertEquals("drawn-digits", record.data());
    assertTrue(record.description().endsWith("seed 42") && record.binary() && !record.drawn());
    String file = folder.resolve("nade").toString();
    Models.save(nade, file);
    try (NeuralModel loaded = Models.load(file);
        Nade other = Nade.builder().image(8, 8).hidden(20).seed(1).build()) {
      assertEquals(record, loaded.training());
      Training.of(other)
          .data(DIGITS)
          .epochs(2)
          .seed(1)
          .silent()
          .checkpoint(checkpoint)
          .resume()
          .start();
      assertEquals(4, other.training().epochs());
      assertTrue(other.training().seconds() > first);
    }
    assertFalse(record.isNever());
    assertTrue(vae.training().isNever());
  }

  @Test
  void namesTellModelsOfOneTypeApart() {
    Comparison comparison = Comparison.of(DIGITS, nade, nade, vae);
    assertEquals(
        List.of("nade", "nade 2", "vae"),
        comparison.models().stream().map(ModelScore::name).toList());
    String sentence =
        assertThrows(IllegalArgumentException.class, () -> comparison.model("gan")).getMessage();
    assertTrue(sentence.contains("there are nade, nade 2, vae"), sentence);
    assertThrows(IllegalArgumentException.class, () -> Comparison.of(DIGITS));
    assertThrows(IllegalArgumentException.class, () -> Comparison.of(DIGITS.test().first(0), nade));
    assertTrue(
        Double.isNaN(Comparison.of(DIGITS.test().first(1), nade).models().get(0).standardError()));
  }

  @Test
  void anInterruptEndsIt() {
    Thread.currentThread().interrupt();
    assertThrows(CancellationException.class, () -> Comparison.of(DIGITS, nade, vae));
    assertFalse(Thread.interrupted());
  }
}
