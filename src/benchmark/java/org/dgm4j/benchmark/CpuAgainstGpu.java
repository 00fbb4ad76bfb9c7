package org.dgm4j.benchmark;

import ai.djl.engine.EngineException;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.engine.Devices;
import org.dgm4j.engine.EngineReport;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.pixelrnn.PixelRnn;
import org.dgm4j.model.variational.Vae;
import org.dgm4j.training.CurvePoint;
import org.dgm4j.training.Training;
import org.dgm4j.training.TrainingRun;

/**
 * Training of NADE, PixelRNN and a VAE on the CPU and on a GPU in one run: examples a second, their
 * ratio to the first device's, and how far the loss curves are apart. The devices take turns: in a
 * first round Java and the GPU's driver compile what is used, of the others the best counts.
 * Without a GPU it measures the CPU alone, and says so.
 *
 * <p>For a GPU, once {@code ./lab --gpu} has unpacked the libraries: run {@code mvn -q test-compile
 * dependency:copy-dependencies -DoutputDirectory=target/jars}, and
 *
 * <pre>{@code
 * export MXNET_LIBRARY_PATH=$HOME/.dgm4j/gpu/mxnet-1.9.1-cuda-11.8
 * export LD_LIBRARY_PATH=$MXNET_LIBRARY_PATH:$LD_LIBRARY_PATH DJL_OFFLINE=true
 * export CUDA_CACHE_PATH=$HOME/.dgm4j/gpu/compiled CUDA_CACHE_MAXSIZE=2147483648
 * export CUDA_MODULE_LOADING=LAZY
 * java -cp 'target/classes:target/jars/*:target/test-classes' org.dgm4j.benchmark.CpuAgainstGpu 50
 * }</pre>
 *
 * The number is that of the batches, 20 if it is none, and at most those of one epoch. On a machine
 * without a registry the same does with {@code target/classes}, {@code target/test-classes}, {@code
 * target/jars}, a JDK and that folder of libraries. {@code MXNET_MKLDNN_ENABLED=0}, which the
 * kernel for the GPU sets, would slow the CPU down; none of these models needs it.
 *
 * <p>{@code -Ddevices=cpu,gpu:0,gpu:1} names devices. {@code -Ddevices=cpu:0,cpu:1}, with {@code
 * target/device-test-classes} first on the class path, tries the program without a GPU, where the
 * ratios must be about 1.
 */
public final class CpuAgainstGpu {

  private static final int ROUNDS = 3;
  private static final int WARM_UP = 3;

  private final Samples digits = Datasets.drawnDigits().binarized(1).train();
  private final List<String> devices;
  private final int batches;

  private CpuAgainstGpu(List<String> devices, int batches) {
    this.devices = devices;
    this.batches = batches;
  }

  /** Prints each round as it ends, and at last a row for each model. */
  public static void main(String[] arguments) {
    CpuAgainstGpu benchmark = new CpuAgainstGpu(devices(), Stopwatch.repetitions(arguments, 20));
    EngineReport.now().facts().forEach((what, is) -> System.out.println(what + ": " + is));
    List<String> rows =
        List.of(
            benchmark.row(
                "NADE, 784 pixels, 500 hidden",
                100,
                () -> Nade.builder().image(28, 28).hidden(500).seed(1).build()),
            benchmark.row(
                "Diagonal BiLSTM, 28×28, 16 hidden",
                16,
                () -> PixelRnn.builder().image(28, 28).diagonalBiLstm().hidden(16).seed(1).build()),
            benchmark.row(
                "VAE 784-500-500-20",
                100,
                () -> Vae.builder().image(28, 28).latent(20).hidden(500, 500).seed(1).build()));
    benchmark.header();
    rows.forEach(System.out::println);
  }

  private static List<String> devices() {
    String named = System.getProperty("devices", "");
    if (!named.isBlank()) {
      return List.of(named.split(","));
    }
    List<String> available = Devices.available();
    if (available.size() == 1) {
      System.out.println("There is no GPU that MXNet can use here, so only the CPU is measured.");
    }
    return available.subList(0, Math.min(2, available.size()));
  }

