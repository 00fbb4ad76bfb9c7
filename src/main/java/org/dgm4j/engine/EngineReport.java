package org.dgm4j.engine;

import ai.djl.Device;
import ai.djl.engine.StandardCapabilities;
import ai.djl.util.Utils;
import com.sun.jna.NativeLibrary;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the engine is and what it works with, at one moment.
 *
 * @param current the name of the device of new models
 * @param devices the CPU and each GPU that MXNet can use
 * @param facts what else there is to know, by what it is called
 */
public record EngineReport(String current, List<Memory> devices, Map<String, String> facts) {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path MAPS = Path.of("/proc/self/maps");
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final String LIBRARY_PATH = "MXNET_LIBRARY_PATH";

  /** Keeps the order. */
  public EngineReport {
    devices = List.copyOf(devices);
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /**
   * The memory of a device, in bytes.
   *
   * @param used by this process on the CPU, by all on a GPU
   * @param free for more; the caches of the system count as free
   */
  public record Memory(String device, long used, long free, long total) {}

  /** The report of this moment. */
  public static EngineReport now() {
    Device current = Devices.current();
    String version = MxNet.engine().getVersion();
    List<Memory> devices = new ArrayList<>(List.of(cpu()));
    for (String name : Devices.available()) {
      Device device = Devices.of(name);
      if (device.isGpu()) {
        devices.add(gpu(name, device.getDeviceId()));
      }
    }
    Map<String, String> facts = new LinkedHashMap<>();
    String library = MxNet.library();
    facts.put("engine", "MXNet " + version + ", built for " + build());
    facts.put("its library", library);
    facts.put("its origin", origin(Path.of(library)));
    facts.put("NVIDIA driver", NvidiaDriver.description().orElse("no NVIDIA driver"));
    int processors = Runtime.getRuntime().availableProcessors();
    facts.put(
        "threads",
        MxNet.threads() + " for the engine's operations, of " + processors + " processors");
    Runtime runtime = Runtime.getRuntime();
    facts.put(
        "Java heap",
        String.format(
            Locale.ROOT,
            "%,d MB in use of at most %,d MB",
            (runtime.totalMemory() - runtime.freeMemory()) >> 20,
            runtime.maxMemory() >> 20));
    return new EngineReport(Devices.name(current), devices, facts);
  }

  /** As {@code JnaUtils.getGpuMemory} of DJL 0.36 gives each GPU no free memory. */
  private static Memory gpu(String name, int number) {
    long[] free = new long[1];
    long[] total = new long[1];
    MxNet.call("MXGetGPUMemoryInformation64", number, free, total);
    return new Memory(name, total[0] - free[0], free[0], total[0]);
  }

  /** The memory of this machine, which needs no engine. */
  public static Memory cpu() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long total = system.getTotalMemorySize();
    long free =
        Math.min(total, kilobytes(MEMORY, "MemAvailable").orElse(system.getFreeMemorySize()));
    long used = kilobytes(STATUS, "VmRSS").orElse(system.getCommittedVirtualMemorySize());
    return new Memory("cpu", used, free, total);
  }

  /** A number of kilobytes in a file of Linux, in bytes; empty elsewhere. */
  private static OptionalLong kilobytes(Path file, String name) {
    try (Stream<String> lines = Files.lines(file)) {
      Pattern pattern = Pattern.compile(name + ":\\s*(\\d+) kB");
      return lines
          .map(pattern::matcher)
          .filter(Matcher::matches)
          .mapToLong(matcher -> Long.parseLong(matcher.group(1)) << 10)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  private static String build() {
    return MxNet.engine().hasCapability(StandardCapabilities.CUDA) ? "CUDA" + cuda() : "the CPU";
  }

  /** The version of the CUDA library that MXNet has loaded, after a space; nothing if unknown. */
  private static String cuda() {
    try (Stream<String> lines = Files.lines(MAPS)) {
      int[] version = new int[1];
      return lines
          .map(line -> line.replaceFirst("^[^/]*", ""))
          .filter(path -> path.contains("/libcudart.so"))
          .findFirst()
          .filter(
              path ->
                  NativeLibrary.getInstance(path)
                          .getFunction("cudaRuntimeGetVersion")
                          .invokeInt(new Object[] {version})
                      == 0)
          .map(path -> " " + NvidiaDriver.dotted(version[0]))
          .orElse("");
    } catch (IOException | UnsatisfiedLinkError e) {
      return "";
    }
  }

  /** How the library got there, as DJL looks for it. */
  private static String origin(Path library) {
    String named = Utils.getEnvOrSystemProperty(LIBRARY_PATH);
    if (!library.startsWith(Utils.getEngineCacheDir("mxnet"))) {
      return named != null
              && Stream.of(named.split(File.pathSeparator)).anyMatch(library::startsWith)
          ? "named by " + LIBRARY_PATH
          : "found in java.library.path";
    }
    URL jar = MxNet.class.getClassLoader().getResource("native/lib/mxnet.properties");
    String brought =
        jar == null || !jar.getPath().contains("!")
            ? "downloaded by DJL into its cache"
            : "unpacked by DJL from "
                + jar.getPath().replaceFirst("!.*", "").replaceFirst(".*/", "");
    return named == null || named.isBlank()
        ? brought
        : "%s, as there is none in %s (%s)".formatted(brought, LIBRARY_PATH, named);
  }
}
