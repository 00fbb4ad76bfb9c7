package org.dgm4j.model.registry;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.Samples;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.Objective;

/**
 * What is known of a trained model that comes with the plugin; the program that trained it has
 * written it down.
 *
 * @param name by which {@link Models#pretrained(String)} finds it
 * @param about what it is, in a few words
 * @param settings the options that it was built with, by the names of the builder's methods
 * @param parameters how many numbers were trained
 * @param data the name of the data set
 * @param description what that data set is and how it was made
 * @param fingerprint of the training examples, see {@link org.dgm4j.data.Fingerprint}
 * @param training how it was trained: optimizer, batch size, seed…
 * @param epochs that it was trained for
 * @param objective what {@code nats} is: log p(x), or a lower bound of it
 * @param nats the mean over the test examples, in nats, of the model as it is loaded
 * @param standardError of that mean, in nats
 * @param examples how many test examples there are
 * @param bytes the size of its file
 * @param checksum the SHA-256 of its file, in hexadecimal digits
 * @param version of dgm4j with which it was trained
 */
public record ModelCard(
    String name,
    String about,
    SortedMap<String, String> settings,
    long parameters,
    String data,
    String description,
    String fingerprint,
    SortedMap<String, String> training,
    int epochs,
    Objective objective,
    double nats,
    double standardError,
    int examples,
    long bytes,
    String checksum,
    String version) {

  private static final String SAMPLES = "samples";

  /** The command that trains the model again, bit for bit on the same machine. */
  public String command() {
    return "mvn -q -Ppretrained test-compile exec:exec -Dmodels=" + name;
  }

  /** Minus the mean and its standard error: "87.60 ± 0.23", or "≤ 98.14 ± 0.26" for a bound. */
  public String testNats() {
    return objective.nats(NumberText.format("%.2f ± %.2f", -nats, standardError));
  }

  /** Some samples, drawn by the model right after it was trained. */
  public Samples samples() {
    Samples[] samples = new Samples[1];
    archive().read(SAMPLES, in -> samples[0] = readSamples(in));
    return samples[0];
  }

  /**
   * The file of the model that comes with the plugin.
   *
   * @throws IllegalStateException if it is damaged
   */
  ModelArchive archive() {
    try (InputStream file = ModelCards.resource(name)) {
      return archive(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The same of the bytes of a file.
   *
   * @throws IllegalStateException if it is another file than that of this card
   */
  ModelArchive archive(byte[] file) {
    if (!checksum(file).equals(checksum)) {
      throw new IllegalStateException(
          "The trained model '%s' is damaged, as its file has another checksum than its card says: install the plugin again"
              .formatted(name));
    }
    return ModelArchive.of(name, file);
  }

  /** Writes a model and samples of it to the file that a card tells of. */
  public static void write(Path file, NeuralModel model, Samples samples) {
    ModelArchive.writeRounded(file, model, Map.of(SAMPLES, out -> writeSamples(samples, out)));
  }

  private static void writeSamples(Samples samples, DataOutputStream out) throws IOException {
    out.writeInt(samples.count());
    out.writeInt(samples.shape().length);
    for (int size : samples.shape()) {
      out.writeInt(size);
    }
    for (float value : samples.values()) {
      out.writeFloat(value);
    }
  }

  private static Samples readSamples(DataInputStream in) throws IOException {
    int count = in.readInt();
    int[] shape = new int[in.readInt()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = in.readInt();
    }
    float[] values = new float[in.available() / Float.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFloat();
    }
    return Samples.of(values, count, shape);
  }

  /** The SHA-256 of a file, in hexadecimal digits. */
  public static String checksum(byte[] file) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All of it by what it is called on the card. */
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("what it is", about);
    facts.put("settings", text(settings));
    facts.put("parameters", NumberText.count(parameters));
    facts.put("data", data + ": " + description);
    facts.put("fingerprint of its training examples", fingerprint);
    facts.put("training", NumberText.count(epochs, "epoch") + ": " + text(training));
    facts.put(
        objective == Objective.LOWER_BOUND
            ? "test nats, by the evidence lower bound"
            : "test nats, exact",
        testNats()
            + NumberText.format(
                " (mean ± standard error of %s)", NumberText.count(examples, "example")));
    facts.put("file", NumberText.format("%.2f MB, SHA-256 %s", bytes * 1e-6, checksum));
    facts.put("trained with dgm4j", version);
    facts.put("train it again", command());
    String kind = Models.types().get(archive().type()).getSimpleName();
    facts.put("load it", "Models.pretrained(\"%s\", %s.class)".formatted(name, kind));
    return facts;
  }

  private static String text(Map<String, String> options) {
    return options.entrySet().stream()
        .map(option -> option.getKey() + " " + option.getValue())
        .collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return name + ": " + about + ", " + testNats() + " nats on the test examples of " + data;
  }
}
