package org.dgm4j.model;

/**
 * One pass of a batch of examples through a model's block.
 *
 * @param training whether it is a step of training; otherwise it judges
 * @param epochs how much training went before, in epochs
 * @param seed of what the model draws for it
 */
public record PassContext(boolean training, double epochs, long seed) {

  /** A pass of a trained model. */
  public static PassContext judging(long seed) {
    return new PassContext(false, Double.POSITIVE_INFINITY, seed);
  }
}
