package org.dgm4j.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** An operation in Java, y_n = Σ_d w_d x_nd², inside MXNet's differentiation. */
class HeapOperatorTest {

  private static HeapOperator.Output weightedSquares(float[][] inputs, boolean recording) {
    float[] x = inputs[0];
    float[] w = inputs[1];
    float[] y = new float[x.length / w.length];
    for (int i = 0; i < x.length; i++) {
      y[i / w.length] += w[i % w.length] * x[i] * x[i];
    }
    return new HeapOperator.Output(
        y,
        new Shape(y.length),
        gradient -> {
          float[] weights = new float[w.length];
          for (int i = 0; i < x.length; i++) {
            weights[i % w.length] += gradient[i / w.length] * x[i] * x[i];
          }
          return new float[][] {null, weights};
        });
  }

  @Test
  void gradientsFlowThroughItAndThroughWhatSurroundsIt() {
    try (NDManager manager = MxNet.engine().newBaseManager(Device.cpu())) {
      NDArray x = manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(3, 2));
      NDArray w = manager.create(new float[] {0.5f, -1});
      w.setRequiresGradient(true);
      try (GradientCollector collector = MxNet.engine().newGradientCollector()) {
        NDArray doubled = w.mul(2);
        NDArray y = HeapOperator.apply(HeapOperatorTest::weightedSquares, x, doubled);
        assertArrayEquals(new float[] {-7, -23, -47}, y.toFloatArray());
        NDArray scales = manager.create(new float[] {1, 10, 100});
        collector.backward(y.mul(scales).sum());
      }
      assertArrayEquals(
          new float[] {2 * (1 + 90 + 2500), 2 * (4 + 160 + 3600)}, w.getGradient().toFloatArray());
    }
  }

  @Test
  void twoForwardPassesMayComeBeforeOneBackwardPass() {
    try (NDManager manager = MxNet.engine().newBaseManager(Device.cpu())) {
      NDArray one = manager.create(new float[] {1, 2}, new Shape(1, 2));
      NDArray two = manager.create(new float[] {3, 4}, new Shape(1, 2));
      NDArray w = manager.create(new float[] {1, 1});
      w.setRequiresGradient(true);
      try (GradientCollector collector = MxNet.engine().newGradientCollector()) {
        NDArray first = HeapOperator.apply(HeapOperatorTest::weightedSquares, one, w);
        NDArray second = HeapOperator.apply(HeapOperatorTest::weightedSquares, two, w);
        collector.backward(first.add(second).sum());
      }
      assertArrayEquals(new float[] {10, 20}, w.getGradient().toFloatArray());
    }
  }

  @Test
  void aRecordThatIsNeverUsedIsDropped() {
    try (NDManager manager = MxNet.engine().newBaseManager(Device.cpu())) {
      NDArray x = manager.create(new float[] {1, 2}, new Shape(1, 2));
      NDArray w = manager.create(new float[] {1, 1});
      w.setRequiresGradient(true);
      for (int i = 0; i < 100; i++) {
        try (NDManager sub = manager.newSubManager();
            GradientCollector collector = MxNet.engine().newGradientCollector()) {
          NDArray copy = x.duplicate();
          copy.attach(sub);
          HeapOperator.apply(HeapOperatorTest::weightedSquares, copy, w);
        }
      }
      assertArrayEquals(
          new float[] {5},
          HeapOperator.apply(HeapOperatorTest::weightedSquares, x, w).toFloatArray());
    }
  }

  @Test
  void refusesArraysOfAGpu() {
    assumeTrue(Devices.available().contains("gpu:0"), "there is no GPU");
    try (NDManager manager = MxNet.engine().newBaseManager(Device.gpu())) {
      NDArray x = manager.ones(new Shape(1, 2));
      NDArray w = manager.ones(new Shape(2));
      assertThrows(
          IllegalArgumentException.class,
          () -> HeapOperator.apply(HeapOperatorTest::weightedSquares, x, w));
      assertThrows(
          IllegalArgumentException.class, () -> HeapOperator.change((parts, count) -> {}, 1, x));
    }
  }

  @Test
  void javaStillReadsAndWritesJpeg() throws Exception {
    try (NDManager manager = MxNet.engine().newBaseManager(Device.cpu())) {
      NDArray x = manager.create(new float[] {1, 2}, new Shape(1, 2));
      HeapOperator.apply(HeapOperatorTest::weightedSquares, x, manager.ones(new Shape(2)));
    }
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(4, 3, BufferedImage.TYPE_BYTE_GRAY), "jpeg", jpeg);
    assertEquals(4, ImageIO.read(new ByteArrayInputStream(jpeg.toByteArray())).getWidth());
  }
}
