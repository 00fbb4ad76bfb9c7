package org.dgm4j.kernel;

import java.util.List;
import java.util.Map;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import org.dgm4j.base.Session;

/**
 * Runs a kernel's cells in a session.
 *
 * <p>JJava and IJava offer no hook around a cell. Both have JShell's execution control hand the
 * code of each snippet to an executor of the kernel's own, whose threads it reuses. This takes that
 * executor's place, so that all code of cells passes here, on the thread that runs it: the one to
 * which JShell's events come, or that renders, is another.
 */
final class SessionExecutor extends AbstractExecutorService {

  private final ExecutorService executor;
  private final Session session;

  private SessionExecutor(ExecutorService executor, Session session) {
    this.executor = executor;
    this.session = session;
  }

  /**
   * Has a kernel run its cells in a session from now on. In a kernel where no executor is found,
   * they run in the session of the process.
   */
  static void install(Object kernel, Session session) {
    KernelReflection.parts(kernel)
        .flatMap(SessionExecutor::controls)
        .filter(ExecutionControl.class::isInstance)
        .forEach(
            control ->
                KernelReflection.value(control, ExecutorService.class)
                    .map(executor -> new SessionExecutor(executor, session))
                    .ifPresent(
                        bound -> KernelReflection.replace(control, ExecutorService.class, bound)));
  }

  /** Some versions hold the control itself, others its provider, which keeps what it has made. */
  private static Stream<?> controls(Object evaluator) {
    return Stream.concat(
        KernelReflection.value(evaluator, ExecutionControl.class).stream(),
        KernelReflection.value(evaluator, ExecutionControlProvider.class)
            .flatMap(provider -> KernelReflection.value(provider, Map.class))
            .stream()
            .flatMap(made -> ((Map<?, ?>) made).values().stream()));
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(
        () -> {
          try (Session.Binding binding = session.bind()) {
            task.run();
          }
        });
  }

  @Override
  public void shutdown() {
    executor.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    return executor.shutdownNow();
  }

  @Override
  public boolean isShutdown() {
    return executor.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return executor.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return executor.awaitTermination(timeout, unit);
  }
}
