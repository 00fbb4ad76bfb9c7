package org.dgm4j.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.view.live.TrainingView;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.TrainingDefaults;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.registry.Models;
import org.dgm4j.training.TrainingRun.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a training does where nothing is said of batch size, optimizer and learning rate. */
class TrainingDefaultsTest {

  private static final Samples PATTERNS = Datasets.barsAndStripes(3).train().first(140);

  @TempDir Path folder;
  private final Nade nade = nade();

  private static Nade nade() {
    return Nade.builder().image(3, 3).hidden(16).seed(1).build();
  }

  @AfterEach
  void close() {
    nade.close();
  }

  private Training training() {
    return training(nade);
  }

  private static Training training(Nade nade) {
    return Training.of(nade).data(PATTERNS, PATTERNS).epochs(2).seed(3).silent();
  }

  /** The settings of a run but for epochs and seed. */
  private static Map<String, String> settings(Training training) {
    Map<String, String> settings = new TreeMap<>(training.start().settings());
    settings.keySet().removeAll(List.of("epochs", "seed"));
    return settings;
  }

  @Test
  void eachKindOfModelIsTrainedAsItSays() {
    Models.usual()
        .forEach(
            (name, make) -> {
              try (NeuralModel model = make.get()) {
                TrainingDefaults defaults = model.trainingDefaults();
                Samples two = model.sample(2, 1);
                Map<String, String> expected =
                    new TreeMap<>(
                        Map.of(
                            "batch-size", "" + defaults.batchSize(),
                            "optimizer", defaults.optimizer(),
                            "learning-rate", "" + (float) defaults.learningRate()));
                if (!defaults.isConstant()) {
                  expected.put("final-learning-rate", "" + defaults.finalLearningRate());
                }
                if (defaults.momentum() != null) {
                  expected.put("momentum", "" + defaults.momentum().floatValue());
                }
                assertEquals(
                    expected, settings(Training.of(model).data(two).epochs(1).silent()), name);
              }
            });
  }

  @Test
  void theDefaultsDoWhatTheSameOptionsDo() {
    TrainingDefaults defaults = nade.trainingDefaults();
    try (Nade other = nade()) {
      TrainingRun run = training().start();
      training(other)
          .batchSize(defaults.batchSize())
          .optimizer(Optimizers.adam(defaults.learningRate()))
          .finalLearningRate(defaults.finalLearningRate())
          .start();
      assertArrayEquals(nade.logProbability(PATTERNS), other.logProbability(PATTERNS));
      String shown = TrainingView.of(run).bundle(FigureStyle.USUAL).get(MimeBundle.TEXT).toString();
      String steps =
          ". By adam, learning rate %s → %s, batches of %d."
              .formatted(
                  NumberText.number(defaults.learningRate()),
                  NumberText.number(defaults.finalLearningRate()),
                  defaults.batchSize());
      assertTrue(shown.contains(steps), shown);
    }
  }

  @Test
  void whatIsGivenReplacesThatAlone() {
    TrainingDefaults model = nade.trainingDefaults();
    String rate = "" + (float) model.learningRate();
    String last = "" + model.finalLearningRate();
    String batch = "" + model.batchSize();
    assertEquals(expected("50", "adam", rate, last, null), settings(training().batchSize(50)));
    assertEquals(
        expected(batch, "adam", rate, "1.0E-5", null),
        settings(training().finalLearningRate(1e-5)));
    assertEquals(expected(batch, "adam", rate, last, "0.5"), settings(training().momentum(0.5)));
    assertEquals(
        expected(batch, "adam", rate, last, null), settings(training().optimizerNamed("adam")));
  }

  @Test
  void anotherLearningRateOrOptimizerIsConstant() {
    String batch = "" + nade.trainingDefaults().batchSize();
    assertEquals(
        expected(batch, "adam", "0.003", null, null), settings(training().learningRate(0.003)));
    assertEquals(
        expected(batch, "adam", "0.003", "1.0E-4", null),
        settings(training().learningRate(0.003).finalLearningRate(1e-4)));
    assertEquals(
        expected(batch, "rmsprop", "0.001", null, null),
        settings(training().optimizerNamed("rmsprop")));
    assertEquals(
        expected(batch, "sgd", "0.05", null, "0.9"),
        settings(training().optimizerNamed("sgd").learningRate(0.05).momentum(0.9)));
    assertEquals(
        expected(batch, "sgd", "0.001", null, "0.0"), settings(training().optimizerNamed("sgd")));
    assertEquals(
        expected(batch, "adam", "0.002", null, null),
        settings(training().optimizer(Optimizers.adam(0.002))));
  }

  private static Map<String, String> expected(
      String batch, String optimizer, String rate, String last, String momentum) {
    Map<String, String> expected =
        new TreeMap<>(Map.of("batch-size", batch, "optimizer", optimizer, "learning-rate", rate));
    if (last != null) {
      expected.put("final-learning-rate", last);
    }
    if (momentum != null) {
      expected.put("momentum", momentum);
    }
    return expected;
  }

  @Test
  void anOptimizerHasItsRateAlready() {
    for (Training both :
        List.of(
            training().optimizer(Optimizers.adam(0.01)).learningRate(0.1),
            training().optimizer(Optimizers.adam(0.01)).momentum(0.5),
            training().optimizerNamed("sgd").optimizer(Optimizers.adam(0.01)))) {
      String sentence = assertThrows(IllegalArgumentException.class, both::start).getMessage();
      assertTrue(sentence.contains("has a learning rate and a momentum already"), sentence);
    }
  }

  /** In 0.1.0 every model was trained by Adam, at 0.001, in batches of 100. */
  @Test
  void aCheckpointOfOlderDefaultsGoesOnWithThem() {
    String file = folder.resolve("old").toString();
    try (Nade whole = nade()) {
      old(training(whole)).epochs(4).start();
      old(training()).checkpoint(file).start();
      TrainingRun resumed = training().epochs(4).checkpoint(file).resume().start();
      assertArrayEquals(whole.logProbability(PATTERNS), nade.logProbability(PATTERNS));
      assertEquals(
          Map.of(
              "batch-size", "100",
              "optimizer", "adam",
              "learning-rate", "0.001",
              "epochs", "4",
              "seed", "3"),
          resumed.settings());
      String sentence =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> training().batchSize(50).checkpoint(file).resume().start())
              .getMessage();
      assertTrue(sentence.contains("batches of 100") && sentence.contains("batches of 50"));
    }
  }

  private static Training old(Training training) {
    return training.batchSize(100).optimizer(Optimizers.adam(0.001));
  }

  @Test
  void aTrainingGoesOnWithTheModelsSchedule() {
    String file = folder.resolve("scheduled").toString();
    try (Nade whole = nade()) {
      training(whole).epochs(4).start();
      TrainingRun half =
          training()
              .epochs(4)
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
      training().epochs(4).checkpoint(file).resume().start();
      assertArrayEquals(whole.logProbability(PATTERNS), nade.logProbability(PATTERNS));
      TrainingRun longer = training().epochs(6).checkpoint(file).resume().start();
      assertEquals(Outcome.COMPLETED, longer.outcome());
      assertEquals(6, longer.epochs().size());
    }
  }
}
