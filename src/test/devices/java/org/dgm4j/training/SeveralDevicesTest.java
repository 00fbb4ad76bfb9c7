package org.dgm4j.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.engine.Devices;
import org.dgm4j.engine.HeapOperator;
import org.dgm4j.engine.MxNet;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.adversarial.Gan;
import org.dgm4j.model.autoregressive.AutoRegressive;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.pixelrnn.PixelRnn;
import org.dgm4j.model.variational.Vae;
import org.dgm4j.training.TrainingRun.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training on several devices, of which CPUs with numbers take the part: see {@link Device}. */
class SeveralDevicesTest {

  private static final int SIDE = 8;

  @TempDir Path folder;

  private final Samples digits = Datasets.drawnDigits(SIDE, 100, 1).train().binarized(2);
  private final Samples points = Datasets.eightGaussians().train().first(60);

  @AfterEach
  void goBack() {
    Devices.use("cpu");
    System.clearProperty(HeapOperator.PROPERTY);
  }

  private static Nade nade() {
    return Nade.builder().image(SIDE, SIDE).hidden(10).seed(1).build();
  }

  private static Map<String, Supplier<NeuralModel>> models() {
    Map<String, Supplier<NeuralModel>> models = new TreeMap<>(ofLabels());
    models.putAll(
        Map.of(
            "ar", () -> AutoRegressive.builder().image(SIDE, SIDE).order(3).build(),
            "nade", SeveralDevicesTest::nade,
            "rnade", () -> Nade.builder().dimensions(2).hidden(9).mixture(3).seed(1).build(),
            "rows", () -> PixelRnn.builder().image(SIDE, SIDE).rowLstm().hidden(4).seed(1).build(),
            "nade with classes",
                () -> Nade.builder().image(SIDE, SIDE).hidden(10).classes(10).seed(1).build(),
            "rows with classes",
                () ->
                    PixelRnn.builder()
                        .image(SIDE, SIDE)
                        .rowLstm()
                        .hidden(4)
                        .classes(10)
                        .seed(1)
                        .build(),
            "vae", () -> Vae.builder().image(SIDE, SIDE).latent(3).hidden(20).seed(1).build(),
            "iwae",
                () ->
                    Vae.builder()
                        .image(SIDE, SIDE)
                        .latent(2)
                        .convolutional(3)
                        .posteriorSamples(2)
                        .importanceWeighted(3)
                        .seed(1)
                        .build(),
            "gan", () -> Gan.builder().image(SIDE, SIDE).latent(2).hidden(9).seed(1).build()));
    return models;
  }

  private static Map<String, Supplier<NeuralModel>> ofLabels() {
    return Map.of(
        "vae of labels",
        () -> Vae.builder().image(SIDE, SIDE).latent(3).hidden(20).classes(10).seed(1).build(),
        "iwae of labels",
        () ->
            Vae.builder()
                .image(SIDE, SIDE)
                .latent(2)
                .convolutional(3)
                .importanceWeighted(3)
                .classes(10)
                .seed(1)
                .build(),
        "gan of labels",
        () -> Gan.builder().image(SIDE, SIDE).latent(2).hidden(9).classes(10).seed(1).build());
  }

  /** 38 examples in batches of 9: parts of 4 and 5 on two devices; two examples at last. */
  private Training training(NeuralModel model) {
    Samples data = model.dimensions() == 2 ? points : digits;
    return Training.of(model)
        .data(data.first(38), data.range(38, 55))
        .batchSize(9)
        .epochs(3)
        .optimizer(Optimizers.adam(0.01))
        .weightDecay(0.01)
        .seed(5);
  }

  private static double[] curve(TrainingRun run) {
    return run.curve().stream().mapToDouble(CurvePoint::nats).toArray();
  }

  private static double[] validation(TrainingRun run) {
    return run.epochs().stream().mapToDouble(Epoch::validationNats).toArray();
  }

  @Test
  void learnWhatOneDeviceLearns() {
    for (var entry : models().entrySet()) {
      for (boolean heap : new boolean[] {true, false}) {
        System.setProperty(HeapOperator.PROPERTY, "" + heap);
        try (NeuralModel alone = entry.getValue().get()) {
          TrainingRun expected = training(alone).start();
          assertSame(expected, entry.getValue(), "cpu:1", "cpu", "cpu:1");
          assertSame(expected, entry.getValue(), "cpu:2", "cpu:5", "cpu:2", "cpu:4");
        }
      }
    }
  }

  private void assertSame(
      TrainingRun expected, Supplier<NeuralModel> maker, String home, String... devices) {
    NeuralModel alone = expected.model();
    Devices.use(home);
    try (NeuralModel spread = maker.get()) {
      TrainingRun run = training(spread).devices(devices).start();
      String what = alone.type() + " on " + String.join(",", devices);
      assertArrayEquals(curve(expected), curve(run), 1e-4, what);
      assertArrayEquals(validation(expected), validation(run), 1e-4, what);
      assertNotEquals(curve(run)[0], curve(run)[curve(run).length - 1], what);
      if (alone.objectiveKind().judges()) {
        Samples test = (alone.dimensions() == 2 ? points : digits).first(8);
        assertArrayEquals(alone.objective(test), spread.objective(test), 1e-3f, what);
      }
      if (alone instanceof Vae vae) {
        Samples test = digits.first(8);
        double[] bound = ((Vae) spread).evidenceLowerBound(test, 3).nats();
        assertArrayEquals(vae.evidenceLowerBound(test, 3).nats(), bound, 1e-3, what);
      }
      if (alone.classes() > 0) {
        try (NeuralModel given = spread.given(3)) {
          assertEquals(home, Devices.name(given.device()));
        }
      }
      assertEquals(home, Devices.name(spread.device()));
    } finally {
      Devices.use("cpu");
    }
  }

