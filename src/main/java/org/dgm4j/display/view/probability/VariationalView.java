package org.dgm4j.display.view.probability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Contours;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.ChartRow;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.display.component.Stacked;
import org.dgm4j.display.component.TableView;
import org.dgm4j.probability.Multivariate;
import org.dgm4j.probability.MultivariateGaussianMixture;
import org.dgm4j.probability.MultivariateNormal;
import org.dgm4j.probability.divergence.Quantity;
import org.dgm4j.probability.variational.VariationalComparison;
import org.dgm4j.probability.variational.VariationalFit;

/**
 * Variational fits side by side, and below the divergence against the step. In two dimensions, the
 * target is filled, and lines enclose 50 and 90 % of the mass of the target and of the variational
 * distribution; in one, both densities are curves; in more, mean and spread of each coordinate are
 * shown.
 *
 * @param fits of the same target, the first at the left
 */
public record VariationalView(List<VariationalFit> fits) implements View {

  private static final int FINE = 160; // finer than the target's 80, as q may be narrow
  private static final int CURVE = 240; // lower than a chart of its own, 400
  private static final double REACH = 4; // beyond lie 6e-5 of a normal distribution
  private static final double EARLY = 0.03; // the first fall would flatten the rest

  public VariationalView {
    fits = List.copyOf(fits);
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
  public MimeBundle bundle(FigureStyle style) {
    MimeBundle below =
        new Stacked(List.of(table(), panels(this::title), ChartView.of(curve()))).bundle(style);
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
                NumberText.fixed(q.value(), 4)
                    + (q.standardError() > 0 ? " ± " + NumberText.fixed(q.standardError(), 4) : ""))
        .orElse("unknown");
  }

  /** The pictures only, without scripts, while the fits go on. */
  public View still() {
    return style ->
        MimeBundle.text("")
            .with(
                MimeBundle.HTML,
                panels(this::passingTitle).still().bundle(style).get(MimeBundle.HTML)
                    + ChartRow.of(List.of(curve())).still().bundle(style).get(MimeBundle.HTML)
                    + note());
  }

  private String note() {
    return dimensions() == 2
        ? "<div>" + TargetDensityView.LINES + "; the dotted line is the way of q’s mean.</div>"
        : "";
  }

  private ChartRow panels(Function<VariationalFit, String> titles) {
    int width = fits.size() == 1 ? 440 : 640 / Math.min(fits.size(), 2);
    return ChartRow.of(
        fits.stream()
            .map(
                fit -> {
                  Chart panel = panel(fit).titled(titles.apply(fit));
                  return TargetDensityView.sized(panel, width, fit.target());
                })
            .toList());
  }

  private Chart panel(VariationalFit fit) {
    Chart target = TargetDensityView.chart(fit.target());
    return switch (dimensions()) {
      case 1 -> target.with(line(fit));
      case 2 ->
          target
              .with(TargetDensityView.enclosing("q", contours(fit.distribution())))
              .with(way(fit));
      default -> target.with(TargetDensityView.spread("q", fit.distribution(), 0.12));
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
            ? "ELBO = " + NumberText.fixed(last(fit).evidenceLowerBound(), 3)
            : fit.direction() + " = " + NumberText.fixed(divergence, 3);
    return same
        ? value
        : family.substring(0, 1).toUpperCase(Locale.ROOT) + family.substring(1) + ": " + value;
  }

  private static VariationalFit.Step last(VariationalFit fit) {
    return fit.history().get(fit.history().size() - 1);
  }

  private static Series line(VariationalFit fit) {
    double[] x = TargetDensityView.places(fit.target());
    return new Series.Line("q", x, Arrays.stream(x).map(fit.distribution()::density).toArray());
  }

  private static Series way(VariationalFit fit) {
    double[][] way = fit.history().stream().map(VariationalFit.Step::mean).toArray(double[][]::new);
    return new Series.Line(
        "q", DensityView.column(way, 0), DensityView.column(way, 1), Series.Stroke.DOTTED);
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
      axes[j] = DistributionView.between(low, high, FINE - 1);
    }
    double[] values = new double[FINE * FINE];
    Arrays.setAll(values, i -> q.density(axes[0][i % FINE], axes[1][i / FINE]));
    return new Contours(axes[0], axes[1], values);
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
