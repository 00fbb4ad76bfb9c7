package org.dgm4j.magic.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.SourceVersion;
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
        "Draws any value: arrays, tables, images, figures, distributions, samples; of several,"
            + " histograms of their numbers over one another; returns it.")
public final class ShowMagic extends Magic {

  private static final ArrayView.Drawing[] WAYS = ArrayView.Drawing.values();

  @Parameters(
      index = "0..*",
      arity = "1..*",
      paramLabel = "EXPRESSION",
      description =
          "A variable or expression, such as nade.logProbability(x); or several with numbers.")
  private List<String> expressions;

  @Option(
      names = "--as",
      paramLabel = "WAY",
      description =
          "Draws numbers (an array of Java or DJL, a list of numbers, a column, samples, draws) as"
              + " line, histogram, heatmap, image or table; the usual way depends on their shape.")
  private String as;

  @Option(
      names = "--all",
      description =
          "Lets one page through up to 100,000 rows of a table, even if they make the notebook"
              + " large.")
  private boolean all;

  @Override
  public Outcome run(Notebook notebook) {
    List<Object> values = new ArrayList<>();
    for (String expression : expressions) {
      values.add(value(notebook, expression));
    }
    return values.size() == 1
        ? Outcome.of(values.get(0), view(expressions.get(0), values.get(0)))
        : Outcome.of(values, histograms(values));
  }

  private Object value(Notebook notebook, String expression) {
    try {
      return evaluate(notebook, expression, Object.class, "a value");
    } catch (UserError e) {
      throw expressions.size() == 1 || SourceVersion.isName(expression)
          ? e
          : new UserError(e.getMessage() + "; an expression with spaces stands in quotes");
    }
  }

  /** Histograms over one another, each named as its value was typed. */
  private View histograms(List<Object> values) {
    if (all || as != null && choice("show", "way", as, WAYS) != ArrayView.Drawing.HISTOGRAM) {
      throw new UserError(
          "Several values are drawn as histograms over one another: leave %s out, or show them one"
                  .formatted(all ? "--all" : "--as " + as)
              + " by one");
    }
    Map<String, Object> named = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      String expression = expressions.get(i);
      if (!ArrayView.hasNumbers(values.get(i))) {
        throw wrongType(
            expression,
            values.get(i),
            "numbers, and only numbers are drawn over one another: type %%show %s by itself"
                .formatted(expression));
      }
      named.put(
          named.containsKey(expression) ? expression + " (%d)".formatted(i + 1) : expression,
          values.get(i));
    }
    return ArrayView.histograms(named);
  }

  private View view(String expression, Object value) {
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
    ArrayView.Drawing drawing = choice("show", "way", as, WAYS);
    if (!ArrayView.hasNumbers(value)) {
      throw new UserError(
          "--as draws numbers, but '%s' is a %s: leave it out"
              .formatted(expression, value.getClass().getSimpleName()));
    }
    return ArrayView.of(value).as(drawing);
  }
}
