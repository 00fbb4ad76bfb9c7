package org.dgm4j.display.view.model;

import java.util.stream.IntStream;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.ChartWithText;
import org.dgm4j.model.autoregressive.GaussianAutoRegressive.Forecast;

/** A series and its expected course, in the band where each value lies with 95 %. */
public final class ForecastView {

  private static final double TWO_SIDED_95 = 1.959963984540054; // the 97.5 % quantile of N(0, 1)
  private static final int SHOWN = 10; // the forecast is an eleventh of the picture

  private ForecastView() {}

  /** Shows ten times as much of the history's end as of the future. */
  public static View of(Forecast forecast) {
    double[] history = forecast.history();
    double[] mean = forecast.mean();
    double[] deviation = forecast.standardDeviation();
    int first = Math.max(0, history.length - SHOWN * mean.length);
    double[] past = IntStream.range(first, history.length).mapToDouble(i -> i + 1).toArray();
    double[] known = IntStream.range(first, history.length).mapToDouble(i -> history[i]).toArray();
    double[] future =
        IntStream.range(0, mean.length).mapToDouble(i -> history.length + i + 1).toArray();
    Chart chart =
        Chart.of(
            "",
            Axis.linear("t"),
            Axis.linear("x(t)"),
            new Series.Area(
                "forecast, 95 %", future, edge(mean, deviation, -1), edge(mean, deviation, 1)),
            new Series.Line("forecast, 95 %", future, mean),
            new Series.Line("history", past, known));
    String headline =
        NumberText.format(
            "Forecast after %s: each value lies in the band with a probability of 95 %%",
            NumberText.count(history.length, "value"));
    return new ChartWithText(forecast.toString(), headline, chart);
  }

  private static double[] edge(double[] mean, double[] deviation, int side) {
    return IntStream.range(0, mean.length)
        .mapToDouble(i -> mean[i] + side * TWO_SIDED_95 * deviation[i])
        .toArray();
  }
}
