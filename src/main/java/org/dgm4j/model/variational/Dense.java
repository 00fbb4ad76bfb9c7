package org.dgm4j.model.variational;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.SplittableRandom;
import org.dgm4j.model.Weights;

/** A layer of units that see all inputs: shape (rows, inputs) to (rows, outputs). */
final class Dense extends AbstractBlock {

  private final int outputs;
  private final boolean rectified;
  private final Parameter weight;
  private final Parameter bias;

  /** Units max(0, W x + b). */
  static Dense rectified(int inputs, int outputs, SplittableRandom seeds) {
    return new Dense(inputs, outputs, true, seeds);
  }

  /** Units W x + b. */
  static Dense linear(int inputs, int outputs, SplittableRandom seeds) {
    return new Dense(inputs, outputs, false, seeds);
  }

  private Dense(int inputs, int outputs, boolean rectified, SplittableRandom seeds) {
    this.outputs = outputs;
    this.rectified = rectified;
    Shape shape = new Shape(outputs, inputs);
    weight =
        addParameter(
            rectified
                ? Weights.rectified("weight", shape, inputs, seeds)
                : Weights.uniform("weight", shape, inputs, seeds));
    bias = addParameter(Weights.zero("bias", new Shape(outputs)));
  }

  /** The parameter b, shape (outputs). */
  Parameter bias() {
    return bias;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    NDArray x = inputs.singletonOrThrow();
    NDArray y =
        Linear.linear(
                x,
                store.getValue(weight, x.getDevice(), training),
                store.getValue(bias, x.getDevice(), training))
            .singletonOrThrow();
    return new NDList(rectified ? y.getNDArrayInternal().relu() : y);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {new Shape(inputShapes[0].get(0), outputs)};
  }
}
