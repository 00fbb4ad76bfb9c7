package org.dgm4j.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dgm4j.model.autoregressive.AutoRegressive;
import org.dgm4j.model.autoregressive.Nade;
import org.junit.jupiter.api.Test;

class AutoregressiveModelTest {

  @Test
  void aModelOnAGpuSaysOnceWhatItComputesOnTheCpu() {
    PrintStream usual = System.out;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (PrintStream instead = new PrintStream(written, true, StandardCharsets.UTF_8);
        AutoregressiveModel nade = Nade.builder().dimensions(2).hidden(2).build();
        AutoRegressive onCpu = AutoRegressive.builder().dimensions(2).build()) {
      System.setOut(instead);
      for (int i = 0; i < 3; i++) {
        nade.sayOnHeap(Device.cpu(), "samples");
        nade.sayOnHeap(Device.gpu(1), "samples");
        onCpu.logProbability(onCpu.sample(3));
      }
    } finally {
      System.setOut(usual);
    }
    assertEquals(
        List.of(
            "This nade trains on gpu:1, but its samples are computed on the CPU, each value from those before it."),
        written.toString(StandardCharsets.UTF_8).lines().toList());
  }
}
