package org.dgm4j.engine;

import ai.djl.engine.EngineException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dgm4j.base.SessionValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the engine says when it fails, as one sentence. All of what it said is the cause of what is
 * thrown in its place, and is kept as {@link #latest()}.
 *
 * <p>MXNet computes while Java goes on, so it tells of a failure at the next wait for an array, and
 * whatever waits may be the one to throw.
 */
public final class EngineErrors {

  private static final Logger LOGGER = LoggerFactory.getLogger(EngineErrors.class);

  /** Packages whose errors are the engine's; Java's own below them are called by these. */
  private static final Pattern ENGINE = Pattern.compile("(ai\\.djl|com\\.sun\\.jna)\\..*");

  private static final Pattern JAVA = Pattern.compile("(java|jdk|sun)\\..*");

  /**
   * A condition of C++ that did not hold, before MXNet's words; other colons are of names in it.
   */
  private static final Pattern CHECK = Pattern.compile("^Check failed: .*?(?<!:): (?!:)(?=\\S)");

  /** MXNet's time and place in its source, before its words. */
  private static final Pattern PLACE = Pattern.compile("\\[[\\d:]+\\] \\S+:\\d+: ");

  /** About a line and a half: beyond that, MXNet quotes C++ or advises who builds it. */
  private static final int LONGEST = 160;

  private static final SessionValue<String> LATEST = SessionValue.of(() -> "");

  private EngineErrors() {}

  /**
   * All that the engine said when it failed last in this session, with stack traces; empty if it
   * never failed.
   */
  public static Optional<String> latest() {
    return Optional.of(LATEST.get()).filter(text -> !text.isEmpty());
  }

  /**
   * What is computed, and what to try if it fails.
   *
   * @param devices the names of those that compute
   * @param what is computed, such as "another nade of this size"
   * @param lessMemory what to try if the memory of the devices is too small
   * @param otherwise what to try if anything else fails
   */
  public record Attempt(String devices, String what, String lessMemory, String otherwise) {}

  /**
   * Computes something; what the engine has against it becomes one sentence.
   *
   * @throws IllegalStateException if the engine fails
   */
  public static <T> T within(Attempt attempt, Supplier<T> computation) {
    try {
      return computation.get();
    } catch (RuntimeException | Error e) {
      throw explained(e, attempt);
    }
  }

  /**
   * What to throw in place of an error: one sentence if it, or what caused it, is the engine's,
   * after all that was begun has ended, or else the error itself.
   */
  public static RuntimeException explained(Throwable error, Attempt attempt) {
    Optional<Throwable> engines =
        Stream.iterate(error, Objects::nonNull, Throwable::getCause)
            .takeWhile(e -> !isExplained(e))
            .filter(e -> isOfEngine(e.getClass().getName(), e.getStackTrace()))
            .findFirst();
    if (engines.isPresent()) {
      LOGGER.debug("The engine failed", error);
      DeviceMemory.settle();
      StringWriter all = new StringWriter();
      error.printStackTrace(new PrintWriter(all));
      String sentence = sentence(engines.get().getMessage(), all.toString(), attempt);
      return new IllegalStateException(sentence, error);
    }
    if (error instanceof Error serious) {
      throw serious;
    }
    return (RuntimeException) error;
  }

  private static boolean isExplained(Throwable error) {
    StackTraceElement[] trace = error.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().equals(EngineErrors.class.getName());
  }

  /**
   * One sentence in place of what the engine said.
   *
   * @param message of its error
   * @param all that is kept as {@link #latest()}
   */
  public static String sentence(String message, String all, Attempt attempt) {
    String said = String.valueOf(message);
    LATEST.set(all);
    if (DeviceMemory.isTooSmall(said)) {
      return "The memory of %s is too small for %s: %s; %%device shows what is free"
          .formatted(attempt.devices(), attempt.what(), attempt.lessMemory());
    }
    Optional<Throwable> own = HeapOperator.failureIn(said);
    if (own.isPresent()) {
      StringWriter trace = new StringWriter();
      own.get().printStackTrace(new PrintWriter(trace));
      LATEST.set(all + trace);
    }
    return "The engine failed at %s (%s): %s; %%dgm error shows all that it said"
        .formatted(
            attempt.what(), own.map(Throwable::toString).orElse(reason(said)), attempt.otherwise());
  }

  /**
   * Whether an error is the engine's.
   *
   * @param type the name of its class
   */
  public static boolean isOfEngine(String type, StackTraceElement... trace) {
    return type.equals(EngineException.class.getName())
        || !type.equals(OutOfMemoryError.class.getName())
            && Arrays.stream(trace)
                .map(StackTraceElement::getClassName)
                .filter(name -> !JAVA.matcher(name).matches())
                .findFirst()
                .filter(name -> ENGINE.matcher(name).matches())
                .isPresent();
  }

  /** The words for a reader, without conditions, places and stack of C++. */
  static String reason(String message) {
    String said =
        message
            .lines()
            .takeWhile(line -> !line.startsWith("Stack trace"))
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining(" "))
            .replaceFirst("^(MXNet engine call failed: )?(MXNetError: )?", "")
            .replaceAll(PLACE.pattern(), "");
    Matcher check = CHECK.matcher(said);
    String reason = (check.find() ? said.substring(check.end()) : said).replaceFirst("[.:]+$", "");
    return reason.length() > LONGEST ? reason.substring(0, LONGEST) + "…" : reason;
  }
}
