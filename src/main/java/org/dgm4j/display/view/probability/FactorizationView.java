package org.dgm4j.display.view.probability;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.display.component.Stacked;
import org.dgm4j.display.component.TableView;
import org.dgm4j.display.html.Markup;
import org.dgm4j.model.FactorizedModel;
import org.dgm4j.probability.joint.Factorization;
import org.dgm4j.probability.joint.FittedFactorization;

/** How a joint distribution is written as a product, and what that costs in free parameters. */
public final class FactorizationView {

  private static final int PLACES = 60; // a place for each 10 units of the usual 640
  private static final double LARGEST_POWER = 300; // a double ends at 1.8e308

  private FactorizationView() {}

  /** The formula, the number of free parameters and the graph of a factorization. */
  public static View of(Factorization factorization) {
    return described(
        factorization.name() + ": " + parameters(factorization) + " free parameters",
        factorization);
  }

  /** The numbers of a fitted factorization, its formula and its graph. */
  public static View of(FittedFactorization fitted) {
    return described(fitted.toString(), fitted.factorization());
  }

  /** The numbers of a model, the formula and the graph of its factorization. */
  public static View of(FactorizedModel model) {
    return described(model.toString(), model.factorization());
  }

  private static View described(String text, Factorization factorization) {
    String formula = factorization.formula();
    return style -> {
      MimeBundle graph = GraphView.of(factorization).bundle(style);
      String html =
          NumberText.format(
              "<div><div>%s</div><div style=\"overflow-x:auto\">$$%s$$</div>%s</div>",
              Markup.text(text), Markup.escape(formula), graph.get(MimeBundle.HTML));
      return graph
          .with(MimeBundle.TEXT, text + "\n" + formula + "\n" + graph.get(MimeBundle.TEXT))
          .with(MimeBundle.HTML, html);
    };
  }

  private static String parameters(Factorization factorization) {
    return factorization.parameterCount().toString();
  }

  /** The numbers of free parameters of some factorizations. */
  public static View table(List<Factorization> factorizations) {
    return new TableView(
        List.of("factorization", "free parameters"),
        factorizations.stream().map(f -> List.of(f.name(), parameters(f))).toList(),
        "");
  }

  /**
   * What structure saves: the numbers of free parameters of the joint distribution of n variables
   * of k states, as a table, and on a logarithmic axis for all numbers up to n.
   */
  public static View parameters(int n, int k) {
    List<IntFunction<Factorization>> kinds =
        List.of(
            i -> Factorization.full(i, k),
            i -> Factorization.chainRule(i, k),
            i -> Factorization.markov(i, k),
            i -> Factorization.independent(i, k));
    List<String> names = List.of("full joint", "chain rule", "Markov", "independent");
    int[] places =
        IntStream.rangeClosed(1, Math.min(n, PLACES))
            .map(i -> n <= PLACES ? i : 1 + (int) Math.round((i - 1.0) * (n - 1) / (PLACES - 1)))
            .toArray();
    double largest = kinds.get(0).apply(n).parameterCount().log10();
    boolean powers = largest > LARGEST_POWER;
    List<Series> series = new ArrayList<>();
    for (int kind = 0; kind < kinds.size(); kind++) {
      IntFunction<Factorization> of = kinds.get(kind);
      double[] counts =
          IntStream.of(places)
              .mapToDouble(i -> of.apply(i).parameterCount().log10())
              .map(log -> powers ? log : Math.pow(10, log))
              .toArray();
      series.add(
          new Series.Line(
              names.get(kind),
              IntStream.of(places).asDoubleStream().toArray(),
              counts,
              kind == 1 ? Series.Stroke.DASHED : Series.Stroke.SOLID));
    }
    Chart chart =
        Chart.of(
                "",
                Axis.whole("number of variables of " + NumberText.count(k, "state")),
                powers
                    ? Axis.linear("log₁₀ of the number of free parameters")
                    : Axis.log("free parameters"))
            .with(series);
    return Stacked.of(table(kinds.stream().map(of -> of.apply(n)).toList()), ChartView.of(chart));
  }
}
