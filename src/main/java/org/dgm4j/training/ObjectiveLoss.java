package org.dgm4j.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.loss.Loss;

/**
 * Minus the mean of the objective that a model's block returns for each example of a batch: nats.
 * On each of several devices it is what its part adds to that mean.
 */
final class ObjectiveLoss extends Loss {

  private final BatchSplit split;

  ObjectiveLoss(BatchSplit split) {
    super("nats");
    this.split = split;
  }

  @Override
  public NDArray evaluate(NDList labels, NDList predictions) {
    NDArray rows = predictions.singletonOrThrow();
    NDArray objective = rows.getShape().dimension() == 1 ? rows : rows.get(0);
    return objective.mean().mul(-split.share(rows.getDevice()));
  }

  /** Reads what the model's block returned for the last batch. */
  static final class Reader extends TrainingListenerAdapter {
    private final BatchSplit split;
    private double[] sums;

    Reader(BatchSplit split) {
      this.split = split;
    }

    /** Of minus the objective and each of its parts over the examples of the batch, in nats. */
    double[] sums() {
      return sums;
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData data) {
      read(data);
    }

    @Override
    public void onValidationBatch(Trainer trainer, BatchData data) {
      read(data);
    }

    private void read(BatchData data) {
      sums = null;
      for (Device device : split.devices()) {
        if (split.share(device) > 0) {
          add(data.getPredictions().get(device).singletonOrThrow());
        }
      }
    }

    private void add(NDArray predictions) {
      float[] values = predictions.toFloatArray();
      Shape shape = predictions.getShape();
      int rows = shape.dimension() == 1 ? 1 : Math.toIntExact(shape.get(0));
      sums = sums == null ? new double[rows] : sums;
      for (int i = 0; i < values.length; i++) {
        sums[i * rows / values.length] -= values[i];
      }
    }
  }
}
