package org.dgm4j.model.pixelrnn;

import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.dgm4j.data.Ordering;
import org.dgm4j.data.Samples;
import org.dgm4j.engine.CompiledBlock;
import org.dgm4j.engine.HeapOperator;
import org.dgm4j.engine.MxNet;
import org.dgm4j.model.AutoregressiveModel;
import org.dgm4j.model.ClassLabels;
import org.dgm4j.model.ModelBuilder;
import org.dgm4j.model.TrainingDefaults;
import org.dgm4j.probability.Categorical;
import org.dgm4j.probability.numeric.Softmax;

/**
 * Pixel recurrent neural networks (van den Oord, Kalchbrenner and Kavukcuoglu 2016) for images
 * whose values are whole numbers, the levels 0 … L − 1.
 *
 * <p>p(x) = Π p(x_i | x_&lt;i), pixel by pixel in raster order and within a pixel channel by
 * channel in the order red, green, blue. A 7×7 convolution that sees what comes before is followed
 * by layers of a Row LSTM, through which a pixel sees the triangle above it, or of a Diagonal
 * BiLSTM, through which it sees all pixels before, and by two 1×1 convolutions. The log-probability
 * is exact; sampling keeps the states of the rows above and computes each only once.
 *
 * <p>With classes, the gates of each LSTM have biases for each label, and all else is shared (the
 * map V h of the label h that van den Oord et al. 2016 add in "Conditional Image Generation with
 * PixelCNN Decoders"). What is told of single pixels is told by the model {@link #given} a label;
 * one with classes throws an {@link IllegalStateException}.
 */
public final class PixelRnn extends AutoregressiveModel {

  /** Their derivatives are found in one batch of {@link PixelOutputs}. */
  private static final int FIELD_SAMPLES = 32;

  /** Images are drawn row by row on all cores, and so many are enough for each to be busy. */
  private static final int SIDE_BY_SIDE = 256;

  private final PixelRnnSettings settings;
  private final PixelRnnBlock block;

  private PixelRnn(
      PixelRnnSettings settings, ClassLabels labels, PixelRnnBlock block, int... exampleShape) {
    super(
        "pixelrnn",
        new CompiledBlock(block, images -> !HeapOperator.supports(images)),
        labels,
        exampleShape);
    this.settings = settings;
    this.block = block;
    if (settings.independent()) {
      separateChannels();
    }
  }

  /** Only the centre of the first convolution tells a channel of others of the same pixel. */
  private void separateChannels() {
    for (Parameter weights : block.input.centre.weights) {
      MxNet.set(weights.getArray(), new float[Math.toIntExact(weights.getArray().size())]);
      weights.freeze(true);
    }
  }

  /** A builder; {@link Builder#image} and the kind of LSTM are required. */
  public static Builder builder() {
    return new Builder();
  }

  /** A PixelRNN with the settings of a saved one, whose examples have this shape. */
  public static PixelRnn of(Map<String, String> settings, int[] exampleShape) {
    PixelRnnSettings own = PixelRnnSettings.of(settings);
    ClassLabels labels = ClassLabels.of(settings);
    return new PixelRnn(own, labels, new PixelRnnBlock(own, labels.count(), 0), exampleShape);
  }

  @Override
  public PixelRnn given(int label) {
    return (PixelRnn) super.given(label);
  }

  @Override
  protected PixelRnn withoutClasses() {
    return of(familySettings(), exampleShape());
  }

  @Override
  public TrainingDefaults trainingDefaults() {
    return TrainingDefaults.adam(20, 0.01);
  }

  @Override
  protected SortedMap<String, String> familySettings() {
    return settings.toMap();
  }

  @Override
  protected void requireShape(Samples examples) {
    settings.requireShape(examples);
  }

  @Override
  protected void requireValues(Samples examples) {
    settings.requireValues(examples);
  }

  /** Pixel by pixel, with the channels of a pixel one after the other. */
  @Override
  protected int[] sequence() {
    return Ordering.raster().sequence(settings.shape());
  }

  @Override
  protected int together() {
    return SIDE_BY_SIDE;
  }

  /** Row by row, all images side by side. */
  @Override
  protected double[] draw(
      float[] x, boolean[] known, double temperature, long[] seeds, IntConsumer visited) {
    double[] logWeights = new double[seeds.length];
    PixelRnnKernel kernel = kernel();
    PixelWalk[] walks = new PixelWalk[seeds.length];
    Arrays.setAll(walks, n -> new PixelWalk(settings, kernel));
    SplittableRandom[] randoms = new SplittableRandom[seeds.length];
    Arrays.setAll(randoms, n -> new SplittableRandom(seeds[n]));
    for (int row = 0; row < settings.height(); row++) {
      int r = row;
      IntStream.range(0, seeds.length)
          .parallel()
          .forEach(
              n -> logWeights[n] += drawRow(walks[n], r, x, n, known, temperature, randoms[n]));
      visited.accept((row + 1) * settings.width() * settings.channels());
    }
    return logWeights;
  }

