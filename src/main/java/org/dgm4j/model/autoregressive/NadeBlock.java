package org.dgm4j.model.autoregressive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.dgm4j.model.HeapOperator;

/**
 * NADE as a block: examples of shape (batch, D) in, log p(x) in nats of shape (batch) out.
 *
 * <p>Several dimensions are computed at once. For a block of C dimensions that starts at k, the
 * activations of all of them are one matrix product: row (i, n) of the left factor is x_n masked to
 * the dimensions k ≤ d &lt; k + i, followed by the n-th unit vector; the right factor is W_k …
 * W_(k+C−1) above a_k of every example.
 */
final class NadeBlock extends AbstractBlock {

  static final String WEIGHTS = "weights";
  static final String OUTPUT_WEIGHTS = "outputWeights";
  static final String OUTPUT_BIAS = "outputBias";
  static final String HIDDEN_BIAS = "hiddenBias";

  private static final int BLOCK = 28;

  private final Parameter weights;
  private final Parameter outputWeights;
  private final Parameter outputBias;
  private final Parameter hiddenBias;

  /** A block whose weights are uniform in ±1/√max(D, H), by a seed, and whose biases are zero. */
  NadeBlock(int dimensions, int hidden, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    weights = matrix(WEIGHTS, dimensions, hidden, random.nextLong());
    outputWeights = matrix(OUTPUT_WEIGHTS, dimensions, hidden, random.nextLong());
    outputBias = bias(OUTPUT_BIAS, dimensions);
    hiddenBias = bias(HIDDEN_BIAS, 1, hidden);
  }

  private Parameter matrix(String name, int dimensions, int hidden, long seed) {
    double bound = 1 / Math.sqrt(Math.max(dimensions, hidden));
    return addParameter(
        Parameter.builder()
            .setName(name)
            .setType(Parameter.Type.WEIGHT)
            .optShape(new Shape(dimensions, hidden))
            .optInitializer((manager, shape, type) -> uniform(manager, shape, bound, seed))
            .build());
  }

  private Parameter bias(String name, long... shape) {
    return addParameter(
        Parameter.builder()
            .setName(name)
            .setType(Parameter.Type.BIAS)
            .optShape(new Shape(shape))
            .build());
  }

  private static NDArray uniform(NDManager manager, Shape shape, double bound, long seed) {
    float[] values = new float[Math.toIntExact(shape.size())];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
    }
    return manager.create(values, shape);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    NDArray x = inputs.singletonOrThrow();
    NDArray w = store.getValue(weights, x.getDevice(), training);
    NDArray v = store.getValue(outputWeights, x.getDevice(), training);
    NDArray b = store.getValue(outputBias, x.getDevice(), training);
    NDArray c = store.getValue(hiddenBias, x.getDevice(), training);
    boolean fused = HeapOperator.supports(x) && !x.hasGradient();
    return new NDList(
        fused
            ? HeapOperator.apply(NadeBlock::onTheHeap, x, w, v, b, c)
            : logProbability(x, logits(x, w, v, b, c)));
  }

  /** The whole block as one operation, with its gradient for all inputs but x. */
  private static HeapOperator.Output onTheHeap(float[][] inputs, boolean recording) {
    float[] x = inputs[0];
    NadeKernel kernel =
        new NadeKernel(NadeParameters.of(inputs[1], inputs[2], inputs[3], inputs[4]));
    int count = x.length / inputs[3].length;
    Shape shape = new Shape(count);
    if (!recording) {
      return new HeapOperator.Output(floats(kernel.logProbability(x)), shape, null);
    }
    double[] logProbability = new double[count];
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    NadeKernel.Gradient ofSum = kernel.gradient(x, ones, logProbability);
    int hidden = inputs[4].length;
    return new HeapOperator.Output(
        floats(logProbability),
        shape,
        outputGradient -> {
          float scale = outputGradient[0];
          for (float other : outputGradient) {
            if (other != scale) {
              return kernel.gradient(x, outputGradient, new double[count]).scaled(1, hidden);
            }
          }
          return ofSum.scaled(scale, hidden);
        });
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** Σ_d x_d l_d − log(1 + exp l_d), shape (batch). */
  static NDArray logProbability(NDArray x, NDArray logits) {
    NDArray softplus = logits.maximum(0).add(logits.abs().neg().exp().add(1).log());
    return x.mul(logits).sub(softplus).sum(new int[] {1});
  }

  /**
   * The logit of every conditional p(x_d = 1 | x_&lt;d), shape (batch, D).
   *
   * @param w W, shape (D, H)
   * @param v V, shape (D, H)
   * @param b b, shape (D)
   * @param c c, shape (1, H)
   */
  static NDArray logits(NDArray x, NDArray w, NDArray v, NDArray b, NDArray c) {
    NDManager manager = x.getManager();
    DataType type = x.getDataType();
    long batch = x.getShape().get(0);
    long dimensions = x.getShape().get(1);
    NDArray activation = manager.ones(new Shape(batch, 1), type).matMul(c);
    NDList parts = new NDList();
    for (long start = 0; start < dimensions; start += BLOCK) {
      long size = Math.min(BLOCK, dimensions - start);
      NDIndex rows = new NDIndex(start + ":" + (start + size));
      NDArray part = x.get(":, " + start + ":" + (start + size));
      NDArray partWeights = w.get(manager, rows);
      NDArray before =
          manager.create(strictlyLower(size), new Shape(size, 1, size)).toType(type, false);
      NDArray masked = part.expandDims(0).mul(before).reshape(size * batch, size);
      NDArray unit = manager.eye(Math.toIntExact(batch)).toType(type, false).tile(0, size);
      NDArray hidden =
          masked
              .concat(unit, 1)
              .matMul(partWeights.concat(activation, 0))
              .getNDArrayInternal()
              .sigmoid()
              .reshape(size, batch, -1);
      parts.add(hidden.batchDot(v.get(manager, rows).expandDims(2)).reshape(size, batch));
      activation = activation.add(part.matMul(partWeights));
    }
    return NDArrays.concat(parts, 0).transpose().add(b);
  }

  private static float[] strictlyLower(long size) {
    int n = Math.toIntExact(size);
    float[] mask = new float[n * n];
    for (int i = 0; i < n; i++) {
      Arrays.fill(mask, i * n, i * n + i, 1);
    }
    return mask;
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {new Shape(inputShapes[0].get(0))};
  }
}
