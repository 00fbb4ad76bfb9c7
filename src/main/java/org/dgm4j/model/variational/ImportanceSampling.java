package org.dgm4j.model.variational;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.data.Samples;

/**
 * The estimate of {@link Vae#logProbabilityEstimate(Samples, int, long)}: log 1/k Σ p(x | z) p(z) /
 * q(z | x) of examples, with k draws of z from q(z | x) each (Burda, Grosse and Salakhutdinov
 * 2016).
 *
 * @param k the number of draws, at least 1
 * @param random what the draws are made from
 */
record ImportanceSampling(Vae model, Samples examples, int k, RandomGenerator random) {

  /** Draws in memory at once, whatever k is: decoded to 28×28 values they are 3 MB. */
  private static final int TOGETHER = 1000;

  ImportanceSampling {
    if (k < 1) {
      throw new IllegalArgumentException(
          "The estimate needs at least one draw, not " + k + ": try k = 100");
    }
  }

  /** In nats, shape (count). */
  double[] estimates() {
    try (ProgressTask work = ProgressTask.of("example", examples.count())) {
      requireGoesOn(work, 0, 0);
      return estimates(model.posterior(examples), work);
    }
  }

  private double[] estimates(Posterior posterior, ProgressTask work) {
    double[] estimates = new double[examples.count()];
    int together = Math.max(1, TOGETHER / k);
    for (int from = 0; from < estimates.length; from += together) {
      int to = Math.min(from + together, estimates.length);
      LogMean[] means = new LogMean[to - from];
      Arrays.setAll(means, n -> new LogMean());
      try (ProgressTask draws = ProgressTask.of("draw", k)) {
        for (int left = k; left > 0; left -= TOGETHER) {
          int now = Math.min(TOGETHER, left);
          addWeights(examples.range(from, to), posterior, from, now, means);
          requireGoesOn(draws, now, from);
        }
      }
      for (int n = 0; n < means.length; n++) {
        estimates[from + n] = means[n].value();
      }
      requireGoesOn(work, to - from, to);
    }
    return estimates;
  }

  private void requireGoesOn(ProgressTask work, int amount, int done) {
    if (!work.goesOn(amount)) {
      throw new CancellationException(
          "The estimate was interrupted after %d of %d examples".formatted(done, examples.count()));
    }
  }

  /** Draws codes of some examples and adds their log p(x | z) + log p(z) − log q(z | x). */
  private void addWeights(
      Samples some, Posterior posterior, int first, int draws, LogMean[] means) {
    int count = some.count();
    int latent = model.latentDimensions();
    float[] codes = new float[draws * count * latent];
    double[] logVolumes = new double[count];
    for (int n = 0; n < count; n++) {
      for (int d = 0; d < latent; d++) {
        logVolumes[n] += Math.log(posterior.deviations().value(first + n, d));
      }
    }
    double[] logRatios = new double[draws * count];
    for (int row = 0; row < logRatios.length; row++) {
      int n = first + row % count;
      logRatios[row] = logVolumes[row % count];
      for (int d = 0; d < latent; d++) {
        double noise = random.nextGaussian();
        double deviation = posterior.deviations().value(n, d);
        double z = posterior.means().value(n, d) + deviation * noise;
        codes[row * latent + d] = (float) z;
        logRatios[row] += 0.5 * (noise * noise - z * z);
      }
    }
    float[] logLikelihoods = model.logLikelihoods(some, codes);
    for (int row = 0; row < logRatios.length; row++) {
      means[row % count].add(logLikelihoods[row] + logRatios[row]);
    }
  }

  /** The logarithm of the mean of numbers that are given by their logarithms. */
  private static final class LogMean {
    private double greatest = Double.NEGATIVE_INFINITY;
    private double sum;
    private int count;

    void add(double logarithm) {
      if (logarithm > greatest) {
        sum = sum * Math.exp(greatest - logarithm) + 1;
        greatest = logarithm;
      } else {
        sum += Math.exp(logarithm - greatest);
      }
      count++;
    }

    double value() {
      return greatest + Math.log(sum / count);
    }
  }
}
