package org.dgm4j.walk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.dgm4j.data.Samples;
import org.dgm4j.evaluation.latent.Latent;
import org.dgm4j.model.EvidenceLowerBound;
import org.dgm4j.model.adversarial.Gan;
import org.dgm4j.model.variational.Posterior;
import org.dgm4j.model.variational.Vae;
import org.dgm4j.walk.Plan.May;

/** The families whose models draw codes. */
final class Latents {

  /** More pixels take long in a linear probe, whose time is cubic. */
  private static final int MOST_PROBED = 200;

  private Latents() {}

  static Configuration denseVae(Choice choice) {
    return vae(choice, choice.shape(1, 1, 1, 2, 3), builder -> builder);
  }

  static Configuration convolutionalVae(Choice choice) {
    int[] channels = new int[choice.between(1, 3)];
    for (int i = 0; i < channels.length; i++) {
      channels[i] = choice.chance(0.5) ? choice.oneOf(4, 8, 16, 32, 48, 64) : choice.number(1, 64);
    }
    return vae(
        choice,
        choice.image(1, 1, 1, 2, 3),
        builder -> builder.call("convolutional", channels, Vae.Builder::convolutional));
  }

  private static Configuration vae(
      Choice choice, int[] shape, UnaryOperator<Expression<Vae.Builder>> kind) {
    int latent = choice.number(1, 50);
    Classes classes = Classes.draw(choice);
    Expression<Vae.Builder> builder =
        classes
            .of(
                kind.apply(
                    Autoregressive.sized(
                        new Expression<>("Vae.builder()", Vae::builder),
                        shape,
                        Vae.Builder::dimensions,
                        (start, s) -> start.image(s[0], s[1], s[2]))))
            .call("latent", latent, Vae.Builder::latent);
    if (choice.chance(0.9)) {
      int[] hidden = choice.layers(choice.between(0, 3), 500);
      builder = builder.call("hidden", hidden, Vae.Builder::hidden);
    }
    if (choice.chance(0.3)) {
      builder = builder.call("tanh", Vae.Builder::tanh);
    }
    builder = weighted(choice, builder);
    int levels = choice.oneOf(0, 2, 2, choice.number(2, 256));
    boolean binarizes = levels == 2 && choice.chance(0.2);
    boolean grey = levels == 2 && !binarizes && choice.chance(0.3);
    int count = Autoregressive.examples(choice);
    Expression<Vae.Builder> observing =
        switch (levels) {
          case 0 -> builder.call("normal", Vae.Builder::normal);
          case 2 ->
              choice.chance(0.5) ? builder : builder.call("bernoulli", Vae.Builder::bernoulli);
          default -> builder.call("discretisedLogistic", levels, Vae.Builder::discretisedLogistic);
        };
    List<May> may = new ArrayList<>(List.of(May.BE_JUDGED));
    if (binarizes) {
      may.add(May.BE_BINARIZED);
    }
    return new Trained<>(
        classes.label(
            levels == 0
                ? Data.real(choice, count, shape)
                : Data.levels(choice, levels, binarizes || grey, count, shape),
            count),
        seed -> observing.call("seed", seed, Vae.Builder::seed).call("build", Vae.Builder::build),
        Plan.draw(choice, count, may),
        (vae, examples) -> {
          bound(vae, examples, levels > 0, choice);
          samples(vae, examples, levels, choice);
          latent(vae, examples, choice);
        });
  }

  /** How the divergence and the draws count in training. */
  private static Expression<Vae.Builder> weighted(Choice choice, Expression<Vae.Builder> start) {
    Expression<Vae.Builder> builder = start;
    if (choice.chance(0.3)) {
      builder =
          builder.call("posteriorSamples", choice.number(1, 5), Vae.Builder::posteriorSamples);
    }
    if (choice.chance(0.3)) {
      return builder.call(
          "importanceWeighted", choice.number(2, 10), Vae.Builder::importanceWeighted);
    }
    if (choice.chance(0.3)) {
      double beta = choice.chance(0.1) ? 0.0 : choice.real(0.01, 10);
      builder = builder.call("beta", beta, Vae.Builder::beta);
    }
    if (choice.chance(0.3)) {
      builder = builder.call("klWarmUp", choice.real(0.1, 20), Vae.Builder::klWarmUp);
    }
    return choice.chance(0.3)
        ? builder.call("freeBits", choice.real(0.001, 3), Vae.Builder::freeBits)
        : builder;
  }

