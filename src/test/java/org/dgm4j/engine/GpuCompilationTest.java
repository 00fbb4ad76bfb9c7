package org.dgm4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuCompilationTest {

  @TempDir Path folder;

  @Test
  void isAnnouncedWhileNothingIsCompiled() throws IOException {
    for (Path cache : new Path[] {folder, folder.resolve("not made yet")}) {
      String notice = GpuCompilation.notice(cache.toString()).orElseThrow();
      assertTrue(notice.contains("first use") && notice.contains("minutes"), notice);
    }
    Files.createFile(folder.resolve("compiled"));
    assertEquals(Optional.empty(), GpuCompilation.notice(folder.toString()));
  }

  @Test
  void isNotAnnouncedIfItIsNotKnownWhatIsCompiled() {
    assertEquals(Optional.empty(), GpuCompilation.notice(null));
  }
}
