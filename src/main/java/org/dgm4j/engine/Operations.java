package org.dgm4j.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.util.PairList;

/** Operations of MXNet that DJL does not offer, or offers in a slower or less exact form. */
public final class Operations {

  private Operations() {}

  /** The part [from, to) of an axis. */
  public static NDArray slice(NDArray x, int axis, long from, long to) {
    PairList<String, Object> options = new PairList<>();
    options.add("axis", axis);
    options.add("begin", from);
    options.add("end", to);
    return x.getManager().invoke("slice_axis", new NDList(x), options).singletonOrThrow();
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
    PairList<String, Object> options = new PairList<>();
    options.add("act_type", name);
    return x.getManager().invoke("Activation", new NDList(x), options).singletonOrThrow();
  }

  /** log(1 + exp x) = max(x, 0) − log σ(|x|), exact everywhere; oneDNN's is wrong by up to 2e-6. */
  public static NDArray softplus(NDArray x) {
    return x.getNDArrayInternal().relu().sub(x.abs().getNDArrayInternal().sigmoid().log());
  }
}
