package org.dgm4j.model.pixelrnn;

import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * On which values of an image the log-probability of one of its pixels depends, given the values
 * before: the absolute derivatives, as measured, meant over examples.
 *
 * @param row the row of the pixel, from 0 on
 * @param column the column of the pixel, from 0 on
 * @param channel the channel whose log-probability it is; empty for the sum of all channels
 * @param shape channels, height and width of an image
 * @param examples over how many examples the derivatives are meant
 * @param values mean |∂ log p / ∂ x| in nats for each value x of an image, in the order (channel,
 *     row, column), where x runs from 0 to 1
 */
public record ReceptiveField(
    int row, int column, OptionalInt channel, int[] shape, int examples, double[] values) {

  /**
   * @throws IllegalArgumentException if there are others than channels · height · width values
   */
  public ReceptiveField {
    shape = shape.clone();
    values = values.clone();
    PixelOutputs.requireAll(shape, values);
  }

  @Override
  public int[] shape() {
    return shape.clone();
  }

  @Override
  public double[] values() {
    return values.clone();
  }

  /** The mean absolute derivative with respect to one value. */
  public double value(int channel, int row, int column) {
    return values[(channel * shape[1] + row) * shape[2] + column];
  }

  /** How many pixels come before this one. */
  public int before() {
    return row * shape[2] + column;
  }

  /** How many pixels come after this one. */
  public int after() {
    return shape[1] * shape[2] - 1 - before();
  }

  /** On how many of the pixels before it the log-probability depends. */
  public int seenBefore() {
    return (int) IntStream.range(0, before()).filter(this::sees).count();
  }

  /** On how many of the pixels after it the log-probability depends: 0 if the model is causal. */
  public int seenAfter() {
    return (int) IntStream.range(before() + 1, shape[1] * shape[2]).filter(this::sees).count();
  }

  private boolean sees(int pixel) {
    return IntStream.range(0, shape[0]).anyMatch(c -> values[c * shape[1] * shape[2] + pixel] != 0);
  }

  /** What it depends on, counted. */
  @Override
  public String toString() {
    return "Receptive field of pixel (%d, %d)%s: its log-probability depends on %,d of the %,d pixels before it and on %,d of the %,d after it; mean over %,d example%s"
        .formatted(
            row,
            column,
            channel.isPresent() && shape[0] == 3
                ? ", " + PixelOutputs.channelName(3, channel.getAsInt())
                : "",
            seenBefore(),
            before(),
            seenAfter(),
            after(),
            examples,
            examples == 1 ? "" : "s");
  }
}
