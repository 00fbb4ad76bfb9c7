package org.dgm4j.model.autoregressive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dgm4j.base.Checks;
import org.dgm4j.data.Samples;
import org.dgm4j.model.DensityModel;
import org.dgm4j.probability.MultivariateNormal;

/**
 * The linear-Gaussian autoregressive model AR(k) for series of real numbers: x_t = c + φ_1 x_(t−1)
 * + … + φ_k x_(t−k) + ε_t with normally distributed noise ε_t of standard deviation σ (Hamilton,
 * Time Series Analysis, 1994, chapter 5).
 *
 * <p>c, φ and σ are the same at all times. The first k values have fewer values before them and
 * each its own regression on these, so the model is a normalised density of the whole series. Each
 * regression has its own parameters; so least squares, with the mean square of the residuals as σ²,
 * is exactly maximum likelihood, and nothing has to be trained.
 *
 * <p>Immutable, and it holds no native memory: {@link #close} does nothing.
 */
public final class GaussianAutoRegressive implements DensityModel {

  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  private final List<Regression> regressions;
  private final int[] shape;
  private final int dimensions;

  private GaussianAutoRegressive(List<Regression> regressions, int[] shape) {
    this.regressions = regressions;
    this.shape = shape;
    this.dimensions = Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /**
   * How a value follows from those before it, plus noise.
   *
   * @param intercept c
   * @param coefficients φ_1, φ_2, …: of the value before, of the one before that, and so on
   * @param standardDeviation σ of the noise, above 0
   */
  public record Regression(double intercept, double[] coefficients, double standardDeviation) {

    /**
     * @throws IllegalArgumentException if a number is not finite or the standard deviation not
     *     above 0
     */
    public Regression {
      coefficients = coefficients.clone();
      Checks.finite(intercept, "The intercept");
      for (double coefficient : coefficients) {
        Checks.finite(coefficient, "A coefficient");
      }
      if (!(standardDeviation > 0) || Double.isInfinite(standardDeviation)) {
        throw new IllegalArgumentException(
            "The standard deviation of the noise must be above 0, but is " + standardDeviation);
      }
    }

    @Override
    public double[] coefficients() {
      return coefficients.clone();
    }

    /** The expected value at position t of a series. */
    private double mean(double[] series, int t) {
      double mean = intercept;
      for (int lag = 1; lag <= coefficients.length; lag++) {
        mean += coefficients[lag - 1] * series[t - lag];
      }
      return mean;
    }

    private double logDensity(double[] series, int t) {
      double z = (series[t] - mean(series, t)) / standardDeviation;
      return -0.5 * (z * z + LOG_TWO_PI) - Math.log(standardDeviation);
    }

    /** The formula: {@code x(t) = 0.1 + 0.8 x(t−1) + noise of standard deviation 0.5}. */
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder("x(t) = " + number(intercept));
      for (int lag = 1; lag <= coefficients.length; lag++) {
        double coefficient = coefficients[lag - 1];
        text.append(coefficient < 0 ? " − " : " + ")
            .append(number(Math.abs(coefficient)))
            .append(" x(t−" + lag + ")");
      }
      return text + " + noise of standard deviation " + number(standardDeviation);
    }
  }

  /**
   * What is expected of the values that follow a history: each is normally distributed.
   *
   * @param history the values before
   * @param mean of each of the next values
   * @param standardDeviation of each of them
   */
  public record Forecast(double[] history, double[] mean, double[] standardDeviation) {

    public Forecast {
      history = history.clone();
      mean = mean.clone();
      standardDeviation = standardDeviation.clone();
    }

    @Override
    public double[] history() {
      return history.clone();
    }

    @Override
    public double[] mean() {
      return mean.clone();
    }

    @Override
    public double[] standardDeviation() {
      return standardDeviation.clone();
    }

    /** One line a step: mean ± standard deviation. */
    @Override
    public String toString() {
      String first =
          String.format(
              Locale.ROOT, "Forecast after %,d values: mean ± standard deviation", history.length);
      return first
          + "\n"
          + IntStream.range(0, mean.length)
              .mapToObj(
                  i -> (i + 1) + ": " + number(mean[i]) + " ± " + number(standardDeviation[i]))
              .collect(Collectors.joining("\n"));
    }
  }

