package org.dgm4j.model;

import org.dgm4j.data.Samples;

/**
 * An explicit model: it can say how probable an example is.
 *
 * <p>The way to the number is one for all families. {@link #logProbability} checks the examples and
 * adds up log p(x_i | values before it), for a model without a network at once. An {@link
 * AutoregressiveModel} goes part by part, with progress, and can be interrupted: each part passes
 * through the model's block on its device, in single precision, as in training ({@link
 * NeuralModel#objective}). Only for logistic regressions and NADEs the conditionals are computed in
 * Java on the CPU whatever the device, and added up in double precision. The lower bound of a
 * {@link LatentVariableModel} goes through its block in the same way, with draws for each part.
 */
public interface DensityModel extends GenerativeModel {

  /**
   * The exact log-probability (log-density for continuous data) of every example.
   *
   * @return nats, shape (count)
   * @throws IllegalArgumentException if the examples do not have the model's shape or values
   */
  double[] logProbability(Samples examples);
}
