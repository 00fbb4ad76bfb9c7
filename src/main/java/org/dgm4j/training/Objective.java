package org.dgm4j.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;

/** Minus the mean of the objective that a model's block returns for each example: nats. */
final class Objective extends Loss {

  Objective() {
    super("nats");
  }

  @Override
  public NDArray evaluate(NDList labels, NDList predictions) {
    NDArray rows = predictions.singletonOrThrow();
    NDArray objective = rows.getShape().dimension() == 1 ? rows : rows.get(0);
    return objective.mean().neg();
  }
}
