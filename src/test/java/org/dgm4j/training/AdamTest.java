package org.dgm4j.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import java.util.Set;
import org.dgm4j.engine.HeapOperator;
import org.dgm4j.engine.MxNet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adam on the heap beside MXNet's operator. */
class AdamTest {

  private static final int STEPS = 20;

  @AfterEach
  void useTheHeapAgain() {
    System.clearProperty(HeapOperator.PROPERTY);
  }

  /** One value; a part of the memory that a core works on, and one more; several parts. */
  @ParameterizedTest
  @CsvSource({"1, 0", "1, 0.3", "4096, 0", "4097, 0.3", "12345, 0.3"})
  void theHeapGivesWhatMxNetGives(int size, double weightDecay) {
    float[] start = values(size, 1);
    float[] onHeap = trained(true, start, weightDecay);
    assertArrayEquals(trained(false, start, weightDecay), onHeap, 1e-6f);
    for (int i = 0; i < size; i++) {
      assertNotEquals(start[i], onHeap[i]);
    }
  }

  /** With a gradient that is always the same, each step is as large as the learning rate. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aConstantSlopeIsFollowedAtTheLearningRate(boolean heap) {
    System.setProperty(HeapOperator.PROPERTY, Boolean.toString(heap));
    try (NDManager manager = MxNet.engine().newBaseManager();
        StatefulOptimizer adam = (StatefulOptimizer) Optimizers.adam(0.01)) {
      NDArray weight = manager.zeros(new Shape(2, 3));
      NDArray gradient = manager.ones(new Shape(2, 3)).mul(5);
      for (int step = 1; step <= STEPS; step++) {
        adam.update("w", weight, gradient);
        assertEquals(-0.01f * step, weight.getFloat(1, 2), 1e-6f);
      }
    }
  }

  private static float[] trained(boolean heap, float[] start, double weightDecay) {
    System.setProperty(HeapOperator.PROPERTY, Boolean.toString(heap));
    try (NDManager manager = MxNet.engine().newBaseManager();
        StatefulOptimizer adam = (StatefulOptimizer) Optimizers.adam(0.01)) {
      adam.follow(new StatefulOptimizer.Plan(weightDecay, Set.of("w"), null, 0));
      Shape shape = new Shape(start.length);
      NDArray weight = MxNet.array(manager, start, shape);
      for (int step = 0; step < STEPS; step++) {
        float[] slope = values(start.length, 2 + step);
        adam.update("w", weight, MxNet.array(manager, slope, shape));
      }
      return weight.toFloatArray();
    }
  }

  private static float[] values(int size, long seed) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
