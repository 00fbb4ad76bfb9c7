package org.dgm4j.engine;

import ai.djl.mxnet.engine.MxGradientCollector;
import ai.djl.mxnet.engine.MxNDArray;
import ai.djl.mxnet.jna.JnaUtils;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.CallbackThreadInitializer;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.dgm4j.base.SessionValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An operation that is computed in Java on the heap and takes part in MXNet's automatic
 * differentiation, on the CPU and in single precision.
 *
 * <p>It is recorded through MXNet's {@code MXCustomFunctionRecord}; the engine calls back for the
 * backward pass and, with or without one, when the record is dropped.
 */
public final class HeapOperator {

  /** The forward computation. */
  public interface Forward {

    /**
     * @param inputs the values of the inputs, row by row; not to be changed
     * @param recording whether {@link Output#backward} may be called later
     */
    Output apply(float[][] inputs, boolean recording);
  }

  /** The backward computation. */
  public interface Backward {

    /** From ∂/∂output to ∂/∂input for each input; null where an input needs none. */
    float[][] apply(float[] outputGradient);
  }

  /** What the forward computation gives; {@code backward} is needed only when recording. */
  public record Output(float[] values, Shape shape, Backward backward) {

    /** One number for each example, shape (batch). */
    public static Output ofExamples(double[] numbers, Backward backward) {
      float[] values = new float[numbers.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) numbers[i];
      }
      return new Output(values, new Shape(values.length), backward);
    }
  }

  /** The system property that, if {@code false}, has everything computed by MXNet's operations. */
  public static final String PROPERTY = "dgm4j.heapOperators";

  /** So many values of each of a few arrays fit into a core's own cache. */
  private static final int PART = 4096;

  private static final Logger LOGGER = LoggerFactory.getLogger(HeapOperator.class);

  /** What the last backward pass that failed has thrown. */
  private static final SessionValue<AtomicReference<Throwable>> FAILURE =
      SessionValue.of(AtomicReference::new);

  private HeapOperator() {}

  /** What a backward pass threw, of whose failure alone MXNet tells with this message. */
  static Optional<Throwable> failureIn(String message) {
    return Optional.ofNullable(FAILURE.get().get())
        .filter(thrown -> String.valueOf(message).contains("kCustomFunctionBackward"));
  }

  /** Whether the operation can run on such an input here. */
  public static boolean supports(NDArray input) {
    return input instanceof MxNDArray
        && !input.getDevice().isGpu()
        && input.getDataType() == DataType.FLOAT32
        && Boolean.parseBoolean(System.getProperty(PROPERTY, "true"))
        && Library.LOADED;
  }

  /**
   * Applies the operation; the result belongs to the first input's manager.
   *
   * @throws IllegalArgumentException if an input is on a GPU, whose memory Java can't read
   */
  public static NDArray apply(Forward forward, NDArray... inputs) {
    requireCpu(inputs);
    float[][] values =
        Arrays.stream(inputs)
            .map(input -> Library.values(Library.handle(input)))
            .toArray(float[][]::new);
    boolean recording = MxGradientCollector.isRecording();
    Output output = forward.apply(values, recording);
    NDArray result = inputs[0].getManager().create(output.shape(), DataType.FLOAT32);
    Library.data(Library.handle(result)).write(0, output.values(), 0, output.values().length);
    if (recording) {
      Library.record(inputs, result, output.backward());
    }
    return result;
  }

  private static void requireCpu(NDArray... arrays) {
    for (NDArray array : arrays) {
      if (array.getDevice().isGpu()) {
        throw new IllegalArgumentException(
            "An operation on the heap takes arrays of the CPU only, but one is on %s: ask supports(…) first"
                .formatted(Devices.name(array.getDevice())));
      }
    }
  }

  /** A computation with each value of some arrays by itself. */
  public interface Change {

    /** Changes the first {@code count} values of a part of each array. */
    void apply(float[][] parts, int count);
  }

  /**
   * Changes arrays of one size in place, part by part on all cores, once no operation of MXNet uses
   * them.
   *
   * @param changed how many of the arrays, the first ones, are written back
   * @throws IllegalArgumentException if an array is on a GPU, whose memory Java can't read
   */
  public static void change(Change change, int changed, NDArray... arrays) {
    requireCpu(arrays);
    JnaUtils.waitAll();
    int size = Math.toIntExact(arrays[0].size());
    Pointer[] memory =
        Arrays.stream(arrays)
            .map(array -> Library.data(Library.handle(array)))
            .toArray(Pointer[]::new);
    AtomicInteger next = new AtomicInteger();
    Runnable worker =
        () -> {
          float[][] parts = new float[arrays.length][Math.min(PART, size)];
          for (int from = next.getAndAdd(PART); from < size; from = next.getAndAdd(PART)) {
            int count = Math.min(PART, size - from);
            long offset = (long) from * Float.BYTES;
            for (int i = 0; i < parts.length; i++) {
              memory[i].read(offset, parts[i], 0, count);
            }
            change.apply(parts, count);
            for (int i = 0; i < changed; i++) {
              memory[i].write(offset, parts[i], 0, count);
            }
          }
        };
    int workers = Math.min(ForkJoinPool.getCommonPoolParallelism() + 1, (size - 1) / PART + 1);
    IntStream.range(0, workers).parallel().forEach(i -> worker.run());
  }

  /** The C side, loaded when first used. */
  private static final class Library {

    /** As MXNet numbers its {@code OpReqType}. */
    private static final int REQUEST_NONE = 0;

    private static final int REQUEST_ADD = 3;

    /** A number, padded to 8 bytes, and two pointers: {@code MXCallbackList}. */
    private static final long CALLBACK_LIST_BYTES = 8L + 2 * Native.POINTER_SIZE;

    private static final Map<Long, Call> CALLS = new ConcurrentHashMap<>();
    private static final AtomicLong NEXT_ID = new AtomicLong(1);
    private static final BackwardCallback BACKWARD = Library::backward;
    private static final DeleteCallback DELETE = Library::delete;

    private static Memory callbacks;

    static final boolean LOADED = load();

    /** What must not be collected while MXNet may call back. */
    private record Call(
        Backward backward, AtomicReference<Throwable> failure, Memory list, Memory contexts) {}

    private interface BackwardCallback extends Callback {
      int invoke(
          int outputs, int inputs, Pointer handles, Pointer requests, int training, Pointer id);
    }

    private interface DeleteCallback extends Callback {
      int invoke(Pointer id);
    }

    private static boolean load() {
      try {
        MxNet.functions().getFunction("MXCustomFunctionRecord");
        // An engine thread that stayed attached would wait for ever for the ended JVM at exit.
        CallbackThreadInitializer daemon =
            new CallbackThreadInitializer(true, true, "dgm4j-backward");
        Native.setCallbackThreadInitializer(BACKWARD, daemon);
        Native.setCallbackThreadInitializer(DELETE, daemon);
        callbacks = new Memory(2L * Native.POINTER_SIZE);
        callbacks.setPointer(0, CallbackReference.getFunctionPointer(BACKWARD));
        callbacks.setPointer(Native.POINTER_SIZE, CallbackReference.getFunctionPointer(DELETE));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> MxNet.call("MXNotifyShutdown")));
        return true;
      } catch (RuntimeException | LinkageError e) {
        LOGGER.warn("Operators on the heap are not available; others are used instead", e);
        return false;
      }
    }

    static void record(NDArray[] inputs, NDArray output, Backward backward) {
      long id = NEXT_ID.getAndIncrement();
      Memory contexts = new Memory(2L * Native.POINTER_SIZE);
      contexts.setPointer(0, new Pointer(id));
      contexts.setPointer(Native.POINTER_SIZE, new Pointer(id));
      Memory list = new Memory(CALLBACK_LIST_BYTES);
      list.setInt(0, 2);
      list.setPointer(8, callbacks);
      list.setPointer(8L + Native.POINTER_SIZE, contexts);
      CALLS.put(id, new Call(backward, FAILURE.get(), list, contexts));
      Pointer[] inputHandles = Arrays.stream(inputs).map(Library::handle).toArray(Pointer[]::new);
      Pointer[] outputHandles = {handle(output)};
      MxNet.call("MXCustomFunctionRecord", inputs.length, inputHandles, 1, outputHandles, list);
    }

    private static Pointer handle(NDArray array) {
      return ((MxNDArray) array).getHandle();
    }

    private static int backward(
        int outputs, int inputs, Pointer handles, Pointer requests, int training, Pointer id) {
      Pointer[] arrays = handles.getPointerArray(0, outputs + inputs);
      Call call = CALLS.get(Pointer.nativeValue(id));
      try {
        float[] outputGradient = values(arrays[0]);
        float[][] gradients = call.backward().apply(outputGradient);
        for (int i = 0; i < inputs; i++) {
          int request = requests.getInt(4L * i);
          if (request != REQUEST_NONE) {
            write(arrays[outputs + i], gradients[i], request == REQUEST_ADD);
          }
        }
        return 1;
      } catch (RuntimeException | Error e) {
        call.failure().set(e);
        LOGGER.error("The backward pass of an operator on the heap failed", e);
        return 0;
      } finally {
        for (Pointer array : arrays) {
          MxNet.call("MXNDArrayFree", array);
        }
      }
    }

    private static void write(Pointer array, float[] gradient, boolean add) {
      if (gradient == null) {
        throw new IllegalStateException("A gradient is asked for that the operator does not have");
      }
      Pointer target = data(array);
      if (add) {
        float[] sum = target.getFloatArray(0, gradient.length);
        for (int i = 0; i < sum.length; i++) {
          sum[i] += gradient[i];
        }
        target.write(0, sum, 0, sum.length);
      } else {
        target.write(0, gradient, 0, gradient.length);
      }
    }

    private static int delete(Pointer id) {
      CALLS.remove(Pointer.nativeValue(id));
      return 1;
    }

    static float[] values(Pointer array) {
      return data(array).getFloatArray(0, size(array));
    }

    private static Pointer data(Pointer array) {
      MxNet.call("MXNDArrayWaitToRead", array);
      PointerByReference data = new PointerByReference();
      MxNet.call("MXNDArrayGetData", array, data);
      return data.getValue();
    }

    private static int size(Pointer array) {
      IntByReference dimensions = new IntByReference();
      PointerByReference sizes = new PointerByReference();
      MxNet.call("MXNDArrayGetShapeEx", array, dimensions, sizes);
      int size = 1;
      for (int length : sizes.getValue().getIntArray(0, dimensions.getValue())) {
        size *= length;
      }
      return size;
    }
  }
}
