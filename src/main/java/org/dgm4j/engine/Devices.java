package org.dgm4j.engine;

import ai.djl.Device;
import ai.djl.engine.StandardCapabilities;
import ai.djl.mxnet.jna.JnaUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dgm4j.base.SessionValue;

/** The devices of this machine, and the one that new models of a session are built on. */
public final class Devices {

  private static final Pattern NAME = Pattern.compile("(cpu|gpu)(?::(\\d{1,4}))?");
  private static final SessionValue<Device> CURRENT =
      SessionValue.of(() -> gpus() > 0 ? Device.gpu(0) : Device.cpu());

  private Devices() {}

  /** The device of new models: the first GPU if the engine has one, else the CPU. */
  public static Device current() {
    Device current = CURRENT.get();
    GpuCompilation.announce(current);
    return current;
  }

  /**
   * Makes a device the one of new models.
   *
   * @param name {@code cpu}, {@code gpu} or {@code gpu:1}
   * @throws IllegalArgumentException if there is no such device; the current one stays
   */
  public static void use(String name) {
    CURRENT.set(of(name));
  }

  /** The names of the devices that can be used, the CPU first. */
  public static List<String> available() {
    List<String> names = new ArrayList<>(List.of("cpu"));
    for (int i = 0; i < gpus(); i++) {
      names.add("gpu:" + i);
    }
    return names;
  }

  /** The name of a device: {@code cpu} or {@code gpu:0}. */
  public static String name(Device device) {
    int number = device.getDeviceId();
    return device.isGpu() || number > 0 ? device.getDeviceType() + ":" + number : "cpu";
  }

  /**
   * The device of a name.
   *
   * @param name {@code cpu}, {@code gpu} or {@code gpu:1}
   * @throws IllegalArgumentException if there is no such device
   */
  public static Device of(String name) {
    Matcher matcher = NAME.matcher(name.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw unknown(name);
    }
    int number = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
    Device device = Device.of(matcher.group(1), number);
    if (device.isGpu() && gpus() == 0) {
      throw new IllegalArgumentException(
          "There is no GPU that MXNet can use here: stay on %device cpu, or see the GPU paragraph"
              + " of the README");
    }
    // DJL takes all CPUs for one.
    boolean exists = device.isGpu() ? number < gpus() : Math.max(0, device.getDeviceId()) == number;
    if (!exists) {
      throw unknown(name);
    }
    return device;
  }

  /**
   * How many GPUs MXNet can use: 0 if its library is built for the CPU, whatever GPUs there are.
   */
  private static int gpus() {
    return MxNet.engine().hasCapability(StandardCapabilities.CUDA) ? JnaUtils.getGpuCount() : 0;
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "There is no device '%s': use %s, for example %%device cpu"
            .formatted(name, String.join(" or ", available())));
  }
}
