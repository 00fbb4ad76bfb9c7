package org.dgm4j.model.variational;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.nn.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.engine.CompiledBlock;
import org.dgm4j.engine.MxNet;
import org.dgm4j.evaluation.latent.Latent;
import org.dgm4j.model.EvidenceLowerBound;
import org.dgm4j.model.registry.Models;
import org.dgm4j.training.Optimizers;
import org.dgm4j.training.Training;
import org.dgm4j.training.TrainingRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** VAEs with classes: p(x | y, z) and q(z | x, y). */
class VaeClassesTest {

  private static final int SIDE = 14;
  private static final int CLASSES = 10;

  private static Samples digits(int count) {
    return Datasets.drawnDigits(SIDE, 1000, 1).train().binarized(2).first(count);
  }

  private static Vae.Builder builder(String kind) {
    Vae.Builder builder = Vae.builder().image(SIDE, SIDE).latent(3).hidden(30).seed(1);
    return switch (kind) {
      case "linear" -> builder.hidden();
      case "normal" -> builder.normal().hidden(20, 10).tanh();
      case "convolutional" -> builder.convolutional(4, 8);
      case "convolutional, nothing hidden" -> builder.convolutional(4).hidden();
      case "draws" -> builder.posteriorSamples(3);
      case "importance" -> builder.importanceWeighted(3).posteriorSamples(2);
      default -> builder;
    };
  }

  private static TrainingRun train(Vae vae, Samples examples, int epochs) {
    return Training.of(vae)
        .data(examples)
        .epochs(epochs)
        .batchSize(20)
        .optimizer(Optimizers.adam(0.005))
        .seed(3)
        .silent()
        .start();
  }

