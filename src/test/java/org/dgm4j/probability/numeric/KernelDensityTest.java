package org.dgm4j.probability.numeric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.distribution.UniformDiscreteDistribution;
import org.dgm4j.probability.Draws;
import org.dgm4j.probability.MultivariateNormal;
import org.dgm4j.probability.Normal;
import org.junit.jupiter.api.Test;

class KernelDensityTest {

  private static double[][] column(double... values) {
    return Arrays.stream(values).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
  }

  @Test
  void isTheMeanOfTheKernels() {
    KernelDensity estimate = KernelDensity.of(column(0, 1, 5));
    NormalDistribution kernel = NormalDistribution.of(0, estimate.bandwidths()[0]);
    double x = 0.3;
    double expected = (kernel.density(x) + kernel.density(x - 1) + kernel.density(x - 5)) / 3;
    assertEquals(expected, estimate.density(x), 1e-15);
  }

  @Test
  void gridsAgreeWithPointsAndIntegrateToOne() {
    double[][] points =
        MultivariateNormal.of(new double[2], new double[][] {{1, .5}, {.5, 1}})
            .sample(100, 1)
            .rows();
    KernelDensity estimate = KernelDensity.of(points);
    double[] places = IntStream.rangeClosed(-60, 60).mapToDouble(i -> i / 10.0).toArray();
    double[] grid = estimate.density(places, places);
    assertEquals(estimate.density(places[70], places[55]), grid[55 * places.length + 70], 1e-15);
    assertEquals(1, Arrays.stream(grid).sum() / 100, 1e-6);
  }

  /** The best factor for a normal density is close to 1, for far clusters far below. */
  @Test
  void theBandwidthFollowsTheShape() {
    double[] normal = Normal.of(0, 1).sample(500, 1).values();
    double scott = Math.pow(500, -0.2);
    double one = KernelDensity.of(column(normal)).bandwidths()[0];
    assertTrue(one > 0.5 * scott && one < 1.5 * scott, one + " against " + scott);
    double[] two = IntStream.range(0, 500).mapToDouble(i -> normal[i] + i % 2 * 100).toArray();
    KernelDensity clusters = KernelDensity.of(column(two));
    assertTrue(clusters.bandwidths()[0] < 0.1 * 50 * scott);
    assertTrue(clusters.density(50) < 1e-9);
  }

  @Test
  void isCloseToTheDensityThatDrew() {
    Normal normal = Normal.of(3, 2);
    KernelDensity estimate = KernelDensity.of(column(normal.sample(3000, 1).values()));
    for (double x = -2; x <= 8; x += 0.5) {
      assertEquals(normal.density(x), estimate.density(x), 0.02);
    }
  }

  @Test
  void badInputIsOneSentence() {
    refused("2", new double[][] {{1}});
    refused("Coordinate 1 is 4 in all points", new double[][] {{1, 4}, {2, 4}});
    refused("Coordinate 0 is 0.1 in all points", new double[][] {{0.1}, {0.1}, {0.1}});
    refused("finite", new double[][] {{1}, {Double.NaN}});
    refused("Coordinates of each point", new double[][] {{1}, {2, 3}});
  }

  private static void refused(String part, double[][] points) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> KernelDensity.of(points)).getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void drawsOfCommonsDistributionsSayTheParameters() {
    assertEquals("3 draws of TDistribution(5)", Draws.of(TDistribution.of(5), 3, 1).name());
    assertArrayEquals(
        new String[] {
          "1 draw of BinomialDistribution(10, 0.25)", "1 draw of UniformDiscreteDistribution(1, 6)"
        },
        new String[] {
          Draws.of(BinomialDistribution.of(10, 0.25), 1, 1).name(),
          Draws.of(UniformDiscreteDistribution.of(1, 6), 1, 1).name()
        });
  }
}
