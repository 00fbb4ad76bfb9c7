package org.dgm4j.model;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.dgm4j.data.Samples;
import org.dgm4j.data.TrainingRecord;
import org.dgm4j.engine.CompiledBlock;
import org.dgm4j.engine.DeviceMemory;
import org.dgm4j.engine.Devices;
import org.dgm4j.engine.EngineErrors;
import org.dgm4j.engine.EngineErrors.Attempt;
import org.dgm4j.engine.MxNet;
import org.dgm4j.engine.ParameterSnapshot;

/**
 * A generative model whose parameters live in a DJL {@link Model}. It owns that native memory:
 * {@link #close()} frees it, and so does the garbage collector's {@link Cleaner} once the model is
 * unreachable.
 *
 * <p>The model's block maps a batch of examples, shape (batch, dimensions), and what {@link
 * #furtherInputs} adds, to what is maximised in training for each of them, shape (batch):
 * log-probabilities in nats, or a bound on them. A model whose objective has {@link #parts} returns
 * them below it, shape (1 + parts, batch).
 */
public abstract class NeuralModel implements GenerativeModel {

  private static final Cleaner CLEANER = Cleaner.create();

  private final Model model;
  private final Cleaner.Cleanable cleanable;
  private int[] exampleShape;
  private volatile TrainingRecord training = TrainingRecord.NEVER;

  /** Builds the native model and initialises its block's parameters. */
  @SuppressWarnings("this-escape") // the cleaner only watches it
  protected NeuralModel(String type, Block block, int... exampleShape) {
    Device device = Devices.current();
    this.exampleShape = exampleShape.clone();
    model =
        EngineErrors.within(
            new Attempt(
                Devices.name(device),
                "another " + type + " of this size",
                "build a smaller one, or close() models that you no longer need",
                "try other sizes; %dgm doctor says which kinds of models work here"),
            () -> initialized(type, device, block, new Shape(1, product(exampleShape))));
    cleanable = CLEANER.register(this, new Release(model));
    DeviceMemory.claim(parameterCount());
  }

  private static Model initialized(String type, Device device, Block block, Shape examples) {
    Model model = MxNet.engine().newModel(type, device);
    try {
      model.setBlock(block);
      block.initialize(model.getNDManager(), DataType.FLOAT32, examples);
      return model;
    } catch (RuntimeException e) {
      model.close();
      DeviceMemory.giveBack(device);
      throw e;
    }
  }

  /** What kind of model this is, in lower case: the name under which files and tables know it. */
  public final String type() {
    return model.getName();
  }

  /** The options this model was built with, by the names of the builder's methods. */
  public abstract SortedMap<String, String> settings();

  /**
   * Checks that examples have the values this model is for.
   *
   * @throws IllegalArgumentException if they do not, saying what to type
   */
  protected abstract void requireValues(Samples examples);

  /** The DJL model, for whoever knows DJL; this object closes it. */
  public final Model djlModel() {
    if (isClosed()) {
      throw new IllegalStateException(
          "This " + type() + " is closed and its parameters are gone: build or load it again");
    }
    return model;
  }

  /** The device on which the parameters are. */
  public final Device device() {
    return djlModel().getNDManager().getDevice();
  }

