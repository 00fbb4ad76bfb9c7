package org.dgm4j.data;

import org.dgm4j.base.ProgressTask;
import org.dgm4j.base.Randomness;

/** Data drawn from a distribution that is known exactly, so that a model can be graded by it. */
public final class ExactDataset extends Dataset {

  private final Law law;

  public ExactDataset(
      String name, String description, Law law, Samples train, Samples validation, Samples test) {
    super(name, description, train, validation, test);
    this.law = law;
  }

  /** Three splits drawn from the law; a fifth of the count each to validate and to test. */
  public static ExactDataset drawn(String name, String description, Law law, int count, long seed) {
    return new ExactDataset(
        name,
        description,
        law,
        draw(law, count, Randomness.derive(seed, 0)),
        draw(law, count / 5, Randomness.derive(seed, 1)),
        draw(law, count / 5, Randomness.derive(seed, 2)));
  }

  private static Samples draw(Law law, int count, long seed) {
    return Samples.owning(law.draw(count, seed), null, count, law.shape());
  }

  /**
   * The exact log-probability of each example, or log-density where values are continuous, in nats;
   * negative infinity where an example is impossible.
   *
   * @throws IllegalArgumentException if the examples have another number of values than these data
   * @throws IllegalStateException if it is not known, with the sizes for which it is
   */
  public double[] logDensity(Samples samples) {
    if (samples.dimensions() != dimensions()) {
      throw new IllegalArgumentException(
          String.format(
              "%s has examples of %d values, but these have %d",
              name(), dimensions(), samples.dimensions()));
    }
    double[] logDensity = new double[samples.count()];
    ProgressTask.inParallel(
        "example", samples.count(), i -> logDensity[i] = law.logDensity(samples.row(i)));
    return logDensity;
  }

  /**
   * The exact entropy in nats: the lowest mean negative log-likelihood that a model can reach.
   *
   * @throws IllegalStateException if it is not known, with the sizes for which it is
   */
  public double entropy() {
    return law.entropy();
  }

  /** Fresh examples; the same seed gives the same ones. */
  public Samples sample(int count, long seed) {
    if (count < 0) {
      throw new IllegalArgumentException("The number of examples must be at least 0, not " + count);
    }
    return draw(law, count, seed);
  }

  /** A distribution of examples of one shape. */
  public interface Law {

    int[] shape();

    default int dimensions() {
      return Samples.product(shape());
    }

    /** In nats, for the values of one example. */
    double logDensity(float[] x);

    /** In nats. */
    double entropy();

    /** Values of shape (count, dimensions), independent and a function of the seed. */
    float[] draw(int count, long seed);
  }
}
