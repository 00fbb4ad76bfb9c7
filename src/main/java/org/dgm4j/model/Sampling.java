package org.dgm4j.model;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.dgm4j.base.Checks;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.base.Seeds;
import org.dgm4j.data.Samples;

/**
 * How samples are drawn from a model; immutable.
 *
 * <pre>{@code
 * vae.sampling().label(3).sample(64)
 * }</pre>
 */
public sealed class Sampling permits AutoregressiveSampling {

  private final NeuralModel model;
  private final Options options;

  /**
   * What any sampling can be told.
   *
   * @param label of all samples; null to draw one for each
   * @param seed null for the notebook's
   */
  record Options(Integer label, Long seed, boolean silent) {
    static final Options NONE = new Options(null, null, false);

    Options label(int label) {
      return new Options(label, seed, silent);
    }

    Options seed(long seed) {
      return new Options(label, seed, silent);
    }

    Options unwatched() {
      return new Options(label, seed, true);
    }
  }

  Sampling(NeuralModel model) {
    this(model, Options.NONE);
  }

  Sampling(NeuralModel model, Options options) {
    this.model = model;
    this.options = options;
  }

  final Options options() {
    return options;
  }

  /** This one with other options. */
  Sampling with(Options other) {
    return new Sampling(model, other);
  }

  /** Lets nobody watch the sampling. */
  public Sampling silent() {
    return with(options.unwatched());
  }

  /** The seed; the notebook's if not given. */
  public Sampling seed(long seed) {
    return with(options.seed(seed));
  }

  /**
   * The label of all samples, which are drawn from p(x | y). Without it a model with classes draws
   * the label of each first, from p(y).
   *
   * @throws IllegalArgumentException if the model does not know the label, or has no classes
   */
  public Sampling label(int label) {
    return with(options.label(model.labels().require(label, model.type())));
  }

  /**
   * Draws independent samples.
   *
   * @return of a model with classes they have labels
   * @throws IllegalArgumentException if {@code count} is negative or too large
   * @throws CancellationException if the thread is interrupted, where sampling takes long
   */
  public final Samples sample(int count) {
    Checks.sampleCount(count);
    if ((long) count * model.dimensions() > NeuralModel.LONGEST_ARRAY) {
      throw new IllegalArgumentException(
          "%,d samples are more than fit in memory at once: ask for at most %,d"
              .formatted(count, NeuralModel.LONGEST_ARRAY / model.dimensions()));
    }
    long seed = options.seed() == null ? Seeds.next() : options.seed();
    if (options.silent()) {
      try (ProgressTask.Watch nobody = ProgressTask.unwatched()) {
        return sample(count, seed);
      }
    }
    return sample(count, seed);
  }

  private Samples sample(int count, long seed) {
    if (model.classes() == 0) {
      return draw(model, count, seed);
    }
    SplittableRandom random = new SplittableRandom(seed);
    int[] labels = new int[count];
    if (options.label() == null) {
      labels = ClassLabels.draw(labelProbabilities(), count, random);
    } else {
      Arrays.fill(labels, options.label());
    }
    return model.byLabel(
        labels, NeuralModel.class, (given, number) -> draw(given, number, random.nextLong()));
  }

  /** Draws from a model without classes. */
  Samples draw(NeuralModel plain, int count, long seed) {
    return plain.draw(count, seed);
  }

  /** The probability of each label, given what all samples have in common. */
  double[] labelProbabilities() {
    return model.labels().probabilities();
  }
}
