package org.dgm4j.evaluation.latent;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.Samples;
import org.dgm4j.evaluation.LinearProbe;
import org.dgm4j.model.LatentVariableModel;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.variational.Vae;

/** What a latent variable model has learnt, seen through its codes and their decodings. */
public final class Latent {

  private static final NormalDistribution PRIOR = NormalDistribution.of(0, 1);
  private static final double SPAN = 2.5; // 99 % of a normal distribution in each direction
  private static final double REACH = 3; // 99.7 % of the prior
  private static final int STEPS = 11; // odd, so that 0 is among them
  private static final int MOST_SIDE = 100; // 10,000 decodings
  private static final int MOST_STEPS = 1000; // more than a row of images can show
  private static final double NEARLY_STRAIGHT = 1e-6; // below, a quotient of sines loses its digits

  private Latent() {}

  /**
   * The codes of examples in a plane.
   *
   * @param plane the plane
   * @param codes the codes, shape (count, latent dimensions)
   * @param points their places in the plane, shape (count, 2), with the labels of the examples
   */
  public record Scatter(LatentPlane plane, Samples codes, Samples points) {}

  /**
   * The decodings of a square grid of codes.
   *
   * @param plane the plane of the grid
   * @param u the places of the columns, from left to right
   * @param v the places of the rows, from top to bottom, and so falling
   * @param decoded the decodings row by row, in the shape of the examples
   */
  public record Manifold(LatentPlane plane, double[] u, double[] v, Samples decoded) {

    public Manifold {
      u = u.clone();
      v = v.clone();
    }

    @Override
    public double[] u() {
      return u.clone();
    }

    @Override
    public double[] v() {
      return v.clone();
    }
  }

  /**
   * The decodings of codes between those of two examples, for one pair of examples after another.
   *
   * @param steps the number of decodings of a pair, both ends among them
   * @param linear along the straight line
   * @param spherical along the arc around the origin, on which codes of equal length keep it
   */
  public record Interpolation(int steps, Samples linear, Samples spherical) {}

  /**
   * The decodings of the code of an example in which one latent dimension after another is changed.
   *
   * @param values the values that the dimension takes
   * @param decoded the decodings, a row of values for each dimension
   */
  public record Traversal(double[] values, Samples decoded) {

    public Traversal {
      values = values.clone();
    }

    @Override
    public double[] values() {
      return values.clone();
    }
  }

  /**
   * Codes in a plane and the decodings of a grid that spans them, to be explored with the pointer.
   *
   * @param scatter the codes
   * @param manifold the decodings of a grid that covers their places
   */
  public record Explorer(Scatter scatter, Manifold manifold) {}

  /**
   * Where the codes of examples lie: for two latent dimensions in their plane, for more in that of
   * the codes' first two principal components.
   *
   * @throws IllegalArgumentException if the model has a single latent dimension, there are fewer
   *     than 2 examples, or they do not fit the model
   */
  public static Scatter scatter(LatentVariableModel model, Samples examples) {
    return scatter(model.encode(examples(model, examples)));
  }

  private static Scatter scatter(Samples codes) {
    LatentPlane plane =
        codes.dimensions() == 2
            ? LatentPlane.ofFirstTwo(2)
            : LatentPlane.ofPrincipalComponents(codes);
    return new Scatter(plane, codes, plane.points(codes));
  }

  private static Samples examples(LatentVariableModel model, Samples examples) {
    requirePlane(model);
    if (examples.count() < 2) {
      throw new IllegalArgumentException(
          NumberText.format(
              "A plane of codes needs at least 2 examples, not %d: give it digits.test()",
              examples.count()));
    }
    return examples;
  }

  /**
   * To be called before codes are decoded that are those of no example, and so have no label.
   *
   * @param call what to type, of a class in place of all
   */
  private static void requireOneClass(LatentVariableModel model, String call) {
    if (model instanceof NeuralModel joint && joint.classes() > 0) {
      throw new IllegalArgumentException(
          "This %s has %d classes: give Latent the model of one of them, as in Latent.%s"
              .formatted(joint.type(), joint.classes(), call));
    }
  }

  private static void requirePlane(LatentVariableModel model) {
    if (model.latentDimensions() < 2) {
      throw new IllegalArgumentException(
          "A plane needs at least 2 latent dimensions, but this model has 1: use"
              + " Latent.traverse(model, example)");
    }
  }

  /**
   * The decodings of a grid over the first two latent dimensions, the others 0. Its places are
   * evenly spaced quantiles of the prior N(0, 1), so that all parts are equally probable (Kingma
   * and Welling, Auto-Encoding Variational Bayes, 2014, figure 4).
   *
   * @param side the number of rows and of columns, 2 to 100
   * @throws IllegalArgumentException if the side is not, or the model has one latent dimension
   */
  public static Manifold manifold(LatentVariableModel model, int side) {
    requireOneClass(model, "manifold(vae, 20, 3)");
    requirePlane(model);
    double[] places =
        IntStream.range(0, checkedSide(side))
            .mapToDouble(i -> PRIOR.inverseCumulativeProbability((i + 0.5) / side))
            .toArray();
    return manifold(model, LatentPlane.ofFirstTwo(model.latentDimensions()), places, places);
  }

