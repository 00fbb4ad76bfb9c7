package org.dgm4j.model;

import ai.djl.nn.Parameter;
import org.dgm4j.data.Samples;
import org.dgm4j.engine.MxNet;

/**
 * What makes real values comparable: u = (x − mean) / scale, with a mean for each value and one
 * scale for all, as parameters that are not trained.
 */
public final class Standardisation {

  private Standardisation() {}

  /**
   * Sets both parameters to those of examples: the means, and the standard deviation of all values
   * about their means, or 1 if that is 0.
   *
   * @param mean shape (1, D)
   * @param scale shape (1, 1)
   */
  public static void adopt(Samples examples, Parameter mean, Parameter scale) {
    double[] averages = examples.means();
    float[] means = new float[averages.length];
    double squares = 0;
    for (int d = 0; d < means.length; d++) {
      means[d] = (float) averages[d];
      for (int n = 0; n < examples.count(); n++) {
        double difference = examples.value(n, d) - averages[d];
        squares += difference * difference;
      }
    }
    float deviation = (float) Math.sqrt(squares / examples.count() / means.length);
    MxNet.set(mean.getArray(), means);
    MxNet.set(scale.getArray(), new float[] {deviation > 0 ? deviation : 1});
  }
}
