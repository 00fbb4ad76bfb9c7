package org.dgm4j.display;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether two pictures show the same, whatever the font. Where no text may be, the mean of each
 * small block must be the same up to the smoothing of edges. Where text may be, both must have text
 * or none.
 */
final class ImageComparison {

  private static final int BLOCK = 4;

  /** Of 255. */
  private static final double SAME = 10;

  /** The contrast of text, of 255. */
  private static final double TEXT = 8;

  private static final double MOST_INK = 3;
  private static final int AROUND = 2;

  private final BufferedImage first;
  private final BufferedImage second;

  private ImageComparison(BufferedImage first, BufferedImage second) {
    this.first = first;
    this.second = second;
  }

  /**
   * What is different, in words.
   *
   * @param labels the places of text in the left half, in twice the size of the pictures
   */
  static Optional<String> difference(
      BufferedImage first, BufferedImage second, List<Rectangle2D> labels) {
    if (first.getWidth() != second.getWidth() || first.getHeight() != second.getHeight()) {
      return Optional.of("the size");
    }
    return new ImageComparison(first, second).difference(labels);
  }

  private Optional<String> difference(List<Rectangle2D> labels) {
    boolean[][] text = new boolean[first.getHeight()][first.getWidth()];
    for (int half = 0; half < 2; half++) {
      for (Rectangle2D label : labels) {
        int shift = half * first.getWidth() / 2;
        int left = Math.max(shift, shift + (int) Math.floor(label.getMinX() / 2) - AROUND);
        int right =
            Math.min(
                shift + first.getWidth() / 2,
                shift + (int) Math.ceil(label.getMaxX() / 2) + AROUND);
        int top = Math.max(0, (int) Math.floor(label.getMinY() / 2) - AROUND);
        int bottom = Math.min(first.getHeight(), (int) Math.ceil(label.getMaxY() / 2) + AROUND);
        for (int y = top; y < bottom; y++) {
          Arrays.fill(text[y], left, right, true);
        }
        double inkOfFirst = contrast(first, left, top, right, bottom);
        double inkOfSecond = contrast(second, left, top, right, bottom);
        double less = Math.min(inkOfFirst, inkOfSecond);
        double more = Math.max(inkOfFirst, inkOfSecond);
        if (more > TEXT && more > MOST_INK * less) {
          return Optional.of(
              "the text at %d, %d, of contrast %.0f and %.0f"
                  .formatted(2 * left, 2 * top, inkOfFirst, inkOfSecond));
        }
      }
    }
    return blocks(text);
  }

  private Optional<String> blocks(boolean[][] text) {
    for (int top = 0; top + BLOCK <= first.getHeight(); top += BLOCK) {
      for (int left = 0; left + BLOCK <= first.getWidth(); left += BLOCK) {
        double[] means = new double[6];
        int count = 0;
        for (int y = top; y < top + BLOCK; y++) {
          for (int x = left; x < left + BLOCK; x++) {
            if (!text[y][x]) {
              count++;
              for (int k = 0; k < 3; k++) {
                means[k] += first.getRGB(x, y) >> 8 * k & 0xFF;
                means[3 + k] += second.getRGB(x, y) >> 8 * k & 0xFF;
              }
            }
          }
        }
        double difference = 0;
        for (int k = 0; k < 3; k++) {
          difference += Math.abs(means[k] - means[3 + k]) / 3 / Math.max(1, count);
        }
        if (count >= BLOCK && difference > SAME) {
          return Optional.of(
              String.format(
                  Locale.ROOT, "the block at %d, %d, by %.0f", 2 * left, 2 * top, difference));
        }
      }
    }
    return Optional.empty();
  }

  /** The standard deviation of the lightness in a box. */
  private static double contrast(BufferedImage image, int left, int top, int right, int bottom) {
    double sum = 0;
    double squares = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        int rgb = image.getRGB(x, y);
        double light = ((rgb & 0xFF) + (rgb >> 8 & 0xFF) + (rgb >> 16 & 0xFF)) / 3.0;
        sum += light;
        squares += light * light;
      }
    }
    double count = Math.max(1, (right - left) * (bottom - top));
    return Math.sqrt(Math.max(0, squares / count - sum / count * (sum / count)));
  }
}
