package org.dgm4j.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.util.PairList;

/** Operations of MXNet that DJL does not offer, or offers in a slower or less exact form. */
public final class Operations {

  private Operations() {}

  /**
   * The result of an operation of MXNet, in the memory of the first input.
   *
   * @param options the name and the value of each, one after the other
   */
  public static NDArray invoke(String operation, NDList inputs, Object... options) {
    PairList<String, Object> pairs = new PairList<>();
    for (int i = 0; i < options.length; i += 2) {
      pairs.add((String) options[i], options[i + 1]);
    }
    return inputs.head().getManager().invoke(operation, inputs, pairs).singletonOrThrow();
  }

  /** The part [from, to) of an axis. */
  public static NDArray slice(NDArray x, int axis, long from, long to) {
    return invoke("slice_axis", new NDList(x), "axis", axis, "begin", from, "end", to);
  }

  /** The same values, through which no gradient goes. */
  public static NDArray constant(NDArray x) {
    return invoke("BlockGrad", new NDList(x));
  }

  /** A product of matrices, or of stacks of them, in the memory of the second. */
  public static NDArray matMul(NDArray weights, NDArray x) {
    String operation = x.getShape().dimension() == 2 ? "dot" : "batch_dot";
    return x.getManager()
        .invoke(operation, new NDList(weights, x), new PairList<>())
        .singletonOrThrow();
  }

  /** A function of each value that oneDNN computes: {@code tanh}, or {@code softrelu}. */
  public static NDArray activation(NDArray x, String name) {
    return invoke("Activation", new NDList(x), "act_type", name);
  }

  /** log(1 + exp x) = max(x, 0) − log σ(|x|), exact everywhere; oneDNN's is wrong by up to 2e-6. */
  public static NDArray softplus(NDArray x) {
    return x.getNDArrayInternal().relu().sub(x.abs().getNDArrayInternal().sigmoid().log());
  }
}
