package org.dgm4j.model.variational;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.dgm4j.engine.HeapOperator;
import org.dgm4j.engine.Operations;
import org.dgm4j.engine.Weights;

/**
 * A 3×3 convolution with stride 2 that halves images, or the transposed one that doubles them:
 * shape (rows, channels, height, width) both. Half of an odd size is rounded up, and the transposed
 * convolution is told the size it gives, so that both together keep every size.
 *
 * <p>Both are products of W with the patches P x of 3×3 values around every second pixel of the
 * larger image (Chellapilla, Puri and Simard 2006): W P x + b halves, and the transpose Pᵀ Wᵀ x + b
 * doubles. On the CPU the {@link ResamplingKernel} computes them. MXNet's own convolutions are not
 * used: on the CPU oneDNN changes the layout of their weights in place, and fails for some numbers
 * of channels.
 */
final class Resampling extends AbstractBlock {

  /** The least that overlaps when every second pixel is a centre, so that no pixel is special. */
  static final int KERNEL = 3;

  /** Of the patches, as MXNet's operations name it. */
  private static final Object[] GEOMETRY = {
    "kernel", "(3, 3)", "stride", "(2, 2)", "pad", "(1, 1)", "dilate", "(1, 1)"
  };

  private final boolean halves;
  private final boolean rectified;
  private final int inputs;
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
    this.inputs = inputs;
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
    return new Resampling(true, true, inputs, outputs, height, width, seeds);
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

  boolean halves() {
    return halves;
  }

  /** Whether the result is max(0, y). */
  boolean isRectified() {
    return rectified;
  }

  int inputs() {
    return inputs;
  }

  int outputs() {
    return outputs;
  }

  /** The channels of the smaller images, which are the rows of W. */
  int smallChannels() {
    return halves ? outputs : inputs;
  }

  int largeChannels() {
    return halves ? inputs : outputs;
  }

  /** The height of the larger images. */
  int height() {
    return height;
  }

  /** The width of the larger images. */
  int width() {
    return width;
  }

  /** The number of pixels of the smaller images. */
  int smallPixels() {
    return half(height) * half(width);
  }

  /** The number of values of an image that comes in. */
  int inputSize() {
    return inputs * (halves ? height * width : smallPixels());
  }

  /** The number of values of an image that comes out. */
  int outputSize() {
    return outputs * (halves ? smallPixels() : height * width);
  }

  /** Several of these, one after the other: examples of shape (rows, values) both. */
  static NDArray forward(
      List<Resampling> layers, ParameterStore store, NDArray examples, boolean training) {
    long rows = examples.getShape().get(0);
    if (HeapOperator.supports(examples)) {
      List<NDArray> arrays = new ArrayList<>(List.of(examples));
      for (Resampling layer : layers) {
        arrays.add(store.getValue(layer.weight, examples.getDevice(), training));
        arrays.add(store.getValue(layer.bias, examples.getDevice(), training));
      }
      return HeapOperator.apply(
          (inputs, recording) -> new ResamplingKernel(layers, inputs).apply(recording),
          arrays.toArray(NDArray[]::new));
    }
    NDArray y = examples;
    for (Resampling layer : layers) {
      y = layer.forward(store, new NDList(y.reshape(rows, layer.inputs, -1)), training).head();
    }
    return y.reshape(rows, -1);
  }

  /** From shape (rows, inputs, pixels) to (rows, outputs, height, width). */
  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    NDArray x = inputs.singletonOrThrow();
    NDArray w = store.getValue(weight, x.getDevice(), training);
    NDArray b = store.getValue(bias, x.getDevice(), training);
    NDArray y = halves ? convolution(x, w, b) : transposedConvolution(x, w, b);
    return new NDList(rectified ? y.getNDArrayInternal().relu() : y);
  }

  private NDArray convolution(NDArray x, NDArray w, NDArray b) {
    long rows = x.getShape().get(0);
    NDArray image = x.reshape(rows, inputs, height, width);
    NDArray patches = Operations.invoke("im2col", new NDList(image), GEOMETRY);
    NDArray y = Linear.linear(patches.transpose(0, 2, 1), w.reshape(outputs, -1), b).head();
    return y.transpose(0, 2, 1).reshape(rows, outputs, half(height), half(width));
  }

  private NDArray transposedConvolution(NDArray x, NDArray w, NDArray b) {
    NDArray matrix = w.reshape(inputs, -1).transpose();
    NDArray patches = Linear.linear(x.transpose(0, 2, 1), matrix, null).head();
    Object[] options = Arrays.copyOf(GEOMETRY, GEOMETRY.length + 2);
    options[GEOMETRY.length] = "output_size";
    options[GEOMETRY.length + 1] = "(%d, %d)".formatted(height, width);
    return Operations.invoke("col2im", new NDList(patches.transpose(0, 2, 1)), options)
        .add(b.reshape(1, outputs, 1, 1));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {
      halves
          ? new Shape(inputShapes[0].get(0), outputs, half(height), half(width))
          : new Shape(inputShapes[0].get(0), outputs, height, width)
    };
  }
}
