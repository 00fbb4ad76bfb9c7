package org.dgm4j.evaluation;

import java.util.Locale;
import org.dgm4j.data.Samples;
import org.dgm4j.model.DensityModel;

/**
 * How well an explicit model predicts examples: their mean log-probability.
 *
 * @param mean the mean of log p(x), in nats
 * @param standardError the standard error of that mean
 * @param count the number of examples
 * @param dimensions the number of values of one example
 */
public record Likelihood(double mean, double standardError, int count, int dimensions) {

  /**
   * The exact likelihood of examples under a model.
   *
   * @throws IllegalArgumentException if there are no examples, or they do not fit the model
   */
  public static Likelihood of(DensityModel model, Samples examples) {
    if (examples.count() == 0) {
      throw new IllegalArgumentException(
          "A likelihood needs at least one example, but there are none: give it digits.test()");
    }
    double[] logProbability = model.logProbability(examples);
    double sum = 0;
    for (double value : logProbability) {
      sum += value;
    }
    double mean = sum / logProbability.length;
    double squares = 0;
    for (double value : logProbability) {
      squares += (value - mean) * (value - mean);
    }
    int n = logProbability.length;
    double standardError = n == 1 ? Double.NaN : Math.sqrt(squares / (n - 1) / n);
    return new Likelihood(mean, standardError, n, examples.dimensions());
  }

  /** The mean negative log-likelihood, in bits for each value of an example. */
  public double bitsPerDimension() {
    return -mean / (dimensions * Math.log(2));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "log p(x) = %.2f ± %.2f nats (%.3f bits per dimension), mean ± standard error of %,d examples",
        mean,
        standardError,
        bitsPerDimension(),
        count);
  }
}
