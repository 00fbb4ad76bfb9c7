package org.dgm4j.model;

/**
 * Is told how a sampling goes: at most four times a second, and once how it ended if it was told
 * before. A sampling that takes less than a quarter of a second tells nothing.
 */
public interface SamplingObserver {

  void onProgress(SamplingProgress progress);

  /** All samples are drawn. */
  void onEnd(SamplingProgress progress);

  /** It was interrupted, and what is drawn so far is all there will be. */
  void onInterrupt(SamplingProgress progress);
}
