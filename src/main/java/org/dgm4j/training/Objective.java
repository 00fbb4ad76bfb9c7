package org.dgm4j.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;

/** Minus the mean of what a model's block returns for each example: nats. */
final class Objective extends Loss {

  Objective() {
    super("nats");
  }

  @Override
  public NDArray evaluate(NDList labels, NDList predictions) {
    return predictions.singletonOrThrow().mean().neg();
  }
}
