package org.dgm4j.model.variational;

import org.dgm4j.base.Checks;
import org.dgm4j.model.ModelBuilder;

/**
 * The options of a {@link Vae.Builder}.
 *
 * <p>It is public because JShell completes only methods that are declared in public types.
 */
public abstract sealed class VaeOptions extends ModelBuilder<Vae.Builder> permits Vae.Builder {

  /** As Kingma and Welling (2014) had for small images of faces. */
  private static final int HIDDEN = 200;

  private int latent = 20;
  private int[] hidden = {HIDDEN};
  private boolean tanh;
  private int[] convolutional = {};
  private String likelihood = BernoulliObservation.NAME;
  private int levels;
  private double beta = 1;
  private double warmUp;
  private double freeBits;
  private int samples = 1;
  private int importance = 1;

  VaeOptions() {
    super("A vae", ".image(28, 28) or .dimensions(10)");
  }

  /** The number of values of an example that is no image. */
  public Vae.Builder dimensions(int dimensions) {
    return vector(dimensions, ".dimensions(10)");
  }

  /** The number of latent units; 20 if not given. */
  public Vae.Builder latent(int latent) {
    this.latent = atLeastOne("latent unit", latent, ".latent(20)");
    return self();
  }

  /**
   * The units of the hidden layers from the example to the code, max(0, Wx + b); the decoder has
   * the same in reverse. One layer of {@value #HIDDEN} if not given; without any, both networks are
   * linear.
   */
  public Vae.Builder hidden(int... units) {
    hidden = eachAtLeastOne("hidden unit", units, ".hidden(500, 500)");
    return self();
  }

  /** Hidden units tanh(Wx + b), which learn more evenly in narrow networks. */
  public Vae.Builder tanh() {
    tanh = true;
    return self();
  }

  /**
   * Convolutions with so many channels, each of which halves the image, come before the hidden
   * layers, and transposed ones after them in the decoder.
   */
  public Vae.Builder convolutional(int... channels) {
    if (channels.length == 0) {
      throw new IllegalArgumentException(
          "A convolutional vae needs the channels of its layers: try .convolutional(16, 32)");
    }
    convolutional = eachAtLeastOne("channel", channels, ".convolutional(16, 32)");
    return self();
  }

  /** p(x | z) of values that are 0 or 1, or in between; so if not given. */
  public Vae.Builder bernoulli() {
    likelihood = BernoulliObservation.NAME;
    levels = 0;
    return self();
  }

  /** Normal p(x | z) of real values, with one standard deviation for all, which is learnt. */
  public Vae.Builder normal() {
    likelihood = NormalObservation.NAME;
    levels = 0;
    return self();
  }

  /**
   * Discretised logistic p(x | z) of the levels 0 … L − 1, with a scale for each value, which is
   * learnt.
   *
   * @param levels L, from 2 to 256
   */
  public Vae.Builder discretisedLogistic(int levels) {
    if (levels < 2 || levels > 256) {
      throw new IllegalArgumentException(
          "A value has 2 to 256 levels, not " + levels + ": try .discretisedLogistic(256)");
    }
    likelihood = LogisticObservation.NAME;
    this.levels = levels;
    return self();
  }

  /** The weight β of the divergence in training (Higgins et al. 2017); 1 if not given. */
  public Vae.Builder beta(double beta) {
    this.beta = Checks.notNegative("β", beta, ".beta(1)");
    return self();
  }

  /** Lets β rise evenly from 0 in the first epochs of training. */
  public Vae.Builder klWarmUp(double epochs) {
    warmUp = Checks.notNegative("The number of epochs", epochs, ".klWarmUp(10)");
    return self();
  }

  /**
   * Lets each latent unit have so many nats of divergence, in the mean of a batch, for free (Kingma
   * et al. 2016).
   */
  public Vae.Builder freeBits(double nats) {
    freeBits = Checks.notNegative("The number of free nats", nats, ".freeBits(0.1)");
    return self();
  }

  /** How many codes are drawn for each example in a step of training; 1 if not given. */
  public Vae.Builder posteriorSamples(int draws) {
    samples = atLeastOne("posterior sample", draws, ".posteriorSamples(1)");
    return self();
  }

  /**
   * Trains by the importance-weighted bound with k draws (Burda, Grosse and Salakhutdinov 2016) in
   * place of the evidence lower bound.
   */
  public Vae.Builder importanceWeighted(int k) {
    importance = atLeastOne("importance sample", k, ".importanceWeighted(5)");
    return self();
  }

  /**
   * These options.
   *
   * @throws IllegalArgumentException if the size of an example is missing, or the options exclude
   *     one another
   */
  final VaeSettings settings() {
    return new VaeSettings(
            shape(),
            latent,
            hidden,
            tanh,
            convolutional,
            likelihood,
            levels,
            beta,
            warmUp,
            freeBits,
            samples,
            importance)
        .requirePossible();
  }
}
