package org.dgm4j.model;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.dgm4j.engine.CompiledBlock;
import org.dgm4j.engine.DeviceMemory;
import org.dgm4j.engine.Devices;
import org.dgm4j.engine.EngineErrors;
import org.dgm4j.engine.EngineErrors.Attempt;
import org.dgm4j.engine.MxNet;
import org.dgm4j.engine.ParameterSnapshot;

/**
 * The native side of a model: a DJL {@link Model} with its block and parameters. It owns that
 * memory: {@link #close()} frees it, and so does the garbage collector's {@link Cleaner} once the
 * model is unreachable.
 *
 * <p>It is public because JShell completes only methods that are declared in public types.
 */
public abstract class NativeModel implements AutoCloseable {

  private static final Cleaner CLEANER = Cleaner.create();

  private final Model model;
  private final Cleaner.Cleanable cleanable;

  @SuppressWarnings("this-escape") // the cleaner only watches it
  NativeModel(String type, Block block, int dimensions) {
    Device device = Devices.current();
    model =
        EngineErrors.within(
            new Attempt(
                Devices.name(device),
                "another " + type + " of this size",
                "build a smaller one, or close() models that you no longer need",
                "try other sizes; %dgm doctor says which kinds of models work here"),
            () -> initialized(type, device, block, new Shape(1, dimensions)));
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

  private record Release(Model model) implements Runnable {
    @Override
    public void run() {
      model.close();
      MxNet.returnFreedMemory();
    }
  }
}
