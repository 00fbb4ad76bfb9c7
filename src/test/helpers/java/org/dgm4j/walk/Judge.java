package org.dgm4j.walk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.dgm4j.data.Mask;
import org.dgm4j.data.Samples;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.registry.Views;
import org.dgm4j.model.AutoregressiveModel;
import org.dgm4j.probability.Categorical;

/**
 * What must hold of any trained autoregressive model.
 *
 * @param levels the number of levels of a value; 0 for real values
 * @param sequence the dimension that is visited at each step
 */
record Judge(int levels, int[] sequence, Choice choice) {

  /** For sums of up to some thousands of numbers in single precision. */
  private static final double RELATIVE = 1e-4;

  /** More states take too long to be added up one by one. */
  private static final int MOST_ADDED = 8;

  /** All examples of more values take too long to be judged. */
  private static final int MOST_EXAMPLES = 4096;

  static void assertNear(double expected, double actual) {
    assertEquals(expected, actual, RELATIVE * (1 + Math.abs(expected)));
  }

  /** Draws a value as a notebook does; gives it back. */
  static <T> T shown(T value) {
    MimeBundle bundle = Views.of(value).orElseThrow().bundle();
    assertFalse(bundle.get(MimeBundle.TEXT).isBlank());
    return value;
  }

  void judge(AutoregressiveModel model, Samples x, boolean anyMask) {
    double[] logProbability = model.logProbability(x);
    float[] objective = model.objective(x);
    for (int n = 0; n < x.count(); n++) {
      assertTrue(Double.isFinite(logProbability[n]), "log p is " + logProbability[n]);
      assertTrue(levels == 0 || logProbability[n] <= 0, "log p is " + logProbability[n]);
      assertNear(logProbability[n], objective[n]);
      assertNear(logProbability[n], model.logProbability(x.range(n, n + 1))[0]);
    }
    if (levels > 0 && Math.pow(levels, x.dimensions()) <= MOST_EXAMPLES) {
      assertEquals(1, totalProbability(model, x.shape()), RELATIVE);
    }
    samples(model, x);
    completions(model, x, anyMask);
  }

  /** Σ p(x) over all examples that there can be. */
  private double totalProbability(AutoregressiveModel model, int[] shape) {
    int dimensions = sequence.length;
    int count = (int) Math.round(Math.pow(levels, dimensions));
    float[] values = new float[count * dimensions];
    for (int n = 0; n < count; n++) {
      for (int d = 0, rest = n; d < dimensions; d++, rest /= levels) {
        values[n * dimensions + d] = rest % levels;
      }
    }
    double[] logProbability = model.logProbability(Samples.of(values, count, shape));
    return Arrays.stream(logProbability).map(Math::exp).sum();
  }

  private void samples(AutoregressiveModel model, Samples x) {
    Samples samples = shown(model.sample(3, 5));
    valid(samples);
    assertArrayEquals(x.shape(), samples.shape());
    assertArrayEquals(samples.values(), model.sample(3, 5).values());
    double temperature = choice.real(0.1, 3);
    int given = choice.between(0, x.dimensions());
    double[] prefix = prefix(x, given);
    Samples started = model.sampling().temperature(temperature).prefix(prefix).seed(1).sample(2);
    valid(started);
    for (int n = 0; n < 2; n++) {
      for (int t = 0; t < given; t++) {
        assertEquals((float) prefix[t], started.value(n, sequence[t]));
      }
    }
    assertEquals(0, model.sample(0, 1).count());
  }

  private double[] prefix(Samples x, int size) {
    return IntStream.range(0, size).mapToDouble(t -> x.value(0, sequence[t])).toArray();
  }

  private void valid(Samples samples) {
    assertTrue(levels == 0 || samples.firstOutside(levels).isEmpty(), "values that are no levels");
    for (float value : samples.values()) {
      assertTrue(Float.isFinite(value), "a value is " + value);
    }
  }

  private void completions(AutoregressiveModel model, Samples x, boolean anyMask) {
    boolean[] known = new boolean[x.dimensions()];
    IntStream.range(0, choice.between(0, known.length)).forEach(t -> known[sequence[t]] = true);
    completion(model, x, Mask.of(known));
    if (anyMask) {
      completion(model, x, Mask.random(choice.oneOf(0.1, 0.5, 0.9), choice.seed()));
      if (x.isImages()) {
        Mask half =
            choice.oneOf(Mask.upperHalf(), Mask.lowerHalf(), Mask.leftHalf(), Mask.rightHalf());
        completion(model, x, half);
      }
    }
  }

  private void completion(AutoregressiveModel model, Samples x, Mask mask) {
    Samples completed = shown(model.completions(x, mask, 1, 3)).completed().get(0);
    valid(completed);
    boolean[] known = mask.known(x.shape());
    for (int i = 0; i < completed.values().length; i++) {
      int d = i % known.length;
      if (known[d]) {
        assertEquals(x.value(i / known.length, d), completed.value(i / known.length, d));
      }
    }
  }

  /** The conditionals of all values agree with those of single values, and give log p. */
  void conditionals(
      AutoregressiveModel model,
      Samples x,
      IntFunction<Samples> ofState,
      Function<double[], Categorical> ofNext) {
    int t = choice.between(0, sequence.length - 1);
    int state = choice.between(0, levels - 1);
    Categorical next = shown(ofNext.apply(prefix(x, t)));
    assertEquals(levels, next.size());
    assertEquals(next.probability(state), ofState.apply(state).value(0, sequence[t]), RELATIVE);
    if (levels > MOST_ADDED) {
      return;
    }
    double[] sums = new double[x.count() * x.dimensions()];
    double[] logProbability = new double[x.count()];
    for (int s = 0; s < levels; s++) {
      Samples conditionals = ofState.apply(s);
      for (int i = 0; i < sums.length; i++) {
        int n = i / x.dimensions();
        float p = conditionals.value(n, i % x.dimensions());
        sums[i] += p;
        logProbability[n] += x.value(n, i % x.dimensions()) == s ? Math.log(p) : 0;
      }
    }
    assertArrayEquals(Arrays.stream(sums).map(sum -> 1).toArray(), sums, RELATIVE);
    double[] expected = model.logProbability(x);
    for (int n = 0; n < x.count(); n++) {
      assertNear(expected[n], logProbability[n]);
    }
  }
}