  /** Draws a row of image n; returns Σ log p of its known values. */
  private double drawRow(
      PixelWalk walk,
      int row,
      float[] x,
      int n,
      boolean[] known,
      double temperature,
      SplittableRandom random) {
    double logWeight = 0;
    for (int column = 0; column < settings.width(); column++) {
      for (int channel = 0; channel < settings.channels(); channel++) {
        float[] outputs = walk.outputs(row, column, channel);
        int d = (channel * settings.height() + row) * settings.width() + column;
        int i = n * known.length + d;
        if (known[d]) {
          logWeight += Math.log(probabilities(outputs, 1)[(int) x[i]]);
        } else {
          x[i] = Softmax.draw(probabilities(outputs, temperature), random.nextDouble());
        }
        walk.set(row, column, channel, x[i]);
      }
    }
    return logWeight;
  }

  /** The distribution over the levels that is proportional to p^(1/T). */
  static double[] probabilities(float[] outputs, double temperature) {
    return Softmax.of(outputs.length == 1 ? new float[] {0, outputs[0]} : outputs, temperature);
  }

  /**
   * The distribution of the value that is visited after some others, given them: {@code
   * diag.conditional()} of the first channel of the first pixel.
   *
   * @param before the values visited before it: pixel by pixel, the channels of a pixel one after
   *     the other
   * @throws IllegalArgumentException if there are too many, or one is no level
   */
  public Categorical conditional(double... before) {
    continuing(before);
    return distributions(before, before.length, 1).get(0);
  }

  /** The distributions of some values, from those before them in the order of the visits. */
  private List<Categorical> distributions(double[] values, int first, int count) {
    PixelWalk walk = new PixelWalk(settings, kernel());
    List<Categorical> distributions = new ArrayList<>();
    int channels = settings.channels();
    for (int t = 0; t < first + count; t++) {
      int row = t / channels / settings.width();
      int column = t / channels % settings.width();
      float[] outputs = walk.outputs(row, column, t % channels);
      if (t >= first) {
        distributions.add(Categorical.of(probabilities(outputs, 1)));
      }
      if (t < values.length) {
        walk.set(row, column, t % channels, (float) values[t]);
      }
    }
    return distributions;
  }

  /**
   * p(x_i = 1 | x_&lt;i) for every value of binary examples.
   *
   * @throws IllegalArgumentException if the model is not for binary images
   */
  public Samples conditionals(Samples examples) {
    if (settings.levels() != 2) {
      throw new IllegalArgumentException(
          "This pixelrnn has %d levels: say whose probability you want, as in .conditionals(x, 1)"
              .formatted(settings.levels()));
    }
    return conditionals(examples, 1);
  }

  /**
   * p(x_i = level | x_&lt;i) for every value of the examples.
   *
   * @throws IllegalArgumentException if there is no such level
   */
  public Samples conditionals(Samples examples, int level) {
    require(examples);
    settings.requireLevel(level);
    return outputs(outputs -> examples.withValues(outputs.conditionals(examples, level)));
  }

  /**
   * The whole distribution of each channel of one pixel of an image, given all that comes before
   * it.
   *
   * @param image one example
   * @throws IllegalArgumentException if there is no such pixel, or not one example
   */
  public PixelConditionals conditionals(Samples image, int row, int column) {
    require(image);
    settings.requirePixel(row, column);
    if (image.count() != 1) {
      throw new IllegalArgumentException(
          "The distributions of a pixel are those in one image, but there are %d: take one, as in .range(0, 1)"
              .formatted(image.count()));
    }
    double[] values = Arrays.stream(sequence()).mapToDouble(d -> image.value(0, d)).toArray();
    int channels = settings.channels();
    int first = (row * settings.width() + column) * channels;
    List<Integer> levels =
        Arrays.stream(values, first, first + channels).mapToObj(value -> (int) value).toList();
    return new PixelConditionals(
        row, column, distributions(values, first, channels), levels, settings.independent());
  }

  /**
   * What each pixel costs: −log₂ p(x_i | x_&lt;i) in bits for each value of an image, the mean over
   * the examples.
   *
   * @throws IllegalArgumentException if there are no examples
   */
  public PixelBits pixelBits(Samples examples) {
    requireSome(examples);
    return new PixelBits(examples, outputs(outputs -> outputs.bits(examples)));
  }

  /**
   * On which values the log-probability of a pixel depends, measured: the mean absolute derivative
   * over {@value #FIELD_SAMPLES} samples of the model.
   *
   * @throws IllegalArgumentException if there is no such pixel
   */
  public ReceptiveField receptiveField(int row, int column) {
    settings.requirePixel(row, column);
    return receptiveField(row, column, OptionalInt.empty(), fieldSamples());
  }

  /** {@link #receptiveField(int, int)} over examples. */
  public ReceptiveField receptiveField(int row, int column, Samples examples) {
    return receptiveField(row, column, OptionalInt.empty(), examples);
  }

