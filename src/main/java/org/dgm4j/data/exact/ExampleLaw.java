package org.dgm4j.data.exact;

import org.dgm4j.base.Randomness;
import org.dgm4j.data.ExactDataset;

/** A law whose examples are drawn one by one, each from its own random numbers. */
interface ExampleLaw extends ExactDataset.Law, Randomness.Draw {

  @Override
  default float[] draw(int count, long seed) {
    return Randomness.examples(count, dimensions(), seed, this);
  }
}
