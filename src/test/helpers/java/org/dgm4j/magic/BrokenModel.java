package org.dgm4j.magic;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dgm4j.data.Samples;
import org.dgm4j.model.NeuralModel;

/** A model of four values whose shapes do not fit, as the engine finds. */
public final class BrokenModel extends NeuralModel {

  public BrokenModel() {
    super("broken", new Misfit(), 4);
  }

  private static final class Misfit extends AbstractBlock {
    private final Parameter weights =
        addParameter(
            Parameter.builder()
                .setName("weights")
                .setType(Parameter.Type.WEIGHT)
                .optShape(new Shape(3, 5))
                .build());

    @Override
    protected NDList forwardInternal(
        ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
      return new NDList(
          inputs
              .head()
              .add(store.getValue(weights, inputs.head().getDevice(), training))
              .sum(new int[] {1}));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
      return new Shape[] {new Shape(inputShapes[0].get(0))};
    }
  }

  @Override
  protected SortedMap<String, String> familySettings() {
    return new TreeMap<>();
  }

  @Override
  protected void requireValues(Samples examples) {}

  @Override
  protected Samples draw(int count, long seed) {
    return Samples.vectors(objective(Samples.vectors(new float[4 * count], count, 4)), count, 1);
  }
}
