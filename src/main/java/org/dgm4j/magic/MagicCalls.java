package org.dgm4j.magic;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;
import org.dgm4j.evaluation.AnomalyDetection;
import org.dgm4j.evaluation.Comparison;
import org.dgm4j.magic.notebook.Notebook;
import org.dgm4j.training.TrainingRun;
import tech.tablesaw.api.Table;

/**
 * The magics as Java calls, with the types of what they return: what a kernel puts in the place of
 * {@code %train …} in a cell.
 */
public final class MagicCalls {

  private static final List<String> TYPED =
      List.of("train", "samples", "dataset", "anomaly", "compare", "parameters", "experiments");

  private static volatile Notebook notebook;

  private MagicCalls() {}

  /** The notebook in which the calls happen. */
  static void in(Notebook notebook) {
    MagicCalls.notebook = notebook;
  }

  /** The method to call where a magic's value is used. */
  public static String method(String magic) {
    return TYPED.contains(magic) ? magic : "value";
  }

  /** A magic on a line of its own. */
  public static void show(String name, String... arguments) {
    value(name, arguments);
  }

  /** A magic whose value has no particular type. */
  public static Object value(String name, String... arguments) {
    return Magics.run(name, Arrays.asList(arguments), notebook);
  }

  /** {@code %train} */
  public static TrainingRun train(String... arguments) {
    return (TrainingRun) value("train", arguments);
  }

  /** {@code %samples} */
  public static Samples samples(String... arguments) {
    return (Samples) value("samples", arguments);
  }

  /** {@code %dataset} */
  public static Dataset dataset(String... arguments) {
    return (Dataset) value("dataset", arguments);
  }

  /** {@code %anomaly} */
  public static AnomalyDetection anomaly(String... arguments) {
    return (AnomalyDetection) value("anomaly", arguments);
  }

  /** {@code %compare} */
  public static Comparison compare(String... arguments) {
    return (Comparison) value("compare", arguments);
  }

  /** {@code %experiments} */
  public static Table experiments(String... arguments) {
    return (Table) value("experiments", arguments);
  }

  /** {@code %parameters} */
  public static BigInteger parameters(String... arguments) {
    return (BigInteger) value("parameters", arguments);
  }
}
