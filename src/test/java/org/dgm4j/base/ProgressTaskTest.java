package org.dgm4j.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.dgm4j.base.ProgressTask.Ending;
import org.dgm4j.base.ProgressTask.State;
import org.junit.jupiter.api.Test;

class ProgressTaskTest {

  /** Keeps what it is told. */
  private static final class Witness implements ProgressTask.Observer {
    private final List<State> told = new ArrayList<>();
    private final List<Ending> endings = new ArrayList<>();
    private State end;
    private Optional<Object> result;

    @Override
    public void onProgress(State state) {
      told.add(state);
    }

    @Override
    public void onEnd(State state, Ending ending, Optional<Object> result) {
      end = state;
      endings.add(ending);
      this.result = result;
    }

    List<String> texts(int i) {
      return told.get(i).steps().stream().map(ProgressTask.Step::text).toList();
    }
  }

  private final Witness witness = new Witness();

  @Test
  void partsAreSeenWithinTheWholeAndNoBarGoesBack() {
    try (ProgressTask.Watch watch = ProgressTask.watch(witness);
        ProgressTask epochs = ProgressTask.of("epoch", 2).atOnce()) {
      try (ProgressTask batches = ProgressTask.of("batch", 4)) {
        batches.advance(1);
      }
      try (ProgressTask validation = ProgressTask.of("validation example", 2_000)) {
        validation.advance(500);
        epochs.atOnce();
        validation.advance(1_000);
      }
      epochs.advance(1);
      epochs.end("done");
    }
    assertEquals(2, witness.told.size());
    assertEquals(List.of("epoch 1/2", "batch 2/4"), witness.texts(0));
    assertEquals(0.125, witness.told.get(0).steps().get(0).fraction());
    assertEquals(0.25, witness.told.get(0).steps().get(1).fraction());
    assertEquals(List.of("epoch 1/2", "validation example 1,501/2,000"), witness.texts(1));
    assertEquals(0.375, witness.told.get(1).steps().get(0).fraction());
    assertEquals("2,000 validation examples", witness.told.get(1).steps().get(1).items());
    assertEquals(List.of(Ending.COMPLETED), witness.endings);
    assertEquals(Optional.of("done"), witness.result);
    assertEquals("2 epochs", witness.end.steps().get(0).items());
  }

  @Test
  void theWholeNeverGoesBackWhenAPartOfItBeginsAnew() {
    try (ProgressTask.Watch watch = ProgressTask.watch(witness);
        ProgressTask whole = ProgressTask.of("epoch", 2)) {
      try (ProgressTask batches = ProgressTask.of("batch", 1)) {
        batches.advance(1);
      }
      try (ProgressTask validation = ProgressTask.of("example", 100)) {
        whole.atOnce();
        validation.advance(1);
      }
    }
    assertEquals(0.5, witness.told.get(0).steps().get(0).fraction());
    assertEquals(0.01, witness.told.get(0).steps().get(1).fraction());
    assertEquals(List.of(Ending.FAILED), witness.endings);
  }

  @Test
  void nothingIsToldOfWhatIsDone() {
    try (ProgressTask.Watch watch = ProgressTask.watch(witness);
        ProgressTask whole = ProgressTask.of("epoch", 1).atOnce()) {
      try (ProgressTask batches = ProgressTask.of("batch", 2)) {
        batches.advance(2);
      }
      whole.advance(1);
    }
    assertEquals(List.of(), witness.told);
    assertEquals(List.of(Ending.COMPLETED), witness.endings);
  }

  @Test
  void whatWasDoneEarlierDoesNotCountForTheTimeThatIsLeft() {
    try (ProgressTask.Watch watch = ProgressTask.watch(witness);
        ProgressTask work = ProgressTask.of("epoch", 10).from(8).atOnce()) {
      assertTrue(work.goesOn(1));
      State state = witness.told.get(0);
      assertEquals(0.9, state.steps().get(0).fraction());
      assertEquals(state.seconds(), state.remainingSeconds(), 1e-9);
      work.advance(1);
    }
    assertEquals(List.of(Ending.COMPLETED), witness.endings);
  }

