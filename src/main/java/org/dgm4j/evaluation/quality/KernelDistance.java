package org.dgm4j.evaluation.quality;

/**
 * The squared maximum mean discrepancy of two sets of features under the cubic kernel k(x, y) =
 * (xᵀy / d + 1)³, by the unbiased estimate of Gretton, Borgwardt, Rasch, Schölkopf and Smola (A
 * kernel two-sample test, JMLR 2012, equation 3): the kernel distance of Bińkowski, Sutherland,
 * Arbel and Gretton (Demystifying MMD GANs, ICLR 2018). It may fall below 0 where the true one is
 * 0.
 */
final class KernelDistance {

  private KernelDistance() {}

  /**
   * The distance of two sets of equally many features.
   *
   * @param ofFirst the sums of the first set with itself
   */
  static Estimate of(Features first, double[][] ofFirst, Features second) {
    double[] within1 = Jackknife.without(ofFirst);
    double[] within2 = Jackknife.without(sums(second, second));
    double[] between = Jackknife.without(sums(first, second));
    double[] distances = new double[Jackknife.GROUPS + 1];
    for (int left = 0; left <= Jackknife.GROUPS; left++) {
      double n = Jackknife.without(left, first.count());
      distances[left] =
          (within1[left] + within2[left]) / (n * (n - 1)) - 2 * between[left] / (n * n);
    }
    return Jackknife.of(distances);
  }

  /** The sums of the kernel over pairs by groups, without those of an example with itself. */
  static double[][] sums(Features first, Features second) {
    double[] firsts = first.squaredLengths();
    double[] seconds = second.squaredLengths();
    double d = first.values().length;
    double[][] ofExamples = new double[first.count()][Jackknife.GROUPS];
    first.distances(
        second,
        (i, squared) -> {
          for (int j = 0; j < squared.length; j++) {
            if (first != second || i != j) {
              double product = (firsts[i] + seconds[j] - squared[j]) / 2;
              double base = product / d + 1;
              ofExamples[i][Jackknife.group(j)] += base * base * base;
            }
          }
        });
    double[][] sums = new double[Jackknife.GROUPS][Jackknife.GROUPS];
    for (int i = 0; i < ofExamples.length; i++) {
      for (int group = 0; group < Jackknife.GROUPS; group++) {
        sums[Jackknife.group(i)][group] += ofExamples[i][group];
      }
    }
    return sums;
  }
}
