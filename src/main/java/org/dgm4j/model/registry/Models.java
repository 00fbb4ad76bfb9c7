package org.dgm4j.model.registry;

import java.nio.file.Path;
import java.util.Map;
import org.dgm4j.model.GenerativeModel;
import org.dgm4j.model.ModelArchive;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.adversarial.Gan;
import org.dgm4j.model.autoregressive.AutoRegressive;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.autoregressive.Rnade;
import org.dgm4j.model.pixelrnn.PixelRnn;
import org.dgm4j.model.variational.Vae;

/** Saving and loading models. */
public final class Models {

  private interface Factory {
    NeuralModel build(Map<String, String> settings, int[] exampleShape);
  }

  private static final Map<String, Factory> FACTORIES =
      Map.of(
          "autoregressive", AutoRegressive::of,
          "gan", Gan::of,
          "nade", Nade::of,
          "pixelrnn", PixelRnn::of,
          "rnade", Rnade::of,
          "vae", Vae::of);

  private Models() {}

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
    NeuralModel model = load(file);
    if (!kind.isInstance(model)) {
      model.close();
      throw new IllegalArgumentException(
          "'%s' holds a %s, not a %s: load it with Models.load(\"%s\")"
              .formatted(file, model.getClass().getSimpleName(), kind.getSimpleName(), file));
    }
    return kind.cast(model);
  }

  private static NeuralModel build(
      String type, Map<String, String> settings, int[] exampleShape, Path path) {
    Factory factory = FACTORIES.get(String.valueOf(type));
    if (factory == null) {
      throw new IllegalArgumentException(
          "'%s' holds a model of type %s, but this dgm4j knows %s: use the dgm4j that wrote it"
              .formatted(path, type, FACTORIES.keySet()));
    }
    try {
      return factory.build(settings, exampleShape);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + path + "' is damaged or no model file: save the model again with %save", e);
    }
  }
}