  @Test
  void anInterruptEndsTheWholeAndTellsWhereItWas() {
    CancellationException interrupted =
        assertThrows(
            CancellationException.class,
            () -> {
              try (ProgressTask.Watch watch = ProgressTask.watch(witness);
                  ProgressTask groups = ProgressTask.of("group", 2)) {
                ProgressTask.inParts("example", 10, 3, (from, to) -> {});
                groups.advance(1);
                ProgressTask.inParts(
                    "example", 10, 3, (from, to) -> Thread.currentThread().interrupt());
              }
            });
    assertEquals("Interrupted at group 2/2", interrupted.getMessage());
    assertEquals(List.of(Ending.INTERRUPTED), witness.endings);
    assertEquals("example 4/10", witness.end.steps().get(1).text());
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void otherThreadsAdvanceAndStopAsSoonAsItIsInterrupted() {
    try (ProgressTask.Watch watch = ProgressTask.watch(witness);
        ProgressTask work = ProgressTask.of("example", 1000)) {
      IntStream.range(0, 1000).parallel().forEach(i -> work.advance(1));
      assertEquals(1, witness.told.size() + 1);
    }
    assertEquals(List.of(Ending.COMPLETED), witness.endings);
    assertThrows(
        CancellationException.class,
        () -> {
          try (ProgressTask work = ProgressTask.of("example", 1000)) {
            Thread.currentThread().interrupt();
            work.goesOn(1);
            IntStream.range(0, 1000).parallel().forEach(i -> work.advance(1));
          }
        });
  }

  @Test
  void whatAnotherThreadThrowsArrivesAsItIs() {
    Thread own = Thread.currentThread();
    CountDownLatch thrown = new CountDownLatch(1);
    IllegalArgumentException mistake =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                ProgressTask.inParallel(
                    "picture",
                    1000,
                    i -> {
                      if (Thread.currentThread() != own) {
                        thrown.countDown();
                        throw new IllegalArgumentException("a.png is no picture");
                      }
                      await(thrown);
                    }));
    assertEquals("a.png is no picture", mistake.getMessage());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(60, TimeUnit.SECONDS), "no other thread takes part");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void workOnAllCoresIsCountedAndInterrupted() {
    AtomicInteger calls = new AtomicInteger();
    try (ProgressTask.Watch watch = ProgressTask.watch(witness)) {
      ProgressTask.inParallel("picture", 1000, i -> calls.incrementAndGet());
      assertEquals(1000, calls.get());
      CancellationException interrupted =
          assertThrows(
              CancellationException.class,
              () -> {
                Thread own = Thread.currentThread();
                ProgressTask.inParallel("picture", 1000, i -> own.interrupt());
              });
      assertTrue(
          interrupted.getMessage().startsWith("Interrupted at picture "), interrupted.getMessage());
    } finally {
      Thread.interrupted();
    }
    assertEquals(List.of(Ending.COMPLETED, Ending.INTERRUPTED), witness.endings);
  }

  @Test
  void whatNobodyMaySeeIsNoPartOfWhatIsSeenButInterruptsIt() {
    try (ProgressTask.Watch watch = ProgressTask.watch(witness);
        ProgressTask models = ProgressTask.of("model", 2).atOnce()) {
      try (ProgressTask.Watch nobody = ProgressTask.unwatched();
          ProgressTask hidden = ProgressTask.of("epoch", 1).atOnce()) {
        assertFalse(hidden.isWatched());
        hidden.advance(1);
      }
      assertTrue(models.isWatched());
      models.advance(1);
      assertEquals(List.of("model 2/2"), witness.texts(0));
      try (ProgressTask.Watch nobody = ProgressTask.unwatched();
          ProgressTask hidden = ProgressTask.of("epoch", 1)) {
        Thread.currentThread().interrupt();
        assertFalse(hidden.goesOn(1));
      }
      assertThrows(CancellationException.class, () -> models.advance(1));
    }
    assertEquals(1, witness.told.size());
    assertEquals(List.of(Ending.INTERRUPTED), witness.endings);
  }

  @Test
  void aDetailIsThatOfTheOutermostWorkThatHasOne() {
    try (ProgressTask.Watch watch = ProgressTask.watch(witness);
        ProgressTask models = ProgressTask.of("model", 2)) {
      try (ProgressTask inner =
          ProgressTask.together("3 samples", 3).showing(() -> "three").atOnce()) {
        inner.advance(1);
      }
      models.showing(() -> "models").atOnce();
      models.end(1);
    }
    assertEquals(Optional.of("three"), witness.told.get(0).detail());
    assertEquals(List.of("model 1/2", "3 samples"), witness.texts(0));
    assertEquals(Optional.of("models"), witness.end.detail());
    assertFalse(witness.told.get(0).steps().get(1).isCounted());
  }

  @Test
  void bytesAreSaidBeforeTheirFile() {
    try (ProgressTask.Watch watch = ProgressTask.watch(witness);
        ProgressTask work = ProgressTask.onBytes("train.gz", 2_197_824).atOnce()) {
      work.advance(999);
    }
    ProgressTask.Step step = witness.told.get(0).steps().get(0);
    assertEquals("train.gz, byte 1,000/2,197,824", step.text());
    assertEquals("2,197,824 bytes of train.gz", step.items());
  }

  @Test
  @SuppressWarnings("deprecation")
  void theFormerNameReachesTheSame() {
    org.dgm4j.probability.Work.Observer observer = witness;
    try (var watch = org.dgm4j.probability.Work.watch(observer);
        var work = org.dgm4j.probability.Work.of("step", 2)) {
      work.advance(2);
    }
    assertEquals(1, witness.end.steps().get(0).fraction());
  }
}
