package org.dgm4j.base;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** Waits for what no interrupt ends, such as an answer of a server that is silent. */
public final class InterruptibleCall {

  private static final long LOOK_MILLISECONDS = 100;

  private InterruptibleCall() {}

  /**
   * What a task gives, which runs on a thread of its own.
   *
   * @param done how much of the work the task has done so far
   * @throws java.util.concurrent.CancellationException if this thread is interrupted: the task is
   *     then told so by an interrupt, but not waited for
   */
  public static <T> T of(ProgressTask work, LongSupplier done, Callable<T> task)
      throws IOException {
    FutureTask<T> future = new FutureTask<>(task);
    Thread thread = new Thread(future, "dgm4j-waiting");
    thread.setDaemon(true);
    thread.start();
    try {
      long told = 0;
      while (true) {
        boolean ended = future.isDone();
        long now = done.getAsLong();
        work.advance(now - told);
        told = now;
        if (ended) {
          return future.get();
        }
        look(future);
      }
    } catch (ExecutionException | InterruptedException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      } else if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e);
    } finally {
      future.cancel(true);
    }
  }

  private static void look(FutureTask<?> future) throws ExecutionException {
    try {
      future.get(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // It goes on.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
