package org.dgm4j.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dgm4j.magic.MagicCalls;
import org.dgm4j.magic.Magics;
import org.dgm4j.magic.notebook.UserError;

/**
 * Calls of {@link MagicCalls} in the place of our magics. A kernel's own call returns an Object, so
 * {@code var run = %train …} would have no methods; it also wraps each error in another, and does
 * not tell whether the value is used, so a magic could not know whether the kernel shows it again.
 */
public final class MagicCode {

  private static final Pattern CELL_MAGIC = Pattern.compile("\\s*%%([^\\s%]+)");

  private MagicCode() {}

  /**
   * The call that stands for a line magic; empty if it is not ours.
   *
   * @param used whether something stands before the magic in its line, such as {@code var run =}
   * @param known whether the kernel has a line magic of a name
   * @throws UserError if neither we nor the kernel know the name: kernels have but a stack trace
   *     for that
   */
  public static Optional<String> of(
      String name, List<String> arguments, boolean used, Predicate<String> known) {
    if (Magics.names().contains(name)) {
      return Optional.of(call(name, arguments, used));
    }
    if (!known.test(name)) {
      String end =
          Magics.nearest(name)
              .map(nearest -> "did you mean %" + nearest + "?")
              .orElse("%dgm lists those of dgm4j");
      throw new UserError("There is no magic %" + name + ": " + end);
    }
    if (name.equals("load") && arguments.size() == 1 && isModel(arguments.get(0))) {
      throw new UserError(
          "'%s' is a model, and %%load is for notebooks and scripts: type var model = Models.load(%s)"
              .formatted(arguments.get(0), literal(arguments.get(0))));
    }
    return Optional.empty();
  }

  /** The call that shows help on something, for a {@link org.dgm4j.kernel.cursor.HelpRequest}. */
  public static String help(String subject) {
    return call("help", List.of(subject), false);
  }

  /**
   * Refuses a cell with a cell magic that the kernel doesn't have; we have none.
   *
   * @param known whether the kernel has a cell magic of a name
   * @throws UserError if it has none: kernels have but a stack trace, or an error of Java, for that
   */
  public static void requireCellMagic(String cell, Predicate<String> known) {
    Matcher magic = CELL_MAGIC.matcher(cell);
    if (magic.lookingAt() && !known.test(magic.group(1))) {
      String name = magic.group(1);
      String end =
          Magics.names().contains(name)
              ? "type %" + name
              : "a cell is Java, and %dgm lists the magics of dgm4j, which stand in one line";
      throw new UserError("There is no magic %%" + name + " for whole cells: " + end);
    }
  }

  /** Whether a file is no text, but an archive, as {@code %save} writes it. */
  private static boolean isModel(String file) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return Arrays.equals(in.readNBytes(2), new byte[] {'P', 'K'});
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }

  private static String call(String name, List<String> arguments, boolean used) {
    String method = used ? "value(" + Magics.result(name).getCanonicalName() + ".class, " : "show(";
    String literals =
        Stream.concat(Stream.of(name), arguments.stream())
            .map(MagicCode::literal)
            .collect(Collectors.joining(", "));
    return MagicCalls.class.getName() + "." + method + literals + ");";
  }

  private static String literal(String text) {
    StringBuilder literal = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        literal.append('\\').append(c);
      } else if (c < ' ') {
        literal.append(String.format("\\u%04x", (int) c));
      } else {
        literal.append(c);
      }
    }
    return literal.append('"').toString();
  }
}
