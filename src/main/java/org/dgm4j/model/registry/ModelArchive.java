package org.dgm4j.model.registry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.dgm4j.base.PartFile;
import org.dgm4j.data.TrainingRecord;
import org.dgm4j.engine.ParameterSnapshot;
import org.dgm4j.model.NeuralModel;

/**
 * The file of a model: a zip with {@code model.properties} (type, settings, shape of an example),
 * {@code parameters} (every parameter as big-endian floats) or {@code rounded-parameters} (in half
 * the bytes), {@code trained} (its {@link TrainingRecord}) and whatever else was added.
 *
 * <p>Files are written beside their place and moved there when complete, so a file is always whole.
 */
public final class ModelArchive {

  private static final String PROPERTIES = "model.properties";
  private static final String PARAMETERS = "parameters";
  private static final String ROUNDED = "rounded-parameters";
  private static final String TRAINED = "trained";
  private static final String VERSION = "1";
  private static final String SETTING = "setting.";

  /** How many training examples there were of each class, in a model with classes. */
  private static final String LABELS = "labels";

  private final Path path;
  private final Map<String, byte[]> entries;

  private ModelArchive(Path path, Map<String, byte[]> entries) {
    this.path = path;
    this.entries = entries;
  }

  /** Makes a model with fresh parameters. */
  public interface Factory {

    /**
     * A model as it was described.
     *
     * @throws IllegalArgumentException if there is no such type, with the file that has it
     */
    NeuralModel build(String type, Map<String, String> settings, int[] exampleShape, Path path);
  }

  /** Writes bytes somewhere. */
  public interface Writer {
    void write(DataOutputStream out) throws IOException;
  }

  /** Reads bytes from somewhere. */
  public interface Reader {
    void read(DataInputStream in) throws IOException;
  }

  /**
   * Writes a model, and what comes with it, to a file.
   *
   * @throws IllegalArgumentException if the file can't be written; what was there before stays
   */
  public static void write(Path path, NeuralModel model, Map<String, Writer> extras) {
    write(path, model, PARAMETERS, model.snapshot()::write, extras);
  }

  /**
   * Writes a model, and what comes with it, to a file of half the size, with {@linkplain
   * ParameterSnapshot#writeRounded rounded} parameters.
   *
   * @throws IllegalArgumentException if the file can't be written; what was there before stays
   */
  public static void writeRounded(Path path, NeuralModel model, Map<String, Writer> extras) {
    write(path, model, ROUNDED, model.snapshot()::writeRounded, extras);
  }

