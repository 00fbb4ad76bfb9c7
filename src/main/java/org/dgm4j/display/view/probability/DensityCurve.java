package org.dgm4j.display.view.probability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.DiscreteDistribution;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.Samples;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.chart.Summary;
import org.dgm4j.display.component.ChartWithText;
import org.dgm4j.display.component.HistogramView;
import org.dgm4j.model.DensityModel;
import org.dgm4j.probability.Distribution;
import org.dgm4j.probability.divergence.DistributionSummary;
import org.dgm4j.probability.numeric.KernelDensity;

/**
 * The density or the probabilities of one number, with data beside them: a density over histograms
 * of area 1, probabilities with the share of each value. Data alone get the kernel density estimate
 * that {@link KernelDensity} describes, or, if they are whole numbers, their shares.
 *
 * @param title what stands above the chart
 * @param text what is drawn, in words
 * @param shares whether it is about whole numbers: probabilities and shares
 * @param fixed what is drawn whatever the data are
 * @param curve the name of the density
 * @param density by places; null if there is none but the fixed
 * @param groups data by their names
 */
public record DensityCurve(
    String title,
    String text,
    boolean shares,
    List<Series> fixed,
    String curve,
    UnaryOperator<double[]> density,
    Map<String, double[]> groups)
    implements View {

  private static final double MARGIN = 0.1; // of the range, for the tails beyond the data

  /** The density of a distribution. */
  public static DensityCurve of(ContinuousDistribution distribution) {
    Series density = DistributionView.density(distribution, "density");
    return distribution instanceof Distribution ours
        ? fixed(ours.name(), ours.toString(), false, density)
        : fixed(DistributionSummary.of(distribution), false, density);
  }

  /** The probabilities of a distribution of whole numbers. */
  public static DensityCurve of(DiscreteDistribution distribution) {
    Series probabilities = DistributionView.probabilities(distribution, "probability");
    return distribution instanceof Distribution ours
        ? fixed(ours.name(), ours.toString(), true, probabilities)
        : fixed(DistributionSummary.of(distribution), true, probabilities);
  }

  private static DensityCurve fixed(DistributionSummary summary, boolean shares, Series series) {
    return fixed(summary.name(), summary.toString(), shares, series);
  }

  private static DensityCurve fixed(String title, String text, boolean shares, Series series) {
    return new DensityCurve(title, text, shares, List.of(series), "", null, Map.of());
  }

  /**
   * The density of a model of one number, drawn where the data lie that are added.
   *
   * @param title what the model is called
   */
  public static DensityCurve of(String title, DensityModel model) {
    return new DensityCurve(
        title,
        "Density of " + title,
        false,
        List.of(),
        "density",
        x -> {
          float[] places = new float[x.length];
          for (int i = 0; i < x.length; i++) {
            places[i] = (float) x[i];
          }
          double[] logDensity = model.logProbability(Samples.vectors(places, x.length, 1));
          return Arrays.stream(logDensity).map(Math::exp).toArray();
        },
        Map.of());
  }

  /**
   * The estimated density of data, or their shares if they are whole numbers.
   *
   * @throws IllegalArgumentException if there are fewer than two numbers, or only equal ones that
   *     are not whole
   */
  public static DensityCurve of(String name, double[] values) {
    if (Arrays.stream(values).allMatch(value -> value == Math.rint(value))) {
      String text = "Shares of " + NumberText.count(values.length, "whole number");
      return new DensityCurve(text, text, true, List.of(), "", null, Map.of()).with(name, values);
    }
    double[][] points =
        Arrays.stream(values).mapToObj(x -> new double[] {x}).toArray(double[][]::new);
    KernelDensity estimate = KernelDensity.of(DensityView.taken(points));
    return new DensityCurve(
            estimate.toString(),
            estimate.toString(),
            false,
            List.of(),
            "kernel density estimate",
            x -> Arrays.stream(x).map(estimate::density).toArray(),
            Map.of())
        .with(name, values);
  }

  /** This picture with more data. */
  public DensityCurve with(String name, double[] values) {
    Map<String, double[]> more = new LinkedHashMap<>(groups);
    more.put(name, values.clone());
    return new DensityCurve(title, text, shares, fixed, curve, density, more);
  }

  /** The chart. */
  public Chart chart() {
    List<Series> series = new ArrayList<>();
    if (shares) {
      series.addAll(fixed);
      groups.forEach((name, values) -> series.add(shares(named(name, values), values)));
    } else {
      groups.forEach(
          (name, values) -> series.add(HistogramView.densities(named(name, values), values)));
      series.addAll(fixed);
      if (density != null) {
        double[] x = places();
        series.add(new Series.Line(curve, x, density.apply(x)));
      }
    }
    String vertical = shares ? "probability, share" : "density p(x)";
    return Chart.of(title, shares ? Axis.whole("x") : Axis.linear("x"), Axis.linear(vertical))
        .with(series);
  }

  private static String named(String name, double[] values) {
    String count = NumberText.count(values.length, "value");
    return name.isBlank() ? count : name + ", " + count;
  }

  private double[] places() {
    Summary all = Summary.of(groups.values().stream().flatMapToDouble(Arrays::stream).toArray());
    double width = all.greatest() - all.least();
    double margin = MARGIN * (width > 0 ? width : 1);
    double low = all.least() - margin;
    double high = all.greatest() + margin;
    return DistributionView.between(low, high, DistributionView.GRID);
  }

  private Series shares(String name, double[] values) {
    TreeMap<Double, Integer> counts = new TreeMap<>();
    for (double value : values) {
      counts.merge(value, 1, Integer::sum);
    }
    double[] x = counts.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    double[] heights =
        counts.values().stream().mapToDouble(count -> count / (double) values.length).toArray();
    return fixed.isEmpty() && groups.size() == 1
        ? Series.Bars.around(name, x, heights)
        : new Series.Points(name, x, heights);
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    StringBuilder lines = new StringBuilder(text);
    groups.forEach(
        (name, values) ->
            lines
                .append('\n')
                .append(named(name, values))
                .append(": ")
                .append(Summary.of(values).text()));
    return new ChartWithText(lines.toString(), chart()).bundle(style);
  }
}
