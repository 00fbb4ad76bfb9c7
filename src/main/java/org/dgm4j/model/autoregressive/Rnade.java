package org.dgm4j.model.autoregressive;

import ai.djl.nn.Parameter;
import ai.djl.nn.ParameterList;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import org.dgm4j.data.Samples;
import org.dgm4j.model.ClassLabels;
import org.dgm4j.model.Standardisation;
import org.dgm4j.model.TrainingDefaults;
import org.dgm4j.probability.GaussianMixture;

/**
 * The real-valued neural autoregressive density estimator (Uria, Murray and Larochelle 2013): a
 * NADE for continuous vectors, each of whose conditionals is a mixture of normal distributions with
 * weights, means and standard deviations computed from the hidden units.
 *
 * <p>When training starts for the first time, the model takes over the mean and the standard
 * deviation of each dimension of the training data and works with z = (x − mean) / deviation; a
 * dimension that never changes keeps deviation 1. They belong to the model like its parameters, but
 * are not trained. Log-densities are those of the data themselves, log p(x) = log p(z) − Σ_d log
 * deviation_d, in nats. No component is narrower than 0.001 deviations, so that data that repeat a
 * value exactly can't make the density infinite.
 */
public final class Rnade extends NadeModel {

  private static final String MIXTURE = "mixture";

  private final GaussianMixtureUnit unit;

  private Rnade(
      GaussianMixtureUnit unit,
      Layout layout,
      ClassLabels labels,
      int hidden,
      long seed,
      int... exampleShape) {
    super("rnade", unit, layout, labels, hidden, seed, exampleShape);
    this.unit = unit;
  }

  /** An RNADE with the settings of a saved one. */
  public static Rnade of(Map<String, String> settings, int[] exampleShape) {
    int components = Integer.parseInt(settings.get(MIXTURE));
    GaussianMixtureUnit unit = new GaussianMixtureUnit(components);
    Layout layout = Layout.of(settings, exampleShape);
    return new Rnade(unit, layout, ClassLabels.of(settings), hidden(settings), 0, exampleShape);
  }

  /** The number of components of each conditional. */
  public int components() {
    return unit.components();
  }

  @Override
  public Rnade given(int label) {
    return (Rnade) super.given(label);
  }

  @Override
  protected Rnade withoutClasses() {
    return of(familySettings(), exampleShape());
  }

  @Override
  public TrainingDefaults trainingDefaults() {
    return TrainingDefaults.adam(20, 0.003);
  }

  @Override
  protected SortedMap<String, String> familySettings() {
    SortedMap<String, String> settings = super.familySettings();
    settings.put(MIXTURE, Integer.toString(components()));
    return settings;
  }

  @Override
  public boolean isContinuous() {
    return true;
  }

  @Override
  protected void requireValues(Samples examples) {}

  @Override
  protected void adoptValues(Samples examples) {
    ParameterList parameters = djlModel().getBlock().getParameters();
    Parameter mean = parameters.get(NadeBlock.MEAN);
    Parameter deviation = parameters.get(NadeBlock.DEVIATION);
    if (Standardisation.isFresh(mean, deviation)) {
      Standardisation.adopt(examples, mean, deviation);
    }
  }

  @Override
  float[] standardised(float[] x) {
    float[] mean = parameter(NadeBlock.MEAN);
    float[] deviation = parameter(NadeBlock.DEVIATION);
    float[] z = new float[x.length];
    for (int i = 0; i < z.length; i++) {
      int d = i % mean.length;
      z[i] = (x[i] - mean[d]) / deviation[d];
    }
    return z;
  }

  @Override
  float[] original(float[] z) {
    float[] mean = parameter(NadeBlock.MEAN);
    float[] deviation = parameter(NadeBlock.DEVIATION);
    float[] x = new float[z.length];
    for (int i = 0; i < x.length; i++) {
      int d = i % mean.length;
      x[i] = mean[d] + deviation[d] * z[i];
    }
    return x;
  }

  @Override
  double logVolume() {
    return NadeBlock.logVolume(parameter(NadeBlock.DEVIATION));
  }

  /**
   * What the model expects of every value from those visited before it.
   *
   * @return the mean of p(x_d | values before it), in the shape of the examples
   */
  public Samples conditionals(Samples examples) {
    return conditionals(examples, unit::mean);
  }

  /**
   * The density of the value that is visited after some others, given them: {@code
   * rnade.conditional()} of the first, {@code rnade.conditional(0.5)} of the second.
   *
   * @param before the values of the dimensions visited before it, in the order of the visits
   * @throws IllegalArgumentException if there are too many, or one is not finite
   */
  public GaussianMixture conditional(double... before) {
    float[] outputs = outputsAfter(before);
    int dimension = sequence()[before.length];
    double mean = parameter(NadeBlock.MEAN)[dimension];
    double deviation = parameter(NadeBlock.DEVIATION)[dimension];
    double[] means = new double[components()];
    double[] deviations = new double[components()];
    Arrays.setAll(means, m -> mean + deviation * unit.mean(outputs, m));
    Arrays.setAll(deviations, m -> deviation * unit.deviation(outputs, m));
    return GaussianMixture.of(unit.weights(outputs), means, deviations);
  }

  /** Builds an {@link Rnade}; comes from {@link Nade.Builder#mixture}. */
  public static final class Builder extends NadeModel.Builder<Builder> {
    private final int components;

    Builder(Nade.Builder start, int components) {
      if (components < 1) {
        throw new IllegalArgumentException(
            "A mixture needs at least one component, not " + components + ": try .mixture(10)");
      }
      this.components = components;
      continueFrom(start);
    }

    /**
     * Builds the model with random weights, and mixtures that cover the standardised data evenly.
     *
     * @throws IllegalArgumentException if the size of an example is missing, the ordering does not
     *     fit it, or the model would be too large
     */
    public Rnade build() {
      GaussianMixtureUnit unit = new GaussianMixtureUnit(components);
      Layout layout = layout(unit);
      return new Rnade(unit, layout, labels(), hidden(), seed(), layout.shape());
    }
  }
}
