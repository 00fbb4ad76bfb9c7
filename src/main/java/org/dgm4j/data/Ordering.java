package org.dgm4j.data;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dgm4j.base.Randomness;

/**
 * The order in which an autoregressive model visits the values of an example. Like a {@link Mask},
 * an ordering is a rule that is applied to a shape, so {@code Ordering.spiral()} fits images of any
 * size. Images are visited pixel by pixel: all channels of a pixel come together, in the order red,
 * green, blue.
 */
public final class Ordering {

  private static final Pattern WITH_ARGUMENTS = Pattern.compile("(random|of)\\(([-\\d, ]+)\\)");

  private interface PixelRule {
    int[] sequence(int height, int width);
  }

  private final String text;
  private final UnaryOperator<int[]> rule;

  private Ordering(String text, UnaryOperator<int[]> rule) {
    this.text = text;
    this.rule = rule;
  }

  /** Row by row, from left to right and from top to bottom; vectors from first to last. */
  public static Ordering raster() {
    return new Ordering("raster", shape -> pixelByPixel(shape, identity(places(shape))));
  }

  /** Column by column, from top to bottom and from left to right; images only. */
  public static Ordering columns() {
    return image(
        "columns",
        (height, width) -> {
          int[] sequence = new int[height * width];
          for (int t = 0; t < sequence.length; t++) {
            sequence[t] = t % height * width + t / height;
          }
          return sequence;
        });
  }

  /** From the upper left corner along the edge, clockwise, inwards to the centre; images only. */
  public static Ordering spiral() {
    return image("spiral", Ordering::spiral);
  }

  /** In random order; the same seed and number of pixels (or of values) give the same order. */
  public static Ordering random(long seed) {
    return new Ordering(
        "random(" + seed + ")",
        shape -> pixelByPixel(shape, Randomness.shuffled(places(shape), seed)));
  }

  /**
   * An order of your own: which dimension is visited first, second, and so on. In images the
   * dimensions are numbered in the order (channel, row, column).
   *
   * @throws IllegalArgumentException if not each of the dimensions 0 … n − 1 comes exactly once
   */
  public static Ordering of(int... dimensions) {
    int[] copy = dimensions.clone();
    int[] sorted = dimensions.clone();
    Arrays.sort(sorted);
    if (copy.length == 0 || !Arrays.equals(sorted, identity(copy.length))) {
      throw new IllegalArgumentException(
          String.format(
              "An ordering of %d values must name each dimension from 0 to %d exactly once: try"
                  + " Ordering.of(2, 0, 1)",
              copy.length, copy.length - 1));
    }
    String list = Arrays.stream(copy).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    return new Ordering(
        "of(" + list + ")",
        shape -> {
          int size = places(shape) * channels(shape);
          if (size != copy.length) {
            throw new IllegalArgumentException(
                String.format(
                    "The ordering names %d dimensions, but an example has %d values: name each"
                        + " value once, or use Ordering.raster()",
                    copy.length, size));
          }
          return copy.clone();
        });
  }

  /**
   * The ordering that {@link #toString} wrote.
   *
   * @param text {@code raster}, {@code columns}, {@code spiral}, {@code random(42)} or {@code of(2,
   *     0, 1)}
   * @throws IllegalArgumentException if it is none of these
   */
  public static Ordering parse(String text) {
    switch (text.strip()) {
      case "raster":
        return raster();
      case "columns":
        return columns();
      case "spiral":
        return spiral();
      default:
        Matcher matcher = WITH_ARGUMENTS.matcher(text.strip());
        if (!matcher.matches()) {
          throw unknown(text, null);
        }
        String[] numbers = matcher.group(2).split(",");
        try {
          return matcher.group(1).equals("of")
              ? of(Arrays.stream(numbers).map(String::strip).mapToInt(Integer::parseInt).toArray())
              : random(Long.parseLong(matcher.group(2).strip()));
        } catch (NumberFormatException e) {
          throw unknown(text, e);
        }
    }
  }

  private static IllegalArgumentException unknown(String text, Exception cause) {
    return new IllegalArgumentException(
        "There is no ordering '"
            + text
            + "': use raster, columns, spiral, random(42) with a seed, or of(2, 0, 1) with every"
            + " dimension once",
        cause);
  }

  /**
   * The dimension that is visited at each step.
   *
   * @param exampleShape (dimensions) or (channels, height, width)
   * @return step t visits dimension {@code sequence[t]} of the example in the order of its values
   * @throws IllegalArgumentException if the ordering does not fit the shape
   */
  public int[] sequence(int... exampleShape) {
    return rule.apply(exampleShape);
  }

  /** Whether the other is an ordering by the same rule. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Ordering ordering && text.equals(ordering.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The name of the rule with its arguments, as {@link #parse} takes it. */
  @Override
  public String toString() {
    return text;
  }

  private static Ordering image(String name, PixelRule rule) {
    return new Ordering(
        name,
        shape -> {
          if (shape.length != 3) {
            throw new IllegalArgumentException(
                String.format(
                    "The ordering '%s' is for images (channels, height, width), but an example has"
                        + " shape %s: use Ordering.raster(), Ordering.random(42) or"
                        + " Ordering.of(…), or build the model with .image(28, 28)",
                    name, Arrays.toString(shape)));
          }
          return pixelByPixel(shape, rule.sequence(shape[1], shape[2]));
        });
  }

  private static int[] spiral(int height, int width) {
    int[] sequence = new int[height * width];
    boolean[] visited = new boolean[sequence.length];
    int row = 0;
    int column = 0;
    int down = 0;
    int right = 1;
    for (int t = 0; t < sequence.length; t++) {
      sequence[t] = row * width + column;
      visited[sequence[t]] = true;
      int nextRow = row + down;
      int nextColumn = column + right;
      boolean inside = nextRow >= 0 && nextRow < height && nextColumn >= 0 && nextColumn < width;
      if (!inside || visited[nextRow * width + nextColumn]) {
        int turned = right;
        right = -down;
        down = turned;
      }
      row += down;
      column += right;
    }
    return sequence;
  }

  private static int[] pixelByPixel(int[] shape, int[] pixels) {
    int channels = channels(shape);
    int[] sequence = new int[channels * pixels.length];
    for (int t = 0; t < sequence.length; t++) {
      sequence[t] = t % channels * pixels.length + pixels[t / channels];
    }
    return sequence;
  }

  private static int channels(int[] shape) {
    return shape.length == 3 ? shape[0] : 1;
  }

  private static int places(int[] shape) {
    return Samples.product(shape) / channels(shape);
  }

  private static int[] identity(int size) {
    return IntStream.range(0, size).toArray();
  }
}