  /**
   * A model with known parameters, for example to draw series from.
   *
   * @param length the number of values of one series
   * @param regressions of the first value, the second and so on; each has as many coefficients as
   *     there are values before it, and the last one is that of all later values
   * @throws IllegalArgumentException if a regression has another number of coefficients, or there
   *     are more regressions than values
   */
  public static GaussianAutoRegressive of(int length, Regression... regressions) {
    if (regressions.length == 0 || regressions.length > length) {
      throw new IllegalArgumentException(
          "A series of %d values needs from 1 to %d regressions, but there are %d"
              .formatted(length, length, regressions.length));
    }
    for (int t = 0; t < regressions.length; t++) {
      if (regressions[t].coefficients.length != t) {
        throw new IllegalArgumentException(
            "There are %d values before value %d, but its regression has %d coefficients: give one for each"
                .formatted(t, t + 1, regressions[t].coefficients.length));
      }
    }
    return new GaussianAutoRegressive(List.of(regressions), new int[] {length});
  }

  /**
   * The AR(k) under which the examples are most probable.
   *
   * @param examples one series each; images are series in raster order
   * @param order k, at least 1; {@link AutoRegressive#ALL}, or anything from the number of values −
   *     1 on, lets each value depend on all before it, which is any normal distribution
   * @throws IllegalArgumentException if the order is less than 1, or a value has no noise given
   *     those before it, as when there are too few examples
   */
  public static GaussianAutoRegressive fit(Samples examples, int order) {
    requireOrder(order);
    if (examples.count() == 0) {
      throw new IllegalArgumentException(
          "There are no examples to fit: give at least as many as the order + 2");
    }
    int length = examples.dimensions();
    int k = Math.min(order, length - 1);
    float[] values = examples.values();
    List<Regression> regressions =
        new ArrayList<>(
            LeastSquares.regress(
                k, examples.count(), (row, target) -> copy(values, row * length, target)));
    int places = length - k;
    List<Regression> shared =
        LeastSquares.regress(
            k + 1,
            Math.multiplyExact(examples.count(), places),
            (row, target) -> copy(values, row / places * length + row % places, target));
    regressions.add(shared.get(k));
    return new GaussianAutoRegressive(regressions, examples.shape());
  }

  /**
   * The AR(k) under which one long series is most probable, given its first k values.
   *
   * <p>A single start says nothing about how series start; so the regressions of the first k values
   * are those of AR(0) … AR(k − 1) fitted to the whole series: it may start anywhere in its course.
   *
   * @param series at least order + 3 values
   * @throws IllegalArgumentException if the order is less than 1, a value is not finite, or there
   *     is no noise, as when the series is too short
   */
  public static GaussianAutoRegressive fit(double[] series, int order) {
    requireOrder(order);
    if (order > series.length - 3) {
      throw new IllegalArgumentException(
          "An order of %,d needs a series of at least %,d values, but this one has %,d: try a smaller order, or more values"
              .formatted(order, order + 3L, series.length));
    }
    for (double value : series) {
      Checks.finite(value, "A value of a series");
    }
    List<Regression> regressions = new ArrayList<>();
    for (int k = 0; k <= order; k++) {
      regressions.add(
          LeastSquares.regress(
                  k + 1,
                  series.length - k,
                  (row, target) -> System.arraycopy(series, row, target, 0, target.length))
              .get(k));
    }
    return new GaussianAutoRegressive(regressions, new int[] {series.length});
  }

  private static void copy(float[] values, int from, double[] target) {
    for (int i = 0; i < target.length; i++) {
      target[i] = values[from + i];
    }
  }

  private static void requireOrder(int order) {
    if (order < 1) {
      throw new IllegalArgumentException(
          "The order of an autoregressive model must be at least 1, but is " + order + ": try 1");
    }
  }

  /** k: how many values before it each value depends on. */
  public int order() {
    return regressions.size() - 1;
  }

  /** φ_1 … φ_k: of the value before, of the one before that, and so on. */
  public double[] coefficients() {
    return regression(order()).coefficients();
  }

  /** c. */
  public double intercept() {
    return regression(order()).intercept();
  }

  /** σ: the standard deviation of the noise. */
  public double standardDeviation() {
    return regression(order()).standardDeviation();
  }

  /** How a value follows from those before it; from position k on it is the same for all. */
  public Regression regression(int position) {
    if (position < 0) {
      throw new IllegalArgumentException(
          "The positions of a series begin at 0, but this one is " + position);
    }
    return regressions.get(Math.min(position, order()));
  }

