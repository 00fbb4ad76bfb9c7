package org.dgm4j.model.pixelrnn;

import java.util.Arrays;
import java.util.Locale;
import org.dgm4j.data.Samples;

/**
 * What each value of an image costs: −log₂ p(x_i | values before it) in bits, the mean over
 * examples.
 *
 * @param examples the examples
 * @param values bits of each value of an image, in the order (channel, row, column)
 */
public record PixelBits(Samples examples, double[] values) {

  private static final double LOG_2 = Math.log(2);

  /**
   * @throws IllegalArgumentException if there are others than channels · height · width values
   */
  public PixelBits {
    values = values.clone();
    PixelOutputs.requireAll(examples.shape(), values);
  }

  @Override
  public double[] values() {
    return values.clone();
  }

  /** The mean cost of one value in bits. */
  public double value(int channel, int row, int column) {
    int[] shape = examples.shape();
    return values[(channel * shape[1] + row) * shape[2] + column];
  }

  /** The mean cost of a whole image, in bits. */
  public double total() {
    return Arrays.stream(values).sum();
  }

  /** The mean cost of a value, in bits per dimension. */
  public double perDimension() {
    return total() / values.length;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %.2f bits an image (%.2f nats), %.4f bits per dimension",
        examples.count() == 1 ? "One image" : "Mean of " + examples.count() + " images",
        total(),
        total() * LOG_2,
        perDimension());
  }
}
