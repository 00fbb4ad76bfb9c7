package org.dgm4j.benchmark;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.dgm4j.data.Datasets;
import org.dgm4j.data.Samples;
import org.dgm4j.model.Devices;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.pixelrnn.PixelRnn;
import org.dgm4j.model.variational.Vae;
import org.dgm4j.training.CurvePoint;
import org.dgm4j.training.Training;
import org.dgm4j.training.TrainingRun;

/**
 * Training of NADE, PixelRNN and a VAE on the CPU and on a GPU in one run: examples a second, their
 * ratio to the first device's, and how far the loss curves are apart. Without a GPU it measures the
 * CPU alone, and says so.
 *
 * <p>{@code mvn -q -P benchmark process-test-classes
 * -Dbenchmark.program=org.dgm4j.benchmark.CpuAgainstGpu -Dbenchmark=50}; the number is that of the
 * batches, 20 if it is none. {@code -Ddevices=cpu,gpu:0,gpu:1} names devices; {@code
 * -Ddevices=cpu:0,cpu:1} tries the program without a GPU.
 *
 * <p>On a machine without a registry: here run {@code mvn -q test-compile
 * dependency:copy-dependencies -DoutputDirectory=target/jars}, and copy {@code target/classes},
 * {@code target/test-classes}, {@code target/jars}, a JDK and the folder of CUDA's libraries and
 * MXNet's CUDA build that {@code ./lab --gpu} has unpacked. There run
 *
 * <pre>{@code
 * export MXNET_LIBRARY_PATH=FOLDER LD_LIBRARY_PATH=FOLDER DJL_OFFLINE=true
 * export CUDA_CACHE_PATH=FOLDER/../compiled CUDA_CACHE_MAXSIZE=2147483648 CUDA_MODULE_LOADING=LAZY
 * export MXNET_MKLDNN_ENABLED=0 MXNET_STORAGE_FALLBACK_LOG_VERBOSE=0
 * java -cp 'target/classes:target/jars/*:target/test-classes' org.dgm4j.benchmark.CpuAgainstGpu 50
 * }</pre>
 *
 * so that DJL's classes come before those that stand in for them in the tests.
 */
public final class CpuAgainstGpu {

  private static final int WARM_UP = 3;

  private final Samples digits = Datasets.drawnDigits().binarized(1).train();
  private final List<String> devices;
  private final int batches;

  private CpuAgainstGpu(List<String> devices, int batches) {
    this.devices = devices;
    this.batches = batches;
  }

  /** Prints a row for each model. */
  public static void main(String[] arguments) {
    CpuAgainstGpu benchmark = new CpuAgainstGpu(devices(), Stopwatch.repetitions(arguments, 20));
    benchmark.header();
    benchmark.row(
        "NADE, 784 pixels, 500 hidden",
        100,
        () -> Nade.builder().image(28, 28).hidden(500).seed(1).build());
    benchmark.row(
        "Diagonal BiLSTM, 28×28, 16 hidden",
        16,
        () -> PixelRnn.builder().image(28, 28).diagonalBiLstm().hidden(16).seed(1).build());
    benchmark.row(
        "VAE 784-500-500-20",
        100,
        () -> Vae.builder().image(28, 28).latent(20).hidden(500, 500).seed(1).build());
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

  private void row(String name, int batchSize, Supplier<NeuralModel> builder) {
    Map<String, Measured> measured = new LinkedHashMap<>();
    for (String device : devices) {
      measured.put(device, measure(device, batchSize, builder));
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
    System.out.printf("| %s | %d | %s%s |%n", name, batchSize, speeds, ratios);
  }

  /**
   * What was measured on a device.
   *
   * @param speed in examples a second, once the first batches are done
   */
  private record Measured(double speed, double[] curve) {

    double distance(Measured other) {
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
      return new Measured(speed, run.curve().stream().mapToDouble(CurvePoint::nats).toArray());
    }
  }
}
