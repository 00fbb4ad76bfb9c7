package org.dgm4j.model.autoregressive;

import ai.djl.ndarray.NDArray;
import java.util.SplittableRandom;

/**
 * What the values of a NADE are: how one value x_d enters the hidden units, and how its
 * distribution p(x_d | x_&lt;d) is described by O numbers, the outputs, which the hidden units
 * compute. Every formula is there twice: on the heap for one value, and with arrays for the block.
 */
interface VisibleUnit {

  /** Whether values are real numbers, of whatever scale, rather than states. */
  boolean isReal();

  /** The number of rows of W for each dimension. */
  int inputs();

  /** Which of these rows is added to the hidden activation, times {@link #scale}; not for 0. */
  int input(float value);

  /** The factor of that row. */
  float scale(float value);

  /** The number O of outputs of each dimension. */
  int outputs();

  /** The outputs' biases before training, shape (O). */
  float[] initialBias();

  /**
   * log p(value) in nats.
   *
   * @param outputs shape (O)
   * @param gradient receives ∂ log p / ∂ outputs, shape (O); null if not needed
   */
  double logProbability(float[] outputs, float value, float[] gradient);

  /**
   * Draws a value.
   *
   * @param temperature T draws from the distribution proportional to p^(1/T), of the components and
   *     of the choice between them where it is a mixture
   */
  float sample(float[] outputs, double temperature, SplittableRandom random);

  /** What W multiplies: from values of shape (batch, D) to shape (batch, D · inputs). */
  NDArray features(NDArray values);

  /**
   * log p of every value, shape (batch, D).
   *
   * @param outputs shape (batch, D, O)
   */
  NDArray logProbability(NDArray outputs, NDArray values);
}
