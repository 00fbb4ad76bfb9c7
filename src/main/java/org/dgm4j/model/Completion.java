package org.dgm4j.model;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.data.Mask;
import org.dgm4j.data.Samples;
import org.dgm4j.probability.numeric.Softmax;

/**
 * Draws the unknown values of examples given the known ones.
 *
 * <p>If the known dimensions come first in the model's order, the draws are exact. Otherwise the
 * model can't condition on what comes later: from {@value #CANDIDATES} candidates, drawn with the
 * known values in place, one is chosen with probability proportional to Π p(known value | values
 * before it) (sampling-importance-resampling, Rubin 1987), which is an approximation.
 */
final class Completion {

  /** More would fit what is known better, but each example takes as many draws. */
  static final int CANDIDATES = 100;

  private Completion() {}

  /** Completes examples; the mask says which values are known. */
  static Samples complete(Samples examples, Mask mask, AutoregressiveModel model, long seed) {
    boolean[] known = mask.known(examples.shape());
    if (isPrefix(known, model.sequence())) {
      float[] values = examples.values();
      SamplingMonitor.draw(model, "completion", values, known, 1, seed);
      return examples.withValues(values);
    }
    int dimensions = examples.dimensions();
    float[] completed = new float[examples.count() * dimensions];
    SplittableRandom random = new SplittableRandom(seed);
    float[] candidates = new float[CANDIDATES * dimensions];
    try (ProgressTask work = ProgressTask.of("completion", examples.count())) {
      for (int n = 0; n < examples.count(); n++) {
        for (int c = 0; c < CANDIDATES; c++) {
          examples.copyRow(n, candidates, c * dimensions);
        }
        double[] logWeights =
            model.draw(
                candidates, known, 1, random.nextLong(), (from, to, visits) -> work.advance(0));
        int chosen = resample(logWeights, random.nextDouble());
        System.arraycopy(candidates, chosen * dimensions, completed, n * dimensions, dimensions);
        work.advance(1);
      }
    }
    return examples.withValues(completed);
  }

  private static boolean isPrefix(boolean[] known, int[] sequence) {
    for (int t = 1; t < sequence.length; t++) {
      if (known[sequence[t]] && !known[sequence[t - 1]]) {
        return false;
      }
    }
    return true;
  }

  private static int resample(double[] logWeights, double uniform) {
    double max = Arrays.stream(logWeights).max().orElseThrow();
    double[] weights = Arrays.stream(logWeights).map(w -> Math.exp(w - max)).toArray();
    return Softmax.draw(weights, uniform * Arrays.stream(weights).sum());
  }
}
