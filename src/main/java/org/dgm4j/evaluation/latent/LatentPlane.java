package org.dgm4j.evaluation.latent;

import java.util.Arrays;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.Samples;
import org.dgm4j.evaluation.PrincipalComponents;

/**
 * A plane in the space of codes: the points origin + u · first + v · second.
 *
 * @param origin the code of u = v = 0, shape (latent dimensions)
 * @param first a direction of length 1
 * @param second a direction of length 1 at a right angle to the first
 * @param explained the share of the codes' variance that lies in the plane if it was laid through
 *     codes along their principal components; NaN for the plane of the first two dimensions
 */
public record LatentPlane(double[] origin, double[] first, double[] second, double explained) {

  public LatentPlane {
    origin = origin.clone();
    first = first.clone();
    second = second.clone();
  }

  /** The plane of the first two of so many dimensions, the others 0. */
  static LatentPlane ofFirstTwo(int dimensions) {
    double[] first = new double[dimensions];
    double[] second = new double[dimensions];
    first[0] = 1;
    second[1] = 1;
    return new LatentPlane(new double[dimensions], first, second, Double.NaN);
  }

  /** The plane through the mean of codes along their first two principal components. */
  static LatentPlane ofPrincipalComponents(Samples codes) {
    PrincipalComponents components = PrincipalComponents.of(codes);
    Samples two = components.components(2);
    return new LatentPlane(
        doubles(components.mean().row(0)),
        doubles(two.row(0)),
        doubles(two.row(1)),
        components.explained(2));
  }

  private static double[] doubles(float[] values) {
    double[] result = new double[values.length];
    Arrays.setAll(result, i -> values[i]);
    return result;
  }

  /** Whether it lies along principal components. */
  public boolean isPrincipal() {
    return !Double.isNaN(explained);
  }

  /** The codes of points of the plane, shape (count, 2). */
  Samples codes(double[][] points) {
    int d = origin.length;
    float[] codes = new float[points.length * d];
    for (int i = 0; i < codes.length; i++) {
      int k = i % d;
      double[] point = points[i / d];
      codes[i] = (float) (origin[k] + point[0] * first[k] + point[1] * second[k]);
    }
    return Samples.vectors(codes, points.length, d);
  }

  /** The nearest points of the plane to codes, shape (count, 2), with their labels. */
  Samples points(Samples codes) {
    float[] points = new float[2 * codes.count()];
    for (int i = 0; i < codes.count(); i++) {
      double u = 0;
      double v = 0;
      for (int k = 0; k < origin.length; k++) {
        double shifted = codes.value(i, k) - origin[k];
        u += shifted * first[k];
        v += shifted * second[k];
      }
      points[2 * i] = (float) u;
      points[2 * i + 1] = (float) v;
    }
    Samples result = Samples.vectors(points, codes.count(), 2);
    return codes.hasLabels() ? result.labelled(codes.labels()) : result;
  }

  @Override
  public double[] origin() {
    return origin.clone();
  }

  @Override
  public double[] first() {
    return first.clone();
  }

  @Override
  public double[] second() {
    return second.clone();
  }

  /** What the two directions are. */
  @Override
  public String toString() {
    return isPrincipal()
        ? NumberText.format(
            "the first two principal components of the codes, with %.0f %% of their variance",
            100 * explained)
        : "the first two latent dimensions";
  }
}
