package org.dgm4j.evaluation;

import java.util.Arrays;
import java.util.OptionalLong;
import org.dgm4j.data.Samples;
import org.dgm4j.data.TrainingRecord;
import org.dgm4j.model.GenerativeModel;
import org.dgm4j.model.Objective;

/** What a model of a {@link Comparison} is worth, and what it costs; immutable. */
public final class ModelScore {

  private final String name;
  private final Objective objective;
  private final boolean continuous;
  private final double[] nats;
  private final int dimensions;
  private final OptionalLong parameters;
  private final TrainingRecord training;
  private final Samples samples;
  private final double samplingSeconds;

  /**
   * @param nats log p(x) of every example, or a lower bound of it; none of an implicit model
   */
  ModelScore(
      String name,
      GenerativeModel model,
      Objective objective,
      double[] nats,
      int dimensions,
      OptionalLong parameters,
      TrainingRecord training,
      Samples samples,
      double samplingSeconds) {
    this.name = name;
    this.objective = objective;
    continuous = model.isContinuous();
    this.nats = nats;
    this.dimensions = dimensions;
    this.parameters = parameters;
    this.training = training;
    this.samples = samples;
    this.samplingSeconds = samplingSeconds;
  }

  /** What the model is called. */
  public String name() {
    return name;
  }

  /** What the nats say about log p(x). */
  public Objective objective() {
    return objective;
  }

  /** Whether the nats are those of a density of real values; else of probabilities. */
  public boolean isContinuous() {
    return continuous;
  }

  /** log p(x) of every example in nats, or a lower bound of it; none of an implicit model. */
  public double[] logProbability() {
    return nats.clone();
  }

  /** The mean of −log p(x), in nats; NaN for an implicit model. */
  public double mean() {
    return -Arrays.stream(nats).average().orElse(Double.NaN);
  }

  /** The standard error of the mean, in nats; NaN for fewer than two examples. */
  public double standardError() {
    double mean = -mean();
    double squares = Arrays.stream(nats).map(value -> (value - mean) * (value - mean)).sum();
    return nats.length < 2 ? Double.NaN : Math.sqrt(squares / (nats.length - 1) / nats.length);
  }

  /** The mean of −log p(x), in bits for each value of an example. */
  public double bitsPerDimension() {
    return mean() / (dimensions * Math.log(2));
  }

  /** The number of parameters; empty if it is not known. */
  public OptionalLong parameters() {
    return parameters;
  }

  /** What the model was trained on, and for how long. */
  public TrainingRecord training() {
    return training;
  }

  /** Samples of the model, in the shape of the examples. */
  public Samples samples() {
    return samples;
  }

  /** How long it took to draw the samples. */
  public double samplingSeconds() {
    return samplingSeconds;
  }
}
