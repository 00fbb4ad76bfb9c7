package org.dgm4j.evaluation.quality;

/**
 * The example among others that is nearest to each of some.
 *
 * @param positions which of the others it is
 * @param distances how far it is, in the unit of the features
 */
record NearestExamples(int[] positions, double[] distances) {

  static NearestExamples of(Features some, Features others) {
    int[] positions = new int[some.count()];
    double[] distances = new double[some.count()];
    some.distances(
        others,
        (example, squared) -> {
          int best = 0;
          for (int j = 1; j < squared.length; j++) {
            best = squared[j] < squared[best] ? j : best;
          }
          positions[example] = best;
          distances[example] = Math.sqrt(squared[best]);
        });
    return new NearestExamples(positions, distances);
  }

  /**
   * How often one of these is nearer to the others than one of equally many of another set is, ties
   * by half: the statistic of Mann and Whitney, by which Meehan, Chaudhuri and Dasgupta (A
   * non-parametric test to detect data-copying in generative models, AISTATS 2020) find copies of
   * training data. A half if both are alike, 1 if all of these are copies.
   */
  Estimate nearerThan(NearestExamples set) {
    double[][] sums = new double[Jackknife.GROUPS][Jackknife.GROUPS];
    for (int i = 0; i < distances.length; i++) {
      double[] ofGroup = sums[Jackknife.group(i)];
      for (int j = 0; j < set.distances.length; j++) {
        double further = set.distances[j] - distances[i];
        ofGroup[Jackknife.group(j)] += further > 0 ? 1 : further == 0 ? 0.5 : 0;
      }
    }
    double[] shares = Jackknife.without(sums);
    for (int left = 0; left <= Jackknife.GROUPS; left++) {
      double n = Jackknife.without(left, distances.length);
      shares[left] /= n * n;
    }
    return Jackknife.of(shares);
  }
}
