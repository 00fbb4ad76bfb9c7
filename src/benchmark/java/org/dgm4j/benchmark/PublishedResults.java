package org.dgm4j.benchmark;

import static org.dgm4j.benchmark.Console.cpuMinutes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.evaluation.Classification;
import org.dgm4j.evaluation.Likelihood;
import org.dgm4j.model.DensityModel;
import org.dgm4j.model.EvidenceLowerBound;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.variational.Vae;
import org.dgm4j.training.Optimizers;
import org.dgm4j.training.Training;
import org.dgm4j.training.TrainingRun;

/**
 * Trains models on the data sets of the literature and prints a row of the results for each. Goes
 * on where it was stopped; {@code -Depochs=30} is another training, of so many epochs.
 *
 * <p>{@code mvn -Presults test-compile exec:exec -Dexperiments=nade-mushrooms}
 */
public final class PublishedResults {

  private static final Map<String, Recipe> EXPERIMENTS =
      new TreeMap<>(
          Map.of(
              "ar-mnist", Recipe.autoRegressive(),
              "nade-mnist", Recipe.nade(),
              "nade-labelled-mnist", Recipe.nadeOnLabelledDigits(0),
              "nade-classes-mnist", Recipe.nadeOnLabelledDigits(10),
              "vae-classes-mnist", Recipe.vaeWithClasses(),
              "nade-mushrooms", nadeOnMushrooms(),
              "row-lstm-mnist", Recipe.rowLstm(18),
              "diagonal-bilstm-mnist", Recipe.diagonalBiLstm(20),
              "vae-mnist", Recipe.vae(Datasets::mnist, 300, Training::dynamicBinarization),
              "vae-fixed-mnist",
                  Recipe.vae(Datasets::binarizedMnist, 35, training -> training.patience(10))));

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
    chosen.forEach(PublishedResults::run);
  }

  private static Recipe nadeOnMushrooms() {
    return new Recipe(
        () -> Nade.builder().dimensions(112).hidden(500).seed(Recipe.SEED).build(),
        () -> Datasets.binaryTable("uci/mushrooms"),
        200,
        training -> training.optimizer(Optimizers.adam(1e-3)).batchSize(20).patience(10));
  }

  private static void run(String name) {
    Recipe usual = EXPERIMENTS.get(name);
    Recipe recipe = usual.lasting(Integer.getInteger("epochs", usual.epochs()));
    Dataset data = recipe.data().get();
    try (NeuralModel model = recipe.model().get()) {
      double before = cpuMinutes();
      String checkpoint = "target/results/" + name + "-" + recipe.epochs();
      TrainingRun run = recipe.train(model, data, checkpoint);
      double trained = cpuMinutes() - before;
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %s, %d epochs | %s | %.0f s, %.1f CPU minutes since it went on, %.1f more to"
              + " judge |%n",
          data.name(),
          model,
          run.settings(),
          run.epochs().size(),
          judged(model, data.test()),
          run.epochs().get(run.epochs().size() - 1).seconds(),
          trained,
          cpuMinutes() - before - trained);
    }
  }

  private static String judged(NeuralModel model, Samples test) {
    String nats =
        model instanceof Vae vae
            ? judged(vae, test.binarized(Recipe.SEED))
            : judged((DensityModel) model, test);
    return model.classes() == 0 ? nats : nats + " | " + Classification.of(model, test, Recipe.SEED);
  }

  private static String judged(DensityModel model, Samples test) {
    Likelihood likelihood = Likelihood.of(model, test);
    return "%.2f ± %.2f".formatted(-likelihood.mean(), likelihood.standardError());
  }

  /**
   * With 5,000 draws it judges every tenth test image, as those of binarized MNIST are sorted by
   * digit.
   */
  private static String judged(Vae vae, Samples test) {
    EvidenceLowerBound bound = vae.evidenceLowerBound(test, Recipe.SEED);
    System.out.println(bound);
    System.out.println(vae.activeUnits(test));
    double[] all = vae.logProbabilityEstimate(test, 500, Recipe.SEED);
    int[] tenth = IntStream.range(0, test.count() / 10).map(i -> 10 * i).toArray();
    double[] some = vae.logProbabilityEstimate(test.select(tenth), 5000, Recipe.SEED);
    double[] same = Arrays.stream(tenth).mapToDouble(i -> all[i]).toArray();
    return String.format(
        Locale.ROOT,
        "ELBO %.2f ± %.2f | k = 500: %.2f ± %.2f | k = 5000, every tenth: %.2f ± %.2f (k = 500:"
            + " %.2f)",
        bound.mean(),
        bound.standardError(),
        -StatUtils.mean(all),
        standardError(all),
        -StatUtils.mean(some),
        standardError(some),
        -StatUtils.mean(same));
  }

  private static double standardError(double[] values) {
    return Math.sqrt(StatUtils.variance(values) / values.length);
  }
}
