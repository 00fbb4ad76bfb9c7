package org.dgm4j.magic.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dgm4j.base.Suggestion;
import org.dgm4j.display.View;
import org.dgm4j.magic.notebook.Notebook;
import org.dgm4j.magic.notebook.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** One magic command, with its arguments as picocli fields; made anew for each call. */
public abstract class Magic {

  private static final Pattern NAME = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  private boolean help;

  /** Sets how this magic's arguments are read, where that is not as usual. */
  public void configure(CommandLine command) {}

  /** The images in a row of what it shows while it works; 0 for the number that suits. */
  public int columns() {
    return 0;
  }

  /**
   * Does what the magic is for.
   *
   * @throws RuntimeException whose message is one sentence for the user
   */
  public abstract Outcome run(Notebook notebook);

  /**
   * The value of an argument that may be any expression.
   *
   * @param what what is wanted, for the error: "a model that can be trained"
   */
  static <T> T evaluate(Notebook notebook, String expression, Class<T> type, String what) {
    Object value = evaluate(notebook, expression);
    if (!type.isInstance(value)) {
      throw wrongType(expression, value, what);
    }
    return type.cast(value);
  }

  private static Object evaluate(Notebook notebook, String expression) {
    Matcher name = NAME.matcher(expression);
    List<String> variables = notebook.variables();
    if (name.matches() && !variables.contains(expression)) {
      String similar =
          Suggestion.of(expression, variables).map(v -> ": did you mean " + v + "?").orElse("");
      throw new UserError("There is no variable '" + expression + "' in this notebook" + similar);
    }
    try {
      return notebook.evaluate(expression);
    } catch (RuntimeException e) {
      throw new UserError("'" + expression + "' can't be evaluated: " + e.getMessage());
    }
  }

  /**
   * One of the values that an argument can have.
   *
   * @param what what they are, for the error: "mode"
   */
  static <E extends Enum<E>> E choice(String magic, String what, String word, E[] values) {
    List<String> names =
        Arrays.stream(values).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
    int index = names.indexOf(word.toLowerCase(Locale.ROOT));
    if (index >= 0) {
      return values[index];
    }
    String end =
        Suggestion.of(word, names)
            .map(name -> "did you mean " + name + "?")
            .orElseGet(() -> "choose " + String.join(", ", names));
    throw new UserError("%%%s has no %s '%s': %s".formatted(magic, what, word, end));
  }

  static UserError wrongType(String expression, Object value, String what) {
    String actual = value == null ? "null" : "a " + value.getClass().getSimpleName();
    return new UserError("'%s' is %s, not %s".formatted(expression, actual, what));
  }

  /** What to say where a density is wanted of a model that has none. */
  static UserError implicit(String expression) {
    return new UserError(
        "'%s' is an implicit model: it can be sampled from with %%samples %s, but has no log p(x), for which you need an explicit model, such as nade, or a bound, as of a vae"
            .formatted(expression, expression));
  }

  /**
   * What a magic came to.
   *
   * @param value what it returns to the notebook, or null
   * @param view what is to be shown, if the magic has not shown it already
   */
  public record Outcome(Object value, Optional<View> view) {

    static Outcome of(Object value, View view) {
      return new Outcome(value, Optional.of(view));
    }

    static Outcome text(String text) {
      return of(null, View.text(text));
    }

    static Outcome alreadyShown(Object value) {
      return new Outcome(value, Optional.empty());
    }
  }
}
