package org.dgm4j.model.variational;

import ai.djl.ndarray.NDArray;
import ai.djl.training.ParameterStore;
import java.util.random.RandomGenerator;
import org.dgm4j.data.Samples;

/**
 * Values 0 or 1, whose log-odds are the outputs. For a value x between, log p is x log p(1) + (1 −
 * x) log p(0): what is expected of a value that is 1 with probability x.
 */
final class BernoulliObservation extends Observation {

  static final String NAME = "bernoulli";

  @Override
  NDArray standardised(ParameterStore store, NDArray x, boolean training) {
    return x;
  }

  @Override
  NDArray logProbability(ParameterStore store, NDArray x, NDArray outputs, boolean training) {
    return total(outputs.mul(x).sub(softplus(outputs, training)), x);
  }

  @Override
  void require(Samples examples) {
    for (int n = 0; n < examples.count(); n++) {
      for (int d = 0; d < examples.dimensions(); d++) {
        float value = examples.value(n, d);
        if (value < 0 || value > 1) {
          throw new IllegalArgumentException(
              "This vae has a Bernoulli likelihood and is for values from 0 to 1, but example %d has the value %s: scale or binarize the data, or build the model with .normal() or .discretisedLogistic(256)"
                  .formatted(n, value));
        }
      }
    }
  }

  @Override
  float[] adopt(Samples examples, int biases) {
    float[] logOdds = new float[biases];
    int values = examples.dimensions() / biases;
    long count = (long) examples.count() * values;
    for (int i = 0; i < biases; i++) {
      double ones = 0.5;
      for (int n = 0; n < examples.count(); n++) {
        for (int d = i * values; d < (i + 1) * values; d++) {
          ones += examples.value(n, d);
        }
      }
      logOdds[i] = (float) Math.log(ones / (count + 1 - ones));
    }
    return logOdds;
  }

  @Override
  void toMeans(float[] outputs) {
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = (float) (1 / (1 + Math.exp(-outputs[i])));
    }
  }

  @Override
  void toDraws(float[] outputs, RandomGenerator random) {
    toMeans(outputs);
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = random.nextDouble() < outputs[i] ? 1 : 0;
    }
  }
}
