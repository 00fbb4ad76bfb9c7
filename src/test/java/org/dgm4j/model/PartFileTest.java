package org.dgm4j.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dgm4j.base.PartFile;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.registry.ModelArchive;
import org.dgm4j.model.registry.Models;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stays of a file that another process was writing. */
class PartFileTest {

  private static final int OURS = 3;
  private static final int THEIRS = 5;

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("a model");
  }

  /** Writes a model to a file, and waits in the middle of it until the input ends. */
  static final class SlowWriter {
    private SlowWriter() {}

    public static void main(String[] arguments) {
      try (Nade nade = nade(THEIRS)) {
        ModelArchive.Writer wait =
            out -> {
              System.out.println("writing");
              System.in.read();
            };
        ModelArchive.write(Path.of(arguments[0]), nade, Map.of("last", wait));
      }
    }
  }

  private static Nade nade(int hidden) {
    return Nade.builder().image(2, 2).hidden(hidden).build();
  }

  private Process startWriting() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SlowWriter.class.getName(),
                file().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said = process.inputReader();
    assertEquals("writing", said.readLine());
    return process;
  }

  private void save(Path file) {
    try (Nade nade = nade(OURS)) {
      Models.save(nade, file.toString());
    }
  }

  private void assertHolds(int hidden) {
    try (Nade nade = Models.load(file().toString(), Nade.class)) {
      assertEquals("" + hidden, nade.settings().get("hidden"));
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aKilledProcessLeavesNothingForEver() throws Exception {
    Files.createFile(folder.resolve(".a model of mine.part"));
    Process killed = startWriting();
    killed.destroyForcibly().waitFor();
    Process another = startWriting();
    another.destroyForcibly().waitFor();
    assertEquals(2, files().size(), "the second process has removed what the first one left");
    save(folder.resolve("a"));
    assertEquals(3, files().size(), "what is left of one file is nothing to another");
    save(file());
    assertEquals(List.of(".a model of mine.part", "a", "a model"), files());
    assertHolds(OURS);
  }

  @Test
  void aTrainingRemovesItAtItsStart() throws Exception {
    startWriting().destroyForcibly().waitFor();
    assertEquals(1, files().size());
    ModelArchive.requireWritable(file());
    assertEquals(List.of(), files());
  }

  @Test
  void twoProcessesWriteSideBySide() throws Exception {
    Process other = startWriting();
    ModelArchive.requireWritable(file());
    save(file());
    assertHolds(OURS);
    assertEquals(2, files().size(), "the other one's is still there");
    other.getOutputStream().close();
    assertEquals(0, other.waitFor());
    assertHolds(THEIRS);
    assertEquals(List.of("a model"), files());
  }

  @Test
  void twoThreadsWriteSideBySide() throws Exception {
    try (PartFile part = PartFile.beside(file())) {
      Thread other = new Thread(() -> save(file()));
      other.start();
      other.join();
      assertHolds(OURS);
      Process stranger = startWriting();
      assertEquals(3, files().size(), "a stranger finds it locked still");
      stranger.destroyForcibly().waitFor();
      part.complete();
    }
    assertEquals(0, Files.size(file()));
  }

  @Test
  void anInterruptedThreadCanWrite() {
    Thread.currentThread().interrupt();
    save(file());
    assertTrue(Thread.interrupted());
    assertHolds(OURS);
  }
}
