package org.dgm4j.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.evaluation.Likelihood;
import org.dgm4j.experiments.Experiment.Column;
import org.dgm4j.model.Objective;
import org.dgm4j.model.adversarial.Gan;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.variational.Vae;
import org.dgm4j.training.Epoch;
import org.dgm4j.training.Optimizers;
import org.dgm4j.training.Training;
import org.dgm4j.training.TrainingRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentsTest {

  private static final Samples PATTERNS = Datasets.barsAndStripes(3).train();

  private static final Dataset DATA =
      Dataset.of("bars, \"stripes\"\nand more", PATTERNS.first(300), PATTERNS, PATTERNS.first(55));

  @TempDir Path folder;
  private final List<String> complaints = new ArrayList<>();
  private final Nade nade = nade(16);

  private static Nade nade(int hidden) {
    return Nade.builder().image(3, 3).hidden(hidden).seed(1).build();
  }

  @BeforeEach
  void record() {
    ExperimentLog log = ExperimentLog.in(folder);
    Training.recordAll(report -> log.record(report, complaints::add));
  }

  @AfterEach
  void recordNoMore() {
    Training.recordAll(null);
    nade.close();
  }

  private Path file() {
    return folder.resolve("experiments.csv");
  }

  private Experiments experiments() {
    return Experiments.in(folder.toString());
  }

  private Training training() {
    return training(nade, 7).data(DATA);
  }

  private static Training training(Nade model, long seed) {
    return Training.of(model).epochs(2).batchSize(20).optimizer(Optimizers.adam(0.001)).seed(seed);
  }

  private static TrainingListenerAdapter interruptAtBatch(int wanted) {
    int[] batches = new int[1];
    return new TrainingListenerAdapter() {
      @Override
      public void onTrainingBatch(Trainer trainer, BatchData data) {
        if (++batches[0] == wanted) {
          Thread.currentThread().interrupt();
        }
      }
    };
  }

  @Test
  void aTrainingIsRecordedWithAllThatRepeatsIt() {
    TrainingRun run = training().start();
    Experiment experiment = experiments().list().get(0);
    assertEquals(1, experiment.number());
    assertEquals("nade", experiment.text(Column.MODEL));
    assertEquals(Map.of("dimensions", "9", "hidden", "16"), experiment.settings(Column.SETTINGS));
    assertEquals(nade.parameterCount(), experiment.number(Column.PARAMETERS));
    assertEquals("bars, \"stripes\" and more", experiment.text(Column.DATA));
    assertEquals(300, experiment.number(Column.EXAMPLES));
    assertEquals(
        Map.of("batch-size", "20", "epochs", "2", "learning-rate", "0.001", "optimizer", "adam"),
        experiment.settings(Column.TRAINING));
    assertEquals("7", experiment.text(Column.SEED));
    assertEquals("cpu", experiment.text(Column.DEVICE));
    assertTrue(experiment.text(Column.ENGINE).startsWith("MXNet 1."));
    assertFalse(experiment.text(Column.DGM4J).isEmpty());
    assertEquals(2, experiment.number(Column.EPOCHS));
    assertEquals("completed", experiment.text(Column.OUTCOME));
    Epoch last = run.epochs().get(1);
    assertEquals(last.trainNats(), experiment.number(Column.TRAIN_NATS), 1e-4);
    assertEquals(last.validationNats(), experiment.number(Column.VALIDATION_NATS), 1e-4);
    assertEquals(
        -Likelihood.of(nade, DATA.test()).mean(), experiment.number(Column.TEST_NATS), 1e-4);
    assertEquals(2, experiment.curve(Column.VALIDATION_CURVE).size());
    assertEquals(
        run.epochs().get(0).trainNats(), experiment.curve(Column.TRAIN_CURVE).get(0).nats(), 1e-4);
    assertEquals(List.of(), complaints);
  }

  @Test
  void whatTheNatsSayIsRecorded() {
    training().start();
    try (Vae vae = Vae.builder().image(3, 3).latent(2).seed(1).build();
        Gan gan = Gan.builder().image(3, 3).latent(2).seed(1).build()) {
      Training.of(vae).data(DATA).epochs(1).start();
      Training.of(gan).data(DATA).epochs(1).start();
    }
    List<Experiment> list = experiments().list();
    assertEquals(
        List.of(Objective.LOG_PROBABILITY, Objective.LOWER_BOUND, Objective.GAME),
        list.stream().map(Experiment::objective).toList());
    assertTrue(list.get(1).number(Column.TEST_NATS) > 0);
    for (Column column : List.of(Column.TRAIN_NATS, Column.TEST_NATS, Column.TRAIN_CURVE)) {
      assertEquals("", list.get(2).text(column));
    }
    assertEquals(2, experiments().comparison().curves().size());
  }

  @Test
  void whateverTheEndItIsRecorded() {
    training().listener(interruptAtBatch(20)).start();
    training().optimizer(Optimizers.sgd(1e38)).start();
    Training.of(nade).data(PATTERNS.first(10)).epochs(1).start();
    TrainingRun patient =
        training().epochs(500).optimizer(Optimizers.adam(0.1)).patience(3).start();
    List<Experiment> list = experiments().list();
    assertEquals(
        List.of("interrupted", "diverged", "completed", "stopped early"),
        list.stream().map(experiment -> experiment.text(Column.OUTCOME)).toList());
    assertEquals(1, list.get(0).number(Column.EPOCHS));
    assertEquals("", list.get(0).text(Column.TEST_NATS));
    assertEquals("", list.get(1).text(Column.TEST_NATS));
    assertEquals("own samples", list.get(2).text(Column.DATA));
    assertEquals("", list.get(2).text(Column.VALIDATION_NATS) + list.get(2).text(Column.TEST_NATS));
    double best = patient.epochs().stream().mapToDouble(Epoch::validationNats).min().orElseThrow();
    assertEquals(best, list.get(3).number(Column.VALIDATION_NATS), 1e-4);
    assertEquals(
        -Likelihood.of(nade, DATA.test()).mean(), list.get(3).number(Column.TEST_NATS), 1e-4);
  }

  @Test
  void whatWasNoTrainingIsNotRecorded() {
    assertThrows(IllegalArgumentException.class, () -> training().data(PATTERNS.first(0)).start());
    String checkpoint = folder.resolve("checkpoint").toString();
    training().checkpoint(checkpoint).start();
    training().checkpoint(checkpoint).resume().start();
    assertEquals(1, experiments().list().size());
    Training.recordAll(null);
    training().start();
    assertEquals(1, experiments().list().size());
  }

  @Test
  void theFingerprintIsThatOfShapeAndValues() {
    float[] values = PATTERNS.first(20).values();
    String print = Experiment.fingerprint(Samples.images(values, 20, 1, 3, 3));
    assertEquals(print, Experiment.fingerprint(PATTERNS.range(0, 20)));
    assertNotEquals(print, Experiment.fingerprint(Samples.vectors(values, 20, 9)));
    assertNotEquals(print, Experiment.fingerprint(PATTERNS.range(1, 21)));
    assertNotEquals(print, Experiment.fingerprint(PATTERNS.first(19)));
    values[70] = 1 - values[70];
    assertNotEquals(print, Experiment.fingerprint(Samples.images(values, 20, 1, 3, 3)));
  }

  @Test
  void anInterruptWhileWritingLosesNothing() {
    ExperimentFile file = new ExperimentFile(file(), List.of("a"), List.of("a"));
    Thread.currentThread().interrupt();
    file.append(List.of(Map.of("a", "1")));
    assertEquals(1, file.read().size());
    assertTrue(Thread.interrupted());
  }

  @Test
  void aDamagedLineIsLeftOutAndKept() throws IOException {
    training().start();
    training().start();
    String sound = Files.readString(file());
    String cut = sound.substring(0, sound.length() - 40);
    Files.writeString(file(), cut);
    training().start();
    Experiments experiments = experiments();
    assertEquals(List.of(1, 3), experiments.list().stream().map(Experiment::number).toList());
    assertEquals(List.of(2), experiments.damaged());
    assertTrue(Files.readString(file()).startsWith(cut + "\n"));
    Files.writeString(file(), sound.replaceFirst(",7,cpu", ",seven,cpu"));
    assertEquals(List.of(1), experiments().damaged());
  }

  @Test
  void aForeignFileStaysAsItIsAndNoRecordIsLost() throws IOException {
    String foreign = "name;age\nAda;36\n";
    Files.writeString(file(), foreign);
    training().start();
    training().start();
    assertEquals(1, complaints.size(), complaints.toString());
    assertTrue(complaints.get(0).contains("rename it"), complaints.get(0));
    assertThrows(IllegalStateException.class, this::experiments);
    assertEquals(foreign, Files.readString(file()));
    Files.move(file(), folder.resolve("people.csv"));
    assertEquals(2, experiments().list().size());
    assertEquals(3, Files.readAllLines(file()).size());
  }

  @Test
  void aFolderThatIsNotThereIsOneSentence() {
    ExperimentLog log = ExperimentLog.in(folder.resolve("none"));
    Training.recordAll(report -> log.record(report, complaints::add));
    training().start();
    training().start();
    assertEquals(1, complaints.size());
    assertTrue(complaints.get(0).contains("can't be written"), complaints.get(0));
    assertEquals(2, log.read().list().size());
  }

  @Test
  void columnsOfOtherVersionsStay() throws IOException {
    Files.writeString(
        file(),
        "\uFEFFnote,time,model,data\r\n\"a, b\",2026-01-01T12:00:00Z,vae,faces\r\nbroken\r\n");
    training().start();
    List<Experiment> list = experiments().list();
    assertEquals(List.of(1, 3), list.stream().map(Experiment::number).toList());
    assertEquals(List.of(2), experiments().damaged());
    assertEquals("a, b", list.get(0).cells().get("note"));
    assertEquals("", list.get(0).text(Column.OUTCOME));
    assertTrue(Double.isNaN(list.get(0).number(Column.TEST_NATS)));
    assertEquals("completed", list.get(1).text(Column.OUTCOME));
    assertEquals("a, b", experiments().table().stringColumn("note").get(0));
    assertEquals(1, Files.list(folder).count());
  }

  @Test
  void twoProcessesLoseNoLine() throws Exception {
    int lines = 400;
    List<Process> writers = new ArrayList<>();
    for (String columns : List.of("id,text", "id,later,text")) {
      writers.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Writer.class.getName(),
                  file().toString(),
                  columns,
                  "" + lines)
              .inheritIO()
              .start());
    }
    for (Process writer : writers) {
      assertEquals(0, writer.waitFor());
    }
    List<String> found =
        new ExperimentFile(file(), List.of("id"), List.of("id"))
            .read().stream().map(line -> line.cells().get("id")).sorted().toList();
    List<String> expected = new ArrayList<>();
    for (int columns = 2; columns <= 3; columns++) {
      for (int i = 0; i < lines; i++) {
        expected.add(columns + "-" + i);
      }
    }
    assertEquals(expected.stream().sorted().toList(), found);
  }

  /** Appends lines one by one, as fast as it can. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) {
      List<String> columns = List.of(arguments[1].split(","));
      ExperimentFile file = new ExperimentFile(Path.of(arguments[0]), columns, List.of("id"));
      for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
        Map<String, String> row = new TreeMap<>();
        columns.forEach(column -> row.put(column, "x".repeat(500)));
        row.put("id", columns.size() + "-" + i);
        file.append(List.of(row));
      }
    }
  }

  @Test
  void theTableHasAColumnForEachSetting() {
    training().start();
    try (Nade larger = nade(20)) {
      Training.of(larger).data(DATA).epochs(1).optimizer(Optimizers.sgd(0.1, 0.9)).start();
    }
    var table = experiments().table();
    assertEquals(List.of(1, 2), table.intColumn("number").asList());
    assertEquals(List.of(16.0, 20.0), table.doubleColumn("hidden").asList());
    assertEquals(List.of("adam", "sgd"), table.stringColumn("optimizer").asList());
    assertEquals(List.of(2.0, 1.0), table.doubleColumn("training epochs").asList());
    assertEquals(List.of(2L, 1L), table.longColumn("epochs").asList());
    assertEquals(1, experiments().last(1).table().rowCount());
    assertEquals(2, experiments().model("nade").last(5).list().size());
    String sentence =
        assertThrows(IllegalArgumentException.class, () -> experiments().model("vae")).getMessage();
    assertTrue(sentence.contains("there are nade"), sentence);
    assertThrows(IllegalArgumentException.class, () -> experiments().last(0));
  }

  @Test
  void aSmallNumberHasNoExponent() {
    TrainingRun one = training().start();
    TrainingRun decayed = training().weightDecay(1e-4).start();
    assertEquals(
        List.of("run 1", "run 2 weight decay 0.0001"), names(Experiments.compare(one, decayed)));
    assertEquals("bars-2.5E", Experiment.plain("bars-2.5E"));
  }

  @Test
  void comparedRunsAreNamedByWhatDiffers() {
    TrainingRun one = training().start();
    try (Nade larger = nade(20)) {
      TrainingRun second = training(larger, 8).data(DATA).start();
      TrainingRun third = training(larger, 7).data(DATA.train()).start();
      assertEquals(
          List.of("run 1 hidden 16", "run 2 hidden 20"), names(Experiments.compare(one, second)));
      assertEquals(List.of("run 1"), names(Experiments.compare(third)));
      TrainingRun fourth = training(larger, 9).data(DATA).start();
      assertEquals(
          List.of("run 1 seed 8", "run 2 seed 9"), names(Experiments.compare(second, fourth)));
      assertFalse(Experiments.compare(third).curves().get(0).validated());
    }
    Comparison comparison = experiments().comparison();
    assertEquals(
        List.of(
            "#1 bars, \"stripes\" and more, hidden 16",
            "#2 bars, \"stripes\" and more, hidden 20",
            "#3 own samples, hidden 20"),
        names(first(3).comparison()));
    assertEquals(List.of("#1 hidden 16", "#2 hidden 20"), names(first(2).comparison()));
    assertEquals(
        List.of(true, true, false, true),
        comparison.curves().stream().map(Comparison.Curve::validated).toList());
    assertEquals(
        one.epochs().get(1).validationNats(),
        comparison.curves().get(0).points().get(1).nats(),
        1e-4);
  }

  private Experiments first(int count) {
    return new Experiments("", experiments().list().subList(0, count), List.of());
  }

  private static List<String> names(Comparison comparison) {
    return comparison.curves().stream().map(Comparison.Curve::name).toList();
  }

  @Test
  void aNumberThatIsNotThereIsOneSentence() {
    String sentence =
        assertThrows(IllegalArgumentException.class, () -> Experiments.compare(123456))
            .getMessage();
    assertTrue(sentence.contains("number 123456"), sentence);
  }
}
