package org.dgm4j.training;

import java.time.Instant;
import java.util.Optional;
import org.dgm4j.data.Samples;

/**
 * A training that has ended, with what a record of it needs beyond the run.
 *
 * @param run what the training gave
 * @param variable what the model is called where it was trained; the empty string if nobody said
 * @param began when it was started
 * @param seconds how long it took; if it was resumed, with the time before
 * @param train the examples that it trained on
 * @param keptEpoch the last finished epoch that the model's parameters have gone through; 0 if none
 * @param testNats the mean negative objective of the first 10,000 test examples, in nats; NaN if
 *     there are none, the training was interrupted or diverged, or judging them would take longer
 *     than 5 seconds and a tenth of the training
 */
public record TrainingReport(
    TrainingRun run,
    String variable,
    Instant began,
    double seconds,
    Samples train,
    int keptEpoch,
    double testNats) {

  /** What the kept epoch achieved; empty if no epoch was finished. */
  public Optional<Epoch> kept() {
    return keptEpoch == 0 ? Optional.empty() : Optional.of(run.epochs().get(keptEpoch - 1));
  }
}
