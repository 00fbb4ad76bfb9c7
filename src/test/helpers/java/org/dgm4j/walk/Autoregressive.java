package org.dgm4j.walk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.BiFunction;
import org.dgm4j.data.Ordering;
import org.dgm4j.data.Samples;
import org.dgm4j.model.autoregressive.AutoRegressive;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.autoregressive.Rnade;
import org.dgm4j.model.pixelrnn.PixelRnn;
import org.dgm4j.model.pixelrnn.ReceptiveField;
import org.dgm4j.walk.Plan.May;

/** The families whose models visit value by value. */
final class Autoregressive {

  /** Keeps a configuration within a second or two. */
  private static final double MOST_WEIGHTS = 3e6;

  /** In one pass over all examples; for the same. */
  private static final double MOST_PRODUCTS = 4e7;

  /** In one example of which 100 candidates are drawn; for the same. */
  private static final double MOST_PRODUCTS_OF_CANDIDATES = 5e5;

  private Autoregressive() {}

  static int examples(Choice choice) {
    return choice.chance(0.1) ? choice.number(1, 30) : choice.between(30, 120);
  }

  private static int states(Choice choice) {
    return choice.chance(0.5) ? 2 : choice.number(2, 256);
  }

  /** The shape that a model is built with: that of the examples, or only how many values. */
  private static int[] built(Choice choice, int... shape) {
    return choice.chance(0.2) ? new int[] {Data.product(shape)} : shape;
  }

  /** A builder that is told the shape of an example. */
  static <B> Expression<B> sized(
      Expression<B> builder,
      int[] shape,
      BiFunction<B, Integer, B> dimensions,
      BiFunction<B, int[], B> image) {
    return shape.length == 1
        ? builder.call("dimensions", shape[0], dimensions)
        : builder.call("image", shape, image);
  }

  private static List<May> may(boolean binarizes) {
    return binarizes ? List.of(May.BE_JUDGED, May.BE_BINARIZED) : List.of(May.BE_JUDGED);
  }

  private static Samples few(int levels, Samples examples) {
    Samples few = examples.first(Math.min(2, examples.count()));
    return levels == 2 && !few.isBinary() ? few.binarized(1) : few;
  }

  static Configuration autoRegressive(Choice choice) {
    int[] shape = choice.shape(1, 1, 1, 2, 3);
    int[] built = built(choice, shape);
    int dimensions = Data.product(shape);
    Ordering ordering = choice.ordering(built);
    int order = choice.chance(0.4) ? AutoRegressive.ALL : choice.number(1, 50);
    int states = states(choice);
    double places = dimensions * Math.min(order, dimensions / 2.0);
    while (states > 2 && places * states * states > MOST_WEIGHTS) {
      states = (states + 1) / 2;
    }
    int k = states;
    Classes classes = Classes.draw(choice);
    Expression<AutoRegressive> model =
        classes
            .of(
                sized(
                    new Expression<>("AutoRegressive.builder()", AutoRegressive::builder),
                    built,
                    AutoRegressive.Builder::dimensions,
                    (builder, s) -> builder.image(s[0], s[1], s[2])))
            .call("order", order, AutoRegressive.Builder::order)
            .call("states", k, AutoRegressive.Builder::states)
            .call("ordering", ordering, AutoRegressive.Builder::ordering)
            .call("build", AutoRegressive.Builder::build);
    Judge judge = new Judge(k, ordering.sequence(built), choice);
    int count = examples(choice);
    boolean binarizes = k == 2 && choice.chance(0.2);
    return new Trained<>(
        classes.label(Data.levels(choice, k, binarizes, count, shape), count),
        seed -> model,
        Plan.draw(choice, count, may(binarizes)),
        (trained, examples) -> {
          Samples x = few(k, examples);
          judge.judge(trained, x, true);
          judge.conditionals(trained, x, s -> trained.conditionals(x, s), trained::conditional);
          int from = choice.between(1, k - 1);
          int to = choice.between(1, k - 1);
          assertEquals(dimensions, Judge.shown(trained.weights(from, to)).count());
        });
  }

