package ai.djl;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * DJL's device (Apache 2.0), in whose place it stands in the tests of this folder, except that CPUs
 * have numbers.
 *
 * <p>MXNet has contexts cpu(0), cpu(1) … with threads and memory of their own, but DJL takes them
 * all for one. With numbers, a model on cpu(1) shows without a GPU what is left on another device:
 * no operation takes arrays of two devices (see {@link ai.djl.mxnet.jna.FunctionInfo}).
 */
public class Device {

  private static final Map<String, Device> CACHE = new ConcurrentHashMap<>();
  private static final Device CPU = new Device(Type.CPU, -1);

  protected String deviceType;
  protected int deviceId;

  private Device(String deviceType, int deviceId) {
    this.deviceType = deviceType;
    this.deviceId = deviceId;
  }

  /** The device of a type and a number; cpu(0) is {@link #cpu()}. */
  public static Device of(String deviceType, int deviceId) {
    if (Type.CPU.equals(deviceType) && deviceId < 1) {
      return CPU;
    }
    return CACHE.computeIfAbsent(
        deviceType + '-' + deviceId, key -> new Device(deviceType, deviceId));
  }

  public static Device cpu() {
    return CPU;
  }

  public static Device gpu() {
    return gpu(0);
  }

  public static Device gpu(int deviceId) {
    return of(Type.GPU, deviceId);
  }

  public String getDeviceType() {
    return deviceType;
  }

  public int getDeviceId() {
    return deviceId;
  }

  public boolean isGpu() {
    return Type.GPU.equals(deviceType);
  }

  public List<Device> getDevices() {
    return List.of(this);
  }

  /** The name that MXNet's operations understand, such as {@code cpu(1)}. */
  @Override
  public String toString() {
    return deviceType + '(' + Math.max(0, deviceId) + ')';
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Device other
        && deviceId == other.deviceId
        && deviceType.equals(other.deviceType);
  }

  @Override
  public int hashCode() {
    return Objects.hash(deviceType, deviceId);
  }

  /** The types. */
  public interface Type {
    String CPU = "cpu";
    String GPU = "gpu";
  }

  /** Several devices in one, which MXNet does not have; DJL only asks whether a device is one. */
  public static final class MultiDevice extends Device {
    private MultiDevice() {
      super(null, -1);
    }
  }
}
