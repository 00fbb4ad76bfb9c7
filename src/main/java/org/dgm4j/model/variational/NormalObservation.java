package org.dgm4j.model.variational;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.random.RandomGenerator;
import org.dgm4j.data.Samples;
import org.dgm4j.engine.Weights;
import org.dgm4j.model.Standardisation;

/**
 * Real values with normal distributions, whose means are the outputs and whose standard deviation,
 * one for all, is learnt. It works with u = (x − mean) / scale, where the mean of each value and
 * the scale, one for all, are those of the training data: log p(x | z) = log p(u | z) − D log
 * scale.
 */
final class NormalObservation extends Observation {

  static final String NAME = "normal";

  private final int dimensions;
  private final Parameter mean;
  private final Parameter scale;
  private final Parameter logDeviation;

  NormalObservation(int dimensions) {
    this.dimensions = dimensions;
    mean = addParameter(Weights.constant("mean", new Shape(1, dimensions), 0));
    scale = addParameter(Weights.constant("scale", new Shape(1, 1), 1));
    logDeviation = addParameter(Weights.free("logDeviation", new Shape(1, 1), 0));
  }

  @Override
  NDArray standardised(ParameterStore store, NDArray x, boolean training) {
    return x.sub(store.getValue(mean, x.getDevice(), training))
        .div(store.getValue(scale, x.getDevice(), training));
  }

  @Override
  NDArray logProbability(ParameterStore store, NDArray x, NDArray outputs, boolean training) {
    NDArray logSigma = store.getValue(logDeviation, x.getDevice(), training);
    NDArray difference = standardised(store, x, training).sub(outputs);
    NDArray precision = logSigma.mul(-2).exp();
    NDArray logVolume = store.getValue(scale, x.getDevice(), training).log().add(logSigma);
    double constant = dimensions * 0.5 * Math.log(2 * Math.PI);
    return total(difference.square(), x)
        .mul(precision)
        .mul(-0.5)
        .sub(logVolume.mul(dimensions))
        .sub(constant);
  }

  @Override
  void require(Samples examples) {}

  @Override
  float[] adopt(Samples examples, int biases) {
    Standardisation.adopt(examples, mean, scale);
    return new float[biases];
  }

  @Override
  void toMeans(float[] outputs) {
    toDraws(outputs, 0, null);
  }

  @Override
  void toDraws(float[] outputs, RandomGenerator random) {
    toDraws(outputs, Math.exp(logDeviation.getArray().toFloatArray()[0]), random);
  }

  private void toDraws(float[] outputs, double deviation, RandomGenerator random) {
    float[] means = mean.getArray().toFloatArray();
    float unit = scale.getArray().toFloatArray()[0];
    for (int i = 0; i < outputs.length; i++) {
      double noise = random == null ? 0 : deviation * random.nextGaussian();
      outputs[i] = (float) (means[i % dimensions] + unit * (outputs[i] + noise));
    }
  }

  /** The standard deviation of the values. */
  double deviation() {
    double logSigma = logDeviation.getArray().toFloatArray()[0];
    return Math.exp(logSigma) * scale.getArray().toFloatArray()[0];
  }
}
