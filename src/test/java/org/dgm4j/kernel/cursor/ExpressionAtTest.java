package org.dgm4j.kernel.cursor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The place of the cursor is marked by a bar. */
class ExpressionAtTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '~',
      textBlock =
          """
          Na|de~ Nade
          nade.sam|ple(4)~ nade.sample
          nade.sample(|~ nade.sample
          nade.sample(4|~ nade.sample
          nade.sample(count|, 3)~ count nade.sample
          nade.sample(4, Math.max(1, 2)|)~ Math.max
          nade.sample(4, a[1], |~ nade.sample
          var x = Nade.builder().image(28, 28).hid|den~ Nade.builder().image(28, 28).hidden
          Nade.builder() .image(|~ Nade.builder().image
          new Foo(1).ba|r~ new Foo(1).bar
          int x = 4|~ ``
          |~ ``
          f(1); g|~ g
          """)
  void isTheNameBeforeTheCursorAndWhatIsCalled(String marked, String expected) {
    int at = marked.indexOf('|');
    String code = marked.replace("|", "");
    assertEquals(expected, String.join(" ", ExpressionAt.of(code, at)));
  }

  @ParameterizedTest
  @CsvSource({"1", "5", "12"})
  void goesOnOverLines(int spaces) {
    String code = "var nade = Nade.builder()\n" + " ".repeat(spaces) + ".image(8, 8)\n.build";
    assertEquals(List.of("Nade.builder().image(8, 8).build"), ExpressionAt.of(code, code.length()));
  }
}
