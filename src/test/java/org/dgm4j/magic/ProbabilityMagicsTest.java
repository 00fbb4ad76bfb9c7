package org.dgm4j.magic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.evaluation.AnomalyDetection;
import org.dgm4j.kernel.MagicExecution;
import org.dgm4j.magic.notebook.UserError;
import org.dgm4j.model.FactorizedModel;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.autoregressive.Rnade;
import org.dgm4j.probability.Bernoulli;
import org.dgm4j.probability.Categorical;
import org.dgm4j.probability.Draws;
import org.dgm4j.probability.GaussianMixture;
import org.dgm4j.probability.Independent;
import org.dgm4j.probability.Normal;
import org.dgm4j.probability.joint.Factorization;
import org.junit.jupiter.api.Test;

class ProbabilityMagicsTest {

  private final RecordingNotebook notebook = new RecordingNotebook();
  private final Map<String, Object> variables = notebook.variables;
  private final List<MimeBundle> shown = notebook.shown;

  private Object run(String line) {
    String[] words = line.split(" ");
    return MagicExecution.run(words[0], Arrays.asList(words).subList(1, words.length), notebook);
  }

  private String text() {
    assertEquals(1, shown.size(), "shown exactly once");
    return shown.remove(0).get(MimeBundle.TEXT);
  }

  private void refused(String line, String sentence) {
    String message = assertThrows(UserError.class, () -> run(line)).getMessage();
    assertTrue(message.contains(sentence), message);
    assertTrue(shown.isEmpty());
  }

  @Test
  void distDrawsByName() {
    Normal normal = (Normal) run("dist normal -1 2 --cdf");
    assertEquals(-1, normal.getMean());
    assertEquals(2, normal.standardDeviation());
    assertTrue(shown.get(0).get(MimeBundle.SVG).contains("P(X ≤ x)"));
    assertTrue(text().contains("Normal(-1, 2)"));
    Categorical categorical = (Categorical) run("dist categorical .1 .2 .7");
    assertEquals(0.7, categorical.probability(2), 1e-15);
    GaussianMixture mixture = (GaussianMixture) run("dist mixture 0.25 -2 1 0.75 2 1");
    assertEquals(1, mixture.getMean(), 1e-12);
    assertEquals(4, ((PoissonDistribution) run("dist POISSON 4")).getMean());
  }

  @Test
  void everyExampleOfTheListCanBeTyped() {
    run("dist");
    for (String line : text().split("\n")) {
      String typed = line.substring(1).replaceAll("  .*", "");
      assertNotNull(run(typed), line);
      assertFalse(shown.remove(0).get(MimeBundle.SVG).isEmpty(), line);
      assertTrue(run(typed + " --samples 10 --seed 1") instanceof Draws, line);
      text();
    }
  }

  @Test
  void distDrawsSamples() {
    Draws draws = (Draws) run("dist categorical .1 .2 .7 --samples 1000 --seed 5");
    assertEquals(1000, draws.count());
    double[] again =
        Arrays.stream(Categorical.of(.1, .2, .7).sample(1000, 5).values())
            .asDoubleStream()
            .toArray();
    for (int i = 0; i < again.length; i++) {
      assertEquals(again[i], draws.value(i, 0));
    }
    assertTrue(text().contains("1,000"));
  }

  @Test
  void distSaysWhatIsWrong() {
    refused("dist norml 0 1", "There is no distribution 'norml': did you mean normal");
    refused("dist normal 0", "takes mean, standard deviation, as in %dist normal 0 1");
    refused("dist normal 0 x", "'x' is not a number");
    refused("dist normal 0 1 --cfd", "no option '--cfd'");
    refused("dist normal 0 -1", "-1");
    refused("dist categorical 0.5 0.6", "1.1");
    refused("dist die 2.5", "2.5 is not a whole number: %dist die takes number of faces");
    refused("dist norml 0 1", "did you mean normal? %dist knows bernoulli, ");
    refused("dist zzz 1", "There is no distribution 'zzz'; %dist knows bernoulli, ");
    refused("dist poisson -3", "%dist poisson takes mean, as in %dist poisson 4");
    refused("dist normal 0 1 --samples", "type for example %dist normal 0 1 --samples N");
    refused("dist normal 0 1 --samples x", "--samples: 'x' is not a whole number");
    refused("dist normal 0 1 --samples 9999999999", "--samples: '9999999999' is too large;");
    refused("seed abc", "SEED: 'abc' is not a whole number; %seed --help");
    refused("dist mixture 1 2", "weight, mean, standard deviation");
    refused("dist normal 0 1 --cdf --samples 5", "leave out --cdf");
    refused("dist normal 0 1 --samples 0", "0");
  }

