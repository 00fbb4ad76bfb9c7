package org.dgm4j.model.pixelrnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.data.Samples;
import org.dgm4j.engine.Maps;
import org.dgm4j.engine.MxNet;
import org.dgm4j.engine.Operations;

/** What a PixelRNN's outputs tell of each pixel of given images. */
record PixelOutputs(PixelRnnSettings settings, PixelRnnBlock block, Computer computer) {

  /** Half the batch of log p(x): derivatives keep the maps of all layers. */
  private static final int BATCH = 50;

  /** Runs a computation in memory of the model. */
  interface Computer {
    float[] compute(Function<NDManager, float[]> computation);
  }

  /** Is given log p(value = level | values before it) of a value of an example. */
  private interface Reader {
    void read(int example, int dimension, int level, double logProbability);
  }

  /** p(value = level | values before it) for each value of the examples. */
  float[] conditionals(Samples examples, int level) {
    float[] conditionals = new float[examples.count() * examples.dimensions()];
    read(
        examples,
        (example, dimension, l, logProbability) -> {
          if (l == level) {
            conditionals[example * examples.dimensions() + dimension] =
                (float) Math.exp(logProbability);
          }
        });
    return conditionals;
  }

  /** −log₂ p(value | values before it), the mean over the examples. */
  double[] bits(Samples examples) {
    double[] bits = new double[examples.dimensions()];
    read(
        examples,
        (example, dimension, level, logProbability) -> {
          if (level == examples.value(example, dimension)) {
            bits[dimension] -= logProbability / Math.log(2) / examples.count();
          }
        });
    return bits;
  }

  private void read(Samples examples, Reader reader) {
    ProgressTask.inParts(
        "example",
        examples.count(),
        BATCH,
        (from, to) -> {
          Samples batch = examples.range(from, to);
          float[] logits =
              computer.compute(
                  manager -> {
                    NDArray x = MxNet.array(manager, batch.values(), shape(batch));
                    return block
                        .logits(new ParameterStore(manager, false), new NDList(x), false)
                        .toFloatArray();
                  });
          read(batch, from, logits, reader);
        });
  }

  private void read(Samples batch, int first, float[] logits, Reader reader) {
    int pixels = settings.height() * settings.width();
    int outputs = settings.outputs();
    int count = batch.count();
    float[] ofValue = new float[outputs];
    for (int dimension = 0; dimension < settings.dimensions(); dimension++) {
      int channel = dimension / pixels;
      int pixel = dimension % pixels;
      for (int n = 0; n < count; n++) {
        for (int k = 0; k < outputs; k++) {
          ofValue[k] = logits[((channel * outputs + k) * pixels + pixel) * count + n];
        }
        double[] p = PixelRnn.probabilities(ofValue, 1);
        for (int level = 0; level < p.length; level++) {
          reader.read(first + n, dimension, level, Math.log(p[level]));
        }
      }
    }
  }

  /**
   * The mean over examples of |∂ log p(pixel | values before it) / ∂ x| for each value x of an
   * image, where x runs from 0 to 1.
   *
   * @param only the channel whose log-probability it is; the sum of all if empty
   */
  double[] gradient(int row, int column, OptionalInt only, Samples examples) {
    double[] mean = new double[settings.dimensions()];
    ProgressTask.inParts(
        "example",
        examples.count(),
        BATCH,
        (from, to) -> {
          float[] gradient = gradientOf(row, column, only, examples.range(from, to));
          for (int i = 0; i < gradient.length; i++) {
            mean[i % mean.length] +=
                Math.abs(gradient[i]) * (settings.levels() - 1.0) / examples.count();
          }
        });
    return mean;
  }

  private float[] gradientOf(int row, int column, OptionalInt only, Samples batch) {
    return computer.compute(manager -> gradientOf(manager, row, column, only, batch));
  }

  private float[] gradientOf(
      NDManager manager, int row, int column, OptionalInt only, Samples batch) {
    NDArray x = MxNet.array(manager, batch.values(), shape(batch));
    x.setRequiresGradient(true);
    NDArray chosen = chosen(manager, row, column, only, batch);
    Shape byLevel = new Shape(settings.channels(), settings.outputs(), batch.count());
    try (GradientCollector collector = MxNet.engine().newGradientCollector()) {
      NDArray logits = block.logits(new ParameterStore(manager, false), new NDList(x), true);
      NDArray pixel =
          Operations.slice(Operations.slice(logits, 1, row, row + 1), 2, column, column + 1)
              .reshape(byLevel);
      NDArray all =
          settings.outputs() == 1 ? Maps.concat(new NDList(pixel.mul(0), pixel), 1) : pixel;
      collector.backward(all.logSoftmax(1).mul(chosen).sum());
    }
    return x.getGradient().toFloatArray();
  }

  /** 1 at the level that the pixel has in each example and 0 at the others. */
  private NDArray chosen(
      NDManager manager, int row, int column, OptionalInt only, Samples examples) {
    int count = examples.count();
    float[] chosen = new float[settings.channels() * settings.levels() * count];
    for (int channel = 0; channel < settings.channels(); channel++) {
      if (only.orElse(channel) == channel) {
        int dimension = (channel * settings.height() + row) * settings.width() + column;
        for (int n = 0; n < count; n++) {
          int level = (int) examples.value(n, dimension);
          chosen[(channel * settings.levels() + level) * count + n] = 1;
        }
      }
    }
    return MxNet.array(manager, chosen, new Shape(settings.channels(), settings.levels(), count));
  }

  private static Shape shape(Samples batch) {
    return new Shape(batch.count(), batch.dimensions());
  }

  static String channelName(int channels, int channel) {
    return channels == 1 ? "grey" : List.of("red", "green", "blue").get(channel);
  }

  static void requireAll(int[] shape, double[] values) {
    if (shape.length != 3 || values.length != shape[0] * shape[1] * shape[2]) {
      throw new IllegalArgumentException(
          "There must be a number for each value of an image (channels, height, width), but there are "
              + values.length);
    }
  }
}
