package org.dgm4j.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.data.Mask;
import org.dgm4j.data.Samples;
import org.dgm4j.model.autoregressive.AutoRegressive;
import org.dgm4j.model.autoregressive.Nade;
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
  private static final class Witness implements ProgressTask.Observer {
    private final List<ProgressTask.State> told = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private final int patience;
    private ProgressTask.State end;
    private ProgressTask.Ending ending;

    Witness(int patience) {
      this.patience = patience;
    }

    @Override
    public void onProgress(ProgressTask.State state) {
      told.add(state);
      times.add(System.nanoTime());
      if (told.size() == patience) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void onEnd(
        ProgressTask.State state, ProgressTask.Ending ending, Optional<Object> result) {
      end = state;
      this.ending = ending;
    }

    double fraction(int i) {
      return told.get(i).steps().get(0).fraction();
    }
  }

  private Samples sample(Witness witness) {
    try (ProgressTask.Watch watch = ProgressTask.watch(witness)) {
      return model.sampling().seed(5).sample(COUNT);
    }
  }

  @Test
  void samplesGrowRowByRow() {
    Witness witness = new Witness(-1);
    Samples samples = sample(witness);
    assertArrayEquals(model.sampling().seed(5).silent().sample(COUNT).values(), samples.values());
    assertFalse(witness.told.isEmpty());
    for (int i = 1; i < witness.told.size(); i++) {
      assertTrue(witness.times.get(i) - witness.times.get(i - 1) >= 240_000_000);
      assertTrue(witness.fraction(i) > witness.fraction(i - 1));
    }
    ProgressTask.State first = witness.told.get(0);
    AutoregressiveSampling.Progress progress =
        (AutoregressiveSampling.Progress) first.detail().orElseThrow();
    assertEquals("600 samples", first.steps().get(0).text());
    assertEquals(100, progress.samples().count());
    int rows = 0;
    for (int row = 0; row < 20; row++) {
      boolean drawn = progress.drawn()[row * 12];
      rows += drawn ? 1 : 0;
      for (int column = 0; column < 12; column++) {
        int d = row * 12 + column;
        assertEquals(drawn, progress.drawn()[d]);
        assertEquals(drawn ? samples.value(0, d) : 0, progress.samples().value(0, d));
      }
    }
    assertTrue(rows > 0);
    assertTrue(witness.fraction(0) > 0 && witness.fraction(0) < 1);
    assertEquals(
        first.seconds() / witness.fraction(0) - first.seconds(), first.remainingSeconds(), 1e-6);
    assertEquals(ProgressTask.Ending.COMPLETED, witness.ending);
    assertEquals(1, witness.end.steps().get(0).fraction());
    AutoregressiveSampling.Progress last =
        (AutoregressiveSampling.Progress) witness.end.detail().orElseThrow();
    assertArrayEquals(samples.first(100).values(), last.samples().values());
  }

  @Test
  void anInterruptEndsItWithinARow() {
    Witness witness = new Witness(1);
    CancellationException interrupted =
        assertThrows(CancellationException.class, () -> sample(witness));
    assertTrue(interrupted.getMessage().matches("The sampling was interrupted when \\d+ % of .*"));
    assertEquals(1, witness.told.size());
    assertEquals(ProgressTask.Ending.INTERRUPTED, witness.ending);
    double fraction = witness.end.steps().get(0).fraction();
    assertTrue(fraction > witness.fraction(0) && fraction < 1);
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void anInterruptEndsACompletion() {
    Samples images = model.sampling().seed(1).silent().sample(3);
    Thread.currentThread().interrupt();
    assertThrows(CancellationException.class, () -> model.complete(images, Mask.lowerHalf(), 1));
  }

  @Test
  void aShortSamplingTellsNothingButItsEnd() {
    Witness witness = new Witness(-1);
    try (PixelRnn small = PixelRnn.builder().image(2, 2).rowLstm().hidden(2).build();
        ProgressTask.Watch watch = ProgressTask.watch(witness)) {
      small.sample(1);
    }
    assertTrue(witness.told.isEmpty());
    assertEquals(ProgressTask.Ending.COMPLETED, witness.ending);
  }

  /** Blocks of 256 examples make no difference, and neither does the number of examples. */
  @Test
  void everyModelDrawsBlockByBlockAndTellsHowFarItIs() {
    try (Nade nade = Nade.builder().image(3, 3).hidden(4).seed(1).build();
        AutoRegressive ar = AutoRegressive.builder().image(3, 3).build()) {
      assertInParts(nade.sample(700, 4), nade::conditionals);
      assertInParts(ar.sample(700, 4), ar::conditionals);
      for (AutoregressiveModel small : List.of(nade, ar)) {
        Witness witness = new Witness(-1);
        Samples many;
        try (ProgressTask.Watch watch = ProgressTask.watch(witness)) {
          many = small.sampling().seed(3).sample(700);
        }
        assertArrayEquals(small.sampling().seed(3).sample(10).values(), many.first(10).values());
        assertEquals(1, witness.end.steps().get(0).fraction());
        double[] all = ((DensityModel) small).logProbability(many);
        double[] last = ((DensityModel) small).logProbability(many.range(690, 700));
        assertArrayEquals(last, Arrays.copyOfRange(all, 690, 700));
        Thread.currentThread().interrupt();
        assertThrows(
            CancellationException.class, () -> ((DensityModel) small).logProbability(many));
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> small.sample(700));
      }
    }
  }

  private static void assertInParts(Samples many, UnaryOperator<Samples> conditionals) {
    float[] all = conditionals.apply(many).range(690, 700).values();
    assertArrayEquals(conditionals.apply(many.range(690, 700)).values(), all);
    Thread.currentThread().interrupt();
    assertThrows(CancellationException.class, () -> conditionals.apply(many));
  }
}
