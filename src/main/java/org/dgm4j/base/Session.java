package org.dgm4j.base;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Supplier;

/**
 * What belongs to one notebook, and to no other in the same process: its seed, its device, who
 * watches its work. Each room keeps what it knows of that as a {@link SessionValue}.
 *
 * <p>The adapter to a kernel makes a session and binds to it each thread that runs a cell, a magic
 * or a view. Threads that are begun from there belong to it, too. All others, and so those of a
 * plain Java program, are in {@linkplain #ofProcess() the session of the process}.
 *
 * <p>The threads of {@link ForkJoinPool#commonPool()} serve all sessions in turn, so they inherit
 * none: what goes parallel takes what it needs of the session before that.
 */
public final class Session {

  private static final Session OF_PROCESS = new Session();
  private static final ThreadLocal<Session> BOUND = new ThreadLocal<>();
  private static final ThreadLocal<Session> INHERITED =
      new InheritableThreadLocal<>() {
        @Override
        protected Session childValue(Session ofParent) {
          return current();
        }
      };

  private final Map<SessionValue<?>, Object> values = new ConcurrentHashMap<>();

  /** A session in which nothing has been chosen yet. */
  public Session() {}

  /** The session of all threads that are bound to no other. */
  public static Session ofProcess() {
    return OF_PROCESS;
  }

  /** The session of this thread. */
  public static Session current() {
    Session bound = BOUND.get();
    if (bound == null && !isInCommonPool()) {
      bound = INHERITED.get();
    }
    return bound == null ? OF_PROCESS : bound;
  }

  private static boolean isInCommonPool() {
    return ForkJoinTask.inForkJoinPool() && ForkJoinTask.getPool() == ForkJoinPool.commonPool();
  }

  /** Makes this the session of the running thread until the binding is closed. */
  public Binding bind() {
    return new Binding(this);
  }

  /** The time that a thread spends in a session; to be closed on the same thread. */
  public static final class Binding implements AutoCloseable {

    private final Session bound = BOUND.get();
    private final Session inherited = INHERITED.get();

    private Binding(Session session) {
      BOUND.set(session);
      INHERITED.set(session);
    }

    @Override
    public void close() {
      BOUND.set(bound);
      INHERITED.set(inherited);
    }
  }

  Object value(SessionValue<?> key, Supplier<?> first) {
    return values.computeIfAbsent(key, absent -> first.get());
  }

  void setValue(SessionValue<?> key, Object value) {
    if (value == null) {
      values.remove(key);
    } else {
      values.put(key, value);
    }
  }
}
