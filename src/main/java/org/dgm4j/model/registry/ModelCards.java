package org.dgm4j.model.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.dgm4j.base.Suggestion;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The cards of the trained models that come with the plugin, by name. Cards and models are files of
 * one folder: {@code cards.json}, and one of each model's name.
 */
public final class ModelCards {

  private static final String CARDS = "cards.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<ModelCard> list;

  private ModelCards(List<ModelCard> list) {
    this.list = list;
  }

  static ModelCards ofPlugin() {
    try (InputStream cards = resource(CARDS)) {
      return new ModelCards(List.of(JSON.readValue(cards, ModelCard[].class)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of the plugin's folder. */
  static InputStream resource(String name) {
    return ModelCards.class.getResourceAsStream("pretrained/" + name);
  }

  /**
   * The cards of a folder; none if it has none yet.
   *
   * @throws UncheckedIOException if they can't be read
   */
  public static ModelCards in(Path folder) {
    Path cards = folder.resolve(CARDS);
    try {
      return new ModelCards(
          Files.exists(cards)
              ? List.of(JSON.readValue(cards.toFile(), ModelCard[].class))
              : List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** These and another one, which replaces that of its name. */
  public ModelCards with(ModelCard card) {
    Map<String, ModelCard> cards = new TreeMap<>();
    list.forEach(each -> cards.put(each.name(), each));
    cards.put(card.name(), card);
    return new ModelCards(List.copyOf(cards.values()));
  }

  /**
   * Writes them into a folder.
   *
   * @throws UncheckedIOException if they can't be written
   */
  public void write(Path folder) {
    try {
      JSON.writerWithDefaultPrettyPrinter().writeValue(folder.resolve(CARDS).toFile(), list);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of them, by name. */
  public List<ModelCard> list() {
    return list;
  }

  /**
   * The card of a model.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public ModelCard named(String name) {
    List<String> names = list.stream().map(ModelCard::name).toList();
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "No trained model is called '%s': %sthere are %s"
              .formatted(
                  name,
                  Suggestion.of(name, names)
                      .map(near -> "did you mean '" + near + "'? Else ")
                      .orElse(""),
                  String.join(", ", names)));
    }
    return list.get(index);
  }

  /** A row for each: what it is, its data, options, test nats, their standard error, its size. */
  public Table table() {
    return Table.create(
        "Trained models",
        texts("name", ModelCard::name),
        texts("what it is", ModelCard::about),
        texts("data", ModelCard::data),
        texts("settings", card -> card.settings().toString()),
        texts("training", card -> card.training().toString()),
        texts("nats are", card -> card.objective().nats("").isEmpty() ? "exact" : "a bound"),
        DoubleColumn.create("nats", list.stream().mapToDouble(card -> -card.nats())),
        DoubleColumn.create("standard error", list.stream().mapToDouble(ModelCard::standardError)),
        LongColumn.create("parameters", list.stream().mapToLong(ModelCard::parameters).toArray()),
        LongColumn.create("bytes", list.stream().mapToLong(ModelCard::bytes).toArray()));
  }

  private StringColumn texts(String title, Function<ModelCard, String> text) {
    return StringColumn.create(title, list.stream().map(text));
  }

  @Override
  public String toString() {
    return table().printAll();
  }
}
