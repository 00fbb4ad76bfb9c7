package org.dgm4j.model.variational;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.dgm4j.engine.CompositeBlock;
import org.dgm4j.engine.Dense;

/**
 * q(z | x): examples of shape (batch, D) to the means and the logarithms of the variances of
 * independent normal distributions, shape (batch, latent) both.
 *
 * <p>With classes it is q(z | x, y): the second input is a 1 at the label of each example, shape
 * (batch, classes), which is joined to the input of the first dense layer, after any convolutions,
 * or without hidden layers to that of the outputs.
 */
final class Encoder extends CompositeBlock {

  private final VaeSettings settings;
  private final List<Resampling> halvings = new ArrayList<>();
  private final List<Block> layers = new ArrayList<>();
  private final Dense mean;
  private final Dense logVariance;

  Encoder(VaeSettings settings, int classes, SplittableRandom seeds) {
    this.settings = settings;
    int inputs = settings.dimensions();
    int joined = classes;
    if (settings.isConvolutional()) {
      int[] shape = settings.shape().clone();
      for (int channels : settings.convolutional()) {
        Resampling halving = Resampling.halving(shape[0], channels, shape[1], shape[2], seeds);
        halvings.add(addChildBlock("halving" + halvings.size(), halving));
        shape = new int[] {channels, Resampling.half(shape[1]), Resampling.half(shape[2])};
      }
      inputs = shape[0] * shape[1] * shape[2];
    }
    for (int units : settings.hidden()) {
      layers.add(
          addChildBlock(
              "layer" + layers.size(), settings.hiddenLayer(inputs, units, joined, seeds)));
      inputs = units;
      joined = 0;
    }
    mean = addChildBlock("mean", Dense.linear(inputs, settings.latent(), joined, seeds));
    logVariance =
        addChildBlock("logVariance", Dense.linear(inputs, settings.latent(), joined, seeds));
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    NDArray x = inputs.head();
    NDArray seen =
        settings.isConvolutional() ? Resampling.forward(halvings, store, x, training) : x;
    NDList features =
        through(layers, store, new NDList(seen).addAll(inputs.subNDList(1)), training);
    return new NDList(
        mean.forward(store, features, training).head(),
        logVariance.forward(store, features, training).head());
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    Shape shape = new Shape(inputShapes[0].get(0), settings.latent());
    return new Shape[] {shape, shape};
  }
}
