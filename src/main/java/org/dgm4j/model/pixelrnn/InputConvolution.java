package org.dgm4j.model.pixelrnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.SplittableRandom;
import org.dgm4j.engine.CompositeBlock;
import org.dgm4j.engine.Operations;
import org.dgm4j.engine.Weights;

/**
 * The first layer: a 7×7 convolution with mask A (van den Oord et al. 2016), from images of shape
 * (batch, channels, height, width) to maps of shape (features, height, width, batch).
 *
 * <p>The kernel is not masked but cut: three rows of it lie above the pixel, three places to its
 * left; at the pixel itself, a group of features sees the channels before its own.
 */
final class InputConvolution extends CompositeBlock {

  /** That of a 7×7 kernel. */
  static final int REACH = 3;

  private final int features;
  final Parameter above;
  final Parameter left;
  final Parameter bias;

  /** The part that sees the channels of the pixel itself; null if there is one channel. */
  final PixelLinear centre;

  InputConvolution(int channels, int features, SplittableRandom seeds) {
    this.features = features;
    int inputs = channels * REACH * (2 * REACH + 2);
    Shape rows = new Shape(features, channels, REACH, 2 * REACH + 1);
    above = addParameter(Weights.uniform("above", rows, inputs, seeds));
    Shape row = new Shape(features, channels, 1, REACH);
    left = addParameter(Weights.uniform("left", row, inputs, seeds));
    bias = addParameter(Weights.zero("bias", new Shape(features)));
    centre =
        channels == 1
            ? null
            : addChildBlock("centre", PixelLinear.beforeOwn(channels, channels, features, seeds));
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList images, boolean training, PairList<String, Object> options) {
    NDArray x = images.singletonOrThrow();
    NDArray rows =
        convolution(
            x,
            store.getValue(above, x.getDevice(), training),
            store.getValue(bias, x.getDevice(), training),
            new Shape(REACH, REACH));
    NDArray row =
        convolution(x, store.getValue(left, x.getDevice(), training), null, new Shape(0, REACH));
    NDArray map =
        Operations.slice(rows, 2, 0, x.getShape().get(2))
            .add(Operations.slice(row, 3, 0, x.getShape().get(3)))
            .transpose(1, 2, 3, 0);
    if (centre != null) {
      NDList channelsFirst = new NDList(x.transpose(1, 2, 3, 0));
      map = map.add(centre.forward(store, channelsFirst, training).singletonOrThrow());
    }
    return new NDList(map);
  }

  private static NDArray convolution(NDArray x, NDArray weight, NDArray bias, Shape padding) {
    Shape one = new Shape(1, 1);
    return Conv2d.conv2d(x, weight, bias, one, padding, one).singletonOrThrow();
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    Shape x = inputShapes[0];
    return new Shape[] {new Shape(features, x.get(2), x.get(3), x.get(0))};
  }
}
