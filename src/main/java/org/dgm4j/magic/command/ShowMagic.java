package org.dgm4j.magic.command;

import org.dgm4j.display.View;
import org.dgm4j.display.registry.Views;
import org.dgm4j.display.view.value.ArrayView;
import org.dgm4j.magic.notebook.Notebook;
import org.dgm4j.magic.notebook.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.Table;

@Command(
    description =
        "Draws any value: arrays, tables, images, figures, distributions, samples; returns it.")
public final class ShowMagic extends Magic {

  @Parameters(
      index = "0",
      paramLabel = "EXPRESSION",
      description = "A variable or expression, such as nade.logProbability(x).")
  private String expression;

  @Option(
      names = "--as",
      paramLabel = "WAY",
      description =
          "Draws numbers (an array of Java or DJL, a list of numbers, a column, samples) as line,"
              + " histogram, heatmap, image or table; the usual way depends on their shape.")
  private String as;

  @Option(
      names = "--all",
      description =
          "Lets one page through up to 100,000 rows of a table, even if they make the notebook"
              + " large.")
  private boolean all;

  @Override
  public Outcome run(Notebook notebook) {
    Object value = evaluate(notebook, expression, Object.class, "a value");
    return Outcome.of(value, view(value));
  }

  private View view(Object value) {
    if (all) {
      if (value instanceof Table table && as == null) {
        return Views.whole(table);
      }
      throw new UserError(
          "--all is for the rows of a table: leave it out for '%s'".formatted(expression));
    }
    if (as == null) {
      return Views.drawing(value);
    }
    ArrayView.Drawing drawing = choice("show", "way", as, ArrayView.Drawing.values());
    if (!ArrayView.hasNumbers(value)) {
      throw new UserError(
          "--as draws numbers, but '%s' is a %s: leave it out"
              .formatted(expression, value.getClass().getSimpleName()));
    }
    return ArrayView.of(value).as(drawing);
  }
}
