package org.dgm4j.model.variational;

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

/**
 * The mirror image of the {@link Encoder}: codes of shape (rows, latent) to one output for each
 * value of an example, shape (rows, D).
 *
 * <p>With classes it is p(x | y, z): the second input is a 1 at the label of each code, shape
 * (rows, classes), which is joined to the code.
 */
final class Decoder extends CompositeBlock {

  private final VaeSettings settings;
  private final List<Block> layers = new ArrayList<>();
  private final List<Resampling> doublings = new ArrayList<>();
  private final Parameter outputBias;

  Decoder(VaeSettings settings, int classes, SplittableRandom seeds) {
    this.settings = settings;
    int inputs = settings.latent();
    int joined = classes;
    int[] hidden = settings.hidden();
    for (int i = hidden.length - 1; i >= 0; i--) {
      layers.add(
          addChildBlock(
              "layer" + layers.size(), settings.hiddenLayer(inputs, hidden[i], joined, seeds)));
      inputs = hidden[i];
      joined = 0;
    }
    if (!settings.isConvolutional()) {
      Dense output = Dense.linear(inputs, settings.dimensions(), joined, seeds);
      layers.add(addChildBlock("output", output));
      outputBias = output.bias();
      return;
    }
    List<int[]> sizes = new ArrayList<>(List.of(settings.shape()));
    for (int channels : settings.convolutional()) {
      int[] last = sizes.get(sizes.size() - 1);
      sizes.add(new int[] {channels, Resampling.half(last[1]), Resampling.half(last[2])});
    }
    int[] smallest = sizes.get(sizes.size() - 1);
    int pixels = smallest[0] * smallest[1] * smallest[2];
    layers.add(addChildBlock("smallest", Dense.rectified(inputs, pixels, joined, seeds)));
    Resampling last = null;
    for (int i = sizes.size() - 2; i >= 0; i--) {
      int[] size = sizes.get(i);
      last = Resampling.doublingTo(sizes.get(i + 1)[0], size[0], size[1], size[2], i > 0, seeds);
      doublings.add(addChildBlock("doubling" + doublings.size(), last));
    }
    outputBias = last.bias();
  }

  /**
   * What is added to each output, shape (D), or to those of each channel, shape (channels); in a
   * linear decoder with classes shape (classes, D).
   */
  Parameter outputBias() {
    return outputBias;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    NDList features = through(layers, store, inputs, training);
    if (settings.isConvolutional()) {
      features = new NDList(Resampling.forward(doublings, store, features.head(), training));
    }
    return features;
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {new Shape(inputShapes[0].get(0), settings.dimensions())};
  }
}
