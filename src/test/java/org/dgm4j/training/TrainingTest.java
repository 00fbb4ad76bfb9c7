package org.dgm4j.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.registry.Models;
import org.dgm4j.training.TrainingRun.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingTest {

  private static final int SIDE = 3;

  @TempDir Path folder;

  private static Nade nade() {
    return Nade.builder().image(SIDE, SIDE).hidden(16).seed(1).build();
  }

  /** Bars and stripes; every pattern equally often. */
  private static Samples patterns(int copies) {
    return Datasets.barsAndStripes(SIDE).train().first(14 * copies);
  }

  @Test
  void reachesTheExactEntropyOfBarsAndStripes() {
    var data = Datasets.barsAndStripes(SIDE);
    try (Nade nade = Nade.builder().image(SIDE, SIDE).hidden(50).seed(1).build()) {
      Training.of(nade)
          .data(data)
          .epochs(60)
          .batchSize(50)
          .optimizer(Optimizers.adam(0.01))
          .seed(2)
          .start();
      double nll = -Arrays.stream(nade.logProbability(data.test())).average().orElseThrow();
      assertEquals(Math.log(14), nll, 0.05);
    }
  }

  @Test
  void aResumedTrainingContinuesExactly() {
    String file = folder.resolve("runs/nade").toString();
    Samples data = patterns(10);
    for (String optimizer : Optimizers.names()) {
      try (Nade whole = nade();
          Nade first = nade();
          Nade second = Nade.builder().image(SIDE, SIDE).hidden(16).seed(99).build()) {
        TrainingRun run = training(whole, data, optimizer).epochs(4).start();
        training(first, data, optimizer).epochs(2).checkpoint(file).start();
        TrainingRun resumed =
            training(second, data, optimizer).epochs(4).seed(77).checkpoint(file).resume().start();
        assertArrayEquals(whole.logProbability(data), second.logProbability(data), optimizer);
        assertEquals(nats(run), nats(resumed));
        assertEquals("3", resumed.settings().get("seed"));
      }
    }
  }

  private static Training training(Nade nade, Samples data, String optimizer) {
    return Training.of(nade)
        .data(data, data)
        .batchSize(32)
        .seed(3)
        .optimizer(Optimizers.of(optimizer, 0.01));
  }

  private static List<Double> nats(TrainingRun run) {
    return run.epochs().stream().map(Epoch::validationNats).toList();
  }

  @Test
  void theLearningRateFallsAsHalfACosine() {
    try (StatefulOptimizer optimizer = (StatefulOptimizer) Optimizers.sgd(0.5)) {
      assertEquals(0.5f, optimizer.rate(7));
      optimizer.follow(new StatefulOptimizer.Plan(0, Set.of(), 0.1, 9));
      assertEquals(0.5, optimizer.rate(1), 1e-7);
      assertEquals(0.3 + 0.2 * Math.cos(Math.PI / 4), optimizer.rate(3), 1e-7);
      assertEquals(0.3, optimizer.rate(5), 1e-7);
      assertEquals(0.1, optimizer.rate(9), 1e-7);
      assertEquals(0.1, optimizer.rate(10), 1e-7);
      optimizer.follow(new StatefulOptimizer.Plan(0, Set.of(), 0.1, 1));
      assertEquals(0.5f, optimizer.rate(1));
    }
  }

  @Test
  void aResumedTrainingKeepsItsScheduleAndItsDecay() {
    String file = folder.resolve("scheduled").toString();
    Samples data = patterns(10);
    for (String optimizer : Optimizers.names()) {
      try (Nade whole = nade();
          Nade first = nade();
          Nade second = nade();
          Nade constant = nade()) {
        TrainingRun run = scheduled(whole, data, optimizer).start();
        TrainingRun half =
            scheduled(first, data, optimizer)
                .checkpoint(file)
                .listener(
                    new TrainingListenerAdapter() {
                      @Override
                      public void onEpoch(Trainer trainer) {
                        Thread.currentThread().interrupt();
                      }
                    })
                .start();
        assertEquals(Outcome.INTERRUPTED, half.outcome());
        assertEquals(1, half.epochs().size());
        TrainingRun resumed = scheduled(second, data, optimizer).checkpoint(file).resume().start();
        assertArrayEquals(whole.logProbability(data), second.logProbability(data), optimizer);
        assertEquals(nats(run), nats(resumed));
        TrainingRun other = training(constant, data, optimizer).epochs(3).start();
        assertFalse(nats(run).equals(nats(other)));
        assertEquals("0.01", run.settings().get("weight-decay"));
        assertEquals("0.001", run.settings().get("final-learning-rate"));
        assertFalse(other.settings().containsKey("weight-decay"));
        refuses(
            "weight decay 0.01, learning rate to 0.001 after 3 epochs, not with",
            () -> scheduled(second, data, optimizer).epochs(4).checkpoint(file).resume().start());
      }
    }
  }

  private static Training scheduled(Nade nade, Samples data, String optimizer) {
    return training(nade, data, optimizer).epochs(3).weightDecay(0.01).finalLearningRate(0.001);
  }

  @Test
  void aResumedTrainingKeepsItsPatience() {
    String file = folder.resolve("patient").toString();
    Samples few = patterns(1).first(3);
    try (Nade whole = nade();
        Nade first = nade();
        Nade second = nade()) {
      TrainingRun run = patient(whole, few).epochs(200).start();
      int half = run.epochs().size() / 2;
      patient(first, few).epochs(half).checkpoint(file).start();
      TrainingRun resumed = patient(second, few).epochs(200).checkpoint(file).resume().start();
      assertEquals(Outcome.STOPPED_EARLY, resumed.outcome());
      assertEquals(nats(run), nats(resumed));
      assertArrayEquals(whole.logProbability(few), second.logProbability(few));
      TrainingRun again = patient(first, few).epochs(200).checkpoint(file).resume().start();
      assertEquals(nats(run), nats(again));
      assertArrayEquals(whole.logProbability(few), first.logProbability(few));
    }
  }

  private static Training patient(Nade nade, Samples data) {
    return Training.of(nade)
        .data(data, patterns(1))
        .optimizer(Optimizers.adam(0.05))
        .patience(3)
        .seed(4);
  }

  @Test
  void aCheckpointOfAnotherTrainingIsRefusedAndChangesNothing() {
    String file = folder.resolve("checkpoint").toString();
    String saved = folder.resolve("saved").toString();
    Samples data = patterns(4);
    try (Nade first = nade();
        Nade second = Nade.builder().image(SIDE, SIDE).hidden(16).seed(5).build()) {
      training(first, data, "adam").epochs(1).checkpoint(file).start();
      Models.save(first, saved);
      double[] before = second.logProbability(data);
      refuses("trained with adam", () -> resumed(second, data, "rmsprop", file));
      refuses("56 training", () -> resumed(second, patterns(3), "adam", file));
      refuses("is no checkpoint", () -> resumed(second, data, "adam", saved));
      refuses("Can't write", () -> resumed(second, data, "adam", saved + "/below"));
      assertArrayEquals(before, second.logProbability(data));
      TrainingRun nothing =
          training(second, data, "adam").epochs(1).checkpoint(file).resume().start();
      assertTrue(nothing.message().contains("Nothing was left to do"), nothing.message());
      assertArrayEquals(first.logProbability(data), second.logProbability(data));
    }
  }

  @Test
  void aTrainingOfATrainedModelSaysThatItIsANewRun() {
    String file = folder.resolve("checkpoint").toString();
    String fresh = folder.resolve("fresh").toString();
    String said = "A new run on a trained model: its parameters are kept, epochs and optimizer ";
    Samples data = patterns(4);
    try (Nade nade = nade()) {
      Models.save(nade, fresh);
      String first = training(nade, data, "adam").epochs(1).checkpoint(file).start().message();
      assertEquals("Trained for one epoch.", first);
      assertEquals("Trained for 2 epochs.", resumed(nade, data, "adam", file).message());
      String missing = folder.resolve("nope").toString();
      assertTrue(
          resumed(nade, data, "adam", missing)
              .message()
              .contains("There was no checkpoint '" + missing + "' to resume"));
      String again = training(nade, data, "adam").epochs(1).start().message();
      assertTrue(again.startsWith("Trained for one epoch. " + said), again);
      try (Nade loaded = Models.load(file, Nade.class);
          Nade untrained = Models.load(fresh, Nade.class)) {
        String afterLoading = training(loaded, data, "adam").epochs(1).start().message();
        assertTrue(afterLoading.contains(said), afterLoading);
        String begun = training(untrained, data, "adam").epochs(1).start().message();
        assertEquals("Trained for one epoch.", begun);
      }
    }
  }

  private static TrainingRun resumed(Nade nade, Samples data, String optimizer, String file) {
    return training(nade, data, optimizer).epochs(2).checkpoint(file).resume().start();
  }

  @Test
  void aLastStepThatDivergesIsNoticed() {
    Samples data = patterns(1);
    for (Samples validation : List.of(data, data.first(0))) {
      try (Nade nade = nade()) {
        TrainingRun run =
            Training.of(nade)
                .data(data, validation)
                .optimizer(Optimizers.sgd(3e38))
                .batchSize(7)
                .epochs(1)
                .seed(1)
                .start();
        assertEquals(Outcome.DIVERGED, run.outcome(), run.message());
        assertTrue(nade.snapshot().isFinite());
        assertTrue(Double.isFinite(nade.logProbability(data)[0]));
      }
    }
  }

  @Test
  void savingAndLoadingKeepsEveryBit() {
    String file = folder.resolve("nade").toString();
    try (Nade nade = nade()) {
      Training.of(nade).data(patterns(5)).epochs(1).seed(1).start();
      Models.save(nade, file);
      try (NeuralModel loaded = Models.load(file)) {
        assertEquals(nade.toString(), loaded.toString());
        assertArrayEquals(
            nade.logProbability(patterns(1)), ((Nade) loaded).logProbability(patterns(1)));
        assertArrayEquals(nade.sample(9, 5).values(), loaded.sample(9, 5).values());
        assertArrayEquals(nade.exampleShape(), loaded.exampleShape());
      }
    }
  }

  @Test
  void anInterruptEndsWithinOneBatchAndKeepsTheModel() {
    int[] batches = new int[1];
    try (Nade nade = nade()) {
      TrainingRun run =
          Training.of(nade)
              .data(patterns(70))
              .batchSize(10)
              .epochs(1000)
              .listener(
                  new TrainingListenerAdapter() {
                    @Override
                    public void onTrainingBatch(Trainer trainer, BatchData data) {
                      if (++batches[0] == 17) {
                        Thread.currentThread().interrupt();
                      }
                    }
                  })
              .start();
      assertEquals(Outcome.INTERRUPTED, run.outcome());
      assertEquals(17, batches[0]);
      assertFalse(Thread.currentThread().isInterrupted());
      assertTrue(run.message().contains("can be used"), run.message());
      assertEquals(4, nade.sample(4, 1).count());
    }
  }

  @Test
  void aDivergingTrainingStopsWithTheLastGoodParameters() {
    Samples data = patterns(50);
    try (Nade nade = nade()) {
      TrainingRun run =
          Training.of(nade)
              .data(data, data)
              .optimizer(Optimizers.sgd(1e38))
              .epochs(20)
              .seed(1)
              .start();
      assertEquals(Outcome.DIVERGED, run.outcome(), run.message());
      assertTrue(run.message().contains("smaller learning rate"), run.message());
      for (double logProbability : nade.logProbability(data)) {
        assertTrue(Double.isFinite(logProbability));
      }
    }
  }

  @Test
  void aLossFarAboveThatOfTheStartIsADivergence() {
    Samples data = patterns(50);
    try (Nade nade = nade()) {
      double before = mean(nade, data);
      TrainingRun run =
          Training.of(nade)
              .data(data, data)
              .optimizer(Optimizers.adam(1e10f))
              .batchSize(10)
              .epochs(20)
              .seed(1)
              .start();
      assertEquals(Outcome.DIVERGED, run.outcome(), run.message());
      assertEquals(
          "The objective was far worse than at the start in epoch 1 at batch %d, so training stopped and the last good parameters are back: try a smaller learning rate."
              .formatted((data.count() + 9) / 10),
          run.message());
      assertEquals(before, mean(nade, data), 1);
      TrainingRun next = Training.of(nade).data(data, data).epochs(1).seed(1).start();
      assertEquals(Outcome.COMPLETED, next.outcome(), next.message());
    }
  }

  /** With one batch an epoch, the second shows what the first has done. */
  @Test
  void aResumedTrainingDivergesAsTheWholeWould() {
    String file = folder.resolve("checkpoint").toString();
    Samples data = patterns(5);
    try (Nade whole = nade();
        Nade parts = nade()) {
      double before = mean(whole, data);
      TrainingRun run = leaping(whole, data).epochs(2).start();
      assertEquals(Outcome.DIVERGED, run.outcome(), run.message());
      leaping(parts, data).epochs(1).checkpoint(file).start();
      TrainingRun resumed = leaping(parts, data).epochs(2).checkpoint(file).resume().start();
      assertEquals(run.message(), resumed.message());
      assertArrayEquals(whole.logProbability(data), parts.logProbability(data));
      assertEquals(before, mean(parts, data));
    }
  }

  private static Training leaping(Nade nade, Samples data) {
    return Training.of(nade)
        .data(data, data)
        .optimizer(Optimizers.adam(1e10f))
        .batchSize(data.count())
        .seed(1);
  }

  private static double mean(Nade nade, Samples data) {
    return -Arrays.stream(nade.logProbability(data)).average().orElseThrow();
  }

  @Test
  void patienceStopsAndGoesBackToTheBestEpoch() {
    Samples few = patterns(1).first(3);
    try (Nade nade = nade()) {
      TrainingRun run =
          Training.of(nade)
              .data(few, patterns(1))
              .optimizer(Optimizers.adam(0.05))
              .epochs(500)
              .patience(3)
              .seed(4)
              .start();
      assertEquals(Outcome.STOPPED_EARLY, run.outcome());
      double best = run.epochs().stream().mapToDouble(Epoch::validationNats).min().orElseThrow();
      double now = -Arrays.stream(nade.logProbability(patterns(1))).average().orElseThrow();
      assertEquals(best, now, 1e-4);
      assertEquals(best, run.epochs().get(run.epochs().size() - 4).validationNats());
    }
  }

  @Test
  void theHistoryIsATable() {
    try (Nade nade = nade()) {
      TrainingRun run = Training.of(nade).data(patterns(2), patterns(1)).epochs(3).seed(1).start();
      assertEquals(3, run.history().rowCount());
      assertEquals(
          List.of("epoch", "seconds", "train nats", "validation nats"),
          run.history().columnNames());
    }
  }

  @Test
  void badInputIsOneSentenceAndChangesNothing() {
    Samples wrongSize = Samples.images(new float[8], 2, 1, 2, 2);
    Samples grey = Samples.images(new float[] {0, .5f, 1, 0, 0, 0, 0, 0, 0}, 1, 1, 3, 3);
    try (Nade nade = nade()) {
      double[] before = nade.logProbability(patterns(1));
      refuses("4 (shape [1, 2, 2])", () -> Training.of(nade).data(wrongSize).start());
      refuses(".binarized(42)", () -> Training.of(nade).data(grey).start());
      refuses("empty", () -> Training.of(nade).data(patterns(0)).start());
      refuses("needs data", () -> Training.of(nade).start());
      refuses(
          "The number of epochs must be at least 1, but is -1", () -> Training.of(nade).epochs(-1));
      refuses("batch size must be at least 1", () -> Training.of(nade).batchSize(0));
      refuses("learning rate must be positive", () -> Optimizers.adam(-1));
      refuses("optimizer can't be null", () -> Training.of(nade).optimizer(null));
      refuses("adam, rmsprop, sgd", () -> Optimizers.of("adan", 0.1));
      refuses("decay can't be negative", () -> Training.of(nade).weightDecay(-1));
      refuses("rate can't be negative", () -> Training.of(nade).finalLearningRate(Double.NaN));
      refuses(
          "at most the first one, 0.001",
          () -> with(nade).learningRate(0.001).finalLearningRate(0.01).start());
      refuses(
          "schedule of its own",
          () ->
              with(nade)
                  .optimizer(Optimizers.adam(Tracker.fixed(0.1f)))
                  .finalLearningRate(0.01)
                  .start());
      refuses(
          "set them in this optimizer itself",
          () -> with(nade).optimizer(Optimizer.adam().build()).weightDecay(0.01).start());
      refuses(
          "Patience needs validation",
          () -> Training.of(nade).data(patterns(1)).patience(2).start());
      assertArrayEquals(before, nade.logProbability(patterns(1)));
    }
  }

  private static Training with(Nade nade) {
    return Training.of(nade).data(patterns(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 100, 400})
  void aDamagedFileIsOneSentence(int keptBytes) throws Exception {
    Path file = folder.resolve("nade");
    try (Nade nade = nade()) {
      Models.save(nade, file.toString());
    }
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, keptBytes));
    refuses("damaged or no model file", () -> Models.load(file.toString()));
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    refuses("damaged or no model file", () -> Models.load(file.toString()));
  }

  @Test
  void aFileThatCanNotBeWrittenIsOneSentence() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    try (Nade nade = nade()) {
      refuses("Can't write", () -> Models.save(nade, file.resolve("nade").toString()));
      refuses("is a folder", () -> Models.save(nade, folder.toString()));
      refuses("There is no model file", () -> Models.load(folder.resolve("none").toString()));
    }
    assertEquals(0, Files.size(file));
  }

  private static void refuses(String part, Runnable action) {
    RuntimeException e = assertThrows(IllegalArgumentException.class, action::run);
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
  }
}
