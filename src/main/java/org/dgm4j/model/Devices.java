package org.dgm4j.model;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The devices of this machine, and the one that new models are built on. */
public final class Devices {

  private static final Pattern NAME = Pattern.compile("cpu|gpu(?::(\\d{1,4}))?");
  private static Device current;

  private Devices() {}

  /** The device of new models: the first GPU if the engine has one, else the CPU. */
  public static synchronized Device current() {
    if (current == null) {
      current = MxNet.engine().defaultDevice();
    }
    return current;
  }

  /**
   * Makes a device the one of new models.
   *
   * @param name {@code cpu}, {@code gpu} or {@code gpu:1}
   * @throws IllegalArgumentException if there is no such device; the current one stays
   */
  public static synchronized void use(String name) {
    current = parse(name);
  }

  /** The names of the devices that can be used, the CPU first. */
  public static List<String> available() {
    List<String> names = new ArrayList<>(List.of("cpu"));
    for (int i = 0; i < MxNet.engine().getGpuCount(); i++) {
      names.add("gpu:" + i);
    }
    return names;
  }

  /** The name of a device: {@code cpu} or {@code gpu:0}. */
  public static String name(Device device) {
    return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
  }

  private static Device parse(String name) {
    Matcher matcher = NAME.matcher(name.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "There is no device '" + name + "': use " + choices() + ", for example %device cpu");
    }
    if (matcher.group().equals("cpu")) {
      return Device.cpu();
    }
    int index = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
    int gpus = MxNet.engine().getGpuCount();
    if (index >= gpus) {
      throw new IllegalArgumentException(
          gpus == 0
              ? "There is no GPU that MXNet can use here: stay on %device cpu, or see the GPU"
                  + " paragraph of the README"
              : "There is no device '" + name + "': use " + choices());
    }
    return Device.gpu(index);
  }

  private static String choices() {
    return String.join(" or ", available());
  }
}
