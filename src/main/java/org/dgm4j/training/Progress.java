package org.dgm4j.training;

import java.util.List;
import java.util.Optional;
import org.dgm4j.model.Objective;

/**
 * The state of a training while it runs.
 *
 * @param epoch the current epoch, from 1 on
 * @param batch the number of batches of this epoch that are done
 * @param trainNats the mean negative objective of this epoch so far, in nats; NaN before any batch
 * @param examplesPerSecond the speed of this epoch so far
 * @param remainingSeconds an estimate for all epochs that are left
 * @param history the epochs that are done
 * @param curve the training objective so far
 * @param objective what the nats say about log p(x)
 * @param parts what the parts of the objective are called; empty if it has none
 * @param warning what does not go as it should, as a sentence without a full stop
 */
public record Progress(
    int epoch,
    int epochs,
    int batch,
    int batches,
    double trainNats,
    double examplesPerSecond,
    double remainingSeconds,
    List<Epoch> history,
    List<CurvePoint> curve,
    Objective objective,
    List<String> parts,
    Optional<String> warning) {

  /** The part of all training that is done, in [0, 1]. */
  public double fraction() {
    return ((epoch - 1) + (double) batch / batches) / epochs;
  }
}
