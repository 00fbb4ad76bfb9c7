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
import java.util.function.Supplier;
import org.dgm4j.engine.HeapOperator;
import org.dgm4j.engine.MxNet;
import org.dgm4j.engine.Operations;
import org.dgm4j.engine.Weights;
import org.dgm4j.model.ClassLabels;

/**
 * NADE as a block: examples of shape (batch, D) in, log p(x) in nats of shape (batch) out. The
 * parameters stand in the order in which the dimensions are visited.
 *
 * <p>With K classes the biases of the hidden and of the visible units have a row for each, and a
 * second input, of shape (batch, K), has 1 at the class of each example: log p(x | y) comes out.
 * (Larochelle and Murray 2011 condition a NADE on other inputs in this way.)
 *
 * <p>Where the {@link NadeKernel} can't run, several dimensions are computed at once. For a block
 * of C dimensions that starts at k, the activations of all of them are one matrix product: row (i,
 * n) of the left factor is x_n masked to the dimensions k ≤ d &lt; k + i, followed by the n-th unit
 * vector; the right factor is W_k … W_(k+C−1) above a_k of every example.
 *
 * <p>Real values are standardised first, z = (x − mean) / deviation, which makes log p(x) = log
 * p(z) − Σ_d log deviation_d.
 */
final class NadeBlock extends AbstractBlock {

  static final String WEIGHTS = "weights";
  static final String OUTPUT_WEIGHTS = "outputWeights";
  static final String OUTPUT_BIAS = "outputBias";
  static final String HIDDEN_BIAS = "hiddenBias";
  static final String MEAN = "mean";
  static final String DEVIATION = "deviation";

  /** A row of 28×28 pixels: 28 products do for all, and larger blocks would multiply more zeros. */
  private static final int BLOCK = 28;

  /** A hidden unit goes from 0.05 to 0.95 where its activation changes by this. */
  private static final double STEEPNESS = 6;

  private final VisibleUnit unit;
  private final VisitOrder visits;
  private final int classes;
  private final Parameter weights;
  private final Parameter outputWeights;
  private final Parameter outputBias;
  private final Parameter hiddenBias;
  private final Parameter mean;
  private final Parameter deviation;

  /**
   * A block whose weights are uniform, by a seed, and whose output biases are the unit's. For
   * states the weights are in ±1/√max(D, H), and the hidden biases are zero, or with classes in
   * ±{@value #STEEPNESS}, so that a hidden unit can be on for one class and off for another. For
   * real values W is in ±{@value #STEEPNESS}/√D, and the hidden biases are such that each hidden
   * unit is ½ at a random point of a standard normal distribution: so they switch at different
   * places among the data. All classes begin with the same biases there.
   *
   * @param classes 0 for none
   */
  NadeBlock(VisibleUnit unit, VisitOrder visits, int classes, int hidden, long seed) {
    this.unit = unit;
    this.visits = visits;
    this.classes = classes;
    int dimensions = visits.sequence().length;
    int inputs = dimensions * unit.inputs();
    int outputs = dimensions * unit.outputs();
    boolean real = unit.isReal();
    double bound = 1 / Math.sqrt(Math.max(dimensions, hidden));
    double inputBound = real ? STEEPNESS / Math.sqrt(dimensions) : bound;
    SplittableRandom random = new SplittableRandom(seed);
    long inputSeed = random.nextLong();
    long outputSeed = random.nextLong();
    long placeSeed = random.nextLong();
    weights =
        matrix(
            WEIGHTS, () -> Weights.uniform(inputs * hidden, inputBound, inputSeed), inputs, hidden);
    outputWeights =
        matrix(
            OUTPUT_WEIGHTS,
            () -> Weights.uniform(outputs * hidden, bound, outputSeed),
            outputs,
            hidden);
    outputBias =
        classes == 0
            ? vector(OUTPUT_BIAS, () -> repeated(unit.initialBias(), dimensions), outputs)
            : vector(
                OUTPUT_BIAS,
                () -> repeated(unit.initialBias(), classes * dimensions),
                classes,
                outputs);
    int rows = Math.max(1, classes);
    Supplier<float[]> switching =
        () ->
            repeated(
                switchPoints(
                    Weights.uniform(inputs * hidden, inputBound, inputSeed), hidden, placeSeed),
                rows);
    long classSeed = random.nextLong();
    hiddenBias =
        vector(
            HIDDEN_BIAS,
            real ? switching : () -> Weights.ofClasses(rows, hidden, STEEPNESS, classSeed),
            rows,
            hidden);
    mean = real ? constant(MEAN, 0, dimensions) : null;
    deviation = real ? constant(DEVIATION, 1, dimensions) : null;
  }

