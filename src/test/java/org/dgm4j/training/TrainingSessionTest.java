package org.dgm4j.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ForkJoinPool;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.base.Seeds;
import org.dgm4j.base.Session;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.model.autoregressive.Nade;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Trainings in sessions, and in a plain Java program, which makes none. */
class TrainingSessionTest {

  private final Samples digits = Datasets.drawnDigits(8, 200, 1).train().binarized(1);

  @AfterEach
  void forget() {
    Training.recordAll(null);
    ProgressTask.observeAll(null);
  }

  /** The mean negative log-likelihood in nats after a training without a seed of its own. */
  private double train(int hidden) {
    try (Nade nade = Nade.builder().image(8, 8).hidden(hidden).build()) {
      List<Epoch> epochs = Training.of(nade).data(digits).epochs(5).batchSize(10).start().epochs();
      return epochs.get(epochs.size() - 1).trainNats();
    }
  }

  @Test
  void aPlainProgramNeedsNoSession() {
    List<String> records = new ArrayList<>();
    Training.recordAll(report -> records.add("plain"));
    Seeds.set(3);
    double first = train(5);
    Seeds.set(3);
    assertEquals(first, train(5));
    assertEquals(List.of("plain", "plain"), records);
  }

  @Test
  void trainingsAtOnceDoNotMixTheirSessions() {
    List<String> records = new ArrayList<>();
    Training.recordAll(report -> records.add("process"));
    Seeds.set(3);
    double alone = train(5);
    assertEquals(List.of("process"), records);
    CyclicBarrier together = new CyclicBarrier(2);
    var same = CompletableFuture.supplyAsync(() -> inSession(3, together), pool());
    var other = CompletableFuture.supplyAsync(() -> inSession(4, together), pool());
    assertEquals(alone, same.join());
    assertNotEquals(alone, other.join());
    assertEquals(List.of("process"), records);
    assertEquals(3, Seeds.current());
  }

  private static ForkJoinPool pool() {
    return new ForkJoinPool(1);
  }

  private double inSession(long seed, CyclicBarrier together) {
    try (Session.Binding binding = new Session().bind()) {
      List<String> records = new ArrayList<>();
      List<Object> shown = new ArrayList<>();
      Training.recordAll(report -> records.add("session"));
      ProgressTask.observeAll(
          () -> {
            shown.add(seed);
            return null;
          });
      Seeds.set(seed);
      together.await();
      double nats = train(5);
      assertEquals(List.of("session"), records);
      assertEquals(seed, shown.get(0));
      return nats;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
