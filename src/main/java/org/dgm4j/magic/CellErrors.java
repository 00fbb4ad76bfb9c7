package org.dgm4j.magic;

import java.io.UncheckedIOException;
import org.dgm4j.engine.EngineErrors;
import org.dgm4j.magic.notebook.UserError;

/** What a cell says of errors of the engine, whoever called it. */
public final class CellErrors {

  private static final EngineErrors.Attempt CELL =
      new EngineErrors.Attempt(
          "the device",
          "what this cell computes",
          "compute with fewer examples at once, or close() models that you no longer need",
          "check the shapes and values of its arrays, and run the cells that made them again");

  private CellErrors() {}

  /** Whether an error of a class of this name is the engine's. */
  public static boolean isOfEngine(String type, StackTraceElement... trace) {
    return EngineErrors.isOfEngine(type, trace);
  }

  /**
   * One sentence in place of what the engine said.
   *
   * @param message of its error
   * @param all that {@code %dgm error} will show
   */
  public static String sentence(String message, String all) {
    return EngineErrors.sentence(message, all, CELL);
  }

  /** What to throw in place of an error: one without stack trace, if it has a sentence of ours. */
  public static RuntimeException explained(RuntimeException error) {
    RuntimeException explained = EngineErrors.explained(error, CELL);
    return explained instanceof IllegalArgumentException
            || explained instanceof IllegalStateException
            || explained instanceof UncheckedIOException
        ? new UserError(explained.getMessage())
        : explained;
  }
}
