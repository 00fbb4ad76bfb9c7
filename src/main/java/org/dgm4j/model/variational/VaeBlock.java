package org.dgm4j.model.variational;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.SplittableRandom;
import org.dgm4j.engine.CompiledBlock;
import org.dgm4j.engine.CompositeBlock;

/**
 * A VAE in training. Inputs are examples x, shape (batch, D); standard normal noise ε, shape (draws
 * · batch, latent), where draw s of example n is in row s · batch + n; and β, shape (1). Of a draw,
 * z = μ + σ ε (Kingma and Welling 2014). The output is that of the {@link VaeObjective}.
 *
 * <p>As a rule all of it is compiled as one. Where convolutions on the heap stand in the way of
 * that, the objective alone is.
 */
final class VaeBlock extends CompositeBlock {

  private final Encoder encoder;
  private final Decoder decoder;
  private final Observation observation;
  private final CompiledBlock objective;

  VaeBlock(VaeSettings settings, long seed) {
    SplittableRandom seeds = new SplittableRandom(seed);
    encoder = addChildBlock("encoder", new Encoder(settings, seeds));
    decoder = addChildBlock("decoder", new Decoder(settings, seeds));
    observation = addChildBlock("observation", settings.observation());
    objective = new CompiledBlock(new VaeObjective(settings, observation), settings::onHeap, this);
  }

  Encoder encoder() {
    return encoder;
  }

  Decoder decoder() {
    return decoder;
  }

  Observation observation() {
    return observation;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    NDArray x = inputs.get(0);
    NDArray noise = inputs.get(1);
    NDArray beta = inputs.get(2);
    long draws = noise.getShape().get(0) / x.getShape().get(0);
    NDList posterior = posterior(store, x, training);
    NDArray mean = posterior.get(0);
    NDArray logVariance = posterior.get(1);
    NDArray deviation = logVariance.mul(0.5).exp();
    NDArray z =
        noise.mul(VaeObjective.repeated(deviation, draws)).add(VaeObjective.repeated(mean, draws));
    NDArray outputs = decoder.forward(store, new NDList(z), training).head();
    return objective.forward(
        store, new NDList(x, outputs, mean, logVariance, deviation, noise, z, beta), training);
  }

  /** μ and log σ² of q(z | x), shape (batch, latent) both. */
  NDList posterior(ParameterStore store, NDArray x, boolean training) {
    NDArray standardised = observation.standardised(store, x, training);
    return encoder.forward(store, new NDList(standardised), training);
  }

  /** log p(x | z) of z of shape (draws · batch, latent); shape (draws, batch). */
  NDArray logLikelihood(ParameterStore store, NDArray x, NDArray z, boolean training) {
    NDArray outputs = decoder.forward(store, new NDList(z), training).head();
    return observation.logLikelihood(store, x, outputs, training);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {new Shape(VaeObjective.ROWS, inputShapes[0].get(0))};
  }
}
