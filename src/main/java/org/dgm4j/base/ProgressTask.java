package org.dgm4j.base;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Long work that says how far it has come, and that can be interrupted.
 *
 * <pre>{@code
 * try (ProgressTask work = ProgressTask.of("example", count)) {
 *   for (int n = 0; n < count; n++) {
 *     score(n);
 *     work.advance(1);
 *   }
 * }
 * }</pre>
 *
 * <p>Work that begins on a thread that is busy with other work is a part of it, as a batch is of an
 * epoch. An observer sees all of it at once: at most four times a second, on the thread of the
 * work, and only once it has lasted for half a second. In a notebook that is a view with a bar for
 * each; elsewhere there is nobody, unless {@link #observeAll} or {@link #watch} says so.
 */
public class ProgressTask implements AutoCloseable {

  private static final long FIRST = 500_000_000;
  private static final long BETWEEN = 250_000_000;

  private static final ThreadLocal<ProgressTask> CURRENT = new ThreadLocal<>();
  private static final ThreadLocal<Watch> WATCH = new ThreadLocal<>();
  private static final SessionValue<Supplier<Observer>> OBSERVERS =
      SessionValue.of(() -> () -> null);

  private final String item;
  private final String items;
  private final long total;
  private final ProgressTask outer;
  private final ProgressTask outermost;
  private final Thread thread = Thread.currentThread();
  private final Watch watch = WATCH.get();
  private final Observer observer;
  private final long began = System.nanoTime();
  private final AtomicLong done = new AtomicLong();
  private Supplier<?> detail = () -> null;
  private ProgressTask inner;
  private double before;
  private double farthest;
  private long due = began + FIRST;
  private volatile State interrupted;
  private boolean closed;

  /** Work that begins; for a former name of this class only. */
  @SuppressWarnings("this-escape") // those around it only watch it
  protected ProgressTask(String item, String items, long total) {
    this.item = item;
    this.items = items;
    this.total = total;
    outer = CURRENT.get();
    outermost = outer == null ? this : outer.outermost;
    observer = outer != null ? null : watch == null ? OBSERVERS.get().get() : watch.observer;
    if (outer != null) {
      outer.inner = this;
    }
    CURRENT.set(this);
  }

  /** Is told how work goes. */
  public interface Observer {

    /** How far it has come. */
    void onProgress(State state);

    /**
     * It has ended, be it before anything was told.
     *
     * @param state how far it had come
     * @param result what it came to, if that is a value to be shown
     */
    void onEnd(State state, Ending ending, Optional<Object> result);
  }

  /** How work can end. */
  public enum Ending {
    COMPLETED,
    INTERRUPTED,
    FAILED
  }

  /**
   * Work as far as it has come.
   *
   * @param steps the whole work, and then each part within the one before
   * @param seconds the time since it began
   * @param remainingSeconds an estimate; NaN if there is none yet
   * @param detail what there is to show of it, such as samples that are drawn in part
   */
  public record State(
      List<Step> steps, double seconds, double remainingSeconds, Optional<Object> detail) {

    public State {
      steps = List.copyOf(steps);
    }
  }

  /**
   * One part of the work.
   *
   * @param text "epoch 3/10", or the items if they are not worked on one after the other
   * @param items all of it: "10 epochs"
   * @param fraction the part of it that is done, from 0 to 1
   */
  public record Step(String text, String items, double fraction) {

    /** Whether the text says how far it has come. */
    public boolean isCounted() {
      return !text.equals(items);
    }
  }

  /**
   * Work on one item after the other.
   *
   * @param item what one of them is called, as {@code epoch}
   * @param total how many there are
   */
  public static ProgressTask of(String item, long total) {
    return new ProgressTask(item, NumberText.count(total, item), total);
  }

  /** Work on the bytes of a file. */
  public static ProgressTask onBytes(String file, long size) {
    return new ProgressTask(file + ", byte", NumberText.count(size, "byte") + " of " + file, size);
  }

  /**
   * Work on items together.
   *
   * @param items what they are called, as {@code 200 samples}
   * @param total the amount that {@link #advance} will have reached in the end
   */
  public static ProgressTask together(String items, long total) {
    return new ProgressTask(null, items, total);
  }

  /** A part of the items. */
  @FunctionalInterface
  public interface Part {

    /** Works on the items {@code from} to before {@code to}. */
    void run(int from, int to);
  }

  /**
   * Works on items part by part.
   *
   * @param item what one of them is called
   * @param size how many there are in a part, but for the last
   * @throws CancellationException if the thread is interrupted, after the part that it is at
   */
  public static void inParts(String item, int total, int size, Part part) {
    try (ProgressTask work = of(item, total)) {
      for (int from = 0; from < total; from += size) {
        int to = Math.min(total, from + size);
        part.run(from, to);
        work.advance(to - from);
      }
    }
  }

  /**
   * Works on items on all cores.
   *
   * @param item what one of them is called
   * @throws CancellationException if the thread is interrupted
   */
  public static void inParallel(String item, int total, IntConsumer worker) {
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    try (ProgressTask work = of(item, total)) {
      IntStream.range(0, total)
          .parallel()
          .forEach(
              i -> {
                if (failure.get() == null) {
                  try {
                    worker.accept(i);
                    work.advance(1);
                  } catch (RuntimeException e) {
                    // A stream would wrap what another thread throws, and so hide its sentence.
                    failure.compareAndSet(null, e);
                  }
                }
              });
      if (failure.get() != null) {
        throw failure.get();
      }
    }
  }

  /** Who watches all work of this session that nobody else does; a supplier of null for nobody. */
  public static void observeAll(Supplier<Observer> observers) {
    OBSERVERS.set(observers);
  }

  /** Lets an observer see the works of this thread from now on until the watch is closed. */
  public static Watch watch(Observer observer) {
    return new Watch(Objects.requireNonNull(observer));
  }

  /** Lets nobody see the works of this thread from now on until the watch is closed. */
  public static Watch unwatched() {
    return new Watch(null);
  }

  /** An observer's time on a thread; work that began before is not seen by it. */
  public static final class Watch implements AutoCloseable {

    private final Observer observer;
    private final Watch earlier = WATCH.get();
    private final ProgressTask around = CURRENT.get();
    private boolean interrupted;

    private Watch(Observer observer) {
      this.observer = observer;
      WATCH.set(this);
      CURRENT.remove();
    }

    @Override
    public void close() {
      restore(WATCH, earlier);
      restore(CURRENT, around);
      if (interrupted && around != null) {
        around.outermost.interrupt();
      }
    }

    private static <T> void restore(ThreadLocal<T> local, T value) {
      if (value == null) {
        local.remove();
      } else {
        local.set(value);
      }
    }
  }

  /** Begins after what was done at an earlier time. */
  public ProgressTask from(long done) {
    this.done.set(done);
    before = fraction();
    return this;
  }

  /** What else there is to show of this work, computed when it is shown. */
  public ProgressTask showing(Supplier<?> detail) {
    this.detail = detail;
    return this;
  }

  /** Is shown at once, as it is sure to take long. */
  public ProgressTask atOnce() {
    outermost.due = Math.min(outermost.due, System.nanoTime());
    return this;
  }

  /** Whether anybody sees this work. */
  public boolean isWatched() {
    return outermost.observer != null;
  }

  /** Whether it was interrupted. */
  public boolean isInterrupted() {
    return outermost.interrupted != null;
  }

  /**
   * Tells that an amount was done; any thread may do so, but only that of this work tells the
   * observer and sees an interrupt, whose flag it clears.
   *
   * @return whether to go on: false if the work was interrupted
   */
  public boolean goesOn(long amount) {
    done.addAndGet(amount);
    return Thread.currentThread() == thread ? outermost.style() : !isInterrupted();
  }

  /**
   * The same, but for work that an interrupt ends by an exception.
   *
   * @throws CancellationException if the work was interrupted
   */
  public void advance(long amount) {
    if (!goesOn(amount)) {
      throw new CancellationException("Interrupted at " + outermost.interrupted.steps.get(0).text);
    }
  }

  private boolean style() {
    if (Thread.interrupted()) {
      interrupt();
    }
    if (interrupted != null) {
      return false;
    }
    if (observer != null && System.nanoTime() - due >= 0 && !isDone()) {
      observer.onProgress(state());
      due = System.nanoTime() + BETWEEN;
    }
    return true;
  }

  private boolean isDone() {
    long all = done.get() + (inner != null && inner.isDone() ? 1 : 0);
    return all >= total && (inner == null || inner.isDone());
  }

  private void interrupt() {
    interrupted = state();
    if (watch != null) {
      watch.interrupted = true;
    }
  }

  private State state() {
    List<Step> steps = new ArrayList<>();
    Optional<Object> shown = Optional.empty();
    for (ProgressTask work = this; work != null; work = work.inner) {
      steps.add(new Step(work.text(), work.items, work.fraction()));
      if (shown.isEmpty()) {
        shown = Optional.ofNullable(work.detail.get());
      }
    }
    double seconds = (System.nanoTime() - began) * 1e-9;
    double fraction = fraction();
    double remaining =
        fraction > before ? seconds * (1 - fraction) / (fraction - before) : Double.NaN;
    return new State(steps, seconds, remaining, shown);
  }

  private String text() {
    return item == null
        ? items
        : String.format(Locale.ROOT, "%s %,d/%,d", item, Math.min(total, done.get() + 1), total);
  }

  private double fraction() {
    double part = inner == null ? 0 : inner.fraction();
    double now = total == 0 ? 1 : Math.min(1, (done.get() + part) / total);
    farthest = Math.max(farthest, now);
    return farthest;
  }

  /** Tells that all is done, whatever was told before. */
  public void complete() {
    done.set(total);
  }

  /** Ends this work with a value to be shown, however far it has come. */
  public void end(Object result) {
    close(Ending.COMPLETED, Optional.of(result));
  }

  /** Ends this work: well if all of it is done. */
  @Override
  public void close() {
    close(
        isInterrupted()
            ? Ending.INTERRUPTED
            : done.get() < total ? Ending.FAILED : Ending.COMPLETED,
        Optional.empty());
  }

  private void close(Ending ending, Optional<Object> result) {
    if (closed) {
      return;
    }
    closed = true;
    if (outer == null) {
      CURRENT.remove();
    } else {
      outer.fraction();
      outer.inner = null;
      CURRENT.set(outer);
    }
    if (observer != null) {
      observer.onEnd(interrupted == null ? state() : interrupted, ending, result);
    }
  }
}