  static Configuration nade(Choice choice) {
    int[] shape = choice.shape(1, 1, 1, 2, 3);
    int[] built = built(choice, shape);
    Ordering ordering = choice.ordering(built);
    int hidden = choice.number(1, 500);
    int states = states(choice);
    while (states > 2 && (double) Data.product(shape) * states * hidden > MOST_WEIGHTS) {
      states = (states + 1) / 2;
    }
    int k = states;
    Classes classes = Classes.draw(choice);
    Expression<Nade.Builder> builder =
        classes
            .of(
                sized(
                    new Expression<>("Nade.builder()", Nade::builder),
                    built,
                    Nade.Builder::dimensions,
                    (start, s) -> start.image(s[0], s[1], s[2])))
            .call("hidden", hidden, Nade.Builder::hidden)
            .call("states", k, Nade.Builder::states)
            .call("ordering", ordering, Nade.Builder::ordering);
    Judge judge = new Judge(k, ordering.sequence(built), choice);
    int count = examples(choice);
    boolean binarizes = k == 2 && choice.chance(0.2);
    return new Trained<>(
        classes.label(Data.levels(choice, k, binarizes, count, shape), count),
        seed -> builder.call("seed", seed, Nade.Builder::seed).call("build", Nade.Builder::build),
        Plan.draw(choice, count, may(binarizes)),
        (trained, examples) -> {
          Samples x = few(k, examples);
          judge.judge(trained, x, true);
          judge.conditionals(trained, x, s -> trained.conditionals(x, s), trained::conditional);
          assertEquals(hidden, Judge.shown(trained.filters()).count());
        });
  }

  static Configuration rnade(Choice choice) {
    int[] shape = choice.chance(0.3) ? new int[] {2} : choice.shape(1, 1, 3);
    int[] built = built(choice, shape);
    Ordering ordering = choice.ordering(built);
    int hidden = choice.number(1, 500);
    int most = (int) (MOST_WEIGHTS / 3 / hidden / Data.product(shape));
    int components = choice.number(1, Math.max(1, Math.min(30, most)));
    Classes classes = Classes.draw(choice);
    Expression<Rnade.Builder> builder =
        classes
            .of(
                sized(
                    new Expression<>("Nade.builder()", Nade::builder),
                    built,
                    Nade.Builder::dimensions,
                    (start, s) -> start.image(s[0], s[1], s[2])))
            .call("hidden", hidden, Nade.Builder::hidden)
            .call("mixture", components, Nade.Builder::mixture)
            .call("ordering", ordering, Rnade.Builder::ordering);
    int[] sequence = ordering.sequence(built);
    Judge judge = new Judge(0, sequence, choice);
    int count = examples(choice);
    return new Trained<>(
        classes.label(Data.real(choice, count, shape), count),
        seed -> builder.call("seed", seed, Rnade.Builder::seed).call("build", Rnade.Builder::build),
        Plan.draw(choice, count, may(false)),
        (trained, examples) -> {
          Samples x = few(0, examples);
          judge.judge(trained, x, true);
          conditionals(trained, x.first(1), sequence, choice);
          assertEquals(hidden, Judge.shown(trained.filters()).count());
        });
  }

  /** The mean of a conditional is that of its mixture, and few conditionals give log p. */
  private static void conditionals(Rnade rnade, Samples x, int[] sequence, Choice choice) {
    Samples means = rnade.conditionals(x);
    boolean all = sequence.length <= 10;
    double sum = 0;
    for (int t = all ? 0 : choice.between(0, sequence.length - 1); t < sequence.length; t++) {
      double[] before = new double[t];
      for (int s = 0; s < t; s++) {
        before[s] = x.value(0, sequence[s]);
      }
      var next = rnade.conditional(before);
      double rounding = Math.ulp(means.value(0, sequence[t]));
      double tolerance = 1e-3 * Math.sqrt(next.getVariance()) + rounding;
      assertEquals(next.getMean(), means.value(0, sequence[t]), tolerance);
      sum += next.logDensity(x.value(0, sequence[t]));
      if (!all) {
        return;
      }
    }
    Judge.assertNear(rnade.logProbability(x)[0], sum);
  }

