package org.dgm4j.magic.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.display.View;
import org.dgm4j.display.component.TableView;
import org.dgm4j.engine.Devices;
import org.dgm4j.engine.EngineReport;
import org.dgm4j.engine.MxNet;
import org.dgm4j.engine.NvidiaDriver;
import org.dgm4j.magic.notebook.Notebook;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.registry.Models;
import org.dgm4j.training.Training;
import org.dgm4j.training.TrainingRun;

/**
 * Checks what the plugin needs of the machine and which kinds of models can be trained on it, and
 * says what to do.
 */
final class Doctor {

  private static final long GIGABYTE = 1L << 30;
  private static final int OLDEST_JAVA = 17;
  private static final String ENGINE = "engine";

  /** The batch size of a training that is given none. */
  private static final int BATCH = 100;

  private Doctor() {}

  /** How well something is. */
  enum Health {
    OK,
    WARNING,
    PROBLEM
  }

  /**
   * One thing that was checked.
   *
   * @param what it is
   * @param found how it was found, and what to do unless it is well
   */
  record Finding(String what, Health health, String found) {

    private boolean isProblemOf(String name) {
      return health == Health.PROBLEM && what.equals(name);
    }

    private List<String> cells() {
      return List.of(health.name().toLowerCase(Locale.ROOT), what, found);
    }
  }

  /** Everything that can be checked from here. */
  static List<Finding> examine(Notebook notebook) {
    List<Finding> findings = new ArrayList<>();
    findings.add(java(Runtime.version().feature(), Runtime.version().toString()));
    findings.add(engine());
    int cores = Runtime.getRuntime().availableProcessors();
    findings.add(threads(cores, System.getenv("OMP_NUM_THREADS")));
    findings.add(heap(Runtime.getRuntime().maxMemory()));
    EngineReport.Memory memory = EngineReport.cpu();
    findings.add(memory(memory.free(), memory.total()));
    findings.add(gpu());
    findings.add(data(Datasets.folder()));
    findings.add(space("disk of this notebook", Path.of("")));
    findings.add(space("disk of the caches", Path.of(System.getProperty("user.home"))));
    findings.add(new Finding("kernel", Health.OK, notebook.kernel()));
    if (findings.stream().noneMatch(finding -> finding.isProblemOf(ENGINE))) {
      findings.addAll(models(Models.usual()));
    }
    return findings;
  }

  /**
   * Trains models for a step each. Nothing is left of it: no experiment, no seed of the notebook,
   * no memory.
   *
   * @throws CancellationException if the thread is interrupted
   */
  static List<Finding> models(Map<String, Supplier<NeuralModel>> models) {
    List<Finding> findings = new ArrayList<>();
    try (ProgressTask work = ProgressTask.of("kind of model", models.size()).atOnce()) {
      work.goesOn(0);
      for (Map.Entry<String, Supplier<NeuralModel>> entry : models.entrySet()) {
        findings.add(model(entry.getKey(), entry.getValue()));
        work.advance(1);
      }
    }
    return findings;
  }

  private static Finding model(String name, Supplier<NeuralModel> builder) {
    long began = System.nanoTime();
    try (NeuralModel model = builder.get()) {
      TrainingRun run =
          Training.of(model)
              .data(noise(model.exampleShape()))
              .epochs(1)
              .batchSize(BATCH)
              .seed(1)
              .silent()
              .unrecorded()
              .start();
      return run.outcome() == TrainingRun.Outcome.COMPLETED
          ? new Finding(
              name,
              Health.OK,
              String.format(
                  Locale.ROOT,
                  "can be trained: built, and a batch of %d learnt, in %.1f s",
                  BATCH,
                  (System.nanoTime() - began) * 1e-9))
          : new Finding(name, Health.PROBLEM, run.message());
    } catch (IllegalArgumentException | IllegalStateException e) {
      return new Finding(name, Health.PROBLEM, "can't be trained here: " + e.getMessage());
    }
  }

