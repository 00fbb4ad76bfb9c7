package org.dgm4j.magic.command;

import org.dgm4j.display.FigureStyle;
import org.dgm4j.magic.notebook.Notebook;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Shows how figures are drawn in this notebook, or chooses it for those to come.")
public final class PlotsMagic extends Magic {

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
  public Outcome run(Notebook notebook) {
    FigureStyle style = notebook.style();
    style =
        mode == null ? style : style.with(choice("plots", "mode", mode, FigureStyle.Mode.values()));
    style =
        size == null ? style : style.with(choice("plots", "size", size, FigureStyle.Size.values()));
    style =
        theme == null
            ? style
            : style.with(choice("plots", "theme", theme, FigureStyle.Theme.values()));
    notebook.setStyle(style);
    return Outcome.text("plots " + style);
  }
}
