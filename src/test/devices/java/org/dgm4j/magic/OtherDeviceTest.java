package org.dgm4j.magic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.dgm4j.base.Seeds;
import org.dgm4j.data.Mask;
import org.dgm4j.data.Ordering;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.registry.Views;
import org.dgm4j.engine.Devices;
import org.dgm4j.engine.HeapOperator;
import org.dgm4j.engine.MxNet;
import org.dgm4j.evaluation.AnomalyDetection;
import org.dgm4j.evaluation.Likelihood;
import org.dgm4j.evaluation.latent.Latent;
import org.dgm4j.kernel.MagicExecution;
import org.dgm4j.magic.notebook.UserError;
import org.dgm4j.model.AutoregressiveModel;
import org.dgm4j.model.DensityModel;
import org.dgm4j.model.LatentVariableModel;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.adversarial.Gan;
import org.dgm4j.model.autoregressive.AutoRegressive;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.autoregressive.Rnade;
import org.dgm4j.model.pixelrnn.PixelRnn;
import org.dgm4j.model.registry.Models;
import org.dgm4j.model.variational.Vae;
import org.dgm4j.training.CurvePoint;
import org.dgm4j.training.Optimizers;
import org.dgm4j.training.Training;
import org.dgm4j.training.TrainingRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that can be done with a model, on a device that is not the default one, and without
 * the operators on the heap, as on a GPU: the numbers must be those of the first CPU. See {@link
 * Device} for the second one; {@code -Ddevice=gpu:0} names another.
 */
class OtherDeviceTest {

  private static final int SIDE = 8;

  /** How far other ways to compute may be apart, relative to the largest number. */
  private static final double ROUNDING = 2e-4;

  private static final String OTHER = System.getProperty("device", "cpu:1");

  @TempDir Path folder;

  private final RecordingNotebook notebook = new RecordingNotebook();
  private final Map<String, Object> variables = notebook.variables;
  private final List<MimeBundle> shown = notebook.shown;

  @AfterEach
  void goBack() {
    Devices.use("cpu");
    System.clearProperty(HeapOperator.PROPERTY);
  }

  /** A kind of model, how to build one, and examples for it. */
  record Kind(String name, Supplier<NeuralModel> builder, Samples examples) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Kind> kinds() {
    Samples grey = Datasets.drawnDigits(SIDE, 60, 1).train();
    Samples binary = grey.binarized(2);
    Samples coloured = Datasets.colouredDigits(SIDE, 60, 1).train();
    Samples points = Datasets.eightGaussians().train().first(50);
    return Stream.of(
        new Kind("AR(3)", () -> ar().order(3).build(), binary),
        new Kind(
            "AR(N), 3 states",
            () -> ar().order(AutoRegressive.ALL).states(3).ordering(Ordering.spiral()).build(),
            grey.quantized(3)),
        new Kind("NADE", () -> nade().build(), binary),
        new Kind(
            "NADE, 3 states",
            () -> nade().states(3).ordering(Ordering.random(4)).build(),
            grey.quantized(3)),
        new Kind(
            "RNADE",
            () -> Nade.builder().dimensions(2).hidden(9).mixture(3).seed(1).build(),
            points),
        new Kind("Row LSTM", () -> pixelRnn().rowLstm().layers(2).build(), binary),
        new Kind("Diagonal BiLSTM", () -> pixelRnn().diagonalBiLstm().build(), binary),
        new Kind(
            "Diagonal BiLSTM, 4 levels",
            () -> pixelRnn().levels(4).diagonalBiLstm().build(),
            grey.quantized(4)),
        new Kind(
            "Row LSTM in colour",
            () -> pixelRnn().channels(3).levels(4).rowLstm().build(),
            coloured.quantized(4)),
        new Kind(
            "Diagonal BiLSTM in colour",
            () -> pixelRnn().channels(3).levels(4).diagonalBiLstm().build(),
            coloured.quantized(4)),
        new Kind(
            "independent colours",
            () -> pixelRnn().channels(3).levels(4).rowLstm().independentChannels().build(),
            coloured.quantized(4)),
        new Kind("AR(3) with classes", () -> ar().order(3).classes(10).build(), binary),
        new Kind(
            "NADE with classes, 3 states",
            () -> nade().states(3).classes(10).build(),
            grey.quantized(3)),
        new Kind(
            "Row LSTM with classes",
            () -> pixelRnn().rowLstm().layers(2).classes(10).build(),
            binary),
        new Kind(
            "Diagonal BiLSTM with classes, 4 levels",
            () -> pixelRnn().levels(4).diagonalBiLstm().classes(10).build(),
            grey.quantized(4)),
        new Kind("VAE", () -> vae().hidden(20, 10).build(), binary),
        new Kind(
            "VAE with options",
            () -> vae().posteriorSamples(2).klWarmUp(2).freeBits(0.1).build(),
            binary),
        new Kind(
            "convolutional VAE, importance-weighted, levels",
            () -> vae().convolutional(3, 4).importanceWeighted(3).discretisedLogistic(8).build(),
            grey.quantized(8)),
        new Kind("normal VAE", () -> vae().normal().build(), grey),
        new Kind("GAN", () -> gan().image(SIDE, SIDE).build(), grey),
        new Kind("GAN of points", () -> gan().dimensions(2).build(), points));
  }

