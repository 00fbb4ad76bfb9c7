package org.dgm4j.model;

import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.data.Samples;

/** Examples that are being drawn, as far as they are. */
final class SamplingMonitor {

  /** More are not seen at a glance. */
  private static final int SHOWN = 100;

  private final AutoregressiveModel model;
  private final float[] values;
  private final boolean[] known;
  private final int[] sequence;
  private final int count;
  private int from;
  private int to;
  private int visits;

  private SamplingMonitor(AutoregressiveModel model, float[] values, boolean[] known) {
    this.model = model;
    this.values = values;
    this.known = known;
    sequence = model.sequence();
    count = values.length / known.length;
  }

  /**
   * Draws what is not known of examples as work that shows them while they grow; see {@link
   * AutoregressiveModel#draw}.
   *
   * @param item what one of them is called
   * @throws CancellationException if the thread is interrupted
   */
  static double[] draw(
      AutoregressiveModel model,
      String item,
      float[] values,
      boolean[] known,
      double temperature,
      long seed) {
    SamplingMonitor monitor = new SamplingMonitor(model, values, known);
    String items =
        String.format(Locale.ROOT, "%,d %s%s", monitor.count, item, monitor.count == 1 ? "" : "s");
    try (ProgressTask work =
        ProgressTask.together(items, values.length).showing(monitor::progress)) {
      return model.draw(
          values,
          known,
          temperature,
          seed,
          (from, to, visits) -> monitor.reached(from, to, visits, work));
    }
  }

  private void reached(int from, int to, int visits, ProgressTask work) {
    long before = done();
    this.from = from;
    this.to = to;
    this.visits = visits;
    if (!work.goesOn(done() - before)) {
      throw new CancellationException(
          "The sampling was interrupted when %.0f %% of the values were drawn"
              .formatted(100.0 * done() / values.length));
    }
  }

  private long done() {
    return (long) from * known.length + (long) (to - from) * visits;
  }

  private AutoregressiveSampling.Progress progress() {
    int dimensions = known.length;
    int shown = Math.min(SHOWN, count);
    float[] first = new float[shown * dimensions];
    boolean[] drawn = new boolean[shown * dimensions];
    for (int n = 0; n < shown; n++) {
      int visited = n < from ? dimensions : n < to ? visits : 0;
      for (int t = 0; t < dimensions; t++) {
        int i = n * dimensions + sequence[t];
        if (t < visited || known[sequence[t]]) {
          drawn[i] = true;
          first[i] = values[i];
        }
      }
    }
    return new AutoregressiveSampling.Progress(
        Samples.of(first, shown, model.exampleShape()), drawn);
  }
}
