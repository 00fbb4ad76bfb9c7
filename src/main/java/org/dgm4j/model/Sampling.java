package org.dgm4j.model;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.dgm4j.base.Checks;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.base.Seeds;
import org.dgm4j.data.Samples;

/**
 * How samples are drawn from an autoregressive model; immutable.
 *
 * <pre>{@code
 * nade.sampling().temperature(0.8).prefix(1, 0, 1).sample(64)
 * }</pre>
 */
public final class Sampling {

  private final AutoregressiveModel model;
  private final double temperature;
  private final double[] prefix;
  private final Long seed;
  private final boolean silent;

  Sampling(AutoregressiveModel model) {
    this(model, 1, new double[0], null, false);
  }

  private Sampling(
      AutoregressiveModel model, double temperature, double[] prefix, Long seed, boolean silent) {
    this.model = model;
    this.temperature = temperature;
    this.prefix = prefix;
    this.seed = seed;
    this.silent = silent;
  }

  /** Lets nobody watch the sampling. */
  public Sampling silent() {
    return new Sampling(model, temperature, prefix, seed, true);
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
    return new Sampling(model, temperature, prefix, seed, silent);
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
    return new Sampling(model, temperature, values.clone(), seed, silent);
  }

  /** The seed; the notebook's if not given. */
  public Sampling seed(long seed) {
    return new Sampling(model, temperature, prefix, seed, silent);
  }

  /**
   * Draws independent samples.
   *
   * @throws IllegalArgumentException if {@code count} is negative or too large
   * @throws CancellationException if the thread is interrupted, where sampling takes long
   */
  public Samples sample(int count) {
    int dimensions = model.dimensions();
    Checks.sampleCount(count);
    if ((long) count * dimensions > AutoregressiveModel.LONGEST_ARRAY) {
      throw new IllegalArgumentException(
          "%,d samples are more than fit in memory at once: ask for at most %,d"
              .formatted(count, (AutoregressiveModel.LONGEST_ARRAY) / dimensions));
    }
    float[] start = model.startingWith(prefix);
    float[] values = new float[count * dimensions];
    for (int n = 0; n < count; n++) {
      System.arraycopy(start, 0, values, n * dimensions, dimensions);
    }
    boolean[] known = new boolean[dimensions];
    Arrays.stream(model.sequence(), 0, prefix.length).forEach(d -> known[d] = true);
    if (silent) {
      try (ProgressTask.Watch nobody = ProgressTask.unwatched()) {
        draw(values, known);
      }
    } else {
      draw(values, known);
    }
    return Samples.of(values, count, model.exampleShape());
  }

  private void draw(float[] values, boolean[] known) {
    long chosen = seed == null ? Seeds.next() : seed;
    SamplingMonitor.draw(model, "sample", values, known, temperature, chosen);
  }
}
