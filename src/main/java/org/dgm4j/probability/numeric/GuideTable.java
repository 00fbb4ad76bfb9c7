package org.dgm4j.probability.numeric;

import java.util.function.IntSupplier;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Draws indices by given probabilities in constant expected time; an index of probability 0 is
 * never drawn.
 *
 * <p>Chen and Asau, On Generating Random Variates from an Empirical Distribution, AIIE Transactions
 * 6 (1974): a search of the cumulative probabilities that starts from a table of hints.
 */
public final class GuideTable {

  private final double[] cumulative;
  private final int[] guide;
  private final double total;

  public GuideTable(double[] probabilities) {
    int n = probabilities.length;
    cumulative = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += probabilities[i];
      cumulative[i] = sum;
    }
    total = sum;
    guide = new int[n];
    int index = 0;
    for (int j = 0; j < n; j++) {
      while (cumulative[index] <= total * j / n) {
        index++;
      }
      guide[j] = index;
    }
  }

  public IntSupplier sampler(UniformRandomProvider random) {
    double largest = Math.nextDown(total);
    return () -> {
      double u = random.nextDouble();
      int index = guide[(int) (u * guide.length)];
      double target = Math.min(u * total, largest);
      while (cumulative[index] <= target) {
        index++;
      }
      return index;
    };
  }
}
