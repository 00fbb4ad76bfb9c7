package org.dgm4j.model.pixelrnn;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dgm4j.probability.Categorical;

/**
 * The whole distribution of each channel of one pixel, given the pixels before it and the channels
 * before.
 *
 * @param row the row of the pixel, from 0 on
 * @param column the column of the pixel, from 0 on
 * @param channels a distribution over the levels for each channel: grey, or red, green given red,
 *     and blue given red and green
 * @param levels the levels that the channels have in the example
 * @param independent whether the channels depend on the pixels before only
 */
public record PixelConditionals(
    int row, int column, List<Categorical> channels, List<Integer> levels, boolean independent) {

  /**
   * @throws IllegalArgumentException if there is not one level for each channel
   */
  public PixelConditionals {
    channels = List.copyOf(channels);
    levels = List.copyOf(levels);
    if (channels.size() != levels.size()) {
      throw new IllegalArgumentException(
          "There must be one level for each of %d channels, not %d"
              .formatted(channels.size(), levels.size()));
    }
  }

  /** What a channel is called, with what it depends on. */
  public String name(int channel) {
    if (channels.size() == 1 || independent) {
      return "p(" + PixelOutputs.channelName(channels.size(), channel) + ")";
    }
    return List.of("p(red)", "p(green | red)", "p(blue | red, green)").get(channel);
  }

  /** log p(pixel | pixels before), in nats. */
  public double logProbability() {
    return IntStream.range(0, channels.size())
        .mapToDouble(c -> channels.get(c).logProbability(levels.get(c)))
        .sum();
  }

  /** For each channel the probability of its level, the most probable level and the entropy. */
  @Override
  public String toString() {
    String parts =
        IntStream.range(0, channels.size())
            .mapToObj(
                c ->
                    String.format(
                        Locale.ROOT,
                        "%s: level %d has %.4g, level %d the most, %.4g; entropy %.4g nats",
                        name(c),
                        levels.get(c),
                        channels.get(c).probability(levels.get(c)),
                        mode(c),
                        channels.get(c).probability(mode(c)),
                        channels.get(c).entropy()))
            .collect(Collectors.joining("\n"));
    return String.format(
        Locale.ROOT,
        "Pixel (%d, %d) given all before: log p = %.4f nats%n%s",
        row,
        column,
        logProbability(),
        parts);
  }

  private int mode(int channel) {
    Categorical distribution = channels.get(channel);
    return IntStream.range(0, distribution.size())
        .reduce((a, b) -> distribution.probability(b) > distribution.probability(a) ? b : a)
        .orElseThrow();
  }
}
