package org.dgm4j.display.view.probability;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dgm4j.base.Numbers;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.ColorScale;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.Captioned;
import org.dgm4j.display.component.ChartWithText;
import org.dgm4j.display.component.TableView;
import org.dgm4j.probability.joint.Bayes;
import org.dgm4j.probability.joint.Conditional;
import org.dgm4j.probability.joint.JointTable;
import org.dgm4j.probability.joint.Variable;

/** Tables of probabilities: one variable as bars, two as a heat map, more as rows. */
public final class JointTableView {

  private static final int ROWS = 32;
  private static final int NUMBERED = 144;

  private JointTableView() {}

  /** The view of a joint table. */
  public static View of(JointTable table) {
    String text = table.toString();
    List<Variable> variables = table.variables();
    double[] p = table.probabilities();
    return switch (variables.size()) {
      case 1 -> {
        Variable variable = variables.get(0);
        yield new ChartWithText(
            text,
            Chart.of(
                "",
                Axis.categories(variable.name(), labels(variable)),
                Axis.linear("probability"),
                Series.Bars.at("", p)));
      }
      case 2 ->
          new ChartWithText(
              text, map(variables.get(0).name(), labels(variables.get(0)), variables.get(1), p));
      default -> rows(table, p);
    };
  }

  /** The view of a conditional table: a row for each state of the parents. */
  public static View of(Conditional table) {
    Variable child = table.child();
    List<List<Integer>> states = List.of(List.of());
    for (Variable parent : table.parents()) {
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> state : states) {
        for (int i = 0; i < parent.size(); i++) {
          List<Integer> one = new ArrayList<>(state);
          one.add(i);
          longer.add(one);
        }
      }
      states = longer;
    }
    List<String> rows = new ArrayList<>();
    double[] p = new double[states.size() * child.size()];
    for (int row = 0; row < states.size(); row++) {
      int[] state = states.get(row).stream().mapToInt(Integer::intValue).toArray();
      System.arraycopy(table.row(state), 0, p, row * child.size(), child.size());
      rows.add(
          String.join(
              ", ",
              IntStream.range(0, state.length)
                  .mapToObj(i -> table.parents().get(i).label(state[i]))
                  .toList()));
    }
    String given = String.join(", ", table.parents().stream().map(Variable::name).toList());
    return new ChartWithText(table.toString(), map(given, rows, child, p));
  }

  /** The view of Bayes' rule: the probability of each hypothesis before and after. */
  public static View of(Bayes bayes) {
    Variable variable = bayes.hypothesis();
    int n = variable.size();
    Chart chart =
        Chart.of(
            "",
            Axis.categories(variable.name(), labels(variable)),
            Axis.linear("probability").range(0, 1),
            beside("prior p(" + variable.name() + ")", -0.4, bayes.prior()),
            beside(
                "posterior p(" + variable.name() + " | " + bayes.condition() + ")",
                0,
                bayes.posterior()));
    return new ChartWithText(bayes.toString(), chart);
  }

  private static Series.Bars beside(String name, double shift, double[] heights) {
    double[] left = IntStream.range(0, heights.length).mapToDouble(i -> i + shift).toArray();
    double[] right = IntStream.range(0, heights.length).mapToDouble(i -> i + shift + 0.4).toArray();
    return new Series.Bars(name, left, right, heights);
  }

  private static Chart map(String rows, List<String> rowLabels, Variable columns, double[] p) {
    Series.HeatMap cells =
        new Series.HeatMap(
            "probability", rowLabels.size(), columns.size(), p, ColorScale.SEQUENTIAL);
    return Chart.of(
        "",
        Axis.categories(columns.name(), labels(columns)),
        Axis.categories(rows, rowLabels),
        p.length <= NUMBERED ? cells.drawn(Series.HeatMap.Drawing.NUMBERS) : cells);
  }

  private static View rows(JointTable table, double[] p) {
    List<Variable> variables = table.variables();
    List<String> columns = new ArrayList<>(variables.stream().map(Variable::name).toList());
    columns.add("probability");
    List<List<String>> rows = new ArrayList<>();
    for (int cell = 0; cell < Math.min(ROWS, p.length); cell++) {
      List<String> row = new ArrayList<>();
      int rest = cell;
      for (int i = variables.size() - 1; i >= 0; i--) {
        row.add(0, variables.get(i).label(rest % variables.get(i).size()));
        rest /= variables.get(i).size();
      }
      row.add(Numbers.text(p[cell]));
      rows.add(row);
    }
    int more = p.length - rows.size();
    String title = table.toString().lines().findFirst().orElse("");
    String note = more == 0 ? "" : "… and " + Numbers.count(more, "more cell");
    return new Captioned(title, new TableView(columns, rows, note));
  }

  private static List<String> labels(Variable variable) {
    return IntStream.range(0, variable.size()).mapToObj(variable::label).toList();
  }
}
