package org.dgm4j.display;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dgm4j.probability.Multivariate;
import org.dgm4j.probability.MultivariateGaussianMixture;
import org.dgm4j.probability.MultivariateNormal;
import org.dgm4j.probability.Quantity;
import org.dgm4j.probability.TargetDensity;
import org.dgm4j.probability.VariationalComparison;
import org.dgm4j.probability.VariationalFit;

/**
 * Variational fits side by side, and below the divergence against the step. In two dimensions, the
 * target is filled, and lines enclose 50 and 90 % of the mass of the target and of the variational
 * distribution; in one, both densities are curves; in more, mean and spread of each coordinate are
 * shown.
 */
public final class VariationalView implements View {

  private static final int GRID = 80;
  private static final int FINE = 160;
  private static final int CURVE = 240;
  private static final double REACH = 4;
  private static final double[] SHARES = {0.5, 0.9};
  private static final int MOST_PLACES = 100;
  private static final double EARLY = 0.03;

  private final List<VariationalFit> fits;

  private VariationalView(List<VariationalFit> fits) {
    this.fits = List.copyOf(fits);
  }

  /** The view of a fit. */
  public static VariationalView of(VariationalFit fit) {
    return new VariationalView(List.of(fit));
  }

  /** Both fits side by side. */
  public static VariationalView of(VariationalComparison comparison) {
    return new VariationalView(List.of(comparison.reverse(), comparison.forward()));
  }

  /** Fits of the same target side by side, such as those of several families. */
  public static VariationalView of(List<VariationalFit> fits) {
    return new VariationalView(fits);
  }

  private int dimensions() {
    return fits.get(0).target().dimensions();
  }

  @Override
  public MimeBundle bundle(Look look) {
    MimeBundle below = new Stacked(List.of(table(), panels(this::title), curve())).bundle(look);
    return below
        .with(
            MimeBundle.TEXT,
            fits.stream().map(VariationalFit::toString).collect(Collectors.joining("\n")))
        .with(MimeBundle.HTML, below.get(MimeBundle.HTML) + note());
  }

  private View table() {
    List<List<String>> rows = new ArrayList<>();
    for (VariationalFit fit : fits) {
      rows.add(
          List.of(
              fit.family().toString(),
              unbroken(fit.direction().toString()),
              value(Optional.of(fit.evidenceLowerBound())),
              value(fit.divergence()),
              value(fit.forwardDivergence())));
    }
    return new TableView(
        List.of("q", "made small", "ELBO (nats)", unbroken("KL(q ‖ p)"), unbroken("KL(p ‖ q)")),
        rows,
        fits.get(0).target().whyUnknown().orElse(""));
  }

  private static String unbroken(String text) {
    return text.replace(' ', '\u00a0');
  }

  private static String value(Optional<Quantity> quantity) {
    return quantity
        .map(
            q ->
                Numbers.fixed(q.value(), 4)
                    + (q.standardError() > 0 ? " ± " + Numbers.fixed(q.standardError(), 4) : ""))
        .orElse("unknown");
  }

  /** The pictures only, without scripts, while the fits go on. */
  View still() {
    return look ->
        MimeBundle.text("")
            .with(
                MimeBundle.HTML,
                panels(this::passingTitle).still().bundle(look).get(MimeBundle.HTML)
                    + new Beside(List.of(curve())).still().bundle(look).get(MimeBundle.HTML)
                    + note());
  }

  private String note() {
    return dimensions() == 2
        ? "<div>Lines enclose 50 and 90 % of the mass; the dotted line is the way of q’s mean.</div>"
        : "";
  }

  private Beside panels(Function<VariationalFit, String> titles) {
    int width = fits.size() == 1 ? 440 : 640 / Math.min(fits.size(), 2);
    int height = dimensions() == 2 ? width : 280;
    return new Beside(
        fits.stream()
            .map(fit -> panel(fit).titled(titles.apply(fit)).size(width, height))
            .toList());
  }

  private Chart panel(VariationalFit fit) {
    return switch (dimensions()) {
      case 1 -> line(fit);
      case 2 -> plane(fit);
      default -> coordinates(fit);
    };
  }

