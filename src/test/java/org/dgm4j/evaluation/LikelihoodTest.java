package org.dgm4j.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.dgm4j.data.Samples;
import org.dgm4j.model.DensityModel;
import org.junit.jupiter.api.Test;

class LikelihoodTest {

  /** A model under which an example's log-probability is minus its first value. */
  private static final DensityModel MODEL =
      new DensityModel() {
        @Override
        public double[] logProbability(Samples examples) {
          double[] result = new double[examples.count()];
          for (int n = 0; n < result.length; n++) {
            result[n] = -examples.value(n, 0);
          }
          return result;
        }

        @Override
        public Samples sample(int count, long seed) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
      };

  @Test
  void meanAndErrorAreThoseOfTheExamples() {
    Samples examples = Samples.vectors(new float[] {1, 0, 2, 0, 6, 0}, 3, 2);
    Likelihood likelihood = Likelihood.of(MODEL, examples);
    assertEquals(-3, likelihood.mean());
    assertEquals(Math.sqrt((4 + 1 + 9) / 2.0 / 3), likelihood.standardError(), 1e-12);
    assertEquals(3 / (2 * Math.log(2)), likelihood.bitsPerDimension(), 1e-12);
    assertTrue(likelihood.toString().contains("-3.00 ± 1.53 nats"), likelihood.toString());
  }

  @Test
  void oneExampleHasNoError() {
    Samples one = Samples.vectors(new float[] {1}, 1, 1);
    assertTrue(Double.isNaN(Likelihood.of(MODEL, one).standardError()));
  }

  @Test
  void noExamplesAreRefused() {
    Samples none = Samples.vectors(new float[0], 0, 1);
    assertThrows(IllegalArgumentException.class, () -> Likelihood.of(MODEL, none));
  }
}
