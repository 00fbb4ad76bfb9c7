package org.dgm4j.model.pixelrnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.dgm4j.engine.Maps;
import org.dgm4j.engine.Operations;
import org.dgm4j.engine.Weights;

/**
 * A masked 1×1 convolution: a linear function of the features of each pixel, from maps of shape
 * (inputs, …) to maps of shape (outputs, …).
 *
 * <p>Both features are in as many groups as there are channels of colour, and a group of outputs
 * sees the groups of inputs up to its own (mask B of van den Oord et al. 2016), or before its own
 * (mask A). Each group has weights for what it sees and none for the rest.
 */
final class PixelLinear extends AbstractBlock {

  final int groups;
  private final int inputs;
  final int outputs;
  private final int blind;

  /** Those of each group that sees something, shape (outputs of the group, inputs seen). */
  final List<Parameter> weights = new ArrayList<>();

  /** Shape (outputs, 1); null if there is none. */
  final Parameter bias;

  /** Mask B, with a bias. */
  static PixelLinear upToOwn(int groups, int inputs, int outputs, SplittableRandom seeds) {
    return new PixelLinear(groups, inputs, outputs, 0, true, seeds);
  }

  /** Mask A, without a bias. */
  static PixelLinear beforeOwn(int groups, int inputs, int outputs, SplittableRandom seeds) {
    return new PixelLinear(groups, inputs, outputs, 1, false, seeds);
  }

  /** No mask and no bias. */
  static PixelLinear unmasked(int inputs, int outputs, SplittableRandom seeds) {
    return new PixelLinear(1, inputs, outputs, 0, false, seeds);
  }

  /**
   * @param blind how many groups of outputs, the first ones, see nothing
   */
  private PixelLinear(
      int groups, int inputs, int outputs, int blind, boolean biased, SplittableRandom seeds) {
    this.groups = groups;
    this.inputs = inputs;
    this.outputs = outputs;
    this.blind = blind;
    for (int g = blind; g < groups; g++) {
      Shape shape = new Shape(outputs / groups, seen(g));
      weights.add(addParameter(Weights.uniform("weight" + g, shape, seen(g), seeds)));
    }
    bias = biased ? addParameter(Weights.zero("bias", new Shape(outputs, 1))) : null;
  }

  /** How many inputs a group of outputs sees. */
  private int seen(int group) {
    return (group + 1 - blind) * inputs / groups;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList maps, boolean training, PairList<String, Object> options) {
    NDArray map = maps.singletonOrThrow();
    Shape pixels = map.getShape().slice(1);
    NDArray x = map.reshape(inputs, pixels.size());
    NDList parts = new NDList();
    for (int g = blind; g < groups; g++) {
      NDArray w = store.getValue(weights.get(g - blind), x.getDevice(), training);
      parts.add(Operations.matMul(w, seen(g) == inputs ? x : Operations.slice(x, 0, 0, seen(g))));
    }
    NDArray y = Maps.concat(parts, 0);
    if (blind > 0) {
      y = Maps.pad(y, 0, outputs / groups * blind, 0);
    }
    if (bias != null) {
      y = y.add(store.getValue(bias, x.getDevice(), training));
    }
    return new NDList(y.reshape(new Shape(outputs).addAll(pixels)));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {new Shape(outputs).addAll(inputShapes[0].slice(1))};
  }
}
