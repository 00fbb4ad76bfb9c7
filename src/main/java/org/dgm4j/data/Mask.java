package org.dgm4j.data;

import java.util.Arrays;
import java.util.function.Function;
import org.dgm4j.base.Randomness;

/**
 * Which values of an example are given; a model fills in the others. A mask is a rule that is
 * applied to a shape, so {@code Mask.upperHalf()} fits images of any size: the upper half is given,
 * the lower half is to be completed. In images every channel of a pixel is treated alike.
 */
public final class Mask {

  private interface PixelRule {
    boolean known(int row, int column, int height, int width);
  }

  private final String name;
  private final Function<int[], boolean[]> rule;

  private Mask(String name, Function<int[], boolean[]> rule) {
    this.name = name;
    this.rule = rule;
  }

  /** The upper half of an image is given: rows 0 to before height / 2, rounded down. */
  public static Mask upperHalf() {
    return pixels("upper half", (row, column, height, width) -> row < height / 2);
  }

  /** The lower half of an image is given: the rows that {@link #upperHalf()} leaves. */
  public static Mask lowerHalf() {
    return pixels("lower half", (row, column, height, width) -> row >= height / 2);
  }

  /** The left half of an image is given: columns 0 to before width / 2, rounded down. */
  public static Mask leftHalf() {
    return pixels("left half", (row, column, height, width) -> column < width / 2);
  }

  /** The right half of an image is given: the columns that {@link #leftHalf()} leaves. */
  public static Mask rightHalf() {
    return pixels("right half", (row, column, height, width) -> column >= width / 2);
  }

  /** The pixels of a rectangle are given; {@code .inverted()} gives all but these. */
  public static Mask rectangle(int top, int left, int height, int width) {
    if (top < 0 || left < 0 || height < 0 || width < 0) {
      throw new IllegalArgumentException(
          String.format(
              "A rectangle needs a corner and sizes of at least 0, not (%d, %d) and %d×%d",
              top, left, height, width));
    }
    return pixels(
        String.format("rectangle %d×%d at (%d, %d)", height, width, top, left),
        (row, column, imageHeight, imageWidth) ->
            row >= top && row < top + height && column >= left && column < left + width);
  }

  /**
   * Each value (each pixel of an image) is given with the probability {@code fraction}; the same
   * seed and shape give the same mask.
   */
  public static Mask random(double fraction, long seed) {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException(
          "The fraction of given values must be from 0 to 1, not " + fraction);
    }
    return new Mask(
        String.format("random %s", fraction),
        shape -> {
          int channels = shape.length == 3 ? shape[0] : 1;
          int places = Samples.product(shape) / channels;
          boolean[] known = new boolean[channels * places];
          for (int i = 0; i < known.length; i++) {
            known[i] = Randomness.uniform(seed, i % places) < fraction;
          }
          return known;
        });
  }

  /** Says for each value whether it is given, in the order (channel, row, column) for images. */
  public static Mask of(boolean... known) {
    boolean[] copy = known.clone();
    return new Mask(
        "of " + copy.length + " values",
        shape -> {
          int dimensions = Samples.product(shape);
          if (dimensions != copy.length) {
            throw new IllegalArgumentException(
                String.format(
                    "The mask has %d values, but an example has %d; give one for each value",
                    copy.length, dimensions));
          }
          return copy.clone();
        });
  }

  /** The mask that gives exactly what this one does not. */
  public Mask inverted() {
    return new Mask(
        "all but " + name,
        shape -> {
          boolean[] known = rule.apply(shape);
          for (int i = 0; i < known.length; i++) {
            known[i] = !known[i];
          }
          return known;
        });
  }

  /**
   * Which values are given in an example of this shape, (dimensions) or (channels, height, width).
   *
   * @throws IllegalArgumentException if the mask does not fit the shape
   */
  public boolean[] known(int... shape) {
    return rule.apply(shape);
  }

  @Override
  public String toString() {
    return name + " given";
  }

  private static Mask pixels(String name, PixelRule rule) {
    return new Mask(
        name,
        shape -> {
          if (shape.length != 3) {
            throw new IllegalArgumentException(
                String.format(
                    "The mask '%s' needs images (channels, height, width), but an example has "
                        + "shape %s; use Mask.of(boolean...) or Mask.random(fraction, seed)",
                    name, Arrays.toString(shape)));
          }
          boolean[] known = new boolean[shape[0] * shape[1] * shape[2]];
          for (int i = 0; i < known.length; i++) {
            int pixel = i % (shape[1] * shape[2]);
            known[i] = rule.known(pixel / shape[2], pixel % shape[2], shape[1], shape[2]);
          }
          return known;
        });
  }
}
