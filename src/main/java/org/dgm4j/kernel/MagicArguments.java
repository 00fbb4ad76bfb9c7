package org.dgm4j.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a magic's line, split at spaces as a Java programmer expects: not in brackets or in
 * the quotes of an expression, as in {@code %show t.column("a b")}. Kernels drop such quotes.
 */
public final class MagicArguments {

  private static final Pattern PIECE =
      Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])'|\\s+|.", Pattern.DOTALL);

  /** A word, or the value of an option, that stands in quotes as a whole. */
  private static final Pattern QUOTED =
      Pattern.compile("((?:--?[\\w-]+=)?)\"((?:\\\\.|[^\"\\\\])*)\"");

  private MagicArguments() {}

  /**
   * The words after a magic's name.
   *
   * @param typed the magic, as typed, in which its name stands after a percent sign
   */
  public static List<String> after(String name, String typed) {
    String start = "%" + name;
    return of(typed.substring(typed.indexOf(start) + start.length()));
  }

  /**
   * The words; quotes around a whole word are taken off, and a semicolon at the end.
   *
   * @param line the arguments of a magic, as typed
   */
  public static List<String> of(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    int depth = 0;
    String text = line.replaceFirst("[\\s;]+$", "") + " ";
    for (String piece : PIECE.matcher(text).results().map(MatchResult::group).toList()) {
      if (piece.isBlank() && (depth == 0 || word.isEmpty())) {
        if (!word.isEmpty()) {
          words.add(unquoted(word.toString()));
          word.setLength(0);
        }
        continue;
      }
      if ("([{".contains(piece)) {
        depth++;
      } else if (")]}".contains(piece) && depth > 0) {
        depth--;
      }
      word.append(piece);
    }
    if (!word.isEmpty()) {
      words.add(word.toString().strip());
    }
    return words;
  }

  private static String unquoted(String word) {
    Matcher quoted = QUOTED.matcher(word);
    return quoted.matches() ? quoted.group(1) + quoted.group(2).replace("\\\"", "\"") : word;
  }
}
