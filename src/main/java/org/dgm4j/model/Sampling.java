package org.dgm4j.model;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.dgm4j.data.Samples;
import org.dgm4j.probability.Seeds;

/**
 * How samples are drawn from an autoregressive model; immutable.
 *
 * <pre>{@code
 * nade.sampling().temperature(0.8).prefix(1, 0, 1).sample(64)
 * }</pre>
 */
public final class Sampling {

  private static volatile Supplier<SamplingObserver> defaultObserver = () -> null;

  private final AutoregressiveModel model;
  private final double temperature;
  private final double[] prefix;
  private final Long seed;
  private final SamplingObserver observer;

  Sampling(AutoregressiveModel model) {
    this(model, 1, new double[0], null, defaultObserver.get());
  }

  private Sampling(
      AutoregressiveModel model,
      double temperature,
      double[] prefix,
      Long seed,
      SamplingObserver observer) {
    this.model = model;
    this.temperature = temperature;
    this.prefix = prefix;
    this.seed = seed;
    this.observer = observer;
  }

  /** Who is told of each sampling that names no observer; a supplier of null for nobody. */
  public static void observeAll(Supplier<SamplingObserver> observers) {
    defaultObserver = observers;
  }

  /** Who is told how the sampling goes. */
  public Sampling observer(SamplingObserver observer) {
    return new Sampling(model, temperature, prefix, seed, observer);
  }

  /** Tells nobody how the sampling goes. */
  public Sampling silent() {
    return observer(null);
  }

  /**
   * Draws each value from its conditional sharpened to p^(1/T): below 1 what is probable becomes
   * more so, above 1 less, and 1 draws from the model itself. Of a mixture of normal distributions
   * the weights are sharpened, and so is each component, whose variance becomes T times as large.
   *
   * @throws IllegalArgumentException if it is not above 0
   */
  public Sampling temperature(double temperature) {
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException(
          "The temperature must be above 0, but is " + temperature + ": try .temperature(0.8)");
    }
    return new Sampling(model, temperature, prefix, seed, observer);
  }

  /**
   * Gives every sample these values at the first steps of the model's ordering; the others are
   * drawn given them, exactly at temperature 1.
   *
   * @throws IllegalArgumentException if there are more than an example has, or the model is not for
   *     such values
   */
  public Sampling prefix(double... values) {
    model.startingWith(values);
    return new Sampling(model, temperature, values.clone(), seed, observer);
  }

  /** The seed; the notebook's if not given. */
  public Sampling seed(long seed) {
    return new Sampling(model, temperature, prefix, seed, observer);
  }

  /**
   * Draws independent samples.
   *
   * @throws IllegalArgumentException if {@code count} is negative or too large
   * @throws CancellationException if the thread is interrupted, where sampling takes long
   */
  public Samples sample(int count) {
    int dimensions = model.dimensions();
    if (count < 0) {
      throw new IllegalArgumentException(
          "The number of samples can't be negative, but is " + count + ": try .sample(64)");
    }
    if ((long) count * dimensions > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%,d samples are more than fit in memory at once: ask for at most %,d"
              .formatted(count, (Integer.MAX_VALUE - 8) / dimensions));
    }
    float[] start = model.startingWith(prefix);
    float[] values = new float[count * dimensions];
    for (int n = 0; n < count; n++) {
      System.arraycopy(start, 0, values, n * dimensions, dimensions);
    }
    boolean[] known = new boolean[dimensions];
    Arrays.stream(model.sequence(), 0, prefix.length).forEach(d -> known[d] = true);
    Watch watch = new Watch(values, known);
    model.draw(values, known, temperature, seed == null ? Seeds.next() : seed, watch);
    watch.end();
    return Samples.of(values, count, model.exampleShape());
  }

  /** Tells the observer from time to time, and ends the draw if the thread is interrupted. */
  private final class Watch implements AutoregressiveModel.Progress {
    private static final long BETWEEN = 250_000_000;
    private static final int SHOWN = 100;

    private final float[] values;
    private final boolean[] known;
    private final int count;
    private final int[] sequence = model.sequence();
    private final long began = System.nanoTime();
    private long told = began;

    Watch(float[] values, boolean[] known) {
      this.values = values;
      this.known = known;
      count = values.length / known.length;
    }

    @Override
    public void reached(int from, int to, int visits) {
      if (Thread.interrupted()) {
        SamplingProgress progress = progress(from, to, visits);
        if (told > began) {
          observer.onInterrupt(progress);
        }
        throw new CancellationException(
            "The sampling was interrupted when %.0f %% of the values were drawn"
                .formatted(100 * progress.fraction()));
      }
      if (observer != null && System.nanoTime() - told > BETWEEN) {
        observer.onProgress(progress(from, to, visits));
        told = System.nanoTime();
      }
    }

    void end() {
      if (told > began) {
        observer.onEnd(progress(count, count, 0));
      }
    }

    private SamplingProgress progress(int from, int to, int visits) {
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
      return new SamplingProgress(
          Samples.of(first, shown, model.exampleShape()),
          drawn,
          (from + (to - from) * (double) visits / dimensions) / count,
          count,
          (System.nanoTime() - began) * 1e-9);
    }
  }
}
