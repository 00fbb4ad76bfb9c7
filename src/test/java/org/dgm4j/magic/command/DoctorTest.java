package org.dgm4j.magic.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.base.Seeds;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.kernel.LiveOutput;
import org.dgm4j.magic.BrokenModel;
import org.dgm4j.magic.RecordingNotebook;
import org.dgm4j.magic.command.Doctor.Finding;
import org.dgm4j.magic.command.Doctor.Health;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.registry.Models;
import org.dgm4j.training.Training;
import org.dgm4j.training.TrainingReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

  private static final long GIGABYTE = 1L << 30;

  @TempDir Path folder;

  private static void assertFound(Health health, String part, Finding finding) {
    assertEquals(health, finding.health(), finding.toString());
    assertTrue(finding.found().contains(part), finding.toString());
  }

  @Test
  void whatIsWellIsOk() {
    assertFound(Health.OK, "17.0.9", Doctor.java(17, "17.0.9"));
    assertFound(Health.OK, "each of 4 cores", Doctor.threads(4, null));
    assertFound(Health.OK, "is 4, for 4 cores", Doctor.threads(4, "4"));
    assertFound(Health.OK, "up to 2.0 GB", Doctor.heap(2 * GIGABYTE));
    assertFound(Health.OK, "3.0 GB free of 8.0 GB", Doctor.memory(3 * GIGABYTE, 8 * GIGABYTE));
    assertFound(Health.OK, "gpu:0, gpu:1", Doctor.gpu(true, List.of("cpu", "gpu:0", "gpu:1")));
    assertFound(Health.OK, "on the CPU", Doctor.gpu(false, List.of("cpu")));
    assertFound(Health.OK, "5.0 GB free", Doctor.space("disk", 5 * GIGABYTE));
  }

  @Test
  void whatIsNotWellHasAnAdvice() {
    assertFound(Health.PROBLEM, "install a JDK of version 17", Doctor.java(11, "11.0.2"));
    assertFound(Health.WARNING, "take it out of the environment", Doctor.threads(4, "1"));
    assertFound(Health.WARNING, "JDK_JAVA_OPTIONS=-Xmx4g ./lab", Doctor.heap(GIGABYTE / 2));
    assertFound(Health.WARNING, "close other programs", Doctor.memory(1, 8 * GIGABYTE));
    assertFound(Health.WARNING, "GPU paragraph of the README", Doctor.gpu(true, List.of("cpu")));
    assertFound(Health.WARNING, "delete what is not needed", Doctor.space("disk", 1));
  }

  @Test
  void theDataFolderIsLookedInto() throws IOException {
    assertFound(Health.OK, "has no data sets", Doctor.data(folder));
    Files.createDirectories(folder.resolve("mnist"));
    Files.createDirectories(folder.resolve("binarized_mnist"));
    assertFound(Health.OK, "has binarized_mnist, mnist", Doctor.data(folder));
    assertFound(Health.OK, "is not there", Doctor.data(folder.resolve("none")));
    Path file = Files.writeString(folder.resolve("file"), "");
    assertFound(Health.PROBLEM, "set DGM4J_DATA to a folder", Doctor.data(file));
  }

  @Test
  void allOfThisMachineIsExaminedAndShown() {
    List<Finding> findings = Doctor.examine(new RecordingNotebook());
    List<String> expected =
        new ArrayList<>(
            List.of(
                "Java",
                "engine",
                "threads",
                "heap",
                "memory",
                "GPU",
                "data folder",
                "disk of this notebook",
                "disk of the caches",
                "kernel"));
    expected.addAll(Models.usual().keySet());
    assertEquals(expected, findings.stream().map(Finding::what).toList());
    for (Finding model : findings.subList(10, findings.size())) {
      assertFound(Health.OK, "can be trained: built, and a batch of 100 learnt", model);
    }
    assertFound(Health.OK, "MXNet 1.9", findings.get(1));
    MimeBundle bundle = Doctor.view(findings).bundle();
    assertTrue(bundle.get(MimeBundle.TEXT).contains("MXNet 1.9"));
    assertTrue(bundle.get(MimeBundle.HTML).contains("<table"));
    Finding bad = Doctor.heap(1);
    String one = Doctor.view(List.of(bad)).bundle().get(MimeBundle.TEXT);
    assertTrue(one.contains("warning") && one.contains("One thing needs a look."), one);
    String none = Doctor.view(List.of(Doctor.java(17, "17"))).bundle().get(MimeBundle.TEXT);
    assertTrue(none.contains("All is well."), none);
  }

  @Test
  void aKindOfModelThatCannotBeTrainedIsAProblemAndTheOthersAreTried() {
    Map<String, Supplier<NeuralModel>> models = new LinkedHashMap<>();
    models.put("broken", BrokenModel::new);
    models.put("unbuildable", DoctorTest::unbuildable);
    models.put("NADE", Models.usual().get("NADE"));
    List<Finding> findings = Doctor.models(models);
    assertFound(
        Health.PROBLEM,
        "can't be trained here: The engine failed at batches of 100 with this broken"
            + " (operands could not be broadcast together with shapes [100,4] [3,5]):",
        findings.get(0));
    assertFound(Health.PROBLEM, "can't be trained here: no such size", findings.get(1));
    assertFound(Health.OK, "can be trained", findings.get(2));
    String text = Doctor.view(findings).bundle().get(MimeBundle.TEXT);
    assertTrue(text.contains("2 things need a look.") && !text.contains("Stack trace"), text);
  }

  private static NeuralModel unbuildable() {
    throw new IllegalArgumentException("no such size");
  }

  @Test
  void tryingLeavesNoExperimentNoSeedAndNoMemory() {
    List<TrainingReport> reports = new ArrayList<>();
    Training.recordAll(reports::add);
    try {
      Seeds.set(5);
      long first = Seeds.next();
      long second = Seeds.next();
      Seeds.set(5);
      assertEquals(first, Seeds.next());
      List<NeuralModel> built = new ArrayList<>();
      Map<String, Supplier<NeuralModel>> models = new LinkedHashMap<>();
      Models.usual()
          .forEach(
              (name, builder) ->
                  models.put(
                      name,
                      () -> {
                        NeuralModel model = builder.get();
                        built.add(model);
                        return model;
                      }));
      Doctor.models(models);
      assertEquals(second, Seeds.next());
      assertEquals(List.of(), reports);
      assertEquals(models.size(), built.size());
      assertTrue(built.stream().allMatch(NeuralModel::isClosed));
    } finally {
      Training.recordAll(null);
    }
  }

  @Test
  void tryingShowsHowFarItIsAndCanBeInterrupted() {
    RecordingNotebook notebook = new RecordingNotebook();
    Map<String, Supplier<NeuralModel>> models = new LinkedHashMap<>();
    models.put("NADE", Models.usual().get("NADE"));
    models.put(
        "GAN",
        () -> {
          Thread.currentThread().interrupt();
          return Models.usual().get("GAN").get();
        });
    models.put("VAE", () -> fail("is not reached"));
    try (LiveOutput live = new LiveOutput(notebook);
        ProgressTask.Watch watch = ProgressTask.watch(live)) {
      assertThrows(CancellationException.class, () -> Doctor.models(models));
    }
    assertFalse(Thread.currentThread().isInterrupted());
    String progress = notebook.passed.get(0).get(MimeBundle.TEXT);
    assertTrue(progress.contains("kind of model 1/3"), progress);
    String end = notebook.shown.get(notebook.shown.size() - 1).get(MimeBundle.TEXT);
    assertTrue(end.contains("nterrupted"), end);
  }
}
