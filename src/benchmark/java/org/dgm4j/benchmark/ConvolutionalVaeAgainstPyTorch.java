package org.dgm4j.benchmark;

import ai.djl.ndarray.NDManager;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.model.PassContext;
import org.dgm4j.model.variational.Vae;

/**
 * A training step (forward, backward, Adam) of convolutional VAEs of 28×28 pixels beside the same
 * step in native PyTorch, from its Python package, in one run with two threads each, by turns.
 *
 * <p>{@code mvn -q -P benchmark process-test-classes
 * -Dbenchmark.program=org.dgm4j.benchmark.ConvolutionalVaeAgainstPyTorch -Dbenchmark=30}; the
 * number is that of the turns, of 20 steps each, 30 if it is none. The variable {@code PYTHON}
 * names a Python that has the package {@code torch}; python3 if it is not set.
 */
public final class ConvolutionalVaeAgainstPyTorch {

  private static final int BATCH = 100;
  private static final int LATENT = 20;
  private static final int SIDE = 28;
  private static final int STEPS = 20;
  private static final float LEARNING_RATE = 1e-3f;

  /** Before so many turns are over, HotSpot is still compiling. */
  private static final int WARM_UP = 10;

  private static final List<int[]> CHANNELS =
      List.of(new int[] {8, 16}, new int[] {16, 32}, new int[] {32, 64});

  private final Samples digits = Datasets.drawnDigits().binarized(1).train().first(30 * BATCH);

  private ConvolutionalVaeAgainstPyTorch() {}

  /** Measures and prints two lines for each number of channels. */
  public static void main(String[] arguments) throws IOException {
    Threads.set(2);
    int turns = Stopwatch.repetitions(arguments, 30);
    ConvolutionalVaeAgainstPyTorch benchmark = new ConvolutionalVaeAgainstPyTorch();
    for (int[] channels : CHANNELS) {
      benchmark.measure(channels, turns);
    }
  }

  private void measure(int[] channels, int turns) throws IOException {
    String text = Arrays.toString(channels).replaceAll("[\\[\\] ]", "");
    Process python =
        new ProcessBuilder(
                System.getenv().getOrDefault("PYTHON", "python3"),
                "src/benchmark/python/convolutional_vae.py",
                text,
                Integer.toString(BATCH))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Vae vae =
        Vae.builder().image(SIDE, SIDE).latent(LATENT).convolutional(channels).seed(1).build();
    try (Form ours = Form.of("dgm4j", vae, BATCH, LEARNING_RATE);
        BufferedReader answers =
            new BufferedReader(
                new InputStreamReader(python.getInputStream(), StandardCharsets.UTF_8));
        PrintWriter commands =
            new PrintWriter(python.getOutputStream(), true, StandardCharsets.UTF_8)) {
      Stopwatch stopwatch =
          new Stopwatch(
              "convolutional(%s), batch %d, PyTorch %s"
                  .formatted(text.replace(",", ", "), BATCH, answers.readLine()));
      for (int turn = 0; turn < WARM_UP + turns; turn++) {
        for (int i = 0; i < STEPS; i++) {
          List<Form.Input> inputs = inputs(vae, turn * STEPS + i);
          if (turn < WARM_UP) {
            ours.step(inputs, true);
          } else {
            stopwatch.time("dgm4j", () -> ours.step(inputs, true));
          }
        }
        commands.println(STEPS);
        for (String seconds : answers.readLine().split(" ")) {
          if (turn >= WARM_UP) {
            stopwatch.add("PyTorch", Double.parseDouble(seconds));
          }
        }
      }
      stopwatch.print();
    } finally {
      python.destroy();
    }
  }

  /** Examples, noise and β of a step. */
  private List<Form.Input> inputs(Vae vae, int step) {
    try (NDManager manager = vae.djlModel().getNDManager().newSubManager()) {
      Samples examples = Form.examples(digits, step, BATCH);
      return vae.inputs(manager, examples, new PassContext(true, 1, step)).stream()
          .map(array -> new Form.Input(array.toFloatArray(), array.getShape()))
          .toList();
    }
  }
}