  /**
   * The decodings of a grid over the first two latent dimensions by a VAE with classes, all of one
   * class.
   *
   * @param side the number of rows and of columns, 2 to 100
   * @throws IllegalArgumentException as for {@link #manifold(LatentVariableModel, int)}, or if the
   *     model does not know the label
   */
  public static Manifold manifold(Vae model, int side, int label) {
    try (Vae given = model.given(label)) {
      return manifold(given, side);
    }
  }

  /**
   * The decodings of a grid over the plane in which {@link #scatter} shows these examples, evenly
   * spaced over 2.5 standard deviations of their codes to each side.
   *
   * @param side the number of rows and of columns, 2 to 100
   * @throws IllegalArgumentException as for {@link #scatter}, or if the side is not in its range
   */
  public static Manifold manifold(LatentVariableModel model, int side, Samples examples) {
    requireOneClass(model, "manifold(vae.given(3), 20, digits.test().only(3))");
    checkedSide(side);
    Scatter scatter = scatter(model, examples);
    return manifold(
        model,
        scatter,
        along -> {
          double mean = StatUtils.mean(along);
          double variance = StatUtils.populationVariance(along);
          double half = SPAN * (variance > 0 ? Math.sqrt(variance) : 1);
          return evenly(mean - half, mean + half, side);
        });
  }

  /** The decodings at places that are chosen for the codes in each direction of their plane. */
  private static Manifold manifold(
      LatentVariableModel model, Scatter scatter, UnaryOperator<double[]> places) {
    double[] u = places.apply(scatter.points.column(0));
    return manifold(model, scatter.plane, u, places.apply(scatter.points.column(1)));
  }

  private static int checkedSide(int side) {
    if (side < 2 || side > MOST_SIDE) {
      throw new IllegalArgumentException(
          NumberText.format(
              "A manifold has 2 to %d decodings on a side, not %d: type for example"
                  + " Latent.manifold(model, 20)",
              MOST_SIDE, side));
    }
    return side;
  }

  private static double[] evenly(double from, double to, int count) {
    return IntStream.range(0, count)
        .mapToDouble(i -> count == 1 ? from : from + (to - from) * i / (count - 1))
        .toArray();
  }

  private static Manifold manifold(
      LatentVariableModel model, LatentPlane plane, double[] u, double[] rising) {
    int side = u.length;
    double[] v = IntStream.range(0, side).mapToDouble(i -> rising[side - 1 - i]).toArray();
    double[][] points = new double[side * side][];
    Arrays.setAll(points, i -> new double[] {u[i % side], v[i / side]});
    return new Manifold(plane, u, v, model.decode(plane.codes(points)));
  }

  /**
   * The codes of examples, and the decodings of a grid that covers them, to be explored with the
   * pointer; works with no kernel once it is shown.
   *
   * @param side the number of rows and of columns, 2 to 100
   * @throws IllegalArgumentException as for {@link #scatter}, or if the side is not in its range
   */
  public static Explorer explorer(LatentVariableModel model, Samples examples, int side) {
    requireOneClass(model, "explorer(vae.given(3), digits.test().only(3))");
    checkedSide(side);
    Scatter scatter = scatter(model, examples);
    UnaryOperator<double[]> places =
        along -> {
          double least = StatUtils.min(along);
          double greatest = StatUtils.max(along);
          double half = greatest > least ? (greatest - least) / 2 : 1;
          double middle = (greatest + least) / 2;
          return evenly(middle - half, middle + half, side);
        };
    return new Explorer(scatter, manifold(model, scatter, places));
  }

  /** An explorer with as many decodings as a notebook keeps easily: at most 24 on a side. */
  public static Explorer explorer(LatentVariableModel model, Samples examples) {
    int values = Arrays.stream(model.exampleShape()).reduce(1, Math::multiplyExact);
    int side = (int) Math.max(6, Math.min(24, Math.sqrt(400_000.0 / values)));
    return explorer(model, examples, side);
  }

