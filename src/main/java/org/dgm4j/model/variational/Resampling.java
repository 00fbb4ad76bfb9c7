package org.dgm4j.model.variational;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.SplittableRandom;
import org.dgm4j.engine.Weights;

/**
 * A 3×3 convolution with stride 2 that halves images, or the transposed one that doubles them:
 * shape (rows, channels, height, width) both. Half of an odd size is rounded up, and the transposed
 * convolution is told the size it gives, so that both together keep every size.
 */
final class Resampling extends AbstractBlock {

  private static final int KERNEL = 3;

  private final boolean halves;
  private final boolean rectified;
  private final int outputs;
  private final int height;
  private final int width;
  private final Parameter weight;
  private final Parameter bias;

  private Resampling(
      boolean halves,
      boolean rectified,
      int inputs,
      int outputs,
      int height,
      int width,
      SplittableRandom seeds) {
    this.halves = halves;
    this.rectified = rectified;
    this.outputs = outputs;
    this.height = height;
    this.width = width;
    int seen = halves ? inputs * KERNEL * KERNEL : inputs * KERNEL * KERNEL / 4;
    Shape shape =
        halves
            ? new Shape(outputs, inputs, KERNEL, KERNEL)
            : new Shape(inputs, outputs, KERNEL, KERNEL);
    weight =
        addParameter(
            rectified
                ? Weights.rectified("weight", shape, Math.max(1, seen), seeds)
                : Weights.uniform("weight", shape, Math.max(1, seen), seeds));
    bias = addParameter(Weights.zero("bias", new Shape(outputs)));
  }

  /** Half of a number of pixels. */
  static int half(int pixels) {
    return (pixels + 1) / 2;
  }

  /** From images of this size to rectified ones of half of it. */
  static Resampling halving(
      int inputs, int outputs, int height, int width, SplittableRandom seeds) {
    return new Resampling(true, true, inputs, outputs, half(height), half(width), seeds);
  }

  /** From images of half of this size to ones of this size. */
  static Resampling doublingTo(
      int inputs, int outputs, int height, int width, boolean rectified, SplittableRandom seeds) {
    return new Resampling(false, rectified, inputs, outputs, height, width, seeds);
  }

  /** What is added to each channel, shape (outputs). */
  Parameter bias() {
    return bias;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    NDArray x = inputs.singletonOrThrow();
    NDArray w = store.getValue(weight, x.getDevice(), training);
    NDArray b = store.getValue(bias, x.getDevice(), training);
    NDArray y = halves ? convolution(x, w, b) : transposedConvolution(x, w, b);
    return new NDList(rectified ? y.getNDArrayInternal().relu() : y);
  }

  private static NDArray convolution(NDArray x, NDArray w, NDArray b) {
    Shape one = new Shape(1, 1);
    return Conv2d.conv2d(x, w, b, new Shape(2, 2), one, one).singletonOrThrow();
  }

  private NDArray transposedConvolution(NDArray x, NDArray w, NDArray b) {
    PairList<String, Object> options = new PairList<>();
    options.add("kernel", "(%d, %d)".formatted(KERNEL, KERNEL));
    options.add("stride", "(2, 2)");
    options.add("pad", "(1, 1)");
    options.add("adj", "(%d, %d)".formatted((height + 1) % 2, (width + 1) % 2));
    options.add("num_filter", Integer.toString(outputs));
    options.add("no_bias", "False");
    return x.getManager()
        .invoke("_npx_deconvolution", new NDList(x, w, b), options)
        .singletonOrThrow();
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {new Shape(inputShapes[0].get(0), outputs, height, width)};
  }
}
