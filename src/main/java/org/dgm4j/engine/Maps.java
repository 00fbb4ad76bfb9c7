package org.dgm4j.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.PairList;

/**
 * Operations on maps of features, shape (features, height, width, batch): with the features first,
 * each group of them lies together in memory, and with the batch last, so do the examples of a
 * pixel.
 */
public final class Maps {

  private Maps() {}

  /** All parts of an axis, one by one, without it. */
  public static NDList unstack(NDArray x, int axis) {
    return split(x, axis, x.getShape().get(axis), true);
  }

  /** So many equal parts of an axis. */
  public static NDList split(NDArray x, int axis, long parts) {
    return split(x, axis, parts, false);
  }

  private static NDList split(NDArray x, int axis, long parts, boolean squeeze) {
    if (parts == 1) {
      return new NDList(squeeze ? x.squeeze(axis) : x);
    }
    PairList<String, Object> options = new PairList<>();
    options.add("num_outputs", parts);
    options.add("axis", axis);
    options.add("squeeze_axis", squeeze ? 1 : 0);
    return x.getManager().invoke("SliceChannel", new NDList(x), options);
  }

  /** Puts zeros before and after an axis. */
  public static NDArray pad(NDArray x, int axis, long before, long after) {
    Shape shape = x.getShape();
    long outer = shape.slice(0, axis).size();
    long inner = shape.slice(axis + 1).size();
    NDArray padded =
        Operations.invoke(
            "Pad",
            new NDList(x.reshape(1, outer, shape.get(axis), inner)),
            "mode",
            "constant",
            "constant_value",
            0,
            "pad_width",
            "(0,0,0,0," + before + "," + after + ",0,0)");
    long[] sizes = shape.getShape().clone();
    sizes[axis] += before + after;
    return padded.reshape(sizes);
  }

  /** Moves an axis by a number of places towards its end, or its beginning if negative. */
  public static NDArray shift(NDArray x, int axis, int places) {
    long size = x.getShape().get(axis);
    if (places == 0) {
      return x;
    } else if (Math.abs(places) >= size) {
      return x.mul(0);
    }
    return places > 0
        ? pad(Operations.slice(x, axis, 0, size - places), axis, places, 0)
        : pad(Operations.slice(x, axis, -places, size), axis, 0, -places);
  }

  /**
   * Moves each row one column further to the right than the row above, so that a column holds what
   * was a diagonal.
   *
   * @param x shape (…, height, width, batch)
   * @return shape (…, height, width + height − 1, batch)
   */
  public static NDArray skew(NDArray x) {
    int axes = x.getShape().dimension();
    long height = x.getShape().get(axes - 3);
    long width = x.getShape().get(axes - 2);
    NDArray padded = pad(x, axes - 2, 0, height);
    NDArray flat = padded.reshape(merged(padded.getShape(), axes - 3));
    NDArray cut = Operations.slice(flat, axes - 3, 0, height * (width + height - 1));
    return cut.reshape(parted(cut.getShape(), axes - 3, height));
  }

  /** The inverse of {@link #skew}. */
  public static NDArray unskew(NDArray x) {
    int axes = x.getShape().dimension();
    long height = x.getShape().get(axes - 3);
    long width = x.getShape().get(axes - 2) - height + 1;
    NDArray flat = x.reshape(merged(x.getShape(), axes - 3));
    NDArray padded = pad(flat, axes - 3, 0, height);
    NDArray rows = padded.reshape(parted(padded.getShape(), axes - 3, height));
    return Operations.slice(rows, axes - 2, 0, width);
  }

  private static Shape merged(Shape shape, int axis) {
    return shape
        .slice(0, axis)
        .add(shape.get(axis) * shape.get(axis + 1))
        .addAll(shape.slice(axis + 2));
  }

  private static Shape parted(Shape shape, int axis, long parts) {
    return shape
        .slice(0, axis)
        .add(parts)
        .add(shape.get(axis) / parts)
        .addAll(shape.slice(axis + 1));
  }

  public static NDArray concat(NDList parts, int axis) {
    return parts.size() == 1 ? parts.head() : NDArrays.concat(parts, axis);
  }
}
