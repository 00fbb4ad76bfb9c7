package org.dgm4j.model.autoregressive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.dgm4j.probability.numeric.Softmax;

/**
 * A value among the states 0 … k − 1. The outputs are the logits of the states 1 … k − 1, that of
 * state 0 is 0, and p = softmax of them; state s ≥ 1 of dimension d adds its own row W_(d, s) to
 * the hidden activation, state 0 nothing. For k = 2 this is the binary unit, p(x_d = 1) = σ(logit).
 *
 * <p>∂ log p(x) / ∂ logit_s = 1[x = s] − p(s).
 */
record CategoricalUnit(int states) implements VisibleUnit {

  @Override
  public boolean isReal() {
    return false;
  }

  @Override
  public int inputs() {
    return states - 1;
  }

  @Override
  public int input(float value) {
    return (int) value - 1;
  }

  @Override
  public float scale(float value) {
    return 1;
  }

  @Override
  public int outputs() {
    return states - 1;
  }

  @Override
  public float[] initialBias() {
    return new float[outputs()];
  }

  @Override
  public double logProbability(float[] logits, float value, float[] gradient) {
    int state = (int) value;
    double max = Math.max(0, max(logits));
    double sum = Math.exp(-max);
    for (float logit : logits) {
      sum += Math.exp(logit - max);
    }
    double logSum = max + Math.log(sum);
    if (gradient != null) {
      for (int s = 1; s < states; s++) {
        gradient[s - 1] = (float) ((s == state ? 1 : 0) - Math.exp(logits[s - 1] - logSum));
      }
    }
    return (state == 0 ? 0 : logits[state - 1]) - logSum;
  }

  @Override
  public float sample(float[] logits, double temperature, SplittableRandom random) {
    double max = Math.max(0, max(logits));
    double zero = Math.exp(-max / temperature);
    double sum = zero;
    for (float logit : logits) {
      sum += Math.exp((logit - max) / temperature);
    }
    double left = random.nextDouble() * sum - zero;
    int state = 0;
    while (left >= 0 && state < logits.length) {
      left -= Math.exp((logits[state] - max) / temperature);
      state++;
    }
    return state;
  }

  /** The probabilities of all states, shape (states). */
  double[] probabilities(float[] logits) {
    float[] all = new float[states];
    System.arraycopy(logits, 0, all, 1, logits.length);
    return Softmax.of(all, 1);
  }

  private static float max(float[] values) {
    float max = values[0];
    for (float value : values) {
      max = Math.max(max, value);
    }
    return max;
  }

  @Override
  public NDArray features(NDArray values) {
    Shape shape = values.getShape();
    return states == 2 ? values : indicators(values).reshape(shape.get(0), shape.get(1) * inputs());
  }

  /** 1[x = s] for the states s ≥ 1, shape (batch, D, k − 1). */
  private NDArray indicators(NDArray values) {
    NDArray nonzero =
        values.getManager().arange(1f, states, 1f).toType(values.getDataType(), false);
    return values.expandDims(2).eq(nonzero).toType(values.getDataType(), false);
  }

  @Override
  public NDArray logProbability(NDArray logits, NDArray values) {
    int[] lastAxis = {2};
    NDArray max = logits.max(lastAxis, true).maximum(0).stopGradient();
    NDArray sum = logits.sub(max).exp().sum(lastAxis).add(max.neg().exp().squeeze(2));
    NDArray chosen =
        states == 2 ? logits.squeeze(2).mul(values) : logits.mul(indicators(values)).sum(lastAxis);
    return chosen.sub(max.squeeze(2)).sub(sum.log());
  }
}
