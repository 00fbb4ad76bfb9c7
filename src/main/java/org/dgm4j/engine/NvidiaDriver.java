package org.dgm4j.engine;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The driver of NVIDIA's GPUs: the one thing on which a GPU depends that no download brings. */
public final class NvidiaDriver {

  private static final Path KERNEL_MODULE = Path.of("/proc/driver/nvidia/version");
  private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+(\\.\\d+)?");
  private static final List<String> LIBRARIES = List.of("libcuda.so.1", "nvcuda", "cuda");

  private NvidiaDriver() {}

  /** Its version, and up to which version of CUDA it goes; empty if there is none. */
  public static Optional<String> description() {
    Optional<String> version = version();
    Optional<String> cuda = cuda();
    return version.isEmpty() && cuda.isEmpty()
        ? Optional.empty()
        : Optional.of(
            version.orElse("of an unknown version")
                + cuda.map(newest -> ", for CUDA up to " + newest)
                    .orElse(", but its library libcuda is not found"));
  }

  private static Optional<String> version() {
    try {
      return versionIn(Files.readString(KERNEL_MODULE));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The first number with points, as in "NVIDIA UNIX x86_64 Kernel Module 535.104.05 Sat …". */
  static Optional<String> versionIn(String text) {
    Matcher matcher = VERSION.matcher(text);
    return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
  }

  private static Optional<String> cuda() {
    for (String library : LIBRARIES) {
      try {
        int[] version = new int[1];
        int status =
            NativeLibrary.getInstance(library)
                .getFunction("cuDriverGetVersion")
                .invokeInt(new Object[] {version});
        return status == 0 ? Optional.of(dotted(version[0])) : Optional.empty();
      } catch (UnsatisfiedLinkError e) {
        continue;
      }
    }
    return Optional.empty();
  }

  /** From CUDA's number to the usual form, as 11080 to 11.8. */
  static String dotted(int version) {
    return version / 1000 + "." + version % 1000 / 10;
  }
}
