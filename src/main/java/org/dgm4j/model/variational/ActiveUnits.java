package org.dgm4j.model.variational;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dgm4j.data.Samples;

/**
 * Which latent units say something about an example: those whose posterior mean varies among the
 * examples, with a variance above {@value #LEAST} (Burda, Grosse and Salakhutdinov 2016).
 */
public final class ActiveUnits {

  /** That of Burda, Grosse and Salakhutdinov (2016): far from 0 and from the prior's 1. */
  private static final double LEAST = 0.01;

  private final double[] variances;

  private ActiveUnits(double[] variances) {
    this.variances = variances;
  }

  static ActiveUnits of(Samples codes) {
    double[] variances = new double[codes.dimensions()];
    for (int d = 0; d < variances.length; d++) {
      int unit = d;
      double[] values =
          IntStream.range(0, codes.count()).mapToDouble(n -> codes.value(n, unit)).toArray();
      double mean = Arrays.stream(values).average().orElse(0);
      variances[d] =
          Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().orElse(0);
    }
    return new ActiveUnits(variances);
  }

  /** The variance of the posterior mean of each unit. */
  public double[] variances() {
    return variances.clone();
  }

  /** The number of active units. */
  public int count() {
    return units().length;
  }

  /** The active units, from 0 on, that of the largest variance first. */
  public int[] units() {
    return IntStream.range(0, variances.length)
        .filter(d -> variances[d] > LEAST)
        .boxed()
        .sorted((a, b) -> Double.compare(variances[b], variances[a]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** A sentence if fewer than half of the units are active, with what to try. */
  Optional<String> collapse(String advice) {
    int active = count();
    if (2 * active >= variances.length) {
      return Optional.empty();
    }
    return Optional.of(
        "Posterior collapse: %s of the %d latent units %s anything about an example, so try %s"
            .formatted(
                active == 0 ? "none" : "only " + active,
                variances.length,
                active <= 1 ? "says" : "say",
                advice));
  }

  @Override
  public String toString() {
    return "%d of %d latent units are active (variance of the posterior mean above %s)"
        .formatted(count(), variances.length, LEAST);
  }
}