  /**
   * The decodings between examples: for each a and b of the same place, evenly spaced codes from
   * that of a to that of b, along the straight line and along an arc (Shoemake, Animating Rotation
   * with Quaternion Curves, 1985; White, Sampling Generative Networks, 2016). Where the codes have
   * the same or opposite directions, there is no arc, and both are the line.
   *
   * @param a examples, most often one, such as {@code digits.test().range(0, 1)}
   * @param b as many examples
   * @param steps the number of decodings of a pair, at least 2, both ends among them
   * @throws IllegalArgumentException if the numbers of examples differ, there are none, or the
   *     steps are too few or more than 1000
   */
  public static Interpolation interpolate(
      LatentVariableModel model, Samples a, Samples b, int steps) {
    requireOneClass(model, "interpolate(vae.given(3), a, b, 10)");
    if (a.count() != b.count() || a.count() == 0) {
      throw new IllegalArgumentException(
          NumberText.format(
              "An interpolation needs as many starts as ends, but there are %d and %d: type for"
                  + " example digits.test().range(0, 1) and digits.test().range(1, 2)",
              a.count(), b.count()));
    }
    checkedSteps(steps);
    Samples from = model.encode(a);
    Samples to = model.encode(b);
    int d = from.dimensions();
    float[] linear = new float[a.count() * steps * d];
    float[] spherical = new float[linear.length];
    for (int i = 0; i < a.count(); i++) {
      for (int s = 0; s < steps; s++) {
        double[] weights = arc(from.row(i), to.row(i), (double) s / (steps - 1));
        for (int k = 0; k < d; k++) {
          int at = (i * steps + s) * d + k;
          double part = (double) s / (steps - 1);
          linear[at] = (float) ((1 - part) * from.value(i, k) + part * to.value(i, k));
          spherical[at] = (float) (weights[0] * from.value(i, k) + weights[1] * to.value(i, k));
        }
      }
    }
    int count = a.count() * steps;
    return new Interpolation(
        steps,
        model.decode(Samples.vectors(linear, count, d)),
        model.decode(Samples.vectors(spherical, count, d)));
  }

  /** The weights of two codes at a part of the arc between them. */
  static double[] arc(float[] from, float[] to, double part) {
    double product = 0;
    double squareFrom = 0;
    double squareTo = 0;
    for (int k = 0; k < from.length; k++) {
      product += (double) from[k] * to[k];
      squareFrom += (double) from[k] * from[k];
      squareTo += (double) to[k] * to[k];
    }
    double cosine = product / Math.sqrt(squareFrom * squareTo);
    double angle = Math.acos(Math.max(-1, Math.min(1, cosine)));
    double sine = Math.sin(angle);
    return sine > NEARLY_STRAIGHT
        ? new double[] {Math.sin((1 - part) * angle) / sine, Math.sin(part * angle) / sine}
        : new double[] {1 - part, part};
  }

  private static void checkedSteps(int steps) {
    if (steps < 2 || steps > MOST_STEPS) {
      throw new IllegalArgumentException(
          NumberText.format(
              "The number of steps is 2 to %d, not %d; type for example 10", MOST_STEPS, steps));
    }
  }

  /** A traversal in 11 steps. */
  public static Traversal traverse(LatentVariableModel model, Samples example) {
    return traverse(model, example, STEPS);
  }

  /**
   * What each latent dimension does: the decodings of an example's code in which one dimension at a
   * time goes from −3 to 3, and the others stay.
   *
   * @param example one example, such as {@code digits.test().first(1)}
   * @param steps the number of values, 2 to 1000
   * @throws IllegalArgumentException if there is not exactly one example, or the steps are not in
   *     their range
   */
  public static Traversal traverse(LatentVariableModel model, Samples example, int steps) {
    requireOneClass(model, "traverse(vae.given(3), example)");
    if (example.count() != 1) {
      throw new IllegalArgumentException(
          NumberText.format(
              "A traversal starts from one example, not %d: type for example digits.test().first(1)",
              example.count()));
    }
    checkedSteps(steps);
    float[] code = model.encode(example).row(0);
    double[] values = evenly(-REACH, REACH, steps);
    int d = code.length;
    float[] codes = new float[d * steps * d];
    for (int row = 0; row < d * steps; row++) {
      System.arraycopy(code, 0, codes, row * d, d);
      codes[row * d + row / steps] = (float) values[row % steps];
    }
    return new Traversal(values, model.decode(Samples.vectors(codes, d * steps, d)));
  }

  /**
   * How well labels can be told from codes, and from the values of the examples themselves.
   *
   * @param codes a linear classifier of the codes
   * @param values a linear classifier of the values, such as pixels
   */
  public record Probe(LinearProbe codes, LinearProbe values) {

    @Override
    public String toString() {
      return "codes: " + codes + "\nvalues: " + values;
    }
  }

  /**
   * Trains a {@link LinearProbe} on the codes and one on the values of the same examples. With few
   * examples to train on, good codes do better.
   *
   * @throws IllegalArgumentException if labels are missing, or the examples do not fit the model
   */
  public static Probe probe(LatentVariableModel model, Samples train, Samples test) {
    return new Probe(
        LinearProbe.of(model.encode(train), model.encode(test)), LinearProbe.of(train, test));
  }
}
