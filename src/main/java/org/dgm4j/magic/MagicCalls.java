package org.dgm4j.magic;

import java.util.Arrays;
import java.util.List;
import org.dgm4j.base.SessionValue;

/**
 * The magics as Java calls, with the types of what they return: what a kernel puts in the place of
 * {@code %train …} in a cell.
 */
public final class MagicCalls {

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

  /** A magic on a line of its own. */
  public static void show(String name, String... arguments) {
    value(Object.class, name, arguments);
  }

  /**
   * A magic whose value is used.
   *
   * @param type of the value, see {@link Magics#result}
   */
  public static <T> T value(Class<T> type, String name, String... arguments) {
    return type.cast(RUNNER.get().run(name, Arrays.asList(arguments)));
  }
}
