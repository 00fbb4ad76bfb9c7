package org.dgm4j.probability.divergence;

import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.DiscreteDistribution;
import org.dgm4j.probability.Draws;
import org.dgm4j.probability.Multivariate;
import org.dgm4j.probability.joint.JointDistribution;

/**
 * Any distribution as a source of points and a judge of them.
 *
 * @param sampler gives so many draws for a seed
 * @param logProbability the log-probability or log-density of a point in nats
 */
record Sampled(
    BiFunction<Integer, Long, Draws> sampler, ToDoubleFunction<double[]> logProbability) {

  static Sampled of(DiscreteDistribution d) {
    return new Sampled((n, seed) -> Draws.of(d, n, seed), x -> d.logProbability((int) x[0]));
  }

  static Sampled of(ContinuousDistribution d) {
    return new Sampled((n, seed) -> Draws.of(d, n, seed), x -> d.logDensity(x[0]));
  }

  static Sampled of(Multivariate d) {
    return new Sampled(d::sample, d::logProbability);
  }

  static Sampled of(JointDistribution d) {
    return new Sampled(
        d::sample, x -> d.logProbability(Arrays.stream(x).mapToInt(v -> (int) v).toArray()));
  }

  double at(double[] x) {
    return logProbability.applyAsDouble(x);
  }
}
