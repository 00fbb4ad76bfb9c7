package org.dgm4j.evaluation.quality;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dgm4j.data.Samples;

/** Judges sets of samples by the same examples, of which all is computed once. */
final class SampleJudge {

  private final FeatureSpace space;
  private final Features reference;
  private final Manifold manifold;
  private final double[][] kernelSums;
  private final Samples searched;
  private final Features searchedFeatures;
  private final Optional<NearestExamples> nearestOfReference;

  /**
   * @param examples to judge by, of which the first are taken
   * @param training examples that were trained on, if they are known
   * @param count how many samples are judged, by as many examples
   * @param seed of the choice of those on which features are fitted
   */
  SampleJudge(Samples examples, Optional<Samples> training, int count, long seed) {
    searched = training.orElse(examples);
    space = FeatureSpace.of(searched, count, seed);
    reference = space.of(examples.first(count));
    manifold = Manifold.of(reference);
    kernelSums = KernelDistance.sums(reference, reference);
    searchedFeatures = space.of(searched);
    nearestOfReference = training.map(given -> NearestExamples.of(reference, searchedFeatures));
  }

  /** Which features are compared. */
  String features() {
    return space.described(knowsTraining() ? "training examples" : "of the examples");
  }

  boolean knowsTraining() {
    return nearestOfReference.isPresent();
  }

  /** What samples are worth, as many as there are examples. */
  SampleScore score(String name, Samples samples) {
    Features features = space.of(samples);
    NearestExamples nearest = NearestExamples.of(features, searchedFeatures);
    int[] order =
        IntStream.range(0, samples.count())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> nearest.distances()[i]))
            .mapToInt(i -> i)
            .toArray();
    return new SampleScore(
        name,
        manifold.share(features),
        Manifold.of(features).share(reference),
        FrechetDistance.of(reference, features),
        KernelDistance.of(reference, kernelSums, features),
        nearestOfReference.map(nearest::nearerThan),
        samples.select(order),
        searched.select(IntStream.of(order).map(i -> nearest.positions()[i]).toArray()));
  }
}
