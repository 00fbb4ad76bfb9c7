package org.dgm4j.training;

/**
 * What one epoch of training achieved.
 *
 * @param number from 1 on
 * @param seconds since training began
 * @param trainNats the mean negative objective of the training examples while they were used, in
 *     nats
 * @param validationNats the same of the validation examples after the epoch; NaN without them
 */
public record Epoch(int number, double seconds, double trainNats, double validationNats) {}
