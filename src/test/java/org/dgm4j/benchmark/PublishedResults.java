package org.dgm4j.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Datasets;
import org.dgm4j.data.Ordering;
import org.dgm4j.evaluation.Likelihood;
import org.dgm4j.model.DensityModel;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.autoregressive.AutoRegressive;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.pixelrnn.PixelRnn;
import org.dgm4j.training.Epoch;
import org.dgm4j.training.Optimizers;
import org.dgm4j.training.Progress;
import org.dgm4j.training.Training;
import org.dgm4j.training.TrainingObserver;
import org.dgm4j.training.TrainingRun;

/**
 * Trains models on the data sets of the literature and prints a row of the README's table for each.
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
              "row-lstm-mnist", () -> pixelRnnOnBinarizedMnist("row-lstm"),
              "diagonal-bilstm-mnist", () -> pixelRnnOnBinarizedMnist("diagonal-bilstm")));

  private PublishedResults() {}

  /** Runs the experiments of these names, or all. */
  public static void main(String[] names) {
    List<String> chosen =
        names.length == 0 ? new ArrayList<>(EXPERIMENTS.keySet()) : Arrays.asList(names);
    if (!EXPERIMENTS.keySet().containsAll(chosen)) {
      System.err.println("The experiments are " + EXPERIMENTS.keySet() + ", not " + chosen);
      System.exit(2);
    }
    chosen.forEach(name -> EXPERIMENTS.get(name).run());
  }

  private static void nadeOnBinarizedMnist() {
    Dataset data = Datasets.binarizedMnist();
    try (Nade nade = Nade.builder().image(28, 28).hidden(500).seed(SEED).build()) {
      report(nade, data, Training.of(nade).epochs(30).patience(5).finalLearningRate(1e-6), 2e-3);
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
      report(model, data, training.patience(5), 5e-3);
    }
  }

  private static void nadeOnMushrooms() {
    Dataset data = Datasets.binaryTable("uci/mushrooms");
    int dimensions = data.dimensions();
    try (Nade nade = Nade.builder().dimensions(dimensions).hidden(500).seed(SEED).build()) {
      report(nade, data, Training.of(nade).epochs(200).batchSize(20).patience(10), 1e-3);
    }
  }

  /** Goes on where it was stopped; more epochs by {@code -Depochs=30} after it has ended. */
  private static void pixelRnnOnBinarizedMnist(String lstm) {
    PixelRnn.Builder builder = PixelRnn.builder().image(28, 28).hidden(16).seed(SEED);
    boolean diagonal = lstm.equals("diagonal-bilstm");
    try (PixelRnn model = (diagonal ? builder.diagonalBiLstm() : builder.rowLstm()).build()) {
      Training training =
          Training.of(model)
              .epochs(Integer.getInteger("epochs", 8))
              .batchSize(20)
              .finalLearningRate(1e-5)
              .checkpoint("target/results/" + lstm)
              .resume();
      report(model, Datasets.binarizedMnist(), training, 3e-3);
    }
  }

  private static <M extends NeuralModel & DensityModel> void report(
      M model, Dataset data, Training training, double learningRate) {
    TrainingRun run =
        training
            .data(data)
            .optimizer(Optimizers.adam(learningRate))
            .seed(SEED)
            .observer(new Console())
            .start();
    Likelihood likelihood = Likelihood.of(model, data.test());
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %s, %d epochs | %.2f ± %.2f | %.0f s |%n",
        data.name(),
        model,
        run.settings(),
        run.epochs().size(),
        -likelihood.mean(),
        likelihood.standardError(),
        run.epochs().get(run.epochs().size() - 1).seconds());
  }

  /** Prints a line an epoch. */
  private static final class Console implements TrainingObserver {
    private int printed;

    @Override
    public void onProgress(Progress progress) {
      List<Epoch> history = progress.history();
      if (history.size() > printed) {
        printed = history.size();
        System.out.println(history.get(printed - 1));
      }
    }

    @Override
    public void onEnd(TrainingRun run) {
      System.out.println(run.message());
    }

    @Override
    public void onFailure(Throwable error) {
      System.out.println(error);
    }
  }
}