  private static void write(
      Path path, NeuralModel model, String entry, Writer parameters, Map<String, Writer> extras) {
    Path target = path.toAbsolutePath().normalize();
    if (Files.isDirectory(target)) {
      throw folder(path);
    }
    try {
      Files.createDirectories(target.getParent());
      try (PartFile part = PartFile.beside(target);
          ZipOutputStream zip = new ZipOutputStream(part.open())) {
        put(zip, PROPERTIES, out -> out.write(describe(model).getBytes(StandardCharsets.UTF_8)));
        put(zip, entry, parameters);
        put(zip, TRAINED, model.training()::write);
        for (Map.Entry<String, Writer> extra : extras.entrySet()) {
          put(zip, extra.getKey(), extra.getValue());
        }
        zip.finish();
        part.complete();
      }
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /**
   * Checks that a file can be written, without changing one that is there, and removes the parts of
   * it that killed processes have left.
   *
   * @throws IllegalArgumentException if it can't
   */
  public static void requireWritable(Path path) {
    Path target = path.toAbsolutePath().normalize();
    try {
      Files.createDirectories(target.getParent());
      PartFile.beside(target).close();
    } catch (IOException e) {
      throw unwritable(path, e);
    }
    if (Files.isDirectory(target)) {
      throw folder(path);
    }
  }

  private static IllegalArgumentException unwritable(Path path, IOException e) {
    return new IllegalArgumentException(
        "Can't write '" + path + "' (" + reason(e) + "): choose a folder that you may write to", e);
  }

  private static IllegalArgumentException folder(Path path) {
    return new IllegalArgumentException(
        "'" + path + "' is a folder: give the name of a file in it, such as " + path + "/model");
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if there is no such file, or it is no whole model
   */
  public static ModelArchive read(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new IllegalArgumentException(
          "There is no model file '" + path + "': write one with %save MODEL " + path);
    }
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(path.toFile())) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        try (InputStream in = zip.getInputStream(entry)) {
          byte[] bytes = in.readAllBytes();
          CRC32 checksum = new CRC32();
          checksum.update(bytes);
          if (checksum.getValue() != entry.getCrc()) {
            throw new IOException("the checksum of " + entry.getName() + " is wrong");
          }
          entries.put(entry.getName(), bytes);
        }
      }
    } catch (IOException | RuntimeException e) {
      throw damaged(path, e);
    }
    ModelArchive archive = new ModelArchive(path, entries);
    if (!archive.has(PROPERTIES) || !archive.has(PARAMETERS) && !archive.has(ROUNDED)) {
      throw damaged(path, null);
    }
    return archive;
  }

  /**
   * Reads the bytes of a file that are known to be whole.
   *
   * @param name what the file is called in sentences
   */
  static ModelArchive of(String name, byte[] whole) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(whole))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    } catch (IOException e) {
      throw damaged(Path.of(name), e);
    }
    return new ModelArchive(Path.of(name), entries);
  }

  /** Builds the model of this file on the current device. */
  public NeuralModel toModel(Factory factory) {
    Properties properties = properties();
    Map<String, String> settings = settings(properties);
    NeuralModel model =
        factory.build(
            properties.getProperty("type"),
            settings,
            numbers(properties.getProperty("shape")),
            path);
    try {
      loadParameters(model);
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /**
   * Puts the parameters of this file into a model.
   *
   * @throws IllegalArgumentException if the model has another type or settings; it stays as it was
   */
  public void loadInto(NeuralModel model) {
    requireSameModel(model);
    loadParameters(model);
  }

  /**
   * Checks that this is a file of such a model.
   *
   * @throws IllegalArgumentException if the model has another type or settings
   */
  public void requireSameModel(NeuralModel model) {
    Properties properties = properties();
    String type = properties.getProperty("type");
    Map<String, String> settings = settings(properties);
    if (!model.type().equals(type) || !model.settings().equals(settings)) {
      throw new IllegalArgumentException(
          "'%s' holds a %s %s, not a %s %s: build the model with the same settings, or choose another file"
              .formatted(path, type, settings, model.type(), model.settings()));
    }
  }

  /** The type of the model, a name in {@link Models#types()}. */
  String type() {
    return properties().getProperty("type");
  }

  /** Whether the file has an entry of this name. */
  public boolean has(String name) {
    return entries.containsKey(name);
  }

  /**
   * Reads one more entry.
   *
   * @throws IllegalArgumentException if it is missing or damaged
   */
  public void read(String name, Reader reader) {
    if (!has(name)) {
      throw new IllegalArgumentException(
          "'" + path + "' has no " + name + ": it was saved with %save and is no checkpoint");
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(entries.get(name)))) {
      reader.read(in);
    } catch (IOException e) {
      throw damaged(path, e);
    }
  }

  private void loadParameters(NeuralModel model) {
    ParameterSnapshot own = model.snapshot();
    boolean rounded = has(ROUNDED);
    read(
        rounded ? ROUNDED : PARAMETERS,
        in -> {
          ParameterSnapshot saved =
              rounded ? ParameterSnapshot.readRounded(in) : ParameterSnapshot.read(in);
          if (!saved.fits(own)) {
            throw new IOException("the parameters have other sizes than the model's");
          }
          model.restore(saved);
        });
    if (model.classes() > 0) {
      loadLabels(model);
    }
    model.setTraining(TrainingRecord.UNKNOWN);
    if (has(TRAINED)) {
      read(TRAINED, in -> model.setTraining(TrainingRecord.read(in)));
    }
  }

  private void loadLabels(NeuralModel model) {
    try {
      model.setLabelCounts(numbers(properties().getProperty(LABELS)));
    } catch (IllegalArgumentException e) {
      throw damaged(path, e);
    }
  }

  private Properties properties() {
    Properties properties = new Properties();
    read(PROPERTIES, properties::load);
    if (!VERSION.equals(properties.getProperty("version"))) {
      throw new IllegalArgumentException(
          "'%s' has format %s, but this dgm4j reads format %s: use the dgm4j that wrote it"
              .formatted(path, properties.getProperty("version"), VERSION));
    }
    return properties;
  }

  private static Map<String, String> settings(Properties properties) {
    Map<String, String> settings = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith(SETTING)) {
        settings.put(key.substring(SETTING.length()), properties.getProperty(key));
      }
    }
    return settings;
  }

  private int[] numbers(String text) {
    try {
      return Arrays.stream(text.split(",")).mapToInt(Integer::parseInt).toArray();
    } catch (RuntimeException e) {
      throw damaged(path, e);
    }
  }

  private static String describe(NeuralModel model) {
    StringBuilder text = new StringBuilder("version=" + VERSION + "\ntype=" + model.type() + "\n");
    text.append("shape=").append(text(model.exampleShape())).append('\n');
    if (model.classes() > 0) {
      text.append(LABELS + "=" + text(model.labels().counts()) + "\n");
    }
    model.settings().forEach((key, value) -> text.append(SETTING + key + "=" + value + "\n"));
    return text.toString();
  }

  private static String text(int[] numbers) {
    return Arrays.stream(numbers).mapToObj(String::valueOf).collect(Collectors.joining(","));
  }

  private static void put(ZipOutputStream zip, String name, Writer writer) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    writer.write(new DataOutputStream(bytes));
    bytes.writeTo(zip);
    zip.closeEntry();
  }

  private static IllegalArgumentException damaged(Path path, Exception cause) {
    String detail = cause == null || cause.getMessage() == null ? "" : " (" + reason(cause) + ")";
    return new IllegalArgumentException(
        "'"
            + path
            + "' is damaged or no model file"
            + detail
            + ": save the model again with %save");
  }

  private static String reason(Exception e) {
    if (e instanceof AccessDeniedException) {
      return "access denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such folder";
    }
    return e.getMessage();
  }
}
