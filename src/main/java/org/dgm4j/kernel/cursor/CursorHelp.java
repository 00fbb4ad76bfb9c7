package org.dgm4j.kernel.cursor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dgm4j.magic.Magics;
import org.dgm4j.magic.help.HelpTopics;
import org.dgm4j.magic.notebook.Notebook;

/**
 * What the Tab key, and Shift and Tab, are answered with before the kernel is asked. Positions are
 * those of Jupyter, which counts characters of Unicode.
 */
public final class CursorHelp {

  /** The line of a magic up to a place in it, and its words so far. */
  private static final Pattern MAGIC =
      Pattern.compile("\\s*(?:[^%\"'=]*=\\s*)?%(\\w+)(?:\\s+(.*))?", Pattern.DOTALL);

  private static final String LETTER = "[\\p{L}\\p{N}_$]";

  private final Notebook notebook;

  public CursorHelp(Notebook notebook) {
    this.notebook = notebook;
  }

  /**
   * What can take the place of a part of the code.
   *
   * @param start where that part begins
   * @param end where it ends
   */
  public record Completion(List<String> words, int start, int end) {

    public Completion {
      words = List.copyOf(words);
    }
  }

  /** Help on what stands at a place, by MIME type; empty if the kernel is to be asked. */
  public Optional<Map<String, String>> inspect(String code, int cursor) {
    int at = index(code, cursor);
    HelpTopics help = Magics.help();
    int lineStart = lineStart(code, at);
    Matcher magic = MAGIC.matcher(code.substring(lineStart, lineEnd(code, at)));
    boolean ours = magic.matches() && Magics.names().contains(magic.group(1));
    List<String> subjects = new ArrayList<>();
    if (!ours
        || at - lineStart > magic.end(1)
            && !lastWord(code.substring(lineStart, at)).startsWith("-")) {
      subjects.addAll(ExpressionAt.of(code, at));
    }
    if (ours) {
      subjects.add("%" + magic.group(1));
    }
    return subjects.stream()
        .flatMap(subject -> help.of(subject, notebook, CursorHelp::isNotOfJava).stream())
        .findFirst()
        .map(view -> view.bundle(notebook.style()).data());
  }

  /** Of Java's own classes, the kernel knows more. */
  private static boolean isNotOfJava(Class<?> type) {
    return !type.isPrimitive() && !type.getPackageName().startsWith("java.");
  }

  /**
   * What can be typed at a place in the line of a magic of ours; empty if there is none.
   *
   * @param kernel the kernel's own completion of code at a place, which may be null
   */
  public Optional<Completion> complete(
      String code, int cursor, BiFunction<String, Integer, Completion> kernel) {
    int at = index(code, cursor);
    Matcher magic = MAGIC.matcher(code.substring(lineStart(code, at), at));
    if (!magic.matches() || magic.group(2) == null || !Magics.names().contains(magic.group(1))) {
      return Optional.empty();
    }
    String word = lastWord(magic.group(2));
    if (!word.startsWith("-") && !word.matches(LETTER + "*")) {
      Completion java = kernel.apply(word, word.length());
      int shift = code.codePointCount(0, at - word.length());
      return Optional.of(
          java == null
              ? new Completion(List.of(), cursor, cursor)
              : new Completion(java.words, shift + java.start, shift + java.end));
    }
    List<String> words =
        words(magic.group(1), word).filter(known -> known.startsWith(word)).distinct().toList();
    return Optional.of(new Completion(words, cursor - word.length(), cursor));
  }

  private Stream<String> words(String magic, String typed) {
    Stream<String> variables = notebook.variables().stream().filter(name -> !name.startsWith("$"));
    Stream<String> names = Stream.concat(variables, Magics.words(magic).stream());
    if (magic.equals("help")) {
      names = Stream.concat(names, Magics.names().stream());
    }
    // A list of all classes would hide what is there to choose from.
    return typed.isEmpty() ? names : Stream.concat(names, Magics.classes().stream());
  }

  /** What stands after the last space outside of brackets and quotes. */
  private static String lastWord(String words) {
    int start = 0;
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < words.length(); i++) {
      char c = words.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if ("([{".indexOf(c) >= 0) {
        depth++;
      } else if (")]}".indexOf(c) >= 0) {
        depth--;
      } else if (Character.isWhitespace(c) && depth <= 0 && !quoted) {
        start = i + 1;
      }
    }
    return words.substring(start);
  }

  private static int index(String code, int cursor) {
    int all = code.codePointCount(0, code.length());
    return code.offsetByCodePoints(0, Math.max(0, Math.min(cursor, all)));
  }

  private static int lineStart(String code, int at) {
    return code.lastIndexOf('\n', at - 1) + 1;
  }

  private static int lineEnd(String code, int at) {
    int end = code.indexOf('\n', at);
    return end < 0 ? code.length() : end;
  }
}
