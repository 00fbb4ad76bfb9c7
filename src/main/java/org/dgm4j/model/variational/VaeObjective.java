package org.dgm4j.model.variational;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.dgm4j.engine.CompositeBlock;

/**
 * The objective of a VAE. Inputs are examples x, shape (batch, D); the decoder's outputs for all
 * draws, shape (draws · batch, outputs); μ, log σ² and σ of q(z | x), shape (batch, latent) each;
 * the noise ε and the codes z of all draws, shape (draws · batch, latent) both; and β, shape (1).
 * The output has shape (3, batch), in nats: the objective, E_q[log p(x | z)] and −KL(q(z | x) ‖
 * p(z)).
 *
 * <p>The objective is the mean of log p(x | z) minus β times the divergence ½ Σ (μ² + σ² − log σ² −
 * 1), in training with at least λ nats for each latent unit and the mean of a batch (free bits,
 * Kingma et al. 2016); or with k importance weights log 1/k Σ p(x | z) (p(z) / q(z | x))^β (Burda,
 * Grosse and Salakhutdinov 2016).
 */
final class VaeObjective extends CompositeBlock {

  /** The objective and its two parts. */
  static final int ROWS = 3;

  private final VaeSettings settings;
  private final Observation observation;

  VaeObjective(VaeSettings settings, Observation observation) {
    this.settings = settings;
    this.observation = addChildBlock("observation", observation);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    NDArray x = inputs.get(0);
    NDArray mean = inputs.get(2);
    NDArray logVariance = inputs.get(3);
    NDArray deviation = inputs.get(4);
    NDArray noise = inputs.get(5);
    NDArray z = inputs.get(6);
    NDArray beta = inputs.get(7);
    long batch = x.getShape().get(0);
    long draws = noise.getShape().get(0) / batch;
    NDArray reconstructions = observation.logLikelihood(store, x, inputs.get(1), training);
    NDArray reconstruction =
        draws == 1 ? reconstructions.reshape(batch) : reconstructions.mean(new int[] {0});
    NDArray divergences = mean.square().add(deviation.square()).sub(logVariance).sub(1).mul(0.5);
    NDArray divergence = divergences.sum(new int[] {1});
    NDArray objective;
    if (settings.importance() > 1) {
      NDArray logRatio =
          noise
              .square()
              .sub(z.square())
              .add(repeated(logVariance, draws))
              .mul(0.5)
              .sum(new int[] {1})
              .reshape(draws, batch);
      objective = importanceWeighted(reconstructions.add(logRatio.mul(beta)));
    } else if (training && settings.freeBits() > 0) {
      NDArray least = divergences.mean(new int[] {0}).maximum(settings.freeBits());
      objective = reconstruction.sub(least.sum(new int[] {0}, true).mul(beta));
    } else {
      objective = reconstruction.sub(divergence.mul(beta));
    }
    return new NDList(
        NDArrays.concat(new NDList(objective, reconstruction, divergence.neg()), 0)
            .reshape(ROWS, batch));
  }

  static NDArray repeated(NDArray rows, long times) {
    return times == 1 ? rows : rows.tile(new long[] {times, 1});
  }

  /** The mean over groups of k draws of log 1/k Σ w. */
  private NDArray importanceWeighted(NDArray logWeights) {
    int k = settings.importance();
    long batch = logWeights.getShape().get(1);
    NDArray groups = logWeights.reshape(-1, k, batch);
    NDArray greatest = groups.max(new int[] {1}, true);
    NDArray sum = groups.sub(greatest).exp().sum(new int[] {1}, true);
    return sum.log().add(greatest).sub(Math.log(k)).mean(new int[] {0}).reshape(batch);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {new Shape(ROWS, inputShapes[0].get(0))};
  }
}
