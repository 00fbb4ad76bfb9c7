package org.dgm4j.display.view.evaluation;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.Captioned;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.evaluation.PrincipalComponents;

/**
 * How much of the variance the first principal components express.
 *
 * @param components the components
 */
public record PrincipalComponentsView(PrincipalComponents components) implements View {

  /** The view of components. */
  public static PrincipalComponentsView of(PrincipalComponents components) {
    return new PrincipalComponentsView(components);
  }

  /** The chart. */
  public Chart chart() {
    double[] variances = components.variances();
    double all = DoubleStream.of(variances).sum();
    double[] shares = new double[variances.length + 1];
    for (int i = 0; i < variances.length; i++) {
      shares[i + 1] = all == 0 ? 1 : shares[i] + variances[i] / all;
    }
    return Chart.of(
        "",
        Axis.whole("number of components"),
        Axis.linear("explained share of the variance").range(0, 1.02),
        new Series.Line("", IntStream.range(0, shares.length).asDoubleStream().toArray(), shares));
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    return new Captioned(components.toString(), ChartView.of(chart())).bundle(style);
  }
}
