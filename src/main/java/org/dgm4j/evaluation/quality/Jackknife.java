package org.dgm4j.evaluation.quality;

import java.util.Arrays;

/**
 * The delete-a-group jackknife for a number that is computed from two sets of equally many
 * independent examples (Quenouille 1956; Tukey 1958; Shao and Wu, A general theory for jackknife
 * variance estimation, Annals of Statistics 1989). Each set is divided into groups, and the number
 * is computed again without the first group of both, without the second, and so on: how much it
 * changes gives its standard error, and how it changes with fewer examples gives its bias. Where
 * the sets are of one distribution, so that what is left of a distance is of second order, the
 * error is rather too large than too small.
 */
final class Jackknife {

  /** The standard error is then known to a sixth of its size: 1 / √(2 · 19). */
  static final int GROUPS = 20;

  private Jackknife() {}

  /** The group of an example. */
  static int group(int example) {
    return example % GROUPS;
  }

  /** How many of so many examples are not in a group; all of them for {@link #GROUPS}. */
  static int without(int group, int count) {
    return group == GROUPS ? count : count - (count - group + GROUPS - 1) / GROUPS;
  }

  /**
   * The number and its standard error.
   *
   * @param numbers without each of the groups, and last with all of them
   */
  static Estimate of(double[] numbers) {
    double mean = mean(numbers);
    double squares = 0;
    for (int g = 0; g < GROUPS; g++) {
      squares += (numbers[g] - mean) * (numbers[g] - mean);
    }
    return new Estimate(numbers[GROUPS], Math.sqrt(squares * (GROUPS - 1) / GROUPS));
  }

  /** The same, without the part of its bias that falls as one over the number of examples. */
  static Estimate corrected(double[] numbers) {
    double corrected = GROUPS * numbers[GROUPS] - (GROUPS - 1) * mean(numbers);
    return new Estimate(corrected, of(numbers).standardError());
  }

  private static double mean(double[] numbers) {
    return Arrays.stream(numbers, 0, GROUPS).average().orElseThrow();
  }

  /**
   * What a sum over pairs of examples is without each of the groups, and last with all of them.
   *
   * @param sums by the groups of both examples of a pair
   */
  static double[] without(double[][] sums) {
    double[] without = new double[GROUPS + 1];
    for (int left = 0; left <= GROUPS; left++) {
      for (int a = 0; a < GROUPS; a++) {
        for (int b = 0; b < GROUPS; b++) {
          without[left] += a == left || b == left ? 0 : sums[a][b];
        }
      }
    }
    return without;
  }
}
