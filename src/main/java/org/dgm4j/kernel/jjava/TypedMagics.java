package org.dgm4j.kernel.jjava;

import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.MagicTranspiler;
import org.dflib.jjava.jupyter.kernel.magic.ParsedLineMagic;
import org.dgm4j.magic.MagicCalls;
import org.dgm4j.magic.Magics;
import org.dgm4j.magic.UserError;

/**
 * Turns our magics into calls of {@link MagicCalls}. JJava's own call returns an Object, so {@code
 * var run = %train …} would have no methods; it also wraps each error in another, and does not tell
 * whether the value is used, so a magic could not know whether the kernel shows it once more.
 */
final class TypedMagics extends MagicTranspiler {

  private static final Pattern ENCODED = Pattern.compile("decode\\(\"([^\"]*)\"\\)");

  private final BaseKernel kernel;

  private TypedMagics(BaseKernel kernel) {
    this.kernel = kernel;
  }

  /** Makes a kernel use this; says whether it could. */
  static boolean install(BaseKernel kernel) {
    for (Class<?> c = kernel.getClass(); c != null; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (field.getType().getPackage() == MagicTranspiler.class.getPackage()
            && field.trySetAccessible()
            && installIn(kernel, field)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean installIn(BaseKernel kernel, Field field) {
    try {
      return Internals.replace(field.get(kernel), MagicTranspiler.class, new TypedMagics(kernel));
    } catch (IllegalAccessException e) {
      return false;
    }
  }

  @Override
  public String transpileLine(ParsedLineMagic magic) {
    String code = super.transpileLine(magic);
    List<String> words = words(code);
    if (words.isEmpty()) {
      return code;
    }
    if (Magics.names().contains(words.get(0))) {
      return call(words, isUsed(magic));
    }
    requireKnown(words.get(0));
    return code;
  }

  /** JJava itself has but a stack trace for the name of a magic that is not known. */
  private void requireKnown(String name) {
    if (!kernel.getMagicsRegistry().getLineMagicNames().contains(name)) {
      Magics.nearest(name)
          .ifPresent(
              nearest -> {
                throw new UserError(
                    "There is no magic %" + name + ": did you mean %" + nearest + "?");
              });
    }
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

  /** The call that stands for a magic of ours. */
  static String call(List<String> words, boolean used) {
    String method = used ? MagicCalls.method(words.get(0)) : "show";
    List<String> literals = words.stream().map(TypedMagics::literal).toList();
    List<String> arguments =
        method.equals(words.get(0)) ? literals.subList(1, literals.size()) : literals;
    return "%s.%s(%s);".formatted(MagicCalls.class.getName(), method, String.join(", ", arguments));
  }

  private static String literal(String text) {
    StringBuilder literal = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        literal.append('\\').append(c);
      } else if (c < ' ') {
        literal.append(String.format("\\u%04x", (int) c));
      } else {
        literal.append(c);
      }
    }
    return literal.append('"').toString();
  }
}
