package org.dgm4j.engine;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.util.List;

/** A block of blocks, all of whose parameters have their shapes from the start. */
public abstract class CompositeBlock extends AbstractBlock {

  @Override
  protected final void initializeChildBlocks(NDManager manager, DataType type, Shape... shapes) {
    for (Block child : children.values()) {
      child.initialize(manager, type, shapes);
    }
  }

  /** What layers make of their inputs, one after the other. */
  protected static NDList through(
      List<? extends Block> layers, ParameterStore store, NDList inputs, boolean training) {
    NDList features = inputs;
    for (Block layer : layers) {
      features = layer.forward(store, features, training);
    }
    return features;
  }
}
