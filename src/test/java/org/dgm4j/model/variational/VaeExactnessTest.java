package org.dgm4j.model.variational;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.dgm4j.data.Samples;
import org.dgm4j.engine.MxNet;
import org.dgm4j.model.EvidenceLowerBound;
import org.dgm4j.probability.Normal;
import org.dgm4j.probability.divergence.Divergence;
import org.dgm4j.probability.divergence.Quantity;
import org.dgm4j.training.Optimizers;
import org.dgm4j.training.Training;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The VAE against what is known exactly. */
class VaeExactnessTest {

  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "MXNet");

  @AfterEach
  void close() {
    manager.close();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double[] difference(double[] a, double[] b) {
    double[] difference = new double[a.length];
    Arrays.setAll(difference, i -> a[i] - b[i]);
    return difference;
  }

  private static double standardError(double[] values) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.length - 1) / values.length);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void withTheExactPosteriorEveryWeightIsTheProbability(int k) {
    LinearGaussian truth = LinearGaussian.orthogonal();
    Samples examples = truth.sample(50, 1);
    double[] exact = truth.logProbability(examples);
    try (Vae vae = truth.toVae(k)) {
      float[] objective = vae.objective(examples);
      double[] estimate = vae.logProbabilityEstimate(examples, k, 7);
      for (int n = 0; n < exact.length; n++) {
        assertEquals(exact[n], objective[n], 1e-4);
        assertEquals(exact[n], estimate[n], 1e-4);
      }
    }
  }

  @Test
  void withTheExactPosteriorTheBoundHasNoGap() {
    LinearGaussian truth = LinearGaussian.orthogonal();
    Samples examples = truth.sample(20_000, 2);
    try (Vae vae = truth.toVae(1)) {
      double[] gaps =
          difference(truth.logProbability(examples), vae.evidenceLowerBound(examples, 3).nats());
      assertEquals(0, mean(gaps), 4 * standardError(gaps));
      Posterior posterior = vae.posterior(examples.first(20));
      for (int n = 0; n < 20; n++) {
        double[] expected = truth.posteriorMean(examples.row(n));
        assertEquals(expected[0], posterior.means().value(n, 0), 1e-5);
        assertEquals(expected[1], posterior.means().value(n, 1), 1e-5);
        double deviation = truth.sigma() / Math.sqrt(truth.precision()[0][0]);
        assertEquals(deviation, posterior.deviations().value(n, 0), 1e-6);
      }
    }
  }

  @Test
  void aTrainedLinearVaeReachesTheExactLogProbability() {
    Samples examples = LinearGaussian.orthogonal().sample(2000, 4);
    try (Vae vae = Vae.builder().dimensions(5).latent(2).hidden().normal().seed(1).build()) {
      Training.of(vae)
          .data(examples)
          .epochs(60)
          .batchSize(50)
          .optimizer(Optimizers.adam(0.02))
          .finalLearningRate(1e-4)
          .seed(2)
          .silent()
          .start();
      LinearGaussian learnt = LinearGaussian.of(vae);
      double[] exact = learnt.logProbability(examples);
      double[] truth = LinearGaussian.orthogonal().logProbability(examples);
      assertEquals(mean(truth), mean(exact), 0.02);
      double gap = 0;
      for (long seed = 0; seed < 20; seed++) {
        gap += (mean(exact) - vae.evidenceLowerBound(examples, seed).mean()) / 20;
      }
      assertTrue(gap > -0.005 && gap < 0.02, "gap " + gap);
      double[] deviation = new double[examples.count()];
      Samples codes = vae.encode(examples);
      for (int n = 0; n < deviation.length; n++) {
        double[] expected = learnt.posteriorMean(examples.row(n));
        deviation[n] = Math.hypot(expected[0] - codes.value(n, 0), expected[1] - codes.value(n, 1));
      }
      assertTrue(mean(deviation) < 0.05, "encoder off by " + mean(deviation));
    }
  }

  @Test
  void theEstimateRisesWithTheDrawsToTheExactLogProbability() {
    LinearGaussian truth = LinearGaussian.orthogonal();
    Samples examples = truth.sample(400, 5);
    double[] exact = truth.logProbability(examples);
    try (Vae vae = truth.toVae(1)) {
      LinearGaussian.set(vae, "encoder", "mean_bias", 0.3f, 0.6f);
      LinearGaussian.set(vae, "encoder", "logVariance_bias", -0.5f, -0.5f);
      double last = mean(vae.evidenceLowerBound(examples, 1).nats());
      assertTrue(last < mean(exact) - 0.3, "there should be a gap, but the bound is " + last);
      for (int k : new int[] {5, 50, 2500}) {
        double[] estimate = vae.logProbabilityEstimate(examples, k, 1);
        double[] gaps = difference(estimate, exact);
        assertTrue(mean(estimate) > last, k + " draws: " + mean(estimate) + " after " + last);
        assertTrue(mean(gaps) < 3 * standardError(gaps), k + " draws: " + mean(gaps));
        last = mean(estimate);
      }
      assertEquals(mean(exact), last, 0.02);
    }
  }

  @Test
  void oneDrawGivesTheEvidenceLowerBound() {
    LinearGaussian truth = LinearGaussian.orthogonal();
    Samples examples = truth.sample(4000, 6);
    try (Vae vae = truth.toVae(1)) {
      LinearGaussian.set(vae, "encoder", "logVariance_bias", 0, 0);
      double[] differences =
          difference(
              vae.logProbabilityEstimate(examples, 1, 1),
              vae.evidenceLowerBound(examples, 2).nats());
      assertEquals(0, mean(differences), 4 * standardError(differences));
    }
  }

  @Test
  void theDivergenceIsThatOfQuadratureAndOfMonteCarlo() {
    Samples examples =
        Samples.vectors(new float[] {0.1f, 0.9f, 0.5f, 0, 1, 0.3f, 0.7f, 0.2f}, 2, 4);
    try (Vae vae = Vae.builder().dimensions(4).latent(3).hidden(8).seed(3).build()) {
      LinearGaussian.set(vae, "encoder", "mean_bias", 1, -2, 0);
      LinearGaussian.set(vae, "encoder", "logVariance_bias", -3, 0.5f, 1);
      EvidenceLowerBound bound = vae.evidenceLowerBound(examples, 1);
      Posterior posterior = vae.posterior(examples);
      for (int n = 0; n < 2; n++) {
        double expected = 0;
        double estimate = 0;
        double variance = 0;
        for (int d = 0; d < 3; d++) {
          Normal q = Normal.of(posterior.means().value(n, d), posterior.deviations().value(n, d));
          Normal p = Normal.of(0, 1);
          expected += divergence(q, p);
          Quantity drawn = Divergence.kl(q, p, 100_000, 7 + d);
          estimate += drawn.value();
          variance += drawn.standardError() * drawn.standardError();
        }
        assertEquals(estimate, bound.divergence()[n], 4 * Math.sqrt(variance));
        assertEquals(expected, bound.divergence()[n], 1e-5);
      }
    }
  }

  private static double divergence(Normal q, Normal p) {
    double from = q.getMean() - 12 * Math.sqrt(q.getVariance());
    double to = q.getMean() + 12 * Math.sqrt(q.getVariance());
    int steps = 4000;
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      double z = from + (to - from) * (i + 0.5) / steps;
      sum += q.density(z) * (q.logDensity(z) - p.logDensity(z));
    }
    return sum * (to - from) / steps;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7, 256})
  void probabilitiesOfAllLevelsSumToOne(int levels) {
    LogisticObservation observation = new LogisticObservation(1, levels);
    observation.initialize(manager, DataType.FLOAT64, new Shape(1, 1));
    double[] all = new double[levels];
    for (int level = 0; level < levels; level++) {
      all[level] = level;
    }
    NDArray x = manager.create(all, new Shape(1, levels, 1));
    for (float location : new float[] {-0.7f, -0.5f, -0.1f, 0, 0.33f, 0.6f}) {
      for (float logScale : new float[] {-7, -3, 0, 2}) {
        Parameter scale = observation.getParameters().valueAt(0);
        manager.full(new Shape(1, 1, 1), logScale, DataType.FLOAT64).copyTo(scale.getArray());
        NDArray outputs = manager.full(new Shape(1, levels, 1), location, DataType.FLOAT64);
        double[] nats =
            observation
                .logProbability(new ParameterStore(manager, false), x, outputs, false)
                .toDoubleArray();
        double sum = 0;
        for (int level = 0; level < levels; level++) {
          sum += Math.exp(nats[level]);
          if (level > 0 && level < levels - 1) {
            double expected = interval(level, levels, location, logScale);
            // MXNet rounds constants to single precision.
            assertEquals(expected, Math.exp(nats[level]), 1e-12 + 1e-4 * expected);
          }
        }
        assertEquals(1, sum, 1e-9, location + " " + logScale);
      }
    }
  }

  private static double interval(int level, int levels, double location, double logScale) {
    double scale = Math.exp(logScale);
    double upper = ((level + 0.5) / (levels - 1) - 0.5 - location) / scale;
    double lower = ((level - 0.5) / (levels - 1) - 0.5 - location) / scale;
    return 1 / (1 + Math.exp(-upper)) - 1 / (1 + Math.exp(-lower));
  }

  @ParameterizedTest
  @CsvSource({
    "bernoulli, 0, false, 0, 1, 1, 0",
    "bernoulli, 0, false, 0, 1, 1, 3",
    "bernoulli, 0, false, 0.3, 3, 1, 0",
    "normal, 0, false, 0, 2, 3, 0",
    "normal, 0, false, 0, 2, 3, 3",
    "discretisedLogistic, 4, false, 0, 1, 4, 0",
    "bernoulli, 0, true, 0, 2, 1, 0",
    "bernoulli, 0, true, 0, 2, 1, 3",
    "discretisedLogistic, 3, true, 0.2, 1, 1, 0"
  })
  void gradientsAreThoseOfFiniteDifferences(
      String likelihood,
      int levels,
      boolean convolutional,
      double freeBits,
      int samples,
      int importance,
      int classes) {
    VaeSettings settings =
        new VaeSettings(
            new int[] {2, 3, 5},
            2,
            new int[] {4},
            !convolutional,
            convolutional ? new int[] {3, 2} : new int[0],
            likelihood,
            levels,
            0.7,
            0,
            freeBits,
            samples,
            importance);
    VaeBlock block = new VaeBlock(settings, classes, 1);
    int batch = 3;
    block.initialize(manager, DataType.FLOAT64, new Shape(batch, 30));
    SplittableRandom random = new SplittableRandom(5);
    for (Pair<String, Parameter> parameter : block.getParameters()) {
      if (parameter.getValue().requiresGradient()) {
        NDArray array = parameter.getValue().getArray();
        double[] values = random.doubles(array.size(), -0.6, 0.6).toArray();
        manager.create(values, array.getShape()).copyTo(array);
        array.setRequiresGradient(true);
      }
    }
    double[] values =
        random.doubles(batch * 30).map(v -> levels == 0 ? v : Math.floor(levels * v)).toArray();
    NDList inputs = new NDList(manager.create(values, new Shape(batch, 30)));
    if (classes > 0) {
      inputs.add(manager.create(new double[] {0, 0, 1, 1, 0, 0, 0, 0, 1}, new Shape(batch, 3)));
    }
    inputs.addAll(
        new NDList(
            manager.create(
                random.doubles(2L * batch * settings.draws(), -2, 2).toArray(),
                new Shape((long) batch * settings.draws(), 2)),
            manager.create(new double[] {settings.beta()})));
    try (GradientCollector collector = MxNet.engine().newGradientCollector()) {
      collector.backward(objective(block, inputs));
    }
    for (Pair<String, Parameter> parameter : block.getParameters()) {
      if (!parameter.getValue().requiresGradient()) {
        continue;
      }
      NDArray array = parameter.getValue().getArray();
      double[] gradient = array.getGradient().toDoubleArray();
      double[] start = array.toDoubleArray();
      for (int trial = 0; trial < 4; trial++) {
        int i = random.nextInt(start.length);
        double step = 1e-5;
        double slope =
            (moved(block, inputs, array, start, i, step)
                    - moved(block, inputs, array, start, i, -step))
                / (2 * step);
        assertEquals(slope, gradient[i], 1e-6 * (1 + Math.abs(slope)), parameter.getKey());
      }
    }
  }

  private NDArray objective(VaeBlock block, NDList inputs) {
    ParameterStore store = new ParameterStore(manager, false);
    return block.forward(store, inputs, true).head().get(0).sum();
  }

  private double moved(
      VaeBlock block, NDList inputs, NDArray array, double[] start, int i, double step) {
    double[] values = start.clone();
    values[i] += step;
    manager.create(values, array.getShape()).copyTo(array);
    double result = objective(block, inputs).toDoubleArray()[0];
    manager.create(start, array.getShape()).copyTo(array);
    return result;
  }

  @Test
  void objectiveIsMadeOfItsPartsAndFreeNats() {
    Samples examples = Samples.vectors(new float[] {0, 1, 1, 1, 0, 0}, 2, 3);
    try (Vae vae = Vae.builder().dimensions(3).latent(2).hidden(4).freeBits(5).seed(1).build()) {
      float[] rows = forTraining(vae, examples, 0.5f);
      for (int n = 0; n < 2; n++) {
        assertEquals(rows[2 + n] - 0.5 * 2 * 5, rows[n], 1e-5);
      }
      float[] judged = vae.objective(examples);
      assertArrayEquals(vae.objective(examples), judged);
    }
    try (Vae vae = Vae.builder().dimensions(3).latent(2).hidden(4).seed(1).build()) {
      float[] rows = forTraining(vae, examples, 0.5f);
      for (int n = 0; n < 2; n++) {
        assertEquals(rows[2 + n] + 0.5 * rows[4 + n], rows[n], 1e-5);
      }
    }
  }

  private float[] forTraining(Vae vae, Samples examples, float beta) {
    NDList inputs =
        new NDList(
            MxNet.array(manager, examples.values(), new Shape(2, 3)),
            MxNet.array(manager, new float[] {0.1f, -1, 2, 0.5f}, new Shape(2, 2)),
            MxNet.array(manager, new float[] {beta}, new Shape(1)));
    ParameterStore store = new ParameterStore(manager, false);
    return vae.block().forward(store, inputs, true).head().toFloatArray();
  }
}
