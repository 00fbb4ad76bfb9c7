package org.dgm4j.data.files;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.dgm4j.data.registry.Datasets;

/** Where real data lie, for tests that are skipped without them. */
public final class RealData {

  private RealData() {}

  /** The data folder that has this sub-folder; skips the test if there is none. */
  public static Path having(String subfolder) {
    Path folder =
        Stream.of(Datasets.folder(), Path.of("..", "shared", "data"))
            .filter(candidate -> Files.isDirectory(candidate.resolve(subfolder)))
            .findFirst()
            .orElse(null);
    assumeTrue(folder != null, "skipped: set DGM4J_DATA to a folder that has " + subfolder + "/");
    return folder;
  }
}