  private static AutoRegressive.Builder ar() {
    return AutoRegressive.builder().image(SIDE, SIDE);
  }

  private static Nade.Builder nade() {
    return Nade.builder().image(SIDE, SIDE).hidden(10).seed(1);
  }

  private static PixelRnn.Builder pixelRnn() {
    return PixelRnn.builder().image(SIDE, SIDE).hidden(6).seed(1);
  }

  private static Vae.Builder vae() {
    return Vae.builder().image(SIDE, SIDE).latent(2).hidden(20).seed(1);
  }

  private static Gan.Builder gan() {
    return Gan.builder().latent(2).hidden(9).seed(1);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void givesTheSameNumbers(Kind kind) {
    Map<String, double[]> first = everything(kind, "cpu", true, "cpu");
    if (!Devices.of(OTHER).isGpu()) {
      assertSame(first, everything(kind, OTHER, true, "cpu:2"), 1e-6);
    }
    assertSame(first, everything(kind, OTHER, false, "cpu"), ROUNDING);
  }

  private static void assertSame(
      Map<String, double[]> expected, Map<String, double[]> actual, double relative) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach(
        (what, numbers) ->
            assertArrayEquals(numbers, actual.get(what), relative * size(numbers), what));
  }

  private static double size(double[] numbers) {
    return Math.max(1, Arrays.stream(numbers).map(Math::abs).max().orElse(0));
  }

  private Map<String, double[]> everything(Kind kind, String home, boolean heap, String away) {
    System.setProperty(HeapOperator.PROPERTY, "" + heap);
    Devices.use(home);
    String file = folder.resolve(kind + home + heap).toString();
    Map<String, double[]> results = new LinkedHashMap<>();
    Samples test = kind.examples().first(3);
    try (NeuralModel model = kind.builder().get();
        NeuralModel resumed = kind.builder().get()) {
      assertEquals(home, Devices.name(model.device()));
      // Nothing may come to the device of new models by chance.
      Devices.use(away);
      training(model, kind).epochs(2).checkpoint(file).start();
      TrainingRun run = training(resumed, kind).epochs(3).checkpoint(file).resume().start();
      results.put("curve", run.curve().stream().mapToDouble(CurvePoint::nats).toArray());
      results.put(
          "epochs",
          run.epochs().stream()
              .flatMap(e -> Stream.of(e.trainNats(), e.validationNats()))
              .mapToDouble(Double::doubleValue)
              .filter(Double::isFinite)
              .toArray());
      results.put("objective", doubles(resumed.objective(test)));
      use(resumed, test, results);
      show(resumed, kind.examples(), results);
      Models.save(resumed, file);
    }
    try (NeuralModel loaded = Models.load(file)) {
      assertEquals(away, Devices.name(loaded.device()));
      Map<String, double[]> again = new LinkedHashMap<>();
      use(loaded, test, again);
      boolean rounded = Devices.of(home).isGpu();
      again.forEach(
          (what, numbers) -> {
            double most = rounded ? ROUNDING * size(numbers) : 1e-6;
            assertArrayEquals(results.get(what), numbers, most, what);
          });
    }
    return results;
  }

  private static Training training(NeuralModel model, Kind kind) {
    Samples examples = kind.examples();
    Training training =
        Training.of(model)
            .data(examples.first(20), examples.range(20, 30))
            .batchSize(8)
            .optimizer(Optimizers.sgd(0.003, 0.5))
            .weightDecay(0.01)
            .seed(5)
            .silent();
    return model.objectiveKind().judges() ? training.patience(10) : training;
  }

  private static void use(NeuralModel model, Samples test, Map<String, double[]> results) {
    put(results, "samples", model.sample(3, 7));
    if (model instanceof DensityModel density) {
      results.put("log p", density.logProbability(test));
      results.put("likelihood", new double[] {Likelihood.of(density, test).mean()});
    }
    if (model instanceof AutoregressiveModel autoregressive) {
      put(results, "warm", autoregressive.sampling().temperature(2).prefix(1).seed(3).sample(2));
      if (test.isImages()) {
        put(results, "completed", autoregressive.complete(test, Mask.upperHalf(), 3));
        put(results, "guessed", autoregressive.complete(test, Mask.lowerHalf(), 3));
      }
    }
    if (model instanceof AutoregressiveModel autoregressive && model.classes() > 0) {
      results.put("log p given a label", autoregressive.logProbability(test, 1));
      put(results, "of a label", autoregressive.sampling().label(1).seed(4).sample(2));
      try (AutoregressiveModel given = autoregressive.given(1)) {
        useParts(given, test, results);
      }
    } else {
      useParts(model, test, results);
    }
  }

