package org.dgm4j.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.SplittableRandom;
import org.dgm4j.base.Randomness;

/**
 * A layer of units that see all inputs: shape (rows, inputs) to (rows, outputs).
 *
 * <p>With classes, each has biases of its own. Its layer takes the class of each row as a second
 * input, a 1 at the label and 0 elsewhere, shape (rows, classes): W x + b is then that of x joined
 * with these. As one class at a time is on, the biases of hidden units begin as the weights of a
 * single input: with smaller ones, such as those of one input among many, or none, a VAE learns to
 * write a digit into its code before it learns to take it from the label. Those of other units
 * begin at 0.
 */
public final class Dense extends AbstractBlock {

  /** The slope of a leaky unit below 0: that of DCGAN (Radford, Metz and Chintala 2016). */
  private static final double LEAK = 0.2;

  private final int outputs;
  private final int classes;
  private final Kind kind;
  private final Parameter weight;
  private final Parameter bias;

  /** Units max(0, W x + b). */
  public static Dense rectified(int inputs, int outputs, int classes, SplittableRandom seeds) {
    return new Dense(inputs, outputs, classes, Kind.RECTIFIED, seeds);
  }

  /** Units tanh(W x + b). */
  public static Dense saturating(int inputs, int outputs, int classes, SplittableRandom seeds) {
    return new Dense(inputs, outputs, classes, Kind.SATURATING, seeds);
  }

  /** Units max(0, W x + b) + 0.2 min(0, W x + b) (Maas, Hannun and Ng 2013). */
  public static Dense leaky(int inputs, int outputs, int classes, SplittableRandom seeds) {
    return new Dense(inputs, outputs, classes, Kind.LEAKY, seeds);
  }

  /** Units W x + b. */
  public static Dense linear(int inputs, int outputs, int classes, SplittableRandom seeds) {
    return new Dense(inputs, outputs, classes, Kind.LINEAR, seeds);
  }

  private enum Kind {
    LINEAR,
    RECTIFIED,
    SATURATING,
    LEAKY;

    /**
     * The largest of the first weights of units with so many inputs: √(6/inputs) of rectified units
     * (He et al. 2015), √(3/inputs) of units that saturate (LeCun et al. 1998).
     */
    double bound(int inputs) {
      return switch (this) {
        case LINEAR -> 1 / Math.sqrt(inputs);
        case SATURATING -> Math.sqrt(3.0 / inputs);
        case RECTIFIED, LEAKY -> Math.sqrt(6.0 / inputs);
      };
    }
  }

  private Dense(int inputs, int outputs, int classes, Kind kind, SplittableRandom seeds) {
    this.outputs = outputs;
    this.classes = classes;
    this.kind = kind;
    long seed = seeds.nextLong();
    weight =
        addParameter(
            Weights.uniform("weight", new Shape(outputs, inputs), kind.bound(inputs), seed));
    bias = addParameter(bias(Randomness.derive(seed, 0)));
  }

  private Parameter bias(long seed) {
    if (classes == 0) {
      return Weights.zero("bias", new Shape(outputs));
    }
    Shape shape = new Shape(classes, outputs);
    return kind == Kind.LINEAR
        ? Weights.zero("bias", shape)
        : Weights.ofClasses("bias", shape, kind.bound(1), seed);
  }

  /** The parameter b, shape (outputs), or with classes (classes, outputs). */
  public Parameter bias() {
    return bias;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    NDArray x = inputs.head();
    NDArray w = store.getValue(weight, x.getDevice(), training);
    NDArray b = store.getValue(bias, x.getDevice(), training);
    NDArray y =
        classes == 0
            ? Linear.linear(x, w, b).singletonOrThrow()
            : Linear.linear(x, w).singletonOrThrow().add(Operations.matMul(inputs.get(1), b));
    return new NDList(
        switch (kind) {
          case LINEAR -> y;
          case RECTIFIED -> y.getNDArrayInternal().relu();
          case SATURATING -> Operations.activation(y, "tanh");
          case LEAKY -> y.mul(LEAK).add(y.getNDArrayInternal().relu().mul(1 - LEAK));
        });
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {new Shape(inputShapes[0].get(0), outputs)};
  }
}
