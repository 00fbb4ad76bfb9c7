package org.dgm4j.model.variational;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.dgm4j.data.Samples;
import org.dgm4j.engine.Operations;
import org.dgm4j.engine.Weights;

/**
 * Levels 0 … L − 1 with discretised logistic distributions (Kingma et al., Improved variational
 * inference with inverse autoregressive flow, 2016): the probability of a level is that of its
 * interval under a logistic distribution, where the lowest interval begins at −∞ and the highest
 * ends at ∞. The output is the location, in units of all levels from their middle, and the scale of
 * each value is learnt.
 *
 * <p>With the ends a ≤ b of the interval in units of the scale, log(σ(b) − σ(a)) = log σ(b) + log
 * σ(−a) + log(1 − exp(a − b)).
 */
final class LogisticObservation extends Observation {

  static final String NAME = "discretisedLogistic";

  /** In units of all levels: within ±0.3 of them lies 90 % of the probability. */
  private static final double INITIAL_SCALE = 0.1;

  private final int levels;
  private final Parameter logScales;

  LogisticObservation(int dimensions, int levels) {
    this.levels = levels;
    logScales =
        addParameter(
            Weights.free(
                "logScales", new Shape(1, 1, dimensions), (float) Math.log(INITIAL_SCALE)));
  }

  @Override
  NDArray standardised(ParameterStore store, NDArray x, boolean training) {
    return x.mul(1.0 / (levels - 1)).sub(0.5);
  }

  @Override
  NDArray logProbability(ParameterStore store, NDArray x, NDArray outputs, boolean training) {
    NDArray logScale = store.getValue(logScales, x.getDevice(), training);
    NDArray inverse = logScale.neg().exp();
    NDArray distance = outputs.neg().add(standardised(store, x, training)).mul(inverse);
    NDArray half = inverse.mul(0.5 / (levels - 1));
    NDArray aboveLowest = x.neg().add(1).getNDArrayInternal().relu().neg().add(1);
    NDArray belowHighest = x.sub(levels - 2).getNDArrayInternal().relu().neg().add(1);
    NDArray upTo = softplus(distance.add(half).neg(), training).mul(belowHighest);
    NDArray from = softplus(distance.sub(half), training).mul(aboveLowest);
    NDArray width = expm1(half.mul(-2)).neg().log();
    return total(aboveLowest.mul(belowHighest).mul(width).sub(upTo.add(from)), x);
  }

  private static NDArray expm1(NDArray x) {
    return Operations.invoke("_npi_expm1", new NDList(x));
  }

  @Override
  void require(Samples examples) {
    OptionalInt outside = examples.firstOutside(levels);
    if (outside.isPresent()) {
      int i = outside.getAsInt();
      throw new IllegalArgumentException(
          "This vae is for the levels 0 to %d, but example %d has the value %s: quantize images in [0, 1] first with .quantized(%d)"
              .formatted(
                  levels - 1,
                  i / examples.dimensions(),
                  examples.value(i / examples.dimensions(), i % examples.dimensions()),
                  levels));
    }
  }

  @Override
  float[] adopt(Samples examples, int biases) {
    double[] means = examples.means();
    int values = means.length / biases;
    float[] locations = new float[biases];
    for (int d = 0; d < means.length; d++) {
      locations[d / values] += (float) (means[d] / (levels - 1) - 0.5) / values;
    }
    return locations;
  }

  @Override
  void toMeans(float[] outputs) {
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = Math.max(0, Math.min(levels - 1, (outputs[i] + 0.5f) * (levels - 1)));
    }
  }

  @Override
  void toDraws(float[] outputs, RandomGenerator random) {
    float[] scales = logScales.getArray().toFloatArray();
    for (int i = 0; i < outputs.length; i++) {
      double uniform = random.nextDouble();
      double noise = Math.exp(scales[i % scales.length]) * Math.log(uniform / (1 - uniform));
      double level = Math.rint((outputs[i] + noise + 0.5) * (levels - 1));
      outputs[i] = (float) Math.max(0, Math.min(levels - 1, level));
    }
  }
}
