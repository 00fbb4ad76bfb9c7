package org.dgm4j.model;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntBinaryOperator;
import java.util.stream.Collectors;
import org.dgm4j.base.Checks;
import org.dgm4j.data.Samples;
import org.dgm4j.probability.joint.Factorization;
import org.dgm4j.probability.joint.FittedFactorization;
import org.dgm4j.probability.joint.StateDraws;
import org.dgm4j.probability.joint.Variable;

/**
 * An explicit model without a neural network: the {@link Factorization} of a joint distribution
 * whose conditionals were counted in examples. Its likelihood and its samples are exact.
 *
 * <p>Dimension i of an example is variable i of the factorization; its states 0 … k − 1 are the
 * values. Immutable, and it holds no native memory: {@link #close} does nothing.
 */
public final class FactorizedModel implements DensityModel {

  private final FittedFactorization distribution;
  private final int[] shape;

  private FactorizedModel(FittedFactorization distribution, int[] shape) {
    this.distribution = distribution;
    this.shape = shape;
  }

  /**
   * The model of this form under which the examples are most probable.
   *
   * @throws IllegalArgumentException as for {@link #fit(Factorization, Samples, double)}
   */
  public static FactorizedModel fit(Factorization factorization, Samples examples) {
    return fit(factorization, examples, 0);
  }

  /**
   * The model of this form that fits examples, with so many imagined examples for every state of
   * every conditional.
   *
   * @param smoothing 0 is maximum likelihood, under which what was never seen is impossible; 1 is
   *     Laplace's rule
   * @throws IllegalArgumentException if there are no examples, they have another number of values
   *     than there are variables, a value is no state, the smoothing is negative, or a factor is
   *     too large for a table
   */
  public static FactorizedModel fit(
      Factorization factorization, Samples examples, double smoothing) {
    IntBinaryOperator states = states(factorization, examples);
    return new FactorizedModel(
        factorization.fit(examples.count(), states, smoothing), examples.shape());
  }

  private static IntBinaryOperator states(Factorization factorization, Samples examples) {
    int dimensions = factorization.variables().size();
    if (examples.dimensions() != dimensions) {
      throw new IllegalArgumentException(
          String.format(
              "The factorization has %d variables, but these examples have %d values each: use"
                  + " Factorization.markov(%d, 2), for example",
              dimensions, examples.dimensions(), examples.dimensions()));
    }
    int[] sizes = factorization.variables().stream().mapToInt(Variable::size).toArray();
    float[] values = examples.values();
    for (int i = 0; i < values.length; i++) {
      int greatest = sizes[i % dimensions] - 1;
      if (values[i] != Math.rint(values[i]) || values[i] < 0 || values[i] > greatest) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "Value %d of example %d is %s, but must be a whole number from 0 to %d%s",
                i % dimensions,
                i / dimensions,
                values[i],
                greatest,
                greatest == 1 ? ": make the data binary with .binarized(42)" : ""));
      }
    }
    return (example, dimension) -> (int) values[example * dimensions + dimension];
  }

  /** The distribution over the variables, for exact entropies and divergences. */
  public FittedFactorization distribution() {
    return distribution;
  }

  /** The form of this model. */
  public Factorization factorization() {
    return distribution.factorization();
  }

  /** The exact number of free parameters. */
  public BigInteger parameters() {
    return distribution.parameters();
  }

  /** The shape of one example: that of the data this model was fitted to. */
  public int[] exampleShape() {
    return shape.clone();
  }

  /**
   * {@inheritDoc}
   *
   * <p>log p(x) = Σ log p(x_i | parents of x_i): −∞ where a conditional is 0.
   */
  @Override
  public double[] logProbability(Samples examples) {
    return distribution.logProbabilities(examples.count(), states(factorization(), examples));
  }

  @Override
  public Samples sample(int count, long seed) {
    Checks.sampleCount(count);
    int dimensions = factorization().variables().size();
    float[] values = new float[Math.multiplyExact(count, dimensions)];
    if (count > 0) {
      StateDraws draws = distribution.sample(count, seed);
      for (int i = 0; i < values.length; i++) {
        values[i] = draws.state(i / dimensions, i % dimensions);
      }
    }
    return Samples.of(values, count, shape);
  }

  @Override
  public void close() {}

  /** The form, the shape of an example and the number of free parameters. */
  @Override
  public String toString() {
    String sizes = Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining("×"));
    return String.format(
        "%s, fitted to examples of shape %s: %s free parameters",
        factorization().name(), sizes, factorization().parameterCount());
  }
}
