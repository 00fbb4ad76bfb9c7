package org.dgm4j.engine;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.mxnet.engine.MxDeviceType;
import ai.djl.mxnet.jna.JnaUtils;
import ai.djl.ndarray.NDArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The memory of a device: what the engine says when it is too small, and how it is given back. */
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

  /** So that each NADE of digits, which has 3 MB, asks for one, and small models seldom do. */
  private static final long LIMIT = 2L << 20;

  private static final AtomicLong SINCE_COLLECTION = new AtomicLong();

  private DeviceMemory() {}

  /**
   * Native memory gives the garbage collector no reason to run, so unreachable models would pile
   * up: asks for a collection whenever many parameters have been made since the last one.
   */
  public static void claim(long parameters) {
    if (SINCE_COLLECTION.addAndGet(parameters * Float.BYTES) > LIMIT) {
      System.gc();
      SINCE_COLLECTION.set(0);
    }
  }

  /** Whether the engine says with this that memory was too small. */
  static boolean isTooSmall(String message) {
    return TOO_SMALL.matcher(message).find();
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

  /**
   * Lets an array be written again that was to be computed from what has failed: MXNet throws at
   * the first wait for it, and no longer at the next.
   */
  public static void forgetFailure(NDArray array) {
    try {
      MxNet.parameter(array);
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
