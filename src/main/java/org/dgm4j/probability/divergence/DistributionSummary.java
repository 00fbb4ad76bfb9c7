package org.dgm4j.probability.divergence;

import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.DiscreteDistribution;
import org.dgm4j.base.NumberText;
import org.dgm4j.probability.Distributions;

/**
 * What any distribution of one number says about itself, those of Commons Statistics included.
 *
 * @param name a short name, with the parameters where they are known
 * @param mean the mean; NaN where there is none
 * @param variance the variance; NaN or infinite where there is none
 * @param entropy the entropy, in nats
 */
public record DistributionSummary(String name, double mean, double variance, Quantity entropy) {

  /** The summary of a distribution of whole numbers. */
  public static DistributionSummary of(DiscreteDistribution distribution) {
    return new DistributionSummary(
        Distributions.name(distribution),
        distribution.getMean(),
        distribution.getVariance(),
        Divergence.entropy(distribution));
  }

  /** The summary of a density. */
  public static DistributionSummary of(ContinuousDistribution distribution) {
    return new DistributionSummary(
        Distributions.name(distribution),
        distribution.getMean(),
        distribution.getVariance(),
        Divergence.entropy(distribution));
  }

  /** The name, mean, variance and entropy. */
  @Override
  public String toString() {
    return String.format(
        "%s: mean %s, variance %s, entropy %s",
        name,
        NumberText.number(mean),
        NumberText.number(variance),
        Double.isNaN(entropy.value()) ? "unknown" : NumberText.number(entropy.value()) + " nats");
  }
}
