package org.dgm4j.model;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.data.Samples;
import org.dgm4j.data.TrainingRecord;
import org.dgm4j.engine.MxNet;
import org.dgm4j.engine.ParameterSnapshot;
import org.dgm4j.probability.Categorical;

/**
 * A generative model whose parameters are those of a DJL block.
 *
 * <p>The model's block maps a batch of examples, shape (batch, dimensions), and what {@link
 * #inputs} adds, to what is maximised in training for each of them, shape (batch):
 * log-probabilities in nats, or a bound on them. A model whose objective has {@link #parts} returns
 * them below it, shape (1 + parts, batch).
 */
public abstract class NeuralModel extends NativeModel implements GenerativeModel {

  /** The longest array that HotSpot makes on any heap, a few words being its header. */
  protected static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private int[] exampleShape;
  private volatile ClassLabels labels;
  private volatile TrainingRecord training = TrainingRecord.NEVER;

  /** A kind of model that can't have classes; its builder should {@code refuseClasses()}. */
  protected NeuralModel(String type, Block block, int... exampleShape) {
    this(type, block, ClassLabels.NONE, exampleShape);
  }

  /** Builds the native model and initialises its block's parameters. */
  protected NeuralModel(String type, Block block, ClassLabels labels, int... exampleShape) {
    super(type, block, product(exampleShape));
    this.labels = labels;
    this.exampleShape = exampleShape.clone();
  }

  /** The options this model was built with, by the names of the builder's methods. */
  public final SortedMap<String, String> settings() {
    SortedMap<String, String> settings = familySettings();
    labels.addTo(settings);
    return settings;
  }

  /** The options of this kind of model, all but the classes, which any kind can have. */
  protected abstract SortedMap<String, String> familySettings();

  /**
   * Checks that examples have the values this model is for.
   *
   * @throws IllegalArgumentException if they do not, saying what to type
   */
  protected abstract void requireValues(Samples examples);

  /** The number of values of one example. */
  public final int dimensions() {
    return product(exampleShape);
  }

  /** The shape of one example, as given to the builder or learnt from the training data. */
  public final int[] exampleShape() {
    return exampleShape.clone();
  }

  /**
   * Takes over from training data, before the first step, what is not trained: their shape, so that
   * samples of images are images, how many examples there are of each class, and what {@link
   * #adoptValues} takes.
   */
  public final void adopt(Samples examples) {
    requireForTraining(examples);
    exampleShape = examples.shape();
    labels = classes() == 0 ? labels : labels.counting(examples);
    adoptValues(examples);
  }

  /** Takes over what a kind of model needs to know of its training data, such as their scale. */
  protected void adoptValues(Samples examples) {}

  /** The number of classes k, whose labels are 0 … k − 1; 0 of a model without classes. */
  public final int classes() {
    return labels.count();
  }

  /** The labels, with their counts in the training data. */
  public final ClassLabels labels() {
    return labels;
  }

  /** Puts the counts of the labels back, shape (k). */
  public final void setLabelCounts(int... counts) {
    labels = labels.counting(counts);
  }

  /**
   * p(y), the distribution of the labels: their shares in the training data, and before training
   * the same for each.
   *
   * @throws IllegalStateException if the model has no classes
   */
  public final Categorical labelDistribution() {
    if (classes() == 0) {
      throw new IllegalStateException(
          "This %s has no classes: build it with .classes(10), for example".formatted(type()));
    }
    return labels.distribution();
  }

  /**
   * The model p(x | y) of one class, without classes: of the same kind and on the current device,
   * with copies of the parameters, the class-dependent ones being those of the label. All that a
   * model without classes can do, it can do for a class. Whoever has it may close it; the garbage
   * collector does otherwise.
   *
   * @throws IllegalArgumentException if the model does not know the label
   */
  public NeuralModel given(int label) {
    labels.require(label, type());
    NeuralModel given = ofNoClass();
    given.restore(snapshot().ofClass(label, given.djlModel().getBlock()));
    return given;
  }

  private NeuralModel ofNoClass() {
    NeuralModel plain = withoutClasses();
    plain.exampleShape = exampleShape();
    plain.training = training;
    return plain;
  }

