package org.dgm4j.magic;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.dgm4j.base.SessionValue;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;
import org.dgm4j.evaluation.AnomalyDetection;
import org.dgm4j.training.TrainingRun;
import tech.tablesaw.api.Table;

/**
 * The magics as Java calls, with the types of what they return: what a kernel puts in the place of
 * {@code %train …} in a cell.
 */
public final class MagicCalls {

  private static final List<String> TYPED =
      List.of("train", "samples", "dataset", "anomaly", "parameters", "experiments");

  private static final SessionValue<Runner> RUNNER = SessionValue.of(() -> MagicCalls::refuse);

  private MagicCalls() {}

  /** Runs magics, and shows what they have to show. */
  @FunctionalInterface
  public interface Runner {

    /** What a magic makes, or null. */
    Object run(String name, List<String> arguments);
  }

  /** Who runs the magics that are called in this session. */
  public static void runBy(Runner runner) {
    RUNNER.set(runner);
  }

  private static Object refuse(String name, List<String> arguments) {
    throw new IllegalStateException(
        "There is no notebook here in which %%%s could run: call the Java methods that it stands for"
            .formatted(name));
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
    return RUNNER.get().run(name, Arrays.asList(arguments));
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

  /** {@code %experiments} */
  public static Table experiments(String... arguments) {
    return (Table) value("experiments", arguments);
  }

  /** {@code %parameters} */
  public static BigInteger parameters(String... arguments) {
    return (BigInteger) value("parameters", arguments);
  }
}
