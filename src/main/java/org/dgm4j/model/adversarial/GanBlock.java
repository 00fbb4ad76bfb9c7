package org.dgm4j.model.adversarial;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.dgm4j.engine.CompositeBlock;
import org.dgm4j.engine.Dense;
import org.dgm4j.engine.Operations;
import org.dgm4j.engine.Weights;

/**
 * The game of a GAN. Inputs are examples x, shape (batch, D), and standard normal codes z, shape
 * (batch, latent). The output has shape (3, batch), in nats: the sum of the others; what the
 * discriminator D maximises, log D(x) + log(1 − D(G(z))); and what the generator G maximises, log
 * D(G(z)) (non-saturating, Goodfellow et al. 2014). The gradient of the first row is that of each
 * player's own objective: no gradient goes from one into the parameters of the other.
 *
 * <p>With classes, a 1 at the label of each example, shape (batch, classes), comes between x and z.
 * It is joined to the input of both networks, D(x, y) and G(z, y), where what is generated for an
 * example has its label (Mirza and Osindero, Conditional Generative Adversarial Nets, 2014).
 */
final class GanBlock extends CompositeBlock {

  /** The objective and its two parts. */
  private static final int ROWS = 3;

  private final boolean bounded;
  private final List<Block> generator = new ArrayList<>();
  private final List<Block> discriminator = new ArrayList<>();
  private final Parameter mean;
  private final Parameter scale;

  /**
   * @param bounded whether the values are in [0, 1]
   */
  GanBlock(int dimensions, int latent, int[] hidden, boolean bounded, int classes, long seed) {
    this.bounded = bounded;
    SplittableRandom seeds = new SplittableRandom(seed);
    int inputs = latent;
    int joined = classes;
    for (int units : hidden) {
      generator.add(
          addChildBlock(
              "generator" + generator.size(), Dense.rectified(inputs, units, joined, seeds)));
      inputs = units;
      joined = 0;
    }
    generator.add(addChildBlock("generated", Dense.linear(inputs, dimensions, joined, seeds)));
    inputs = dimensions;
    joined = classes;
    for (int i = hidden.length - 1; i >= 0; i--) {
      discriminator.add(
          addChildBlock(
              "discriminator" + discriminator.size(),
              Dense.leaky(inputs, hidden[i], joined, seeds)));
      inputs = hidden[i];
      joined = 0;
    }
    discriminator.add(addChildBlock("discriminated", Dense.linear(inputs, 1, joined, seeds)));
    mean = addParameter(Weights.constant("mean", new Shape(1, dimensions), 0));
    scale = addParameter(Weights.constant("scale", new Shape(1, 1), 1));
  }

  /** The mean of each value of the training data, shape (1, D). */
  Parameter mean() {
    return mean;
  }

  /** The standard deviation of the values about their means, shape (1, 1). */
  Parameter scale() {
    return scale;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    NDArray x = inputs.get(0);
    long batch = x.getShape().get(0);
    NDArray real =
        x.sub(store.getValue(mean, x.getDevice(), training))
            .div(store.getValue(scale, x.getDevice(), training));
    NDList labels = new NDList(inputs.subList(1, inputs.size() - 1));
    NDArray z = inputs.get(inputs.size() - 1);
    NDArray generated = generated(store, new NDList(z).addAll(labels), training);
    NDArray ofReal =
        through(discriminator, store, new NDList(real).addAll(labels), training).head();
    NDList constant = new NDList(Operations.constant(generated)).addAll(labels);
    NDArray ofGenerated = through(discriminator, store, constant, training).head();
    NDArray forGenerator =
        through(discriminator, new Frozen(store), new NDList(generated).addAll(labels), training)
            .head();
    NDArray judge = Operations.softplus(ofReal.neg()).add(Operations.softplus(ofGenerated)).neg();
    NDArray forger = Operations.softplus(forGenerator.neg()).neg();
    return new NDList(
        NDArrays.concat(new NDList(judge.add(forger), judge, forger), 0).reshape(ROWS, batch));
  }

  /**
   * What the generator makes of codes, and with classes their labels, in the discriminator's units;
   * shape (rows, D).
   */
  private NDArray generated(ParameterStore store, NDList codes, boolean training) {
    NDArray outputs = through(generator, store, codes, training).head();
    return bounded ? outputs.getNDArrayInternal().sigmoid() : outputs;
  }

  /** What the generator makes of codes in a model without classes, shape (rows, D). */
  NDArray examples(ParameterStore store, NDArray z) {
    return generated(store, new NDList(z), false)
        .mul(store.getValue(scale, z.getDevice(), false))
        .add(store.getValue(mean, z.getDevice(), false));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {new Shape(ROWS, inputShapes[0].get(0))};
  }

  /** Parameters that get no gradient. */
  private static final class Frozen extends ParameterStore {
    private final ParameterStore store;

    Frozen(ParameterStore store) {
      this.store = store;
    }

    @Override
    public NDArray getValue(Parameter parameter, Device device, boolean training) {
      return Operations.constant(store.getValue(parameter, device, training));
    }
  }
}
