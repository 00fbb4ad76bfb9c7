package org.dgm4j.evaluation;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import org.dgm4j.base.NumberText;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.data.Samples;

/**
 * How complex examples are: the length in nats to which a lossless compressor shortens them, the
 * one of PNG (ISO/IEC 15948): the differences of neighbouring pixels that one of its filters takes,
 * then Deflate. Of no filter, the four filters and the choice of a filter for each row by the least
 * sum of absolute differences, the shortest result counts; headers, which are alike for all, do
 * not.
 *
 * <p>Black and white takes 1 bit a pixel before compression; grey levels from 0 to 1 and whole
 * numbers to 255 take 8. A vector is an image of one row.
 */
record Complexity(int channels, int height, int width, boolean binary, float scale) {

  private static final double NATS_PER_BYTE = 8 * Math.log(2); // 8 bits of log 2 nats
  private static final int FILTERS = 5; // those of PNG: none and four

  /**
   * The measure that suits all these examples.
   *
   * @throws IllegalArgumentException if they differ in shape, or have values that are neither in
   *     [0, 1] nor whole numbers from 0 to 255
   */
  static Complexity suiting(Samples... groups) {
    boolean binary = true;
    boolean whole = true;
    float greatest = 0;
    for (Samples group : groups) {
      if (!Arrays.equals(group.shape(), groups[0].shape())) {
        throw new IllegalArgumentException(
            NumberText.format(
                "Complexities can be compared for examples of one shape, but these are %s and %s",
                groups[0], group));
      }
      for (int i = 0; i < group.count(); i++) {
        for (float value : group.row(i)) {
          binary &= value == 0 || value == 1;
          whole &= value == Math.rint(value);
          greatest = Math.max(greatest, value);
          if (value < 0 || greatest > (whole ? 255 : 1)) {
            throw new IllegalArgumentException(
                NumberText.format(
                    "The complexity of an example is known for values from 0 to 1 and whole numbers"
                        + " to 255, but example %d has the value %s",
                    i, value));
          }
        }
      }
    }
    int[] shape = groups[0].shape();
    float scale = whole ? 1 : 255;
    return groups[0].isImages()
        ? new Complexity(shape[0], shape[1], shape[2], binary, scale)
        : new Complexity(1, 1, shape[0], binary, scale);
  }

  /** The compressed length of each example in nats, shape (count). */
  double[] nats(Samples examples) {
    double[] nats = new double[examples.count()];
    ProgressTask.inParallel(
        "example", examples.count(), i -> nats[i] = NATS_PER_BYTE * bytes(examples.row(i)));
    return nats;
  }

  private int bytes(float[] values) {
    byte[][] rows = IntStream.range(0, height).mapToObj(y -> row(values, y)).toArray(byte[][]::new);
    int shortest = Integer.MAX_VALUE;
    for (int filter = 0; filter <= FILTERS; filter++) {
      shortest = Math.min(shortest, deflated(filtered(rows, filter)));
    }
    return shortest;
  }

  /** A row of pixels as bytes, the channels of a pixel side by side. */
  byte[] row(float[] values, int y) {
    int length = width * channels;
    byte[] row = new byte[binary ? (length + 7) / 8 : length];
    for (int i = 0; i < length; i++) {
      float value = values[(i % channels * height + y) * width + i / channels];
      if (binary) {
        row[i / 8] |= (byte) ((int) value << 7 - i % 8);
      } else {
        row[i] = (byte) Math.round(value * scale);
      }
    }
    return row;
  }

  /** All rows with their filters; the filter after the last chooses one for each row. */
  byte[] filtered(byte[][] rows, int filter) {
    int length = rows[0].length;
    byte[] all = new byte[rows.length * (length + 1)];
    byte[] above = new byte[length];
    for (int y = 0; y < rows.length; y++) {
      int best = filter;
      byte[] chosen = filter < FILTERS ? filtered(rows[y], above, filter) : null;
      for (int f = 0; chosen == null || filter == FILTERS && f < FILTERS; f++) {
        byte[] candidate = filtered(rows[y], above, f);
        if (chosen == null || size(candidate) < size(chosen)) {
          chosen = candidate;
          best = f;
        }
      }
      all[y * (length + 1)] = (byte) best;
      System.arraycopy(chosen, 0, all, y * (length + 1) + 1, length);
      above = rows[y];
    }
    return all;
  }

  private static int size(byte[] differences) {
    int sum = 0;
    for (byte difference : differences) {
      sum += Math.abs(difference);
    }
    return sum;
  }

  /** PNG's filters: none, left, above, their mean, Paeth's predictor. */
  private byte[] filtered(byte[] row, byte[] above, int filter) {
    int step = binary ? 1 : channels;
    byte[] out = new byte[row.length];
    for (int i = 0; i < row.length; i++) {
      int left = i < step ? 0 : row[i - step] & 0xFF;
      int up = above[i] & 0xFF;
      int corner = i < step ? 0 : above[i - step] & 0xFF;
      int predicted =
          switch (filter) {
            case 1 -> left;
            case 2 -> up;
            case 3 -> (left + up) / 2;
            case 4 -> paeth(left, up, corner);
            default -> 0;
          };
      out[i] = (byte) (row[i] - predicted);
    }
    return out;
  }

  private static int paeth(int left, int up, int corner) {
    int estimate = left + up - corner;
    int toLeft = Math.abs(estimate - left);
    int toUp = Math.abs(estimate - up);
    int toCorner = Math.abs(estimate - corner);
    return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
  }

  private static int deflated(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      byte[] buffer = new byte[bytes.length + 64];
      int length = 0;
      while (!deflater.finished()) {
        length += deflater.deflate(buffer);
      }
      return length;
    } finally {
      deflater.end();
    }
  }
}
