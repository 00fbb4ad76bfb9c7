package org.dgm4j.training;

import java.util.List;

/**
 * The mean negative objective of some successive training batches.
 *
 * @param epoch where the last of them ends, in epochs
 * @param nats nats per example
 * @param parts the same of each part of the objective; empty if it has none
 */
public record CurvePoint(double epoch, double nats, List<Double> parts) {

  public CurvePoint {
    parts = List.copyOf(parts);
  }

  /** A point of an objective without parts. */
  public CurvePoint(double epoch, double nats) {
    this(epoch, nats, List.of());
  }
}
