package org.dgm4j.model.variational;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dgm4j.engine.Dense;
import org.dgm4j.engine.HeapOperator;
import org.dgm4j.model.TrainingDefaults;

/**
 * What a VAE is built with.
 *
 * @param shape of an example: (D) or (channels, height, width)
 * @param latent the number of latent units
 * @param hidden the units of the hidden layers, from the example to the code
 * @param tanh whether hidden units are tanh(W x + b); otherwise max(0, W x + b)
 * @param convolutional the channels of the convolutions that come first; none for an MLP
 * @param likelihood the name of the {@link Observation}
 * @param levels of the discretised logistic likelihood; 0 otherwise
 * @param beta β
 * @param warmUp in so many epochs β rises from 0
 * @param freeBits λ, in nats for each latent unit
 * @param samples draws of z for each example and step
 * @param importance k: the draws in each importance-weighted bound
 */
record VaeSettings(
    int[] shape,
    int latent,
    int[] hidden,
    boolean tanh,
    int[] convolutional,
    String likelihood,
    int levels,
    double beta,
    double warmUp,
    double freeBits,
    int samples,
    int importance) {

  private static final String IMAGE = "image";
  private static final String LATENT = "latent";
  private static final String HIDDEN = "hidden";
  private static final String TANH = "tanh";
  private static final String CONVOLUTIONAL = "convolutional";
  private static final String LIKELIHOOD = "likelihood";
  private static final String LEVELS = "levels";
  private static final String BETA = "beta";
  private static final String WARM_UP = "klWarmUp";
  private static final String FREE_BITS = "freeBits";
  private static final String SAMPLES = "posteriorSamples";
  private static final String IMPORTANCE = "importanceWeighted";

  /** Those of a saved model. */
  static VaeSettings of(Map<String, String> settings, int[] exampleShape) {
    return new VaeSettings(
        settings.containsKey(IMAGE) ? numbers(settings.get(IMAGE)) : exampleShape,
        Integer.parseInt(settings.get(LATENT)),
        numbers(settings.get(HIDDEN)),
        Boolean.parseBoolean(settings.get(TANH)),
        numbers(settings.getOrDefault(CONVOLUTIONAL, "")),
        settings.get(LIKELIHOOD),
        Integer.parseInt(settings.getOrDefault(LEVELS, "0")),
        Double.parseDouble(settings.getOrDefault(BETA, "1")),
        Double.parseDouble(settings.getOrDefault(WARM_UP, "0")),
        Double.parseDouble(settings.getOrDefault(FREE_BITS, "0")),
        Integer.parseInt(settings.getOrDefault(SAMPLES, "1")),
        Integer.parseInt(settings.getOrDefault(IMPORTANCE, "1")));
  }

  /** The settings from which {@link #of} builds it again; what is usual is left out. */
  SortedMap<String, String> toMap() {
    SortedMap<String, String> settings =
        new TreeMap<>(
            Map.of(
                LATENT, Integer.toString(latent),
                HIDDEN, text(hidden),
                LIKELIHOOD, likelihood));
    put(settings, TANH, tanh, tanh);
    put(settings, IMAGE, isConvolutional(), text(shape));
    put(settings, CONVOLUTIONAL, isConvolutional(), text(convolutional));
    put(settings, LEVELS, levels != 0, levels);
    put(settings, BETA, beta != 1, beta);
    put(settings, WARM_UP, warmUp != 0, warmUp);
    put(settings, FREE_BITS, freeBits != 0, freeBits);
    put(settings, SAMPLES, samples != 1, samples);
    put(settings, IMPORTANCE, importance != 1, importance);
    return settings;
  }

  /**
   * These settings themselves.
   *
   * @throws IllegalArgumentException if they exclude one another
   */
  VaeSettings requirePossible() {
    if (isConvolutional() && shape.length == 1) {
      throw new IllegalArgumentException(
          "Convolutions are for images, but the examples are vectors: add .image(28, 28), or"
              + " leave .convolutional(…) out");
    }
    if (importance > 1 && (freeBits > 0 || beta != 1 || warmUp > 0)) {
      throw new IllegalArgumentException(
          "%s is for the evidence lower bound: leave out %s or .importanceWeighted(…)"
              .formatted(
                  freeBits > 0 ? "A number of free nats" : "A weight of the divergence",
                  freeBits > 0 ? ".freeBits(…)" : beta != 1 ? ".beta(…)" : ".klWarmUp(…)"));
    }
    return this;
  }

  private static void put(Map<String, String> settings, String name, boolean put, Object value) {
    if (put) {
      settings.put(name, value.toString());
    }
  }

  private static String text(int[] numbers) {
    return Arrays.stream(numbers).mapToObj(Integer::toString).collect(Collectors.joining(","));
  }

  private static int[] numbers(String text) {
    return text.isEmpty()
        ? new int[0]
        : Arrays.stream(text.split(",")).mapToInt(Integer::parseInt).toArray();
  }

  boolean isConvolutional() {
    return convolutional.length > 0;
  }

  /** Whether convolutions of such examples are computed on the heap. */
  boolean onHeap(NDArray examples) {
    return isConvolutional() && HeapOperator.supports(examples);
  }

  int dimensions() {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** All draws of z for each example and step. */
  int draws() {
    return samples * importance;
  }

  /** β after so many epochs of training. */
  double betaAfter(double epochs) {
    return warmUp == 0 ? beta : beta * Math.min(1, epochs / warmUp);
  }

  /** What to change of these if codes say too little. */
  String advice() {
    List<String> changes = new ArrayList<>();
    if (importance > 1) {
      changes.add(".klWarmUp(10) in place of .importanceWeighted(%d)".formatted(importance));
    } else {
      changes.add(".klWarmUp(%s)".formatted(warmUp == 0 ? "10" : Math.round(2 * warmUp)));
      if (beta > 1) {
        changes.add(".beta(1)");
      }
      changes.add(".freeBits(%s)".formatted(freeBits == 0 ? "0.1" : 2 * freeBits));
    }
    if (latent > 1) {
      changes.add("fewer .latent(…)");
    }
    String last = changes.remove(changes.size() - 1);
    return changes.isEmpty() ? last : String.join(", ", changes) + " or " + last;
  }

  /** A hidden layer, with the biases of so many classes. */
  Dense hiddenLayer(int inputs, int outputs, int classes, SplittableRandom seeds) {
    return tanh
        ? Dense.saturating(inputs, outputs, classes, seeds)
        : Dense.rectified(inputs, outputs, classes, seeds);
  }

  Observation observation() {
    return switch (likelihood) {
      case BernoulliObservation.NAME -> new BernoulliObservation();
      case NormalObservation.NAME -> new NormalObservation(dimensions());
      case LogisticObservation.NAME -> new LogisticObservation(dimensions(), levels);
      default -> throw new IllegalArgumentException("There is no likelihood " + likelihood);
    };
  }

  /** Convolutions have fewer weights than dense layers, and bear larger steps. */
  TrainingDefaults trainingDefaults() {
    return convolutional.length > 0
        ? TrainingDefaults.adam(20, 0.003)
        : new TrainingDefaults(32, "adam", 0.001, null, 0.0001);
  }
}
