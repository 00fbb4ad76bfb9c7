package org.dgm4j.walk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import org.dgm4j.data.Samples;
import org.dgm4j.model.autoregressive.GaussianAutoRegressive;

/** The linear-Gaussian model, which is fitted to series at once. */
record Series(Expression<Samples> data, int order, Choice choice) implements Configuration {

  /** The covariance of longer series takes too long. */
  private static final int MOST_VALUES = 100;

  static Configuration draw(Choice choice) {
    int order = choice.number(1, 8);
    int length = choice.number(1, MOST_VALUES);
    int count = choice.between(order + 10, 150);
    return new Series(Data.series(choice, count, length), order, choice);
  }

  @Override
  public String java() {
    return "var data = %s;\nvar model = GaussianAutoRegressive.fit(data, %d);"
        .formatted(data, order);
  }

  @Override
  public void check(Path folder) {
    Samples examples = data.make();
    GaussianAutoRegressive model = GaussianAutoRegressive.fit(examples, order);
    double[] logProbability = model.logProbability(examples);
    Samples samples = model.sample(5, 1);
    assertArrayEquals(examples.shape(), samples.shape());
    assertArrayEquals(samples.values(), model.sample(5, 1).values());
    double[] history = new double[choice.between(0, examples.dimensions())];
    Arrays.setAll(history, t -> examples.value(0, t));
    int steps = choice.between(1, 20);
    GaussianAutoRegressive.Forecast forecast = Judge.shown(model.forecast(history, steps));
    assertEquals(steps, forecast.mean().length);
    assertTrue(Arrays.stream(forecast.standardDeviation()).allMatch(deviation -> deviation > 0));
    double[] row = new double[examples.dimensions()];
    Arrays.setAll(row, t -> examples.value(0, t));
    assertEquals(model.logProbability(row), logProbability[0], 1e-9 * Math.abs(logProbability[0]));
    Judge.assertNear(logProbability[0], model.distribution().logProbability(row));
    if (order > 1) {
      GaussianAutoRegressive nested = GaussianAutoRegressive.fit(examples, order - 1);
      assertTrue(mean(logProbability) >= mean(nested.logProbability(examples)) - 1e-6);
    }
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
