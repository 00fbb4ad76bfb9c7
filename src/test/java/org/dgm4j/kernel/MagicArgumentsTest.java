package org.dgm4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class MagicArgumentsTest {

  private static void splits(String line, String... words) {
    assertEquals(List.of(words), MagicArguments.of(line));
  }

  @Test
  void spacesPartWords() {
    splits(" nade\tdigits.test()  --epochs 3 ", "nade", "digits.test()", "--epochs", "3");
    splits("");
    splits("  ");
  }

  @Test
  void spacesInBracketsPartNothing() {
    splits("Nade.builder().image(28, 28).build() 4", "Nade.builder().image(28, 28).build()", "4");
    splits("List.of( 1, 2 ) x", "List.of( 1, 2 )", "x");
    splits("a[ 0 ] b", "a[ 0 ]", "b");
  }

  @Test
  void quotesInAnExpressionStay() {
    splits("t.column(\"a b\") --as line", "t.column(\"a b\")", "--as", "line");
    splits("\"a b\".length() x", "\"a b\".length()", "x");
    splits("s.indexOf('(') x", "s.indexOf('(')", "x");
    splits("s.split(\"\\\"(\") x", "s.split(\"\\\"(\")", "x");
  }

  @Test
  void quotesAroundAWordAreTakenOff() {
    splits("\"new double[]{1, 2}\" --as line", "new double[]{1, 2}", "--as", "line");
    splits("nade \"my models/nade\"", "nade", "my models/nade");
    splits("--data=\"a b\" c", "--data=a b", "c");
    splits("\"t.column(\\\"a\\\")\"", "t.column(\"a\")");
    splits("\"\" x", "", "x");
  }

  @Test
  void aSemicolonAtTheEndIsNotMeant() {
    splits("42;", "42");
    splits("nade digits ;", "nade", "digits");
    splits("\"a;\"", "a;");
  }

  @Test
  void whatIsNotClosedGoesToTheEnd() {
    splits("nade digits.test( --epochs 3", "nade", "digits.test( --epochs 3");
    splits("a) b", "a)", "b");
    splits("don't \"do", "don't", "\"do");
  }
}
