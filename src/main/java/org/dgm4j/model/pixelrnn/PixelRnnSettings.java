package org.dgm4j.model.pixelrnn;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dgm4j.data.Samples;

/**
 * The sizes of a PixelRNN.
 *
 * @param diagonal Diagonal BiLSTM, or else Row LSTM
 * @param hidden the hidden units of each LSTM; with colours a multiple of the channels
 * @param independent whether the channels of a pixel see nothing of each other
 */
record PixelRnnSettings(
    int channels,
    int height,
    int width,
    int levels,
    boolean diagonal,
    int hidden,
    int layers,
    boolean independent) {

  private static final String IMAGE = "image";
  private static final String LEVELS = "levels";
  private static final String LSTM = "lstm";
  private static final String DIAGONAL = "diagonal";
  private static final String HIDDEN = "hidden";
  private static final String LAYERS = "layers";
  private static final String INDEPENDENT = "independentChannels";

  /** With channels that see those before them. */
  PixelRnnSettings(
      int channels, int height, int width, int levels, boolean diagonal, int hidden, int layers) {
    this(channels, height, width, levels, diagonal, hidden, layers, false);
  }

  /** Those of a saved model. */
  static PixelRnnSettings of(Map<String, String> settings) {
    int[] shape =
        Arrays.stream(settings.get(IMAGE).split("x")).mapToInt(Integer::parseInt).toArray();
    return new PixelRnnSettings(
        shape[0],
        shape[1],
        shape[2],
        Integer.parseInt(settings.get(LEVELS)),
        settings.get(LSTM).equals(DIAGONAL),
        Integer.parseInt(settings.get(HIDDEN)),
        Integer.parseInt(settings.get(LAYERS)),
        Boolean.parseBoolean(settings.get(INDEPENDENT)));
  }

  /** The settings from which {@link #of} builds it again. */
  SortedMap<String, String> toMap() {
    SortedMap<String, String> map =
        new TreeMap<>(
            Map.of(
                IMAGE, channels + "x" + height + "x" + width,
                LEVELS, Integer.toString(levels),
                LSTM, diagonal ? DIAGONAL : "row",
                HIDDEN, Integer.toString(hidden),
                LAYERS, Integer.toString(layers)));
    if (independent) {
      map.put(INDEPENDENT, "true");
    }
    return map;
  }

  /** Channels, height and width. */
  int[] shape() {
    return new int[] {channels, height, width};
  }

  /** The features of the maps between the layers. */
  int features() {
    return 2 * hidden;
  }

  /** The outputs of each channel of a pixel: one logit, or one for each level. */
  int outputs() {
    return levels == 2 ? 1 : levels;
  }

  /**
   * The columns of the maps. The LSTM from the right begins one column beyond the image: no pixel
   * of a row sees the row's last value, so that otherwise the row below would not see it either.
   */
  int mapWidth() {
    return diagonal ? width + 1 : width;
  }

  int dimensions() {
    return channels * height * width;
  }

  /**
   * Checks that examples are images of this size.
   *
   * @throws IllegalArgumentException if they are not, saying what to type
   */
  void requireShape(Samples examples) {
    int[] shape = examples.shape();
    if (!Arrays.equals(shape, shape())) {
      throw new IllegalArgumentException(
          "This pixelrnn is for images of %s (channels × height × width), but these examples are %s: %s"
              .formatted(
                  sizes(shape()),
                  examples.isImages() ? "images of " + sizes(shape) : "vectors of " + shape[0],
                  remedy(examples)));
    }
  }

  /**
   * Checks that the values of examples of this size are levels.
   *
   * @throws IllegalArgumentException if they are not, saying what to type
   */
  void requireValues(Samples examples) {
    OptionalInt outside = examples.firstOutside(levels);
    if (outside.isPresent()) {
      int i = outside.getAsInt();
      throw new IllegalArgumentException(
          "This pixelrnn is for the levels 0 to %d, but example %d has the value %s: %s"
              .formatted(
                  levels - 1,
                  i / dimensions(),
                  examples.value(i / dimensions(), i % dimensions()),
                  levels == 2
                      ? "binarize the images first, for example with .binarized(42)"
                      : "quantize the images first with .quantized(%d)".formatted(levels)));
    }
  }

  /**
   * Checks that there is such a pixel.
   *
   * @throws IllegalArgumentException if there is not
   */
  void requirePixel(int row, int column) {
    requireIndex("row", row, height);
    requireIndex("column", column, width);
  }

  /**
   * Checks that there is such a channel.
   *
   * @throws IllegalArgumentException if there is not
   */
  void requireChannel(int channel) {
    requireIndex("channel", channel, channels);
  }

  /**
   * Checks that there is such a level.
   *
   * @throws IllegalArgumentException if there is not
   */
  void requireLevel(int level) {
    requireIndex("level", level, levels);
  }

  private static void requireIndex(String what, int index, int count) {
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException(
          "This pixelrnn has no %s %d: %ss are 0 to %d".formatted(what, index, what, count - 1));
    }
  }

  private static String sizes(int[] shape) {
    return "%d×%d×%d".formatted(shape[0], shape[1], shape[2]);
  }

  private String remedy(Samples examples) {
    int[] shape = examples.shape();
    if (!examples.isImages()) {
      return "make images of them with Samples.images(values, count, %d, %d, %d)"
          .formatted(channels, height, width);
    } else if (shape[0] == channels) {
      return "resize the images with .resized(%d, %d), or build the model with .image(%d, %d)"
          .formatted(height, width, shape[1], shape[2]);
    } else if (shape[0] == 1 || shape[0] == 3) {
      return "build the model with .image(%d, %d).channels(%d)"
          .formatted(shape[1], shape[2], shape[0]);
    }
    return "a pixelrnn is for 1 or 3 channels";
  }
}
