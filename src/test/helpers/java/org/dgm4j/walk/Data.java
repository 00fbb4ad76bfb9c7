package org.dgm4j.walk;

import java.util.Arrays;
import java.util.List;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.model.autoregressive.GaussianAutoRegressive;
import org.dgm4j.model.autoregressive.GaussianAutoRegressive.Regression;

/** Examples of every kind and shape, as expressions. */
final class Data {

  private Data() {}

  /** Values from 0 to 1: digits, noise, or nothing but zeros; with labels where they are digits. */
  static Expression<Samples> grey(Choice choice, int count, int... shape) {
    if (shape.length == 1) {
      Expression<Samples> row = grey(choice, count, 1, 1, shape[0]);
      return reshaped(row, count, shape);
    }
    if (choice.chance(0.8) && (shape[0] == 1 || shape[0] == 3)) {
      return digits(choice, count, shape);
    }
    Expression<Samples> black = zeros(count, shape);
    if (choice.chance(0.2)) {
      return black;
    }
    double rate = choice.real(0.01, 0.5);
    long seed = choice.seed();
    return new Expression<>(
        "%s.perturbed(%s, %d)".formatted(black, rate, seed),
        () -> black.make().perturbed(rate, seed));
  }

  private static Expression<Samples> zeros(int count, int... shape) {
    int size = count * product(shape);
    return new Expression<>(
        "Samples.images(new float[%d], %d, %s)".formatted(size, count, Expression.java(shape)),
        () -> Samples.of(new float[size], count, shape));
  }

  static Expression<Samples> digits(Choice choice, int count, int... shape) {
    int size = Math.max(8, Math.min(28, Math.max(shape[1], shape[2])));
    int drawn = Math.max(5, count);
    long seed = choice.seed();
    String arguments = "(%d, %d, %d).train()".formatted(size, drawn, seed);
    Expression<Samples> digits =
        shape[0] == 1
            ? new Expression<>(
                "Datasets.drawnDigits" + arguments,
                () -> Datasets.drawnDigits(size, drawn, seed).train())
            : new Expression<>(
                "Datasets.colouredDigits" + arguments,
                () -> Datasets.colouredDigits(size, drawn, seed).train());
    if (drawn != count) {
      digits = digits.call("first", count, Samples::first);
    }
    return shape[1] == size && shape[2] == size
        ? digits
        : digits.call(
            "resized", new int[] {shape[1], shape[2]}, (x, to) -> x.resized(to[0], to[1]));
  }

  /**
   * Whole numbers from 0 to before the number of levels.
   *
   * @param binarizes whether training makes them so of values from 0 to 1
   */
  static Expression<Samples> levels(
      Choice choice, int levels, boolean binarizes, int count, int... shape) {
    Expression<Samples> grey = grey(choice, count, shape);
    if (binarizes) {
      return grey;
    }
    return levels == 2 && choice.chance(0.5)
        ? grey.call("binarized", choice.seed(), Samples::binarized)
        : grey.call("quantized", levels, Samples::quantized);
  }

  /** Real values: points of a plane, series of any mean and scale, or grey values. */
  static Expression<Samples> real(Choice choice, int count, int... shape) {
    if (Arrays.equals(shape, new int[] {2}) && choice.chance(0.8)) {
      String name =
          choice.oneOf("eight-gaussians", "checkerboard", "pinwheel", "two-moons", "rings");
      return new Expression<>(
          "Datasets.named(\"%s\").train().first(%d)".formatted(name, count),
          () -> Datasets.named(name).train().first(count));
    }
    return choice.chance(0.3)
        ? grey(choice, count, shape)
        : reshaped(series(choice, count, product(shape)), count, shape);
  }

  /** Series of real numbers. */
  static Expression<Samples> series(Choice choice, int count, int length) {
    double mean = choice.oneOf(0.0, -3.0, 1000.0);
    double deviation = choice.oneOf(1.0, 0.001, 500.0);
    double slope = choice.oneOf(0.0, 0.5, -0.9, 1.0);
    long seed = choice.seed();
    Expression<Regression> first = regression(mean, deviation);
    if (length == 1) {
      return series(length, count, seed, List.of(first));
    }
    Expression<Regression> later = regression(mean * (1 - slope), deviation, slope);
    return series(length, count, seed, List.of(first, later));
  }

  private static Expression<Samples> series(
      int length, int count, long seed, List<Expression<Regression>> regressions) {
    String list = String.join(", ", regressions.stream().map(Expression::text).toList());
    return new Expression<>(
        "GaussianAutoRegressive.of(%d, %s).sample(%d, %d)".formatted(length, list, count, seed),
        () ->
            GaussianAutoRegressive.of(
                    length, regressions.stream().map(Expression::make).toArray(Regression[]::new))
                .sample(count, seed));
  }

  private static Expression<Regression> regression(double mean, double deviation, double... slope) {
    String slopes = String.join(", ", Arrays.stream(slope).mapToObj(Double::toString).toList());
    return new Expression<>(
        "new GaussianAutoRegressive.Regression(%s, new double[] {%s}, %s)"
            .formatted(mean, slopes, deviation),
        () -> new Regression(mean, slope, deviation));
  }

  private static Expression<Samples> reshaped(Expression<Samples> rows, int count, int... shape) {
    return new Expression<>(
        "Samples.of(%s.values(), %d, %s)".formatted(rows, count, Expression.java(shape)),
        () -> Samples.of(rows.make().values(), count, shape));
  }

  static int product(int... shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }
}
