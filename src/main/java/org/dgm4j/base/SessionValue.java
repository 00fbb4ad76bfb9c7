package org.dgm4j.base;

import java.util.function.Supplier;

/**
 * A value that each {@link Session} has its own of, as each thread has of a {@link ThreadLocal}.
 *
 * <pre>{@code
 * private static final SessionValue<Device> DEVICE = SessionValue.of(Device::cpu);
 * }</pre>
 *
 * @param <T> the type of the value
 */
public final class SessionValue<T> {

  private final Supplier<? extends T> first;

  private SessionValue(Supplier<? extends T> first) {
    this.first = first;
  }

  /**
   * A value of each session.
   *
   * @param first gives what it is at first in a session that asks for it; may give null
   */
  public static <T> SessionValue<T> of(Supplier<? extends T> first) {
    return new SessionValue<>(first);
  }

  /** The value of this thread's session. */
  @SuppressWarnings("unchecked") // only set(T) and the supplier of T put values there
  public T get() {
    return (T) Session.current().value(this, first);
  }

  /** Sets the value of this thread's session; null makes it again what it is at first. */
  public void set(T value) {
    Session.current().setValue(this, value);
  }
}
