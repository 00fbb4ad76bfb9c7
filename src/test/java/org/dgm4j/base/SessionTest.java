package org.dgm4j.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SessionTest {

  private static final SessionValue<List<String>> LIST = SessionValue.of(ArrayList::new);
  private static final SessionValue<String> TEXT = SessionValue.of(() -> null);

  private final Session session = new Session();

  @Test
  void aPlainProgramIsInTheSessionOfTheProcess() throws InterruptedException {
    assertSame(Session.ofProcess(), Session.current());
    List<Session> seen = Collections.synchronizedList(new ArrayList<>());
    Thread thread = new Thread(() -> seen.add(Session.current()));
    thread.start();
    thread.join();
    assertEquals(List.of(Session.ofProcess()), seen);
  }

  @Test
  void eachSessionHasItsOwnValues() {
    LIST.get().add("process");
    try (Session.Binding binding = session.bind()) {
      assertEquals(List.of(), LIST.get());
      LIST.get().add("session");
      assertEquals(List.of("session"), LIST.get());
    }
    assertEquals(List.of("process"), LIST.get());
    LIST.set(null);
    assertEquals(List.of(), LIST.get());
  }

  @Test
  void aValueMayBeNothing() {
    try (Session.Binding binding = session.bind()) {
      assertNull(TEXT.get());
      TEXT.set("one");
      assertEquals("one", TEXT.get());
      TEXT.set(null);
      assertNull(TEXT.get());
    }
  }

  @Test
  void theInnerBindingCountsUntilItIsClosed() {
    try (Session.Binding outer = session.bind()) {
      Session other = new Session();
      try (Session.Binding inner = other.bind()) {
        assertSame(other, Session.current());
      }
      assertSame(session, Session.current());
    }
    assertSame(Session.ofProcess(), Session.current());
  }

  @Test
  void threadsBelongToTheSessionTheyWereBegunIn() throws InterruptedException {
    List<Session> seen = Collections.synchronizedList(new ArrayList<>());
    Runnable grandchild = () -> seen.add(Session.current());
    Thread child = new Thread(() -> run(grandchild));
    try (Session.Binding binding = session.bind()) {
      assertSame(session, Session.current());
      Thread inside = new Thread(() -> run(grandchild));
      inside.start();
      inside.join();
    }
    child.start();
    child.join();
    assertEquals(List.of(session, Session.ofProcess()), seen);
  }

  private static void run(Runnable work) {
    Thread thread = new Thread(work);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A worker of it may have been begun by any session, and serves all. */
  @Test
  void theCommonPoolIsOfNoSessionUnlessBound() {
    assumeTrue(ForkJoinPool.getCommonPoolParallelism() > 0, "there is one core");
    ForkJoinPool common = ForkJoinPool.commonPool();
    for (Session begun : List.of(session, new Session())) {
      try (Session.Binding binding = begun.bind()) {
        assertSame(Session.ofProcess(), in(common, Session::current));
        Session other = new Session();
        assertSame(
            other,
            in(
                common,
                () -> {
                  try (Session.Binding inPool = other.bind()) {
                    return Session.current();
                  }
                }));
        List<Session> ofThread = Collections.synchronizedList(new ArrayList<>());
        in(
            common,
            () -> {
              run(() -> ofThread.add(Session.current()));
              return null;
            });
        assertEquals(List.of(Session.ofProcess()), ofThread);
      }
    }
  }

  @Test
  void aPoolMadeInASessionIsOfIt() {
    ForkJoinPool own = new ForkJoinPool(1);
    try (Session.Binding binding = session.bind()) {
      assertSame(session, in(own, Session::current));
    } finally {
      own.shutdown();
    }
  }

  /**
   * What a worker of a pool finds; a task that is waited for might run on the thread that waits.
   */
  private static Session in(ForkJoinPool pool, Supplier<Session> work) {
    CompletableFuture<Session> found = new CompletableFuture<>();
    pool.execute(() -> found.complete(work.get()));
    return found.join();
  }

  @Test
  void sessionsDoNotShareASeed() {
    Seeds.set(42);
    long first = Seeds.next();
    long second = Seeds.next();
    Seeds.set(42);
    try (Session.Binding binding = session.bind()) {
      assertNotEquals(42, Seeds.current());
      Seeds.set(42);
      assertEquals(first, Seeds.next());
    }
    assertEquals(first, Seeds.next());
    try (Session.Binding binding = session.bind()) {
      assertEquals(second, Seeds.next());
      Seeds.set(7);
    }
    assertEquals(42, Seeds.current());
    assertEquals(second, Seeds.next());
    assertNotSame(session, Session.ofProcess());
  }
}
