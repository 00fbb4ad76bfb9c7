package org.dgm4j.model.pixelrnn;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.SplittableRandom;
import org.dgm4j.model.InitialValues;
import org.dgm4j.model.MxNet;

/** Parameters with their initial values. */
final class Weights {

  private Weights() {}

  /** Weights that are uniform in ±1/√inputs. */
  static Parameter uniform(String name, Shape shape, long inputs, SplittableRandom seeds) {
    long seed = seeds.nextLong();
    double bound = 1 / Math.sqrt(inputs);
    return Parameter.builder()
        .setName(name)
        .setType(Parameter.Type.WEIGHT)
        .optShape(shape)
        .optInitializer(
            (manager, size, type) ->
                MxNet.array(
                        manager,
                        InitialValues.uniform(Math.toIntExact(size.size()), bound, seed),
                        size)
                    .toType(type, false))
        .build();
  }

  /** Biases of zero. */
  static Parameter zero(String name, Shape shape) {
    return Parameter.builder().setName(name).setType(Parameter.Type.BIAS).optShape(shape).build();
  }
}
