package org.dgm4j.model;

import org.dgm4j.data.Samples;

/**
 * The state of a sampling while it runs.
 *
 * @param samples the first samples, 100 at the most; what is not drawn yet is 0
 * @param drawn which of their values are drawn, shape (count, D)
 * @param fraction the part of all values that is drawn, from 0 to 1
 * @param count how many samples it will be
 * @param seconds the time since the sampling began
 */
public record SamplingProgress(
    Samples samples, boolean[] drawn, double fraction, int count, double seconds) {

  /** An estimate of the seconds that are left. */
  public double remainingSeconds() {
    return seconds * (1 - fraction) / fraction;
  }
}
