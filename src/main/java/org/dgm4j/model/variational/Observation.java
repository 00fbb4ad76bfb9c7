package org.dgm4j.model.variational;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.random.RandomGenerator;
import org.dgm4j.data.Samples;
import org.dgm4j.engine.CompositeBlock;
import org.dgm4j.engine.Operations;

/**
 * p(x | z): independent distributions of the values of an example, each with one output of the
 * decoder as its parameter. As a block it maps examples of shape (1, batch, D) and outputs of shape
 * (draws, batch, D) to log p(x | z) in nats, shape (draws, batch).
 */
abstract class Observation extends CompositeBlock {

  /** What the encoder sees of examples. */
  abstract NDArray standardised(ParameterStore store, NDArray x, boolean training);

  /** log p(x | z) of examples of shape (1, batch, D) given outputs of shape (draws, batch, D). */
  abstract NDArray logProbability(
      ParameterStore store, NDArray x, NDArray outputs, boolean training);

  /**
   * log p(x | z) of examples of shape (batch, D) given outputs of shape (draws · batch, D), in
   * which draw s of example n is in row s · batch + n; shape (draws, batch).
   */
  final NDArray logLikelihood(ParameterStore store, NDArray x, NDArray outputs, boolean training) {
    long batch = x.getShape().get(0);
    long draws = outputs.getShape().get(0) / batch;
    return logProbability(store, x.expandDims(0), outputs.reshape(draws, batch, -1), training);
  }

  /**
   * Checks that examples have the values this distribution is for.
   *
   * @throws IllegalArgumentException if they do not, saying what to type
   */
  abstract void require(Samples examples);

  /**
   * Takes over from examples what is not trained.
   *
   * @param biases how many outputs there are to choose: D, one for each value, or the number of
   *     channels, in each of which all values have the same
   * @return what the outputs should be if nothing is known of z, shape (biases)
   */
  abstract float[] adopt(Samples examples, int biases);

  /**
   * Turns outputs into the means of the distributions, in place; shape (rows, D). Of a discretised
   * logistic distribution it is the location, kept among the levels.
   */
  abstract void toMeans(float[] outputs);

  /** Turns outputs into draws from the distributions, in place; shape (rows, D). */
  abstract void toDraws(float[] outputs, RandomGenerator random);

  @Override
  protected final NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    return new NDList(logProbability(store, inputs.get(0), inputs.get(1), training));
  }

  @Override
  public final Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {inputShapes[1].slice(0, 2)};
  }

  /** log(1 + exp x). In training it is oneDNN's, which is several times faster. */
  static NDArray softplus(NDArray x, boolean training) {
    return training ? Operations.activation(x, "softrelu") : Operations.softplus(x);
  }

  /**
   * The sums over the values of examples, from shape (draws, batch, D) to (draws, batch): as a
   * product with ones, which is several times faster here than a sum.
   *
   * @param x the examples, shape (1, batch, D)
   */
  static NDArray total(NDArray terms, NDArray x) {
    Shape shape = terms.getShape();
    NDArray ones = Operations.slice(x, 1, 0, 1).mul(0).add(1).reshape(shape.get(2), 1);
    NDArray rows = terms.reshape(shape.get(0) * shape.get(1), shape.get(2));
    return Operations.matMul(rows, ones).reshape(shape.get(0), shape.get(1));
  }
}
