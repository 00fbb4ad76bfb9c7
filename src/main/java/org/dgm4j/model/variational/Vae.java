package org.dgm4j.model.variational;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import java.util.random.RandomGenerator;
import org.dgm4j.base.Checks;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.base.Seeds;
import org.dgm4j.data.Samples;
import org.dgm4j.engine.CompiledBlock;
import org.dgm4j.engine.MxNet;
import org.dgm4j.engine.Weights;
import org.dgm4j.model.BatchSlice;
import org.dgm4j.model.ClassLabels;
import org.dgm4j.model.EvidenceLowerBound;
import org.dgm4j.model.LatentVariableModel;
import org.dgm4j.model.ModelBuilder;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.Objective;
import org.dgm4j.model.PassContext;
import org.dgm4j.model.Standardisation;
import org.dgm4j.model.TrainingDefaults;

/**
 * A variational auto-encoder (Kingma and Welling 2014; Rezende, Mohamed and Wierstra 2014).
 *
 * <p>The prior p(z) is standard normal. A decoder network computes p(x | z), and an encoder network
 * the means and standard deviations of q(z | x), in which the latent units are independent. Both
 * are trained together by the evidence lower bound.
 */
public final class Vae extends NeuralModel implements LatentVariableModel {

  /** So many examples of 28×28 values are 1.5 MB, and progress is seen between batches. */
  private static final int BATCH = 500;

  private static final List<String> PARTS = List.of("reconstruction", "KL divergence");

  private final VaeSettings settings;
  private final VaeBlock block;
  private final CompiledBlock score;

  private Vae(VaeSettings settings, VaeBlock block, int... exampleShape) {
    super(
        "vae",
        new CompiledBlock(block, examples -> !settings.onHeap(examples)),
        ClassLabels.NONE,
        exampleShape);
    this.settings = settings;
    this.block = block;
    this.score = new CompiledBlock(new ScoreBlock(block), examples -> !settings.onHeap(examples));
  }

  /** A builder; {@link Builder#image} or {@link Builder#dimensions} is required. */
  public static Builder builder() {
    return new Builder();
  }

  /** A VAE with the settings of a saved one. */
  public static Vae of(Map<String, String> settings, int[] exampleShape) {
    VaeSettings own = VaeSettings.of(settings, exampleShape);
    return new Vae(own, new VaeBlock(own, 0), exampleShape);
  }

  @Override
  public Vae given(int label) {
    return (Vae) super.given(label);
  }

  @Override
  protected Vae withoutClasses() {
    return of(familySettings(), exampleShape());
  }

  @Override
  public TrainingDefaults trainingDefaults() {
    return settings.trainingDefaults();
  }

  @Override
  protected SortedMap<String, String> familySettings() {
    return settings.toMap();
  }

  @Override
  public int latentDimensions() {
    return settings.latent();
  }

  @Override
  public boolean isContinuous() {
    return settings.likelihood().equals(NormalObservation.NAME);
  }

  VaeBlock block() {
    return block;
  }

  @Override
  protected void requireValues(Samples examples) {
    block.observation().require(examples);
  }

  /** Before the first training, the decoder's outputs become those of the mean example. */
  @Override
  protected void adoptValues(Samples examples) {
    Parameter bias = block.decoder().outputBias();
    if (Standardisation.isAll(bias, 0)) {
      int outputs = Math.toIntExact(bias.getArray().size());
      MxNet.set(bias.getArray(), block.observation().adopt(examples, outputs));
    }
  }

  @Override
  public Objective objectiveKind() {
    return Objective.LOWER_BOUND;
  }

  @Override
  public List<String> parts() {
    return PARTS;
  }

  @Override
  protected NDList furtherInputs(NDManager manager, BatchSlice part, PassContext pass) {
    int draws = settings.draws();
    int size = draws * part.batch() * settings.latent();
    float[] noise = Weights.normal(size, new SplittableRandom(pass.seed()));
    double beta = pass.training() ? settings.betaAfter(pass.epochs()) : 1;
    Shape shape = new Shape((long) draws * part.count(), settings.latent());
    return new NDList(
        MxNet.array(manager, part.rows(noise, draws), shape),
        MxNet.array(manager, new float[] {(float) beta}, new Shape(1)));
  }

  @Override
  public Optional<String> warning(Samples examples) {
    return activeUnits(examples).collapse(settings.advice());
  }

  /** Which latent units vary among these examples. */
  public ActiveUnits activeUnits(Samples examples) {
    return ActiveUnits.of(encode(examples));
  }

  @Override
  public Samples encode(Samples examples) {
    return posterior(examples).means();
  }

  /** The variational posteriors of examples: the means and standard deviations of q(z | x). */
  public Posterior posterior(Samples examples) {
    require(examples);
    int latent = latentDimensions();
    float[] means = new float[examples.count() * latent];
    float[] deviations = new float[means.length];
    inParts(
        examples,
        (parameters, x) -> block.posterior(parameters, x, false),
        (part, from) -> {
          System.arraycopy(part[0], 0, means, from * latent, part[0].length);
          for (int i = 0; i < part[1].length; i++) {
            deviations[from * latent + i] = (float) Math.exp(0.5 * part[1][i]);
          }
        });
    return new Posterior(
        codes(examples, means, examples.count()), codes(examples, deviations, examples.count()));
  }

