package org.dgm4j.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;

/**
 * Minus the mean of the objective that a model's block returns for each example of a batch: nats.
 * On each of several devices it is what its part adds to that mean.
 */
final class ObjectiveLoss extends Loss {

  private final BatchSplit spread;

  ObjectiveLoss(BatchSplit spread) {
    super("nats");
    this.spread = spread;
  }

  @Override
  public NDArray evaluate(NDList labels, NDList predictions) {
    NDArray rows = predictions.singletonOrThrow();
    NDArray objective = rows.getShape().dimension() == 1 ? rows : rows.get(0);
    return objective.mean().mul(-spread.share(rows.getDevice()));
  }
}
