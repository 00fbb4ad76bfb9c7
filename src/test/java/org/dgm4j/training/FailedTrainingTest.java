package org.dgm4j.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.util.PairList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.engine.EngineErrors;
import org.dgm4j.engine.HeapOperator;
import org.dgm4j.engine.MxNet;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.adversarial.Gan;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.pixelrnn.PixelRnn;
import org.dgm4j.model.variational.Vae;
import org.dgm4j.training.TrainingRun.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of a training that fails, and what it leaves behind. */
class FailedTrainingTest {

  private static final int EXAMPLES = 60;
  private static final int BATCH = 10;
  private static final int BATCHES = EXAMPLES / BATCH;

  private static final Samples DIGITS = Datasets.drawnDigits().train().first(EXAMPLES).binarized(1);

  private static final Map<String, Supplier<NeuralModel>> MODELS =
      Map.of(
          "nade", () -> Nade.builder().image(28, 28).hidden(200).seed(1).build(),
          "vae", () -> Vae.builder().image(28, 28).latent(20).hidden(500, 500).seed(1).build(),
          "convolutional vae",
              () -> Vae.builder().image(28, 28).latent(20).convolutional(16, 32).seed(1).build(),
          "gan", () -> Gan.builder().image(28, 28).latent(20).hidden(200, 200).seed(1).build(),
          "pixelrnn", () -> PixelRnn.builder().image(28, 28).rowLstm().hidden(16).seed(1).build());

  /** A way to fail, and the words that must come of it. */
  private enum Failure {
    AT_ONCE("operands could not be broadcast together") {
      @Override
      void happen(NeuralModel model, NDManager manager) {
        manager.ones(new Shape(2, 3)).add(manager.ones(new Shape(5, 4)));
      }
    },

    /** A value of an array that is too short, which the engine finds when it looks it up. */
    LATER("take operator contains indices out of bound") {
      @Override
      void happen(NeuralModel model, NDManager manager) {
        PairList<String, Object> options = new PairList<>();
        options.add("mode", "raise");
        NDArray values = manager.create(new float[] {1, 2});
        NDArray place = manager.create(new int[] {5});
        NDArray missing =
            manager.invoke("take", new NDList(values, place), options).singletonOrThrow();
        for (Parameter parameter : trained(model)) {
          parameter.getArray().addi(missing);
          parameter.getArray().getGradient().addi(missing);
        }
      }
    },

    IN_A_BACKWARD_PASS_IN_JAVA("java.lang.ArithmeticException: no gradient here") {
      @Override
      void happen(NeuralModel model, NDManager manager) {
        NDArray weights = trained(model).get(0).getArray();
        try (GradientCollector collector = MxNet.engine().newGradientCollector()) {
          NDArray copy = HeapOperator.apply(Failure::copy, weights);
          collector.backward(copy.sum());
        }
        weights.getGradient().toFloatArray();
      }
    };

    private final String words;

    Failure(String words) {
      this.words = words;
    }

    abstract void happen(NeuralModel model, NDManager manager);

    private static List<Parameter> trained(NeuralModel model) {
      return model.djlModel().getBlock().getParameters().values().stream()
          .filter(Parameter::requiresGradient)
          .toList();
    }

    private static HeapOperator.Output copy(float[][] inputs, boolean recording) {
      return new HeapOperator.Output(
          inputs[0].clone(),
          new Shape(inputs[0].length),
          gradient -> {
            throw new ArithmeticException("no gradient here");
          });
    }
  }

  /** Lets a training fail, and keeps the parameters of each batch before its step. */
  private static final class Saboteur extends TrainingListenerAdapter {
    private final NeuralModel model;
    private final Failure failure;
    private final int failingBatch;
    private final boolean atValidation;
    private float[][] lastSnapshot;
    private int batch;

    Saboteur(NeuralModel model, Failure failure, int failingBatch, boolean atValidation) {
      this.model = model;
      this.failure = failure;
      this.failingBatch = failingBatch;
      this.atValidation = atValidation;
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData data) {
      boolean fails = !atValidation && batch == failingBatch;
      if (!fails && batch % BATCHES == 0) {
        lastSnapshot = parameters(model);
      }
      batch++;
      if (fails) {
        failure.happen(model, trainer.getManager());
      }
    }

