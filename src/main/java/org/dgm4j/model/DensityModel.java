package org.dgm4j.model;

import org.dgm4j.data.Samples;

/** An explicit model: it can say how probable an example is. */
public interface DensityModel extends GenerativeModel {

  /**
   * The exact log-probability (log-density for continuous data) of every example.
   *
   * @return nats, shape (count)
   * @throws IllegalArgumentException if the examples do not have the model's shape or values
   */
  double[] logProbability(Samples examples);
}
