package org.dgm4j.engine;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Parameters with their initial values, and numbers drawn at random. */
public final class Weights {

  /** As many float32 numbers as fit into one array of Java's memory that MXNet fills. */
  private static final int MOST = Integer.MAX_VALUE / Float.BYTES;

  private Weights() {}

  /**
   * The shape itself.
   *
   * @throws IllegalArgumentException if a parameter can't have so many numbers
   */
  public static Shape possible(Shape shape) {
    if (shape.size() > MOST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A layer with %,d weights is too large, %,d are possible: choose fewer hidden units",
              shape.size(),
              MOST));
    }
    return shape;
  }

  /** Weights that are uniform in ±1/√inputs. */
  public static Parameter uniform(String name, Shape shape, long inputs, SplittableRandom seeds) {
    return uniform(name, shape, 1 / Math.sqrt(inputs), seeds);
  }

  /** Weights that are uniform in ±√(6/inputs): those of rectified units (He et al. 2015). */
  public static Parameter rectified(String name, Shape shape, long inputs, SplittableRandom seeds) {
    return uniform(name, shape, Math.sqrt(6.0 / inputs), seeds);
  }

  private static Parameter uniform(String name, Shape shape, double bound, SplittableRandom seeds) {
    return uniform(name, shape, bound, seeds.nextLong());
  }

  /** Weights that are uniform in ±bound. */
  static Parameter uniform(String name, Shape shape, double bound, long seed) {
    return Parameter.builder()
        .setName(name)
        .setType(Parameter.Type.WEIGHT)
        .optShape(possible(shape))
        .optInitializer(
            (manager, size, type) ->
                MxNet.array(manager, uniform(Math.toIntExact(size.size()), bound, seed), size)
                    .toType(type, false))
        .build();
  }

  /**
   * Biases of classes: see {@link #ofClasses(int, int, double, long)}.
   *
   * @param shape (classes, outputs)
   */
  static Parameter ofClasses(String name, Shape shape, double bound, long seed) {
    return Parameter.builder()
        .setName(name)
        .setType(Parameter.Type.BIAS)
        .optShape(shape)
        .optInitializer(
            (manager, size, type) -> {
              int classes = Math.toIntExact(size.get(0));
              int outputs = Math.toIntExact(size.get(1));
              float[] values = ofClasses(classes, outputs, bound, seed);
              return MxNet.array(manager, values, size).toType(type, false);
            })
        .build();
  }

  /**
   * Biases of classes, uniform in ±bound, and then less their mean over the classes, so that a
   * single class begins as none.
   *
   * @return shape (classes, outputs)
   */
  public static float[] ofClasses(int classes, int outputs, double bound, long seed) {
    float[] values = uniform(classes * outputs, bound, seed);
    for (int j = 0; j < outputs; j++) {
      float sum = 0;
      for (int y = 0; y < classes; y++) {
        sum += values[y * outputs + j];
      }
      for (int y = 0; y < classes; y++) {
        values[y * outputs + j] -= sum / classes;
      }
    }
    return values;
  }

  /** Biases of zero. */
  public static Parameter zero(String name, Shape shape) {
    return Parameter.builder().setName(name).setType(Parameter.Type.BIAS).optShape(shape).build();
  }

  /** Numbers that are equal at first and trained, but are no weights. */
  public static Parameter free(String name, Shape shape, float value) {
    return equal(name, shape, value, true);
  }

  /** Numbers that belong to the model but are not trained. */
  public static Parameter constant(String name, Shape shape, float value) {
    return equal(name, shape, value, false);
  }

  private static Parameter equal(String name, Shape shape, float value, boolean trained) {
    return Parameter.builder()
        .setName(name)
        .setType(Parameter.Type.OTHER)
        .optShape(shape)
        .optRequiresGrad(trained)
        .optInitializer((manager, size, type) -> manager.full(size, value, type))
        .build();
  }

  /** Independent values, uniform in ±bound; the same seed gives the same values. */
  public static float[] uniform(int size, double bound, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
    }
    return values;
  }

  /** Independent standard normal values. */
  public static float[] normal(int size, RandomGenerator random) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