    @Override
    public void onValidationBatch(Trainer trainer, BatchData data) {
      if (atValidation && batch > failingBatch) {
        failure.happen(model, trainer.getManager());
      }
    }
  }

  private static float[][] parameters(NeuralModel model) {
    return model.djlModel().getBlock().getParameters().values().stream()
        .map(parameter -> MxNet.parameter(parameter.getArray()))
        .toArray(float[][]::new);
  }

  static Stream<Arguments> failures() {
    return MODELS.keySet().stream()
        .flatMap(
            name ->
                Stream.of(Failure.values())
                    .flatMap(
                        failure ->
                            Stream.of(0, BATCHES + 2)
                                .map(batch -> Arguments.of(name, failure, batch, false))));
  }

  static Stream<Arguments> failuresAtValidation() {
    return MODELS.keySet().stream()
        .filter(name -> !name.equals("gan"))
        .map(name -> Arguments.of(name, Failure.AT_ONCE, BATCHES, true));
  }

  @ParameterizedTest(name = "{0}, {1}, batch {2}")
  @MethodSource({"failures", "failuresAtValidation"})
  void theLastGoodParametersAreBackAndASentenceSaysWhatToTry(
      String name, Failure failure, int batch, boolean atValidation) {
    try (NeuralModel model = MODELS.get(name).get()) {
      float[][] before = parameters(model);
      Saboteur saboteur = new Saboteur(model, failure, batch, atValidation);
      IllegalStateException error =
          assertThrows(IllegalStateException.class, training(model).listener(saboteur)::start);
      assertIsSentence(error, model, failure);
      float[][] good = batch == 0 ? before : saboteur.lastSnapshot;
      float[][] after = parameters(model);
      for (int i = 0; i < good.length; i++) {
        assertArrayEquals(good[i], after[i], 0, "parameter " + i);
      }
      Samples samples = model.sample(3, 1);
      assertTrue(samples.firstOutside(2).isEmpty() || model instanceof Gan, "not 0 or 1");
      assertFinite(samples);
      assertEquals(Outcome.COMPLETED, training(model).start().outcome());
      assertTrue(model.snapshot().isFinite());
    }
  }

  private static Training training(NeuralModel model) {
    return Training.of(model).data(DIGITS, DIGITS.first(BATCH)).epochs(2).batchSize(BATCH).seed(1);
  }

  private static void assertIsSentence(
      IllegalStateException error, NeuralModel model, Failure failure) {
    String sentence = error.getMessage();
    assertTrue(
        sentence.startsWith(
            "The engine failed at batches of 10 with this " + model.type() + " (" + failure.words),
        sentence);
    assertTrue(
        sentence.endsWith(
            "): the last good parameters are back, so try another batch size, or a model of other"
                + " sizes; %dgm error shows all that it said"),
        sentence);
    assertFalse(sentence.contains("\n") || sentence.contains("Stack trace"), sentence);
    assertInstanceOf(EngineException.class, error.getCause());
    String all = EngineErrors.latest().orElseThrow();
    assertTrue(all.contains("Stack trace") && all.contains(failure.words), all);
  }

  private static void assertFinite(Samples samples) {
    for (float value : samples.values()) {
      assertTrue(Float.isFinite(value));
    }
  }

  /** A mistake in code that training calls is no error of the engine, and stays what it is. */
  @ParameterizedTest
  @MethodSource("names")
  void anErrorOfTheUsersOwnStaysWhatItIs(String name) {
    try (NeuralModel model = MODELS.get(name).get()) {
      float[][] before = parameters(model);
      RuntimeException own = new ArrayStoreException("my own mistake");
      Training training =
          training(model)
              .listener(
                  new TrainingListenerAdapter() {
                    @Override
                    public void onTrainingBatch(Trainer trainer, BatchData data) {
                      throw own;
                    }
                  });
      assertEquals(own, assertThrows(ArrayStoreException.class, training::start));
      assertArrayEquals(before, parameters(model));
    }
  }

  static Stream<String> names() {
    return MODELS.keySet().stream();
  }
}