  /** Whether the model's memory has been freed. */
  public final boolean isClosed() {
    return !model.getNDManager().isOpen();
  }

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
   * samples of images are images, and what {@link #adoptValues} takes.
   */
  public final void adopt(Samples examples) {
    require(examples);
    exampleShape = examples.shape();
    adoptValues(examples);
  }

  /** Takes over what a kind of model needs to know of its training data, such as their scale. */
  protected void adoptValues(Samples examples) {}

  /** What it has been trained on, and for how long. */
  public final TrainingRecord training() {
    return training;
  }

  /** Remembers what it has been trained on. */
  public final void setTraining(TrainingRecord training) {
    this.training = training;
  }

  /** The number of trainable numbers. */
  public final long parameterCount() {
    long count = 0;
    for (Pair<String, Parameter> entry : model.getBlock().getParameters()) {
      if (entry.getValue().requiresGradient()) {
        count += entry.getValue().getArray().size();
      }
    }
    return count;
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

  /** What the block takes for a batch: the examples, and what this kind of model adds. */
  public final NDList inputs(NDManager manager, Samples examples, PassContext pass) {
    return inputs(manager, examples, BatchSlice.all(examples.count()), pass);
  }

  /** What the block takes for a part of a batch, as it would for the whole. */
  public final NDList inputs(NDManager manager, Samples batch, BatchSlice part, PassContext pass) {
    Samples examples = part.isAll() ? batch : batch.range(part.from(), part.to());
    Shape shape = new Shape(examples.count(), dimensions());
    NDList inputs = new NDList(MxNet.array(manager, examples.values(), shape));
    inputs.addAll(furtherInputs(manager, part, pass));
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
   * What training maximises, for each of a few examples, computed in one batch without derivatives.
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

  /**
   * Computes on the model's device with memory that is freed afterwards, whatever happens.
   *
   * @param computation makes all its arrays with the manager, and returns none of them
   * @return what is computed, arrays of numbers
   * @throws IllegalStateException if the engine fails, the device's memory is too small, or a value
   *     is no number; the model can be used on
   */
  protected final <T> T compute(Function<NDManager, T> computation) {
    T values = within(computation);
    Stream.of(values instanceof float[][] rows ? rows : new Object[] {values})
        .forEach(row -> numbers((float[]) row));
    return values;
  }

  /** Values of this model, none of which is NaN; a draw from NaN would be 0, and so black. */
  protected final float[] numbers(float[] values) {
    for (float value : values) {
      if (Float.isNaN(value)) {
        throw new IllegalStateException(
            "This %s computes values that are no numbers, as its parameters are not finite or too large: build or load it again, and train it with a smaller learning rate"
                .formatted(type()));
      }
    }
    return values;
  }

  /** Like {@link #compute}, without a look at what is computed. */
  protected final <T> T within(Function<NDManager, T> computation) {
    Device device = device();
    try {
      return EngineErrors.within(
          new Attempt(
              Devices.name(device),
              "what this %s is to compute".formatted(type()),
              "give it fewer examples at once, as .first(100), or close() models that you no longer"
                  + " need",
              "run the cell again, as it may have met the failure of an earlier one, or try other"
                  + " examples"),
          () -> {
            try (NDManager manager = djlModel().getNDManager().newSubManager()) {
              return computation.apply(manager);
            }
          });
    } catch (IllegalStateException e) {
      freeGraphs();
      DeviceMemory.giveBack(device);
      throw e;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Frees what recorded computations keep for the next time. */
  public final void freeGraphs() {
    CompiledBlock.forgetIn(djlModel().getBlock());
  }

  /** A copy of the parameters on the heap. */
  public final ParameterSnapshot snapshot() {
    try {
      return ParameterSnapshot.of(djlModel().getBlock());
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Puts the parameters of a snapshot of this model back, also after the engine has failed. */
  public final void restore(ParameterSnapshot snapshot) {
    snapshot.restore(djlModel().getBlock(), djlModel().getNDManager());
  }

  protected static int product(int... shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** A parameter's values, row by row. */
  protected final float[] parameter(String name) {
    try {
      return numbers(MxNet.parameter(djlModel().getBlock().getParameters().get(name).getArray()));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Replaces a parameter's values, row by row. */
  protected final void setParameter(String name, float[] values) {
    MxNet.set(djlModel().getBlock().getParameters().get(name).getArray(), values);
  }

  @Override
  public final void close() {
    Device device = model.getNDManager().getDevice();
    cleanable.clean();
    if (device.isGpu()) {
      DeviceMemory.giveBack(device);
    }
  }

  @Override
  public String toString() {
    return String.format(
        "%s %s, %,d parameters%s",
        type(), settings(), isClosed() ? 0 : parameterCount(), isClosed() ? " (closed)" : "");
  }

  private record Release(Model model) implements Runnable {
    @Override
    public void run() {
      model.close();
      MxNet.returnFreedMemory();
    }
  }
}
