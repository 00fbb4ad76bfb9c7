package org.dgm4j.model.adversarial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.engine.CompiledBlock;
import org.dgm4j.engine.MxNet;
import org.dgm4j.model.DensityModel;
import org.dgm4j.model.registry.Models;
import org.dgm4j.training.Optimizers;
import org.dgm4j.training.Training;
import org.dgm4j.training.TrainingRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GanTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void eachPlayerFollowsItsOwnObjective(int classes) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "MXNet")) {
      GanBlock block = new GanBlock(3, 2, new int[] {4}, false, classes, 1);
      block.initialize(manager, DataType.FLOAT64, new Shape(5, 3));
      SplittableRandom random = new SplittableRandom(2);
      for (Pair<String, Parameter> parameter : block.getParameters()) {
        NDArray array = parameter.getValue().getArray();
        if (parameter.getValue().requiresGradient()) {
          double[] values = random.doubles(array.size(), -0.7, 0.7).toArray();
          manager.create(values, array.getShape()).copyTo(array);
          array.setRequiresGradient(true);
        }
      }
      NDList inputs =
          new NDList(
              manager.create(random.doubles(15, -1, 1).toArray(), new Shape(5, 3)),
              manager.create(random.doubles(10, -1, 1).toArray(), new Shape(5, 2)));
      if (classes > 0) {
        double[] labels = {1, 0, 0, 1, 0, 1, 1, 0, 0, 1};
        inputs.add(1, manager.create(labels, new Shape(5, 2)));
      }
      try (GradientCollector collector = MxNet.engine().newGradientCollector()) {
        collector.backward(rows(manager, block, inputs).get(0).sum());
      }
      for (Pair<String, Parameter> parameter : block.getParameters()) {
        if (parameter.getValue().requiresGradient()) {
          int row = parameter.getKey().contains("discriminat") ? 1 : 2;
          requireSlope(manager, block, inputs, parameter.getValue().getArray(), row);
        }
      }
    }
  }

  private static NDArray rows(NDManager manager, GanBlock block, NDList inputs) {
    return block.forward(new ParameterStore(manager, false), inputs, true).head();
  }

  private static void requireSlope(
      NDManager manager, GanBlock block, NDList inputs, NDArray array, int row) {
    double[] gradient = array.getGradient().toDoubleArray();
    double[] start = array.toDoubleArray();
    double[] objectives = new double[2];
    for (int i = 0; i < start.length; i++) {
      for (int side = 0; side < 2; side++) {
        double[] values = start.clone();
        values[i] += side == 0 ? -1e-5 : 1e-5;
        manager.create(values, array.getShape()).copyTo(array);
        objectives[side] = rows(manager, block, inputs).get(row).sum().toDoubleArray()[0];
      }
      manager.create(start, array.getShape()).copyTo(array);
      assertEquals(
          (objectives[1] - objectives[0]) / 2e-5,
          gradient[i],
          1e-7,
          array.getName() + " " + array.getShape() + " row " + row);
    }
  }

  @Test
  void learnsWhereDataLie() {
    Samples data = Datasets.eightGaussians().train();
    try (Gan gan = Gan.builder().dimensions(2).latent(2).hidden(64, 64).seed(6).build()) {
      assertFalse((Object) gan instanceof DensityModel);
      double[] wanted = radii(data);
      TrainingRun run =
          Training.of(gan)
              .data(data)
              .epochs(20)
              .batchSize(50)
              .optimizer(Optimizers.adam(2e-3, 0.5))
              .finalLearningRate(1e-4)
              .seed(6)
              .silent()
              .start();
      assertTrue(((CompiledBlock) gan.djlModel().getBlock()).compiles());
      assertEquals(2, run.curve().get(0).parts().size());
      Samples samples = gan.sample(2000, 3);
      double[] radii = radii(samples);
      assertEquals(wanted[0], radii[0], 0.3);
      assertTrue(radii[1] < 1, "spread " + radii[1]);
      int[] near = near(samples);
      assertTrue(Arrays.stream(near).sum() > 0.6 * 2000, Arrays.toString(near));
      assertTrue(Arrays.stream(near).allMatch(count -> count > 0.04 * 2000), Arrays.toString(near));
    }
  }

  /**
   * How many points are within 2 standard deviations of each of the eight means: 86 % of the data,
   * and half of a ring through all means.
   */
  private static int[] near(Samples points) {
    int[] counts = new int[8];
    for (int n = 0; n < points.count(); n++) {
      for (int mode = 0; mode < 8; mode++) {
        double x = points.value(n, 0) - 3 * Math.cos(mode * Math.PI / 4);
        double y = points.value(n, 1) - 3 * Math.sin(mode * Math.PI / 4);
        counts[mode] += Math.hypot(x, y) < 2 * 0.3 ? 1 : 0;
      }
    }
    return counts;
  }

  /** The mean and the standard deviation of the distance from the origin. */
  private static double[] radii(Samples points) {
    double sum = 0;
    double squares = 0;
    for (int n = 0; n < points.count(); n++) {
      double radius = Math.hypot(points.value(n, 0), points.value(n, 1));
      sum += radius;
      squares += radius * radius;
    }
    double mean = sum / points.count();
    return new double[] {mean, Math.sqrt(squares / points.count() - mean * mean)};
  }

  @Test
  void drawsImages(@TempDir Path folder) {
    Samples digits = Datasets.drawnDigits(8, 50, 1).train().first(40);
    String file = folder.resolve("gan").toString();
    try (Gan gan = Gan.builder().image(8, 8).latent(3).hidden(10).seed(1).build()) {
      TrainingRun run =
          Training.of(gan).data(digits, digits).epochs(2).batchSize(20).seed(1).silent().start();
      assertTrue(Double.isNaN(run.epochs().get(1).validationNats()));
      Samples samples = gan.sample(7, 1);
      assertArrayEquals(new int[] {1, 8, 8}, samples.shape());
      for (float value : samples.values()) {
        assertTrue(value > 0 && value < 1);
      }
      Thread.currentThread().interrupt();
      assertThrows(CancellationException.class, () -> gan.sample(2));
      Models.save(gan, file);
      try (Gan loaded = Models.load(file, Gan.class)) {
        assertEquals(gan.settings(), loaded.settings());
        assertArrayEquals(samples.values(), loaded.sample(7, 1).values());
      }
    }
  }

  @Test
  void mistakesGetOneSentence() {
    refuses("add .image(28, 28) or .dimensions(2)", () -> Gan.builder().build());
    refuses("at least one latent unit", () -> Gan.builder().latent(0));
    refuses("at least one hidden layer", () -> Gan.builder().hidden());
    refuses("at least one hidden unit", () -> Gan.builder().hidden(3, 0));
    refuses("at least one pixel", () -> Gan.builder().image(0, 1));
    Samples levels = Samples.images(new float[] {0, 1, 2, 3}, 1, 1, 2, 2);
    try (Gan gan = Gan.builder().image(2, 2).hidden(2).build()) {
      refuses("values from 0 to 1", () -> Training.of(gan).data(levels).silent().start());
      refuses("can't be negative", () -> gan.sample(-1));
      Samples black = Samples.images(new float[4], 1, 1, 2, 2);
      refuses(
          "no likelihood by which validation could stop it",
          () -> Training.of(gan).data(black, black).patience(2).silent().start());
    }
  }

  private static void refuses(String part, Executable mistake) {
    String message = assertThrows(IllegalArgumentException.class, mistake).getMessage();
    assertTrue(message.contains(part), message);
  }
}
