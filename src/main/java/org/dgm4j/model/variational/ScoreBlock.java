package org.dgm4j.model.variational;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.dgm4j.engine.CompositeBlock;

/**
 * log p(x | z): of examples, shape (batch, D), and codes, shape (draws · batch, latent), in nats,
 * shape (draws, batch).
 */
final class ScoreBlock extends CompositeBlock {

  private final VaeBlock model;

  ScoreBlock(VaeBlock model) {
    this.model = model;
    addChildBlock("decoder", model.decoder());
    addChildBlock("observation", model.observation());
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    return new NDList(model.logLikelihood(store, inputs.get(0), inputs.get(1), training));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    long batch = inputShapes[0].get(0);
    return new Shape[] {new Shape(inputShapes[1].get(0) / batch, batch)};
  }
}