  /** What each kind of model can do beside. */
  private static void useParts(NeuralModel model, Samples test, Map<String, double[]> results) {
    if (model instanceof AutoRegressive ar) {
      put(results, "conditionals", ar.conditionals(test, 1));
      put(results, "weights", ar.weights(1, 1));
    }
    if (model instanceof Nade nade) {
      put(results, "conditionals", nade.conditionals(test, 1));
      put(results, "filters", nade.filters());
      results.put("conditional", nade.conditional(1, 0).probabilities());
    }
    if (model instanceof Rnade rnade) {
      put(results, "conditionals", rnade.conditionals(test));
      results.put("conditional", new double[] {rnade.conditional(0.3).getMean()});
    }
    if (model instanceof PixelRnn pixelRnn) {
      put(results, "conditionals", pixelRnn.conditionals(test, 1));
      results.put("conditional", pixelRnn.conditional(1, 0).probabilities());
      double pixel = pixelRnn.conditionals(test.first(1), 3, 4).logProbability();
      results.put("pixel", new double[] {pixel});
      results.put("bits", pixelRnn.pixelBits(test).values());
      results.put("field", pixelRnn.receptiveField(4, 3, test).values());
    }
    if (model instanceof LatentVariableModel latent) {
      put(results, "codes", latent.encode(test));
      put(results, "decoded", latent.decode(latent.encode(test)));
      put(results, "reconstructed", latent.reconstruct(test));
      put(results, "means", latent.sampleMeans(3, 4));
      results.put("bound", latent.evidenceLowerBound(test, 5).nats());
      put(results, "manifold", Latent.manifold(latent, 3, test).decoded());
      put(
          results,
          "between",
          Latent.interpolate(latent, test.first(1), test.range(1, 2), 3).linear());
      put(results, "traversed", Latent.traverse(latent, test.first(1), 3).decoded());
    }
    if (model instanceof Vae vae) {
      results.put("estimate", vae.logProbabilityEstimate(test, 30, 6));
      results.put("active", vae.activeUnits(test).variances());
      put(results, "deviations", vae.posterior(test).deviations());
    }
  }

  private static void put(Map<String, double[]> results, String what, Samples samples) {
    results.put(what, doubles(samples.values()));
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  /** The magics that compute, and every view there is of what they give. */
  private void show(NeuralModel model, Samples examples, Map<String, double[]> results) {
    shown.clear();
    variables.put("model", model);
    variables.put("data", examples.first(6));
    variables.put(
        "other", examples.isImages() ? examples.perturbed(0.2, 3).first(4) : examples.range(6, 10));
    Seeds.set(9);
    run("samples model 4 --seed 3");
    if (!(model instanceof Gan)) {
      run("density model --data data");
      AnomalyDetection anomaly =
          (AnomalyDetection) run("anomaly model --normal data --abnormal other");
      results.put(
          "areas", anomaly.scores().stream().mapToDouble(score -> score.roc().area()).toArray());
    }
    if (model instanceof LatentVariableModel latent) {
      view(Latent.scatter(latent, examples));
      view(Latent.explorer(latent, examples, 3));
    }
    if (model instanceof PixelRnn pixelRnn && model.classes() == 0) {
      view(pixelRnn.receptiveField(2, 2, examples.first(2)));
      view(pixelRnn.pixelBits(examples.first(2)));
    }
    if (model instanceof AutoregressiveModel autoregressive && examples.isImages()) {
      view(autoregressive.completions(examples.first(2), Mask.upperHalf(), 2, 1));
    }
    assertTrue(shown.stream().allMatch(bundle -> bundle.data().size() > 1));
  }

  private Object run(String line) {
    String[] words = line.split(" ");
    return MagicExecution.run(words[0], Arrays.asList(words).subList(1, words.length), notebook);
  }

  private void view(Object value) {
    shown.add(Views.of(value).orElseThrow().bundle());
  }

  @Test
  void theMagicTrainsOnSeveralDevices() {
    try (Nade nade = nade().build()) {
      variables.put("nade", nade);
      variables.put("digits", Datasets.drawnDigits(SIDE, 60, 1).binarized(2));
      var run = (TrainingRun) run("train nade digits --epochs 1 --devices cpu:0," + OTHER);
      assertEquals("cpu," + OTHER, run.settings().get("devices"));
      assertThrows(UserError.class, () -> run("train nade digits --devices cpu,cpu"));
    }
  }

  /** Otherwise the other tests here would find nothing. */
  @Test
  void arraysOfTwoDevicesDoNotMix() {
    Device other = Devices.of(OTHER);
    boolean ofDjl = Device.of("cpu", 1).equals(Device.cpu());
    Class<? extends RuntimeException> error =
        ofDjl ? EngineException.class : IllegalStateException.class;
    try (NDManager here = MxNet.engine().newBaseManager(Device.cpu());
        NDManager there = MxNet.engine().newBaseManager(other)) {
      NDArray x = here.ones(new Shape(2));
      NDArray y = there.ones(new Shape(2));
      assertEquals(other, y.add(y).getDevice());
      assertEquals(other, x.toDevice(other, false).getDevice());
      assertThrows(error, () -> x.add(y).toFloatArray());
    }
  }
}
