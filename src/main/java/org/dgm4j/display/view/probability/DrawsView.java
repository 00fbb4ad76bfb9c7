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
import org.dgm4j.probability.joint.StateDraws;

/**
 * Draws against the distribution that they came from: shares beside probabilities, a histogram
 * under the density, points on its contours, states as a table of their shares.
 *
 * @param draws what to show
 */
public record DrawsView(Draws draws) implements View {

  private static final int SHOWN = 16;

  @Override
  public MimeBundle bundle(FigureStyle style) {
    View view = view();
    return view instanceof ChartView shown
        ? new ChartWithText(draws.toString(), shown.chart().titled(draws.name())).bundle(style)
        : new Captioned(draws.toString(), view).bundle(style);
  }

  private View view() {
    if (draws instanceof Draws.Integers integers) {
      return ChartView.of(shares(integers));
    } else if (draws instanceof Draws.Reals reals) {
      return ChartView.of(histogram(reals));
    } else if (draws instanceof Draws.Vectors vectors) {
      return points(vectors);
    }
    return states((StateDraws) draws);
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

  private static View states(StateDraws draws) {
    if (draws.dimensions() <= 2) {
      return JointTableView.of(draws.table());
    }
    List<List<String>> rows =
        IntStream.range(0, Math.min(SHOWN, draws.count()))
            .mapToObj(
                i ->
                    IntStream.range(0, draws.dimensions())
                        .mapToObj(j -> draws.variables().get(j).label(draws.state(i, j)))
                        .toList())
            .toList();
    int more = draws.count() - rows.size();
    return new TableView(
        draws.variables().stream().map(v -> v.name()).toList(),
        rows,
        more == 0 ? "" : "… and " + NumberText.count(more, "more draw"));
  }
}
