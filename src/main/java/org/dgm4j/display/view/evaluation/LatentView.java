package org.dgm4j.display.view.evaluation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.Samples;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.ColorScale;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.chart.Summary;
import org.dgm4j.display.component.Captioned;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.display.component.ImageGrid;
import org.dgm4j.display.component.Stacked;
import org.dgm4j.display.component.TableView;
import org.dgm4j.display.view.value.SamplesView;
import org.dgm4j.evaluation.LinearProbe;
import org.dgm4j.evaluation.latent.Latent;
import org.dgm4j.evaluation.latent.LatentPlane;

/** Views of codes and of decodings. */
public final class LatentView {

  private static final int SIDE = 460; // a square that leaves room for labels at its right
  private static final double OVERSHOOT = 1.25; // values of a decoder a little above 1 are noise

  private LatentView() {}

  /** Codes as points, coloured by label. */
  public static View of(Latent.Scatter scatter) {
    return new Captioned(
        NumberText.format(
            "Codes of %s in %s",
            NumberText.count(scatter.points().count(), "example"), scatter.plane()),
        ChartView.of(chart(scatter).size(SIDE, SIDE)));
  }

  /** The chart of codes as points. */
  static Chart chart(Latent.Scatter scatter) {
    Samples points = scatter.points();
    List<Series> series = new ArrayList<>();
    if (points.hasLabels()) {
      for (int label : points.classes()) {
        series.add(points(String.valueOf(label), points.only(label)));
      }
    } else {
      series.add(points("", points));
    }
    LatentPlane plane = scatter.plane();
    return Chart.of("", axis(plane, 0), axis(plane, 1)).with(series);
  }

  private static Series points(String name, Samples points) {
    return new Series.Points(name, points.column(0), points.column(1));
  }

  private static Axis axis(LatentPlane plane, int direction) {
    String number = direction == 0 ? "first" : "second";
    return Axis.linear(
        plane.isPrincipal()
            ? number + " principal component of the codes"
            : direction == 0 ? "z₁" : "z₂");
  }

  /** Decodings where their codes lie. */
  public static View of(Latent.Manifold manifold) {
    double[] u = manifold.u();
    double[] v = manifold.v();
    String caption =
        NumberText.format(
            "Decodings of a grid of %d × %d codes in %s: from %s to %s across, from %s to %s up",
            v.length,
            u.length,
            manifold.plane(),
            NumberText.fixed(u[0], 2),
            NumberText.fixed(u[u.length - 1], 2),
            NumberText.fixed(v[v.length - 1], 2),
            NumberText.fixed(v[0], 2));
    return new Captioned(caption, images(manifold.decoded(), u.length));
  }

  /** Decodings between examples: a row along the line and one along the arc for each pair. */
  public static View of(Latent.Interpolation interpolation) {
    int steps = interpolation.steps();
    int pairs = interpolation.linear().count() / steps;
    return Stacked.of(
        new Captioned(
            NumberText.format(
                "%s in %d steps from the first to the last, along a straight line",
                NumberText.count(pairs, "interpolation"), steps),
            images(interpolation.linear(), steps)),
        new Captioned(
            "The same along an arc around the origin", images(interpolation.spherical(), steps)));
  }

  /** A row of decodings for each latent dimension. */
  public static View of(Latent.Traversal traversal) {
    double[] values = traversal.values();
    int rows = traversal.decoded().count() / values.length;
    String caption =
        "Decodings of one code in which %s from %s to %s (from left to right), the others as they"
            + " are";
    String what = rows == 1 ? "z₁ goes" : "z₁ to z" + below(rows) + " go one by one (a row each)";
    return new Captioned(
        caption.formatted(
            what, NumberText.text(values[0]), NumberText.text(values[values.length - 1])),
        images(traversal.decoded(), values.length));
  }

  private static String below(int number) {
    StringBuilder out = new StringBuilder();
    String.valueOf(number).chars().forEach(c -> out.append("₀₁₂₃₄₅₆₇₈₉".charAt(c - '0')));
    return out.toString();
  }

  private static View images(Samples decoded, int columns) {
    return decoded.isImages() ? grid(decoded, columns) : SamplesView.of(decoded);
  }

  /**
   * Decodings from black at 0 to white at 1, or at the greatest value where that is well above 1.
   * Real values may lie a little outside, which shows as black or white.
   */
  static ImageGrid grid(Samples decoded, int columns) {
    return new ImageGrid(decoded, columns, 1, ColorScale.GREY, 0, white(decoded), "", new BitSet())
        .columns(columns);
  }

  /** The value that is shown white. */
  static double white(Samples decoded) {
    double greatest = Summary.of(decoded).greatest();
    return greatest > OVERSHOOT ? greatest : 1;
  }

  /** Both classifiers in a table. */
  public static View of(Latent.Probe probe) {
    return new TableView(
            List.of("linear classifier of", "features", "trained on", "right (%)"),
            List.of(row("codes", probe.codes()), row("values", probe.values())),
            "± is the standard error from "
                + NumberText.count(probe.codes().tested(), "test example"))
        .saying(probe.toString());
  }

  private static List<String> row(String what, LinearProbe probe) {
    return List.of(
        what,
        NumberText.text(probe.features()),
        NumberText.count(probe.trained(), "example"),
        NumberText.fixed(100 * probe.accuracy(), 1)
            + " ± "
            + NumberText.fixed(100 * probe.standardError(), 1));
  }

  /** The explorer. */
  public static View of(Latent.Explorer explorer) {
    return new LatentExplorerView(explorer);
  }
}
