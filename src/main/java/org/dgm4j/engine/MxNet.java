package org.dgm4j.engine;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.mxnet.engine.MxNDArray;
import ai.djl.mxnet.jna.JnaUtils;
import ai.djl.mxnet.jna.LibUtils;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** DJL's MXNet engine: loads it once, with the right threads, or says in one sentence why not. */
public final class MxNet {

  private static final String NAME = "MXNet";
  private static final Pattern MISSING =
      Pattern.compile("^(\\S+): cannot open shared object file", Pattern.MULTILINE);
  private static final String THREADS = "OMP_NUM_THREADS";

  /**
   * The flag RTLD_LAZY alone: JNA's default makes the symbols of libmxnet global, among them those
   * of another libjpeg, and then Java's JPEG reader fails.
   */
  private static final Map<String, Object> PRIVATE = Map.of(Library.OPTION_OPEN_FLAGS, 1);

  private static final Logger LOGGER = LoggerFactory.getLogger(MxNet.class);
  private static Engine engine;
  private static String failure;

  private MxNet() {}

  /**
   * The engine.
   *
   * @throws IllegalStateException if there is no native library for this platform, or it can't load
   */
  public static synchronized Engine engine() {
    if (failure != null) {
      // A second attempt would fail as well, but the loader would not say why.
      throw new IllegalStateException(failure);
    }
    if (engine == null) {
      requireNatives(System.getProperty("os.name"), System.getProperty("os.arch"));
      setVariables();
      useLocalParameterServer();
      Thread thread = Thread.currentThread();
      ClassLoader loader = thread.getContextClassLoader();
      thread.setContextClassLoader(MxNet.class.getClassLoader());
      try {
        engine = Engine.getEngine(NAME);
      } catch (RuntimeException | LinkageError e) {
        // Not as the cause, whose message has all jars of the class path, and notebooks show it.
        LOGGER.debug("MXNet can't be loaded", e);
        failure = whyNot(rootMessage(e));
        throw new IllegalStateException(failure);
      } finally {
        thread.setContextClassLoader(loader);
      }
    }
    return engine;
  }

  /** The file that the engine was loaded from. */
  public static String library() {
    return LibUtils.getLibName();
  }

  /**
   * Checks that MXNet is built for a platform.
   *
   * @throws IllegalStateException if it is not, with what to do
   */
  static void requireNatives(String osName, String osArchitecture) {
    boolean x86 = osArchitecture.equals("amd64") || osArchitecture.equals("x86_64");
    if (x86 || System.getenv("MXNET_LIBRARY_PATH") != null) {
      return;
    }
    boolean mac = osName.toLowerCase(Locale.ROOT).startsWith("mac");
    throw new IllegalStateException(
        "MXNet is built for x86_64 only, but this Java runs on "
            + osArchitecture
            + (mac
                ? ": install an x86_64 JDK 17 (Rosetta runs it on Apple silicon) and start again"
                : ": use an x86_64 machine, or set MXNET_LIBRARY_PATH to a libmxnet for this one"));
  }

  /**
   * Sets variables that libraries read when they are loaded, where the user has not set them.
   *
   * <p>OpenMP: a kernel that was started without ours would compute on one core only. CUDA:
   * products of matrices keep single precision instead of the 10 bits of TF32, so that
   * log-probabilities are those of the CPU; MXNet does not try out convolutions at each new shape,
   * which takes long and makes runs differ; and it does not fuse operations by a compiler that
   * knows no GPU newer than itself.
   */
  private static void setVariables() {
    if (System.getProperty("os.name").startsWith("Windows")) {
      return;
    }
    if (System.getenv(THREADS) == null) {
      setVariable(THREADS, Integer.toString(Runtime.getRuntime().availableProcessors()));
      setVariable("OMP_WAIT_POLICY", "passive");
    }
    setVariable("NVIDIA_TF32_OVERRIDE", "0");
    setVariable("MXNET_CUDNN_AUTOTUNE_DEFAULT", "0");
    setVariable("MXNET_USE_FUSION", "0");
  }

  private static void setVariable(String name, String value) {
    Function setenv = NativeLibrary.getInstance("c").getFunction("setenv");
    setenv.invokeInt(new Object[] {name, value, 0});
  }

  /**
   * DJL's trainers never close MXNet's key-value store, so each training would leave a copy of the
   * model's parameters in native memory; DJL's own parameter server needs none.
   */
  private static void useLocalParameterServer() {
    System.setProperty("ai.djl.use_local_parameter_server", "true");
  }