  private static Vae trained(String kind) {
    Vae vae = builder(kind).classes(CLASSES).build();
    train(vae, digits(100), 3);
    return vae;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dense",
        "linear",
        "normal",
        "convolutional",
        "convolutional, nothing hidden",
        "draws",
        "importance"
      })
  void withOneClassItIsTheVaeWithoutClasses(String kind) {
    Samples examples = digits(60);
    Samples ofOneClass = examples.labelled(new int[examples.count()]);
    try (Vae plain = builder(kind).build();
        Vae vae = builder(kind).classes(1).build()) {
      train(plain, examples, 3);
      TrainingRun run = train(vae, ofOneClass, 3);
      assertTrue(((CompiledBlock) vae.djlModel().getBlock()).compiles());
      assertTrue(run.epochs().get(2).trainNats() < run.epochs().get(0).trainNats());
      double[] expected = plain.evidenceLowerBound(examples, 1).nats();
      double[] actual = vae.evidenceLowerBound(examples, 1).nats();
      for (int n = 0; n < expected.length; n++) {
        assertEquals(1, actual[n] / expected[n], 1e-5);
      }
      assertArrayEquals(
          plain.sampleMeans(5, 2).values(), vae.given(0).sampleMeans(5, 2).values(), 1e-4f);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dense", "linear", "convolutional", "draws", "importance"})
  void theObjectiveIsThatOfTheModelOfTheLabel(String kind) {
    Samples examples = digits(40);
    try (Vae vae = trained(kind)) {
      float[] objective = vae.objective(examples);
      double[] others = new double[CLASSES];
      for (int label = 0; label < CLASSES; label++) {
        try (Vae given = vae.given(label)) {
          float[] ofClass = given.objective(examples);
          for (int n = 0; n < examples.count(); n++) {
            if (examples.label(n) == label) {
              assertEquals(1, ofClass[n] / objective[n], 1e-5);
            }
          }
          others[label] = ofClass[0];
        }
      }
      assertEquals(CLASSES, Arrays.stream(others).distinct().count(), "classes differ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dense", "convolutional"})
  void codesAndDecodingsAreThoseOfTheModelOfTheLabel(String kind) {
    Samples examples = digits(40);
    try (Vae vae = trained(kind)) {
      Posterior posterior = vae.posterior(examples);
      Samples decoded = vae.reconstruct(examples);
      assertArrayEquals(examples.labels(), posterior.means().labels());
      assertArrayEquals(examples.labels(), decoded.labels());
      assertArrayEquals(vae.encode(examples).values(), posterior.means().values());
      assertEquals(3, vae.activeUnits(examples).variances().length);
      for (int n = 0; n < 10; n++) {
        Samples example = examples.range(n, n + 1);
        try (Vae given = vae.given(examples.label(n))) {
          Posterior expected = given.posterior(example);
          assertArrayEquals(expected.means().row(0), posterior.means().row(n), 1e-5f);
          assertArrayEquals(expected.deviations().row(0), posterior.deviations().row(n), 1e-5f);
          assertArrayEquals(given.reconstruct(example).row(0), decoded.row(n), 1e-5f);
        }
      }
    }
  }

  @Test
  void theBoundIsTheSumOfThoseOfTheClasses() {
    Samples examples = digits(30);
    try (Vae vae = trained("dense")) {
      vae.setLabelCounts(3, 1, 1, 1, 1, 1, 1, 1, 1, 0);
      EvidenceLowerBound bound = vae.evidenceLowerBound(examples, 5);
      double[] estimate = vae.logProbabilityEstimate(examples, 7, 5);
      double[] sum = new double[examples.count()];
      double[] estimates = new double[examples.count()];
      List<EvidenceLowerBound> ofClasses = new ArrayList<>();
      for (int label = 0; label < CLASSES; label++) {
        double probability = vae.labelDistribution().probability(label);
        try (Vae given = vae.given(label)) {
          ofClasses.add(given.evidenceLowerBound(examples, 5));
          double[] nats = ofClasses.get(label).nats();
          double[] estimateOfClass = given.logProbabilityEstimate(examples, 7, 5);
          for (int n = 0; n < sum.length; n++) {
            sum[n] += probability * Math.exp(nats[n]);
            estimates[n] += probability * Math.exp(estimateOfClass[n]);
          }
        }
      }
      for (int n = 0; n < sum.length; n++) {
        assertEquals(Math.log(sum[n]), bound.nats()[n], 1e-9);
        assertEquals(Math.log(estimates[n]), estimate[n], 1e-9);
        double reconstruction = 0;
        double divergence = 0;
        for (int label = 0; label < CLASSES - 1; label++) {
          double prior = vae.labelDistribution().probability(label);
          double posterior = prior * Math.exp(ofClasses.get(label).nats()[n]) / sum[n];
          reconstruction += posterior * ofClasses.get(label).reconstruction()[n];
          divergence +=
              posterior
                  * (ofClasses.get(label).divergence()[n] + Math.log(posterior) - Math.log(prior));
        }
        assertEquals(reconstruction, bound.reconstruction()[n], 1e-9);
        assertEquals(divergence, bound.divergence()[n], 1e-9);
      }
    }
  }

  /** Linear VAEs whose encoders are exact and whose classes differ in their means. */
  @Test
  void aMixtureOfLinearGaussiansIsBoundedAndEstimatedAsItIs() {
    LinearGaussian truth = LinearGaussian.orthogonal();
    List<LinearGaussian> classes =
        IntStream.range(0, 3)
            .mapToObj(
                label ->
                    new LinearGaussian(
                        truth.w(),
                        Arrays.stream(truth.b()).map(b -> b + label).toArray(),
                        truth.sigma()))
            .toList();
    Samples examples = classes.get(1).sample(2000, 1);
    double[] exact = new double[examples.count()];
    try (Vae vae = joined(classes)) {
      vae.setLabelCounts(1, 2, 5);
      for (int label = 0; label < 3; label++) {
        double[] ofClass = classes.get(label).logProbability(examples);
        for (int n = 0; n < exact.length; n++) {
          exact[n] += vae.labelDistribution().probability(label) * Math.exp(ofClass[n]);
        }
      }
      Arrays.setAll(exact, n -> Math.log(exact[n]));
      assertArrayEquals(exact, vae.logProbabilityEstimate(examples, 2, 3), 2e-4);
      double tight = gap(vae, examples, exact);
      // Four standard errors of the mean of 2,000 gaps, which vary by about one nat.
      assertEquals(0, tight, 0.09);
      LinearGaussian.set(vae, "encoder", "logVariance_bias", 0, 0, 0, 0, 0, 0);
      assertTrue(gap(vae, examples, exact) > 0.3);
    }
  }

  private static double gap(Vae vae, Samples examples, double[] exact) {
    double[] nats = vae.evidenceLowerBound(examples, 4).nats();
    return IntStream.range(0, exact.length)
        .mapToDouble(n -> exact[n] - nats[n])
        .average()
        .orElseThrow();
  }

  /** The VAE with classes that has the parameters of one without for each. */
  private static Vae joined(List<LinearGaussian> classes) {
    Vae vae =
        Vae.builder().dimensions(5).latent(2).hidden().normal().classes(classes.size()).build();
    List<Vae> parts = classes.stream().map(ofClass -> ofClass.toVae(1)).toList();
    for (int i = 0; i < vae.block().getParameters().size(); i++) {
      Parameter parameter = vae.block().getParameters().valueAt(i);
      float[] values = new float[Math.toIntExact(parameter.getArray().size())];
      for (int from = 0, label = 0; from < values.length; label++) {
        float[] ofClass =
            parts.get(label).block().getParameters().valueAt(i).getArray().toFloatArray();
        System.arraycopy(ofClass, 0, values, from, ofClass.length);
        from += ofClass.length;
      }
      MxNet.set(parameter.getArray(), values);
    }
    parts.forEach(Vae::close);
    return vae;
  }

  @Test
  void everyClassStartsWithTheMeanExample() {
    Samples examples = digits(60);
    try (Vae plain = builder("linear").build();
        Vae vae = builder("linear").classes(CLASSES).build()) {
      plain.adopt(examples);
      vae.adopt(examples);
      float[] expected = plain.block().decoder().outputBias().getArray().toFloatArray();
      float[] all = vae.block().decoder().outputBias().getArray().toFloatArray();
      assertEquals(CLASSES * expected.length, all.length);
      for (int i = 0; i < all.length; i++) {
        assertEquals(expected[i % expected.length], all[i]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dense", "convolutional"})
  void samplesOfALabelLookLikeIt(String kind) {
    Samples examples = digits(600);
    try (Vae vae = builder(kind).hidden(60).latent(8).classes(CLASSES).build()) {
      train(vae, examples, 15);
      double[][] means =
          IntStream.range(0, CLASSES)
              .mapToObj(label -> examples.only(label).means())
              .toArray(double[][]::new);
      for (int label = 0; label < CLASSES; label++) {
        int y = label;
        assertEquals(label, nearest(means, vae.sampling().label(y).seed(4).sample(100).means()));
        try (Vae given = vae.given(y)) {
          assertEquals(label, nearest(means, given.sampleMeans(100, 5).means()));
          assertArrayEquals(
              Latent.manifold(given, 5).decoded().values(),
              Latent.manifold(vae, 5, y).decoded().values());
        }
      }
      Samples drawn = vae.sample(200, 6);
      Samples ofMeans = vae.sampleMeans(200, 6);
      assertArrayEquals(drawn.labels(), ofMeans.labels());
      assertTrue(drawn.classes().length > 5);
      // Five standard errors of a share of 200 draws, at most.
      assertArrayEquals(drawn.means(), ofMeans.means(), 0.18);
    }
  }

  private static int nearest(double[][] means, double[] mean) {
    double[] distances =
        Arrays.stream(means)
            .mapToDouble(
                other ->
                    IntStream.range(0, mean.length)
                        .mapToDouble(d -> (mean[d] - other[d]) * (mean[d] - other[d]))
                        .sum())
            .toArray();
    return IntStream.range(0, means.length)
        .reduce((a, b) -> distances[b] < distances[a] ? b : a)
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dense", "linear", "convolutional"})
  void aSavedModelIsTheSameBitForBit(String kind, @TempDir Path folder) {
    String file = folder.resolve("vae").toString();
    Samples examples = digits(20);
    try (Vae vae = trained(kind)) {
      Models.save(vae, file);
      try (Vae loaded = Models.load(file, Vae.class)) {
        assertEquals(vae.settings(), loaded.settings());
        assertEquals(CLASSES, loaded.classes());
        assertArrayEquals(vae.labels().counts(), loaded.labels().counts());
        assertArrayEquals(vae.encode(examples).values(), loaded.encode(examples).values());
        assertArrayEquals(vae.sample(9, 2).values(), loaded.sample(9, 2).values());
        assertArrayEquals(
            vae.evidenceLowerBound(examples, 1).nats(),
            loaded.evidenceLowerBound(examples, 1).nats());
      }
    }
  }

  @Test
  void aCollapsedPosteriorIsSaid() {
    try (Vae vae = builder("dense").beta(1000).classes(CLASSES).build()) {
      String message = train(vae, digits(100), 8).message();
      assertTrue(message.contains("Posterior collapse: none of the 3 latent units"), message);
    }
  }

  @Test
  void whatIsAskedWithoutLabelsGetsOneSentence() {
    Samples examples = digits(4);
    Samples unlabelled = Samples.images(examples.values(), 4, 1, SIDE, SIDE);
    try (Vae vae = builder("dense").classes(CLASSES).build()) {
      String sentence =
          "This vae has 10 classes, but these %s have no labels: add them with .labelled(…), or ask the model of one class, such as vae.given(0)";
      for (Supplier<?> question :
          List.<Supplier<?>>of(
              () -> vae.encode(unlabelled),
              () -> vae.posterior(unlabelled),
              () -> vae.reconstruct(unlabelled),
              () -> vae.activeUnits(unlabelled),
              () -> Latent.scatter(vae, unlabelled))) {
        assertEquals(sentence.formatted("examples"), refused(question));
      }
      for (Supplier<?> question :
          List.<Supplier<?>>of(
              () -> Latent.manifold(vae, 3),
              () -> Latent.manifold(vae, 3, examples),
              () -> Latent.traverse(vae, examples.first(1)),
              () -> Latent.explorer(vae, examples, 3),
              () -> Latent.interpolate(vae, examples.first(1), examples.first(1), 3))) {
        String message = refused(question);
        assertTrue(
            message.startsWith(
                "This vae has 10 classes: give Latent the model of one of them, as in Latent."),
            message);
      }
      assertEquals(
          sentence.formatted("codes"),
          refused(() -> vae.decode(Samples.vectors(new float[3], 1, 3))));
      assertEquals(4, Latent.scatter(vae, examples).points().count());
      assertEquals(4, vae.evidenceLowerBound(unlabelled, 1).count());
      assertEquals(0, vae.evidenceLowerBound(unlabelled.first(0), 1).count());
      assertEquals(0, vae.sampleMeans(0, 1).count());
      assertEquals(
          "This vae has 10 classes, the labels 0 to 9, but these examples have also 12: build it with .classes(13)",
          refused(() -> vae.encode(examples.labelled(1, 2, 12, 3))));
      assertEquals(
          "This vae knows no label 10: its labels are 0 to 9",
          refused(() -> Latent.manifold(vae, 3, 10)));
    }
    try (Vae plain = builder("dense").build()) {
      assertEquals(
          "This vae has no classes, so it knows no label 3: build it with .classes(10) and train it on data with labels",
          refused(() -> Latent.manifold(plain, 3, 3)));
    }
  }

  private static String refused(Supplier<?> question) {
    return assertThrows(IllegalArgumentException.class, question::get).getMessage();
  }
}