  private String title(VariationalFit fit) {
    Optional<Quantity> divergence =
        fit.direction() == VariationalFit.Direction.REVERSE
            ? fit.divergence()
            : fit.forwardDivergence();
    return title(fit, divergence.map(Quantity::value).orElse(Double.NaN));
  }

  private String passingTitle(VariationalFit fit) {
    return title(fit, last(fit).divergence());
  }

  private String title(VariationalFit fit, double divergence) {
    String family = fit.family().toString();
    boolean same = fits.stream().allMatch(f -> f.family().equals(fit.family()));
    String value =
        Double.isNaN(divergence)
            ? "ELBO = " + Numbers.fixed(last(fit).evidenceLowerBound(), 3)
            : fit.direction() + " = " + Numbers.fixed(divergence, 3);
    return same
        ? value
        : family.substring(0, 1).toUpperCase(Locale.ROOT) + family.substring(1) + ": " + value;
  }

  private static VariationalFit.Step last(VariationalFit fit) {
    return fit.history().get(fit.history().size() - 1);
  }

  private static double[] places(double from, double to, int count) {
    return IntStream.range(0, count)
        .mapToDouble(i -> from + (to - from) * i / (count - 1))
        .toArray();
  }

  /** The density of the target, so scaled that the sum over the places is that of a density. */
  private static double[] normalized(double[] logDensity, double cell) {
    double largest = Arrays.stream(logDensity).max().orElseThrow();
    double[] density = Arrays.stream(logDensity).map(v -> Math.exp(v - largest)).toArray();
    double sum = Arrays.stream(density).sum() * cell;
    return Arrays.stream(density).map(v -> v / sum).toArray();
  }

  private static Chart line(VariationalFit fit) {
    double[] region = fit.target().region()[0];
    double[] x = places(region[0], region[1], 2 * FINE);
    double[] logs = Arrays.stream(x).map(v -> fit.target().logDensity(v)).toArray();
    double[] p = normalized(logs, x[1] - x[0]);
    double[] q = Arrays.stream(x).map(v -> fit.distribution().density(v)).toArray();
    return Chart.of(
        "",
        Axis.linear("z"),
        Axis.linear("density"),
        new Series.Area("target p", x, new double[x.length], p),
        new Series.Line("target p", x, p),
        new Series.Line("q", x, q));
  }

  private static Chart plane(VariationalFit fit) {
    TargetDensity target = fit.target();
    double[][] region = square(target.region());
    double[] x = places(region[0][0], region[0][1], GRID);
    double[] y = places(region[1][0], region[1][1], GRID);
    double stepX = x[1] - x[0];
    double stepY = y[1] - y[0];
    double[] logs = new double[GRID * GRID];
    Arrays.setAll(logs, i -> target.logDensity(x[i % GRID], y[i / GRID]));
    double[] density = normalized(logs, stepX * stepY);
    List<Series> series = new ArrayList<>();
    series.add(
        new Series.HeatMap(
            "",
            GRID,
            GRID,
            density,
            ColorScale.OPACITY,
            x[0] - stepX / 2,
            x[GRID - 1] + stepX / 2,
            y[0] - stepY / 2,
            y[GRID - 1] + stepY / 2,
            Series.HeatMap.Drawing.CONTOURS));
    lines(series, "target p", new Contours(x, y, density));
    lines(series, "q", contours(fit.distribution()));
    double[][] way = fit.history().stream().map(VariationalFit.Step::mean).toArray(double[][]::new);
    series.add(
        new Series.Line(
            "q",
            Arrays.stream(way).mapToDouble(m -> m[0]).toArray(),
            Arrays.stream(way).mapToDouble(m -> m[1]).toArray(),
            Series.Stroke.DOTTED));
    return Chart.of(
            "",
            Axis.linear("z₁").range(region[0][0], region[0][1]),
            Axis.linear("z₂").range(region[1][0], region[1][1]))
        .with(series);
  }

  /** The same middle, and the larger width both ways, so that shapes are true. */
  private static double[][] square(double[][] region) {
    double half = Math.max(region[0][1] - region[0][0], region[1][1] - region[1][0]) / 2;
    return Arrays.stream(region)
        .map(r -> new double[] {(r[0] + r[1]) / 2 - half, (r[0] + r[1]) / 2 + half})
        .toArray(double[][]::new);
  }

