package org.dgm4j.model.pixelrnn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.dgm4j.data.Samples;
import org.dgm4j.engine.CompiledBlock;
import org.dgm4j.engine.Maps;
import org.dgm4j.engine.MxNet;
import org.dgm4j.model.autoregressive.ChiSquared;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PixelRNN against its definition: normalisation, causality, gradients, samples. */
class PixelRnnExactnessTest {

  private final NDManager manager = MxNet.engine().newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  private static PixelRnn model(
      boolean diagonal, int channels, int height, int width, int levels, int layers) {
    return model(builder(diagonal, channels, height, width, levels, layers));
  }

  private static PixelRnn model(PixelRnn.Builder builder) {
    PixelRnn model = builder.build();
    strengthen(model.djlModel().getBlock(), 0.7f);
    return model;
  }

  private static PixelRnn.Builder builder(
      boolean diagonal, int channels, int height, int width, int levels, int layers) {
    PixelRnn.Builder builder =
        PixelRnn.builder()
            .image(height, width)
            .channels(channels)
            .levels(levels)
            .hidden(6)
            .layers(layers)
            .seed(1);
    return diagonal ? builder.diagonalBiLstm() : builder.rowLstm();
  }

  /** Random parameters, biases too, that are large enough for strong dependence. */
  private static void strengthen(Block block, float bound) {
    SplittableRandom random = new SplittableRandom(2);
    for (Pair<String, Parameter> parameter : block.getParameters()) {
      NDArray array = parameter.getValue().getArray();
      double[] values = random.doubles(array.size(), -bound, bound).toArray();
      try (NDManager temporary = array.getManager().newSubManager()) {
        temporary.create(values, array.getShape()).toType(array.getDataType(), false).copyTo(array);
      }
    }
  }

