package org.dgm4j.display.view.probability;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.Samples;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.Captioned;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.display.component.ChartWithText;
import org.dgm4j.display.component.HistogramView;
import org.dgm4j.display.component.TableView;
import org.dgm4j.display.view.value.SamplesView;
import org.dgm4j.probability.Draws;
import org.dgm4j.probability.Multivariate;
import org.dgm4j.probability.joint.JointTable;
import org.dgm4j.probability.joint.Variable;

/**
 * Draws against the distribution that they came from: shares beside probabilities, a histogram
 * under the density, points on its contours, states as a table of their shares.
 *
 * @param draws what to show
 */
public record DrawsView(Draws draws) implements View {

  private static final int SHOWN = 16;

  private static final Draws.Visitor<View> VIEWS =
      new Draws.Visitor<>() {
        @Override
        public View integers(Draws.Integers draws) {
          return ChartView.of(shares(draws));
        }

        @Override
        public View reals(Draws.Reals draws) {
          return ChartView.of(histogram(draws));
        }

        @Override
        public View vectors(Draws.Vectors draws) {
          return points(draws);
        }

        @Override
        public View states(Draws.States draws) {
          return draws.dimensions() <= 2 ? table(draws) : rows(draws);
        }
      };

  @Override
  public MimeBundle bundle(FigureStyle style) {
    View view = draws.accept(VIEWS);
    return view instanceof ChartView shown
        ? new ChartWithText(draws.toString(), shown.chart().titled(draws.name())).bundle(style)
        : new Captioned(draws.toString(), view).bundle(style);
  }

  private static Chart shares(Draws.Integers draws) {
    double[] x = draws.counts().keySet().stream().mapToDouble(Integer::doubleValue).toArray();
    double[] shares =
        draws.counts().values().stream().mapToDouble(n -> n / (double) draws.count()).toArray();
    return Chart.of(
        "",
        Axis.whole("x"),
        Axis.linear("probability, share"),
        DistributionView.probabilities(draws.distribution(), "probability"),
        new Series.Points("share of " + NumberText.count(draws.count(), "draw"), x, shares));
  }

  private static Chart histogram(Draws.Reals draws) {
    ContinuousDistribution distribution = draws.distribution();
    return Chart.of(
        "",
        Axis.linear("x"),
        Axis.linear("density"),
        HistogramView.densities(NumberText.count(draws.count(), "draw"), draws.values()),
        DistributionView.density(distribution, "density"));
  }

  private static View points(Draws.Vectors draws) {
    Multivariate distribution = draws.distribution();
    if (distribution.dimensions() == 2) {
      return PairDensityView.of(distribution, draws.rows());
    }
    float[] values = new float[Math.multiplyExact(draws.count(), draws.dimensions())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) draws.value(i / draws.dimensions(), i % draws.dimensions());
    }
    return SamplesView.of(Samples.vectors(values, draws.count(), draws.dimensions()));
  }

  private static View table(Draws.States draws) {
    Variable[] variables =
        IntStream.range(0, draws.dimensions())
            .mapToObj(
                j -> Variable.of(draws.names().get(j), draws.labels(j).toArray(new String[0])))
            .toArray(Variable[]::new);
    return JointTableView.of(JointTable.ofSamples(draws.states(), variables));
  }

  private static View rows(Draws.States draws) {
    List<List<String>> labels =
        IntStream.range(0, draws.dimensions()).mapToObj(draws::labels).toList();
    List<List<String>> rows =
        IntStream.range(0, Math.min(SHOWN, draws.count()))
            .mapToObj(
                i ->
                    IntStream.range(0, draws.dimensions())
                        .mapToObj(j -> labels.get(j).get((int) draws.value(i, j)))
                        .toList())
            .toList();
    int more = draws.count() - rows.size();
    return new TableView(
        draws.names(), rows, more == 0 ? "" : "… and " + NumberText.count(more, "more draw"));
  }
}
