package org.dgm4j.model;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.data.Mask;
import org.dgm4j.data.Samples;
import org.dgm4j.probability.numeric.Softmax;

/**
 * Examples, what is known of them, and what a model made of the rest.
 *
 * @param originals the examples as they were
 * @param mask what was known
 * @param completed the completed examples, once or more often
 */
public record Completions(Samples originals, Mask mask, List<Samples> completed) {

  /** More would fit what is known better, but each example takes as many draws. */
  static final int CANDIDATES = 100;

  /**
   * @throws IllegalArgumentException if there is no completion, or one differs in count or shape
   */
  public Completions {
    completed = List.copyOf(completed);
    for (Samples samples : completed) {
      if (samples.count() != originals.count()
          || !Arrays.equals(samples.shape(), originals.shape())) {
        throw new IllegalArgumentException(
            "There must be a completion for each example, of the same shape, but there are %s and %s"
                .formatted(originals, samples));
      }
    }
    if (completed.isEmpty()) {
      throw new IllegalArgumentException(
          "There must be at least one completion of each example: try .completions(examples,"
              + " Mask.upperHalf(), 4)");
    }
  }

  /** How many examples, what was known, how many completions of each. */
  @Override
  public String toString() {
    return "%s, %s, completed %s"
        .formatted(
            originals, mask, completed.size() == 1 ? "once" : completed.size() + " times each");
  }

  /**
   * Draws the unknown values of examples given the known ones; see {@link
   * AutoregressiveModel#complete(Samples, Mask, long)}.
   */
  static Samples complete(Samples examples, Mask mask, AutoregressiveModel model, long seed) {
    boolean[] known = mask.known(examples.shape());
    if (model.classes() == 0) {
      return examples.withValues(Drawn.of(examples, known, model, seed).values);
    }
    SplittableRandom random = new SplittableRandom(seed);
    List<Drawn> drawn =
        model.ofEachClass(
            AutoregressiveModel.class,
            given -> Drawn.of(examples, known, given, random.nextLong()));
    if (examples.count() == 0) {
      return examples;
    }
    double[][] posterior =
        model.labels().posterior(drawn.stream().map(Drawn::logEvidence).toArray(double[][]::new));
    float[] completed = new float[examples.count() * examples.dimensions()];
    for (int n = 0; n < examples.count(); n++) {
      int label = Softmax.draw(posterior[n], random.nextDouble());
      int from = n * examples.dimensions();
      System.arraycopy(drawn.get(label).values, from, completed, from, examples.dimensions());
    }
    return examples.withValues(completed);
  }

  /**
   * What a model without classes made of examples.
   *
   * @param values the completed examples, shape (count, D)
   * @param logEvidence the log-probability of what is known of each, up to a constant: exact if it
   *     comes first in the model's order, else estimated by importance sampling
   */
  private record Drawn(float[] values, double[] logEvidence) {

    static Drawn of(Samples examples, boolean[] known, AutoregressiveModel model, long seed) {
      if (isPrefix(known, model.sequence())) {
        float[] values = examples.values();
        return new Drawn(values, SamplingMonitor.draw(model, "completion", values, known, 1, seed));
      }
      return resampled(examples, known, model, seed);
    }

    /**
     * From {@value #CANDIDATES} candidates for each example, drawn with the known values in place,
     * one is chosen with probability proportional to Π p(known value | values before it) (Rubin
     * 1987).
     */
    private static Drawn resampled(
        Samples examples, boolean[] known, AutoregressiveModel model, long seed) {
      int dimensions = examples.dimensions();
      float[] completed = new float[examples.count() * dimensions];
      double[] logEvidence = new double[examples.count()];
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
          logEvidence[n] = Softmax.logSumOfExponentials(logWeights);
          int chosen = resample(logWeights, random.nextDouble());
          System.arraycopy(candidates, chosen * dimensions, completed, n * dimensions, dimensions);
          work.advance(1);
        }
      }
      return new Drawn(completed, logEvidence);
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
}
