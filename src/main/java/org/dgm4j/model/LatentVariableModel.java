package org.dgm4j.model;

import org.dgm4j.base.Seeds;
import org.dgm4j.data.Samples;

/**
 * A model p(x) = ∫ p(x | z) p(z) dz with latent variables z, whose posterior p(z | x) is
 * approximated by a variational distribution q(z | x). The integral is out of reach: what the model
 * knows of log p(x) is a lower bound.
 */
public interface LatentVariableModel extends GenerativeModel {

  /** The number of latent variables of one example. */
  int latentDimensions();

  /** The shape of one example: (dimensions) or (channels, height, width). */
  int[] exampleShape();

  /**
   * The codes of examples: the means of q(z | x).
   *
   * @return vectors, shape (count, latent dimensions), with the labels of the examples
   * @throws IllegalArgumentException if the examples do not have the model's shape or values
   */
  Samples encode(Samples examples);

  /**
   * The examples that codes stand for: the means of p(x | z).
   *
   * @param codes vectors, shape (count, latent dimensions)
   * @return in the shape of the examples, with the labels of the codes
   * @throws IllegalArgumentException if the codes have another size
   */
  Samples decode(Samples codes);

  /**
   * The evidence lower bound of every example, E_q[log p(x | z)] − KL(q(z | x) ‖ p(z)) ≤ log p(x),
   * whose expectation is estimated from draws of z.
   *
   * @param seed of the draws
   * @throws IllegalArgumentException if the examples do not have the model's shape or values
   */
  EvidenceLowerBound evidenceLowerBound(Samples examples, long seed);

  /** The evidence lower bound, with draws seeded by the notebook's seed. */
  default EvidenceLowerBound evidenceLowerBound(Samples examples) {
    return evidenceLowerBound(examples, Seeds.next());
  }

  /**
   * What is expected of samples: the means of p(x | z) for codes z drawn from the prior.
   *
   * @param seed of the draws
   * @throws IllegalArgumentException if {@code count} is negative
   */
  Samples sampleMeans(int count, long seed);

  /** The means of p(x | z) for codes drawn from the prior, seeded by the notebook's seed. */
  default Samples sampleMeans(int count) {
    return sampleMeans(count, Seeds.next());
  }

  /** The examples that the codes of examples stand for: decode(encode(x)). */
  default Samples reconstruct(Samples examples) {
    return decode(encode(examples));
  }
}
