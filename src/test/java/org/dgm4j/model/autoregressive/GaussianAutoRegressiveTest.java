package org.dgm4j.model.autoregressive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.model.autoregressive.GaussianAutoRegressive.Forecast;
import org.dgm4j.model.autoregressive.GaussianAutoRegressive.Regression;
import org.dgm4j.probability.MultivariateNormal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianAutoRegressiveTest {

  private static Regression regression(double intercept, double deviation, double... coefficients) {
    return new Regression(intercept, coefficients, deviation);
  }

  private static final GaussianAutoRegressive SECOND_ORDER =
      GaussianAutoRegressive.of(
          6, regression(2, 1.5), regression(-1, 0.7, 0.4), regression(0.3, 0.5, 0.9, -0.6));

  @Test
  void orderOneIsTheClosedFormOfLeastSquares() {
    GaussianAutoRegressive truth =
        GaussianAutoRegressive.of(50, regression(1, 2), regression(0.5, 0.8, -0.7));
    Samples data = truth.sample(400, 1);
    GaussianAutoRegressive fit = GaussianAutoRegressive.fit(data, 1);
    double n = 400 * 49;
    double before = 0;
    double after = 0;
    for (int i = 0; i < 400; i++) {
      for (int t = 1; t < 50; t++) {
        before += data.value(i, t - 1) / n;
        after += data.value(i, t) / n;
      }
    }
    double variance = 0;
    double covariance = 0;
    for (int i = 0; i < 400; i++) {
      for (int t = 1; t < 50; t++) {
        double difference = data.value(i, t - 1) - before;
        variance += difference * difference;
        covariance += difference * (data.value(i, t) - after);
      }
    }
    double slope = covariance / variance;
    assertEquals(slope, fit.coefficients()[0], 1e-12);
    assertEquals(after - slope * before, fit.intercept(), 1e-12);
    assertEquals(-0.7, fit.coefficients()[0], 5 * 0.8 / Math.sqrt(variance));
    assertEquals(0.8, fit.standardDeviation(), 5 * 0.8 / Math.sqrt(2 * n));
    assertEquals(1, fit.regression(0).intercept(), 5 * 2 / Math.sqrt(400));
    assertEquals(5, fit.parameterCount());
  }

  @Test
  void theDensityIsThatOfTheImpliedNormalDistribution() {
    int length = 6;
    double[][] unit = new double[length][length];
    double[] intercepts = new double[length];
    double[][] noise = new double[length][length];
    for (int t = 0; t < length; t++) {
      Regression regression = SECOND_ORDER.regression(t);
      unit[t][t] = 1;
      for (int lag = 1; lag <= Math.min(t, 2); lag++) {
        unit[t][t - lag] = -regression.coefficients()[lag - 1];
      }
      intercepts[t] = regression.intercept();
      noise[t][t] = Math.pow(regression.standardDeviation(), 2);
    }
    RealMatrix inverse =
        new LUDecomposition(new Array2DRowRealMatrix(unit)).getSolver().getInverse();
    RealMatrix covariance =
        inverse.multiply(new Array2DRowRealMatrix(noise)).multiply(inverse.transpose());
    MultivariateNormal expected =
        MultivariateNormal.of(inverse.operate(intercepts), covariance.getData());
    MultivariateNormal actual = SECOND_ORDER.distribution();
    assertArrayEquals(expected.mean(), actual.mean(), 1e-12);
    assertArrayEquals(expected.variance(), actual.variance(), 1e-12);
    Samples x = SECOND_ORDER.sample(20, 2);
    double[] logProbability = SECOND_ORDER.logProbability(x);
    for (int n = 0; n < 20; n++) {
      double[] point = doubles(x.row(n));
      assertEquals(expected.logProbability(point), logProbability[n], 1e-9);
      assertEquals(actual.logProbability(point), logProbability[n], 1e-9);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void theLikelihoodIsGreatestAtTheFit(int order) {
    Samples data = SECOND_ORDER.sample(60, 3);
    GaussianAutoRegressive fit = GaussianAutoRegressive.fit(data, order);
    Regression[] parts = new Regression[order + 1];
    Arrays.setAll(parts, fit::regression);
    double best = sum(fit.logProbability(data));
    for (int t = 0; t <= order; t++) {
      Regression own = parts[t];
      for (int p = 0; p < t + 2; p++) {
        parts[t] = moved(own, p, 1e-5);
        double above = sum(GaussianAutoRegressive.of(6, parts).logProbability(data));
        parts[t] = moved(own, p, -1e-5);
        double below = sum(GaussianAutoRegressive.of(6, parts).logProbability(data));
        assertEquals(0, (above - below) / 2e-5, 1e-3 * (Math.abs(best) / 100));
        assertTrue(above < best && below < best);
      }
      parts[t] = own;
    }
  }

  private static Regression moved(Regression regression, int parameter, double by) {
    double[] coefficients = regression.coefficients();
    if (parameter >= 2) {
      coefficients[parameter - 2] += by;
    }
    return new Regression(
        regression.intercept() + (parameter == 0 ? by : 0),
        coefficients,
        regression.standardDeviation() + (parameter == 1 ? by : 0));
  }

  @Test
  void dependingOnAllIsTheNormalDistributionOfTheDataItself() {
    Samples data = SECOND_ORDER.sample(200, 4);
    MultivariateNormal fitted = GaussianAutoRegressive.fit(data, AutoRegressive.ALL).distribution();
    double[] mean = new double[6];
    double[][] covariance = new double[6][6];
    for (int n = 0; n < 200; n++) {
      for (int i = 0; i < 6; i++) {
        mean[i] += data.value(n, i) / 200.0;
      }
    }
    for (int n = 0; n < 200; n++) {
      for (int i = 0; i < 6; i++) {
        for (int j = 0; j < 6; j++) {
          covariance[i][j] += (data.value(n, i) - mean[i]) * (data.value(n, j) - mean[j]) / 200;
        }
      }
    }
    MultivariateNormal expected = MultivariateNormal.of(mean, covariance);
    assertArrayEquals(mean, fitted.mean(), 1e-10);
    for (int n = 0; n < 10; n++) {
      double[] x = doubles(data.row(n));
      assertEquals(expected.logProbability(x), fitted.logProbability(x), 1e-9);
    }
  }

  @Test
  void theTruthIsFoundInOneLongSeries() {
    GaussianAutoRegressive truth =
        GaussianAutoRegressive.of(
            40_000, regression(1, 1), regression(1, 1, 0), regression(0.7, 0.5, 0.9, -0.6));
    double[] series = doubles(truth.sample(1, 5).row(0));
    GaussianAutoRegressive fit = GaussianAutoRegressive.fit(series, 2);
    assertArrayEquals(new double[] {0.9, -0.6}, fit.coefficients(), 0.02);
    assertEquals(0.7, fit.intercept(), 0.02);
    assertEquals(0.5, fit.standardDeviation(), 0.01);
    double mean = 0.7 / (1 - 0.9 + 0.6);
    assertEquals(mean, fit.regression(0).intercept(), 0.03);
    assertEquals(0.9 / 1.6, fit.regression(1).coefficients()[0], 0.02);
    double bestOfAll = fit.logProbability(series);
    assertTrue(bestOfAll > truth.logProbability(series) - 20);
  }

  @Test
  void forecastsOfOrderOneAreTheClosedForm() {
    GaussianAutoRegressive model =
        GaussianAutoRegressive.of(10, regression(0, 3), regression(0.4, 0.5, 0.8));
    Forecast forecast = model.forecast(new double[] {1, -2, 5}, 7);
    for (int h = 1; h <= 7; h++) {
      double power = Math.pow(0.8, h);
      assertEquals(0.4 * (1 - power) / 0.2 + power * 5, forecast.mean()[h - 1], 1e-12);
      double variance = 0.25 * (1 - power * power) / (1 - 0.64);
      assertEquals(Math.sqrt(variance), forecast.standardDeviation()[h - 1], 1e-12);
    }
  }

  @Test
  void aForecastIsTheConditionalOfTheNormalDistribution() {
    double[][] covariance = covariance(SECOND_ORDER);
    double[] mean = SECOND_ORDER.distribution().mean();
    Forecast forecast = SECOND_ORDER.forecast(new double[] {3}, 5);
    for (int t = 1; t < 6; t++) {
      double slope = covariance[t][0] / covariance[0][0];
      assertEquals(mean[t] + slope * (3 - mean[0]), forecast.mean()[t - 1], 1e-12);
      assertEquals(
          Math.sqrt(covariance[t][t] - slope * covariance[t][0]),
          forecast.standardDeviation()[t - 1],
          1e-12);
    }
  }

  /** Cov(x_s, x_t) for s ≤ t by the regressions: Σ φ_lag Cov(x_s, x_(t−lag)), plus σ² if s = t. */
  private static double[][] covariance(GaussianAutoRegressive model) {
    double[][] covariance = new double[6][6];
    for (int t = 0; t < 6; t++) {
      Regression regression = model.regression(t);
      for (int s = 0; s <= t; s++) {
        for (int lag = 1; lag <= regression.coefficients().length; lag++) {
          covariance[s][t] += regression.coefficients()[lag - 1] * covariance[s][t - lag];
        }
        covariance[s][t] += s == t ? Math.pow(regression.standardDeviation(), 2) : 0;
        covariance[t][s] = covariance[s][t];
      }
    }
    return covariance;
  }

  @Test
  void samplesHaveTheMeanAndTheCovariance() {
    int count = 50_000;
    Samples samples = SECOND_ORDER.sample(count, 6);
    double[] mean = SECOND_ORDER.distribution().mean();
    double[][] covariance = covariance(SECOND_ORDER);
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int n = 0; n < count; n++) {
          sum += (samples.value(n, i) - mean[i]) * (samples.value(n, j) - mean[j]);
        }
        double error =
            Math.sqrt(
                (covariance[i][i] * covariance[j][j] + Math.pow(covariance[i][j], 2)) / count);
        assertEquals(covariance[i][j], sum / count, 5 * error);
      }
    }
    assertArrayEquals(samples.values(), SECOND_ORDER.sample(count, 6).values());
  }

  @Test
  void itSaysItsFormula() {
    assertEquals(
        "AR(2) of series of 6 values, 9 free parameters: x(t) = 0.3000 + 0.9000 x(t−1) − 0.6000"
            + " x(t−2) + noise of standard deviation 0.5000",
        SECOND_ORDER.toString());
  }

  @Test
  void badInputIsOneSentence() {
    Samples data = SECOND_ORDER.sample(5, 7);
    double[] line = new SplittableRandom(8).doubles(10).toArray();
    refuses("at least 1, but is 0", () -> GaussianAutoRegressive.fit(data, 0));
    refuses("no examples", () -> GaussianAutoRegressive.fit(data.first(0), 1));
    refuses("more and varied examples", () -> GaussianAutoRegressive.fit(data.first(2), 2));
    refuses(
        "given the 0 before it",
        () -> GaussianAutoRegressive.fit(Samples.vectors(new float[] {1, 2, 1, 3, 1, 5}, 3, 2), 1));
    refuses("at least 11 values", () -> GaussianAutoRegressive.fit(line, 8));
    line[3] = Double.NaN;
    refuses("finite number, but is NaN", () -> GaussianAutoRegressive.fit(line, 2));
    refuses("finite number", () -> SECOND_ORDER.forecast(line, 2));
    refuses("at least one step", () -> SECOND_ORDER.forecast(new double[0], 0));
    refuses(
        "series of 6 values", () -> SECOND_ORDER.logProbability(Datasets.barsAndStripes(2).test()));
    refuses("can't be negative", () -> SECOND_ORDER.sample(-1));
    refuses("must be above 0", () -> regression(1, 0));
    refuses(
        "regression has 2 coefficients",
        () -> GaussianAutoRegressive.of(4, regression(0, 1), regression(0, 1, 1, 1)));
    refuses("from 1 to 4 regressions", () -> GaussianAutoRegressive.of(4));
  }

  /** The mean of equal values may be rounded, and then they have distances from it. */
  @Test
  void valuesThatAreAlwaysEqualHaveNoNoise() {
    SplittableRandom random = new SplittableRandom(1);
    for (int count : new int[] {7, 30, 100, 1000}) {
      for (int constant = 0; constant < 3; constant++) {
        float[] values = new float[3 * count];
        for (int i = 0; i < values.length; i++) {
          values[i] = i % 3 == constant ? 13 / 255f : (float) random.nextGaussian();
        }
        Samples examples = Samples.vectors(values, count, 3);
        refuses(
            "no noise in a value given the " + constant,
            () -> GaussianAutoRegressive.fit(examples, AutoRegressive.ALL));
      }
    }
  }

  private static void refuses(String part, Runnable action) {
    RuntimeException e = assertThrows(IllegalArgumentException.class, action::run);
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
  }

  private static double sum(double[] values) {
    return Arrays.stream(values).sum();
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