  /** The number of free parameters: those of all different regressions. */
  public long parameterCount() {
    return regressions.stream().mapToLong(r -> r.coefficients.length + 2).sum();
  }

  /** The shape of one example: that of the data this model was fitted to. */
  public int[] exampleShape() {
    return shape.clone();
  }

  @Override
  public boolean isContinuous() {
    return true;
  }

  /** {@inheritDoc} The density is of all values of a series together. */
  @Override
  public double[] logProbability(Samples examples) {
    if (examples.dimensions() != dimensions) {
      throw new IllegalArgumentException(
          "This model is for series of %d values, but these examples have %d: give it examples of that size, or one series as double[] of any length"
              .formatted(dimensions, examples.dimensions()));
    }
    return IntStream.range(0, examples.count())
        .mapToDouble(n -> logProbability(doubles(examples.row(n))))
        .toArray();
  }

  /** The log-density of one series of any length, in nats. */
  public double logProbability(double[] series) {
    double sum = 0;
    for (int t = 0; t < series.length; t++) {
      sum += regression(t).logDensity(series, t);
    }
    return sum;
  }

  @Override
  public Samples sample(int count, long seed) {
    Checks.sampleCount(count);
    float[] values = new float[Math.multiplyExact(count, dimensions)];
    SplittableRandom random = new SplittableRandom(seed);
    double[] series = new double[dimensions];
    for (int n = 0; n < count; n++) {
      for (int t = 0; t < dimensions; t++) {
        Regression regression = regression(t);
        series[t] =
            regression.mean(series, t) + regression.standardDeviation * random.nextGaussian();
        values[n * dimensions + t] = (float) series[t];
      }
    }
    return Samples.of(values, count, shape);
  }

  /**
   * The exact distribution of each of the values that follow a history.
   *
   * <p>With ψ_(i,j) how much the j-th new noise moves the i-th new value, the variance of that
   * value is Σ_j ψ_(i,j)² σ_j².
   *
   * @param history a series from its first value on; may be empty
   * @param steps how many values to look ahead, at least 1
   * @throws IllegalArgumentException if steps is less than 1 or a value is not finite
   */
  public Forecast forecast(double[] history, int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(
          "A forecast needs at least one step, not " + steps + ": try .forecast(history, 10)");
    }
    for (double value : history) {
      Checks.finite(value, "A value of the history");
    }
    int known = history.length;
    double[] series = Arrays.copyOf(history, known + steps);
    for (int t = known; t < series.length; t++) {
      series[t] = regression(t).mean(series, t);
    }
    double[] standardDeviation =
        Arrays.stream(response(known, steps))
            .mapToDouble(row -> Math.sqrt(Arrays.stream(row).map(r -> r * r).sum()))
            .toArray();
    return new Forecast(
        history, Arrays.copyOfRange(series, known, known + steps), standardDeviation);
  }

  /** ψ_(i,j) σ_j, where i and j count from position {@code known} on. */
  private double[][] response(int known, int steps) {
    double[][] response = new double[steps][steps];
    for (int i = 0; i < steps; i++) {
      Regression regression = regression(known + i);
      response[i][i] = regression.standardDeviation;
      for (int lag = 1; lag <= Math.min(i, regression.coefficients.length); lag++) {
        for (int j = 0; j <= i - lag; j++) {
          response[i][j] += regression.coefficients[lag - 1] * response[i - lag][j];
        }
      }
    }
    return response;
  }

  /** The same density as a normal distribution with its mean and covariance. */
  public MultivariateNormal distribution() {
    double[][] response = response(0, dimensions);
    double[][] covariance = new double[dimensions][dimensions];
    for (int i = 0; i < dimensions; i++) {
      for (int j = 0; j <= i; j++) {
        for (int m = 0; m <= j; m++) {
          covariance[i][j] += response[i][m] * response[j][m];
        }
        covariance[j][i] = covariance[i][j];
      }
    }
    return MultivariateNormal.of(forecast(new double[0], dimensions).mean, covariance);
  }

  @Override
  public void close() {}

  /** The order, the formula and the number of free parameters. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "AR(%d) of series of %,d values, %,d free parameters: %s",
        order(),
        dimensions,
        parameterCount(),
        regression(order()));
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
