package org.dgm4j.model.adversarial;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.base.Seeds;
import org.dgm4j.data.Samples;
import org.dgm4j.engine.CompiledBlock;
import org.dgm4j.engine.MxNet;
import org.dgm4j.model.BatchSlice;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.Objective;
import org.dgm4j.model.PassContext;
import org.dgm4j.model.Standardisation;
import org.dgm4j.model.TrainingDefaults;

/**
 * A generative adversarial network (Goodfellow et al. 2014): an implicit model. A generator turns
 * standard normal codes into examples, and a discriminator, which is trained beside it, tries to
 * tell them from the data. It can be sampled from, but has no log-probability.
 *
 * <p>In training both take a step at once, each by its own objective; at the equilibrium the
 * discriminator's is −2 log 2 and the generator's −log 2 nats. Images have values from 0 to 1. Of
 * vectors, the model takes over the means and the scale when it is trained for the first time.
 */
public final class Gan extends NeuralModel {

  private static final List<String> PARTS = List.of("discriminator", "generator");
  private static final String LATENT = "latent";
  private static final String HIDDEN = "hidden";
  private static final String VALUES = "values";
  private static final String BOUNDED = "from 0 to 1";
  private static final int BATCH = 500;

  private final int latent;
  private final int[] hidden;
  private final boolean bounded;
  private final GanBlock block;

  private Gan(int latent, int[] hidden, boolean bounded, GanBlock block, int... exampleShape) {
    super("gan", new CompiledBlock(block), exampleShape);
    this.latent = latent;
    this.hidden = hidden;
    this.bounded = bounded;
    this.block = block;
  }

  private static Gan of(int latent, int[] hidden, boolean bounded, long seed, int... shape) {
    GanBlock block = new GanBlock(product(shape), latent, hidden, bounded, seed);
    return new Gan(latent, hidden, bounded, block, shape);
  }

  /** A builder; {@link Builder#image} or {@link Builder#dimensions} is required. */
  public static Builder builder() {
    return new Builder();
  }

  /** A GAN with the settings of a saved one. */
  public static Gan of(Map<String, String> settings, int[] exampleShape) {
    int[] hidden =
        Arrays.stream(settings.get(HIDDEN).split(",")).mapToInt(Integer::parseInt).toArray();
    boolean bounded = settings.get(VALUES).equals(BOUNDED);
    return of(Integer.parseInt(settings.get(LATENT)), hidden, bounded, 0, exampleShape);
  }

  @Override
  public TrainingDefaults trainingDefaults() {
    return new TrainingDefaults(32, "adam", 0.0005, 0.5, 0.00005);
  }

  @Override
  public SortedMap<String, String> settings() {
    String units = Arrays.stream(hidden).mapToObj(String::valueOf).collect(Collectors.joining(","));
    return new TreeMap<>(
        Map.of(
            LATENT, Integer.toString(latent), HIDDEN, units, VALUES, bounded ? BOUNDED : "real"));
  }

  /** The number of values of a code. */
  public int latentDimensions() {
    return latent;
  }

  GanBlock block() {
    return block;
  }

  @Override
  protected void requireValues(Samples examples) {
    for (int n = 0; bounded && n < examples.count(); n++) {
      for (int d = 0; d < examples.dimensions(); d++) {
        float value = examples.value(n, d);
        if (value < 0 || value > 1) {
          throw new IllegalArgumentException(
              "This gan is for images with values from 0 to 1, but example %d has the value %s: scale them, or build the model with .dimensions(%d) for real values"
                  .formatted(n, value, dimensions()));
        }
      }
    }
  }

  @Override
  protected void adoptValues(Samples examples) {
    float[] means = block.mean().getArray().toFloatArray();
    float before = block.scale().getArray().toFloatArray()[0];
    if (bounded || before != 1 || !Arrays.equals(means, new float[means.length])) {
      return;
    }
    Standardisation.adopt(examples, block.mean(), block.scale());
  }

  @Override
  public List<String> parts() {
    return PARTS;
  }

  /** It says who wins. */
  @Override
  public Objective objectiveKind() {
    return Objective.GAME;
  }

  @Override
  protected NDList furtherInputs(NDManager manager, BatchSlice part, PassContext pass) {
    float[] codes = codes(part.batch(), new SplittableRandom(pass.seed()));
    Shape shape = new Shape(part.count(), latent);
    return new NDList(MxNet.array(manager, part.rows(codes, 1), shape));
  }

  private float[] codes(int count, SplittableRandom random) {
    float[] values = new float[Math.multiplyExact(count, latent)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Override
  public Samples sample(int count, long seed) {
    if (count < 0) {
      throw new IllegalArgumentException(
          "The number of samples can't be negative, but is " + count + ": try .sample(64)");
    }
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[Math.multiplyExact(count, dimensions())];
    ProgressTask.inParts(
        "sample",
        count,
        BATCH,
        (from, to) -> {
          float[] examples =
              compute(
                  manager -> {
                    ParameterStore parameters = new ParameterStore(manager, false);
                    Shape shape = new Shape(to - from, latent);
                    NDArray codes = MxNet.array(manager, codes(to - from, random), shape);
                    return block.examples(parameters, codes).toFloatArray();
                  });
          System.arraycopy(examples, 0, values, from * dimensions(), examples.length);
        });
    return Samples.of(values, count, exampleShape());
  }

  /** Builds a {@link Gan}. */
  public static final class Builder {
    private static final int UNITS = 200;

    private int[] shape;
    private int latent = 20;
    private int[] hidden = {UNITS, UNITS};
    private Long seed;

    private Builder() {}

    /** The size of the images, which are grey and have values from 0 to 1. */
    public Builder image(int height, int width) {
      return image(1, height, width);
    }

    /** The channels and the size of the images, which have values from 0 to 1. */
    public Builder image(int channels, int height, int width) {
      if (channels < 1 || height < 1 || width < 1) {
        throw new IllegalArgumentException(
            "An image needs at least one pixel, not %d×%d×%d: try .image(28, 28)"
                .formatted(channels, height, width));
      }
      shape = new int[] {channels, height, width};
      return this;
    }

    /** The number of values of an example of real values. */
    public Builder dimensions(int dimensions) {
      shape = new int[] {atLeastOne("dimension", dimensions, ".dimensions(2)")};
      return this;
    }

    /** The number of values of a code; 20 if not given. */
    public Builder latent(int latent) {
      this.latent = atLeastOne("latent unit", latent, ".latent(20)");
      return this;
    }

    /**
     * The units of the generator's hidden layers; the discriminator has the same in reverse. Two
     * layers of {@value #UNITS} if not given.
     */
    public Builder hidden(int... units) {
      atLeastOne("hidden layer", units.length, ".hidden(200, 200)");
      for (int n : units) {
        atLeastOne("hidden unit", n, ".hidden(200, 200)");
      }
      hidden = units.clone();
      return this;
    }

    private static int atLeastOne(String what, int number, String example) {
      if (number < 1) {
        throw new IllegalArgumentException(
            "A gan needs at least one %s, not %d: try %s".formatted(what, number, example));
      }
      return number;
    }

    /** The seed of the initial parameters; the notebook's if not given. */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * Builds the model with random parameters.
     *
     * @throws IllegalArgumentException if the size of an example is missing
     */
    public Gan build() {
      if (shape == null) {
        throw new IllegalArgumentException(
            "A gan needs the size of an example: add .image(28, 28) or .dimensions(2)");
      }
      return of(latent, hidden, shape.length == 3, seed == null ? Seeds.next() : seed, shape);
    }
  }
}
