package org.dgm4j.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.evaluation.Likelihood;
import org.dgm4j.model.DensityModel;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.pixelrnn.PixelRnn;
import org.dgm4j.model.variational.Vae;
import org.dgm4j.training.TrainingRun;

/**
 * Trains the models that come with the plugin. Goes on where it was stopped.
 *
 * <p>{@code mvn -Ppretrained test-compile exec:exec -Dmodels=nade-mnist}
 */
public final class PretrainedModels {

  private static final Map<String, Recipe> MODELS =
      new TreeMap<>(
          Map.of(
              "ar-mnist", Recipe.autoRegressive(),
              "nade-mnist", Recipe.nade(),
              "row-lstm-mnist", Recipe.rowLstm(6),
              "diagonal-bilstm-mnist", Recipe.diagonalBiLstm(8),
              "vae-mnist",
                  Recipe.vae(Datasets::binarizedMnist, 35, training -> training.patience(10)),
              "nade-drawn-digits", nadeOnDrawnDigits(),
              "vae-drawn-digits", vaeOnDrawnDigits(),
              "pixelrnn-drawn-digits", pixelRnnOnDrawnDigits()));

  private PretrainedModels() {}

  /** Trains the models of these names, or all. */
  public static void main(String[] names) {
    List<String> chosen =
        names.length == 0 ? new ArrayList<>(MODELS.keySet()) : Arrays.asList(names);
    if (!MODELS.keySet().containsAll(chosen)) {
      System.err.println("The models are " + MODELS.keySet() + ", not " + chosen);
      System.exit(2);
    }
    ProgressTask.observeAll(Console::new);
    chosen.forEach(PretrainedModels::run);
  }

  private static Recipe nadeOnDrawnDigits() {
    return new Recipe(
        () -> Nade.builder().image(28, 28).hidden(300).seed(Recipe.SEED).build(),
        largeDigits(),
        14,
        training -> Recipe.falling(training, 3e-3, 1e-5).batchSize(50).patience(3));
  }

  private static Recipe vaeOnDrawnDigits() {
    return new Recipe(
        () -> Vae.builder().image(28, 28).latent(10).hidden(300).seed(Recipe.SEED).build(),
        largeDigits(),
        16,
        training -> Recipe.falling(training, 3e-3, 1e-4).batchSize(100));
  }

  private static Supplier<Dataset> largeDigits() {
    return () -> Datasets.drawnDigits().binarized(Recipe.SEED);
  }

  private static Recipe pixelRnnOnDrawnDigits() {
    return new Recipe(
        () ->
            PixelRnn.builder().image(14, 14).diagonalBiLstm().hidden(16).seed(Recipe.SEED).build(),
        () -> Datasets.drawnDigits(14, 4000, 7).quantized(2),
        7,
        training -> Recipe.falling(training, 1e-2, 5e-4).batchSize(20));
  }

  private static void run(String name) {
    Recipe recipe = MODELS.get(name);
    Dataset data = recipe.data().get();
    try (NeuralModel model = recipe.model().get()) {
      TrainingRun run = recipe.train(model, data, "target/pretrained/" + name);
      System.out.println(name + " " + run.settings());
      System.out.println(
          model instanceof DensityModel density
              ? Likelihood.of(density, data.test())
              : ((Vae) model).evidenceLowerBound(data.test(), Recipe.SEED));
    }
  }
}
