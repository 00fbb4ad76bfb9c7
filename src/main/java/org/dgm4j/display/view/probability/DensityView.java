package org.dgm4j.display.view.probability;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.Samples;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Contours;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.chart.Summary;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.model.DensityModel;
import org.dgm4j.probability.Multivariate;
import org.dgm4j.probability.numeric.KernelDensity;

/** A density over the plane: filled contours, its marginals at the sides, and samples on top. */
public final class DensityView implements View {

  private static final int GRID = 54; // 2916 calls of a density, which may be a model’s
  private static final double REACH = 4; // beyond lie 6e-5 of a normal distribution
  private static final int MOST_POINTS = 4000; // an estimate adds 4000 × 54² terms, 12 million

  private final String title;
  private final double[] x;
  private final double[] y;
  private final double[] density;
  private final double[][] points;

  private DensityView(String title, double[] x, double[] y, double[] density, double[][] points) {
    this.title = title;
    this.x = x;
    this.y = y;
    this.density = density;
    this.points = points;
  }

  /**
   * A density that is known at the nodes of a grid.
   *
   * @param x evenly rising places along the horizontal axis
   * @param y evenly rising places along the vertical axis
   * @param density the density at each place, shape (y, x)
   * @throws IllegalArgumentException if the sizes do not fit or a direction has fewer than 2 places
   */
  public static DensityView of(String title, double[] x, double[] y, double[] density) {
    if (x.length < 2 || y.length < 2 || density.length != x.length * y.length) {
      throw new IllegalArgumentException(
          NumberText.format(
              "A density needs a number for each of at least 2 × 2 places, but %d × %d places have"
                  + " %d",
              x.length, y.length, density.length));
    }
    return new DensityView(title, x.clone(), y.clone(), density.clone(), new double[0][]);
  }

  /**
   * The density of a distribution of points with two coordinates.
   *
   * @throws IllegalArgumentException if it has another number of coordinates
   */
  public static DensityView of(Multivariate distribution) {
    requireTwo(distribution.dimensions());
    double[] mean = distribution.mean();
    double[] variance = distribution.variance();
    double[] x = places(mean[0], REACH * Math.sqrt(variance[0]));
    double[] y = places(mean[1], REACH * Math.sqrt(variance[1]));
    double[] density =
        IntStream.range(0, GRID * GRID)
            .mapToDouble(i -> distribution.density(x[i % GRID], y[i / GRID]))
            .toArray();
    return of(distribution.name(), x, y, density);
  }

  /**
   * The density of a model of points with two coordinates, where samples lie, and these on top.
   *
   * @throws IllegalArgumentException if the samples have another number of coordinates
   */
  public static DensityView of(String title, DensityModel model, Samples samples) {
    requireTwo(samples.dimensions());
    double[][] points =
        IntStream.range(0, samples.count())
            .mapToObj(i -> new double[] {samples.value(i, 0), samples.value(i, 1)})
            .toArray(double[][]::new);
    double[] x = around(samples.column(0));
    double[] y = around(samples.column(1));
    float[] places = new float[2 * GRID * GRID];
    for (int i = 0; i < GRID * GRID; i++) {
      places[2 * i] = (float) x[i % GRID];
      places[2 * i + 1] = (float) y[i / GRID];
    }
    double[] logDensity = model.logProbability(Samples.vectors(places, GRID * GRID, 2));
    return of(title, x, y, Arrays.stream(logDensity).map(Math::exp).toArray()).with(points);
  }

  /**
   * The kernel density estimate of points with two coordinates, shape (count, 2), and the points on
   * top; of very many points, 4,000 evenly taken ones.
   *
   * @throws IllegalArgumentException if they have another number of coordinates, there are fewer
   *     than two, or a coordinate is the same in all
   */
  public static DensityView of(double[][] points) {
    requireTwo(points.length == 0 ? 2 : points[0].length);
    double[][] taken = taken(points);
    KernelDensity estimate = KernelDensity.of(taken);
    double[] x = around(column(taken, 0));
    double[] y = around(column(taken, 1));
    String title =
        taken.length == points.length
            ? estimate.toString()
            : NumberText.format("%s, of %,d points", estimate, points.length);
    return of(title, x, y, estimate.density(x, y)).with(taken);
  }

  /** Of very many points, evenly taken ones. */
  static double[][] taken(double[][] points) {
    int used = Math.min(points.length, MOST_POINTS);
    return IntStream.range(0, used)
        .mapToObj(i -> points[(int) ((long) i * points.length / used)])
        .toArray(double[][]::new);
  }

  /** This density with points on top, shape (count, 2). */
  public DensityView with(double[][] points) {
    return new DensityView(
        title, x, y, density, Arrays.stream(points).map(double[]::clone).toArray(double[][]::new));
  }

  private static void requireTwo(int dimensions) {
    if (dimensions != 2) {
      throw new IllegalArgumentException(
          "Contours need points of 2 coordinates, but these have " + dimensions);
    }
  }

  /** One coordinate of points. */
  static double[] column(double[][] points, int coordinate) {
    return Arrays.stream(points).mapToDouble(point -> point[coordinate]).toArray();
  }

  private static double[] around(double[] values) {
    Summary summary = Summary.of(values);
    double half = (summary.greatest() - summary.least()) / 2;
    return places((summary.greatest() + summary.least()) / 2, 1.15 * (half > 0 ? half : 1));
  }

  private static double[] places(double middle, double reach) {
    double half = reach > 0 ? reach : 1;
    return IntStream.range(0, GRID)
        .mapToDouble(i -> middle + half * (2.0 * i / (GRID - 1) - 1))
        .toArray();
  }

  /** The chart. */
  public Chart chart() {
    double stepX = (x[x.length - 1] - x[0]) / (x.length - 1);
    double stepY = (y[y.length - 1] - y[0]) / (y.length - 1);
    double[] alongX = new double[x.length];
    double[] alongY = new double[y.length];
    for (int i = 0; i < density.length; i++) {
      alongX[i % x.length] += density[i] * stepY;
      alongY[i / x.length] += density[i] * stepX;
    }
    Series.HeatMap contours = new Contours(x, y, density).filled("density");
    Chart chart =
        Chart.of(
                title,
                Axis.linear("x₁").range(contours.left(), contours.right()),
                Axis.linear("x₂").range(contours.first(), contours.last()),
                contours,
                new Series.Marginal("marginals", Series.Marginal.Side.ABOVE, x, alongX),
                new Series.Marginal("marginals", Series.Marginal.Side.RIGHT, y, alongY))
            .size(640, 520);
    return points.length == 0
        ? chart
        : chart.with(
            new Series.Points(
                NumberText.count(points.length, "sample"), column(points, 0), column(points, 1)));
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    return ChartView.of(chart()).bundle(style);
  }
}
