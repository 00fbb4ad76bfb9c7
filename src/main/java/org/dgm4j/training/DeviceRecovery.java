package org.dgm4j.training;

import ai.djl.Device;
import java.util.List;
import org.dgm4j.engine.DeviceMemory;
import org.dgm4j.engine.EngineErrors;
import org.dgm4j.model.NeuralModel;

/**
 * What is to be done when a training has failed: gives the memory of its devices back, and says
 * what failed and what to try.
 */
record DeviceRecovery(NeuralModel model, List<Device> devices, int batchSize) {

  /** Frees all that the training had on its devices but the model; for an open one. */
  void freeMemory() {
    model.freeGraphs();
    devices.forEach(DeviceMemory::giveBack);
  }

  /** What to throw in place of an error. */
  RuntimeException explained(Throwable error) {
    return EngineErrors.explained(
        error,
        new EngineErrors.Attempt(
            TrainingOptions.names(devices),
            "batches of %d with this %s".formatted(batchSize, model.type()),
            batchSize == 1
                ? "build a smaller model"
                : "try --batch-size %d (.batchSize(%1$d) in Java), or a smaller model"
                    .formatted((batchSize + 1) / 2),
            "the last good parameters are back, so try another batch size, or a model of other sizes"));
  }
}
