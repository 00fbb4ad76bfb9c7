package org.dgm4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.dgm4j.engine.EngineReport.Memory;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.autoregressive.Nade;
import org.junit.jupiter.api.Test;

class EngineReportTest {

  private static final String NAMED = "MXNET_LIBRARY_PATH";

  @Test
  void tellsOfTheCpuAndTheLibrary() {
    EngineReport report = EngineReport.now();
    assertEquals(Devices.name(Devices.current()), report.current());
    Memory cpu = report.devices().get(0);
    assertEquals("cpu", cpu.device());
    assertTrue(cpu.used() > 50 << 20 && cpu.used() < cpu.total(), cpu.toString());
    assertTrue(cpu.free() > 0 && cpu.free() <= cpu.total(), cpu.toString());
    assertTrue(report.facts().get("engine").matches("MXNet 1\\.9\\.\\d, built for .+"));
    assertTrue(Files.isRegularFile(Path.of(report.facts().get("its library"))));
    assertTrue(report.facts().get("its origin").matches("(unpacked|named|found|down)[^/]+"));
    assertTrue(report.facts().get("threads").matches("\\d+ for the engine's .* processors"));
  }

  @Test
  void saysThatANamedFolderHasNoLibrary() {
    assumeTrue(System.getenv(NAMED) == null);
    System.setProperty(NAMED, "gone");
    try {
      String origin = EngineReport.now().facts().get("its origin");
      assertTrue(origin.endsWith(", as there is none in MXNET_LIBRARY_PATH (gone)"), origin);
    } finally {
      System.clearProperty(NAMED);
    }
  }

  @Test
  void memoryInUseGrowsWithAModel() {
    long before = EngineReport.now().devices().get(0).used();
    try (NeuralModel model = Nade.builder().dimensions(5000).hidden(5000).seed(1).build()) {
      long more = EngineReport.now().devices().get(0).used() - before;
      assertTrue(more > 4 * model.parameterCount(), more + " bytes more");
    }
  }

  @Test
  void understandsVersionsOfTheDriver() {
    String text =
        """
        NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat Aug 19 01:15:15 UTC 2023
        GCC version:  gcc version 12.2.0 (Debian 12.2.0-14)
        """;
    assertEquals(Optional.of("535.104.05"), NvidiaDriver.versionIn(text));
    assertEquals(Optional.of("550.54"), NvidiaDriver.versionIn("NVRM version: 550.54"));
    assertEquals(Optional.empty(), NvidiaDriver.versionIn("none"));
    assertEquals("11.8", NvidiaDriver.dotted(11080));
    assertEquals("12.2", NvidiaDriver.dotted(12020));
  }
}
