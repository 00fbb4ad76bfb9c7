package org.dgm4j.kernel;

import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.base.SessionValue;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.registry.Views;
import org.dgm4j.display.view.live.WorkView;
import org.dgm4j.magic.notebook.Notebook;

/**
 * Shows long work below its cell: how far it is, at most {@value #RATE} bytes a second, and in the
 * same place what it came to.
 */
public final class LiveOutput implements ProgressTask.Observer, AutoCloseable {

  private static final long RATE = 200_000;
  private static final long SECOND = 1_000_000_000;

  private static final SessionValue<Shown> LAST =
      SessionValue.of(() -> new Shown(new WeakReference<>(null), null));

  private final Notebook notebook;
  private final Notebook.Output output;
  private final int columns;
  private final boolean isOfMagic;
  private View pending;
  private boolean used;
  private long due = System.nanoTime();

  /** A value that stands at the end of an output. */
  private record Shown(WeakReference<Object> value, Notebook.Output output) {}

  /** For one work in the cell that is running now. */
  public LiveOutput(Notebook notebook) {
    this(notebook, 0, false);
  }

  /**
   * For all works of a magic in the cell that is running now, which may leave a view at the end.
   *
   * @param columns the images in a row of a picture; 0 for the number that suits
   */
  static LiveOutput ofMagic(Notebook notebook, int columns) {
    return new LiveOutput(notebook, columns, true);
  }

  private LiveOutput(Notebook notebook, int columns, boolean isOfMagic) {
    this.isOfMagic = isOfMagic;
    this.notebook = notebook;
    this.output = notebook.output();
    this.columns = columns;
  }

  @Override
  public void onProgress(ProgressTask.State state) {
    if (System.nanoTime() - due >= 0) {
      MimeBundle bundle = WorkView.of(state, columns).bundle(notebook.style());
      output.pass(style -> bundle);
      used = true;
      due = System.nanoTime() + size(bundle) * SECOND / RATE;
    }
  }

  private static long size(MimeBundle bundle) {
    return bundle.data().values().stream()
        .mapToLong(content -> content.getBytes(StandardCharsets.UTF_8).length)
        .sum();
  }

  @Override
  public void onEnd(ProgressTask.State state, ProgressTask.Ending ending, Optional<Object> result) {
    Optional<View> view = result.flatMap(Views::of);
    if (view.isPresent()) {
      leave(view.get());
      LAST.set(new Shown(new WeakReference<>(result.get()), output));
    } else if (used) {
      View end = WorkView.ended(state, ending, columns);
      if (isOfMagic && ending == ProgressTask.Ending.COMPLETED) {
        pending = end;
      } else {
        leave(end);
      }
    }
  }

  /** Leaves this in the place of what was shown of the work, if anything. */
  void leave(View view) {
    output.show(view);
    used = true;
    pending = null;
  }

  /** Leaves how the work has ended, if nothing else was left. */
  @Override
  public void close() {
    if (pending != null) {
      leave(pending);
    }
  }

  /** Whether this value is what was left to be shown of a work in the execution of this cell. */
  static boolean hasShown(Object value) {
    Shown shown = LAST.get();
    return value != null && shown.value.get() == value && shown.output.isCurrent();
  }
}