  @Test
  void parametersAreExact() {
    assertEquals(BigInteger.valueOf(16_777_215), run("parameters --rgb"));
    assertTrue(text().contains("16,777,215"));
    BigInteger images = BigInteger.TWO.pow(784).subtract(BigInteger.ONE);
    assertEquals(images, run("parameters --variables 784 --states 2 --digits"));
    String text = text();
    assertTrue(text.contains("2^784 − 1 ≈ 1.0×10^236"), text);
    assertTrue(text.contains(images.toString()), text);
    assertTrue(text.contains("2·784 − 1 = 1,567"), text);
  }

  @Test
  void parametersSayWhatIsWrong() {
    refused("parameters", "either --variables and --states");
    refused("parameters --rgb --variables 3", "either --variables and --states");
    refused("parameters --variables 0", "from 1 to 100,000");
    refused("parameters --variables 3 --states 0", "0");
    refused("parameters --variables many", "many");
  }

  @Test
  void anomalyShowsHistogramsAndCurve() {
    Samples train = Datasets.barsAndStripes(3).sample(2000, 1);
    variables.put("full", FactorizedModel.fit(Factorization.full(9, 2), train, 0.1));
    variables.put("patterns", Datasets.barsAndStripes(3).sample(300, 2));
    float[] half = new float[300 * 9];
    Arrays.fill(half, 0.5f);
    variables.put("noise", Samples.images(half, 300, 1, 3, 3).binarized(3));
    AnomalyDetection detection =
        (AnomalyDetection) run("anomaly full --normal patterns --abnormal noise");
    assertTrue(detection.roc().area() > 0.95, detection.toString());
    MimeBundle bundle = shown.get(0);
    String text = text();
    assertTrue(text.contains("normal: patterns") && text.contains("AUROC"), text);
    assertTrue(bundle.get(MimeBundle.HTML).contains("threshold for 5 % false alarms"));
    assertTrue(text.contains("Abnormal, most likely first: log p(x) from"), text);
    variables.put(
        "background", FactorizedModel.fit(Factorization.full(9, 2), train.perturbed(0.3, 1), 0.1));
    AnomalyDetection all =
        (AnomalyDetection)
            run(
                "anomaly full --normal patterns --abnormal noise --background background"
                    + " --complexity --false-alarm-rate 0.1");
    assertEquals(
        List.of("likelihood", "likelihood ratio", "input complexity"),
        all.scores().stream().map(AnomalyDetection.Score::name).toList());
    assertTrue(all.threshold(all.scores().get(0)).falseAlarms() <= 0.1);
    text = text();
    assertTrue(text.contains("log p(x) − log p₀(x)") && text.contains("log p(x) + L(x)"), text);
    refused(
        "anomaly full --normal patterns --abnormal noise --false-alarm-rate 5",
        "A rate of false alarms lies from 0 to 1, but is 5.0: try 0.05");
    refused("anomaly full --normal patterns --abnormal noise --background noise", "not a model");
    variables.put("digits", Datasets.drawnDigits());
    refused("anomaly full --normal digits --abnormal noise", "type digits.test()");
    refused("anomaly full --normal patterns", "--abnormal");
    refused(
        "anomaly noise --normal patterns --abnormal noise", "'noise' is a Samples, not a model");
  }

