package org.dgm4j.kernel.jjava;

import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.MagicTranspiler;
import org.dflib.jjava.jupyter.kernel.magic.ParsedCellMagic;
import org.dflib.jjava.jupyter.kernel.magic.ParsedLineMagic;
import org.dgm4j.kernel.KernelReflection;
import org.dgm4j.kernel.MagicArguments;
import org.dgm4j.kernel.MagicCode;
import org.dgm4j.kernel.cursor.HelpRequest;

/** Writes {@link MagicCode} in the place of our magics. */
final class TypedMagics extends MagicTranspiler {

  private static final Pattern ENCODED = Pattern.compile("decode\\(\"([^\"]*)\"\\)");

  /** How JJava's pattern of line magics ends, after the percent sign. */
  private static final String LINE_MAGIC = "(?<args>\\w.*?)$";

  private final BaseKernel kernel;

  private TypedMagics(BaseKernel kernel) {
    this.kernel = kernel;
  }

  /** Makes a kernel use this, if it has a transpiler, also for a {@link HelpRequest}. */
  static void install(BaseKernel kernel) {
    MagicTranspiler typed = new TypedMagics(kernel);
    KernelReflection.parts(kernel)
        .filter(part -> KernelReflection.replace(part, MagicTranspiler.class, typed))
        .forEach(
            part ->
                KernelReflection.value(part, Pattern.class)
                    .filter(pattern -> pattern.pattern().endsWith(LINE_MAGIC))
                    .map(TypedMagics::withRequests)
                    .ifPresent(pattern -> KernelReflection.replace(part, Pattern.class, pattern)));
  }

  /** A pattern of line magics that matches a cell with a request for help, too. */
  private static Pattern withRequests(Pattern pattern) {
    String percent =
        pattern.pattern().substring(0, pattern.pattern().length() - LINE_MAGIC.length());
    return Pattern.compile(
        "(?:%s|%s(?=\\w))(?<args>\\S.*?)$".formatted(HelpRequest.START, percent), pattern.flags());
  }

  @Override
  public String transpileCell(ParsedCellMagic magic) {
    String code = super.transpileCell(magic);
    List<String> words = words(code);
    if (!words.isEmpty()) {
      MagicCode.requireCellMagic(
          "%%" + words.get(0), kernel.getMagicsRegistry().getCellMagicNames()::contains);
    }
    return code;
  }

  @Override
  public String transpileLine(ParsedLineMagic magic) {
    String code = super.transpileLine(magic);
    List<String> words = words(code);
    if (words.isEmpty()) {
      return code;
    }
    Optional<String> subject = HelpRequest.subject(String.join(" ", words));
    if (subject.isPresent()) {
      return MagicCode.help(subject.get());
    }
    String name = words.get(0);
    List<String> arguments =
        text(magic, "raw", "unparsedmagic")
            .filter(typed -> typed.contains("%" + name))
            .map(typed -> MagicArguments.after(name, typed))
            .orElseGet(() -> words.subList(1, words.size()));
    boolean used = text(magic, "lineprefix", "magiclineprefix").filter(String::isBlank).isEmpty();
    Set<String> known = kernel.getMagicsRegistry().getLineMagicNames();
    return MagicCode.of(name, arguments, used, known::contains).orElse(code);
  }

  /** What JJava keeps of a magic under one of these names, which its versions differ in. */
  private static Optional<String> text(ParsedLineMagic magic, String... names) {
    for (Field field : ParsedLineMagic.class.getFields()) {
      if (List.of(names).contains(field.getName().toLowerCase(Locale.ROOT))) {
        try {
          return Optional.of(String.valueOf(field.get(magic)));
        } catch (IllegalAccessException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
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
