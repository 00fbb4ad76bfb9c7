package org.dgm4j.display.view.probability;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dgm4j.base.NumberText;
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

  private static final int ROWS = 32; // five binary variables
  private static final int NUMBERED = 144; // 12 × 12 numbers are legible in a chart

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
    int count = table.parents().stream().mapToInt(Variable::size).reduce(1, Math::multiplyExact);
    List<String> rows = new ArrayList<>();
    double[] p = new double[count * child.size()];
    for (int row = 0; row < count; row++) {
      int[] state = states(table.parents(), row);
      System.arraycopy(table.row(state), 0, p, row * child.size(), child.size());
      rows.add(String.join(", ", labels(table.parents(), state)));
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
      List<String> row = new ArrayList<>(labels(variables, states(variables, cell)));
      row.add(NumberText.text(p[cell]));
      rows.add(row);
    }
    int more = p.length - rows.size();
    String title = table.toString().lines().findFirst().orElse("");
    String note = more == 0 ? "" : "… and " + NumberText.count(more, "more cell");
    return new Captioned(title, new TableView(columns, rows, note));
  }

  /** The states of variables in a cell of their table, in which that of the last changes first. */
  private static int[] states(List<Variable> variables, int cell) {
    int[] states = new int[variables.size()];
    int rest = cell;
    for (int i = states.length - 1; i >= 0; i--) {
      states[i] = rest % variables.get(i).size();
      rest /= variables.get(i).size();
    }
    return states;
  }

  private static List<String> labels(List<Variable> variables, int[] states) {
    return IntStream.range(0, states.length)
        .mapToObj(i -> variables.get(i).label(states[i]))
        .toList();
  }

  private static List<String> labels(Variable variable) {
    return IntStream.range(0, variable.size()).mapToObj(variable::label).toList();
  }
}
