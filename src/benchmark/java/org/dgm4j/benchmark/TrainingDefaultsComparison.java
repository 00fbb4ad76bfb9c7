package org.dgm4j.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.evaluation.Likelihood;
import org.dgm4j.model.DensityModel;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.TrainingDefaults;
import org.dgm4j.model.adversarial.Gan;
import org.dgm4j.model.autoregressive.AutoRegressive;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.pixelrnn.PixelRnn;
import org.dgm4j.model.variational.Vae;
import org.dgm4j.training.Training;

/**
 * Trains each kind of model for a few epochs by its own defaults, and by those of 0.1.0, which were
 * the same for all: what the test data cost then, and the processor time of the training.
 *
 * <p>{@code mvn -q -P benchmark process-test-classes
 * -Dbenchmark.program=org.dgm4j.benchmark.TrainingDefaultsComparison}
 */
public final class TrainingDefaultsComparison {

  private static final long SEED = 1;

  /** As many as the first cells of the README. */
  private static final int EPOCHS = 5;

  /** Samples and data whose distance is measured: takes seconds, and grows with the square. */
  private static final int COMPARED = 1000;

  private TrainingDefaultsComparison() {}

  private record Case(Supplier<NeuralModel> model, Dataset data) {}

  private static Map<String, Case> cases() {
    Dataset grey = Datasets.drawnDigits();
    Dataset bits = grey.binarized(42);
    Dataset small = Datasets.drawnDigits(14, 2000, 7L).binarized(42);
    Nade.Builder nade = Nade.builder().image(28, 28).hidden(200).seed(SEED);
    PixelRnn.Builder pixels = PixelRnn.builder().image(14, 14).hidden(16).seed(SEED);
    Vae.Builder vae = Vae.builder().image(28, 28).latent(20).seed(SEED);
    Map<String, Case> cases = new LinkedHashMap<>();
    cases.put(
        "AR(N)",
        new Case(
            () -> AutoRegressive.builder().image(28, 28).order(AutoRegressive.ALL).build(), bits));
    cases.put("NADE, 200 hidden", new Case(nade::build, bits));
    cases.put(
        "RNADE, 50 hidden, 10 components",
        new Case(
            () -> Nade.builder().dimensions(2).hidden(50).mixture(10).seed(SEED).build(),
            Datasets.rings()));
    cases.put("PixelRNN, Row LSTM, 16 hidden", new Case(() -> pixels.rowLstm().build(), small));
    cases.put(
        "PixelRNN, Diagonal BiLSTM, 16 hidden",
        new Case(() -> pixels.diagonalBiLstm().build(), small));
    cases.put("VAE, 20 latent, 2×500 hidden", new Case(() -> vae.hidden(500, 500).build(), grey));
    cases.put(
        "VAE, 20 latent, convolutional 16, 32",
        new Case(
            () -> Vae.builder().image(28, 28).latent(20).convolutional(16, 32).seed(SEED).build(),
            grey));
    cases.put(
        "GAN, 20 latent, 2×200 hidden",
        new Case(
            () -> Gan.builder().image(28, 28).latent(20).hidden(200, 200).seed(SEED).build(),
            grey));
    return cases;
  }

  /** Compares all kinds of models, or those whose name contains {@code -Dmodels=…}. */
  public static void main(String[] arguments) {
    Map<String, Case> cases = cases();
    cases.keySet().removeIf(name -> !name.contains(System.getProperty("models", "")));
    cases.forEach(
        (name, what) ->
            System.out.printf(
                "| %s | %s | %s | %s |%n",
                name,
                what.data().name(),
                trained(what, TrainingDefaults.ANY_MODEL),
                trained(what, null)));
  }

  /** Trains by some defaults, or, if they are null, by the model's. */
  private static String trained(Case what, TrainingDefaults defaults) {
    try (NeuralModel model = what.model().get()) {
      Training training = Training.of(model).data(what.data()).epochs(EPOCHS).seed(SEED).silent();
      if (defaults != null) {
        training.batchSize(defaults.batchSize()).learningRate(defaults.learningRate());
        training.momentum(0.9);
      }
      double before = cpuSeconds();
      training.start();
      double seconds = cpuSeconds() - before;
      return String.format(Locale.ROOT, "%s | %.0f s", judged(model, what.data().test()), seconds);
    }
  }

  private static String judged(NeuralModel model, Samples test) {
    if (model instanceof DensityModel density) {
      return String.format(Locale.ROOT, "%.2f", -Likelihood.of(density, test).mean());
    }
    if (model instanceof Vae vae) {
      return String.format(Locale.ROOT, "≤ %.2f", -vae.evidenceLowerBound(test, SEED).mean());
    }
    return String.format(
        Locale.ROOT,
        "distance %.1f",
        energyDistance(model.sample(COMPARED, SEED), test.first(COMPARED)));
  }

  /**
   * The energy distance 2 E‖X − Y‖ − E‖X − X′‖ − E‖Y − Y′‖ (Székely and Rizzo 2013), 0 for equal
   * distributions.
   */
  private static double energyDistance(Samples x, Samples y) {
    double count = COMPARED;
    return 2 * meanDistance(x, y) - (meanDistance(x, x) + meanDistance(y, y)) * count / (count - 1);
  }

  private static double meanDistance(Samples x, Samples y) {
    float[] a = x.values();
    float[] b = y.values();
    int dimensions = x.dimensions();
    double sum = 0;
    for (int i = 0; i < x.count(); i++) {
      for (int j = 0; j < y.count(); j++) {
        double squares = 0;
        for (int d = 0; d < dimensions; d++) {
          double difference = a[i * dimensions + d] - b[j * dimensions + d];
          squares += difference * difference;
        }
        sum += Math.sqrt(squares);
      }
    }
    return sum / x.count() / y.count();
  }

  private static double cpuSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        * 1e-9;
  }
}
