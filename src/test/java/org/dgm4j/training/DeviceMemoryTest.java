package org.dgm4j.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.engine.Devices;
import org.dgm4j.engine.HeapOperator;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.training.TrainingRun.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said and what is left when the memory of a device is too small. */
class DeviceMemoryTest {

  /** A matrix of so many rows and columns would need 640 GB, as MXNet's operations make here. */
  private static final int TOO_MANY = 400_000;

  private final Samples pairs = Samples.vectors(new float[2 * TOO_MANY], TOO_MANY, 2);
  private final Samples few = Datasets.barsAndStripes(2).train().first(6);
  private final Nade two = Nade.builder().dimensions(2).hidden(3).seed(1).build();
  private final Nade four = Nade.builder().dimensions(4).hidden(3).seed(1).build();
  private final String device = Devices.name(two.device());

  @BeforeEach
  void computeAsOnAGpu() {
    System.setProperty(HeapOperator.PROPERTY, "false");
  }

  @AfterEach
  void close() {
    System.clearProperty(HeapOperator.PROPERTY);
    two.close();
    four.close();
  }

  @Test
  void scoringTooManyExamplesAtOnceSaysSo() {
    float[] before = two.objective(pairs.first(5));
    String message =
        assertThrows(IllegalStateException.class, () -> two.objective(pairs)).getMessage();
    assertEquals(
        "The memory of "
            + device
            + " is too small for what this nade is to compute: give it fewer examples"
            + " at once, as .first(100), or close() models that you no longer need; %device shows"
            + " what is free",
        message);
    assertArrayEquals(before, two.objective(pairs.first(5)));
  }

  @Test
  void trainingWithTooLargeBatchesSaysSo() {
    Training training = Training.of(two).data(pairs).epochs(1);
    double[] before = two.logProbability(pairs.first(5));
    String message =
        assertThrows(IllegalStateException.class, training.batchSize(TOO_MANY)::start).getMessage();
    assertEquals(
        "The memory of "
            + device
            + " is too small for batches of 400000 with this nade: try --batch-size"
            + " 200000 (.batchSize(200000) in Java), or a smaller model; %device shows what is free",
        message);
    assertArrayEquals(before, two.logProbability(pairs.first(5)));
    Training smaller = Training.of(two).data(pairs.first(20)).epochs(1).batchSize(10);
    assertEquals(Outcome.COMPLETED, smaller.start().outcome());
  }

  @Test
  void whatAGpuSaysIsUnderstoodAndTheModelStaysGood() {
    for (String text :
        new String[] {
          "MXNetError: cudaMalloc retry failed: out of memory",
          "MXNetError: Check failed: e == cudaSuccess: CUDA: out of memory",
          "MXNetError: Check failed: e == CUBLAS_STATUS_SUCCESS: cuBLAS: CUBLAS_STATUS_ALLOC_FAILED",
          "MXNetError: Failed to allocate CPU Memory",
          "std::bad_alloc"
        }) {
      double[] before = four.logProbability(few);
      Training training =
          failing(
              trainer -> {
                throw new EngineException("MXNet engine call failed: " + text);
              });
      String message = assertThrows(IllegalStateException.class, training::start).getMessage();
      assertTrue(
          message.startsWith("The memory of " + device + " is too small for batches of 2"),
          message);
      // The last snapshot was before the first step.
      assertArrayEquals(before, four.logProbability(few));
    }
    assertEquals(Outcome.COMPLETED, training().start().outcome());
  }

  private interface Failure {
    void happen(Trainer trainer);
  }

  private Training training() {
    return Training.of(four).data(few).epochs(2).batchSize(2).seed(1);
  }

  private Training failing(Failure failure) {
    return training()
        .listener(
            new TrainingListenerAdapter() {
              private int batches;

              @Override
              public void onTrainingBatch(Trainer trainer, BatchData data) {
                if (++batches == 3) {
                  failure.happen(trainer);
                }
              }
            });
  }
}
