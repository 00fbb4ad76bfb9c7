package org.dgm4j.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Ordering;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.evaluation.Likelihood;
import org.dgm4j.model.DensityModel;
import org.dgm4j.model.EvidenceLowerBound;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.autoregressive.AutoRegressive;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.pixelrnn.PixelRnn;
import org.dgm4j.model.variational.Vae;
import org.dgm4j.training.Optimizers;
import org.dgm4j.training.Progress;
import org.dgm4j.training.Training;
import org.dgm4j.training.TrainingRun;

/**
 * Trains models on the data sets of the literature and prints a row of the results for each.
 *
 * <p>{@code mvn -Presults test-compile exec:exec -Dexperiments=nade-mushrooms}
 */
public final class PublishedResults {

  private static final long SEED = 42;

  private static final Map<String, Runnable> EXPERIMENTS =
      new TreeMap<>(
          Map.of(
              "ar-mnist", PublishedResults::autoRegressiveOnBinarizedMnist,
              "nade-mnist", PublishedResults::nadeOnBinarizedMnist,
              "nade-mushrooms", PublishedResults::nadeOnMushrooms,
              "row-lstm-mnist", PublishedResults::rowLstmOnBinarizedMnist,
              "diagonal-bilstm-mnist", PublishedResults::diagonalBiLstmOnBinarizedMnist,
              "vae-mnist", PublishedResults::vaeOnMnist,
              "vae-fixed-mnist", PublishedResults::vaeOnBinarizedMnist));

  private PublishedResults() {}

  /** Runs the experiments of these names, or all. */
  public static void main(String[] names) {
    List<String> chosen =
        names.length == 0 ? new ArrayList<>(EXPERIMENTS.keySet()) : Arrays.asList(names);
    if (!EXPERIMENTS.keySet().containsAll(chosen)) {
      System.err.println("The experiments are " + EXPERIMENTS.keySet() + ", not " + chosen);
      System.exit(2);
    }
    ProgressTask.observeAll(Console::new);
    chosen.forEach(name -> EXPERIMENTS.get(name).run());
  }

  private static void nadeOnBinarizedMnist() {
    Dataset data = Datasets.binarizedMnist();
    try (Nade nade = Nade.builder().image(28, 28).hidden(500).seed(SEED).build()) {
      report(
          nade,
          data,
          Training.of(nade).epochs(30).batchSize(100).patience(5).finalLearningRate(1e-6),
          2e-3);
    }
  }

  private static void autoRegressiveOnBinarizedMnist() {
    Dataset data = Datasets.binarizedMnist();
    try (AutoRegressive model =
        AutoRegressive.builder()
            .image(28, 28)
            .order(AutoRegressive.ALL)
            .ordering(Ordering.random(1))
            .build()) {
      Training training = Training.of(model).epochs(40).finalLearningRate(1e-5).weightDecay(2e-4);
      report(model, data, training.batchSize(100).patience(5), 5e-3);
    }
  }

  private static void nadeOnMushrooms() {
    Dataset data = Datasets.binaryTable("uci/mushrooms");
    int dimensions = data.dimensions();
    try (Nade nade = Nade.builder().dimensions(dimensions).hidden(500).seed(SEED).build()) {
      report(nade, data, Training.of(nade).epochs(200).batchSize(20).patience(10), 1e-3);
    }
  }

  private static void rowLstmOnBinarizedMnist() {
    PixelRnn.Builder builder = PixelRnn.builder().image(28, 28).rowLstm().layers(2).hidden(24);
    pixelRnnOnBinarizedMnist(builder, 18, "row-lstm");
  }

  private static void diagonalBiLstmOnBinarizedMnist() {
    PixelRnn.Builder builder = PixelRnn.builder().image(28, 28).diagonalBiLstm().hidden(16);
    pixelRnnOnBinarizedMnist(builder, 20, "diagonal-bilstm");
  }

  /** Goes on where it was stopped; {@code -Depochs=30} is another training, of so many epochs. */
  private static void pixelRnnOnBinarizedMnist(PixelRnn.Builder builder, int usual, String name) {
    int epochs = Integer.getInteger("epochs", usual);
    try (PixelRnn model = builder.seed(SEED).build()) {
      Training training =
          Training.of(model)
              .epochs(epochs)
              .batchSize(20)
              .finalLearningRate(1e-5)
              .checkpoint("target/results/" + name + "-" + epochs)
              .resume();
      report(model, Datasets.binarizedMnist(), training, 3e-3);
    }
  }

