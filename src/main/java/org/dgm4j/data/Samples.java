package org.dgm4j.data;

import java.util.Arrays;

/**
 * Immutable data on the heap: {@code count} examples of equal shape, as floats in row-major order.
 *
 * <p>The shape of one example is (dimensions) for vectors or (channels, height, width) for images.
 */
public final class Samples {

  private final float[] values;
  private final int count;
  private final int[] shape;

  private Samples(float[] values, int count, int... shape) {
    int dimensions = 1;
    for (int size : shape) {
      if (size < 1) {
        throw new IllegalArgumentException(
            "An example needs at least one value, but its shape is " + Arrays.toString(shape));
      }
      dimensions = Math.multiplyExact(dimensions, size);
    }
    if (count < 0 || (long) count * dimensions != values.length) {
      throw new IllegalArgumentException(
          String.format(
              "%d examples of shape %s need %d values, but there are %d",
              count, Arrays.toString(shape), (long) count * dimensions, values.length));
    }
    this.values = values;
    this.count = count;
    this.shape = shape;
  }

  /**
   * Images from your own values.
   *
   * @param values the values in the order image, channel, row, column
   * @throws IllegalArgumentException if the sizes do not multiply to the number of values
   */
  public static Samples images(float[] values, int count, int channels, int height, int width) {
    return new Samples(values.clone(), count, channels, height, width);
  }

  /**
   * Vectors from your own values.
   *
   * @param values the values in the order example, dimension
   * @throws IllegalArgumentException if the sizes do not multiply to the number of values
   */
  public static Samples vectors(float[] values, int count, int dimensions) {
    return new Samples(values.clone(), count, dimensions);
  }

  /** The number of examples. */
  public int count() {
    return count;
  }

  /** The number of values of one example. */
  public int dimensions() {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  /** The shape of one example: (dimensions) or (channels, height, width). */
  public int[] shape() {
    return shape.clone();
  }

  /** Whether the examples are images. */
  public boolean isImages() {
    return shape.length == 3;
  }

  /** A copy of all values, shape (count, dimensions). */
  public float[] values() {
    return values.clone();
  }

  /** One value of one example. */
  public float value(int example, int dimension) {
    return values[example * dimensions() + dimension];
  }

  /** A copy of the values of one example. */
  public float[] row(int example) {
    return Arrays.copyOfRange(values, example * dimensions(), (example + 1) * dimensions());
  }
}
