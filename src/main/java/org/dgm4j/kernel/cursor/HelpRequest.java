package org.dgm4j.kernel.cursor;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cell that asks what something is, as {@code Nade?}, {@code ?nade.sample} or {@code %train?}.
 * Only a whole cell does: in other code, a question mark at the end of a line may be an operator.
 */
public final class HelpRequest {

  private static final String SUBJECT = "[^\\s?;]+";
  private static final String END = "\\s*;?\\s*\\z";

  /** What stands in front of the words of a request, in a pattern of magics. */
  public static final String START =
      "\\A\\s*+(?=(?:\\?{1,2}%1$s|%1$s\\?{1,2})%2$s)".formatted(SUBJECT, END);

  private static final Pattern CELL =
      Pattern.compile("\\s*+(?:\\?{1,2}(%1$s)|(%1$s)\\?{1,2})%2$s".formatted(SUBJECT, END));

  private HelpRequest() {}

  /** What a cell asks for; empty if it is no such request. */
  public static Optional<String> subject(String cell) {
    Matcher request = CELL.matcher(cell);
    return request.matches()
        ? Optional.of(request.group(1) == null ? request.group(2) : request.group(1))
        : Optional.empty();
  }
}
