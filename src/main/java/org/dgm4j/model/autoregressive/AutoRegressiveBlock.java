package org.dgm4j.model.autoregressive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.dgm4j.engine.HeapOperator;
import org.dgm4j.engine.MxNet;
import org.dgm4j.engine.Operations;
import org.dgm4j.model.ClassLabels;

/**
 * An autoregressive model with linear logits as a block: examples of shape (batch, D) in, log p(x)
 * in nats of shape (batch) out. All parameters start at zero, where every state is equally
 * probable; log p is concave in them.
 *
 * <p>With classes each has biases of its own, and a second input, of shape (batch, classes), has 1
 * at the class of each example: log p(x | y) comes out.
 */
final class AutoRegressiveBlock extends AbstractBlock {

  static final String BIASES = "biases";
  static final String WEIGHTS = "weights";

  private final AutoRegressiveStructure structure;
  private final int classes;
  private final Parameter biases;
  private final Parameter weights;

  /**
   * A block; for a single dimension there are no weights.
   *
   * @param classes 0 for none
   */
  AutoRegressiveBlock(AutoRegressiveStructure structure, int classes) {
    this.structure = structure;
    this.classes = classes;
    Shape ofClass = new Shape(structure.free(), structure.dimensions());
    biases =
        parameter(
            BIASES,
            Parameter.Type.BIAS,
            classes == 0 ? ofClass : new Shape(classes).addAll(ofClass));
    weights =
        structure.weights() == 0
            ? null
            : parameter(WEIGHTS, Parameter.Type.WEIGHT, new Shape(structure.weights()));
  }

  private Parameter parameter(String name, Parameter.Type type, Shape shape) {
    return addParameter(
        Parameter.builder()
            .setName(name)
            .setType(type)
            .optShape(shape)
            .optInitializer((manager, s, t) -> manager.zeros(s, t))
            .build());
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    NDArray x = inputs.head();
    NDArray b = store.getValue(biases, x.getDevice(), training);
    NDArray w = weights == null ? null : store.getValue(weights, x.getDevice(), training);
    if (!HeapOperator.supports(x) || x.hasGradient()) {
      NDArray ofClasses = classes == 0 ? sameClass(x) : inputs.get(1);
      return new NDList(logProbability(x, logits(structure, x, ofClasses, b, w), structure));
    }
    NDList arrays = new NDList(inputs).addAll(w == null ? new NDList(b) : new NDList(b, w));
    return new NDList(HeapOperator.apply(this::onTheHeap, arrays.toArray(new NDArray[0])));
  }

  /** All examples are of one class, as in a model without. */
  private static NDArray sameClass(NDArray x) {
    return x.getManager().ones(new Shape(x.getShape().get(0), 1), x.getDataType());
  }

  /** From the block's inputs, the biases and the weights, if there are any. */
  private HeapOperator.Output onTheHeap(float[][] inputs, boolean recording) {
    float[] x = inputs[0];
    int count = x.length / structure.dimensions();
    int[] labels = classes == 0 ? new int[count] : ClassLabels.ofOneHot(inputs[1], classes);
    int bias = classes == 0 ? 1 : 2;
    float[] w = weights == null ? new float[0] : inputs[bias + 1];
    AutoRegressiveKernel kernel = new AutoRegressiveKernel(structure, inputs[bias], w);
    if (!recording) {
      return HeapOperator.Output.ofExamples(kernel.logProbability(x, labels), null);
    }
    double[] logProbability = new double[count];
    float[][] errors = kernel.errors(x, labels, logProbability);
    return HeapOperator.Output.ofExamples(
        logProbability,
        outputGradient -> {
          float[][] gradient = kernel.gradient(x, labels, errors, outputGradient);
          return classes == 0
              ? new float[][] {null, gradient[0], gradient[1]}
              : new float[][] {null, null, gradient[0], gradient[1]};
        });
  }

  /**
   * Σ_d l_d(x_d) − log Σ_state exp l_d(state), shape (batch).
   *
   * @param logits of the states from 1 on, shape (batch, (K − 1) · D)
   */
  static NDArray logProbability(NDArray x, NDArray logits, AutoRegressiveStructure structure) {
    long batch = x.getShape().get(0);
    Shape shape = new Shape(batch, structure.free(), structure.dimensions());
    NDArray l = logits.reshape(shape);
    NDArray max = l.stopGradient().max(new int[] {1}).maximum(0);
    NDArray sum = l.sub(max.expandDims(1)).exp().sum(new int[] {1}).add(max.neg().exp());
    return features(x, structure)
        .reshape(shape)
        .mul(l)
        .sum(new int[] {1})
        .sub(sum.log().add(max))
        .sum(new int[] {1});
  }

  /**
   * The logits of the states from 1 on, state by state: one product with the weights, spread over a
   * square matrix.
   *
   * @param ofClasses 1 at the class of each example, shape (batch, classes)
   * @param b shape (classes, K − 1, D), or (K − 1, D) if there is one
   * @param w shape (weights); null if there are none
   * @return shape (batch, (K − 1) · D)
   */
  static NDArray logits(
      AutoRegressiveStructure structure, NDArray x, NDArray ofClasses, NDArray b, NDArray w) {
    NDManager manager = x.getManager();
    int size = structure.logits();
    NDArray bias = ofClasses.matMul(b.reshape(-1, size));
    if (w == null) {
      return bias;
    }
    if ((long) size * size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "An autoregressive model of %,d values with %d states is too large for this device: use %%device cpu"
              .formatted(structure.dimensions(), structure.states()));
    }
    NDArray places = MxNet.array(manager, places(structure), new Shape(2, structure.weights()));
    NDArray dense =
        Operations.invoke("scatter_nd", new NDList(w, places), "shape", new Shape(size, size));
    return features(x, structure).matMul(dense).add(bias);
  }

  /** The row and the column of each weight in the square matrix. */
  private static int[] places(AutoRegressiveStructure structure) {
    int dimensions = structure.dimensions();
    int free = structure.free();
    int[] places = new int[2 * structure.weights()];
    int i = 0;
    for (int s = 0; s < dimensions; s++) {
      for (int a = 0; a < free; a++) {
        for (int target = 0; target < structure.targets(s) * free; target++) {
          int r = structure.firstTarget(s) + target / free;
          places[i] = a * dimensions + structure.sequence()[s];
          places[structure.weights() + i++] = structure.biasIndex(r, target % free);
        }
      }
    }
    return places;
  }

  /** One-hot vectors without state 0, state by state, shape (batch, (K − 1) · D). */
  private static NDArray features(NDArray x, AutoRegressiveStructure structure) {
    if (structure.states() == 2) {
      return x;
    }
    NDList states = new NDList();
    for (int state = 1; state < structure.states(); state++) {
      states.add(x.eq(state).toType(x.getDataType(), false));
    }
    return NDArrays.concat(states, 1);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {new Shape(inputShapes[0].get(0))};
  }
}
