package org.dgm4j.model.variational;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.base.Seeds;
import org.dgm4j.data.Samples;
import org.dgm4j.engine.CompiledBlock;
import org.dgm4j.engine.MxNet;
import org.dgm4j.model.BatchSlice;
import org.dgm4j.model.EvidenceLowerBound;
import org.dgm4j.model.LatentVariableModel;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.Objective;
import org.dgm4j.model.PassContext;

/**
 * A variational auto-encoder (Kingma and Welling 2014; Rezende, Mohamed and Wierstra 2014).
 *
 * <p>The prior p(z) is standard normal. A decoder network computes p(x | z), and an encoder network
 * the means and standard deviations of q(z | x), in which the latent units are independent. Both
 * are trained together by the evidence lower bound.
 */
public final class Vae extends NeuralModel implements LatentVariableModel {

  private static final int BATCH = 500;
  private static final int ROWS = 1000;
  private static final List<String> PARTS = List.of("reconstruction", "KL divergence");

  private final VaeSettings settings;
  private final VaeBlock block;
  private final CompiledBlock score;

  private Vae(VaeSettings settings, VaeBlock block, int... exampleShape) {
    super("vae", new CompiledBlock(block, examples -> !settings.onHeap(examples)), exampleShape);
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
  public SortedMap<String, String> settings() {
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
    NDArray bias = block.decoder().outputBias().getArray();
    float[] before = bias.toFloatArray();
    for (float value : before) {
      if (value != 0) {
        return;
      }
    }
    MxNet.set(bias, block.observation().adopt(examples, before.length));
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
    float[] noise = new float[draws * part.batch() * settings.latent()];
    fill(noise, new SplittableRandom(pass.seed()));
    double beta = pass.training() ? settings.betaAfter(pass.epochs()) : 1;
    Shape shape = new Shape((long) draws * part.count(), settings.latent());
    return new NDList(
        MxNet.array(manager, part.rows(noise, draws), shape),
        MxNet.array(manager, new float[] {(float) beta}, new Shape(1)));
  }

  private static void fill(float[] values, RandomGenerator random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
  }

  @Override
  public Optional<String> warning(Samples examples) {
    ActiveUnits active = activeUnits(examples);
    if (2 * active.count() >= latentDimensions()) {
      return Optional.empty();
    }
    return Optional.of(
        "Posterior collapse: %s of the %d latent units %s anything about an example, so try %s"
            .formatted(
                active.count() == 0 ? "none" : "only " + active.count(),
                latentDimensions(),
                active.count() <= 1 ? "says" : "say",
                settings.advice()));
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
    ProgressTask.inParts(
        "example",
        examples.count(),
        BATCH,
        (from, to) -> {
          float[] x = examples.range(from, to).values();
          Shape shape = new Shape(to - from, dimensions());
          float[][] posterior =
              run(
                  manager ->
                      block.posterior(
                          new ParameterStore(manager, false),
                          MxNet.array(manager, x, shape),
                          false));
          System.arraycopy(posterior[0], 0, means, from * latent, posterior[0].length);
          for (int i = 0; i < posterior[1].length; i++) {
            deviations[from * latent + i] = (float) Math.exp(0.5 * posterior[1][i]);
          }
        });
    return new Posterior(
        codes(examples, means, examples.count()), codes(examples, deviations, examples.count()));
  }

  private Samples codes(Samples examples, float[] values, int count) {
    Samples codes = Samples.vectors(values, count, latentDimensions());
    return examples.hasLabels() ? codes.labelled(examples.labels()) : codes;
  }

  private interface Computation {
    NDList apply(NDManager manager);
  }

  /** The arrays that are computed, on the heap. */
  private float[][] run(Computation computation) {
    return compute(
        manager ->
            computation.apply(manager).stream().map(NDArray::toFloatArray).toArray(float[][]::new));
  }

  @Override
  public Samples decode(Samples codes) {
    Samples examples = examples(codes, block.observation()::toMeans);
    return codes.hasLabels() ? examples.labelled(codes.labels()) : examples;
  }

  private interface Rows {
    void change(float[] outputs);
  }

  private Samples examples(Samples codes, Rows toValues) {
    if (codes.dimensions() != latentDimensions()) {
      throw new IllegalArgumentException(
          "A code of this vae has %d values, but these have %d: give it codes such as vae.encode(examples)"
              .formatted(latentDimensions(), codes.dimensions()));
    }
    float[] values = new float[Math.multiplyExact(codes.count(), dimensions())];
    ProgressTask.inParts(
        "example",
        codes.count(),
        BATCH,
        (from, to) -> {
          float[] z = codes.range(from, to).values();
          Shape shape = new Shape(to - from, latentDimensions());
          float[] outputs =
              run(
                  manager ->
                      block
                          .decoder()
                          .forward(
                              new ParameterStore(manager, false),
                              new NDList(MxNet.array(manager, z, shape)),
                              false))[0];
          toValues.change(outputs);
          System.arraycopy(outputs, 0, values, from * dimensions(), outputs.length);
        });
    return Samples.of(values, codes.count(), exampleShape());
  }

  /**
   * Independent samples from the model: z from the prior, and then every value from p(x | z). See
   * {@link #sampleMeans} for images without that noise.
   */
  @Override
  public Samples sample(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Samples codes = prior(count, random);
    return examples(codes, outputs -> block.observation().toDraws(outputs, random));
  }

  @Override
  public Samples sampleMeans(int count, long seed) {
    return decode(prior(count, new SplittableRandom(seed)));
  }

  private Samples prior(int count, RandomGenerator random) {
    if (count < 0) {
      throw new IllegalArgumentException(
          "The number of samples can't be negative, but is " + count + ": try .sample(64)");
    }
    float[] codes = new float[Math.multiplyExact(count, latentDimensions())];
    fill(codes, random);
    return Samples.vectors(codes, count, latentDimensions());
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
   * a single estimate may lie above it. Whatever k is, only about {@value #ROWS} draws are in
   * memory at once.
   *
   * @param k the number of draws; 5000 is usual for results
   * @param seed of the draws
   * @return nats, shape (count)
   * @throws IllegalArgumentException if k is not positive or the examples do not fit the model
   * @throws CancellationException if the thread is interrupted
   */
  public double[] logProbabilityEstimate(Samples examples, int k, long seed) {
    if (k < 1) {
      throw new IllegalArgumentException(
          "The estimate needs at least one draw, not " + k + ": try k = 100");
    }
    try (ProgressTask work = ProgressTask.of("example", examples.count())) {
      requireGoesOn(work, 0, 0, examples);
      return estimates(examples, k, posterior(examples), new SplittableRandom(seed), work);
    }
  }

  private double[] estimates(
      Samples examples, int k, Posterior posterior, RandomGenerator random, ProgressTask work) {
    double[] estimates = new double[examples.count()];
    int together = Math.max(1, ROWS / k);
    for (int from = 0; from < estimates.length; from += together) {
      int to = Math.min(from + together, estimates.length);
      LogMean[] means = new LogMean[to - from];
      Arrays.setAll(means, n -> new LogMean());
      try (ProgressTask draws = ProgressTask.of("draw", k)) {
        for (int left = k; left > 0; left -= ROWS) {
          int now = Math.min(ROWS, left);
          weights(examples.range(from, to), posterior, from, now, random, means);
          requireGoesOn(draws, now, from, examples);
        }
      }
      for (int n = 0; n < means.length; n++) {
        estimates[from + n] = means[n].value();
      }
      requireGoesOn(work, to - from, to, examples);
    }
    return estimates;
  }

  private static void requireGoesOn(ProgressTask work, int amount, int done, Samples examples) {
    if (!work.goesOn(amount)) {
      throw new CancellationException(
          "The estimate was interrupted after %d of %d examples".formatted(done, examples.count()));
    }
  }

  /** Draws codes of some examples and adds their log p(x | z) + log p(z) − log q(z | x). */
  private void weights(
      Samples examples,
      Posterior posterior,
      int first,
      int draws,
      RandomGenerator random,
      LogMean[] means) {
    int count = examples.count();
    int latent = latentDimensions();
    float[] codes = new float[draws * count * latent];
    double[] logVolumes = new double[count];
    for (int n = 0; n < count; n++) {
      for (int d = 0; d < latent; d++) {
        logVolumes[n] += Math.log(posterior.deviations().value(first + n, d));
      }
    }
    double[] logRatios = new double[draws * count];
    for (int row = 0; row < logRatios.length; row++) {
      int n = first + row % count;
      logRatios[row] = logVolumes[row % count];
      for (int d = 0; d < latent; d++) {
        double noise = random.nextGaussian();
        double deviation = posterior.deviations().value(n, d);
        double z = posterior.means().value(n, d) + deviation * noise;
        codes[row * latent + d] = (float) z;
        logRatios[row] += 0.5 * (noise * noise - z * z);
      }
    }
    float[] logLikelihoods =
        run(
            manager ->
                score.forward(
                    new ParameterStore(manager, false),
                    new NDList(
                        MxNet.array(manager, examples.values(), new Shape(count, dimensions())),
                        MxNet.array(manager, codes, new Shape((long) draws * count, latent))),
                    false))[0];
    for (int row = 0; row < logRatios.length; row++) {
      means[row % count].add(logLikelihoods[row] + logRatios[row]);
    }
  }

  /** The logarithm of the mean of numbers that are given by their logarithms. */
  private static final class LogMean {
    private double greatest = Double.NEGATIVE_INFINITY;
    private double sum;
    private int count;

    void add(double logarithm) {
      if (logarithm > greatest) {
        sum = sum * Math.exp(greatest - logarithm) + 1;
        greatest = logarithm;
      } else {
        sum += Math.exp(logarithm - greatest);
      }
      count++;
    }

    double value() {
      return greatest + Math.log(sum / count);
    }
  }

  /** Builds a {@link Vae}. */
  public static final class Builder {
    private static final int HIDDEN = 200;

    private int[] shape;
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
    private Long seed;

    private Builder() {}

    /** The size of the images, which are grey. */
    public Builder image(int height, int width) {
      return image(1, height, width);
    }

    /** The channels and the size of the images. */
    public Builder image(int channels, int height, int width) {
      if (channels < 1 || height < 1 || width < 1) {
        throw new IllegalArgumentException(
            "An image needs at least one pixel, not %d×%d×%d: try .image(28, 28)"
                .formatted(channels, height, width));
      }
      shape = new int[] {channels, height, width};
      return this;
    }

    /** The number of values of an example that is no image. */
    public Builder dimensions(int dimensions) {
      shape = new int[] {atLeastOne("dimension", dimensions, ".dimensions(10)")};
      return this;
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
      for (int n : units) {
        atLeastOne("hidden unit", n, ".hidden(500, 500)");
      }
      hidden = units.clone();
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
      for (int n : channels) {
        atLeastOne("channel", n, ".convolutional(16, 32)");
      }
      if (channels.length == 0) {
        throw new IllegalArgumentException(
            "A convolutional vae needs the channels of its layers: try .convolutional(16, 32)");
      }
      convolutional = channels.clone();
      return this;
    }

    private static int atLeastOne(String what, int number, String example) {
      if (number < 1) {
        throw new IllegalArgumentException(
            "A vae needs at least one %s, not %d: try %s".formatted(what, number, example));
      }
      return number;
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
      this.beta = notNegative("β", beta, ".beta(1)");
      return this;
    }

    /** Lets β rise evenly from 0 in the first epochs of training. */
    public Builder klWarmUp(double epochs) {
      warmUp = notNegative("The number of epochs", epochs, ".klWarmUp(10)");
      return this;
    }

    /**
     * Lets each latent unit have so many nats of divergence, in the mean of a batch, for free
     * (Kingma et al. 2016).
     */
    public Builder freeBits(double nats) {
      freeBits = notNegative("The number of free nats", nats, ".freeBits(0.1)");
      return this;
    }

    private static double notNegative(String what, double number, String example) {
      if (!(number >= 0) || Double.isInfinite(number)) {
        throw new IllegalArgumentException(
            "%s can't be negative, but is %s: try %s".formatted(what, number, example));
      }
      return number;
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

    /** The seed of the initial parameters; the notebook's if not given. */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * Builds the model with random parameters.
     *
     * @throws IllegalArgumentException if the size of an example is missing, or the options exclude
     *     one another
     */
    public Vae build() {
      if (shape == null) {
        throw new IllegalArgumentException(
            "A vae needs the size of an example: add .image(28, 28) or .dimensions(10)");
      }
      if (convolutional.length > 0 && shape.length == 1) {
        throw new IllegalArgumentException(
            "Convolutions are for images, but the examples are vectors: add .image(28, 28), or"
                + " leave .convolutional(…) out");
      }
      if (importance > 1 && (freeBits > 0 || beta != 1 || warmUp > 0)) {
        throw new IllegalArgumentException(
            "%s is for the evidence lower bound: leave out %s or .importanceWeighted(…)"
                .formatted(
                    freeBits > 0 ? "A number of free nats" : "A weight of the divergence",
                    freeBits > 0 ? ".freeBits(…)" : beta != 1 ? ".beta(…)" : ".klWarmUp(…)"));
      }
      VaeSettings settings =
          new VaeSettings(
              shape,
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
              importance);
      return new Vae(settings, new VaeBlock(settings, seed == null ? Seeds.next() : seed), shape);
    }
  }
}