  static void bound(Vae vae, Samples examples, boolean discrete, Choice choice) {
    Samples x = examples.first(Math.min(7, examples.count()));
    EvidenceLowerBound bound = Judge.shown(vae.evidenceLowerBound(x, 3));
    assertArrayEquals(bound.nats(), vae.evidenceLowerBound(x, 3).nats());
    Posterior posterior = vae.posterior(x);
    int latent = vae.latentDimensions();
    for (int n = 0; n < x.count(); n++) {
      double divergence = 0;
      for (int d = 0; d < latent; d++) {
        double mean = posterior.means().value(n, d);
        double deviation = posterior.deviations().value(n, d);
        assertTrue(deviation > 0 && Double.isFinite(deviation), "σ is " + deviation);
        divergence += 0.5 * (mean * mean + deviation * deviation - 1) - Math.log(deviation);
      }
      Judge.assertNear(divergence, bound.divergence()[n]);
      assertTrue(Double.isFinite(bound.reconstruction()[n]));
      assertTrue(!discrete || bound.reconstruction()[n] <= 0);
    }
    for (double nats : vae.logProbabilityEstimate(x, choice.number(1, 1200), 2)) {
      assertTrue(Double.isFinite(nats) && (!discrete || nats <= 1), "log p is about " + nats);
    }
    int active = vae.activeUnits(examples).count();
    assertTrue(active >= 0 && active <= latent);
  }

  static void samples(Vae vae, Samples examples, int levels, Choice choice) {
    int count = choice.number(1, 600);
    Samples samples = Judge.shown(vae.sample(count, 4));
    assertArrayEquals(samples.values(), vae.sample(count, 4).values());
    assertTrue(levels == 0 || samples.firstOutside(levels).isEmpty());
    for (Samples drawn : List.of(samples, vae.sampleMeans(count, 4), vae.reconstruct(examples))) {
      assertArrayEquals(examples.shape(), drawn.shape());
      for (float value : drawn.values()) {
        assertTrue(Float.isFinite(value) && (levels == 0 || value >= 0 && value < levels));
      }
    }
  }

  static void latent(Vae vae, Samples examples, Choice choice) {
    Samples one = examples.first(1);
    Samples last = examples.range(examples.count() - 1, examples.count());
    Samples found = vae.reconstruct(one);
    int steps = choice.between(2, 12);
    Latent.Interpolation way = Judge.shown(Latent.interpolate(vae, one, last, steps));
    assertEquals(steps, way.spherical().count());
    assertNear(found, way.linear().first(1));
    assertNear(found, way.spherical().first(1));
    assertNear(vae.reconstruct(last), way.linear().range(steps - 1, steps));
    assertEquals(
        vae.latentDimensions() * 11, Judge.shown(Latent.traverse(vae, one)).decoded().count());
    if (vae.latentDimensions() < 2) {
      assertThrows(IllegalArgumentException.class, () -> Latent.manifold(vae, 5));
      return;
    }
    assertEquals(25, Judge.shown(Latent.manifold(vae, 5)).decoded().count());
    if (examples.count() > 1) {
      assertEquals(examples.count(), Judge.shown(Latent.scatter(vae, examples)).points().count());
      assertEquals(9, Judge.shown(Latent.manifold(vae, 3, examples)).decoded().count());
      Latent.Explorer explorer = Latent.explorer(vae, examples, 7);
      assertEquals(49, explorer.manifold().decoded().count());
      if (examples.isImages()) {
        Judge.shown(explorer);
      }
    }
    if (examples.hasLabels() && examples.dimensions() <= MOST_PROBED) {
      double accuracy = Judge.shown(Latent.probe(vae, examples, examples)).codes().accuracy();
      assertTrue(accuracy >= 0 && accuracy <= 1);
    }
  }

  /** The same decodings, in another batch, to what is lost of the largest value. */
  private static void assertNear(Samples expected, Samples actual) {
    double largest = 0;
    for (float value : expected.values()) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.dimensions(); i++) {
      assertEquals(expected.value(0, i), actual.value(0, i), 1e-4 * largest + 1e-4);
    }
  }

  static Configuration gan(Choice choice) {
    int[] shape = choice.chance(0.3) ? new int[] {2} : choice.shape(1, 1, 1, 2, 3);
    Classes classes = Classes.draw(choice);
    Expression<Gan.Builder> start =
        classes
            .of(
                Autoregressive.sized(
                    new Expression<>("Gan.builder()", Gan::builder),
                    shape,
                    Gan.Builder::dimensions,
                    (builder, s) -> builder.image(s[0], s[1], s[2])))
            .call("latent", choice.number(1, 50), Gan.Builder::latent);
    Expression<Gan.Builder> builder =
        choice.chance(0.9)
            ? start.call("hidden", choice.layers(choice.between(1, 3), 500), Gan.Builder::hidden)
            : start;
    int count = Autoregressive.examples(choice);
    boolean images = shape.length == 3;
    boolean binarizes = images && choice.chance(0.2);
    return new Trained<>(
        classes.label(
            images ? Data.grey(choice, count, shape) : Data.real(choice, count, shape), count),
        seed -> builder.call("seed", seed, Gan.Builder::seed).call("build", Gan.Builder::build),
        Plan.draw(choice, count, binarizes ? List.of(May.BE_BINARIZED) : List.of()),
        (gan, examples) -> {
          int drawn = choice.number(1, 1200);
          Samples samples = Judge.shown(gan.sample(drawn, 3));
          assertArrayEquals(examples.shape(), samples.shape());
          assertArrayEquals(samples.values(), gan.sample(drawn, 3).values());
          for (float value : samples.values()) {
            assertTrue(Float.isFinite(value) && (!images || value >= 0 && value <= 1));
          }
        });
  }
}
