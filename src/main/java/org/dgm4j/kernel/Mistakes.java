package org.dgm4j.kernel;

import java.io.UncheckedIOException;
import java.util.Set;
import jdk.jshell.EvalException;
import jdk.jshell.SnippetEvent;
import org.dgm4j.magic.UserError;

/** Leaves the sentence of an error of ours that tells of a user's mistake, without stack trace. */
final class Mistakes {

  private static final String OURS = "org.dgm4j.";

  private static final Set<String> TYPES =
      Set.of(
          IllegalArgumentException.class.getName(),
          IllegalStateException.class.getName(),
          UncheckedIOException.class.getName());

  private Mistakes() {}

  /** Shortens the error of an event, if it is one of ours, before the kernel shows it. */
  static void onEvent(SnippetEvent event) {
    if (event.exception() instanceof EvalException error) {
      String type = error.getExceptionClassName();
      if (type.equals(UserError.class.getName())) {
        Internals.replace(error, String.class, "Error");
      } else if (TYPES.contains(type) && isThrownByUs(error)) {
        for (Throwable e = error; e != null; e = e.getCause()) {
          e.setStackTrace(new StackTraceElement[0]);
        }
      }
    }
  }

  private static boolean isThrownByUs(Throwable error) {
    StackTraceElement[] trace = error.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().startsWith(OURS);
  }
}
