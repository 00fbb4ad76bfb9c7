package org.dgm4j.walk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dgm4j.data.Samples;
import org.dgm4j.engine.ParameterSnapshot;
import org.dgm4j.model.variational.Vae;
import org.dgm4j.training.Training;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The convolutional VAE at every number of channels, layers and pixels that people use. There are
 * 720 cases, of which 40 are gone through, such that any two values of two factors come together;
 *
 * <pre>mvn -q test-compile surefire:test -Dtest=ConvolutionGridTest -Dgrid=all</pre>
 *
 * goes through all.
 */
class ConvolutionGridTest {

  private static final int[] FIRST = {1, 3, 4, 8, 12, 16, 17, 32, 48, 64};
  private static final int[] LAYERS = {1, 2, 3};
  private static final int[][] SIZES = {{28, 28}, {14, 14}, {13, 11}, {8, 8}};
  private static final int[] COLOURS = {1, 3};
  private static final int MOST_CHANNELS = 64;

  /** One by one, all at once, and with a rest. */
  private enum Batches {
    SINGLE(3, 1),
    WHOLE(50, 50),
    PARTIAL(57, 50);

    private final int count;
    private final int size;

    Batches(int count, int size) {
      this.count = count;
      this.size = size;
    }
  }

  /** One case, by the places of its values. */
  private record Case(int first, int layers, int size, int colours, int batches) {

    private static List<Case> all() {
      List<Case> all = new ArrayList<>();
      for (int first = 0; first < FIRST.length; first++) {
        for (int layers = 0; layers < LAYERS.length; layers++) {
          for (int size = 0; size < SIZES.length; size++) {
            for (int colours = 0; colours < COLOURS.length; colours++) {
              for (int batches = 0; batches < Batches.values().length; batches++) {
                all.add(new Case(first, layers, size, colours, batches));
              }
            }
          }
        }
      }
      return all;
    }

    /** One for each number of first channels and size, the others in turn. */
    private static List<Case> covering() {
      return IntStream.range(0, FIRST.length * SIZES.length)
          .mapToObj(
              i -> {
                int f = i / SIZES.length;
                int s = i % SIZES.length;
                return new Case(f, (f + s) % 3, s, (f + s) % 2, (f + 2 * s) % 3);
              })
          .toList();
    }

    private int[] factors() {
      return new int[] {first, layers, size, colours, batches};
    }

    private int[] shape() {
      return new int[] {COLOURS[colours], SIZES[size][0], SIZES[size][1]};
    }

    /** Each layer has twice as many as the one before. */
    private int[] channels() {
      return IntStream.range(0, LAYERS[layers])
          .map(layer -> Math.min(MOST_CHANNELS, FIRST[first] << layer))
          .toArray();
    }

    private Trained<Vae> trained() {
      Batches of = Batches.values()[batches];
      int validation = 2;
      return new Trained<>(
          Data.digits(new Choice(1), of.count + validation, shape()),
          seed -> vae(seed, shape(), channels()),
          new Plan(
              of.count,
              List.of(
                  training -> training.call("batchSize", of.size, Training::batchSize),
                  // Constant: a schedule falls over all epochs, so it shows how many are to come.
                  training -> training.call("learningRate", 0.001, Training::learningRate),
                  training -> training.call("seed", 5L, Training::seed)),
              false,
              false),
          (vae, examples) -> {
            Latents.bound(vae, examples, true, new Choice(1));
            Latents.samples(vae, examples, 2, new Choice(1));
            Latents.latent(vae, examples, new Choice(1));
          });
    }
  }

  private static Expression<Vae> vae(long seed, int[] shape, int... channels) {
    return new Expression<>("Vae.builder()", Vae::builder)
        .call("image", shape, (builder, s) -> builder.image(s[0], s[1], s[2]))
        .call("convolutional", channels, Vae.Builder::convolutional)
        .call("latent", 5, Vae.Builder::latent)
        .call("hidden", new int[] {20}, Vae.Builder::hidden)
        .call("seed", seed, Vae.Builder::seed)
        .call("build", Vae.Builder::build);
  }

  @TestFactory
  Stream<DynamicTest> trainsResumesSavesLoadsScoresAndSamples(@TempDir Path folder) {
    List<Case> cases = "all".equals(System.getProperty("grid")) ? Case.all() : Case.covering();
    return cases.stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.toString(),
                    () -> {
                      Trained<Vae> trained = one.trained();
                      try {
                        trained.check(Files.createDirectories(folder.resolve(one.toString())));
                      } catch (Throwable e) {
                        throw new AssertionError(trained.java() + "\n" + e, e);
                      }
                    }));
  }

  @Test
  void anyTwoValuesComeTogether() {
    assertEquals(pairs(Case.all()), pairs(Case.covering()));
  }

  /** What comes together: the places of two factors, and of their values. */
  private static Set<List<Integer>> pairs(List<Case> cases) {
    Set<List<Integer>> pairs = new HashSet<>();
    for (Case one : cases) {
      int[] values = one.factors();
      for (int i = 0; i < values.length; i++) {
        for (int j = 0; j < i; j++) {
          pairs.add(List.of(i, j, values[i], values[j]));
        }
      }
    }
    return pairs;
  }

  @ParameterizedTest
  @ValueSource(strings = {"8, 16", "16, 32", "17", "32, 8, 48"})
  void snapshotsFromAnotherThreadChangeNothing(String list, @TempDir Path folder) {
    int[] channels = Stream.of(list.split(", ")).mapToInt(Integer::parseInt).toArray();
    int[] shape = {1, 14, 14};
    int steps = 200;
    Samples examples = Data.digits(new Choice(2), steps, shape).make();
    List<CompletableFuture<ParameterSnapshot>> snapshots = new ArrayList<>();
    try (Vae watched = vae(1, shape, channels).make();
        Vae alone = vae(1, shape, channels).make();
        Vae resumed = vae(2, shape, channels).make()) {
      String file = folder.resolve("checkpoint").toString();
      training(watched, examples)
          .epochs(1)
          .checkpoint(file)
          .listener(
              new TrainingListenerAdapter() {
                @Override
                public void onTrainingBatch(Trainer trainer, BatchData data) {
                  snapshots.add(CompletableFuture.supplyAsync(watched::snapshot));
                }
              })
          .start();
      assertEquals(steps, snapshots.size());
      snapshots.forEach(snapshot -> assertTrue(snapshot.join().isFinite()));
      training(alone, examples).epochs(1).start();
      Trained.assertSame(alone, watched);
      training(alone, examples).epochs(2).checkpoint(file).resume().start();
      training(resumed, examples).epochs(2).checkpoint(file).resume().start();
      Trained.assertSame(alone, resumed);
      assertArrayEquals(
          alone.evidenceLowerBound(examples, 1).nats(),
          resumed.evidenceLowerBound(examples, 1).nats());
    }
  }

  private static Training training(Vae vae, Samples examples) {
    return Training.of(vae).data(examples).batchSize(1).seed(3).silent();
  }
}
