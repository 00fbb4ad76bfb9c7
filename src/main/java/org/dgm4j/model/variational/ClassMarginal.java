package org.dgm4j.model.variational;

import java.util.List;
import org.dgm4j.data.Samples;
import org.dgm4j.model.EvidenceLowerBound;

/**
 * What a VAE with classes says about log p(x) = log Σ_y p(y) p(x | y), whatever labels the examples
 * have: it is put together from what the models of its classes say about log p(x | y). Each of them
 * takes the same draws.
 */
record ClassMarginal(Vae model) {

  /**
   * log Σ_y p(y) exp(ELBO_y) ≤ log p(x), where ELBO_y bounds log p(x | y). With q(y | x) ∝ p(y)
   * exp(ELBO_y) it is a bound by q(y | x) q(z | x, y): its reconstruction is expected under q(y |
   * x), and its divergence Σ_y q(y | x) KL(q(z | x, y) ‖ p(z)) + KL(q(y | x) ‖ p(y)).
   */
  EvidenceLowerBound evidenceLowerBound(Samples examples, long seed) {
    List<EvidenceLowerBound> bounds =
        model.ofEachClass(Vae.class, given -> given.evidenceLowerBound(examples, seed));
    double[][] nats = bounds.stream().map(EvidenceLowerBound::nats).toArray(double[][]::new);
    double[] marginal = model.labels().marginal(nats);
    double[][] posterior = model.labels().posterior(nats);
    double[] reconstruction = new double[examples.count()];
    double[] divergence = new double[examples.count()];
    for (int label = 0; label < nats.length; label++) {
      double[] ofClass = bounds.get(label).reconstruction();
      double[] divergenceOfClass = bounds.get(label).divergence();
      for (int n = 0; n < reconstruction.length; n++) {
        double probability = posterior[n][label];
        // log q(y | x) / p(y) is ELBO_y less the bound.
        double logRatio = nats[label][n] - marginal[n];
        reconstruction[n] += probability * ofClass[n];
        divergence[n] += probability * (divergenceOfClass[n] + logRatio);
      }
    }
    return EvidenceLowerBound.of(reconstruction, divergence);
  }

  /** In nats, shape (count). */
  double[] logProbabilityEstimate(Samples examples, int k, long seed) {
    return model
        .labels()
        .marginal(
            model
                .ofEachClass(Vae.class, given -> given.logProbabilityEstimate(examples, k, seed))
                .toArray(double[][]::new));
  }
}
