package org.dgm4j.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.training.optimizer.Optimizer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.dgm4j.data.ExactDataset;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.model.DensityModel;
import org.dgm4j.model.FactorizedModel;
import org.dgm4j.model.autoregressive.AutoRegressive;
import org.dgm4j.probability.joint.Factorization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trained autoregressive models against what is the best possible. */
class AutoRegressiveTrainingTest {

  private static double nats(DensityModel model, Samples examples) {
    return -Arrays.stream(model.logProbability(examples)).average().orElseThrow();
  }

  /** The mean of log p of the truth minus log p of the model: an estimate of KL(truth, model). */
  private static double excess(ExactDataset truth, DensityModel model, Samples examples) {
    return nats(model, examples)
        + Arrays.stream(truth.logDensity(examples)).average().orElseThrow();
  }

  private static void train(
      AutoRegressive model, Samples data, int epochs, int batchSize, double rate) {
    Training.of(model)
        .data(data)
        .epochs(epochs)
        .batchSize(batchSize)
        .optimizer(Optimizers.adam(rate))
        .seed(1)
        .start();
  }

  @Test
  void orderOneReachesTheEntropyOfMarkovChains() {
    ExactDataset chains = Datasets.markovImages(8, 8, 0.5, 0.2, 0.7);
    Samples data = chains.sample(20_000, 1);
    Samples fresh = chains.sample(20_000, 2);
    try (AutoRegressive model = AutoRegressive.builder().image(8, 8).order(1).build()) {
      train(model, data, 4, 100, 0.01);
      double excess = excess(chains, model, fresh);
      assertTrue(excess > -0.001 && excess < 0.02, "excess " + excess);
    }
  }

  @Test
  void orderOneIsTheCountedMarkovChain() {
    for (int states = 2; states <= 3; states++) {
      Samples data = chain(states);
      FactorizedModel counted = FactorizedModel.fit(Factorization.markov(5, states), data);
      try (AutoRegressive model =
          AutoRegressive.builder().dimensions(5).states(states).order(1).build()) {
        train(model, data, 600, 2000, 0.05);
        assertEquals(nats(counted, data), nats(model, data), 2e-4);
      }
    }
  }

  private static Samples chain(int states) {
    SplittableRandom random = new SplittableRandom(3);
    float[] values = new float[2000 * 5];
    for (int i = 0; i < values.length; i++) {
      boolean stays = i % 5 > 0 && random.nextDouble() < 0.6;
      values[i] = stays ? values[i - 1] : random.nextInt(states);
    }
    return Samples.vectors(values, 2000, 5);
  }

  @Test
  void theWholePastIsTheBestLogisticRegression() {
    Samples data = Datasets.ising(3, 2.3).train().first(2000);
    try (AutoRegressive model =
        AutoRegressive.builder().image(3, 3).order(AutoRegressive.ALL).build()) {
      train(model, data, 200, 2000, 0.05);
      double best = 0;
      for (int d = 0; d < 9; d++) {
        best += logisticRegression(data, d, 0).nats();
      }
      assertEquals(best, nats(model, data), 2e-4);
    }
  }

  static Stream<Optimizer> optimizers() {
    return Stream.of(Optimizers.adam(0.05), Optimizers.rmsProp(0.02), Optimizers.sgd(0.1, 0.9));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void weightDecayFindsTheLeastPenalizedLossWithEveryOptimizer(Optimizer optimizer) {
    Samples data = Datasets.ising(3, 2.3).train().first(2000);
    double decay = 0.05;
    try (AutoRegressive model =
        AutoRegressive.builder().image(3, 3).order(AutoRegressive.ALL).build()) {
      Training.of(model)
          .data(data)
          .epochs(300)
          .batchSize(2000)
          .optimizer(optimizer)
          .weightDecay(decay)
          .finalLearningRate(1e-4)
          .start();
      Samples weights = model.weights();
      double best = 0;
      for (int d = 0; d < 9; d++) {
        Regression expected = logisticRegression(data, d, decay);
        best += expected.nats();
        for (int s = 0; s < d; s++) {
          assertEquals(expected.coefficients()[s], weights.value(d, s), 1e-3, d + " on " + s);
        }
      }
      assertEquals(best, nats(model, data), 1e-3);
    }
  }

  /** The coefficients of all values before, then the intercept; and the mean of −log p. */
  private record Regression(double[] coefficients, double nats) {}

  /** The least mean of −log p(x_d | all values before it) + decay/2 Σ w², by Newton's method. */
  private static Regression logisticRegression(Samples data, int d, double decay) {
    double[] coefficients = new double[d + 1];
    double nats = 0;
    for (int iteration = 0; iteration < 12; iteration++) {
      double[] gradient = new double[d + 1];
      double[][] hessian = new double[d + 1][d + 1];
      nats = 0;
      for (int n = 0; n < data.count(); n++) {
        double[] input = new double[d + 1];
        input[d] = 1;
        double logit = coefficients[d];
        for (int s = 0; s < d; s++) {
          input[s] = data.value(n, s);
          logit += coefficients[s] * input[s];
        }
        double p = 1 / (1 + Math.exp(-logit));
        double x = data.value(n, d);
        nats -= Math.log(x == 1 ? p : 1 - p) / data.count();
        for (int i = 0; i <= d; i++) {
          gradient[i] += (x - p) * input[i] / data.count();
          for (int j = 0; j <= d; j++) {
            hessian[i][j] += p * (1 - p) * input[i] * input[j] / data.count();
          }
        }
      }
      for (int s = 0; s < d; s++) {
        gradient[s] -= decay * coefficients[s];
        hessian[s][s] += decay;
      }
      double[] step =
          new LUDecomposition(new Array2DRowRealMatrix(hessian))
              .getSolver()
              .solve(new ArrayRealVector(gradient))
              .toArray();
      for (int i = 0; i <= d; i++) {
        coefficients[i] += step[i];
      }
    }
    return new Regression(coefficients, nats);
  }

  @Test
  void moreOfThePastIsBetterOnBarsAndStripes() {
    ExactDataset bars = Datasets.barsAndStripes(3);
    Samples all = bars.test();
    double before = Double.POSITIVE_INFINITY;
    for (int order : new int[] {1, 3, AutoRegressive.ALL}) {
      try (AutoRegressive model = AutoRegressive.builder().image(3, 3).order(order).build()) {
        train(model, bars.train(), 20, 100, 0.03);
        double nats = nats(model, all);
        assertTrue(nats > bars.entropy() && nats < before - 0.1, order + ": " + nats);
        before = nats;
      }
    }
  }
}
