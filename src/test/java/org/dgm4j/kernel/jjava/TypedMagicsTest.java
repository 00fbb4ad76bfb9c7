package org.dgm4j.kernel.jjava;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TypedMagicsTest {

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
  void theWordsOfAMagicAreInJJavasCall() {
    List<String> words = List.of("save", "a\"b\\c\t", "숫자");
    assertEquals(words, TypedMagics.words(call("save", "a\"b\\c\t", "숫자")));
  }

  @Test
  void otherCodeIsNoMagic() {
    assertEquals(List.of(), TypedMagics.words("1 + 1"));
  }
}