  /** The architecture of Burda, Grosse and Salakhutdinov (2016) with dynamic binarization. */
  private static void vaeOnMnist() {
    Dataset data = Datasets.mnist();
    try (Vae vae = vae()) {
      Training training = Training.of(vae).data(data).dynamicBinarization().epochs(300);
      reportBound(vae, data.name() + ", dynamic", data.test().binarized(SEED), training);
    }
  }

  private static void vaeOnBinarizedMnist() {
    Dataset data = Datasets.binarizedMnist();
    try (Vae vae = vae()) {
      reportBound(
          vae, data.name(), data.test(), Training.of(vae).data(data).epochs(35).patience(10));
    }
  }

  private static Vae vae() {
    return Vae.builder().image(28, 28).latent(50).hidden(200, 200).tanh().seed(SEED).build();
  }

  /**
   * Goes on where it was stopped. With 5,000 draws it judges every tenth test image, as those of
   * binarized MNIST are sorted by digit.
   */
  private static void reportBound(Vae vae, String data, Samples test, Training training) {
    double before = cpuMinutes();
    TrainingRun run =
        training
            .batchSize(100)
            .optimizer(Optimizers.adam(2e-3))
            .finalLearningRate(1e-5)
            .checkpoint("target/results/vae-" + data.replaceAll("\\W+", "-"))
            .resume()
            .seed(SEED)
            .start();
    double trained = cpuMinutes() - before;
    EvidenceLowerBound bound = vae.evidenceLowerBound(test, SEED);
    System.out.println(bound);
    System.out.println(vae.activeUnits(test));
    before = cpuMinutes();
    double[] all = vae.logProbabilityEstimate(test, 500, SEED);
    int[] tenth = IntStream.range(0, test.count() / 10).map(i -> 10 * i).toArray();
    double[] some = vae.logProbabilityEstimate(test.select(tenth), 5000, SEED);
    double[] same = Arrays.stream(tenth).mapToDouble(i -> all[i]).toArray();
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %s, %d epochs | ELBO %.2f ± %.2f | k = 500: %.2f ± %.2f | k = 5000, every"
            + " tenth: %.2f ± %.2f (k = 500: %.2f) | %.0f s, %.1f CPU minutes, %.1f more to judge"
            + " |%n",
        data,
        vae,
        run.settings(),
        run.epochs().size(),
        bound.mean(),
        bound.standardError(),
        -mean(all),
        standardError(all),
        -mean(some),
        standardError(some),
        -mean(same),
        run.epochs().get(run.epochs().size() - 1).seconds(),
        trained,
        cpuMinutes() - before);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double standardError(double[] values) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return Math.sqrt(squares / (values.length - 1) / values.length);
  }

  /** The time that all processors together have given to this process. */
  private static double cpuMinutes() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return system.getProcessCpuTime() / 60e9;
  }

  private static <M extends NeuralModel & DensityModel> void report(
      M model, Dataset data, Training training, double learningRate) {
    double before = cpuMinutes();
    TrainingRun run =
        training.data(data).optimizer(Optimizers.adam(learningRate)).seed(SEED).start();
    Likelihood likelihood = Likelihood.of(model, data.test());
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %s, %d epochs | %.2f ± %.2f | %.0f s, %.1f CPU minutes since it went on |%n",
        data.name(),
        model,
        run.settings(),
        run.epochs().size(),
        -likelihood.mean(),
        likelihood.standardError(),
        run.epochs().get(run.epochs().size() - 1).seconds(),
        cpuMinutes() - before);
  }

  /** Prints a line an epoch; whoever stops and goes on adds up the last processor times. */
  private static final class Console implements ProgressTask.Observer {
    private final double before = cpuMinutes();
    private int printed;

    @Override
    public void onProgress(ProgressTask.State state) {
      if (state.detail().orElse(null) instanceof Progress progress
          && progress.history().size() > printed) {
        printed = progress.history().size();
        System.out.printf(
            Locale.ROOT,
            "%s, %.1f CPU minutes since it went on%n",
            progress.history().get(printed - 1),
            cpuMinutes() - before);
      }
    }

    @Override
    public void onEnd(
        ProgressTask.State state, ProgressTask.Ending ending, Optional<Object> result) {
      if (result.orElse(null) instanceof TrainingRun run) {
        System.out.println(run.message());
      }
    }
  }
}
