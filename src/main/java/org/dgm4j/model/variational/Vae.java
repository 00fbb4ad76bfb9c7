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
 *
 * <p>With classes, the label y of an example is joined to the input of both: p(x | y, z) and q(z |
 * x, y), the generative part of the model M2 of Kingma et al. (Semi-supervised Learning with Deep
 * Generative Models, 2014). It is joined to the input of the first dense layer of each, which comes
 * after the encoder's convolutions and before the decoder's. Examples that are encoded and codes
 * that are decoded then need labels; bounds and estimates of log p(x) are those of log Σ_y p(y) p(x
 * | y), whatever labels the examples have, and {@link #given} has those of log p(x | y).
 */
public final class Vae extends NeuralModel implements LatentVariableModel {

  /** So many examples of 28×28 values are 1.5 MB, and progress is seen between batches. */
  private static final int BATCH = 500;

  private static final List<String> PARTS = List.of("reconstruction", "KL divergence");

  private final VaeSettings settings;
  private final VaeBlock block;
  private final CompiledBlock score;

  private Vae(VaeSettings settings, ClassLabels labels, long seed, int... exampleShape) {
    this(settings, labels, new VaeBlock(settings, labels.count(), seed), exampleShape);
  }

  private Vae(VaeSettings settings, ClassLabels labels, VaeBlock block, int... exampleShape) {
    super(
        "vae",
        new CompiledBlock(block, examples -> !settings.onHeap(examples)),
        labels,
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
    return new Vae(own, ClassLabels.of(settings), 0, exampleShape);
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
      int size = Math.toIntExact(bias.getArray().size());
      int outputs = Math.toIntExact(bias.getArray().getShape().tail());
      float[] adopted = block.observation().adopt(examples, outputs);
      float[] ofEachClass = new float[size];
      for (int from = 0; from < size; from += outputs) {
        System.arraycopy(adopted, 0, ofEachClass, from, outputs);
      }
      MxNet.set(bias.getArray(), ofEachClass);
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

  /**
   * The variational posteriors of examples: the means and standard deviations of q(z | x), or with
   * classes of q(z | x, y) for the label y of each.
   *
   * @throws IllegalArgumentException if the examples do not fit the model, or have no labels
   *     although the model has classes
   */
  public Posterior posterior(Samples examples) {
    require(examples);
    requireLabels(examples, "examples");
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

  private void requireLabels(Samples rows, String what) {
    if (classes() > 0 && !rows.hasLabels()) {
      throw new IllegalArgumentException(
          "This vae has %d classes, but these %s have no labels: add them with .labelled(…), or ask the model of one class, such as vae.given(0)"
              .formatted(classes(), what));
    }
  }

  private Samples codes(Samples examples, float[] values, int count) {
    Samples codes = Samples.vectors(values, count, latentDimensions());
    return examples.hasLabels() ? codes.labelled(examples.labels()) : codes;
  }

  /**
   * What a network makes of rows, part by part as work that can be interrupted.
   *
   * @param network is given them, and with classes their labels
   * @param ofPart is given the arrays of a part, and its first row
   */
  private void inParts(
      Samples rows,
      BiFunction<ParameterStore, NDList, NDList> network,
      ObjIntConsumer<float[][]> ofPart) {
    ProgressTask.inParts(
        "example",
        rows.count(),
        BATCH,
        (from, to) -> {
          Samples some = rows.range(from, to);
          float[][] part =
              run(
                  manager ->
                      network.apply(
                          new ParameterStore(manager, false),
                          labelled(manager, some, some.dimensions())));
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
    requireLabels(codes, "codes");
    float[] values = new float[Math.multiplyExact(codes.count(), dimensions())];
    inParts(
        codes,
        (parameters, z) -> block.decoder().forward(parameters, z, false),
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
    SplittableRandom random = new SplittableRandom(seed);
    if (classes() == 0) {
      return decode(prior(count, random));
    }
    int[] ofSamples = ClassLabels.draw(labels().probabilities(), Checks.sampleCount(count), random);
    return byLabel(
        ofSamples, Vae.class, (given, number) -> given.sampleMeans(number, random.nextLong()));
  }

  private Samples prior(int count, RandomGenerator random) {
    int size = Math.multiplyExact(Checks.sampleCount(count), latentDimensions());
    return Samples.vectors(Weights.normal(size, random), count, latentDimensions());
  }

  @Override
  public EvidenceLowerBound evidenceLowerBound(Samples examples, long seed) {
    require(examples);
    if (classes() > 0) {
      return new ClassMarginal(this).evidenceLowerBound(examples, seed);
    }
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
   * once. With classes it is log Σ_y p(y) exp(estimate of log p(x | y)).
   *
   * @param k the number of draws; 5000 is usual for results
   * @param seed of the draws
   * @return nats, shape (count)
   * @throws IllegalArgumentException if k is not positive or the examples do not fit the model
   * @throws CancellationException if the thread is interrupted
   */
  public double[] logProbabilityEstimate(Samples examples, int k, long seed) {
    if (classes() > 0) {
      require(examples);
      return new ClassMarginal(this).logProbabilityEstimate(examples, k, seed);
    }
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
  public static final class Builder extends VaeOptions {

    private Builder() {}

    /**
     * Builds the model with random parameters.
     *
     * @throws IllegalArgumentException if the size of an example is missing, or the options exclude
     *     one another
     */
    public Vae build() {
      return new Vae(settings(), labels(), seed(), shape());
    }
  }
}