  private static void lines(List<Series> series, String name, Contours contours) {
    for (double share : SHARES) {
      for (Contours.Line line : contours.at(contours.enclosing(share))) {
        series.add(new Series.Line(name, thinned(line.x()), thinned(line.y())).unmarked());
      }
    }
  }

  /** At most 100 places, the first and the last among them, which the eye can't tell. */
  private static double[] thinned(double[] places) {
    int last = places.length - 1;
    int count = Math.min(last, MOST_PLACES - 1);
    return IntStream.rangeClosed(0, count)
        .mapToDouble(i -> places[(int) Math.round((double) i * last / Math.max(1, count))])
        .toArray();
  }

  /** A grid that is as fine as q needs, wherever it lies. */
  private static Contours contours(Multivariate q) {
    List<MultivariateNormal> parts =
        q instanceof MultivariateGaussianMixture mixture
            ? mixture.components()
            : List.of((MultivariateNormal) q);
    double[][] axes = new double[2][];
    for (int j = 0; j < 2; j++) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (MultivariateNormal part : parts) {
        double reach = REACH * Math.sqrt(part.variance()[j]);
        low = Math.min(low, part.mean()[j] - reach);
        high = Math.max(high, part.mean()[j] + reach);
      }
      axes[j] = places(low, high, FINE);
    }
    double[] values = new double[FINE * FINE];
    Arrays.setAll(values, i -> q.density(axes[0][i % FINE], axes[1][i / FINE]));
    return new Contours(axes[0], axes[1], values);
  }

  private static Chart coordinates(VariationalFit fit) {
    List<Series> series = new ArrayList<>();
    Optional<Multivariate> exact = fit.target().exact();
    exact.ifPresent(p -> spread(series, "target p", p, -0.12));
    spread(series, "q", fit.distribution(), 0.12);
    return Chart.of("", Axis.whole("coordinate"), Axis.linear("z: mean ± 2σ")).with(series);
  }

  private static void spread(List<Series> series, String name, Multivariate d, double shift) {
    double[] mean = d.mean();
    double[] variance = d.variance();
    double[] place = IntStream.range(0, mean.length).mapToDouble(i -> i + 1 + shift).toArray();
    series.add(new Series.Points(name, place, mean));
    for (int i = 0; i < mean.length; i++) {
      double reach = 2 * Math.sqrt(variance[i]);
      series.add(
          new Series.Line(
                  name,
                  new double[] {place[i], place[i]},
                  new double[] {mean[i] - reach, mean[i] + reach})
              .unmarked());
    }
  }

  /** The divergences against the step, or the lower bound where they are unknown. */
  private Chart curve() {
    boolean known = fits.stream().noneMatch(fit -> Double.isNaN(last(fit).divergence()));
    List<Series> series = new ArrayList<>();
    double edge = known ? 0 : Double.POSITIVE_INFINITY;
    for (VariationalFit fit : fits) {
      double[] steps = fit.history().stream().mapToDouble(VariationalFit.Step::number).toArray();
      double[] values =
          fit.history().stream()
              .mapToDouble(s -> known ? Math.max(0, s.divergence()) : s.evidenceLowerBound())
              .toArray();
      series.add(new Series.Line(name(fit, known), steps, values));
      for (int i = 0; i < values.length; i++) {
        if (steps[i] >= EARLY * fit.steps() || values.length < 4) {
          edge = known ? Math.max(edge, values[i]) : Math.min(edge, values[i]);
        }
      }
    }
    Axis axis = Axis.linear(known ? "divergence (nats)" : "ELBO (nats)");
    if (known) {
      axis = axis.range(0, edge > 0 ? 1.1 * edge : 1);
    }
    return Chart.of("", Axis.whole("step").range(0, fits.get(0).steps()), axis)
        .with(series)
        .size(640, CURVE);
  }

  private String name(VariationalFit fit, boolean known) {
    boolean same = fits.stream().allMatch(f -> f.family().equals(fit.family()));
    String what = known ? fit.direction().toString() : "ELBO";
    return same ? what : fit.family() + ", " + what;
  }
}