  @Test
  void densityDrawsDistributionsAndData() {
    variables.put("coin", Bernoulli.of(0.3));
    variables.put("plane", Independent.of(Normal.of(0, 1), 2));
    variables.put("moons", Datasets.twoMoons());
    variables.put("points", Datasets.twoMoons().train().first(50));
    run("density coin");
    assertTrue(text().contains("Bernoulli(0.3)"));
    run("density plane");
    assertTrue(text().contains("1,000 samples"));
    run("density moons");
    assertTrue(text().contains("1,000 samples"));
    run("density points");
    assertTrue(text().contains("leave-one-out likelihood (50 points)"));
    variables.put("digits", Datasets.drawnDigits());
    variables.put("number", 3);
    refused("density digits", "more than two dimensions");
    refused("density number", "'number' is a Integer, not a model, a distribution or a data set");
    refused(
        "density coin --data points",
        "'coin' is a distribution of points with 1 coordinate, but 'points' has points with 2");
    refused("density points --data points", "--data goes with a model or a distribution");
  }

  @Test
  void densityDrawsAModelOfThePlaneWithItsData() {
    try (Rnade rnade = Nade.builder().dimensions(2).hidden(8).seed(1).mixture(3).build()) {
      variables.put("rnade", rnade);
      variables.put("points", Datasets.eightGaussians().test().first(50));
      run("density rnade --data points");
      assertTrue(shown.get(0).get(MimeBundle.SVG).contains("rnade"));
      assertTrue(text().contains("50 samples"));
    }
  }

  @Test
  void densityTellsWhichOfManyPointsAreTheSamples() {
    variables.put("moons", Datasets.twoMoons());
    run("density moons");
    String svg = shown.get(0).get(MimeBundle.SVG);
    assertTrue(svg.contains("of 1,000 points drawn"), svg);
    assertTrue(text().startsWith("The samples are the first 1,000 of 10,000 points."));
  }

  @Test
  void densityDrawsDataOverDistributions() {
    variables.put("coin", Bernoulli.of(0.3));
    variables.put("tosses", Bernoulli.of(0.3).sample(40, 1));
    variables.put("normal", Normal.of(0, 1));
    variables.put("numbers", new double[] {-1, 0.5, 0.25, 2});
    variables.put("plane", Independent.of(Normal.of(0, 1), 2));
    variables.put("points", Datasets.twoMoons().train().first(50));
    variables.put("pairs", Independent.of(Bernoulli.of(0.3), 2).sample(40, 1));
    run("density coin --data tosses");
    assertTrue(text().contains("tosses, 40 values"));
    run("density normal --data numbers --data tosses");
    String svg = shown.get(0).get(MimeBundle.SVG);
    assertTrue(svg.contains("numbers, 4 values") && svg.contains("tosses, 40 values"), svg);
    assertTrue(text().startsWith("Normal(0, 1): mean 0"));
    run("density plane --data points");
    assertTrue(text().contains("50 samples"));
    run("density numbers");
    assertTrue(text().startsWith("Kernel density estimate, bandwidth"));
    run("density tosses");
    assertTrue(text().startsWith("40 draws of Bernoulli(0.3)"));
    run("density pairs");
    assertTrue(text().contains("p(x₁, x₂): 4 cells"));
    variables.put("none", new double[0]);
    refused("density none", "'none' is empty");
  }

  @Test
  void distDrawsADistributionOfTheNotebook() {
    variables.put("coin", Bernoulli.of(0.3));
    assertEquals(variables.get("coin"), run("dist coin --cdf"));
    assertTrue(shown.get(0).get(MimeBundle.SVG).contains("P(X ≤ x)"));
    text();
    assertEquals(7, ((Draws) run("dist coin --samples 7")).count());
    text();
    variables.put("number", 3);
    refused("dist number", "'number' is a Integer, not a distribution of one number");
  }

  @Test
  void densityOfAModelNeedsExamples() {
    Samples train = Datasets.barsAndStripes(3).sample(200, 1);
    variables.put("train", train);
    variables.put("full", FactorizedModel.fit(Factorization.full(9, 2), train, 0.1));
    run("density full --data train");
    assertTrue(text().contains("train: 200 values"));
    refused("density full", "type the examples to judge, as in %density full --data");
  }
}
