package org.dgm4j.training;

import org.dgm4j.base.ProgressTask;
import org.dgm4j.data.Samples;
import org.dgm4j.model.NeuralModel;

/** How good a trained model is on test examples: see {@link TrainingReport#testNats()}. */
final class TestScore {

  /** A mean over so many varies by a hundredth of the spread of one example. */
  private static final int MOST_TESTED = 10_000;

  /** Seconds after which the speed so far tells how long the rest takes. */
  private static final double FORESEEABLE = 0.5;

  /** Seconds that nobody minds to wait after a training, however short. */
  private static final double LONGEST_TEST = 5;

  /** The share of the training's time that its test may take. */
  private static final double SHARE_OF_TRAINING = 0.1;

  private TestScore() {}

  /**
   * The mean of minus the objective over the test examples.
   *
   * @param trainingSeconds how long training took
   * @return nats; NaN if there are no test examples for such a model, it takes too long, or it was
   *     interrupted
   */
  static double of(NeuralModel model, Samples test, int batchSize, double trainingSeconds) {
    int count = Math.min(test.count(), MOST_TESTED);
    if (count == 0 || !model.objectiveKind().judges() || !fits(model, test)) {
      return Double.NaN;
    }
    double limit = Math.max(LONGEST_TEST, trainingSeconds * SHARE_OF_TRAINING);
    long began = System.nanoTime();
    double sum = 0;
    try (ProgressTask testing = ProgressTask.of("test example", count)) {
      for (int from = 0; from < count; from += batchSize) {
        int to = Math.min(count, from + batchSize);
        sum += score(model, test.range(from, to));
        double seconds = (System.nanoTime() - began) * 1e-9;
        boolean tooLong = seconds > FORESEEABLE && seconds * count / to > limit;
        if (!testing.goesOn(to - from) || tooLong) {
          return Double.NaN;
        }
      }
    }
    return sum / count;
  }

  /** The sum of minus the objective over a batch, outside of training. */
  private static double score(NeuralModel model, Samples examples) {
    double sum = 0;
    for (float value : model.objective(examples)) {
      sum -= value;
    }
    return sum;
  }

  private static boolean fits(NeuralModel model, Samples examples) {
    try {
      model.requireForTraining(examples);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
