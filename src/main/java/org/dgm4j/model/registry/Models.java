package org.dgm4j.model.registry;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.dgm4j.model.GenerativeModel;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.adversarial.Gan;
import org.dgm4j.model.autoregressive.AutoRegressive;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.autoregressive.Rnade;
import org.dgm4j.model.pixelrnn.PixelRnn;
import org.dgm4j.model.variational.Vae;

/** Saving and loading models, and the trained ones that come with the plugin. */
public final class Models {

  private interface Factory {
    NeuralModel build(Map<String, String> settings, int[] exampleShape);
  }

  /**
   * A kind of model.
   *
   * @param factory makes a model with the settings of a saved one
   * @param usual models of it as they are used most, by what they are called
   */
  private record Family(
      Class<? extends NeuralModel> model,
      Factory factory,
      Map<String, Supplier<NeuralModel>> usual) {}

  /** Any number: a usual model differs from run to run in nothing. */
  private static final long USUAL_SEED = 1;

  private static final Map<String, Family> FAMILIES = new LinkedHashMap<>();

  static {
    FAMILIES.put(
        "autoregressive",
        new Family(
            AutoRegressive.class,
            AutoRegressive::of,
            Map.of(
                "AR(1)",
                () -> AutoRegressive.builder().image(28, 28).order(1).build(),
                "AR(N)",
                () -> AutoRegressive.builder().image(28, 28).order(AutoRegressive.ALL).build())));
    FAMILIES.put(
        "nade",
        new Family(
            Nade.class,
            Nade::of,
            Map.of(
                "NADE", () -> Nade.builder().image(28, 28).hidden(500).seed(USUAL_SEED).build())));
    FAMILIES.put(
        "rnade",
        new Family(
            Rnade.class,
            Rnade::of,
            Map.of(
                "RNADE",
                () ->
                    Nade.builder().dimensions(2).hidden(50).mixture(10).seed(USUAL_SEED).build())));
    FAMILIES.put(
        "pixelrnn",
        new Family(
            PixelRnn.class,
            PixelRnn::of,
            Map.of(
                "Row LSTM",
                () -> pixelRnn().rowLstm().build(),
                "Diagonal BiLSTM",
                () -> pixelRnn().diagonalBiLstm().build())));
    FAMILIES.put(
        "vae",
        new Family(
            Vae.class,
            Vae::of,
            Map.of(
                "VAE",
                () -> vae().hidden(500, 500).build(),
                "convolutional VAE",
                () -> vae().convolutional(16, 32).build())));
    FAMILIES.put(
        "gan",
        new Family(
            Gan.class,
            Gan::of,
            Map.of(
                "GAN",
                () ->
                    Gan.builder()
                        .image(28, 28)
                        .latent(20)
                        .hidden(200, 200)
                        .seed(USUAL_SEED)
                        .build())));
  }

  private static PixelRnn.Builder pixelRnn() {
    return PixelRnn.builder().image(28, 28).hidden(16).seed(USUAL_SEED);
  }

  private static Vae.Builder vae() {
    return Vae.builder().image(28, 28).latent(20).seed(USUAL_SEED);
  }

  private Models() {}

  /** The class of each kind of model, by the name that files and the log of experiments give it. */
  public static Map<String, Class<? extends NeuralModel>> types() {
    Map<String, Class<? extends NeuralModel>> types = new LinkedHashMap<>();
    FAMILIES.forEach((name, family) -> types.put(name, family.model()));
    return types;
  }

  /**
   * Models of all kinds at the sizes that are used most, by what they are called; each is built
   * anew, and draws none of the notebook's seeds.
   */
  public static SortedMap<String, Supplier<NeuralModel>> usual() {
    SortedMap<String, Supplier<NeuralModel>> usual = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    FAMILIES.values().forEach(family -> usual.putAll(family.usual()));
    return usual;
  }

  /**
   * Saves a model to a file, whole or not at all.
   *
   * @throws IllegalArgumentException if the file can't be written; what was there before stays
   */
  public static void save(NeuralModel model, String file) {
    ModelArchive.write(Path.of(file), model, Map.of());
  }

  /**
   * Loads a model that was saved, or the one of a checkpoint; its parameters are the saved ones bit
   * for bit.
   *
   * @throws IllegalArgumentException if there is no such file, or it is damaged
   */
  public static NeuralModel load(String file) {
    return ModelArchive.read(Path.of(file)).toModel(Models::build);
  }

  /**
   * Loads a model of a known kind: {@code Nade nade = Models.load("models/nade", Nade.class)}.
   *
   * @throws IllegalArgumentException if the file can't be loaded or holds another kind of model
   */
  public static <M extends GenerativeModel> M load(String file, Class<M> kind) {
    return ofKind(load(file), kind, file, "Models.load");
  }

  private static <M extends GenerativeModel> M ofKind(
      NeuralModel model, Class<M> kind, String name, String call) {
    if (!kind.isInstance(model)) {
      model.close();
      throw new IllegalArgumentException(
          "'%1$s' holds a %2$s, not a %3$s: load it with %4$s(\"%1$s\", %2$s.class)"
              .formatted(name, model.getClass().getSimpleName(), kind.getSimpleName(), call));
    }
    return kind.cast(model);
  }

  /** The trained models that come with the plugin, to show and to choose from. */
  public static ModelCards pretrained() {
    return ModelCards.ofPlugin();
  }

  /**
   * What is known of a trained model that comes with the plugin.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public static ModelCard card(String name) {
    return pretrained().named(name);
  }

  /**
   * Loads a trained model that comes with the plugin, without a network.
   *
   * @throws IllegalArgumentException if there is none of this name
   * @throws IllegalStateException if its file is damaged
   */
  public static NeuralModel pretrained(String name) {
    return card(name).archive().toModel(Models::build);
  }

  /**
   * Loads a trained model of a known kind: {@code Nade nade = Models.pretrained("nade-mnist",
   * Nade.class)}.
   *
   * @throws IllegalArgumentException if there is none of this name, or it is of another kind
   * @throws IllegalStateException if its file is damaged
   */
  public static <M extends GenerativeModel> M pretrained(String name, Class<M> kind) {
    return ofKind(pretrained(name), kind, name, "Models.pretrained");
  }

  private static NeuralModel build(
      String type, Map<String, String> settings, int[] exampleShape, Path path) {
    Family family = FAMILIES.get(String.valueOf(type));
    if (family == null) {
      throw new IllegalArgumentException(
          "'%s' holds a model of type %s, but this dgm4j knows %s: use the dgm4j that wrote it"
              .formatted(path, type, FAMILIES.keySet()));
    }
    try {
      return family.factory().build(settings, exampleShape);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + path + "' is damaged or no model file: save the model again with %save", e);
    }
  }
}
