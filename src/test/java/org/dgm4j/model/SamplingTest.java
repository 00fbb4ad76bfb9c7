package org.dgm4j.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.dgm4j.data.Mask;
import org.dgm4j.data.Samples;
import org.dgm4j.model.pixelrnn.PixelRnn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sampling that takes long tells how far it has come. */
class SamplingTest {

  private static final int COUNT = 600;

  private PixelRnn model;

  @BeforeEach
  void build() {
    model = PixelRnn.builder().image(20, 12).diagonalBiLstm().hidden(24).layers(3).seed(1).build();
  }

  @AfterEach
  void close() {
    model.close();
  }

  /** Keeps what it is told, and interrupts its thread after so many times. */
  private static final class Witness implements SamplingObserver {
    private final List<SamplingProgress> told = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private final int patience;
    private SamplingProgress end;
    private SamplingProgress interrupt;

    Witness(int patience) {
      this.patience = patience;
    }

    @Override
    public void onProgress(SamplingProgress progress) {
      told.add(progress);
      times.add(System.nanoTime());
      if (told.size() == patience) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void onEnd(SamplingProgress progress) {
      end = progress;
    }

    @Override
    public void onInterrupt(SamplingProgress progress) {
      interrupt = progress;
    }
  }

  @Test
  void samplesGrowRowByRow() {
    Witness witness = new Witness(-1);
    Samples samples = model.sampling().seed(5).observer(witness).sample(COUNT);
    assertArrayEquals(model.sampling().seed(5).silent().sample(COUNT).values(), samples.values());
    assertFalse(witness.told.isEmpty());
    for (int i = 1; i < witness.told.size(); i++) {
      assertTrue(witness.times.get(i) - witness.times.get(i - 1) >= 240_000_000);
      assertTrue(witness.told.get(i).fraction() > witness.told.get(i - 1).fraction());
    }
    SamplingProgress first = witness.told.get(0);
    assertEquals(COUNT, first.count());
    assertEquals(100, first.samples().count());
    int rows = 0;
    for (int row = 0; row < 20; row++) {
      boolean drawn = first.drawn()[row * 12];
      rows += drawn ? 1 : 0;
      for (int column = 0; column < 12; column++) {
        int d = row * 12 + column;
        assertEquals(drawn, first.drawn()[d]);
        assertEquals(drawn ? samples.value(0, d) : 0, first.samples().value(0, d));
      }
    }
    assertTrue(rows > 0);
    assertTrue(first.fraction() > 0 && first.fraction() < 1);
    assertEquals(
        first.seconds() / first.fraction() - first.seconds(), first.remainingSeconds(), 1e-6);
    assertEquals(1, witness.end.fraction());
    assertArrayEquals(samples.first(100).values(), witness.end.samples().values());
  }

  @Test
  void anInterruptEndsItWithinARow() {
    Witness witness = new Witness(1);
    CancellationException interrupted =
        assertThrows(
            CancellationException.class,
            () -> model.sampling().seed(5).observer(witness).sample(COUNT));
    assertTrue(interrupted.getMessage().matches("The sampling was interrupted when \\d+ % of .*"));
    assertEquals(1, witness.told.size());
    assertEquals(null, witness.end);
    assertTrue(witness.interrupt.fraction() > witness.told.get(0).fraction());
    assertTrue(witness.interrupt.fraction() < 1);
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void anInterruptEndsACompletion() {
    Samples images = model.sampling().seed(1).silent().sample(3);
    Thread.currentThread().interrupt();
    assertThrows(CancellationException.class, () -> model.complete(images, Mask.lowerHalf(), 1));
  }

  @Test
  void aShortSamplingTellsNothing() {
    Witness witness = new Witness(-1);
    try (PixelRnn small = PixelRnn.builder().image(2, 2).rowLstm().hidden(2).build()) {
      small.sampling().observer(witness).sample(1);
    }
    assertTrue(witness.told.isEmpty());
    assertEquals(null, witness.end);
  }
}
