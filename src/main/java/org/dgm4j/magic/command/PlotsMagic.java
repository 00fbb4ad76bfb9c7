package org.dgm4j.magic.command;

import org.dgm4j.display.Look;
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
    Look look = notebook.look();
    look = mode == null ? look : look.with(choice("plots", "mode", mode, Look.Mode.values()));
    look = size == null ? look : look.with(choice("plots", "size", size, Look.Size.values()));
    look = theme == null ? look : look.with(choice("plots", "theme", theme, Look.Theme.values()));
    notebook.setLook(look);
    return Outcome.text("plots " + look);
  }
}
