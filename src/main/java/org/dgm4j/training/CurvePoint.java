package org.dgm4j.training;

/**
 * The mean negative objective of some successive training batches.
 *
 * @param epoch where the last of them ends, in epochs
 * @param nats nats per example
 */
public record CurvePoint(double epoch, double nats) {}
