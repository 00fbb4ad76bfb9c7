package org.dgm4j.evaluation.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FrechetDistanceTest {

  private static double[][] diagonal(double... variances) {
    double[][] matrix = new double[variances.length][variances.length];
    for (int i = 0; i < variances.length; i++) {
      matrix[i][i] = variances[i];
    }
    return matrix;
  }

  /** Independent normal features, of which feature f has this mean and the variance f + 1. */
  static Features normal(int count, int dimensions, double mean, long seed) {
    Random random = new Random(seed);
    float[][] values = new float[dimensions][count];
    for (int f = 0; f < dimensions; f++) {
      for (int i = 0; i < count; i++) {
        values[f][i] = (float) (mean + Math.sqrt(f + 1) * random.nextGaussian());
      }
    }
    return new Features(values, count);
  }

  @Test
  void theDistanceOfTwoNormalDistributionsHasAClosedForm() {
    double distance =
        FrechetDistance.between(
            new double[] {0, 1, 2}, diagonal(1, 4, 9), new double[] {3, 1, 0}, diagonal(4, 4, 1));
    assertEquals(9 + 4 + 1 + 0 + 4, distance, 1e-9);
    double[][] first = {{2, 0.6}, {0.6, 1}};
    double[][] second = {{1, -0.5}, {-0.5, 3}};
    // Of a 2 × 2 matrix M with eigenvalues that are not negative, tr √M = √(tr M + 2 √det M).
    double trace = 2 * 1 - 2 * 0.6 * 0.5 + 1 * 3;
    double determinant = (2 - 0.36) * (3 - 0.25);
    double expected = 2 + 1 + 1 + 3 - 2 * Math.sqrt(trace + 2 * Math.sqrt(determinant));
    double[] origin = new double[2];
    assertEquals(expected, FrechetDistance.between(origin, first, origin, second), 1e-9);
    assertEquals(expected, FrechetDistance.between(origin, second, origin, first), 1e-9);
  }

  @Test
  void covariancesMayBeSingular() {
    double[] origin = new double[3];
    double[][] none = new double[3][3];
    assertEquals(0, FrechetDistance.between(origin, none, origin, none), 1e-12);
    assertEquals(6, FrechetDistance.between(origin, none, origin, diagonal(1, 2, 3)), 1e-6);
    assertEquals(
        2, FrechetDistance.between(origin, diagonal(1, 0, 0), origin, diagonal(0, 1, 0)), 1e-6);
  }

  /**
   * Of one distribution the distance is 0, of which 300 examples of 10 features would miss 0.9; of
   * two distributions that differ by 1 in each mean it is 10. The estimates scatter as their
   * standard errors say.
   */
  @Test
  void theEstimateHasNoBiasAndTheErrorThatItSays() {
    for (double shift : new double[] {0, 1}) {
      int repeats = 60;
      double sum = 0;
      double squares = 0;
      double errors = 0;
      for (int i = 0; i < repeats; i++) {
        Estimate estimate =
            FrechetDistance.of(normal(300, 10, 0, 2L * i), normal(300, 10, shift, 2L * i + 1));
        sum += estimate.value();
        squares += estimate.value() * estimate.value();
        errors += estimate.standardError() / repeats;
      }
      double mean = sum / repeats;
      double deviation = Math.sqrt((squares - repeats * mean * mean) / (repeats - 1));
      assertEquals(10 * shift, mean, 4 * deviation / Math.sqrt(repeats));
      assertTrue(errors > 0.75 * deviation && errors < 2 * deviation, errors + " " + deviation);
    }
  }
}
