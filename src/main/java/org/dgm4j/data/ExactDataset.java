package org.dgm4j.data;

/** Data drawn from a distribution that is known exactly, so that a model can be graded by it. */
public final class ExactDataset extends Dataset {

  private final Law law;

  ExactDataset(
      String name, String description, Law law, Samples train, Samples validation, Samples test) {
    super(name, description, train, validation, test);
    this.law = law;
  }

  /**
   * The exact log-probability or log-density of each example, in nats; negative infinity where an
   * example is impossible.
   *
   * @throws IllegalArgumentException if the examples have another number of values than these data
   */
  public double[] logDensity(Samples samples) {
    if (samples.dimensions() != dimensions()) {
      throw new IllegalArgumentException(
          String.format(
              "%s has examples of %d values, but these have %d",
              name(), dimensions(), samples.dimensions()));
    }
    double[] result = new double[samples.count()];
    for (int i = 0; i < result.length; i++) {
      result[i] = law.logDensity(samples.row(i));
    }
    return result;
  }

  /** The exact entropy in nats: the lowest mean negative log-likelihood that a model can reach. */
  public double entropy() {
    return law.entropy();
  }

  /** What is known exactly about a distribution. */
  interface Law {

    /** In nats, for the values of one example. */
    double logDensity(float[] x);

    /** In nats. */
    double entropy();
  }
}
