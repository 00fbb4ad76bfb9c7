package ai.djl.mxnet.jna;

import ai.djl.Device;
import ai.djl.mxnet.engine.MxNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import com.sun.jna.Pointer;
import java.util.Arrays;
import java.util.List;

/**
 * An operation of MXNet, in place of DJL's class (Apache 2.0) in the tests of this folder: it
 * refuses arrays of two devices, as MXNet does between CPU and GPU but not between two CPUs, and
 * makes new arrays on the CPU of their manager (see {@link Device}).
 */
public class FunctionInfo {

  private static final String CONTEXT = "ctx";

  private final Pointer handle;
  private final String name;
  private final PairList<String, String> arguments;

  FunctionInfo(Pointer handle, String name, PairList<String, String> arguments) {
    this.handle = handle;
    this.name = name;
    this.arguments = arguments;
  }

  /** Writes the results into arrays. */
  public int invoke(NDManager manager, NDArray[] src, NDArray[] dest, PairList<String, ?> options) {
    requireOneDevice(src);
    requireOneDevice(dest);
    return JnaUtils.imperativeInvoke(handle, src, dest, placed(manager, options)).size();
  }

  /** Returns the results, which belong to the manager. */
  public NDArray[] invoke(NDManager manager, NDArray[] src, PairList<String, ?> options) {
    requireOneDevice(src);
    return JnaUtils.imperativeInvoke(handle, src, null, placed(manager, options)).stream()
        .map(result -> array((MxNDManager) manager, result))
        .toArray(NDArray[]::new);
  }

  private static NDArray array(MxNDManager manager, Pair<Pointer, SparseFormat> result) {
    return result.getValue() == SparseFormat.DENSE
        ? manager.create(result.getKey())
        : manager.create(result.getKey(), result.getValue());
  }

  /** DJL's option for any CPU is cpu(0). */
  private static PairList<String, ?> placed(NDManager manager, PairList<String, ?> options) {
    if (options == null || !options.contains(CONTEXT) || manager.getDevice().isGpu()) {
      return options;
    }
    PairList<String, Object> placed = new PairList<>();
    for (Pair<String, ?> option : options) {
      boolean isContext = option.getKey().equals(CONTEXT);
      placed.add(option.getKey(), isContext ? manager.getDevice().toString() : option.getValue());
    }
    return placed;
  }

  private void requireOneDevice(NDArray[] arrays) {
    List<Device> devices = Arrays.stream(arrays).map(NDArray::getDevice).distinct().toList();
    if (devices.size() > 1) {
      throw new IllegalStateException(
          "The arrays of operation %s are on several devices: %s".formatted(name, devices));
    }
  }

  public String getFunctionName() {
    return name;
  }

  public List<String> getArgumentNames() {
    return arguments.keys();
  }

  public List<String> getArgumentTypes() {
    return arguments.values();
  }
}
