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
 * A VAE in training. Inputs are examples x, shape (batch, D); with classes a 1 at the label of
 * each, shape (batch, classes); standard normal noise ε, shape (draws · batch, latent), where draw
 * s of example n is in row s · batch + n; and β, shape (1). Of a draw, z = μ + σ ε (Kingma and
 * Welling 2014). The output is that of the {@link VaeObjective}.
 *
 * <p>As a rule all of it is compiled as one. Where convolutions on the heap stand in the way of
 * that, the objective alone is.
 */
final class VaeBlock extends CompositeBlock {

  private final Encoder encoder;
  private final Decoder decoder;
  private final Observation observation;
  private final CompiledBlock objective;

  VaeBlock(VaeSettings settings, int classes, long seed) {
    SplittableRandom seeds = new SplittableRandom(seed);
    encoder = addChildBlock("encoder", new Encoder(settings, classes, seeds));
    decoder = addChildBlock("decoder", new Decoder(settings, classes, seeds));
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
    NDList examples = new NDList(inputs.subList(0, inputs.size() - 2));
    NDArray noise = inputs.get(examples.size());
    NDArray beta = inputs.get(examples.size() + 1);
    long draws = noise.getShape().get(0) / x.getShape().get(0);
    NDList posterior = posterior(store, examples, training);
    NDArray mean = posterior.get(0);
    NDArray logVariance = posterior.get(1);
    NDArray deviation = logVariance.mul(0.5).exp();
    NDArray z =
        noise.mul(VaeObjective.repeated(deviation, draws)).add(VaeObjective.repeated(mean, draws));
    NDList codes = new NDList(z);
    examples.subNDList(1).forEach(labels -> codes.add(VaeObjective.repeated(labels, draws)));
    NDArray outputs = decoder.forward(store, codes, training).head();
    return objective.forward(
        store, new NDList(x, outputs, mean, logVariance, deviation, noise, z, beta), training);
  }

  /**
   * μ and log σ² of q(z | x), shape (batch, latent) both.
   *
   * @param examples x, and with classes a 1 at the label of each
   */
  NDList posterior(ParameterStore store, NDList examples, boolean training) {
    NDList seen = new NDList(observation.standardised(store, examples.head(), training));
    return encoder.forward(store, seen.addAll(examples.subNDList(1)), training);
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
