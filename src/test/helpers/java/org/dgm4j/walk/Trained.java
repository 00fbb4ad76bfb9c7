package org.dgm4j.walk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;
import org.dgm4j.data.Samples;
import org.dgm4j.model.DensityModel;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.registry.Models;
import org.dgm4j.training.Epoch;
import org.dgm4j.training.Training;
import org.dgm4j.training.TrainingRun;
import org.dgm4j.training.TrainingRun.Outcome;

/**
 * A model that is trained, resumed, saved and loaded.
 *
 * @param data the examples
 * @param model the model, by the seed of its parameters
 * @param plan how it is trained
 * @param use what must hold of the trained model and these examples
 */
record Trained<M extends NeuralModel>(
    Expression<Samples> data,
    LongFunction<Expression<M>> model,
    Plan plan,
    BiConsumer<M, Samples> use)
    implements Configuration {

  @Override
  public String java() {
    return "var data = %s;\nvar model = %s;\n%s.start();"
            .formatted(data, model.apply(1), plan.training(null, null))
        + (plan.interrupted()
            ? "\n// and with .checkpoint(FILE), interrupted after an epoch, and .resume()"
            : "\n// and with .checkpoint(FILE).epochs(1), and .resume()");
  }

  @Override
  public void check(Path folder) {
    Samples examples = data.make();
    Path checkpoint = folder.resolve("checkpoint");
    Path saved = folder.resolve("saved");
    try (M whole = model.apply(1).make();
        M part = model.apply(1).make();
        M resumed = model.apply(2).make()) {
      TrainingRun expected = Judge.shown(plan.training(whole, examples).make().start());
      assertTrue(whole.snapshot().isFinite(), expected::message);
      firstPart(part, examples, checkpoint);
      if (Files.exists(checkpoint)) {
        Training rest = plan.training(resumed, examples).make();
        TrainingRun run = rest.checkpoint(checkpoint.toString()).resume().start();
        assertEquals(expected.message(), run.message());
        assertEquals(expected.curve(), run.curve());
        assertEquals(nats(expected), nats(run));
        assertSame(whole, resumed);
      } else {
        assertEquals(Outcome.DIVERGED, expected.outcome(), expected.message());
      }
      Models.save(whole, saved.toString());
      try (NeuralModel loaded = Models.load(saved.toString())) {
        assertSame(whole, loaded);
      }
      if (!plan.wild()) {
        useOneClass(whole, expected, examples);
      }
    }
  }

  /** A model with classes is used as that of one of them. */
  @SuppressWarnings("unchecked") // the model of a class is of the same kind
  private void useOneClass(M model, TrainingRun run, Samples examples) {
    if (model.classes() == 0) {
      assertValidated(model, run, examples);
      use.accept(model, examples);
    } else {
      Judge.shown(model.sample(3, 1));
      try (M given = (M) model.given(examples.label(0))) {
        use.accept(given, examples);
      }
    }
  }

  private void firstPart(M part, Samples examples, Path checkpoint) {
    Training first = plan.firstPart(part, examples).make().checkpoint(checkpoint.toString());
    if (plan.interrupted()) {
      first.listener(
          new TrainingListenerAdapter() {
            @Override
            public void onEpoch(Trainer trainer) {
              Thread.currentThread().interrupt();
            }
          });
    }
    first.start();
    assertFalse(Thread.interrupted(), "the interrupt was not taken");
  }

  private static List<Double> nats(TrainingRun run) {
    return run.epochs().stream().map(Epoch::trainNats).toList();
  }

  static void assertSame(NeuralModel expected, NeuralModel model) {
    assertEquals(expected.toString(), model.toString());
    assertArrayEquals(expected.exampleShape(), model.exampleShape());
    assertTrue(Arrays.equals(bytes(expected), bytes(model)), "other parameters");
    assertArrayEquals(expected.sample(2, 7).values(), model.sample(2, 7).values());
  }

  private static byte[] bytes(NeuralModel model) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      model.snapshot().write(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** What validation said of the last epoch is what the model says itself. */
  private void assertValidated(M model, TrainingRun run, Samples examples) {
    Samples validation = examples.range(plan.count(), examples.count());
    boolean other =
        run.settings().containsKey("patience")
            || run.settings().containsKey("dynamic-binarization");
    if (model instanceof DensityModel density
        && run.outcome() == Outcome.COMPLETED
        && validation.count() > 0
        && !other) {
      double nats = -Arrays.stream(density.logProbability(validation)).average().orElseThrow();
      Epoch last = run.epochs().get(run.epochs().size() - 1);
      Judge.assertNear(nats, last.validationNats());
    }
  }
}
