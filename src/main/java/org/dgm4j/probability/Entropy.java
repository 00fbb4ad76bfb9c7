package org.dgm4j.probability;

import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.dgm4j.probability.numeric.Quadrature;

/** Entropies in nats that have no closed form. */
public final class Entropy {

  /** Puts the standard error below 0.01 nats while −log p has a deviation of up to 3 nats. */
  private static final int DRAWS = 100_000;

  /** Any would do: always the same, so that a distribution has one entropy. */
  private static final long SEED = 1;

  /** Few draws are held at once, and many enough that their overhead does not count. */
  private static final int CHUNK = 1_000;

  private Entropy() {}

  /** The mean of −log p over 100,000 draws that are always the same. */
  public static double estimated(
      BiFunction<Integer, Long, Draws> sampler, ToDoubleFunction<double[]> logProbability) {
    UniformRandomProvider seeds = RandomSource.SPLIT_MIX_64.create(SEED);
    double sum = 0;
    for (int done = 0; done < DRAWS; done += CHUNK) {
      Draws draws = sampler.apply(CHUNK, seeds.nextLong());
      for (int i = 0; i < CHUNK; i++) {
        sum -= logProbability.applyAsDouble(draws.point(i));
      }
    }
    return sum / DRAWS;
  }

  /** The integral of −p log p by quadrature. */
  static double integrated(GaussianMixture p) {
    return Quadrature.integrate(
            x -> {
              double logP = p.logDensity(x);
              return logP == Double.NEGATIVE_INFINITY ? 0 : -Math.exp(logP) * logP;
            },
            p.landmarks(),
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY)
        .value();
  }
}