  /**
   * Goes through the models of some classes. They are one model, which gets the parameters of class
   * after class, as to build one costs more than most that it is asked.
   */
  private <M> void throughClasses(int[] chosen, Class<M> kind, ObjIntConsumer<M> visitor) {
    ParameterSnapshot parameters = snapshot();
    try (NeuralModel given = ofNoClass()) {
      for (int label : chosen) {
        given.restore(parameters.ofClass(label, given.djlModel().getBlock()));
        visitor.accept(kind.cast(given), label);
      }
    }
  }

  /**
   * What is computed with the model of each class, as work that shows its progress.
   *
   * @param kind of this model
   * @param computation is given the model of a class, which is that of the next one afterwards
   * @return in the order of the labels
   */
  public final <M, T> List<T> ofEachClass(Class<M> kind, Function<M, T> computation) {
    List<T> ofClasses = new ArrayList<>();
    try (ProgressTask work = ProgressTask.of("label", classes())) {
      throughClasses(
          IntStream.range(0, classes()).toArray(),
          kind,
          (given, label) -> {
            ofClasses.add(computation.apply(given));
            work.advance(1);
          });
    }
    return ofClasses;
  }

  /** Another model of this kind and these settings, but without classes. */
  protected NeuralModel withoutClasses() {
    throw new UnsupportedOperationException("A " + type() + " can't have classes");
  }

  /**
   * Samples that are drawn class by class.
   *
   * @param ofLabels the label of each, shape (count)
   * @param kind of this model
   * @param draw is given the model of a class, and how many samples are to be drawn from it
   * @return in the order of the labels, which they have
   */
  protected final <M> Samples byLabel(
      int[] ofLabels, Class<M> kind, BiFunction<M, Integer, Samples> draw) {
    float[] values = new float[Math.multiplyExact(ofLabels.length, dimensions())];
    throughClasses(
        Arrays.stream(ofLabels).distinct().sorted().toArray(),
        kind,
        (given, label) -> {
          int[] positions =
              IntStream.range(0, ofLabels.length).filter(n -> ofLabels[n] == label).toArray();
          Samples drawn = draw.apply(given, positions.length);
          for (int i = 0; i < positions.length; i++) {
            drawn.copyRow(i, values, positions[i] * dimensions());
          }
        });
    return Samples.owning(values, ofLabels.clone(), ofLabels.length, exampleShape());
  }

  /**
   * To be called by what is defined only for one class.
   *
   * @throws IllegalStateException if the model has classes
   */
  protected final void requireOneClass() {
    if (classes() > 0) {
      throw new IllegalStateException(
          "This %s has %d classes: ask that of the model of one of them, as in .given(0)"
              .formatted(type(), classes()));
    }
  }

  /** Sampling with options, such as a label. */
  public Sampling sampling() {
    return new Sampling(this);
  }

  @Override
  public final Samples sample(int count, long seed) {
    return sampling().seed(seed).sample(count);
  }

  /**
   * Independent samples from a model without classes.
   *
   * @param count not negative
   */
  protected abstract Samples draw(int count, long seed);

  /** What it has been trained on, and for how long. */
  public final TrainingRecord training() {
    return training;
  }

  /** Remembers what it has been trained on. */
  public final void setTraining(TrainingRecord training) {
    this.training = training;
  }

  /**
   * Checks that examples fit this model.
   *
   * @throws IllegalArgumentException if their size or values are others than the model's
   */
  public final void require(Samples examples) {
    requireShape(examples);
    requireValues(examples);
  }

  /**
   * Checks that this model can be trained on examples: that they fit it, and that a model with
   * classes knows their labels.
   *
   * @throws IllegalArgumentException if they do not, or it does not
   */
  public final void requireForTraining(Samples examples) {
    require(examples);
    labels.require(examples, type());
  }

