package org.dgm4j.probability;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.dgm4j.base.Checks;
import org.dgm4j.probability.joint.JointTable;
import org.dgm4j.probability.joint.Variable;

/** Random arguments for properties. */
public final class Inputs {

  private Inputs() {}

  /** Numbers of a range, its ends included. */
  public static Arbitrary<Double> numbers(double from, double to) {
    return Arbitraries.doubles().between(from, to).ofScale(12);
  }

  /** Weights of which at least one is well above 0 and others may be 0. */
  static Arbitrary<double[]> weights(int count) {
    return Combinators.combine(
            numbers(0, 1).array(double[].class).ofSize(count),
            Arbitraries.integers().between(0, count - 1))
        .as(
            (weights, index) -> {
              double[] result = weights.clone();
              result[index] += 0.01;
              return result;
            });
  }

  /** Weights that are all well above 0. */
  public static Arbitrary<double[]> positiveWeights(int count) {
    return numbers(0.01, 1).array(double[].class).ofSize(count);
  }

  /** Tables of so many variables with 1 to 3 states each, named x1, x2, … */
  public static Arbitrary<JointTable> tables(int least, int most) {
    return sizes(least, most).flatMap(sizes -> weights(cells(sizes)).map(w -> table(w, sizes)));
  }

  /** The same without cells of probability 0. */
  public static Arbitrary<JointTable> positiveTables(int least, int most) {
    return sizes(least, most)
        .flatMap(sizes -> positiveWeights(cells(sizes)).map(w -> table(w, sizes)));
  }

  private static Arbitrary<List<Integer>> sizes(int least, int most) {
    return Arbitraries.integers().between(1, 3).list().ofMinSize(least).ofMaxSize(most);
  }

  private static int cells(List<Integer> sizes) {
    return sizes.stream().reduce(1, (a, b) -> a * b);
  }

  private static JointTable table(double[] weights, List<Integer> sizes) {
    Variable[] variables = Variable.ofSizes(sizes.stream().mapToInt(i -> i).toArray());
    double sum = Checks.sum(weights);
    return JointTable.of(Checks.divided(weights, sum), variables);
  }
}