  @Test
  void canBeMoreThanThereAreExamples() {
    try (Nade alone = nade();
        Nade spread = nade()) {
      Samples one = digits.first(1);
      Training.of(alone).data(one).epochs(2).start();
      Training.of(spread).data(one).epochs(2).devices("cpu", "cpu:1", "cpu:2").start();
      assertArrayEquals(alone.logProbability(one), spread.logProbability(one), 1e-4);
    }
  }

  @Test
  void theSettingsNameThem() {
    try (Nade nade = nade()) {
      assertEquals(
          "cpu,cpu:1", training(nade).devices("cpu:0", "cpu:1").start().settings().get("devices"));
    }
  }

  @Test
  void aResumedTrainingContinuesOnThemAndOnOne() {
    for (String optimizer : Optimizers.names()) {
      String file = folder.resolve(optimizer).toString();
      try (Nade whole = nade();
          Nade first = nade();
          Nade second = nade()) {
        double[] expected =
            validation(training(whole).optimizer(Optimizers.of(optimizer, 0.01)).epochs(6).start());
        resumable(first, optimizer, file).epochs(2).devices("cpu", "cpu:1").start();
        resumable(second, optimizer, file).epochs(4).devices("cpu:1", "cpu:2", "cpu").start();
        TrainingRun run = resumable(second, optimizer, file).epochs(6).start();
        assertArrayEquals(expected, validation(run), 1e-4, optimizer);
      }
    }
  }

  private Training resumable(Nade nade, String optimizer, String file) {
    return training(nade).optimizer(Optimizers.of(optimizer, 0.01)).checkpoint(file).resume();
  }

  @Test
  void patienceGoesBackToTheBestEpoch() {
    try (Nade alone = nade();
        Nade spread = nade()) {
      TrainingRun expected = overfitted(alone).start();
      TrainingRun run = overfitted(spread).devices("cpu", "cpu:1").start();
      assertEquals(Outcome.STOPPED_EARLY, run.outcome());
      assertEquals(expected.message(), run.message());
      assertArrayEquals(
          alone.logProbability(digits.first(9)), spread.logProbability(digits.first(9)), 1e-3);
    }
  }

  private Training overfitted(Nade nade) {
    return training(nade).optimizer(Optimizers.adam(0.2)).epochs(50).patience(2);
  }

  @Test
  void anInterruptAndADivergenceLeaveAUsableModel() {
    try (Nade nade = nade()) {
      TrainingRun run =
          training(nade)
              .devices("cpu", "cpu:1")
              .epochs(50)
              .listener(
                  new TrainingListenerAdapter() {
                    @Override
                    public void onEpoch(Trainer trainer) {
                      Thread.currentThread().interrupt();
                    }
                  })
              .start();
      assertEquals(Outcome.INTERRUPTED, run.outcome());
      double before = -Arrays.stream(nade.logProbability(digits)).average().orElseThrow();
      TrainingRun wild =
          training(nade)
              .weightDecay(0)
              .optimizer(Optimizers.sgd(1e30))
              .devices("cpu", "cpu:1")
              .start();
      assertEquals(Outcome.DIVERGED, wild.outcome());
      double after = -Arrays.stream(nade.logProbability(digits)).average().orElseThrow();
      assertEquals(before, after, 1e-6);
    }
  }

  @Test
  void copiesOfTheModelAreFreed() throws IOException {
    try (Nade nade = Nade.builder().image(SIDE, SIDE).hidden(10_000).seed(1).build()) {
      Training training = Training.of(nade).data(digits.first(9)).epochs(1).batchSize(9);
      training.devices("cpu", "cpu:1").start();
      long before = residentMegabytes();
      for (int i = 0; i < 40; i++) {
        training.start();
      }
      // Each copy, its gradient and its optimizer's state are 12 MB.
      long grown = residentMegabytes() - before;
      assertTrue(grown < 150, grown + " MB more after 40 trainings");
    }
  }

  private static long residentMegabytes() throws IOException {
    System.gc();
    MxNet.returnFreedMemory();
    String status = Files.readString(Path.of("/proc/self/status"));
    return Long.parseLong(status.replaceAll("(?s).*VmRSS:\\s*(\\d+) kB.*", "$1")) >> 10;
  }

  @Test
  void wrongDevicesAreSaidInOneSentence() {
    try (Nade nade = nade()) {
      refused(nade, "each of them once, not 'cpu:1,cpu:1'", "cpu:1", "cpu:1");
      refused(nade, "each of them once, not 'cpu:0,cpu'", "cpu:0", "cpu");
      refused(nade, "at least one device");
      refused(nade, "There is no device 'tpu': use cpu", "cpu", "tpu");
      refused(nade, "There is no GPU that MXNet can use here", "gpu:0", "gpu:1");
      refused(
          nade,
          "This nade is on cpu, which is not among the devices to train on (cpu:1,cpu:2)",
          "cpu:1",
          "cpu:2");
    }
  }

  private void refused(Nade nade, String part, String... devices) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> training(nade).devices(devices).start())
            .getMessage();
    assertTrue(message.contains(part), message);
  }
}
