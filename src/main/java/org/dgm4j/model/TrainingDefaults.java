package org.dgm4j.model;

/**
 * How a kind of model is trained unless the user says otherwise.
 *
 * @param batchSize the number of examples of one step
 * @param optimizer its name: adam, rmsprop or sgd
 * @param learningRate that of the first step
 * @param momentum β₁ of adam, or that of sgd; null for the optimizer's usual one
 * @param finalLearningRate that of the last step, to which the learning rate falls as half a
 *     cosine; the same as the first one if it is constant
 */
public record TrainingDefaults(
    int batchSize,
    String optimizer,
    double learningRate,
    Double momentum,
    double finalLearningRate) {

  /**
   * For a model of which nothing better is known: Adam as Kingma and Ba (2015) recommend it, and
   * batches that are a compromise between the noise of a step and its time.
   */
  public static final TrainingDefaults ANY_MODEL =
      new TrainingDefaults(100, "adam", 0.001, null, 0.001);

  /** Adam with its usual momentum, and a learning rate that falls to a hundredth. */
  public static TrainingDefaults adam(int batchSize, double learningRate) {
    return new TrainingDefaults(batchSize, "adam", learningRate, null, learningRate / 100);
  }

  /** Whether the learning rate is the same in all steps. */
  public boolean isConstant() {
    return finalLearningRate == learningRate;
  }
}
