package org.dgm4j.model.autoregressive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/** Pearson's chi-squared test of counts. */
public final class ChiSquared {

  private ChiSquared() {}

  /** Fails at 0.1 %; cells of fewer than 5 expected draws are joined. */
  public static void assertFits(long[] counts, double[] probabilities) {
    long draws = Arrays.stream(counts).sum();
    double statistic = 0;
    int cells = 0;
    double restExpected = 0;
    long restCount = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = probabilities[i] * draws;
      if (expected < 5) {
        restExpected += expected;
        restCount += counts[i];
      } else {
        statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
        cells++;
      }
    }
    if (restExpected > 0) {
      statistic += (restCount - restExpected) * (restCount - restExpected) / restExpected;
      cells++;
    } else {
      assertEquals(0, restCount);
    }
    double p = ChiSquaredDistribution.of(cells - 1).survivalProbability(statistic);
    assertTrue(p > 0.001, "p = " + p);
  }
}
