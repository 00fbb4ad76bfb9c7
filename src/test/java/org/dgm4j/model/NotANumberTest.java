package org.dgm4j.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.dgm4j.data.Mask;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.engine.MxNet;
import org.dgm4j.model.registry.Models;
import org.dgm4j.model.variational.Vae;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A model whose parameters are no numbers says so, where a draw would be black. */
class NotANumberTest {

  private static final Samples DIGITS = Datasets.drawnDigits().test().first(2).binarized(1);

  static Stream<String> names() {
    return Models.usual().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void isSaidInPlaceOfBlackImages(String name) {
    try (NeuralModel model = Models.usual().get(name).get()) {
      for (Parameter parameter : model.djlModel().getBlock().getParameters().values()) {
        if (parameter.requiresGradient()) {
          NDArray array = parameter.getArray();
          float[] values = new float[Math.toIntExact(array.size())];
          Arrays.fill(values, Float.NaN);
          MxNet.set(array, values);
        }
      }
      String sentence =
          "This "
              + model.type()
              + " computes values that are no numbers, as its parameters are not finite or too"
              + " large: build or load it again, and train it with a smaller learning rate";
      for (Executable use : uses(model)) {
        assertEquals(sentence, assertThrows(IllegalStateException.class, use).getMessage());
      }
    }
  }

  private static List<Executable> uses(NeuralModel model) {
    Executable sample = () -> model.sample(4, 1);
    if (model instanceof Vae vae) {
      return List.of(
          sample,
          () -> vae.sampleMeans(4, 1),
          () -> vae.encode(DIGITS),
          () -> vae.reconstruct(DIGITS),
          () -> vae.decode(Samples.vectors(new float[20], 1, 20)));
    }
    return model instanceof AutoregressiveModel autoregressive && model.dimensions() > 2
        ? List.of(sample, () -> autoregressive.complete(DIGITS, Mask.upperHalf(), 1))
        : List.of(sample);
  }
}
