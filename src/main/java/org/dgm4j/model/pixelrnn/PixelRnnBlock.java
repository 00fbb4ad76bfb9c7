package org.dgm4j.model.pixelrnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.dgm4j.engine.CompositeBlock;
import org.dgm4j.engine.HeapOperator;
import org.dgm4j.engine.Maps;
import org.dgm4j.engine.MxNet;
import org.dgm4j.engine.Operations;
import org.dgm4j.model.ClassLabels;

/**
 * PixelRNN as a block: examples of shape (batch, D) in, log p(x) in nats of shape (batch) out.
 *
 * <p>With classes, for which only the biases of the LSTMs' gates differ, a second input, of shape
 * (batch, classes), has 1 at the class of each example: log p(x | y) comes out.
 */
final class PixelRnnBlock extends CompositeBlock {

  private final PixelRnnSettings settings;
  private final int classes;
  final InputConvolution input;
  final List<Layer> layers = new ArrayList<>();
  final PixelLinear hiddenOutput;
  final PixelLinear output;

  /** A layer of LSTMs and the 1×1 convolution of its residual connection. */
  record Layer(LstmLayer lstm, PixelLinear up) {}

  /**
   * A block with random weights.
   *
   * @param classes 0 for none
   */
  PixelRnnBlock(PixelRnnSettings settings, int classes, long seed) {
    this.settings = settings;
    this.classes = classes;
    int groups = settings.channels();
    int hidden = settings.hidden();
    int features = settings.features();
    SplittableRandom seeds = new SplittableRandom(seed);
    input = addChildBlock("input", new InputConvolution(groups, features, seeds));
    for (int i = 0; i < settings.layers(); i++) {
      LstmLayer lstm =
          addChildBlock(
              "lstm" + i,
              settings.diagonal()
                  ? new DiagonalBiLstm(groups, features, hidden, classes, seeds)
                  : new RowLstm(groups, features, hidden, classes, seeds));
      PixelLinear up =
          addChildBlock("up" + i, PixelLinear.upToOwn(groups, hidden, features, seeds));
      layers.add(new Layer(lstm, up));
    }
    hiddenOutput =
        addChildBlock("hiddenOutput", PixelLinear.upToOwn(groups, features, features, seeds));
    output =
        addChildBlock(
            "output", PixelLinear.upToOwn(groups, features, groups * settings.outputs(), seeds));
  }

  /** The computations on the heap, with the parameters as they are now. */
  PixelRnnKernel kernel() {
    Map<Parameter, float[]> values = new LinkedHashMap<>();
    for (Parameter parameter : getParameters().values()) {
      values.put(parameter, MxNet.parameter(parameter.getArray()));
    }
    return new PixelRnnKernel(settings, this, values);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    NDArray x = inputs.head();
    NDArray logits = logits(store, inputs, training);
    return new NDList(settings.levels() == 2 ? binary(x, logits) : categorical(x, logits));
  }

  /**
   * The outputs of every pixel, shape (channels · outputs, height, width, batch).
   *
   * @param inputs those of the block
   */
  NDArray logits(ParameterStore store, NDList inputs, boolean training) {
    return HeapOperator.supports(inputs.head())
        ? onHeap(store, inputs, training)
        : operations(store, inputs, training);
  }

  private NDArray operations(ParameterStore store, NDList inputs, boolean training) {
    NDArray x = inputs.head();
    NDArray images =
        x.mul(1f / (settings.levels() - 1))
            .reshape(x.getShape().get(0), settings.channels(), settings.height(), settings.width());
    int beyond = settings.mapWidth() - settings.width();
    if (beyond > 0) {
      images = Maps.pad(images, 3, 0, beyond);
    }
    NDList map = input.forward(store, new NDList(images), training);
    for (Layer layer : layers) {
      NDList ofClasses = new NDList(map).addAll(inputs.subNDList(1));
      NDList states = layer.lstm().forward(store, ofClasses, training);
      map = new NDList(map.head().add(layer.up().forward(store, states, training).head()));
    }
    if (beyond > 0) {
      map = new NDList(Operations.slice(map.head(), 2, 0, settings.width()));
    }
    map = hiddenOutput.forward(store, new NDList(relu(map.head())), training);
    return output.forward(store, new NDList(relu(map.head())), training).singletonOrThrow();
  }

  private NDArray onHeap(ParameterStore store, NDList inputs, boolean training) {
    NDArray x = inputs.head();
    List<Parameter> parameters = getParameters().values();
    NDList all = new NDList(x);
    parameters.forEach(p -> all.add(store.getValue(p, x.getDevice(), training)));
    all.addAll(inputs.subNDList(1));
    return HeapOperator.apply(
        (arrays, recording) -> {
          Map<Parameter, float[]> values = new LinkedHashMap<>();
          for (int i = 0; i < parameters.size(); i++) {
            values.put(parameters.get(i), arrays[i + 1]);
          }
          return new PixelRnnKernel(settings, this, values)
              .apply(arrays[0], labels(arrays), recording);
        },
        all.toArray(new NDArray[0]));
  }

  private int[] labels(float[][] arrays) {
    return classes == 0
        ? new int[arrays[0].length / settings.dimensions()]
        : ClassLabels.ofOneHot(arrays[arrays.length - 1], classes);
  }

  /** Σ x l − log(1 + exp l). */
  private static NDArray binary(NDArray x, NDArray logits) {
    NDArray l = logits.reshape(x.getShape().get(1), x.getShape().get(0));
    NDArray softplus = l.maximum(0).add(l.abs().neg().exp().add(1).log());
    return x.transpose().mul(l).sub(softplus).sum(new int[] {0});
  }

  /** Σ log softmax(l) at the level of x. */
  private NDArray categorical(NDArray x, NDArray logits) {
    long batch = x.getShape().get(0);
    long pixels = (long) settings.height() * settings.width() * batch;
    NDArray logProbabilities =
        logits.reshape(settings.channels(), settings.levels(), pixels).logSoftmax(1);
    NDArray levels = x.transpose().reshape(settings.channels(), pixels);
    return Operations.invoke("pick", new NDList(logProbabilities, levels), "axis", 1)
        .reshape(x.getShape().get(1), batch)
        .sum(new int[] {0});
  }

  private static NDArray relu(NDArray x) {
    return x.getNDArrayInternal().relu();
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {new Shape(inputShapes[0].get(0))};
  }
}
