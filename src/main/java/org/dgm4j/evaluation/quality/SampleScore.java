package org.dgm4j.evaluation.quality;

import java.util.Optional;
import java.util.stream.IntStream;
import org.dgm4j.data.Samples;

/**
 * What the samples of one row of a {@link SampleQuality} are worth.
 *
 * @param name what they are called
 * @param precision the share of samples that lie where real examples do, in [0, 1]
 * @param recall the share of real examples that lie where samples do, in [0, 1]
 * @param frechetDistance the squared Fréchet distance of samples and real examples, each as a
 *     normal distribution, corrected for its bias; 0 if they are alike
 * @param kernelDistance the squared maximum mean discrepancy under the cubic kernel; 0 if they are
 *     alike
 * @param memorisation how often a sample is nearer to the training examples than a real one that
 *     was not trained on is: 0.5 if they are alike, 1 for copies; empty if no training examples are
 *     known
 * @param samples the samples, that with the nearest training example first
 * @param nearest the training example that is nearest to each of the samples; where none are known,
 *     the nearest of the examples that they were judged by
 */
public record SampleScore(
    String name,
    Estimate precision,
    Estimate recall,
    Estimate frechetDistance,
    Estimate kernelDistance,
    Optional<Estimate> memorisation,
    Samples samples,
    Samples nearest) {

  /**
   * The positions of so many samples that stand for all, from the one with the nearest training
   * example to the one whose nearest is farthest; of all if there are no more.
   */
  public int[] spread(int count) {
    int all = samples.count();
    return count >= all
        ? IntStream.range(0, all).toArray()
        : IntStream.range(0, count)
            .map(i -> (int) Math.round(i * (all - 1.0) / Math.max(1, count - 1)))
            .toArray();
  }
}