  /** Examples of zeros and ones, which models of all kinds can be trained on. */
  private static Samples noise(int... shape) {
    int dimensions = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    float[] values = new float[BATCH * dimensions];
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(2);
    }
    return Samples.of(values, BATCH, shape);
  }

  /** A table of findings, and what they come to. */
  static View view(List<Finding> findings) {
    long bad = findings.stream().filter(finding -> finding.health != Health.OK).count();
    String note =
        bad == 0
            ? "All is well."
            : bad == 1 ? "One thing needs a look." : bad + " things need a look.";
    return new TableView(
        List.of("", "what", "found"), findings.stream().map(Finding::cells).toList(), note);
  }

  static Finding java(int feature, String version) {
    return feature >= OLDEST_JAVA
        ? new Finding("Java", Health.OK, version)
        : new Finding(
            "Java",
            Health.PROBLEM,
            version + ": install a JDK of version 17 or newer, and set JAVA_HOME to its folder");
  }

  private static Finding engine() {
    try {
      return new Finding(
          ENGINE,
          Health.OK,
          "MXNet %s from %s".formatted(MxNet.engine().getVersion(), MxNet.library()));
    } catch (IllegalStateException e) {
      return new Finding(ENGINE, Health.PROBLEM, e.getMessage());
    }
  }

  static Finding threads(int cores, String variable) {
    if (variable == null) {
      return new Finding("threads", Health.OK, "one for each of %d cores".formatted(cores));
    }
    String found = "OMP_NUM_THREADS is %s, for %d cores".formatted(variable, cores);
    return variable.equals(Integer.toString(cores))
        ? new Finding("threads", Health.OK, found)
        : new Finding(
            "threads",
            Health.WARNING,
            found + ": take it out of the environment, and start the kernel anew");
  }

  static Finding heap(long most) {
    String found = "up to " + size(most) + " for Java";
    return most >= GIGABYTE
        ? new Finding("heap", Health.OK, found)
        : new Finding(
            "heap", Health.WARNING, found + ": start with JDK_JAVA_OPTIONS=-Xmx4g ./lab for more");
  }

  static Finding memory(long free, long total) {
    String found = size(free) + " free of " + size(total);
    return free >= GIGABYTE
        ? new Finding("memory", Health.OK, found)
        : new Finding(
            "memory", Health.WARNING, found + ": close other programs, or take smaller batches");
  }

  private static Finding gpu() {
    try {
      return gpu(NvidiaDriver.description().isPresent(), Devices.available());
    } catch (IllegalStateException e) {
      return new Finding("GPU", Health.WARNING, "not known as long as there is no engine");
    }
  }

  static Finding gpu(boolean driver, List<String> devices) {
    if (devices.size() > 1) {
      return new Finding("GPU", Health.OK, String.join(", ", devices.subList(1, devices.size())));
    }
    return driver
        ? new Finding(
            "GPU",
            Health.WARNING,
            "there is an NVIDIA driver, but MXNet's library here is built for the CPU: see the GPU"
                + " paragraph of the README")
        : new Finding("GPU", Health.OK, "no NVIDIA driver, so models compute on the CPU");
  }

  static Finding data(Path folder) {
    if (!Files.exists(folder)) {
      return new Finding(
          "data folder",
          Health.OK,
          folder + " is not there, and drawn-digits needs none: DGM4J_DATA names another one");
    }
    try (Stream<Path> entries = Files.list(folder)) {
      String sets =
          entries
              .filter(Files::isDirectory)
              .map(entry -> entry.getFileName().toString())
              .sorted()
              .collect(Collectors.joining(", "));
      return new Finding(
          "data folder", Health.OK, folder + " has " + (sets.isEmpty() ? "no data sets" : sets));
    } catch (IOException e) {
      return new Finding(
          "data folder",
          Health.PROBLEM,
          folder + " can't be read: set DGM4J_DATA to a folder that you can read");
    }
  }

  private static Finding space(String what, Path folder) {
    try {
      return space(what, Files.getFileStore(folder.toAbsolutePath()).getUsableSpace());
    } catch (IOException e) {
      return new Finding(what, Health.WARNING, "can't be looked at: " + e.getMessage());
    }
  }

  static Finding space(String what, long free) {
    return free >= GIGABYTE
        ? new Finding(what, Health.OK, size(free) + " free")
        : new Finding(
            what, Health.WARNING, size(free) + " free: delete what is not needed any more");
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, "%.1f GB", (double) bytes / GIGABYTE);
  }
}