  private static Samples allImages(int channels, int height, int width, int levels) {
    int dimensions = channels * height * width;
    int count = (int) Math.pow(levels, dimensions);
    float[] values = new float[count * dimensions];
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) (i / dimensions / Math.pow(levels, i % dimensions)) % levels;
    }
    return Samples.images(values, count, channels, height, width);
  }

  private static float[] randomImage(PixelRnnSettings settings, long seed) {
    float[] values = new float[settings.dimensions()];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(settings.levels());
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    "true, 1, 3, 3, 2, 1",
    "false, 1, 3, 3, 2, 1",
    "true, 1, 2, 2, 3, 2",
    "false, 1, 2, 2, 3, 2",
    "true, 3, 1, 2, 2, 1",
    "false, 3, 1, 2, 2, 1",
    "true, 3, 2, 1, 2, 2",
    "false, 3, 2, 1, 2, 2"
  })
  void probabilitiesOfAllImagesSumToOne(
      boolean diagonal, int channels, int height, int width, int levels, int layers) {
    try (PixelRnn model = model(diagonal, channels, height, width, levels, layers)) {
      double[] logProbability = model.logProbability(allImages(channels, height, width, levels));
      assertEquals(1, Arrays.stream(logProbability).map(Math::exp).sum(), 1e-5);
    }
  }

  /** ∂ output / ∂ x for every channel of every pixel (rows) and every value (columns). */
  private double[][] jacobian(PixelRnnSettings settings, int classes) {
    PixelRnnBlock block = new PixelRnnBlock(settings, classes, 1);
    int size = settings.dimensions();
    block.initialize(manager, DataType.FLOAT64, new Shape(size, size));
    strengthen(block, 0.3f);
    for (Pair<String, Parameter> parameter : block.getParameters()) {
      if (parameter.getKey().endsWith("bias")) {
        parameter.getValue().getArray().addi(2); // no rectifier hides anything
      }
    }
    float[] image = randomImage(settings, 3);
    double[][] rows = new double[size][size];
    for (double[] row : rows) {
      Arrays.setAll(row, i -> image[i]);
    }
    NDArray x = manager.create(rows);
    x.setRequiresGradient(true);
    ParameterStore store = new ParameterStore(manager, false);
    try (GradientCollector collector = MxNet.engine().newGradientCollector()) {
      NDArray outputs =
          block
              .logits(store, inputs(x, classes), true)
              .reshape(settings.channels(), settings.outputs(), -1, size)
              .sum(new int[] {1})
              .reshape(size, size);
      collector.backward(outputs.mul(manager.eye(size).toType(DataType.FLOAT64, false)).sum());
    }
    double[] gradient = x.getGradient().toDoubleArray();
    for (int i = 0; i < size; i++) {
      rows[i] = Arrays.copyOfRange(gradient, i * size, (i + 1) * size);
    }
    return rows;
  }

  @ParameterizedTest
  @CsvSource({
    "true, 1, 2, 2, 3, 2",
    "false, 1, 2, 2, 3, 2",
    "true, 3, 1, 2, 2, 1",
    "false, 3, 2, 1, 2, 1"
  })
  void probabilitiesOfAllImagesOfAClassSumToOne(
      boolean diagonal, int channels, int height, int width, int levels, int layers) {
    PixelRnn.Builder builder = builder(diagonal, channels, height, width, levels, layers);
    try (PixelRnn model = model(builder.classes(3))) {
      Samples all = allImages(channels, height, width, levels);
      double[] first = model.logProbability(all, 0);
      for (int label = 0; label < 3; label++) {
        double[] logProbability = model.logProbability(all, label);
        assertEquals(1, Arrays.stream(logProbability).map(Math::exp).sum(), 1e-5);
        assertEquals(label == 0, Arrays.equals(first, logProbability));
        try (PixelRnn given = model.given(label)) {
          assertArrayEquals(given.logProbability(all), logProbability);
        }
      }
    }
  }

  /** Examples, and with classes the class of each, one after the other. */
  private NDList inputs(NDArray x, int classes) {
    NDList inputs = new NDList(x);
    if (classes > 0) {
      int count = (int) x.getShape().get(0);
      double[] ofClasses = new double[count * classes];
      for (int n = 0; n < count; n++) {
        ofClasses[n * classes + (n + 1) % classes] = 1;
      }
      Shape shape = new Shape(count, classes);
      inputs.add(manager.create(ofClasses, shape).toType(x.getDataType(), false));
    }
    return inputs;
  }

  @ParameterizedTest
  @CsvSource({
    "true, 1, 5, 4, 2, 1, 0",
    "true, 1, 3, 9, 2, 1, 0",
    "true, 3, 4, 3, 2, 1, 0",
    "true, 3, 2, 5, 3, 2, 0",
    "true, 1, 4, 4, 3, 3, 0",
    "false, 1, 6, 11, 2, 1, 0",
    "false, 1, 5, 12, 2, 2, 0",
    "false, 3, 3, 4, 2, 1, 0",
    "false, 3, 3, 12, 2, 1, 0",
    "false, 1, 4, 5, 2, 3, 0",
    "true, 3, 2, 3, 2, 3, 0",
    "false, 3, 2, 3, 3, 3, 0",
    "true, 1, 3, 4, 2, 2, 3",
    "false, 1, 4, 3, 3, 2, 3",
    "true, 3, 3, 2, 3, 1, 2",
    "false, 3, 2, 3, 2, 1, 4"
  })
  void outputsDependOnTheFieldOfTheirPixelAndOnNothingElse(
      boolean diagonal, int channels, int height, int width, int levels, int layers, int classes) {
    PixelRnnSettings settings =
        new PixelRnnSettings(channels, height, width, levels, diagonal, 6, layers);
    double[][] jacobian = jacobian(settings, classes);
    for (int i = 0; i < jacobian.length; i++) {
      for (int j = 0; j < jacobian.length; j++) {
        assertEquals(sees(settings, i, j), jacobian[i][j] != 0, "d output " + i + " / d x " + j);
      }
    }
  }

  /** Whether the output of value i should see value j. */
  private static boolean sees(PixelRnnSettings settings, int i, int j) {
    int pixels = settings.height() * settings.width();
    int row = i % pixels / settings.width();
    int column = i % settings.width();
    int otherRow = j % pixels / settings.width();
    int otherColumn = j % settings.width();
    if (row == otherRow && column == otherColumn) {
      return j / pixels < i / pixels;
    }
    if (settings.diagonal()) {
      return otherRow < row || otherRow == row && otherColumn < column;
    }
    boolean[][] seen = new boolean[settings.height()][settings.width()];
    triangle(settings, settings.layers(), row, column, seen);
    return seen[otherRow][otherColumn];
  }

  /** Marks the pixels that reach a pixel through so many Row LSTMs and the input's convolution. */
  private static void triangle(
      PixelRnnSettings settings, int layers, int row, int column, boolean[][] seen) {
    if (row < 0 || column < 0 || column >= settings.width()) {
      return;
    }
    if (layers == 0) {
      for (int r = Math.max(0, row - 3); r <= row; r++) {
        int last = r < row ? Math.min(settings.width() - 1, column + 3) : column - 1;
        for (int c = Math.max(0, column - 3); c <= last; c++) {
          seen[r][c] = true;
        }
      }
      return;
    }
    for (int r = row; r >= 0; r--) {
      int first = Math.max(0, column - (row - r));
      int last = Math.min(settings.width() - 1, column + row - r);
      for (int c = first; c <= last; c++) {
        triangle(settings, layers - 1, r, c, seen);
        triangle(settings, layers - 1, r, c - 1, seen);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, 1, 4, 5, 2, 1",
    "false, 1, 4, 5, 2, 1",
    "true, 1, 9, 3, 4, 2",
    "false, 1, 3, 9, 4, 2",
    "true, 3, 4, 4, 5, 2",
    "false, 3, 4, 4, 5, 2",
    "true, 1, 1, 4, 2, 1",
    "false, 1, 4, 1, 2, 1"
  })
  void walkingPixelByPixelGivesTheOutputsOfTheBlock(
      boolean diagonal, int channels, int height, int width, int levels, int layers) {
    PixelRnnSettings settings =
        new PixelRnnSettings(channels, height, width, levels, diagonal, 6, layers);
    PixelRnnBlock block = new PixelRnnBlock(settings, 0, 1);
    block.initialize(manager, DataType.FLOAT32, new Shape(1, settings.dimensions()));
    strengthen(block, 0.7f);
    float[] x = randomImage(settings, 5);
    float[] expected =
        block
            .logits(
                new ParameterStore(manager, false),
                new NDList(manager.create(x, new Shape(1, settings.dimensions()))),
                false)
            .toFloatArray();
    PixelWalk walk = new PixelWalk(settings, block.kernel());
    int pixels = height * width;
    for (int p = 0; p < pixels; p++) {
      for (int channel = 0; channel < channels; channel++) {
        float[] outputs = walk.outputs(p / width, p % width, channel);
        for (int o = 0; o < outputs.length; o++) {
          assertEquals(
              expected[(channel * outputs.length + o) * pixels + p],
              outputs[o],
              1e-5,
              "pixel " + p + ", channel " + channel + ", output " + o);
        }
        walk.set(p / width, p % width, channel, x[channel * pixels + p]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void samplesHaveTheProbabilitiesOfTheModel(boolean diagonal) {
    int count = 20_000;
    try (PixelRnn model = model(diagonal, 1, 3, 3, 2, 1)) {
      Samples images = allImages(1, 3, 3, 2);
      double[] p = Arrays.stream(model.logProbability(images)).map(Math::exp).toArray();
      long[] counts = new long[512];
      Samples samples = model.sample(count, 11);
      for (int n = 0; n < count; n++) {
        float[] image = samples.row(n);
        int index = 0;
        for (int i = 0; i < 9; i++) {
          index += (int) image[i] << i;
        }
        counts[index]++;
      }
      long cells = Arrays.stream(p).filter(probability -> count * probability >= 5).count();
      assertTrue(cells > 20, "only " + cells + " cells");
      ChiSquared.assertFits(counts, p);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, 1, 2, 1, 0",
    "false, 1, 2, 1, 0",
    "true, 3, 3, 2, 0",
    "false, 3, 3, 2, 0",
    "true, 1, 3, 2, 2",
    "false, 3, 2, 1, 2"
  })
  void gradientsAreThoseOfFiniteDifferences(
      boolean diagonal, int channels, int levels, int layers, int classes) {
    PixelRnnSettings settings = new PixelRnnSettings(channels, 4, 3, levels, diagonal, 3, layers);
    PixelRnnBlock block = new PixelRnnBlock(settings, classes, 1);
    block.initialize(manager, DataType.FLOAT64, new Shape(2, settings.dimensions()));
    strengthen(block, 0.5f);
    double[] values = new double[2 * settings.dimensions()];
    float[] first = randomImage(settings, 7);
    float[] second = randomImage(settings, 8);
    Arrays.setAll(values, i -> i < first.length ? first[i] : second[i - first.length]);
    NDList x = inputs(manager.create(values, new Shape(2, settings.dimensions())), classes);
    ParameterStore store = new ParameterStore(manager, false);
    for (Pair<String, Parameter> parameter : block.getParameters()) {
      parameter.getValue().getArray().setRequiresGradient(true);
    }
    try (GradientCollector collector = MxNet.engine().newGradientCollector()) {
      collector.backward(block.forward(store, x, true).head().sum());
    }
    SplittableRandom random = new SplittableRandom(9);
    for (Pair<String, Parameter> parameter : block.getParameters()) {
      NDArray array = parameter.getValue().getArray();
      double[] gradient = array.getGradient().toDoubleArray();
      double[] original = array.toDoubleArray();
      for (int k = 0; k < 3; k++) {
        int i = random.nextInt(original.length);
        double step = 1e-5;
        double difference =
            (value(block, store, x, array, original, i, step)
                    - value(block, store, x, array, original, i, -step))
                / (2 * step);
        array.set(original);
        assertEquals(
            difference, gradient[i], 1e-6 * Math.max(1, Math.abs(difference)), parameter.getKey());
      }
    }
  }

  private static double value(
      Block block,
      ParameterStore store,
      NDList x,
      NDArray array,
      double[] original,
      int i,
      double step) {
    double[] moved = original.clone();
    moved[i] += step;
    array.set(moved);
    return block.forward(store, x, false).head().sum().getDouble();
  }

  @ParameterizedTest
  @CsvSource({
    "true, 1, 5, 4, 2, 1, 20, 0",
    "false, 1, 5, 4, 2, 1, 20, 0",
    "true, 1, 3, 6, 4, 2, 1, 0",
    "false, 1, 3, 6, 4, 2, 1, 0",
    "true, 3, 3, 2, 3, 2, 9, 0",
    "false, 3, 3, 2, 3, 2, 9, 0",
    "true, 1, 5, 4, 2, 1, 20, 3",
    "false, 1, 5, 4, 2, 1, 20, 10",
    "true, 3, 3, 2, 3, 2, 9, 2",
    "false, 3, 3, 2, 3, 2, 9, 1"
  })
  void onTheHeapValuesAndGradientsAreThoseOfTheOperations(
      boolean diagonal,
      int channels,
      int height,
      int width,
      int levels,
      int layers,
      int batch,
      int classes) {
    PixelRnnSettings settings =
        new PixelRnnSettings(channels, height, width, levels, diagonal, 9, layers);
    double[] images = new double[batch * settings.dimensions()];
    SplittableRandom random = new SplittableRandom(6);
    Arrays.setAll(images, i -> random.nextInt(levels));
    double[][] expected = valuesAndGradients(settings, classes, images, batch, DataType.FLOAT64);
    double[][] actual = valuesAndGradients(settings, classes, images, batch, DataType.FLOAT32);
    for (int i = 0; i < expected.length; i++) {
      double scale = Arrays.stream(expected[i]).map(Math::abs).max().orElseThrow();
      assertArrayEquals(expected[i], actual[i], 2e-5 * Math.max(1, scale), "array " + i);
    }
  }

  /** log p of every image; the gradient of a weighted sum of them by every parameter, and by x. */
  private double[][] valuesAndGradients(
      PixelRnnSettings settings, int classes, double[] images, int batch, DataType type) {
    PixelRnnBlock block = new PixelRnnBlock(settings, classes, 1);
    Shape shape = new Shape(batch, settings.dimensions());
    block.initialize(manager, type, shape);
    strengthen(block, 0.5f);
    NDArray x = manager.create(images, shape).toType(type, false);
    x.setRequiresGradient(true);
    for (Pair<String, Parameter> parameter : block.getParameters()) {
      parameter.getValue().getArray().setRequiresGradient(true);
    }
    List<double[]> arrays = new ArrayList<>();
    try (GradientCollector collector = MxNet.engine().newGradientCollector()) {
      NDArray values =
          block.forward(new ParameterStore(manager, false), inputs(x, classes), true).head();
      arrays.add(values.toType(DataType.FLOAT64, true).toDoubleArray());
      collector.backward(values.mul(manager.arange(1f, batch + 1f).toType(type, false)).sum());
    }
    for (Pair<String, Parameter> parameter : block.getParameters()) {
      NDArray gradient = parameter.getValue().getArray().getGradient();
      arrays.add(gradient.toType(DataType.FLOAT64, true).toDoubleArray());
    }
    arrays.add(x.getGradient().toType(DataType.FLOAT64, true).toDoubleArray());
    return arrays.toArray(new double[0][]);
  }

  @ParameterizedTest
  @CsvSource({"true, 0", "false, 0", "true, 3", "false, 3"})
  void compilingTheOperationsChangesNothing(boolean diagonal, int classes) {
    PixelRnnSettings settings = new PixelRnnSettings(3, 5, 4, 4, diagonal, 6, 2);
    PixelRnnBlock block = new PixelRnnBlock(settings, classes, 1);
    Shape shape = new Shape(1, settings.dimensions());
    block.initialize(manager, DataType.FLOAT64, shape);
    CompiledBlock compiled = new CompiledBlock(block);
    ParameterStore store = new ParameterStore(manager, false);
    NDArray x = manager.create(randomImage(settings, 3), shape).toType(DataType.FLOAT64, false);
    NDList inputs = inputs(x, classes);
    assertArrayEquals(
        block.forward(store, inputs, false).head().toDoubleArray(),
        compiled.forward(store, inputs, false).head().toDoubleArray());
    assertTrue(compiled.compiles());
  }

  @Test
  void unskewingIsTheInverseAndTheTransposeOfSkewing() {
    NDArray x = manager.randomNormal(new Shape(2, 3, 4, 5, 2));
    NDArray skewed = Maps.skew(x);
    assertEquals(new Shape(2, 3, 4, 8, 2), skewed.getShape());
    assertArrayEquals(x.toFloatArray(), Maps.unskew(skewed).toFloatArray());
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 5; column++) {
        assertEquals(x.getFloat(1, 2, row, column, 1), skewed.getFloat(1, 2, row, column + row, 1));
      }
    }
    NDArray y = manager.randomNormal(skewed.getShape());
    x.setRequiresGradient(true);
    try (GradientCollector collector = MxNet.engine().newGradientCollector()) {
      collector.backward(Maps.skew(x).mul(y).sum());
    }
    assertArrayEquals(Maps.unskew(y).toFloatArray(), x.getGradient().toFloatArray());
  }
}