  /**
   * An array with these values, row by row.
   *
   * <p>To be used in place of {@link NDManager#create(float[], Shape)}: DJL copies the values into
   * a buffer which the garbage collector may free while MXNet still reads it, so that once in a
   * while an array holds something else.
   */
  public static NDArray array(NDManager manager, float[] values, Shape shape) {
    NDArray array = manager.create(shape, DataType.FLOAT32);
    set(array, values);
    return array;
  }

  /** The same for whole numbers. */
  public static NDArray array(NDManager manager, int[] values, Shape shape) {
    NDArray array = manager.create(shape, DataType.INT32);
    ByteBuffer buffer = buffer(values.length);
    buffer.asIntBuffer().put(values);
    copy(buffer, array);
    return array;
  }

  /** Sets all values of an array, row by row; {@link NDArray#set} has the same fault. */
  public static void set(NDArray array, float[] values) {
    ByteBuffer buffer = buffer(values.length);
    buffer.asFloatBuffer().put(values);
    copy(buffer, array);
  }

  /**
   * The values of a parameter, row by row, once nothing that was started before uses it any more.
   *
   * <p>To be used in place of {@link NDArray#toFloatArray}, which waits for writers alone: while
   * the backward pass of a transposed convolution runs, oneDNN swaps the axes of its weights in
   * place, so that a reader gets them in another order, or crashes.
   */
  public static float[] parameter(NDArray array) {
    if (array instanceof MxNDArray parameter) {
      // Waiting to write alone would forget an error of what was to be waited for.
      parameter.waitToRead();
      parameter.waitToWrite();
    }
    return array.toFloatArray();
  }

  private static ByteBuffer buffer(int values) {
    return ByteBuffer.allocateDirect(values * Float.BYTES).order(ByteOrder.nativeOrder());
  }

  private static void copy(ByteBuffer buffer, NDArray array) {
    try {
      array.set(buffer);
    } finally {
      Reference.reachabilityFence(buffer);
    }
  }

  /**
   * Calls a function of MXNet's C interface.
   *
   * @throws EngineException if it fails
   */
  static void call(String function, Object... arguments) {
    JnaUtils.checkCall(functions().getFunction(function).invokeInt(arguments));
  }

  /** MXNet's C interface. */
  static NativeLibrary functions() {
    return Loaded.LIBRARY;
  }

  /** Loaded when first used. */
  private static final class Loaded {
    static final NativeLibrary LIBRARY = NativeLibrary.getInstance(LibUtils.getLibName(), PRIVATE);
  }

  /** With how many threads an operation computes on the CPU. */
  static String threads() {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    String threads =
        windows
            ? System.getenv(THREADS)
            : NativeLibrary.getInstance("c")
                .getFunction("getenv")
                .invokeString(new Object[] {THREADS}, false);
    return threads == null ? "all" : threads;
  }

  /**
   * Gives memory that was freed back to the system. Without this, GNU's C library keeps it in holes
   * between other blocks, and a notebook that builds model after model seems to leak.
   */
  public static void returnFreedMemory() {
    if (System.getProperty("os.name").equals("Linux")) {
      try {
        Function trim = NativeLibrary.getInstance("c").getFunction("malloc_trim");
        trim.invokeInt(new Object[] {new NativeLong(0)});
      } catch (UnsatisfiedLinkError e) {
        LOGGER.debug("This C library keeps freed memory", e);
      }
    }
  }

  /**
   * Why the library could not be loaded, and what to do, in one sentence.
   *
   * @param message what the system's loader said, where lines after the first repeat or list
   */
  static String whyNot(String message) {
    Matcher matcher = MISSING.matcher(message);
    String missing = matcher.find() ? matcher.group(1) : null;
    if ("libcuda.so.1".equals(missing)) {
      return "There is no NVIDIA driver here (no libcuda.so.1), which this kernel's MXNet needs:"
          + " choose the kernel \"Java (dgm4j)\", which computes on the CPU, or install the driver";
    }
    if (missing != null) {
      return "The MXNet library could not be loaded for lack of "
          + missing
          + ": install the package that has it, or choose the kernel \"Java (dgm4j)\"";
    }
    return "The MXNet library could not be loaded ("
        + message.lines().limit(2).collect(Collectors.joining(" "))
        + "): %dgm doctor checks the set-up";
  }

  private static String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }
}
