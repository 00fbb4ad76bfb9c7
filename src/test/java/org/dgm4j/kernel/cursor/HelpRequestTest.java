package org.dgm4j.kernel.cursor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpRequestTest {

  private static final Pattern START =
      Pattern.compile(HelpRequest.START + "(?<args>\\S.*?)$", Pattern.MULTILINE);

  @ParameterizedTest
  @CsvSource({
    "Nade?, Nade",
    "?Nade, Nade",
    "??Nade, Nade",
    "Nade??, Nade",
    "%train?, %train",
    "?train, train",
    "nade.sample?, nade.sample",
    "digits.test()?;, digits.test()",
    "' \n nade? \n', nade",
    "drawn-digits?, drawn-digits"
  })
  void aWholeCellMayAsk(String cell, String subject) {
    assertEquals(Optional.of(subject), HelpRequest.subject(cell));
    Matcher start = START.matcher(cell);
    assertEquals(true, start.find());
    assertEquals(Optional.of(subject), HelpRequest.subject(start.group("args")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x > 3\n ?a\n :b",
        "ready?\n 1 : 2",
        "var s = \"why?\";",
        "?",
        "??",
        "a ? b : c",
        "",
        "List<?> all;",
        "Nade?\nint x = 1;"
      })
  void javaIsNoRequest(String cell) {
    assertEquals(Optional.empty(), HelpRequest.subject(cell));
    assertEquals(false, START.matcher(cell).find());
  }
}
