package org.dgm4j.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingCurveTest {

  private static final int BATCHES = 3;
  private static final int[] SIZES = {100, 100, 1};

  /** Two batches of 100 examples with 1 nat each, and one of a single example with 100 nats. */
  private static void epoch(TrainingCurve curve, int number) {
    for (int batch = 0; batch < BATCHES; batch++) {
      double nats = SIZES[batch] == 1 ? 100 : 1;
      curve.add(
          number + (batch + 1.0) / BATCHES,
          new double[] {SIZES[batch] * nats, SIZES[batch] * -nats},
          SIZES[batch]);
    }
  }

  /** Each of 192 points holds two of 384 batches, and two of three points a small one. */
  @Test
  void everyExampleCountsAlike() {
    TrainingCurve curve = new TrainingCurve();
    for (int number = 0; number < 128; number++) {
      epoch(curve, number);
    }
    List<CurvePoint> points = curve.points();
    assertEquals(192, points.size());
    for (CurvePoint point : points) {
      boolean small = point.nats() != 1;
      assertEquals(small ? (100 + 100.0) / 101 : 1, point.nats(), 1e-12);
      assertEquals(-point.nats(), point.parts().get(0), 1e-12);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 66, 67, 132, 133, 200})
  void goesOnAfterACheckpointAsIfThereWasNone(int before) throws IOException {
    TrainingCurve once = new TrainingCurve();
    TrainingCurve twice = new TrainingCurve();
    for (int number = 0; number < 700; number++) {
      epoch(once, number);
      epoch(twice, number);
      if (number % before == 0) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        twice.write(new DataOutputStream(bytes));
        twice =
            TrainingCurve.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      }
    }
    assertTrue(twice.points().size() <= 200);
    assertEquals(once.points(), twice.points());
  }
}
