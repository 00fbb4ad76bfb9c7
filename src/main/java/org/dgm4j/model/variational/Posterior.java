package org.dgm4j.model.variational;

import org.dgm4j.data.Samples;

/**
 * The variational posteriors q(z | x) of some examples: a normal distribution for each latent unit,
 * independent of the others.
 *
 * @param means shape (count, latent dimensions)
 * @param deviations the standard deviations, in the same shape
 */
public record Posterior(Samples means, Samples deviations) {

  /** The number of examples. */
  public int count() {
    return means.count();
  }
}
