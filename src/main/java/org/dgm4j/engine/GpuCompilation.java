package org.dgm4j.engine;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Says that the first use of a GPU takes longer: the driver compiles each operation for it. */
final class GpuCompilation {

  private static boolean announced;

  private GpuCompilation() {}

  /** Prints one sentence, once, before a GPU is used for which nothing was compiled yet. */
  static synchronized void announce(Device device) {
    if (device.isGpu() && !announced) {
      announced = true;
      notice(System.getenv("CUDA_CACHE_PATH")).ifPresent(System.out::println);
    }
  }

  /**
   * What is to be said, if anything.
   *
   * @param cache the folder where the driver keeps what it has compiled, or null if it isn't known
   */
  static Optional<String> notice(String cache) {
    if (cache == null || holdsFiles(Path.of(cache))) {
      return Optional.empty();
    }
    return Optional.of(
        "The first use of each operation on this GPU compiles it, which takes some minutes in all;"
            + " the results are kept.");
  }

  private static boolean holdsFiles(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isPresent();
    } catch (IOException e) {
      return false;
    }
  }
}
