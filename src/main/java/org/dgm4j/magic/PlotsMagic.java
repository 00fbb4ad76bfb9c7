package org.dgm4j.magic;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.dgm4j.display.Look;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Shows how figures are drawn in this notebook, or chooses it for those to come.")
final class PlotsMagic extends Magic {

  @Parameters(
      paramLabel = "MODE",
      arity = "0..1",
      description =
          "interactive (a picture, replaced by an interactive figure where scripts run), static (the"
              + " picture, no script), both (one below the other) or plotly (the picture, and JSON for"
              + " front ends that draw Plotly by themselves).")
  private String mode;

  @Option(names = "--size", paramLabel = "SIZE", description = "small, medium or large.")
  private String size;

  @Option(
      names = "--theme",
      paramLabel = "THEME",
      description = "auto (the ground of the page), light or dark.")
  private String theme;

  @Override
  Outcome run(Notebook notebook) {
    Look look = notebook.look();
    look = mode == null ? look : look.with(choice("mode", mode, Look.Mode.values()));
    look = size == null ? look : look.with(choice("size", size, Look.Size.values()));
    look = theme == null ? look : look.with(choice("theme", theme, Look.Theme.values()));
    notebook.setLook(look);
    return Outcome.text("plots " + look);
  }

  private static <E extends Enum<E>> E choice(String what, String word, E[] values) {
    List<String> names = Arrays.stream(values).map(PlotsMagic::name).toList();
    int index = names.indexOf(word.toLowerCase(Locale.ROOT));
    if (index >= 0) {
      return values[index];
    }
    String end =
        Suggestion.of(word, names)
            .map(name -> "did you mean " + name + "?")
            .orElseGet(() -> "choose " + names.stream().collect(Collectors.joining(", ")));
    throw new UserError("%%plots has no %s '%s': %s".formatted(what, word, end));
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