  private Samples codes(Samples examples, float[] values, int count) {
    Samples codes = Samples.vectors(values, count, latentDimensions());
    return examples.hasLabels() ? codes.labelled(examples.labels()) : codes;
  }

  /**
   * What a network makes of rows, part by part as work that can be interrupted.
   *
   * @param ofPart is given the arrays of a part, and its first row
   */
  private void inParts(
      Samples rows,
      BiFunction<ParameterStore, NDArray, NDList> network,
      ObjIntConsumer<float[][]> ofPart) {
    ProgressTask.inParts(
        "example",
        rows.count(),
        BATCH,
        (from, to) -> {
          float[] values = rows.range(from, to).values();
          Shape shape = new Shape(to - from, rows.dimensions());
          float[][] part =
              run(
                  manager ->
                      network.apply(
                          new ParameterStore(manager, false), MxNet.array(manager, values, shape)));
          ofPart.accept(part, from);
        });
  }

  /** The arrays that are computed, on the heap. */
  private float[][] run(Function<NDManager, NDList> computation) {
    return compute(
        manager ->
            computation.apply(manager).stream().map(NDArray::toFloatArray).toArray(float[][]::new));
  }

  @Override
  public Samples decode(Samples codes) {
    Samples examples = examples(codes, block.observation()::toMeans);
    return codes.hasLabels() ? examples.labelled(codes.labels()) : examples;
  }

  private Samples examples(Samples codes, Consumer<float[]> toValues) {
    if (codes.dimensions() != latentDimensions()) {
      throw new IllegalArgumentException(
          "A code of this vae has %d values, but these have %d: give it codes such as vae.encode(examples)"
              .formatted(latentDimensions(), codes.dimensions()));
    }
    float[] values = new float[Math.multiplyExact(codes.count(), dimensions())];
    inParts(
        codes,
        (parameters, z) -> block.decoder().forward(parameters, new NDList(z), false),
        (part, from) -> {
          toValues.accept(part[0]);
          System.arraycopy(part[0], 0, values, from * dimensions(), part[0].length);
        });
    return Samples.of(values, codes.count(), exampleShape());
  }

  /**
   * Independent samples from the model: z from the prior, and then every value from p(x | z). See
   * {@link #sampleMeans} for images without that noise.
   */
  @Override
  protected Samples draw(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Samples codes = prior(count, random);
    return examples(codes, outputs -> block.observation().toDraws(outputs, random));
  }

  @Override
  public Samples sampleMeans(int count, long seed) {
    return decode(prior(count, new SplittableRandom(seed)));
  }

  private Samples prior(int count, RandomGenerator random) {
    int size = Math.multiplyExact(Checks.sampleCount(count), latentDimensions());
    return Samples.vectors(Weights.normal(size, random), count, latentDimensions());
  }

  @Override
  public EvidenceLowerBound evidenceLowerBound(Samples examples, long seed) {
    require(examples);
    SplittableRandom seeds = new SplittableRandom(seed);
    int count = examples.count();
    double[] reconstruction = new double[count];
    double[] divergence = new double[count];
    ProgressTask.inParts(
        "example",
        count,
        BATCH,
        (from, to) -> {
          float[] rows = judged(examples.range(from, to), seeds.nextLong());
          int size = to - from;
          for (int n = 0; n < size; n++) {
            reconstruction[from + n] = rows[size + n];
            divergence[from + n] = -rows[2 * size + n];
          }
        });
    return EvidenceLowerBound.of(reconstruction, divergence);
  }

  /** {@link #logProbabilityEstimate(Samples, int, long)}, seeded by the notebook's seed. */
  public double[] logProbabilityEstimate(Samples examples, int k) {
    return logProbabilityEstimate(examples, k, Seeds.next());
  }

  /**
   * An importance-weighted estimate of log p(x) for every example: log 1/k Σ p(x | z) p(z) / q(z |
   * x), with k draws of z from q(z | x) (Burda, Grosse and Salakhutdinov 2016).
   *
   * <p>Its expectation is a lower bound of log p(x), which rises with k and comes near log p(x) for
   * many draws; with k = 1 it is the evidence lower bound. It is not an exact log-probability, and
   * a single estimate may lie above it. Whatever k is, only about a thousand draws are in memory at
   * once.
   *
   * @param k the number of draws; 5000 is usual for results
   * @param seed of the draws
   * @return nats, shape (count)
   * @throws IllegalArgumentException if k is not positive or the examples do not fit the model
   * @throws CancellationException if the thread is interrupted
   */
  public double[] logProbabilityEstimate(Samples examples, int k, long seed) {
    return new ImportanceSampling(this, examples, k, new SplittableRandom(seed)).estimates();
  }

