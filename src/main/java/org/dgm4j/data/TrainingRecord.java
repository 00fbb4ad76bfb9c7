package org.dgm4j.data;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Properties;

/**
 * What a model has been trained on, and for how long; it is saved with the model.
 *
 * @param data the name of the data set of the last training, or the empty string
 * @param description what that data set is and how it was made, such as its binarization; the empty
 *     string for samples
 * @param fingerprint of its training examples, see {@link Fingerprint}
 * @param binary whether all their values were 0 or 1
 * @param drawn whether their pixels were drawn anew as 0 or 1 in each epoch
 * @param epochs of all its trainings
 * @param seconds of all its trainings; NaN if that is not known
 */
public record TrainingRecord(
    String data,
    String description,
    String fingerprint,
    boolean binary,
    boolean drawn,
    int epochs,
    double seconds) {

  /** That of a model that was never trained. */
  public static final TrainingRecord NEVER = new TrainingRecord("", "", "", false, false, 0, 0);

  /** That of a model from a file that does not say. */
  public static final TrainingRecord UNKNOWN =
      new TrainingRecord("", "", "", false, false, 0, Double.NaN);

  private static final String DATA = "data";
  private static final String DESCRIPTION = "description";
  private static final String FINGERPRINT = "fingerprint";
  private static final String BINARY = "binary";
  private static final String DRAWN = "drawn";
  private static final String EPOCHS = "epochs";
  private static final String SECONDS = "seconds";

  /** Whether the model was never trained. */
  public boolean isNever() {
    return equals(NEVER);
  }

  /** Whether it is known on what the model was trained last. */
  public boolean knowsData() {
    return !fingerprint.isEmpty();
  }

  /** This one with another time. */
  public TrainingRecord lasting(int epochs, double seconds) {
    return new TrainingRecord(data, description, fingerprint, binary, drawn, epochs, seconds);
  }

  /** Writes what {@link #read} reads: Java properties. */
  public void write(DataOutputStream out) throws IOException {
    Properties properties = new Properties();
    properties.setProperty(DATA, data);
    properties.setProperty(DESCRIPTION, description);
    properties.setProperty(FINGERPRINT, fingerprint);
    properties.setProperty(BINARY, Boolean.toString(binary));
    properties.setProperty(DRAWN, Boolean.toString(drawn));
    properties.setProperty(EPOCHS, Integer.toString(epochs));
    properties.setProperty(SECONDS, Double.toString(seconds));
    properties.store(out, null);
  }

  /**
   * Reads a record.
   *
   * @throws IOException if it is damaged
   */
  public static TrainingRecord read(DataInputStream in) throws IOException {
    Properties properties = new Properties();
    properties.load(in);
    try {
      return new TrainingRecord(
          properties.getProperty(DATA, ""),
          properties.getProperty(DESCRIPTION, ""),
          properties.getProperty(FINGERPRINT, ""),
          Boolean.parseBoolean(properties.getProperty(BINARY)),
          Boolean.parseBoolean(properties.getProperty(DRAWN)),
          Integer.parseInt(properties.getProperty(EPOCHS)),
          Double.parseDouble(properties.getProperty(SECONDS)));
    } catch (NumberFormatException | NullPointerException e) {
      throw new IOException("the record of its training is damaged", e);
    }
  }
}
