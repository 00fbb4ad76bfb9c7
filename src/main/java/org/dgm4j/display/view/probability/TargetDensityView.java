package org.dgm4j.display.view.probability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Contours;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.ChartWithText;
import org.dgm4j.probability.Multivariate;
import org.dgm4j.probability.variational.TargetDensity;

/**
 * The normalized density of a target: a curve in one dimension; in two, filled, with lines that
 * enclose 50 and 90 % of its mass; in more, mean and spread of each coordinate where they are
 * known.
 *
 * @param target what to show
 */
public record TargetDensityView(TargetDensity target) implements View {

  /** What the lines of two dimensions say. */
  static final String LINES = "Lines enclose 50 and 90 % of the mass";

  private static final String NAME = "target p";
  private static final int CURVE = 320; // a place for each 2 units of the width
  private static final int GRID = 80; // 6400 cells, below the 10,000 that contours may have
  private static final double[] SHARES = {0.5, 0.9};
  private static final int MOST_PLACES = 100; // a closed curve of so many looks round
  private static final int SIDE = 440; // a square, with labels
  private static final int WIDE = 640; // the usual width of a chart
  private static final int LOW = 280; // a curve needs less height than the usual 400

  @Override
  public MimeBundle bundle(FigureStyle style) {
    if (target.dimensions() > 2 && target.exact().isEmpty()) {
      return View.text(target.toString()).bundle(style);
    }
    boolean plane = target.dimensions() == 2;
    Chart chart = sized(chart(target), plane ? SIDE : WIDE, target);
    MimeBundle bundle = new ChartWithText(target.toString(), chart).bundle(style);
    return plane
        ? bundle.with(MimeBundle.HTML, bundle.get(MimeBundle.HTML) + "<div>" + LINES + ".</div>")
        : bundle;
  }

  /** A chart of a target in its form: square in two dimensions. */
  static Chart sized(Chart chart, int width, TargetDensity target) {
    return chart.size(width, target.dimensions() == 2 ? width : LOW);
  }

  /** What is known of a target; nothing of one's own density in more than two dimensions. */
  static Chart chart(TargetDensity target) {
    return switch (target.dimensions()) {
      case 1 -> line(target);
      case 2 -> plane(target);
      default -> coordinates(target);
    };
  }

  private static Chart line(TargetDensity target) {
    double[] x = places(target);
    double[] logs = Arrays.stream(x).map(v -> target.logDensity(v)).toArray();
    double[] density = normalized(logs, x[1] - x[0]);
    return Chart.of(
        "",
        Axis.linear("z"),
        Axis.linear("density"),
        new Series.Area(NAME, x, new double[x.length], density),
        new Series.Line(NAME, x, density));
  }

  /** The places at which the density of one dimension is drawn. */
  static double[] places(TargetDensity target) {
    double[] region = target.region()[0];
    return DistributionView.between(region[0], region[1], CURVE - 1);
  }

  private static Chart plane(TargetDensity target) {
    double[][] region = square(target.region());
    double[] x = DistributionView.between(region[0][0], region[0][1], GRID - 1);
    double[] y = DistributionView.between(region[1][0], region[1][1], GRID - 1);
    double[] logs = new double[GRID * GRID];
    Arrays.setAll(logs, i -> target.logDensity(x[i % GRID], y[i / GRID]));
    double[] density = normalized(logs, (x[1] - x[0]) * (y[1] - y[0]));
    Contours contours = new Contours(x, y, density);
    return Chart.of(
            "",
            Axis.linear("z₁").range(region[0][0], region[0][1]),
            Axis.linear("z₂").range(region[1][0], region[1][1]),
            contours.filled(""))
        .with(enclosing(NAME, contours));
  }

  /** The same middle, and the larger width both ways, so that shapes are true. */
  private static double[][] square(double[][] region) {
    double half = Math.max(region[0][1] - region[0][0], region[1][1] - region[1][0]) / 2;
    return Arrays.stream(region)
        .map(r -> new double[] {(r[0] + r[1]) / 2 - half, (r[0] + r[1]) / 2 + half})
        .toArray(double[][]::new);
  }

  /** The density of the target, so scaled that the sum over the places is that of a density. */
  private static double[] normalized(double[] logDensity, double cell) {
    double largest = Arrays.stream(logDensity).max().orElseThrow();
    double[] density = Arrays.stream(logDensity).map(v -> Math.exp(v - largest)).toArray();
    double sum = Arrays.stream(density).sum() * cell;
    return Arrays.stream(density).map(v -> v / sum).toArray();
  }

  /** Lines that enclose 50 and 90 % of the mass. */
  static Series[] enclosing(String name, Contours contours) {
    return Arrays.stream(SHARES)
        .boxed()
        .flatMap(share -> contours.at(contours.enclosing(share)).stream())
        .map(line -> new Series.Line(name, downsampled(line.x()), downsampled(line.y())).unmarked())
        .toArray(Series[]::new);
  }

  /** At most 100 places, the first and the last among them, which the eye can't tell. */
  private static double[] downsampled(double[] places) {
    int last = places.length - 1;
    int count = Math.min(last, MOST_PLACES - 1);
    return IntStream.rangeClosed(0, count)
        .mapToDouble(i -> places[(int) Math.round((double) i * last / Math.max(1, count))])
        .toArray();
  }

  private static Chart coordinates(TargetDensity target) {
    return Chart.of("", Axis.whole("coordinate"), Axis.linear("z: mean ± 2σ"))
        .with(target.exact().map(p -> spread(NAME, p, -0.12)).orElse(new Series[0]));
  }

  /** Mean and spread of each coordinate, beside its number. */
  static Series[] spread(String name, Multivariate distribution, double shift) {
    double[] mean = distribution.mean();
    double[] variance = distribution.variance();
    double[] place = IntStream.range(0, mean.length).mapToDouble(i -> i + 1 + shift).toArray();
    List<Series> series = new ArrayList<>(List.of(new Series.Points(name, place, mean)));
    for (int i = 0; i < mean.length; i++) {
      double reach = 2 * Math.sqrt(variance[i]);
      series.add(
          new Series.Line(
                  name,
                  new double[] {place[i], place[i]},
                  new double[] {mean[i] - reach, mean[i] + reach})
              .unmarked());
    }
    return series.toArray(Series[]::new);
  }
}
