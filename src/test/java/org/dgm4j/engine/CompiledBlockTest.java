package org.dgm4j.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.util.Pair;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.PassContext;
import org.dgm4j.model.adversarial.Gan;
import org.dgm4j.model.autoregressive.AutoRegressive;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.pixelrnn.PixelRnn;
import org.dgm4j.model.variational.Vae;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompiledBlockTest {

  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "MXNet");

  @AfterEach
  void close() {
    manager.close();
  }

  private static Block network() {
    return new SequentialBlock()
        .add(Conv2d.builder().setFilters(4).setKernelShape(new Shape(3, 3)).build())
        .add(Activation::relu)
        .add(Linear.builder().setUnits(7).build())
        .add(Activation::tanh)
        .add(new LambdaBlock(out -> new NDList(out.head().square().sum(new int[] {1}))));
  }

  private Block initialized(Block block, long... shape) {
    block.setInitializer(new NormalInitializer(0.3f), Parameter.Type.WEIGHT);
    block.initialize(manager, DataType.FLOAT32, new Shape(shape));
    return block;
  }

  private NDArray input(long... shape) {
    return manager.randomNormal(new Shape(shape));
  }

  private float[] values(Block block, NDArray input) {
    try (NDManager step = manager.newSubManager()) {
      NDArray x = input.duplicate();
      x.attach(step);
      ParameterStore store = new ParameterStore(step, false);
      return block.forward(store, new NDList(x), false).head().toFloatArray();
    }
  }

  /** The gradients of a weighted sum of the outputs, parameter by parameter. */
  private List<float[]> gradients(Block block, NDArray input) {
    return gradients(block, new NDList(input));
  }

  private List<float[]> gradients(Block block, NDList inputs) {
    ParameterStore store = new ParameterStore(manager, false);
    for (Pair<String, Parameter> parameter : block.getParameters()) {
      parameter.getValue().getArray().setRequiresGradient(true);
    }
    try (GradientCollector collector = MxNet.engine().newGradientCollector()) {
      NDArray output = block.forward(store, inputs, true).head();
      NDArray weights = manager.arange(output.size()).reshape(output.getShape());
      collector.backward(output.mul(weights).sum());
    }
    List<float[]> gradients = new ArrayList<>();
    for (Pair<String, Parameter> parameter : block.getParameters()) {
      gradients.add(parameter.getValue().getArray().getGradient().toFloatArray());
    }
    return gradients;
  }

  private void assertSame(Block block, CompiledBlock compiled, NDArray input) {
    assertArrayEquals(values(block, input), values(compiled, input));
    List<float[]> expected = gradients(block, input);
    List<float[]> actual = gradients(compiled, input);
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i));
    }
    assertTrue(compiled.compiles());
  }

  @Test
  void valuesAndGradientsAreThoseOfTheBlockForEveryShape() {
    Block block = initialized(network(), 2, 1, 6, 6);
    CompiledBlock compiled = new CompiledBlock(block);
    for (int batch : new int[] {5, 3, 5, 1}) {
      assertSame(block, compiled, input(batch, 1, 6, 6));
    }
  }

  /** All kinds of models, and examples for each. */
  private static Map<NeuralModel, Samples> models() {
    Samples grey = Datasets.drawnDigits(8, 10, 1).train().first(5);
    Samples binary = grey.binarized(1);
    Samples points = Datasets.eightGaussians().train().first(5);
    return Map.of(
        AutoRegressive.builder().image(8, 8).order(3).build(), binary,
        Nade.builder().image(8, 8).hidden(4).seed(1).build(), binary,
        Nade.builder().dimensions(2).hidden(4).mixture(2).seed(1).build(), points,
        PixelRnn.builder().image(8, 8).rowLstm().hidden(4).seed(1).build(), binary,
        PixelRnn.builder().image(8, 8).diagonalBiLstm().hidden(4).layers(2).seed(1).build(), binary,
        Vae.builder().image(8, 8).latent(2).hidden(5).seed(1).build(), grey,
        Vae.builder().image(8, 8).latent(2).convolutional(3).seed(1).build(), grey,
        Vae.builder().dimensions(2).latent(2).hidden(5).normal().seed(1).build(), points,
        Gan.builder().image(8, 8).latent(2).hidden(5).seed(1).build(), grey);
  }

  @Test
  void changesNothingInAnyModel() {
    System.setProperty(HeapOperator.PROPERTY, "false");
    try {
      for (Map.Entry<NeuralModel, Samples> entry : models().entrySet()) {
        try (NeuralModel model = entry.getKey()) {
          assertSame(model, entry.getValue());
        }
      }
    } finally {
      System.clearProperty(HeapOperator.PROPERTY);
    }
  }

  private void assertSame(NeuralModel model, Samples examples) {
    Block own = model.djlModel().getBlock();
    Block block = own instanceof CompiledBlock wrapped ? wrapped.block() : own;
    SplittableRandom random = new SplittableRandom(3);
    for (Pair<String, Parameter> parameter : block.getParameters()) {
      if (parameter.getValue().requiresGradient()) {
        NDArray array = parameter.getValue().getArray();
        float[] values = new float[(int) array.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) random.nextDouble(-0.5, 0.5);
        }
        MxNet.set(array, values);
      }
    }
    CompiledBlock compiled = new CompiledBlock(block);
    NDList inputs = model.inputs(manager, examples, new PassContext(true, 0, 4));
    ParameterStore store = new ParameterStore(manager, false);
    float[] values = block.forward(store, inputs, false).head().toFloatArray();
    assertArrayEquals(
        values, compiled.forward(store, inputs, false).head().toFloatArray(), 1e-5f, model.type());
    List<float[]> expected = gradients(block, inputs);
    List<float[]> actual = gradients(compiled, inputs);
    boolean any = false;
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i), 1e-4f, model.type());
      for (float slope : expected.get(i)) {
        any |= slope != 0;
      }
    }
    assertTrue(any, model.type());
    assertTrue(compiled.compiles() || !(own instanceof CompiledBlock), model.type());
  }

  @Test
  void followsItsParameters() {
    Block block = initialized(network(), 2, 1, 6, 6);
    CompiledBlock compiled = new CompiledBlock(block);
    NDArray x = input(2, 1, 6, 6);
    assertSame(block, compiled, x);
    block.getParameters().valueAt(0).getArray().addi(0.5f);
    assertSame(block, compiled, x);
  }

  @Test
  void twoForwardsMayComeBeforeOneBackward() {
    Block block = initialized(Linear.builder().setUnits(1).build(), 2, 3);
    CompiledBlock compiled = new CompiledBlock(block);
    NDArray weight = block.getParameters().valueAt(0).getArray();
    weight.setRequiresGradient(true);
    NDArray x = input(2, 3);
    NDArray y = input(2, 3);
    try (GradientCollector collector = MxNet.engine().newGradientCollector()) {
      ParameterStore store = new ParameterStore(manager, false);
      NDArray both =
          compiled
              .forward(store, new NDList(x), true)
              .head()
              .square()
              .add(compiled.forward(store, new NDList(y), true).head());
      collector.backward(both.sum());
    }
    NDArray expected =
        x.matMul(weight.transpose())
            .add(block.getParameters().valueAt(1).getArray())
            .mul(2)
            .mul(x)
            .add(y)
            .sum(new int[] {0});
    assertArrayEquals(expected.toFloatArray(), weight.getGradient().toFloatArray(), 1e-5f);
  }

  @Test
  void keepsAFewGraphsOnly() {
    Block block = initialized(network(), 2, 1, 6, 6);
    CompiledBlock compiled = new CompiledBlock(block);
    for (int batch = 1; batch < 30; batch++) {
      NDArray x = input(batch, 1, 6, 6);
      assertArrayEquals(values(block, x), values(compiled, x));
    }
    assertTrue(compiled.compiles());
  }

  @Test
  void aBlockWithAConstantRunsAsItIs() {
    LambdaBlock shift =
        new LambdaBlock(
            in -> new NDList(in.head().add(manager.arange(3f).toType(DataType.FLOAT32, false))));
    Block block =
        initialized(
            new SequentialBlock().add(Linear.builder().setUnits(3).build()).add(shift), 2, 3);
    CompiledBlock compiled = new CompiledBlock(block);
    List<String> said =
        errorLines(
            () -> {
              for (int batch : new int[] {2, 3}) {
                NDArray x = input(batch, 3);
                assertArrayEquals(values(block, x), values(compiled, x));
              }
            });
    assertEquals(
        List.of(
            "SequentialBlock can't be compiled (constants or noise inside) and runs operation by"
                + " operation"),
        said);
    assertFalse(compiled.compiles());
    assertEquals(1, compiled.getChildren().size());
  }

  private static List<String> errorLines(Runnable task) {
    PrintStream usual = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (PrintStream instead = new PrintStream(written, true, StandardCharsets.UTF_8)) {
      System.setErr(instead);
      task.run();
    } finally {
      System.setErr(usual);
    }
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void aBlockThatComputesOnTheHeapRunsAsItIs() {
    LambdaBlock twice =
        new LambdaBlock(in -> new NDList(HeapOperator.apply(CompiledBlockTest::twice, in.head())));
    Block block =
        initialized(
            new SequentialBlock().add(Linear.builder().setUnits(3).build()).add(twice), 2, 3);
    CompiledBlock compiled = new CompiledBlock(block);
    NDArray x = input(2, 3);
    assertArrayEquals(values(block, x), values(compiled, x));
    assertFalse(compiled.compiles());
  }

  private static HeapOperator.Output twice(float[][] inputs, boolean recording) {
    float[] values = inputs[0].clone();
    for (int i = 0; i < values.length; i++) {
      values[i] *= 2;
    }
    return new HeapOperator.Output(
        values,
        new Shape(2, 3),
        gradient -> new float[][] {twice(new float[][] {gradient}, false).values()});
  }

  @Test
  void compilesOnlyWhereItPays() {
    Block block = initialized(network(), 2, 1, 6, 6);
    CompiledBlock compiled = new CompiledBlock(block, x -> x.getShape().get(0) > 2);
    for (int batch : new int[] {2, 3}) {
      assertSame(block, compiled, input(batch, 1, 6, 6));
    }
  }
}