  /**
   * Checks that examples have as many values as this model is for.
   *
   * @throws IllegalArgumentException if they do not, saying what to type
   */
  protected void requireShape(Samples examples) {
    if (examples.dimensions() != dimensions()) {
      int[] shape = examples.shape();
      boolean sameChannels =
          exampleShape.length == 3 && examples.isImages() && shape[0] == exampleShape[0];
      throw new IllegalArgumentException(
          String.format(
              "This %s is for %d values an example, but these examples have %d (shape %s): %sbuild"
                  + " the model with %s",
              type(),
              dimensions(),
              examples.dimensions(),
              Arrays.toString(shape),
              sameChannels
                  ? "resize the images with .resized(%d, %d), or "
                      .formatted(exampleShape[1], exampleShape[2])
                  : "give it examples of that size, or ",
              examples.isImages()
                  ? ".image(%s%d, %d)"
                      .formatted(shape[0] == 1 ? "" : shape[0] + ", ", shape[1], shape[2])
                  : ".dimensions(" + examples.dimensions() + ")"));
    }
  }

  /** What the parts of the objective are called, each of which is shown beside it; none here. */
  public List<String> parts() {
    return List.of();
  }

  /** What the objective says about log p(x); here it is log p(x). */
  public Objective objectiveKind() {
    return Objective.LOG_PROBABILITY;
  }

  /** How it is trained unless the user says otherwise. */
  public TrainingDefaults trainingDefaults() {
    return TrainingDefaults.ANY_MODEL;
  }

  /**
   * What the block takes for a batch: the examples, shape (batch, dimensions), with classes a 1 at
   * the label of each, shape (batch, k), and what this kind of model adds.
   */
  public final NDList inputs(NDManager manager, Samples examples, PassContext pass) {
    return inputs(manager, examples, BatchSlice.all(examples.count()), pass);
  }

  /** What the block takes for a part of a batch, as it would for the whole. */
  public final NDList inputs(NDManager manager, Samples batch, BatchSlice part, PassContext pass) {
    Samples examples = part.isAll() ? batch : batch.range(part.from(), part.to());
    NDList inputs = labelled(manager, examples, dimensions());
    inputs.addAll(furtherInputs(manager, part, pass));
    return inputs;
  }

  /**
   * Rows of values, and with classes a 1 at the label of each, shape (count, k).
   *
   * @param width of a row
   * @throws IllegalArgumentException if the model has classes and does not know the labels
   */
  protected final NDList labelled(NDManager manager, Samples rows, int width) {
    Shape shape = new Shape(rows.count(), width);
    NDList inputs = new NDList(MxNet.array(manager, rows.values(), shape));
    if (classes() > 0) {
      labels.require(rows, type());
      Shape ones = new Shape(rows.count(), classes());
      inputs.add(MxNet.array(manager, labels.oneHot(rows), ones));
    }
    return inputs;
  }

  /** What the block takes beside a part of a batch, such as noise; nothing here. */
  protected NDList furtherInputs(NDManager manager, BatchSlice part, PassContext pass) {
    return new NDList();
  }

  /**
   * What to say of a training after an epoch that does not go as it should; nothing here.
   *
   * @param examples of the training data
   */
  public Optional<String> warning(Samples examples) {
    return Optional.empty();
  }

  /**
   * What training maximises, for each of a few examples, computed in one batch without derivatives;
   * with classes, it is that of log p(x | y) for the label y of each.
   *
   * @return nats, shape (count)
   */
  public final float[] objective(Samples examples) {
    return Arrays.copyOf(judged(examples, 0), examples.count());
  }

  /** The block's output for a few examples, row by row, computed without derivatives. */
  protected final float[] judged(Samples examples, long seed) {
    return within(
        manager -> {
          NDList inputs = inputs(manager, examples, PassContext.judging(seed));
          ParameterStore parameters = new ParameterStore(manager, false);
          return djlModel()
              .getBlock()
              .forward(parameters, inputs, false)
              .singletonOrThrow()
              .toFloatArray();
        });
  }

  protected static int product(int... shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  @Override
  public String toString() {
    return String.format(
        "%s %s, %,d parameters%s",
        type(), settings(), isClosed() ? 0 : parameterCount(), isClosed() ? " (closed)" : "");
  }
}
