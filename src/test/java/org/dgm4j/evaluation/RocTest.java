package org.dgm4j.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class RocTest {

  @Test
  void theCurveStepsThroughTheThresholds() {
    Roc roc = Roc.of(new double[] {3, 2, 0}, new double[] {1, 0});
    assertArrayEquals(new double[] {0, 1 / 3.0, 1 / 3.0, 2 / 3.0, 1}, roc.falseAlarms());
    assertArrayEquals(new double[] {0, 0.5, 1, 1, 1}, roc.detections());
    assertEquals((1 + 1 + 1 + 1 + 0 + 0.5) / 6, roc.area(), 1e-15);
    assertEquals(1 / 3.0, roc.falseAlarmsAt(0.95));
    assertEquals(0, roc.falseAlarmsAt(0));
  }

  @Property(tries = 200)
  void theAreaIsThatOfAllPairsAndOfTheTrapezoids(
      @ForAll @Size(min = 1, max = 12) int @IntRange(min = -3, max = 3) [] normal,
      @ForAll @Size(min = 1, max = 12) int @IntRange(min = -3, max = 3) [] abnormal) {
    double[] first = Arrays.stream(normal).asDoubleStream().toArray();
    double[] second = Arrays.stream(abnormal).asDoubleStream().toArray();
    double pairs = 0;
    for (double n : first) {
      for (double a : second) {
        pairs += n > a ? 1 : n == a ? 0.5 : 0;
      }
    }
    pairs /= first.length * second.length;
    Roc roc = Roc.of(first, second);
    assertEquals(pairs, roc.area(), 1e-12);
    double[] x = roc.falseAlarms();
    double[] y = roc.detections();
    double area = 0;
    for (int i = 1; i < x.length; i++) {
      area += (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2;
    }
    assertEquals(pairs, area, 1e-12);
    assertEquals(1 - pairs, Roc.of(second, first).area(), 1e-12);
  }

  /** By hand: V10 = (1, 1, 1/4), V01 = (2/3, 5/6) and the variances 3/16 and 1/72. */
  @Test
  void standardErrorIsDeLongs() {
    Roc roc = Roc.of(new double[] {3, 2, 0}, new double[] {1, 0});
    assertEquals(Math.sqrt(3 / 16.0 / 3 + 1 / 72.0 / 2), roc.standardError(), 1e-12);
    double[] interval = roc.interval(0.95);
    assertEquals(roc.area() - 1.959963984540054 * roc.standardError(), interval[0], 1e-12);
    assertEquals(1, interval[1]);
  }

  /** Two normals one standard deviation apart: the area is Φ(1/√2). */
  @Test
  void theIntervalCoversTheTruth() {
    double truth = NormalDistribution.of(0, 1).cumulativeProbability(Math.sqrt(0.5));
    Random random = new Random(1);
    int covered = 0;
    for (int trial = 0; trial < 400; trial++) {
      double[] normal = random.doubles(60).map(u -> random.nextGaussian() + 1).toArray();
      double[] abnormal = random.doubles(40).map(u -> random.nextGaussian()).toArray();
      double[] interval = Roc.of(normal, abnormal).interval(0.95);
      covered += interval[0] <= truth && truth <= interval[1] ? 1 : 0;
    }
    assertEquals(0.95, covered / 400.0, 0.035);
  }

  @Test
  void infiniteScoresAndSignedZerosAreScores() {
    double infinite = Double.NEGATIVE_INFINITY;
    assertEquals(0.75, Roc.of(new double[] {1, infinite}, new double[] {infinite}).area());
    assertEquals(0.5, Roc.of(new double[] {-0.0}, new double[] {0.0}).area());
    assertArrayEquals(
        new double[] {0, 1}, Roc.of(new double[] {-0.0}, new double[] {0.0}).falseAlarms());
  }

  @Test
  void perfectSeparationIsOne() {
    Roc roc = Roc.of(new double[] {2, 3}, new double[] {0, 1});
    assertEquals(1, roc.area());
    assertEquals(0, roc.falseAlarmsAt(1));
    assertTrue(roc.toString().startsWith("AUROC = 1.0000 (95 % interval"), roc.toString());
    Roc single = Roc.of(new double[] {2}, new double[] {0, 1});
    assertTrue(Double.isNaN(single.standardError()));
    assertTrue(single.toString().startsWith("AUROC = 1.0000; 1 normal"), single.toString());
  }

  @Test
  void badInputIsOneSentence() {
    double[] one = {1};
    refused("no normal examples", () -> Roc.of(new double[0], one));
    refused("no abnormal examples", () -> Roc.of(one, new double[0]));
    refused("abnormal example 1 is NaN", () -> Roc.of(one, new double[] {0, Double.NaN}));
    refused("between 0 and 1", () -> Roc.of(one, one).interval(95));
    refused("from 0 to 1", () -> Roc.of(one, one).falseAlarmsAt(95));
  }

  private static void refused(String sentence, Runnable call) {
    String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
    assertTrue(message.contains(sentence), message);
  }
}