  static Configuration pixelRnn(Choice choice) {
    int[] shape = choice.image(1, 1, 3);
    int layers = choice.number(1, 3);
    int levels = states(choice);
    int hidden = choice.number(1, 500);
    double products = products(shape, layers, hidden, levels);
    while (products > MOST_PRODUCTS / 8) {
      hidden = (hidden + 1) / 2;
      products = products(shape, layers, hidden, levels);
    }
    boolean anyMask = products < MOST_PRODUCTS_OF_CANDIDATES;
    boolean independent = shape[0] == 3 && choice.chance(0.3);
    Classes classes = Classes.draw(choice);
    Expression<PixelRnn.Builder> start =
        classes
            .of(new Expression<PixelRnn.Builder>("PixelRnn.builder()", PixelRnn::builder))
            .call("image", shape, (b, s) -> b.image(s[0], s[1], s[2]))
            .call("levels", levels, PixelRnn.Builder::levels)
            .call("hidden", hidden, PixelRnn.Builder::hidden)
            .call("layers", layers, PixelRnn.Builder::layers);
    Expression<PixelRnn.Builder> ofKind =
        choice.chance(0.5)
            ? start.call("rowLstm", PixelRnn.Builder::rowLstm)
            : start.call("diagonalBiLstm", PixelRnn.Builder::diagonalBiLstm);
    Expression<PixelRnn.Builder> builder =
        independent
            ? ofKind.call("independentChannels", PixelRnn.Builder::independentChannels)
            : ofKind;
    Judge judge = new Judge(levels, Ordering.raster().sequence(shape), choice);
    int count = Math.min(examples(choice), (int) Math.max(2, MOST_PRODUCTS / products));
    boolean binarizes = levels == 2 && choice.chance(0.2);
    return new Trained<>(
        classes.label(Data.levels(choice, levels, binarizes, count, shape), count),
        seed ->
            builder
                .call("seed", seed, PixelRnn.Builder::seed)
                .call("build", PixelRnn.Builder::build),
        Plan.draw(choice, count, may(binarizes)),
        (trained, examples) -> {
          Samples x = few(levels, examples);
          judge.judge(trained, x, anyMask);
          judge.conditionals(trained, x, s -> trained.conditionals(x, s), trained::conditional);
          pixels(trained, x, choice);
        });
  }

  private static double products(int[] shape, int layers, int hidden, int levels) {
    return (double) shape[1] * shape[2] * hidden * (12.0 * layers * hidden + shape[0] * levels);
  }

  private static void pixels(PixelRnn model, Samples x, Choice choice) {
    double mean = 0;
    for (double nats : model.logProbability(x)) {
      mean -= nats / x.count();
    }
    Judge.assertNear(mean, Judge.shown(model.pixelBits(x)).total() * Math.log(2));
    int row = choice.between(0, x.shape()[1] - 1);
    int column = choice.between(0, x.shape()[2] - 1);
    ReceptiveField field = Judge.shown(model.receptiveField(row, column, x));
    assertEquals(0, field.seenAfter(), "a pixel depends on later ones");
    assertTrue(field.seenBefore() <= field.before());
    double[] perChannel =
        Judge.shown(model.conditionals(x.first(1), row, column)).channels().stream()
            .mapToDouble(c -> c.probability(0))
            .toArray();
    Samples lowest = model.conditionals(x.first(1), 0);
    int pixels = x.shape()[1] * x.shape()[2];
    double[] expected = new double[perChannel.length];
    for (int c = 0; c < expected.length; c++) {
      expected[c] = lowest.value(0, c * pixels + row * x.shape()[2] + column);
    }
    assertArrayEquals(expected, perChannel, 1e-4);
  }
}
