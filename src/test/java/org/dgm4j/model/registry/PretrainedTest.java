package org.dgm4j.model.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Fingerprint;
import org.dgm4j.data.Samples;
import org.dgm4j.data.files.Mnist;
import org.dgm4j.data.files.RealData;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.model.DensityModel;
import org.dgm4j.model.LatentVariableModel;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.Objective;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.variational.Vae;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The trained models that come with the plugin. */
class PretrainedTest {

  private static final String NADE = "nade-drawn-digits";

  /** What the jar may grow by. */
  private static final long MOST_BYTES = 12_000_000;

  /** The seed of the recipes: of bounds, and of data that are drawn as black and white. */
  private static final long SEED = 42;

  /** What several cards tell of is read once. */
  private static final Map<String, Dataset> DATA = new HashMap<>();

  @TempDir Path folder;

  static Stream<ModelCard> cards() {
    return Models.pretrained().list().stream();
  }

  @ParameterizedTest
  @MethodSource("cards")
  void itIsWhatItsCardSays(ModelCard card) throws IOException {
    byte[] file = ModelCards.resource(card.name()).readAllBytes();
    assertEquals(card.bytes(), file.length);
    assertEquals(card.checksum(), ModelCard.checksum(file));
    try (NeuralModel model = Models.pretrained(card.name())) {
      assertEquals(card.settings(), model.settings());
      assertEquals(card.parameters(), model.parameterCount());
      assertEquals(card.objective(), model.objectiveKind());
      assertEquals(card.data(), model.training().data());
      assertEquals(card.description(), model.training().description());
      assertEquals(card.fingerprint(), model.training().fingerprint());
      assertEquals(card.epochs(), model.training().epochs());
      model.require(card.samples());
      assertArrayEquals(card.samples().values(), model.sample(16, SEED).values());
    }
  }

  @ParameterizedTest
  @MethodSource("cards")
  void itHasTheNatsOfItsCard(ModelCard card) {
    Dataset data = DATA.computeIfAbsent(card.fingerprint(), fingerprint -> data(card));
    assertEquals(card.fingerprint(), Fingerprint.of(data.train()));
    Samples test = data.test();
    assertEquals(card.examples(), test.count());
    // Those of binarized MNIST are sorted by digit.
    int step = Math.max(1, test.count() / 400);
    Samples some =
        test.select(IntStream.range(0, test.count()).filter(i -> i % step == 0).toArray());
    try (NeuralModel model = Models.pretrained(card.name())) {
      double[] nats =
          model instanceof DensityModel density
              ? density.logProbability(some)
              : ((LatentVariableModel) model).evidenceLowerBound(some, SEED).nats();
      double error = Math.sqrt(StatUtils.variance(nats) / nats.length);
      // By chance once in 16,000 choices of examples.
      assertEquals(card.nats(), StatUtils.mean(nats), 4 * error);
      assertEquals(
          card.standardError() * Math.sqrt(test.count()),
          error * Math.sqrt(some.count()),
          0.2 * error * Math.sqrt(some.count()));
    }
  }

  /** The data of a card; skips the test where real ones are missing. */
  private static Dataset data(ModelCard card) {
    return switch (card.data()) {
      case "binarized-mnist" -> Mnist.binarized(RealData.having("binarized_mnist"));
      case "mnist" -> Mnist.grey(RealData.having("mnist")).binarized(SEED);
      default ->
          card.name().startsWith("pixelrnn")
              ? Datasets.drawnDigits(14, 4000, 7).quantized(2)
              : Datasets.drawnDigits().binarized(SEED);
    };
  }

  @Test
  void allTogetherAreSmall() {
    long bytes = cards().mapToLong(ModelCard::bytes).sum();
    assertTrue(bytes <= MOST_BYTES, bytes + " bytes");
  }

  @Test
  void theTableHasARowForEach() {
    assertEquals(
        cards().map(ModelCard::name).toList(), Models.pretrained().table().column("name").asList());
    assertTrue(cards().allMatch(card -> Models.pretrained().toString().contains(card.name())));
  }

  @Test
  void theResultsHaveARowForEach() throws IOException {
    String results = Files.readString(Path.of("src", "site", "markdown", "results.md"));
    cards()
        .map(
            card ->
                NumberText.format(
                    "| `%s` | %s | %s | %d epochs | %s | %.2f MB |",
                    card.name(),
                    card.about(),
                    card.data(),
                    card.epochs(),
                    card.testNats(),
                    card.bytes() * 1e-6))
        .forEach(row -> assertTrue(results.contains(row), () -> "results.md lacks " + row));
  }

  @Test
  void aBoundIsCalledOne() {
    ModelCard card = Models.card("vae-drawn-digits");
    assertEquals(Objective.LOWER_BOUND, card.objective());
    assertTrue(card.testNats().startsWith("≤ "), card.testNats());
    assertTrue(card.facts().get("test nats, by the evidence lower bound").startsWith("≤ "));
  }

  @Test
  void anUnknownNameIsToldTheNearest() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Models.pretrained("nade-drawn-digit"))
            .getMessage();
    assertTrue(
        message.startsWith(
            "No trained model is called 'nade-drawn-digit': did you mean 'nade-drawn-digits'? Else"
                + " there are "),
        message);
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> Models.card("flow"))
            .getMessage()
            .startsWith("No trained model is called 'flow': there are "));
  }

  @Test
  void anotherKindIsRefused() {
    assertEquals(
        "'nade-drawn-digits' holds a Nade, not a Vae: load it with"
            + " Models.pretrained(\"nade-drawn-digits\", Nade.class)",
        assertThrows(IllegalArgumentException.class, () -> Models.pretrained(NADE, Vae.class))
            .getMessage());
  }

  @Test
  void aDamagedFileIsRefused() throws IOException {
    ModelCard card = Models.card(NADE);
    byte[] file = ModelCards.resource(NADE).readAllBytes();
    file[file.length / 2] ^= 1;
    assertEquals(
        "The trained model 'nade-drawn-digits' is damaged, as its file has another checksum than"
            + " its card says: install the plugin again",
        assertThrows(IllegalStateException.class, () -> card.archive(file)).getMessage());
  }

  @Test
  void roundingChangesNumbersLittleAndOnce() {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    try (Nade model = Nade.builder().image(28, 28).hidden(20).seed(1).build()) {
      ModelArchive.writeRounded(first, model, Map.of());
      try (NeuralModel rounded = Models.load(first.toString())) {
        ModelArchive.writeRounded(second, rounded, Map.of());
        try (NeuralModel again = Models.load(second.toString())) {
          Map<String, float[]> exact = ModelsTest.parameters(model);
          Map<String, float[]> once = ModelsTest.parameters(rounded);
          Map<String, float[]> twice = ModelsTest.parameters(again);
          exact.forEach(
              (name, values) -> {
                float largest = 0;
                for (float value : values) {
                  largest = Math.max(largest, Math.abs(value));
                }
                assertArrayEquals(values, once.get(name), largest / 32768, name);
                assertArrayEquals(once.get(name), twice.get(name), name);
              });
        }
      }
    }
  }
}
