package org.dgm4j.model.variational;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.engine.MxNet;
import org.dgm4j.training.Optimizers;
import org.dgm4j.training.Training;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A trained convolutional VAE against the definitions of its layers. */
class ConvolutionExactnessTest {

  private static final int LATENT = 3;

  /** The step of the differences: their error, of its square, is far below single precision. */
  private static final double STEP = 1e-6;

  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "MXNet");
  private final SplittableRandom random = new SplittableRandom(3);

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 8, 8, '16'",
    "1, 14, 14, '16, 32'",
    "3, 13, 11, '32, 16'",
    "1, 28, 28, '16, 32'",
    "3, 8, 8, '8, 16, 32'",
    "2, 5, 1, '17, 3'"
  })
  void valueAndGradientAreThoseOfTheDefinitions(
      int colours, int height, int width, String channels) {
    int[] shape = {colours, height, width};
    int[] convolutional = Stream.of(channels.split(", ")).mapToInt(Integer::parseInt).toArray();
    Samples images = images(shape);
    try (Vae vae =
        Vae.builder()
            .image(colours, height, width)
            .latent(LATENT)
            .hidden(10)
            .convolutional(convolutional)
            .seed(1)
            .build()) {
      Training.of(vae)
          .data(images)
          .epochs(10)
          .batchSize(2)
          .optimizer(Optimizers.adam(0.003))
          .seed(1)
          .silent()
          .start();
      Map<String, double[]> parameters = new LinkedHashMap<>();
      Map<String, double[]> gradients = new LinkedHashMap<>();
      double[] noise = random.doubles((long) images.count() * LATENT, -2, 2).toArray();
      double bound = readGradients(vae, images, noise, convolutional.length, parameters, gradients);
      var reference = new ConvolutionReference(parameters, shape, convolutional, 1);
      double expected = bound(reference, images, noise);
      assertEquals(expected, bound, 1e-5 * Math.abs(expected));
      for (String name : parameters.keySet()) {
        assertSlopes(name, reference, images, noise, gradients);
      }
    }
  }

  /** Images of random grey values around digits. */
  private Samples images(int... shape) {
    Samples digits = Datasets.drawnDigits(28, 5, 1).train().resized(shape[1], shape[2]);
    int pixels = shape[1] * shape[2];
    float[] values = new float[5 * shape[0] * pixels];
    for (int i = 0; i < values.length; i++) {
      float digit = digits.value(i / shape[0] / pixels, i % pixels);
      values[i] = (float) (0.5 * digit + 0.5 * random.nextDouble());
    }
    return Samples.of(values, 5, shape);
  }

  /** The bound that is trained, summed over the images, with its parameters and gradients. */
  private double readGradients(
      Vae vae,
      Samples images,
      double[] noise,
      int convolutions,
      Map<String, double[]> parameters,
      Map<String, double[]> gradients) {
    for (Parameter parameter : vae.block().getParameters().values()) {
      parameter.getArray().setRequiresGradient(true);
    }
    float[] noises = new float[noise.length];
    for (int i = 0; i < noise.length; i++) {
      noises[i] = (float) noise[i];
      noise[i] = noises[i];
    }
    NDList inputs =
        new NDList(
            MxNet.array(manager, images.values(), new Shape(images.count(), images.dimensions())),
            MxNet.array(manager, noises, new Shape(images.count(), LATENT)),
            MxNet.array(manager, new float[] {1}, new Shape(1)));
    double bound;
    try (GradientCollector collector = MxNet.engine().newGradientCollector()) {
      ParameterStore store = new ParameterStore(manager, false);
      NDArray output = vae.djlModel().getBlock().forward(store, inputs, true).head();
      NDArray total = output.get(0).sum();
      collector.backward(total);
      bound = total.getFloat();
    }
    for (String name : names(convolutions)) {
      String[] parts = name.split(" ");
      NDArray array = LinearGaussian.parameter(vae.block(), parts).getArray();
      parameters.put(name, doubles(array));
      gradients.put(name, doubles(array.getGradient()));
    }
    return bound;
  }

  private static List<String> names(int convolutions) {
    Stream<String> layers =
        Stream.of("encoder layer0", "encoder mean", "encoder logVariance", "decoder layer0");
    Stream<String> resamplings =
        IntStream.range(0, convolutions)
            .boxed()
            .flatMap(i -> Stream.of("encoder halving" + i, "decoder doubling" + i));
    return Stream.of(layers, resamplings, Stream.of("decoder smallest"))
        .flatMap(names -> names)
        .flatMap(name -> Stream.of(name + "_weight", name + "_bias"))
        .toList();
  }

  private static double[] doubles(NDArray array) {
    float[] values = array.toFloatArray();
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private static double bound(ConvolutionReference reference, Samples images, double[] noise) {
    double sum = 0;
    for (int n = 0; n < images.count(); n++) {
      float[] row = images.row(n);
      sum +=
          reference.bound(
              IntStream.range(0, row.length).mapToDouble(d -> row[d]).toArray(),
              Arrays.copyOfRange(noise, n * LATENT, (n + 1) * LATENT));
    }
    return sum;
  }

  /** The slopes along some of an array's numbers, and along random directions of all of them. */
  private void assertSlopes(
      String name,
      ConvolutionReference reference,
      Samples images,
      double[] noise,
      Map<String, double[]> gradients) {
    double[] gradient = gradients.get(name);
    double norm = Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum());
    for (int trial = 0; trial < 6; trial++) {
      double[] direction = new double[gradient.length];
      if (trial % 2 == 0) {
        direction[random.nextInt(direction.length)] = 1;
      } else {
        Arrays.setAll(direction, i -> random.nextGaussian());
      }
      double slope =
          (moved(name, reference, images, noise, direction, STEP)
                  - moved(name, reference, images, noise, direction, -STEP))
              / (2 * STEP);
      double product = 0;
      for (int i = 0; i < direction.length; i++) {
        product += direction[i] * gradient[i];
      }
      assertEquals(slope, product, 1e-4 * norm + 1e-5, name);
    }
  }

  private static double moved(
      String name,
      ConvolutionReference reference,
      Samples images,
      double[] noise,
      double[] direction,
      double step) {
    double[] values = reference.parameters().get(name);
    double[] start = values.clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += step * direction[i];
    }
    double bound = bound(reference, images, noise);
    System.arraycopy(start, 0, values, 0, start.length);
    return bound;
  }
}
