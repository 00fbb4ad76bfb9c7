package org.dgm4j.probability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/** Pearson's chi-squared test of counts against probabilities. */
final class Fit {

  private static final double LEAST_EXPECTED = 5;
  private static final double SIGNIFICANCE = 1e-4;

  private Fit() {}

  /** Fails if counts so far from the probabilities, or farther, had a chance below 10⁻⁴. */
  static void check(double[] probabilities, long[] counts) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    double statistic = 0;
    int cells = 0;
    double restExpected = 0;
    double restCount = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = probabilities[i] * total;
      if (probabilities[i] == 0) {
        assertEquals(0, counts[i], "cell " + i + " has probability 0");
      } else if (expected < LEAST_EXPECTED) {
        restExpected += expected;
        restCount += counts[i];
      } else {
        statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
        cells++;
      }
    }
    if (restExpected >= LEAST_EXPECTED) {
      statistic += (restCount - restExpected) * (restCount - restExpected) / restExpected;
      cells++;
    }
    assertTrue(cells > 1, "nothing to compare");
    double chance = ChiSquaredDistribution.of(cells - 1).survivalProbability(statistic);
    assertTrue(
        chance > SIGNIFICANCE, "chi-squared " + statistic + " over " + cells + ": " + chance);
  }
}
