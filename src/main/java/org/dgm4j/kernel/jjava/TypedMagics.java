package org.dgm4j.kernel.jjava;

import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.MagicTranspiler;
import org.dflib.jjava.jupyter.kernel.magic.ParsedLineMagic;
import org.dgm4j.kernel.Internals;
import org.dgm4j.kernel.MagicCode;

/** Writes {@link MagicCode} in the place of our magics. */
final class TypedMagics extends MagicTranspiler {

  private static final Pattern ENCODED = Pattern.compile("decode\\(\"([^\"]*)\"\\)");

  private final BaseKernel kernel;

  private TypedMagics(BaseKernel kernel) {
    this.kernel = kernel;
  }

  /** Makes a kernel use this, if it has a transpiler. */
  static void install(BaseKernel kernel) {
    MagicTranspiler typed = new TypedMagics(kernel);
    Internals.parts(kernel).forEach(part -> Internals.replace(part, MagicTranspiler.class, typed));
  }

  @Override
  public String transpileLine(ParsedLineMagic magic) {
    String code = super.transpileLine(magic);
    List<String> words = words(code);
    if (words.isEmpty()) {
      return code;
    }
    List<String> arguments = words.subList(1, words.size());
    Set<String> known = kernel.getMagicsRegistry().getLineMagicNames();
    return MagicCode.of(words.get(0), arguments, isUsed(magic), known::contains).orElse(code);
  }

  /** Whether something stands before the magic in its line, such as {@code var run =}. */
  private static boolean isUsed(ParsedLineMagic magic) {
    for (Field field : ParsedLineMagic.class.getFields()) {
      if (field.getName().toLowerCase(Locale.ROOT).endsWith("lineprefix")) {
        try {
          return !String.valueOf(field.get(magic)).isBlank();
        } catch (IllegalAccessException e) {
          return true;
        }
      }
    }
    return true;
  }

  /** A magic's name and arguments, which are in base64 in JJava's call of it. */
  static List<String> words(String code) {
    List<String> words = new ArrayList<>();
    for (MatchResult word : ENCODED.matcher(code).results().toList()) {
      words.add(new String(Base64.getDecoder().decode(word.group(1)), StandardCharsets.UTF_8));
    }
    return words;
  }
}
