package org.dgm4j.kernel.cursor;

import java.util.List;
import java.util.stream.Stream;

/** The Java expression that ends at a place in code, such as {@code nade.sample}. */
final class ExpressionAt {

  private final String code;

  private ExpressionAt(String code) {
    this.code = code;
  }

  /** The name that stands at a place, and what is called by the call that it is in or behind. */
  static List<String> of(String code, int at) {
    ExpressionAt reader = new ExpressionAt(code);
    int end = at;
    while (end < code.length() && isLetter(code.charAt(end))) {
      end++;
    }
    int start = reader.start(end);
    int call =
        end > 0 && code.charAt(end - 1) == ')'
            ? reader.opening(end - 1)
            : reader.openBracket(start);
    int callEnd = reader.withoutSpace(call);
    return Stream.of(reader.text(start, end), reader.text(reader.start(callEnd), callEnd))
        .filter(
            text -> !text.isEmpty() && !text.endsWith(")") && !Character.isDigit(text.charAt(0)))
        .toList();
  }

  private String text(int start, int end) {
    return code.substring(start, end).replaceAll("\\s*\\.\\s*", ".");
  }

  /** Where the call begins in whose brackets a place is; 0 if it is in none. */
  private int openBracket(int at) {
    int depth = 0;
    for (int i = at - 1; i >= 0; i--) {
      char c = code.charAt(i);
      if (c == ')') {
        depth++;
      } else if (c == '(' && depth-- == 0) {
        return i;
      } else if (c == ';' || c == '{' || c == '}') {
        return 0;
      }
    }
    return 0;
  }

  /** The bracket that this closing one belongs to; 0 if there is none. */
  private int opening(int closing) {
    int depth = 0;
    for (int i = closing; i >= 0; i--) {
      if (")]".indexOf(code.charAt(i)) >= 0) {
        depth++;
      } else if ("([".indexOf(code.charAt(i)) >= 0 && --depth == 0) {
        return i;
      }
    }
    return 0;
  }

  /** The start of names and calls that are joined by dots and end here. */
  private int start(int end) {
    int start = end;
    while (start > 0) {
      int name = start;
      while (name > 0 && ")]".indexOf(code.charAt(name - 1)) >= 0) {
        name = withoutSpace(opening(name - 1));
      }
      while (name > 0 && isLetter(code.charAt(name - 1))) {
        name--;
      }
      int before = withoutSpace(name);
      if (name == start) {
        return start;
      }
      start = name;
      if (before == 0 || code.charAt(before - 1) != '.') {
        return code.startsWith("new ", Math.max(0, name - 4)) && name >= 4 ? name - 4 : name;
      }
      start = withoutSpace(before - 1);
    }
    return start;
  }

  private int withoutSpace(int end) {
    int i = end;
    while (i > 0 && Character.isWhitespace(code.charAt(i - 1))) {
      i--;
    }
    return i;
  }

  private static boolean isLetter(char c) {
    return Character.isJavaIdentifierPart(c);
  }
}