  private static float[] repeated(float[] values, int times) {
    float[] repeated = new float[times * values.length];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = values[i % values.length];
    }
    return repeated;
  }

  /** c = −Wᵀ x for another standard normal x for each hidden unit. */
  private static float[] switchPoints(float[] weights, int hidden, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] bias = new float[hidden];
    for (int i = 0; i < weights.length; i++) {
      bias[i % hidden] -= (float) (weights[i] * random.nextGaussian());
    }
    return bias;
  }

  private Parameter matrix(String name, Supplier<float[]> initial, int rows, int columns) {
    return add(name, Parameter.Type.WEIGHT, true, initial, rows, columns);
  }

  private Parameter vector(String name, Supplier<float[]> initial, long... shape) {
    return add(name, Parameter.Type.BIAS, true, initial, shape);
  }

  private Parameter constant(String name, float value, int size) {
    Supplier<float[]> initial = () -> repeated(new float[] {value}, size);
    return add(name, Parameter.Type.OTHER, false, initial, size);
  }

  private Parameter add(
      String name, Parameter.Type type, boolean trained, Supplier<float[]> initial, long... shape) {
    return addParameter(
        Parameter.builder()
            .setName(name)
            .setType(type)
            .optShape(Weights.possible(new Shape(shape)))
            .optRequiresGrad(trained)
            .optInitializer((manager, s, t) -> MxNet.array(manager, initial.get(), s))
            .build());
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    NDArray x = inputs.head();
    NDArray w = store.getValue(weights, x.getDevice(), training);
    NDArray v = store.getValue(outputWeights, x.getDevice(), training);
    NDArray b = store.getValue(outputBias, x.getDevice(), training);
    NDArray c = store.getValue(hiddenBias, x.getDevice(), training);
    boolean fused = HeapOperator.supports(x) && !x.hasGradient();
    NDArray scale = unit.isReal() ? store.getValue(deviation, x.getDevice(), training) : null;
    NDArray z = unit.isReal() ? x.sub(store.getValue(mean, x.getDevice(), training)).div(scale) : x;
    NDArray visited = visits.areNatural() ? z : inOrder(z);
    NDArray logProbability =
        fused
            ? onTheHeap(visited, w, v, b, c, inputs)
            : classes == 0
                ? logProbability(unit, visited, w, v, b, c)
                : logProbability(
                    unit, visited, w, v, inputs.get(1).matMul(b), inputs.get(1).matMul(c));
    return new NDList(
        unit.isReal() ? logProbability.sub(logVolume(scale.toFloatArray())) : logProbability);
  }

  /** Σ log deviation, in nats. */
  static double logVolume(float[] deviations) {
    double sum = 0;
    for (float deviation : deviations) {
      sum += Math.log(deviation);
    }
    return sum;
  }

  private NDArray inOrder(NDArray natural) {
    int[] sequence = visits.sequence();
    NDArray columns = MxNet.array(natural.getManager(), sequence, new Shape(sequence.length));
    return Operations.invoke("take", new NDList(natural, columns), "axis", 1);
  }

  private NDArray onTheHeap(
      NDArray visited, NDArray w, NDArray v, NDArray b, NDArray c, NDList inputs) {
    return classes == 0
        ? HeapOperator.apply(this::onTheHeap, visited, w, v, b, c)
        : HeapOperator.apply(this::onTheHeap, visited, w, v, b, c, inputs.get(1));
  }

  /** The whole computation as one operation, with its gradient for all parameters. */
  private HeapOperator.Output onTheHeap(float[][] inputs, boolean recording) {
    float[] x = inputs[0];
    NadeKernel kernel =
        new NadeKernel(
            NadeParameters.of(Math.max(1, classes), inputs[1], inputs[2], inputs[3], inputs[4]),
            unit);
    int count = x.length / visits.sequence().length;
    int[] labels = classes == 0 ? new int[count] : ClassLabels.ofOneHot(inputs[5], classes);
    if (!recording) {
      return HeapOperator.Output.ofExamples(kernel.logProbability(x, labels), null);
    }
    double[] logProbability = new double[count];
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    NadeKernel.Gradient ofSum = kernel.gradient(x, labels, ones, logProbability);
    int hidden = inputs[4].length / Math.max(1, classes);
    return HeapOperator.Output.ofExamples(
        logProbability,
        outputGradient -> {
          float scale = outputGradient[0];
          for (float other : outputGradient) {
            if (other != scale) {
              return kernel
                  .gradient(x, labels, outputGradient, new double[count])
                  .scaled(1, hidden);
            }
          }
          return ofSum.scaled(scale, hidden);
        });
  }

  /** log p of every example, shape (batch), by blocks; takes what {@link #outputs} takes. */
  static NDArray logProbability(
      VisibleUnit unit, NDArray x, NDArray w, NDArray v, NDArray b, NDArray c) {
    return unit.logProbability(outputs(unit, x, w, v, b, c), x).sum(new int[] {1});
  }

  /**
   * The outputs of every conditional, shape (batch, D, O).
   *
   * @param x in the order of the visits, shape (batch, D)
   * @param w W, shape (D · inputs, H)
   * @param v V, shape (D · O, H)
   * @param b b, shape (D · O), or (batch, D · O) where it is that of each example
   * @param c c, shape (1, H), or (batch, H)
   */
  static NDArray outputs(VisibleUnit unit, NDArray x, NDArray w, NDArray v, NDArray b, NDArray c) {
    NDManager manager = x.getManager();
    DataType type = x.getDataType();
    long batch = x.getShape().get(0);
    int dimensions = Math.toIntExact(x.getShape().get(1));
    int inputs = unit.inputs();
    int outputs = unit.outputs();
    int block = Math.max(1, BLOCK / inputs);
    NDArray features = unit.features(x);
    NDArray activation =
        c.getShape().get(0) == 1 ? manager.ones(new Shape(batch, 1), type).matMul(c) : c;
    NDList parts = new NDList();
    for (int start = 0; start < dimensions; start += block) {
      int size = Math.min(block, dimensions - start);
      String columns = start * inputs + ":" + (start + size) * inputs;
      NDArray part = features.get(":, " + columns);
      NDArray partWeights = w.get(manager, new NDIndex(columns));
      NDArray before =
          MxNet.array(manager, earlier(size, inputs), new Shape(size, 1, (long) size * inputs))
              .toType(type, false);
      NDArray masked = part.expandDims(0).mul(before).reshape(size * batch, -1);
      NDArray unitVectors = manager.eye(Math.toIntExact(batch)).toType(type, false).tile(0, size);
      NDArray hidden =
          masked
              .concat(unitVectors, 1)
              .matMul(partWeights.concat(activation, 0))
              .getNDArrayInternal()
              .sigmoid()
              .reshape(size, batch, -1);
      NDArray partOutputWeights =
          v.get(manager, new NDIndex(start * outputs + ":" + (start + size) * outputs))
              .reshape(size, outputs, -1)
              .transpose(0, 2, 1);
      parts.add(hidden.batchDot(partOutputWeights));
      activation = activation.add(part.matMul(partWeights));
    }
    NDArray products = NDArrays.concat(parts, 0).transpose(1, 0, 2);
    return products.reshape(batch, -1).add(b).reshape(batch, dimensions, outputs);
  }

  /** In row i, ones for the inputs of the dimensions before i; shape (size, size · inputs). */
  private static float[] earlier(int size, int inputs) {
    int width = size * inputs;
    float[] mask = new float[size * width];
    for (int i = 0; i < size; i++) {
      Arrays.fill(mask, i * width, i * width + i * inputs, 1);
    }
    return mask;
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {new Shape(inputShapes[0].get(0))};
  }
}
