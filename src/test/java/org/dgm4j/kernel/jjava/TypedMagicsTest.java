package org.dgm4j.kernel.jjava;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TypedMagicsTest {

  private static final String CALLS = "org.dgm4j.magic.MagicCalls.";

  /** A call as JJava writes it. */
  private static String call(String name, String... arguments) {
    return "Statics.lineMagic(%s,java.util.List.of(%s));"
        .formatted(
            encoded(name),
            Arrays.stream(arguments)
                .map(TypedMagicsTest::encoded)
                .collect(Collectors.joining(",")));
  }

  private static String encoded(String word) {
    String base64 = Base64.getEncoder().encodeToString(word.getBytes(StandardCharsets.UTF_8));
    return "new String(java.util.Base64.getDecoder().decode(\"" + base64 + "\"))";
  }

  @Test
  void aMagicOfItsOwnLineIsShown() {
    assertEquals(
        CALLS + "show(\"train\", \"nade\", \"digits\");",
        TypedMagics.call(TypedMagics.words(call("train", "nade", "digits")), false));
  }

  @Test
  void aMagicWhoseValueIsUsedHasItsType() {
    assertEquals(
        CALLS + "train(\"nade\", \"digits\");",
        TypedMagics.call(TypedMagics.words(call("train", "nade", "digits")), true));
    assertEquals(
        CALLS + "value(\"seed\", \"42\");",
        TypedMagics.call(TypedMagics.words(call("seed", "42")), true));
  }

  @Test
  void argumentsAreLiteralsWhateverTheyHold() {
    assertEquals(
        CALLS + "show(\"save\", \"a\\\"b\\\\c\\u0009\", \"숫자\");",
        TypedMagics.call(TypedMagics.words(call("save", "a\"b\\c\t", "숫자")), false));
  }

  @Test
  void otherCodeIsNoMagic() {
    assertEquals(List.of(), TypedMagics.words("1 + 1"));
  }
}
