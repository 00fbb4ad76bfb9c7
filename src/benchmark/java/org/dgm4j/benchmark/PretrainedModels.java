package org.dgm4j.benchmark;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Fingerprint;
import org.dgm4j.data.Samples;
import org.dgm4j.data.TrainingRecord;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.evaluation.Likelihood;
import org.dgm4j.model.DensityModel;
import org.dgm4j.model.EvidenceLowerBound;
import org.dgm4j.model.LatentVariableModel;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.pixelrnn.PixelRnn;
import org.dgm4j.model.registry.ModelArchive;
import org.dgm4j.model.registry.ModelCard;
import org.dgm4j.model.registry.ModelCards;
import org.dgm4j.model.registry.Models;
import org.dgm4j.model.variational.Vae;
import org.dgm4j.training.TrainingRun;

/**
 * Trains the models that come with the plugin, and writes them and their cards to its resources.
 * Goes on where it was stopped.
 *
 * <p>{@code mvn -Ppretrained test-compile exec:exec -Dmodels=nade-mnist}
 */
public final class PretrainedModels {

  /** Where models lie that come with the plugin. */
  private static final Path FOLDER =
      Path.of("src/main/resources/org/dgm4j/model/registry/pretrained");

  /** By how many nats the rounding of parameters may change the mean. */
  private static final double MOST_CHANGE = 0.01;

  /** Two rows of eight. */
  private static final int SAMPLES = 16;

  private static final Map<String, Entry> MODELS =
      new TreeMap<>(
          Map.of(
              "ar-mnist",
              new Entry("AR(N), random order", Recipe.autoRegressive()),
              "nade-mnist",
              new Entry("NADE, 500 hidden", Recipe.nade()),
              "nade-classes-mnist",
              new Entry("NADE, 500 hidden, 10 classes", Recipe.nadeOnLabelledDigits(10)),
              "row-lstm-mnist",
              new Entry("PixelRNN, two Row LSTMs, 24 hidden", Recipe.rowLstm(4)),
              "diagonal-bilstm-mnist",
              new Entry("PixelRNN, one Diagonal BiLSTM, 16 hidden", Recipe.diagonalBiLstm(8)),
              "vae-mnist",
              new Entry(
                  "VAE, 50 latent, 2×200 hidden",
                  Recipe.vae(Datasets::binarizedMnist, 35, training -> training.patience(10))),
              "vae-classes-mnist",
              new Entry("VAE, 50 latent, 2×200 hidden, 10 classes", Recipe.vaeWithClasses()),
              "nade-drawn-digits",
              new Entry("NADE, 300 hidden", nadeOnDrawnDigits()),
              "vae-drawn-digits",
              new Entry("VAE, 10 latent, 300 hidden", vaeOnDrawnDigits()),
              "pixelrnn-drawn-digits",
              new Entry(
                  "PixelRNN, one Diagonal BiLSTM, 16 hidden, 14×14", pixelRnnOnDrawnDigits())));

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
        training -> training.patience(3));
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
        UnaryOperator.identity());
  }

  private static void run(String name) {
    Recipe recipe = MODELS.get(name).recipe();
    Dataset data = withoutFolder(recipe.data().get());
    try (NeuralModel model = recipe.model().get()) {
      String checkpoint = "target/pretrained/" + name;
      TrainingRun run = recipe.train(model, data, checkpoint);
      model.setTraining(described(model.training(), data.description()));
      Score score = Score.of(model, data.test());
      Path rounded = Path.of(checkpoint + ".rounded");
      ModelArchive.writeRounded(rounded, model, Map.of());
      try (NeuralModel stored = Models.load(rounded.toString())) {
        Score storedScore = Score.of(stored, data.test());
        System.out.printf(
            Locale.ROOT,
            "%s: %.4f ± %.4f nats, as it is stored %.4f%n",
            name,
            -score.mean(),
            score.standardError(),
            -storedScore.mean());
        if (!(Math.abs(score.mean() - storedScore.mean()) <= MOST_CHANGE)) {
          throw new IllegalStateException("Rounding changes " + name + " too much");
        }
        store(name, run, data, stored, storedScore);
      }
    }
  }

  /** The folder that data were read from is none of a user's. */
  private static Dataset withoutFolder(Dataset data) {
    String description = data.description().replaceAll(", from [^;]*", "");
    return new Dataset(data.name(), description, data.train(), data.validation(), data.test());
  }

  private static TrainingRecord described(TrainingRecord record, String description) {
    return new TrainingRecord(
        record.data(),
        description,
        record.fingerprint(),
        record.binary(),
        record.drawn(),
        record.epochs(),
        record.seconds());
  }

  private static void store(
      String name, TrainingRun run, Dataset data, NeuralModel model, Score score) {
    Path file = FOLDER.resolve(name);
    try {
      if (Files.exists(file)) {
        try (NeuralModel earlier = Models.load(file.toString())) {
          boolean same = Arrays.equals(parameters(earlier), parameters(model));
          System.out.println(name + (same ? " is as it was, bit for bit" : " is another one now"));
        }
      }
      ModelCard.write(file, model, model.sample(SAMPLES, Recipe.SEED));
      byte[] bytes = Files.readAllBytes(file);
      ModelCards.in(FOLDER)
          .with(
              new ModelCard(
                  name,
                  MODELS.get(name).about(),
                  model.settings(),
                  model.parameterCount(),
                  data.name(),
                  data.description(),
                  Fingerprint.of(data.train()),
                  new TreeMap<>(run.settings()),
                  run.epochs().size(),
                  model.objectiveKind(),
                  score.mean(),
                  score.standardError(),
                  data.test().count(),
                  bytes.length,
                  ModelCard.checksum(bytes),
                  System.getProperty("dgm4j.version")))
          .write(FOLDER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] parameters(NeuralModel model) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    model.snapshot().write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  /** A model of the plugin: what it is in a few words, and how it is made. */
  private record Entry(String about, Recipe recipe) {}

  /** Mean of log p(x) of test examples, or of its bound, and the standard error of that mean. */
  private record Score(double mean, double standardError) {

    static Score of(NeuralModel model, Samples test) {
      if (model instanceof DensityModel density) {
        Likelihood likelihood = Likelihood.of(density, test);
        return new Score(likelihood.mean(), likelihood.standardError());
      }
      EvidenceLowerBound bound =
          ((LatentVariableModel) model).evidenceLowerBound(test, Recipe.SEED);
      return new Score(bound.mean(), bound.standardError());
    }
  }
}
