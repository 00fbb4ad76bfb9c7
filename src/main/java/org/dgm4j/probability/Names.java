package org.dgm4j.probability;

import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Short names of distributions, ours and those of Commons Statistics, which have none. */
final class Names {

  private Names() {}

  static String of(Object distribution) {
    if (distribution instanceof Distribution ours) {
      return ours.name();
    }
    if (distribution instanceof NormalDistribution normal) {
      return String.format(
          "NormalDistribution(%s, %s)",
          Text.number(normal.getMean()), Text.number(normal.getStandardDeviation()));
    }
    String name = distribution.getClass().getSimpleName();
    if (!name.isEmpty() && !distribution.getClass().isSynthetic()) {
      return name;
    }
    return distribution instanceof ContinuousDistribution
        ? "a continuous distribution"
        : "a discrete distribution";
  }
}
