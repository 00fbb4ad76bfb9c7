package org.dgm4j.model;

import ai.djl.nn.Parameter;
import org.dgm4j.data.Samples;
import org.dgm4j.engine.MxNet;

/**
 * What makes real values comparable: u = (x − mean) / scale, with a mean for each value and one
 * scale for all or for each value, as parameters that are not trained.
 */
public final class Standardisation {

  private Standardisation() {}

  /**
   * Sets both parameters to those of examples: the means, and the standard deviation of all values
   * about their means, or of each value about its own; 1 where that is 0.
   *
   * @param mean shape (1, D) or (D)
   * @param scale shape (1, 1) for one of all values, or (D)
   */
  public static void adopt(Samples examples, Parameter mean, Parameter scale) {
    double[] averages = examples.means();
    float[] means = new float[averages.length];
    int scales = Math.toIntExact(scale.getArray().size());
    double[] squares = new double[scales];
    for (int d = 0; d < means.length; d++) {
      means[d] = (float) averages[d];
      for (int n = 0; n < examples.count(); n++) {
        double difference = examples.value(n, d) - averages[d];
        squares[d % scales] += difference * difference;
      }
    }
    float[] deviations = new float[scales];
    for (int s = 0; s < scales; s++) {
      float deviation = (float) Math.sqrt(squares[s] / examples.count() / (means.length / scales));
      deviations[s] = deviation > 0 ? deviation : 1;
    }
    MxNet.set(mean.getArray(), means);
    MxNet.set(scale.getArray(), deviations);
  }

  /** Whether both parameters are as they were before any training: means 0 and scales 1. */
  public static boolean isFresh(Parameter mean, Parameter scale) {
    return isAll(mean, 0) && isAll(scale, 1);
  }

  /** Whether all numbers of a parameter are the same. */
  public static boolean isAll(Parameter parameter, float expected) {
    for (float value : MxNet.parameter(parameter.getArray())) {
      if (value != expected) {
        return false;
      }
    }
    return true;
  }
}