  /** {@link #receptiveField(int, int)} of one channel of the pixel. */
  public ReceptiveField receptiveField(int row, int column, int channel) {
    settings.requirePixel(row, column);
    settings.requireChannel(channel);
    return receptiveField(row, column, OptionalInt.of(channel), fieldSamples());
  }

  /** {@link #receptiveField(int, int)} of one channel of the pixel, over examples. */
  public ReceptiveField receptiveField(int row, int column, int channel, Samples examples) {
    settings.requireChannel(channel);
    return receptiveField(row, column, OptionalInt.of(channel), examples);
  }

  private Samples fieldSamples() {
    requireOneClass();
    return sampling().silent().sample(FIELD_SAMPLES);
  }

  private ReceptiveField receptiveField(
      int row, int column, OptionalInt channel, Samples examples) {
    settings.requirePixel(row, column);
    requireSome(examples);
    return new ReceptiveField(
        row,
        column,
        channel,
        settings.shape(),
        examples.count(),
        outputs(outputs -> outputs.gradient(row, column, channel, examples)));
  }

  private <T> T outputs(Function<PixelOutputs, T> reader) {
    requireOneClass();
    return reader.apply(new PixelOutputs(settings, block, this::compute));
  }

  private void requireSome(Samples examples) {
    require(examples);
    if (examples.count() == 0) {
      throw new IllegalArgumentException("There are no examples: give at least one");
    }
  }

  private PixelRnnKernel kernel() {
    requireOneClass();
    sayOnHeap("samples and distributions of single pixels");
    PixelRnnKernel kernel = within(manager -> block.kernel());
    kernel.values().forEach(this::numbers);
    return kernel;
  }

  /** Builds a {@link PixelRnn}. */
  public static final class Builder extends ModelBuilder<Builder> {
    private int channels = 1;
    private int levels = 2;
    private Boolean diagonal;
    private int hidden = 16;
    private int layers = 1;
    private boolean independent;

    private Builder() {
      super("A pixelrnn", ".image(28, 28)");
    }

    /** The channels, 1 or 3, and the size of one image. */
    @Override
    public Builder image(int channels, int height, int width) {
      return channels(channels).image(height, width);
    }

    /** 1 (grey) if not given, or 3 (red, green, blue). */
    public Builder channels(int channels) {
      if (channels != 1 && channels != 3) {
        throw new IllegalArgumentException(
            "A pixelrnn is for images of 1 or 3 channels, not " + channels + ": try .channels(3)");
      }
      this.channels = channels;
      return this;
    }

    /**
     * Lets the channels of a pixel see nothing of each other, only of the pixels before: to learn
     * what it is worth that green sees red, and blue both.
     */
    public Builder independentChannels() {
      independent = true;
      return this;
    }

    /**
     * The number of values that a channel of a pixel can have, from 2 (binary, if not given) to
     * 256.
     */
    public Builder levels(int levels) {
      if (levels < 2 || levels > 256) {
        throw new IllegalArgumentException(
            "A channel has 2 to 256 levels, not " + levels + ": try .levels(256)");
      }
      this.levels = levels;
      return this;
    }

    /** Layers of the Row LSTM. */
    public Builder rowLstm() {
      return lstm(false);
    }

    /** Layers of the Diagonal BiLSTM. */
    public Builder diagonalBiLstm() {
      return lstm(true);
    }

    private Builder lstm(boolean diagonal) {
      if (this.diagonal != null && this.diagonal != diagonal) {
        throw new IllegalArgumentException(
            "A pixelrnn has one kind of LSTM: leave out .rowLstm() or .diagonalBiLstm()");
      }
      this.diagonal = diagonal;
      return this;
    }

    /**
     * The hidden units of each LSTM; 16 if not given. With three channels it is rounded up to a
     * multiple of 3, as each channel has a third of them.
     */
    public Builder hidden(int hidden) {
      this.hidden = atLeastOne("hidden unit", hidden, ".hidden(16)");
      return this;
    }

    /** The number of layers of LSTMs; 1 if not given. */
    public Builder layers(int layers) {
      this.layers = atLeastOne("layer", layers, ".layers(1)");
      return this;
    }

    /**
     * Builds the model with random parameters.
     *
     * @throws IllegalArgumentException if the size of the images or the kind of LSTM is missing
     */
    public PixelRnn build() {
      int[] shape = shape();
      if (diagonal == null) {
        throw new IllegalArgumentException(
            "A pixelrnn needs a kind of LSTM: add .rowLstm() or .diagonalBiLstm()");
      }
      if (independent && channels == 1) {
        throw new IllegalArgumentException(
            "A single channel has no others to be independent of: add .channels(3)");
      }
      int units = (hidden + channels - 1) / channels * channels;
      PixelRnnSettings settings =
          new PixelRnnSettings(
              channels, shape[1], shape[2], levels, diagonal, units, layers, independent);
      PixelRnnBlock block = new PixelRnnBlock(settings, labels().count(), seed());
      return new PixelRnn(settings, labels(), block, settings.shape());
    }
  }
}
