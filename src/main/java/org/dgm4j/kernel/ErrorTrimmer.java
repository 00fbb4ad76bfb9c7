package org.dgm4j.kernel;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.EvalException;
import jdk.jshell.JShellException;
import jdk.jshell.SnippetEvent;
import org.dgm4j.magic.CellErrors;
import org.dgm4j.magic.notebook.UserError;

/**
 * Leaves one sentence, without stack trace, of an error of ours that tells of a user's mistake, of
 * an error of the engine, whoever called it, and of a cell that was stopped, for which kernels show
 * their own code: all errors of cells come by here.
 */
final class ErrorTrimmer {

  private static final String OURS = "org.dgm4j.";

  private static final Set<String> TYPES =
      Set.of(
          IllegalArgumentException.class.getName(),
          IllegalStateException.class.getName(),
          UncheckedIOException.class.getName());

  /** What Java says of a call on a variable of the notebook, or on what our method was given. */
  private static final Pattern NULL =
      Pattern.compile("because \"(?:REPL\\.\\$JShell\\$\\w+\\.)?(\\w+)\" is null");

  /** What the kernels give in the place of a class for a cell that the user has stopped. */
  private static final String STOPPED = "Execution Interrupted";

  private ErrorTrimmer() {}

  /** Shortens the error of an event, if it is one of ours, before the kernel shows it. */
  static void onEvent(SnippetEvent event) {
    if (event.exception() instanceof EvalException error) {
      String type = error.getExceptionClassName();
      if (type.equals(STOPPED)) {
        replace(event, "this cell was stopped before its end", "Interrupted");
      } else if (type.equals(UserError.class.getName())) {
        KernelReflection.replace(error, String.class, "Error");
      } else if (TYPES.contains(type) && isThrownByUs(error)) {
        withoutTrace(error);
        withoutCause(event, error);
      } else if (engines(error).isPresent()) {
        replace(event, sentence(error), IllegalStateException.class.getName());
      } else if (isOfAMagic(error)) {
        withoutTrace(error);
      } else if (type.equals(NullPointerException.class.getName())) {
        nothingThere(error);
      }
    }
  }

  /** A kernel's own magic has failed, whose message holds that of its cause. */
  private static boolean isOfAMagic(EvalException error) {
    return String.valueOf(error.getMessage()).startsWith("Exception running line magic '");
  }

  /** A cell has used what an earlier one should have made, but that one has failed. */
  private static void nothingThere(EvalException error) {
    Matcher missing = NULL.matcher(String.valueOf(error.getMessage()));
    if (missing.find() && concernsUs(error)) {
      KernelReflection.replace(
          error,
          String.class,
          "'%s' is null, as the cell that makes it has failed or has not run: run that cell again"
              .formatted(missing.group(1)));
      withoutTrace(error);
    }
  }

  /** Whether a notebook's code, whose classes have no names, calls us on null, or with null. */
  private static boolean concernsUs(EvalException error) {
    StackTraceElement[] trace = error.getStackTrace();
    boolean onNull = error.getMessage().contains(OURS);
    int caller = isThrownByUs(error) ? 1 : 0;
    return (onNull || caller == 1)
        && trace.length > caller
        && trace[caller].getClassName().isEmpty();
  }

  private static void withoutTrace(Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      e.setStackTrace(new StackTraceElement[0]);
    }
  }

  /** Our sentence has what matters of the errors that caused it, which a kernel would show, too. */
  private static void withoutCause(SnippetEvent event, EvalException error) {
    if (error.getCause() != null) {
      replace(event, error.getMessage(), error.getExceptionClassName());
    }
  }

  private static void replace(SnippetEvent event, String message, String type) {
    KernelReflection.make(EvalException.class, message, type, new StackTraceElement[0], null)
        .ifPresent(alone -> KernelReflection.replace(event, JShellException.class, alone));
  }

  /** The error of the engine that an error is, or is caused by. */
  private static Optional<Throwable> engines(EvalException error) {
    return Stream.<Throwable>iterate(error, Objects::nonNull, Throwable::getCause)
        .filter(
            e ->
                e instanceof EvalException eval
                    && CellErrors.isOfEngine(eval.getExceptionClassName(), e.getStackTrace()))
        .findFirst();
  }

  private static String sentence(EvalException error) {
    StringWriter all = new StringWriter();
    error.printStackTrace(new PrintWriter(all));
    return CellErrors.sentence(engines(error).orElseThrow().getMessage(), all.toString());
  }

  private static boolean isThrownByUs(Throwable error) {
    StackTraceElement[] trace = error.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().startsWith(OURS);
  }
}
