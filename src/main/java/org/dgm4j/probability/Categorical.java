package org.dgm4j.probability;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.dgm4j.base.Checks;
import org.dgm4j.base.NumberText;

/** A die: one of the categories 0 … k − 1, each with its own probability. */
public final class Categorical extends FiniteDiscrete {

  /** So many probabilities still fit on a line. */
  private static final int SHOWN = 8;

  private final double[] p;
  private final List<String> labels;

  private Categorical(double[] p, List<String> labels) {
    super(IntStream.range(0, p.length).toArray(), p);
    this.p = p;
    this.labels = labels;
  }

  /**
   * Categories with these probabilities, for example {@code Categorical.of(0.1, 0.2, 0.7)}.
   *
   * @throws IllegalArgumentException if there are none, one is negative or NaN, or the sum is off 1
   *     by more than 10⁻⁶
   */
  public static Categorical of(double... probabilities) {
    return new Categorical(Checks.probabilities(probabilities), null);
  }

  /**
   * Categories with probabilities in these proportions, for example {@code Categorical.ofWeights(1,
   * 2, 7)}.
   *
   * @throws IllegalArgumentException if there are none, one is negative or NaN, or all are 0
   */
  public static Categorical ofWeights(double... weights) {
    double sum = Checks.weights(weights, "The weights", i -> "Weight " + (i + 1));
    return new Categorical(Checks.divided(weights, sum), null);
  }

  /**
   * Equally probable categories.
   *
   * @throws IllegalArgumentException if {@code categories} is below 1
   */
  public static Categorical uniform(int categories) {
    double[] p = new double[Checks.atLeast(1, categories, "The number of categories")];
    Arrays.fill(p, 1.0 / categories);
    return new Categorical(p, null);
  }

  /**
   * The same distribution with names for its categories.
   *
   * @throws IllegalArgumentException if their number differs from the categories', or one repeats
   */
  public Categorical labelled(String... names) {
    Checks.sameLength(p.length, names.length, "Labels of the categories");
    if (new HashSet<>(List.of(names)).size() < names.length) {
      throw new IllegalArgumentException(
          "Labels must differ, but one occurs twice in " + String.join(", ", names));
    }
    return new Categorical(p, List.of(names));
  }

  /** The number of categories. */
  public int size() {
    return p.length;
  }

  /** The label of a category; its number where the categories have no labels. */
  public String label(int category) {
    return labels == null ? Integer.toString(category) : labels.get(category);
  }

  @Override
  public double probability(int x) {
    return x < 0 || x >= p.length ? 0 : p[x];
  }

  @Override
  public BigInteger parameters() {
    return BigInteger.valueOf(p.length - 1);
  }

  @Override
  public String name() {
    return p.length <= SHOWN && labels == null
        ? "Categorical(" + NumberText.numbers(p) + ")"
        : "Categorical of " + p.length + " categories";
  }

  /** The probabilities, moments, entropy in nats and number of free parameters. */
  @Override
  public String toString() {
    String probabilities =
        labels == null
            ? p.length <= SHOWN ? "" : ": p = (" + NumberText.numbers(p) + ")"
            : IntStream.range(0, Math.min(SHOWN, p.length))
                .mapToObj(i -> "p(" + label(i) + ") = " + NumberText.number(p[i]))
                .reduce(":", (a, b) -> a + (a.equals(":") ? " " : ", ") + b);
    return name() + probabilities + (probabilities.isEmpty() ? ": " : "; ") + numbers(this);
  }
}
