package org.dgm4j.benchmark;

import ai.djl.ndarray.NDManager;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.PassContext;
import org.dgm4j.model.adversarial.Gan;
import org.dgm4j.model.autoregressive.AutoRegressive;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.pixelrnn.PixelRnn;
import org.dgm4j.model.variational.Vae;

/**
 * A training step (forward, backward, Adam) of models of 28×28 binary pixels without classes and
 * with ten, by turns. Each is given its inputs anew in each step, as in a training.
 *
 * <p>{@code mvn -q -P benchmark process-test-classes
 * -Dbenchmark.program=org.dgm4j.benchmark.ClassesCost -Dbenchmark=100}; the number is that of the
 * repetitions, 100 if it is none.
 */
public final class ClassesCost {

  private static final int SIDE = 28;
  private static final int CLASSES = 10;

  /** HotSpot has compiled the loops of the slowest model after so many steps. */
  private static final int WARM_UP = 30;

  private static final float LEARNING_RATE = 1e-3f;

  private static final Samples DIGITS = Datasets.drawnDigits().binarized(1).train();

  private ClassesCost() {}

  /** A model without classes and the same with them, and how many examples a step takes. */
  private record Case(
      Supplier<? extends NeuralModel> plain,
      Supplier<? extends NeuralModel> withClasses,
      int batch) {}

  private static Map<String, Case> cases() {
    Map<String, Case> cases = new LinkedHashMap<>();
    cases.put(
        "NADE, 500 hidden",
        new Case(() -> nade().build(), () -> nade().classes(CLASSES).build(), 100));
    cases.put("AR(N)", new Case(() -> ar().build(), () -> ar().classes(CLASSES).build(), 100));
    cases.put(
        "PixelRNN, Row LSTM, 16 hidden",
        new Case(
            () -> pixels().rowLstm().build(),
            () -> pixels().rowLstm().classes(CLASSES).build(),
            16));
    cases.put(
        "PixelRNN, Diagonal BiLSTM, 16 hidden",
        new Case(
            () -> pixels().diagonalBiLstm().build(),
            () -> pixels().diagonalBiLstm().classes(CLASSES).build(),
            16));
    cases.put(
        "VAE, 500-500-20",
        new Case(() -> vae().build(), () -> vae().classes(CLASSES).build(), 100));
    cases.put("GAN", new Case(() -> gan().build(), () -> gan().classes(CLASSES).build(), 100));
    return cases;
  }

  private static Nade.Builder nade() {
    return Nade.builder().image(SIDE, SIDE).hidden(500).seed(1);
  }

  private static AutoRegressive.Builder ar() {
    return AutoRegressive.builder().image(SIDE, SIDE).order(AutoRegressive.ALL);
  }

  private static PixelRnn.Builder pixels() {
    return PixelRnn.builder().image(SIDE, SIDE).hidden(16).seed(1);
  }

  private static Vae.Builder vae() {
    return Vae.builder().image(SIDE, SIDE).latent(20).hidden(500, 500).seed(1);
  }

  private static Gan.Builder gan() {
    return Gan.builder().image(SIDE, SIDE).seed(1);
  }

  /** Measures and prints a line for each model without classes and with them. */
  public static void main(String[] arguments) {
    Threads.set(2);
    int repetitions = Stopwatch.repetitions(arguments, 100);
    cases().forEach((name, models) -> measure(name, models, repetitions));
  }

  private static void measure(String name, Case models, int repetitions) {
    Stopwatch stopwatch = new Stopwatch(name + ", batch " + models.batch);
    Map<String, Double> processor = new LinkedHashMap<>();
    NeuralModel plain = models.plain.get();
    NeuralModel withClasses = models.withClasses.get();
    try (Form ofPlain = Form.of("without classes", plain, models.batch, LEARNING_RATE);
        Form ofClasses = Form.of(CLASSES + " classes", withClasses, models.batch, LEARNING_RATE)) {
      Map<Form, NeuralModel> forms = new LinkedHashMap<>();
      forms.put(ofPlain, plain);
      forms.put(ofClasses, withClasses);
      for (int i = 0; i < WARM_UP + repetitions; i++) {
        int step = i;
        forms.forEach(
            (form, model) -> {
              if (step < WARM_UP) {
                step(form, model, step, models);
              } else {
                double before = processorSeconds();
                stopwatch.time(form.name(), () -> step(form, model, step, models));
                processor.merge(form.name(), processorSeconds() - before, Double::sum);
              }
            });
      }
    }
    stopwatch.print();
    processor.forEach(
        (form, seconds) ->
            System.out.printf(
                Locale.ROOT, "%-36s mean %.4f s of the processors%n", form, seconds / repetitions));
  }

  /** Those of all threads; beside other work they tell more than the time that goes by. */
  private static double processorSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        * 1e-9;
  }

  private static double step(Form form, NeuralModel model, int step, Case models) {
    try (NDManager manager = model.djlModel().getNDManager().newSubManager()) {
      Samples examples = Form.examples(DIGITS, step, models.batch);
      List<Form.Input> inputs =
          model.inputs(manager, examples, new PassContext(true, 1, step)).stream()
              .map(array -> new Form.Input(array.toFloatArray(), array.getShape()))
              .toList();
      return form.step(inputs, true);
    }
  }
}
