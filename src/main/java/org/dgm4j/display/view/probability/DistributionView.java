package org.dgm4j.display.view.probability;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.DiscreteDistribution;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.chart.Summary;
import org.dgm4j.display.component.ChartWithText;
import org.dgm4j.probability.Distribution;
import org.dgm4j.probability.divergence.DistributionSummary;

/**
 * A distribution of one number: bars of its probabilities, or its density with the middle half and
 * the middle 95 % shaded, or its cumulative probabilities. Works for our distributions and for
 * those of Commons Statistics.
 */
public final class DistributionView implements View {

  private static final double TAIL = 5e-4; // both tails together have a thousandth
  static final int GRID = 240; // a place for each 3 units of the usual width, 640
  private static final double MARGIN = 0.05; // of the range, so that a step at its end is seen
  private static final double POLE = 1000; // in mean heights: such a density has no greatest value
  private static final double SHOWN_OF_POLE = 6; // in mean heights
  private static final int SHADED = 80; // a place for each 8 units of the usual width, 640
  private static final int MOST_STATES = 100_000; // more states could take all memory

  private final DiscreteDistribution discrete;
  private final ContinuousDistribution continuous;
  private final boolean cumulative;

  private DistributionView(
      DiscreteDistribution discrete, ContinuousDistribution continuous, boolean cumulative) {
    this.discrete = discrete;
    this.continuous = continuous;
    this.cumulative = cumulative;
  }

  /** The probabilities of a distribution of whole numbers. */
  public static DistributionView of(DiscreteDistribution distribution) {
    return new DistributionView(distribution, null, false);
  }

  /** The density of a distribution of real numbers. */
  public static DistributionView of(ContinuousDistribution distribution) {
    return new DistributionView(null, distribution, false);
  }

  /** This distribution with its cumulative probabilities P(X ≤ x) instead. */
  public DistributionView cumulative() {
    return new DistributionView(discrete, continuous, true);
  }

  /** The chart. */
  public Chart chart() {
    return discrete == null ? continuousChart() : discreteChart();
  }

  private Chart discreteChart() {
    int[] states = states(discrete);
    double[] x = Arrays.stream(states).asDoubleStream().toArray();
    Axis values = Axis.whole("x");
    if (!cumulative) {
      return Chart.of("", values, Axis.linear("probability p(x)"), probabilities(discrete, ""));
    }
    double[] steps = new double[2 * x.length];
    double[] sums = new double[2 * x.length];
    for (int i = 0; i < x.length; i++) {
      steps[2 * i] = x[i];
      steps[2 * i + 1] = x[i];
      sums[2 * i] = i == 0 ? 0 : discrete.cumulativeProbability(states[i] - 1);
      sums[2 * i + 1] = discrete.cumulativeProbability(states[i]);
    }
    return Chart.of(
        "",
        values,
        Axis.linear("cumulative probability P(X ≤ x)"),
        new Series.Line("", steps, sums).unmarked());
  }

  /** The bars of the probabilities where they are not negligible. */
  static Series.Bars probabilities(DiscreteDistribution distribution, String name) {
    int[] states = states(distribution);
    return Series.Bars.around(
        name,
        Arrays.stream(states).asDoubleStream().toArray(),
        Arrays.stream(states).mapToDouble(distribution::probability).toArray());
  }

  /** The values whose probabilities are not negligible, rising. */
  static int[] states(DiscreteDistribution distribution) {
    long low = distribution.getSupportLowerBound();
    long high = distribution.getSupportUpperBound();
    if (high - low > 30) {
      low = distribution.inverseCumulativeProbability(TAIL);
      high = distribution.inverseSurvivalProbability(TAIL);
    }
    long last = Math.min(high, low + MOST_STATES);
    return IntStream.rangeClosed((int) low, (int) last).toArray();
  }

  private Chart continuousChart() {
    if (cumulative) {
      double[] x = grid(continuous);
      return Chart.of(
          "",
          Axis.linear("x"),
          Axis.linear("cumulative probability P(X ≤ x)"),
          new Series.Line(
              "", x, Arrays.stream(x).map(continuous::cumulativeProbability).toArray()));
    }
    String name = "density; shaded: the middle 50 % and 95 %";
    Series.Line curve = density(continuous, name);
    double[] x = curve.x();
    double width = x[x.length - 1] - x[0];
    boolean pole = Summary.of(curve.y()).greatest() >= POLE / width;
    Axis density = Axis.linear("density p(x)");
    Chart chart =
        Chart.of(
            "",
            Axis.linear("x"),
            pole ? density.range(0, SHOWN_OF_POLE / width) : density,
            middle(name, 0.95),
            middle(name, 0.5),
            curve);
    double mean = continuous.getMean();
    return Double.isFinite(mean)
        ? chart.with(Series.Rule.vertical("mean " + NumberText.text(mean), mean))
        : chart;
  }

  /** The curve of a density, with its steps where the support ends. */
  static Series.Line density(ContinuousDistribution distribution, String name) {
    double[] inner = grid(distribution);
    double low = inner[0];
    double high = inner[GRID];
    double margin = MARGIN * (high - low);
    boolean begins = low == distribution.getSupportLowerBound();
    boolean ends = high == distribution.getSupportUpperBound();
    DoubleStream before = begins ? DoubleStream.of(low - margin, low) : DoubleStream.empty();
    DoubleStream after = ends ? DoubleStream.of(high, high + margin) : DoubleStream.empty();
    double[] x =
        DoubleStream.concat(DoubleStream.concat(before, DoubleStream.of(inner)), after).toArray();
    double pole = 2 * POLE / (high - low);
    double[] y = Arrays.stream(x).map(v -> Math.min(pole, distribution.density(v))).toArray();
    if (begins) {
      y[1] = 0;
    }
    if (ends) {
      y[y.length - 2] = 0;
    }
    return new Series.Line(name, x, y);
  }

  private Series.Area middle(String name, double mass) {
    double low = continuous.inverseCumulativeProbability((1 - mass) / 2);
    double high = continuous.inverseSurvivalProbability((1 - mass) / 2);
    double[] x = between(low, high, SHADED);
    return new Series.Area(
        name, x, new double[x.length], Arrays.stream(x).map(continuous::density).toArray());
  }

  /** Places that show a density: all of it but the far tails, and the ends of its support. */
  private static double[] grid(ContinuousDistribution distribution) {
    double low = distribution.inverseCumulativeProbability(TAIL);
    double high = distribution.inverseSurvivalProbability(TAIL);
    double inner = distribution.inverseCumulativeProbability(10 * TAIL);
    double outer = distribution.inverseSurvivalProbability(10 * TAIL);
    double margin = (outer - inner) / 4;
    double from = Math.max(low, inner - margin);
    double to = Math.min(high, outer + margin);
    double first = distribution.getSupportLowerBound();
    double last = distribution.getSupportUpperBound();
    double near = MARGIN * (to - from);
    return between(from - first < near ? first : from, last - to < near ? last : to, GRID);
  }

  /** Places at equal distances, one more than steps, both ends among them. */
  static double[] between(double low, double high, int steps) {
    return IntStream.rangeClosed(0, steps)
        .mapToDouble(i -> low + (high - low) * i / steps)
        .toArray();
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    Object distribution = discrete == null ? continuous : discrete;
    if (distribution instanceof Distribution ours) {
      return new ChartWithText(ours.toString(), chart().titled(ours.name())).bundle(style);
    }
    DistributionSummary summary =
        discrete == null ? DistributionSummary.of(continuous) : DistributionSummary.of(discrete);
    return new ChartWithText(summary.toString(), chart().titled(summary.name())).bundle(style);
  }
}
