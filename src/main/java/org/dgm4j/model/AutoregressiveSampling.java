package org.dgm4j.model;

import java.util.Arrays;
import java.util.List;
import org.dgm4j.data.Samples;

/**
 * How samples are drawn from an autoregressive model; immutable.
 *
 * <pre>{@code
 * nade.sampling().temperature(0.8).prefix(1, 0, 1).sample(64)
 * }</pre>
 */
public final class AutoregressiveSampling extends Sampling {

  private final AutoregressiveModel model;
  private final double temperature;
  private final double[] prefix;

  /**
   * Samples while they are drawn.
   *
   * @param samples the first samples, 100 at the most; what is not drawn yet is 0
   * @param drawn which of their values are drawn, shape (count, D)
   */
  public record Progress(Samples samples, boolean[] drawn) {}

  AutoregressiveSampling(AutoregressiveModel model) {
    this(model, 1, new double[0], Options.NONE);
  }

  private AutoregressiveSampling(
      AutoregressiveModel model, double temperature, double[] prefix, Options options) {
    super(model, options);
    this.model = model;
    this.temperature = temperature;
    this.prefix = prefix;
  }

  @Override
  AutoregressiveSampling with(Options other) {
    return new AutoregressiveSampling(model, temperature, prefix, other);
  }

  @Override
  public AutoregressiveSampling silent() {
    return (AutoregressiveSampling) super.silent();
  }

  @Override
  public AutoregressiveSampling seed(long seed) {
    return (AutoregressiveSampling) super.seed(seed);
  }

  @Override
  public AutoregressiveSampling label(int label) {
    return (AutoregressiveSampling) super.label(label);
  }

  /**
   * Draws each value from its conditional sharpened to p^(1/T): below 1 what is probable becomes
   * more so, above 1 less, and 1 draws from the model itself. Of a mixture of normal distributions
   * the weights are sharpened, and so is each component, whose variance becomes T times as large.
   *
   * @throws IllegalArgumentException if it is not above 0
   */
  public AutoregressiveSampling temperature(double temperature) {
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException(
          "The temperature must be above 0, but is " + temperature + ": try .temperature(0.8)");
    }
    return new AutoregressiveSampling(model, temperature, prefix, options());
  }

  /**
   * Gives every sample these values at the first steps of the model's ordering; the others, and the
   * labels of a model with classes, are drawn given them, exactly at temperature 1.
   *
   * @throws IllegalArgumentException if there are more than an example has, or the model is not for
   *     such values
   */
  public AutoregressiveSampling prefix(double... values) {
    model.startingWith(values);
    return new AutoregressiveSampling(model, temperature, values.clone(), options());
  }

  @Override
  Samples draw(NeuralModel plain, int count, long seed) {
    AutoregressiveModel drawn = (AutoregressiveModel) plain;
    float[] values = starting(count);
    SamplingMonitor.draw(drawn, "sample", values, known(), temperature, seed);
    return Samples.of(values, count, model.exampleShape());
  }

  /** p(y | the first values), by Bayes' rule. */
  @Override
  double[] labelProbabilities() {
    if (prefix.length == 0) {
      return super.labelProbabilities();
    }
    // What is drawn after the known values does not count, whatever the seed.
    List<double[]> given =
        model.ofEachClass(
            AutoregressiveModel.class,
            ofLabel -> ofLabel.draw(starting(1), known(), 1, new long[1], visits -> {}));
    return model.labels().posterior(given.toArray(double[][]::new))[0];
  }

  private float[] starting(int count) {
    float[] start = model.startingWith(prefix);
    float[] values = new float[count * start.length];
    for (int n = 0; n < count; n++) {
      System.arraycopy(start, 0, values, n * start.length, start.length);
    }
    return values;
  }

  private boolean[] known() {
    boolean[] known = new boolean[model.dimensions()];
    Arrays.stream(model.sequence(), 0, prefix.length).forEach(d -> known[d] = true);
    return known;
  }
}
