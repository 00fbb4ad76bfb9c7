package org.dgm4j.model.adversarial;

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
import org.dgm4j.data.Samples;
import org.dgm4j.engine.CompiledBlock;
import org.dgm4j.engine.MxNet;
import org.dgm4j.engine.Weights;
import org.dgm4j.model.BatchSlice;
import org.dgm4j.model.ClassLabels;
import org.dgm4j.model.ModelBuilder;
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
 *
 * <p>With classes, the label of an example is joined to the input of both networks (Mirza and
 * Osindero 2014), that is, their first layers have biases of each class.
 */
public final class Gan extends NeuralModel {

  private static final List<String> PARTS = List.of("discriminator", "generator");
  private static final String LATENT = "latent";
  private static final String HIDDEN = "hidden";
  private static final String VALUES = "values";
  private static final String BOUNDED = "from 0 to 1";

  /** So many examples of 28×28 values are 1.5 MB, and progress is seen between batches. */
  private static final int BATCH = 500;

  private final int latent;
  private final int[] hidden;
  private final boolean bounded;
  private final GanBlock block;

  private Gan(
      int latent,
      int[] hidden,
      boolean bounded,
      ClassLabels labels,
      GanBlock block,
      int... exampleShape) {
    super("gan", new CompiledBlock(block), labels, exampleShape);
    this.latent = latent;
    this.hidden = hidden;
    this.bounded = bounded;
    this.block = block;
  }

  private static Gan of(
      int latent, int[] hidden, boolean bounded, ClassLabels labels, long seed, int... shape) {
    GanBlock block = new GanBlock(product(shape), latent, hidden, bounded, labels.count(), seed);
    return new Gan(latent, hidden, bounded, labels, block, shape);
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
    int latent = Integer.parseInt(settings.get(LATENT));
    return of(latent, hidden, bounded, ClassLabels.of(settings), 0, exampleShape);
  }

  @Override
  public Gan given(int label) {
    return (Gan) super.given(label);
  }

  @Override
  protected Gan withoutClasses() {
    return of(familySettings(), exampleShape());
  }

  @Override
  public TrainingDefaults trainingDefaults() {
    return new TrainingDefaults(32, "adam", 0.0005, 0.5, 0.00005);
  }

  @Override
  protected SortedMap<String, String> familySettings() {
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
    if (bounded || !Standardisation.isFresh(block.mean(), block.scale())) {
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
    float[] codes = Weights.normal(part.batch() * latent, new SplittableRandom(pass.seed()));
    Shape shape = new Shape(part.count(), latent);
    return new NDList(MxNet.array(manager, part.rows(codes, 1), shape));
  }

  @Override
  protected Samples draw(int count, long seed) {
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
                    float[] codes = Weights.normal((to - from) * latent, random);
                    return block
                        .examples(parameters, MxNet.array(manager, codes, shape))
                        .toFloatArray();
                  });
          System.arraycopy(examples, 0, values, from * dimensions(), examples.length);
        });
    return Samples.of(values, count, exampleShape());
  }

  /** Builds a {@link Gan} of images, whose values are from 0 to 1, or of vectors. */
  public static final class Builder extends ModelBuilder<Builder> {
    /** As the VAE has, whose decoder the generator resembles. */
    private static final int UNITS = 200;

    private int latent = 20;
    private int[] hidden = {UNITS, UNITS};

    private Builder() {
      super("A gan", ".image(28, 28) or .dimensions(2)");
    }

    /** The number of values of an example of real values. */
    public Builder dimensions(int dimensions) {
      return vector(dimensions, ".dimensions(2)");
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
      hidden = eachAtLeastOne("hidden unit", units, ".hidden(200, 200)");
      return this;
    }

    /**
     * Builds the model with random parameters.
     *
     * @throws IllegalArgumentException if the size of an example is missing
     */
    public Gan build() {
      return of(latent, hidden, shape().length == 3, labels(), seed(), shape());
    }
  }
}
