package org.dgm4j.evaluation;

import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.Samples;
import org.dgm4j.model.DensityModel;

/** How well an explicit model predicts examples: their log-probabilities and the mean of them. */
public final class Likelihood {

  private final double[] logProbability;
  private final int dimensions;

  private Likelihood(double[] logProbability, int dimensions) {
    this.logProbability = logProbability;
    this.dimensions = dimensions;
  }

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
    return new Likelihood(model.logProbability(examples), examples.dimensions());
  }

  /** log p(x) of every example, in nats. */
  public double[] logProbability() {
    return logProbability.clone();
  }

  /** The number of examples. */
  public int count() {
    return logProbability.length;
  }

  /** The mean of log p(x), in nats. */
  public double mean() {
    return Arrays.stream(logProbability).average().orElseThrow();
  }

  /** The standard error of the mean, in nats; NaN for a single example. */
  public double standardError() {
    return count() == 1 ? Double.NaN : Math.sqrt(StatUtils.variance(logProbability) / count());
  }

  /** The mean of −log p(x), in bits for each value of an example. */
  public double bitsPerDimension() {
    return -mean() / (dimensions * Math.log(2));
  }

  @Override
  public String toString() {
    return NumberText.format(
        "log p(x) = %.2f ± %.2f nats, %.3f bits per dimension (mean ± standard error of %,d"
            + " examples)",
        mean(), standardError(), bitsPerDimension(), count());
  }
}
