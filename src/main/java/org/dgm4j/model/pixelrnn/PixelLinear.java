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
 *
 * <p>With classes each has biases of its own, and beside the maps stands a second input, of shape
 * (batch, classes), with 1 at the class of each example; the batch is the last axis of the maps.
 */
final class PixelLinear extends AbstractBlock {

  final int groups;
  private final int inputs;
  final int outputs;
  private final int blind;

  /** Those of each group that sees something, shape (outputs of the group, inputs seen). */
  final List<Parameter> weights = new ArrayList<>();

  /** Shape (outputs, 1), with classes (classes, outputs); null if there is none. */
  final Parameter bias;

  /** Mask B, with a bias. */
  static PixelLinear upToOwn(int groups, int inputs, int outputs, SplittableRandom seeds) {
    return upToOwn(groups, inputs, outputs, 0, seeds);
  }

  /**
   * Mask B, with a bias for each class.
   *
   * @param classes 0 for none: then there is one bias
   */
  static PixelLinear upToOwn(
      int groups, int inputs, int outputs, int classes, SplittableRandom seeds) {
    Shape bias = classes == 0 ? new Shape(outputs, 1) : new Shape(classes, outputs);
    return new PixelLinear(groups, inputs, outputs, 0, bias, seeds);
  }

  /** Mask A, without a bias. */
  static PixelLinear beforeOwn(int groups, int inputs, int outputs, SplittableRandom seeds) {
    return new PixelLinear(groups, inputs, outputs, 1, null, seeds);
  }

  /** No mask and no bias. */
  static PixelLinear unmasked(int inputs, int outputs, SplittableRandom seeds) {
    return new PixelLinear(1, inputs, outputs, 0, null, seeds);
  }

  /**
   * @param blind how many groups of outputs, the first ones, see nothing
   * @param ofBias the shape of the bias; null for none
   */
  private PixelLinear(
      int groups, int inputs, int outputs, int blind, Shape ofBias, SplittableRandom seeds) {
    this.groups = groups;
    this.inputs = inputs;
    this.outputs = outputs;
    this.blind = blind;
    for (int g = blind; g < groups; g++) {
      Shape shape = new Shape(outputs / groups, seen(g));
      weights.add(addParameter(Weights.uniform("weight" + g, shape, seen(g), seeds)));
    }
    bias = ofBias == null ? null : addParameter(Weights.zero("bias", ofBias));
  }

  /** How many inputs a group of outputs sees. */
  private int seen(int group) {
    return (group + 1 - blind) * inputs / groups;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList maps, boolean training, PairList<String, Object> options) {
    NDArray map = maps.head();
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
      NDArray b = store.getValue(bias, x.getDevice(), training);
      y = maps.size() == 1 ? y.add(b) : y.reshape(byExample(pixels)).add(of(b, maps.get(1)));
    }
    return new NDList(y.reshape(new Shape(outputs).addAll(pixels)));
  }

  private Shape byExample(Shape pixels) {
    long batch = pixels.get(pixels.dimension() - 1);
    return new Shape(outputs, pixels.size() / batch, batch);
  }

  /** The biases of the class of each example, shape (outputs, 1, batch). */
  private static NDArray of(NDArray biases, NDArray ofClasses) {
    return ofClasses.matMul(biases).transpose().expandDims(1);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {new Shape(outputs).addAll(inputShapes[0].slice(1))};
  }
}
