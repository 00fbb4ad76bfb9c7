package org.dgm4j.engine;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.mxnet.engine.MxDeviceType;
import ai.djl.mxnet.jna.JnaUtils;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when the memory of a device is too small: one sentence, and all of it given back.
 */
public final class DeviceMemory {

  private static final Logger LOGGER = LoggerFactory.getLogger(DeviceMemory.class);

  /**
   * What CUDA, its libraries and MXNet say: on a GPU, on the CPU, and of arrays beyond counting.
   */
  private static final Pattern TOO_SMALL =
      Pattern.compile(
          "out of memory|cudaMalloc|cudaErrorMemoryAllocation|_ALLOC_FAILED"
              + "|Failed to allocate|bad_alloc|larger than 2\\^31 elements",
          Pattern.CASE_INSENSITIVE);

  private DeviceMemory() {}

  /**
   * Computes something that may need more memory than there is.
   *
   * @param what for what the memory may be too small, such as "this nade"
   * @param remedy what to try then
   * @throws IllegalStateException if the memory is too small, with one sentence
   */
  public static <T> T within(Device device, String what, String remedy, Supplier<T> computation) {
    try {
      return computation.get();
    } catch (EngineException e) {
      throw explained(e, Devices.name(device), what, remedy);
    }
  }

  /**
   * What to throw in place of an error of the engine: one sentence if memory was too small, after
   * what was taken is given back, or else the error itself.
   *
   * @param devices the names of those whose memory it was
   */
  public static RuntimeException explained(
      EngineException error, String devices, String what, String remedy) {
    if (!TOO_SMALL.matcher(String.valueOf(error.getMessage())).find()) {
      return error;
    }
    LOGGER.debug("Too little memory", error);
    settle();
    return new IllegalStateException(
        "The memory of %s is too small for %s: %s; %%device shows what is free"
            .formatted(devices, what, remedy));
  }

  /**
   * Waits for all that was begun. MXNet reports then, or else at the next chance, what failed while
   * nobody waited for it.
   */
  static void settle() {
    try {
      JnaUtils.waitAll();
    } catch (EngineException e) {
      LOGGER.debug("Failed as well", e);
    }
  }

  /** Gives memory that was freed, and that MXNet keeps for later arrays, back to the device. */
  public static void giveBack(Device device) {
    settle();
    try {
      MxNet.call(
          "MXStorageEmptyCache",
          MxDeviceType.toDeviceType(device),
          Math.max(0, device.getDeviceId()));
    } catch (EngineException e) {
      LOGGER.debug("Nothing was ever taken there", e);
    }
    MxNet.returnFreedMemory();
  }
}