  /** log p(x | z) of examples and codes of shape (draws · count, latent), draw by draw, in nats. */
  float[] logLikelihoods(Samples examples, float[] codes) {
    int count = examples.count();
    Shape shape = new Shape(codes.length / latentDimensions(), latentDimensions());
    return run(
        manager ->
            score.forward(
                new ParameterStore(manager, false),
                new NDList(
                    MxNet.array(manager, examples.values(), new Shape(count, dimensions())),
                    MxNet.array(manager, codes, shape)),
                false))[0];
  }

  /** Builds a {@link Vae}. */
  public static final class Builder extends ModelBuilder<Builder> {
    /** As Kingma and Welling (2014) had for small images of faces. */
    private static final int HIDDEN = 200;

    private int latent = 20;
    private int[] hidden = {HIDDEN};
    private boolean tanh;
    private int[] convolutional = {};
    private String likelihood = BernoulliObservation.NAME;
    private int levels;
    private double beta = 1;
    private double warmUp;
    private double freeBits;
    private int samples = 1;
    private int importance = 1;

    private Builder() {
      super("A vae", ".image(28, 28) or .dimensions(10)");
    }

    /** The number of values of an example that is no image. */
    public Builder dimensions(int dimensions) {
      return vector(dimensions, ".dimensions(10)");
    }

    /** The number of latent units; 20 if not given. */
    public Builder latent(int latent) {
      this.latent = atLeastOne("latent unit", latent, ".latent(20)");
      return this;
    }

    /**
     * The units of the hidden layers from the example to the code, max(0, Wx + b); the decoder has
     * the same in reverse. One layer of {@value #HIDDEN} if not given; without any, both networks
     * are linear.
     */
    public Builder hidden(int... units) {
      hidden = eachAtLeastOne("hidden unit", units, ".hidden(500, 500)");
      return this;
    }

    /** Hidden units tanh(Wx + b), which learn more evenly in narrow networks. */
    public Builder tanh() {
      tanh = true;
      return this;
    }

    /**
     * Convolutions with so many channels, each of which halves the image, come before the hidden
     * layers, and transposed ones after them in the decoder.
     */
    public Builder convolutional(int... channels) {
      if (channels.length == 0) {
        throw new IllegalArgumentException(
            "A convolutional vae needs the channels of its layers: try .convolutional(16, 32)");
      }
      convolutional = eachAtLeastOne("channel", channels, ".convolutional(16, 32)");
      return this;
    }

    /** p(x | z) of values that are 0 or 1, or in between; so if not given. */
    public Builder bernoulli() {
      likelihood = BernoulliObservation.NAME;
      levels = 0;
      return this;
    }

    /** Normal p(x | z) of real values, with one standard deviation for all, which is learnt. */
    public Builder normal() {
      likelihood = NormalObservation.NAME;
      levels = 0;
      return this;
    }

    /**
     * Discretised logistic p(x | z) of the levels 0 … L − 1, with a scale for each value, which is
     * learnt.
     *
     * @param levels L, from 2 to 256
     */
    public Builder discretisedLogistic(int levels) {
      if (levels < 2 || levels > 256) {
        throw new IllegalArgumentException(
            "A value has 2 to 256 levels, not " + levels + ": try .discretisedLogistic(256)");
      }
      likelihood = LogisticObservation.NAME;
      this.levels = levels;
      return this;
    }

    /** The weight β of the divergence in training (Higgins et al. 2017); 1 if not given. */
    public Builder beta(double beta) {
      this.beta = Checks.notNegative("β", beta, ".beta(1)");
      return this;
    }

    /** Lets β rise evenly from 0 in the first epochs of training. */
    public Builder klWarmUp(double epochs) {
      warmUp = Checks.notNegative("The number of epochs", epochs, ".klWarmUp(10)");
      return this;
    }

    /**
     * Lets each latent unit have so many nats of divergence, in the mean of a batch, for free
     * (Kingma et al. 2016).
     */
    public Builder freeBits(double nats) {
      freeBits = Checks.notNegative("The number of free nats", nats, ".freeBits(0.1)");
      return this;
    }

    /** How many codes are drawn for each example in a step of training; 1 if not given. */
    public Builder posteriorSamples(int draws) {
      samples = atLeastOne("posterior sample", draws, ".posteriorSamples(1)");
      return this;
    }

    /**
     * Trains by the importance-weighted bound with k draws (Burda, Grosse and Salakhutdinov 2016)
     * in place of the evidence lower bound.
     */
    public Builder importanceWeighted(int k) {
      importance = atLeastOne("importance sample", k, ".importanceWeighted(5)");
      return this;
    }

    /**
     * Builds the model with random parameters.
     *
     * @throws IllegalArgumentException if the size of an example is missing, or the options exclude
     *     one another
     */
    public Vae build() {
      VaeSettings settings =
          new VaeSettings(
                  shape(),
                  latent,
                  hidden,
                  tanh,
                  convolutional,
                  likelihood,
                  levels,
                  beta,
                  warmUp,
                  freeBits,
                  samples,
                  importance)
              .requirePossible();
      return new Vae(settings, new VaeBlock(settings, seed()), shape());
    }
  }
}
