package org.dgm4j.display.component;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.chart.Summary;

/**
 * Histograms of one or several groups of numbers over common bins, each with its mean: such as log
 * p(x) of digits and of noise.
 *
 * @param title the heading, or the empty string
 * @param label what the numbers are, with their unit: "log p(x) (nats)"
 * @param groups the numbers by the name of their group
 * @param marks rules by their names
 */
public record HistogramView(
    String title, String label, Map<String, double[]> groups, Map<String, Double> marks)
    implements View {

  private static final int FEWEST = 8; // with fewer bins even few numbers lose their shape
  private static final int MOST = 80; // 8 units of the usual width, 640, for each bin
  private static final double SMALL = 0x1p-10; // a power of 2 scales without rounding

  /**
   * A histogram without any group yet.
   *
   * @param title the heading, or the empty string
   * @param label what the numbers are, with their unit: "log p(x) (nats)"
   */
  public static HistogramView of(String title, String label) {
    return new HistogramView(title, label, Map.of(), Map.of());
  }

  /** This histogram with one more group. */
  public HistogramView with(String name, double[] values) {
    Map<String, double[]> more = new LinkedHashMap<>(groups);
    more.put(name, values.clone());
    return new HistogramView(title, label, more, marks);
  }

  /**
   * This histogram with a rule at a number, such as a threshold; one that is not finite has none.
   */
  public HistogramView marked(String name, double at) {
    Map<String, Double> more = new LinkedHashMap<>(marks);
    more.put(name, at);
    return new HistogramView(title, label, groups, more);
  }

  /** The chart: bars as tall as a bin's share of its group, and a rule at each group's mean. */
  public Chart chart() {
    double[] edges = edges();
    List<Series> series = new ArrayList<>();
    groups.forEach(
        (name, values) -> {
          if (values.length > 0) {
            series.add(Series.Bars.between(named(name, values), edges, shares(values, edges)));
          }
        });
    groups.forEach(
        (name, values) -> {
          Summary summary = Summary.of(values);
          if (summary.count() > 0) {
            series.add(Series.Rule.vertical(named(name, values), summary.mean()));
          }
        });
    marks.forEach(
        (name, at) -> {
          if (Double.isFinite(at)) {
            series.add(Series.Rule.vertical(name, at));
          }
        });
    String share = groups.size() > 1 ? "share of each group" : "share of the values";
    return Chart.of(title, Axis.linear(label), Axis.linear(share), new Series[0]).with(series);
  }

  /** The histogram of one group as a density: bars of area 1 in all. */
  public static Series.Bars densities(String name, double[] values) {
    double[] edges = of("", "").with("", values).edges();
    double[] shares = shares(values, edges);
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= edges[i + 1] - edges[i];
    }
    return Series.Bars.between(name, edges, shares);
  }

  private static String named(String name, double[] values) {
    Summary summary = Summary.of(values);
    String lost =
        summary.notFinite() == 0 ? "" : NumberText.format(", %,d not finite", summary.notFinite());
    return (name.isBlank() ? "" : name + ", ") + "mean " + NumberText.text(summary.mean()) + lost;
  }

  private static double[] shares(double[] values, double[] edges) {
    int bins = edges.length - 1;
    double scale = scale(edges[0], edges[bins]);
    double width = (edges[bins] * scale - edges[0] * scale) / bins;
    double[] shares = new double[bins];
    for (double value : values) {
      if (Double.isFinite(value)) {
        int bin = (int) Math.min(bins - 1, Math.max(0, (value * scale - edges[0] * scale) / width));
        shares[bin] += 1.0 / values.length;
      }
    }
    return shares;
  }

  /**
   * Bins of equal width for all groups: the narrowest that the rule of Freedman and Diaconis (1981)
   * asks for in any group, or Rice's rule, 2 n^(1/3) bins over its range, which does not widen them
   * where a group has several modes.
   */
  private double[] edges() {
    Summary all = Summary.of(groups.values().stream().flatMapToDouble(Arrays::stream).toArray());
    if (all.count() == 0) {
      return new double[] {0, 1};
    }
    double low = all.least();
    double high = all.greatest();
    if (high - low <= 1e-12 * Math.max(Math.abs(low), Math.abs(high))) {
      return new double[] {low - 0.5, low + 0.5};
    }
    double scale = scale(low, high);
    double span = high * scale - low * scale;
    double narrowest =
        groups.values().stream()
            .mapToDouble(values -> width(values, scale))
            .filter(w -> w > 0)
            .min()
            .orElse(span);
    int bins = (int) Math.max(FEWEST, Math.min(MOST, Math.ceil(span / narrowest)));
    double[] edges = new double[bins + 1];
    for (int i = 0; i <= bins; i++) {
      edges[i] = Math.min(Double.MAX_VALUE, (low * scale + span * i / bins) / scale);
    }
    return edges;
  }

  /** What to multiply numbers by, so that their differences are finite. */
  private static double scale(double low, double high) {
    return Double.isInfinite(high - low) ? SMALL : 1;
  }

  private static double width(double[] values, double scale) {
    double[] sorted =
        DoubleStream.of(values).filter(Double::isFinite).map(v -> v * scale).sorted().toArray();
    if (sorted.length < 2) {
      return 0;
    }
    double spread = sorted[sorted.length * 3 / 4] - sorted[sorted.length / 4];
    double range = sorted[sorted.length - 1] - sorted[0];
    double rice = range / (2 * Math.cbrt(sorted.length));
    return spread > 0 ? Math.min(2 * spread / Math.cbrt(sorted.length), rice) : rice;
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    List<String> lines = new ArrayList<>();
    lines.add(title.isBlank() ? label : title + ": " + label);
    groups.forEach(
        (name, values) ->
            lines.add(
                (name.isBlank() ? "" : name + ": ")
                    + NumberText.count(values.length, "value")
                    + ", "
                    + Summary.of(values).text()));
    marks.forEach((name, at) -> lines.add(name + ": " + NumberText.text(at)));
    return new ChartView(chart(), String.join("\n", lines)).bundle(style);
  }
}
