package org.dgm4j.model;

import org.dgm4j.base.Seeds;
import org.dgm4j.data.Samples;

/** A model that can be sampled from. Implicit models stop here. */
public interface GenerativeModel extends AutoCloseable {

  /**
   * Independent samples from the model.
   *
   * @param seed the same seed, device and version give the same samples
   * @throws IllegalArgumentException if {@code count} is negative
   */
  Samples sample(int count, long seed);

  /** Independent samples from the model, seeded by the notebook's seed. */
  default Samples sample(int count) {
    return sample(count, Seeds.next());
  }

  /**
   * Whether the model is one of real values: its nats, if it has any, are then those of a density,
   * which depend on the unit of the values and can't be compared with those of probabilities.
   */
  default boolean isContinuous() {
    return false;
  }

  /** Frees the native memory of the model; it can't be used afterwards. */
  @Override
  void close();
}
