package org.dgm4j.magic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.registry.Views;
import org.dgm4j.evaluation.AnomalyDetection;
import org.dgm4j.kernel.MagicExecution;
import org.dgm4j.magic.notebook.UserError;
import org.dgm4j.model.adversarial.Gan;
import org.dgm4j.model.variational.Vae;
import org.dgm4j.training.TrainingRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The magics with a model that has a bound, and with one that has no density at all. */
class LatentMagicsTest {

  private final RecordingNotebook notebook = new RecordingNotebook();
  private final Map<String, Object> variables = notebook.variables;
  private final List<MimeBundle> shown = notebook.shown;
  private final Vae vae = Vae.builder().image(8, 8).latent(2).hidden(20).seed(1).build();
  private final Gan gan = Gan.builder().image(8, 8).latent(2).hidden(20).seed(1).build();

  @BeforeEach
  void define() {
    Samples digits = Datasets.drawnDigits(8, 100, 1).train().first(60);
    variables.put("vae", vae);
    variables.put("gan", gan);
    variables.put("digits", digits);
    float[] half = new float[60 * 64];
    Arrays.fill(half, 0.5f);
    variables.put("noise", Samples.images(half, 60, 1, 8, 8).binarized(3));
  }

  @AfterEach
  void close() {
    vae.close();
    gan.close();
  }

  private Object run(String line) {
    String[] words = line.split(" ");
    return MagicExecution.run(words[0], Arrays.asList(words).subList(1, words.length), notebook);
  }

  private String text() {
    return shown.get(shown.size() - 1).get(MimeBundle.TEXT).toString();
  }

  private void refused(String line, String part) {
    String message = assertThrows(UserError.class, () -> run(line)).getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void anomaliesAreToldByTheBoundAndByReconstruction() {
    run("train vae digits --epochs 20 --batch-size 20 --learning-rate 0.01 --seed 1");
    AnomalyDetection detection =
        (AnomalyDetection) run("anomaly vae --normal digits --abnormal noise");
    assertEquals(
        List.of("bound", "reconstruction"),
        detection.scores().stream().map(AnomalyDetection.Score::name).toList());
    for (AnomalyDetection.Score score : detection.scores()) {
      assertTrue(score.roc().area() > 0.95, detection.toString());
    }
    assertTrue(text().contains("The bound is a lower bound of log p(x), low if"), text());
    assertTrue(text().contains("The reconstruction is how well the example is found"), text());
    assertTrue(text().contains("least likely first: ELBO from"), text());
    AnomalyDetection more =
        (AnomalyDetection)
            run("anomaly vae --normal digits --abnormal noise --background vae --complexity");
    assertEquals("ELBO − ELBO₀", more.scores().get(2).formula());
    assertEquals("ELBO + L(x)", more.scores().get(3).formula());
  }

  @Test
  void densityOfALatentVariableModelIsItsBound() {
    run("density vae --data digits --data noise");
    assertTrue(text().contains("Lower bound of log p(x) under vae"), text());
    View view =
        Views.of(vae.evidenceLowerBound((Samples) variables.get("digits"), 1)).orElseThrow();
    String drawn = view.bundle().get(MimeBundle.TEXT).toString();
    assertTrue(drawn.contains("log p(x) ≥") && drawn.contains("reconstruction"), drawn);
    refused("density vae", "type the examples to judge, as in %density vae --data");
  }

  @Test
  void anImplicitModelHasNoDensity() {
    String sentence =
        "'gan' is an implicit model: it can be sampled from with %samples gan, but has no log p(x)";
    refused("density gan --data digits", sentence);
    refused("density gan", sentence);
    refused("anomaly gan --normal digits --abnormal noise", sentence);
    refused("anomaly vae --normal digits --abnormal noise --background gan", sentence);
  }

  @Test
  void samplesCanBeMeans() {
    Samples pixels = (Samples) run("samples vae 5 --seed 1");
    assertTrue(pixels.isBinary());
    Samples means = (Samples) run("samples vae 5 --means --seed 1");
    assertEquals(5, means.count());
    assertTrue(!means.isBinary());
    refused("samples gan --means", "leave --means out");
  }

  @Test
  void bothTrainWithACurveForEachPart() {
    run("train vae digits --epochs 2 --batch-size 20 --dynamic-binarization --seed 1");
    String last = shown.get(shown.size() - 1).get(MimeBundle.HTML).toString();
    assertTrue(last.contains("reconstruction") && last.contains("KL divergence"), last);
    assertTrue(last.matches("(?s).*Epoch 2: loss [\\d.]+ nats · .*"), last);
    TrainingRun run =
        (TrainingRun) run("train gan digits --epochs 2 --batch-size 20 --momentum 0.5 --seed 1");
    assertEquals("0.5", run.settings().get("momentum"));
    last = shown.get(shown.size() - 1).get(MimeBundle.HTML).toString();
    assertTrue(
        last.matches("(?s).*Epoch 2: discriminator’s loss [\\d.]+ · generator’s loss [\\d.]+ · .*"),
        last);
    assertFalse(last.contains("training") || last.contains("validation"), last);
    refused("train gan digits --optimizer rmsprop --momentum 0.5", "rmsprop has no momentum");
    refused("train gan digits --momentum 1", "from 0 to below 1, but is 1.0");
  }
}