  private void header() {
    String names =
        devices.stream().map(device -> device + ", examples/s").collect(Collectors.joining(" | "));
    String ratios =
        devices.stream()
            .skip(1)
            .map(" | %s, times as fast | nats apart"::formatted)
            .collect(Collectors.joining());
    System.out.printf("| training | batch | %s%s |%n", names, ratios);
    System.out.println("| --- ".repeat(2 + devices.size() + 2 * (devices.size() - 1)) + "|");
  }

  private String row(String name, int batchSize, Supplier<NeuralModel> builder) {
    Map<String, Measured> measured = new LinkedHashMap<>();
    for (int round = 1; round <= ROUNDS; round++) {
      for (String device : devices) {
        Measured before = measured.get(device);
        if (before == null || !before.hasFailed()) {
          Measured now = measure(device, batchSize, builder);
          System.out.printf(
              "%s on %s, round %d of %d: %s%n", name, device, round, ROUNDS, now.described());
          measured.put(device, round <= 2 ? now : now.better(before));
        }
      }
    }
    Measured first = measured.get(devices.get(0));
    String speeds =
        measured.values().stream()
            .map(m -> String.format(Locale.ROOT, "%,.0f", m.speed()))
            .collect(Collectors.joining(" | "));
    String ratios =
        measured.values().stream()
            .skip(1)
            .map(
                m ->
                    String.format(
                        Locale.ROOT,
                        " | %.2f | %.1e",
                        m.speed() / first.speed(),
                        m.distance(first)))
            .collect(Collectors.joining());
    return "| %s | %d | %s%s |".formatted(name, batchSize, speeds, ratios);
  }

  /**
   * What was measured on a device.
   *
   * @param speed in examples a second, once the first batches are done; not a number if it failed
   * @param failure why, or null
   */
  private record Measured(double speed, double seconds, double[] curve, String failure) {

    boolean hasFailed() {
      return failure != null;
    }

    String described() {
      return hasFailed()
          ? failure
          : String.format(Locale.ROOT, "%,.0f examples/s, %.1f s in all", speed, seconds);
    }

    Measured better(Measured other) {
      return hasFailed() || speed > other.speed ? this : other;
    }

    double distance(Measured other) {
      if (hasFailed() || other.hasFailed()) {
        return Double.NaN;
      }
      double greatest = 0;
      for (int i = 0; i < curve.length; i++) {
        greatest = Math.max(greatest, Math.abs(curve[i] - other.curve[i]));
      }
      return greatest;
    }
  }

  private Measured measure(String device, int batchSize, Supplier<NeuralModel> builder) {
    Devices.use(device);
    List<Long> times = new ArrayList<>();
    int all = Math.min(digits.count(), (WARM_UP + batches) * batchSize) / batchSize * batchSize;
    long began = System.nanoTime();
    try (NeuralModel model = builder.get()) {
      TrainingRun run =
          Training.of(model)
              .data(digits.first(all))
              .epochs(1)
              .batchSize(batchSize)
              .seed(1)
              .silent()
              .listener(
                  new TrainingListenerAdapter() {
                    @Override
                    public void onTrainingBatch(Trainer trainer, BatchData data) {
                      times.add(System.nanoTime());
                    }
                  })
              .start();
      double seconds = (times.get(times.size() - 1) - times.get(WARM_UP - 1)) * 1e-9;
      double speed = (times.size() - WARM_UP) * batchSize / seconds;
      double[] curve = run.curve().stream().mapToDouble(CurvePoint::nats).toArray();
      return new Measured(speed, (System.nanoTime() - began) * 1e-9, curve, null);
    } catch (EngineException | IllegalStateException e) {
      return new Measured(Double.NaN, 0, new double[0], "failed, " + e.getMessage());
    }
  }
}
