package org.dgm4j.model.autoregressive;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.dgm4j.probability.numeric.Softmax;

/**
 * The computations of an autoregressive model with linear logits on the heap.
 *
 * <p>With φ_s the value at step s as a one-hot vector without state 0, the logits of step t are l_t
 * = b_t + Σ_(t−k≤s&lt;t) W_(s,t) φ_s, and p(x_t | x_&lt;t) is the softmax of (0, l_t). As φ_s has
 * at most one element that is not 0, and none where x_s = 0, the logits of an example are a sum of
 * rows of W. With classes each has its own b.
 *
 * <p>Gradient: with e_t = φ_t − softmax(0, l_t) = ∂ log p / ∂ l_t, ∂b_t = e_t and ∂W_(s,t) = φ_s
 * e_tᵀ.
 *
 * @see AutoRegressiveStructure
 */
final class AutoRegressiveKernel {

  private final AutoRegressiveStructure structure;
  private final int dimensions;
  private final int free;
  private final float[][] bias;
  private final float[][] rows;

  /**
   * The computations with some parameters.
   *
   * @param biases those of one class after the other, or of the only one
   */
  AutoRegressiveKernel(AutoRegressiveStructure structure, float[] biases, float[] weights) {
    this.structure = structure;
    dimensions = structure.dimensions();
    free = structure.free();
    int logits = structure.logits();
    bias = new float[biases.length / logits][logits];
    for (int y = 0; y < bias.length; y++) {
      for (int i = 0; i < logits; i++) {
        bias[y][i] = biases[y * logits + structure.biasIndex(i / free, i % free)];
      }
    }
    rows = new float[dimensions * free][];
    for (int s = 0; s < dimensions; s++) {
      int size = structure.targets(s) * free;
      for (int a = 0; a < free; a++) {
        int from = structure.offset(s) + a * size;
        rows[s * free + a] = Arrays.copyOfRange(weights, from, from + size);
      }
    }
  }

  /** log p in nats of every example, all of the first class or of none, shape (count). */
  double[] logProbability(float[] x) {
    return logProbability(x, new int[x.length / dimensions]);
  }

  /** log p in nats of every example, given its label, shape (count). */
  double[] logProbability(float[] x, int[] labels) {
    double[] logProbability = new double[labels.length];
    overExamples(
        logProbability.length,
        n -> {
          float[] logits = logits(x, n, labels[n]);
          logProbability[n] = evaluate(x, n, logits, false);
        });
    return logProbability;
  }

  /**
   * log p of every example and its derivatives by all logits.
   *
   * @param labels the class of each, shape (count)
   * @param logProbability receives log p in nats, shape (count)
   * @return for each example e in backward order, as {@link #gradient} takes it
   */
  float[][] errors(float[] x, int[] labels, double[] logProbability) {
    float[][] errors = new float[logProbability.length][];
    overExamples(
        errors.length,
        n -> {
          errors[n] = logits(x, n, labels[n]);
          logProbability[n] = evaluate(x, n, errors[n], true);
        });
    return errors;
  }

  /**
   * The gradient of a weighted sum of log p.
   *
   * @param labels the class of each example, shape (count)
   * @param exampleWeights the weight of each example, shape (count)
   * @return the gradients by the biases and by the weights
   */
  float[][] gradient(float[] x, int[] labels, float[][] errors, float[] exampleWeights) {
    int logits = structure.logits();
    float[][] sums = new float[bias.length][logits];
    for (int n = 0; n < errors.length; n++) {
      addScaled(sums[labels[n]], exampleWeights[n], errors[n], 0);
    }
    float[] biases = new float[bias.length * logits];
    for (int y = 0; y < bias.length; y++) {
      for (int i = 0; i < logits; i++) {
        biases[y * logits + structure.biasIndex(i / free, i % free)] = sums[y][i];
      }
    }
    float[] weights = new float[structure.weights()];
    IntStream.range(0, dimensions)
        .parallel()
        .forEach(s -> weightGradient(s, x, errors, exampleWeights, weights));
    return new float[][] {biases, weights};
  }

  private void weightGradient(
      int s, float[] x, float[][] errors, float[] exampleWeights, float[] weights) {
    int size = structure.targets(s) * free;
    int start = structure.firstTarget(s) * free;
    float[][] sums = new float[free][size];
    for (int n = 0; n < errors.length; n++) {
      int value = value(x, n, s);
      if (value > 0) {
        addScaled(sums[value - 1], exampleWeights[n], errors[n], start);
      }
    }
    for (int a = 0; a < free; a++) {
      System.arraycopy(sums[a], 0, weights, structure.offset(s) + a * size, size);
    }
  }

  /** p(x_d = state | values before it) for every example and dimension, shape (count, D). */
  float[] conditionals(float[] x, int state) {
    float[] probabilities = new float[x.length];
    overExamples(
        x.length / dimensions,
        n -> {
          float[] logits = logits(x, n, 0);
          double[] softmax = new double[structure.states()];
          for (int t = 0; t < dimensions; t++) {
            softmax(logits, t, softmax);
            probabilities[n * dimensions + structure.sequence()[t]] = (float) softmax[state];
          }
        });
    return probabilities;
  }

  /** The probabilities of all states at one step of one example, given the values before it. */
  double[] conditional(float[] x, int step) {
    double[] probabilities = new double[structure.states()];
    softmax(logits(x, 0, 0), step, probabilities);
    return probabilities;
  }

  /**
   * Draws the dimensions that are not known, in the model's order, and keeps the others. Each value
   * drawn adds its row of weights to the logits of the later ones.
   *
   * @param x starting values, shape (count, D); overwritten with the samples
   * @param known which dimensions to keep, shape (D)
   * @param temperature draws from the distributions proportional to p^(1/T)
   * @param seeds one for each example, shape (count)
   * @return Σ log p(x_d | values before it) over the known dimensions, shape (count)
   */
  double[] complete(float[] x, boolean[] known, double temperature, long[] seeds) {
    double[] logWeights = new double[seeds.length];
    overExamples(
        logWeights.length,
        n -> {
          SplittableRandom random = new SplittableRandom(seeds[n]);
          float[] logits = bias[0].clone();
          double[] softmax = new double[structure.states()];
          for (int t = 0; t < dimensions; t++) {
            int d = structure.sequence()[t];
            double logSum = softmax(logits, t, softmax);
            if (known[d]) {
              logWeights[n] += logit(logits, t, value(x, n, t)) - logSum;
            } else {
              if (temperature != 1) {
                sharpen(softmax, temperature);
              }
              x[n * dimensions + d] = Softmax.draw(softmax, random.nextDouble());
            }
            act(t, value(x, n, t), logits);
          }
        });
    return logWeights;
  }

  /** All logits of one example, given its label, in backward order. */
  private float[] logits(float[] x, int n, int label) {
    float[] logits = bias[label].clone();
    for (int s = 0; s < dimensions; s++) {
      act(s, value(x, n, s), logits);
    }
    return logits;
  }

  private void act(int s, int value, float[] logits) {
    if (value > 0) {
      add(logits, structure.firstTarget(s) * free, rows[s * free + value - 1]);
    }
  }

  /** log p of an example; then turns its logits into errors, if asked. */
  private double evaluate(float[] x, int n, float[] logits, boolean toErrors) {
    double total = 0;
    double[] softmax = new double[structure.states()];
    for (int t = 0; t < dimensions; t++) {
      int value = value(x, n, t);
      double logSum = softmax(logits, t, softmax);
      total += logit(logits, t, value) - logSum;
      if (toErrors) {
        for (int b = 0; b < free; b++) {
          logits[position(t) + b] = (float) ((value == b + 1 ? 1 : 0) - softmax[b + 1]);
        }
      }
    }
    return total;
  }

  /** To the distribution that is proportional to p^(1/T). */
  private static void sharpen(double[] probabilities, double temperature) {
    double max = Arrays.stream(probabilities).max().orElseThrow();
    double sum = 0;
    for (int state = 0; state < probabilities.length; state++) {
      probabilities[state] = Math.pow(probabilities[state] / max, 1 / temperature);
      sum += probabilities[state];
    }
    for (int state = 0; state < probabilities.length; state++) {
      probabilities[state] /= sum;
    }
  }

  /** Fills in the probabilities of all states at step t, and returns log Σ exp of the logits. */
  private double softmax(float[] logits, int t, double[] probabilities) {
    int from = position(t);
    double max = 0;
    for (int b = 0; b < free; b++) {
      max = Math.max(max, logits[from + b]);
    }
    double sum = 0;
    for (int state = 0; state <= free; state++) {
      double logit = state == 0 ? 0 : logits[from + state - 1];
      probabilities[state] = logit == max ? 1 : Math.exp(logit - max);
      sum += probabilities[state];
    }
    for (int state = 0; state <= free; state++) {
      probabilities[state] /= sum;
    }
    return max + Math.log(sum);
  }

  private double logit(float[] logits, int t, int state) {
    return state == 0 ? 0 : logits[position(t) + state - 1];
  }

  private int position(int t) {
    return (dimensions - 1 - t) * free;
  }

  private int value(float[] x, int n, int t) {
    return (int) x[n * dimensions + structure.sequence()[t]];
  }

  private interface Example {
    void run(int n);
  }

  private static void overExamples(int count, Example task) {
    IntStream.range(0, count).parallel().forEach(task::run);
  }

  // One common index without an offset is what HotSpot turns into vector instructions.
  private static void add(float[] y, int start, float[] x) {
    if (start == 0) {
      for (int j = 0; j < x.length; j++) {
        y[j] += x[j];
      }
    } else {
      for (int j = 0; j < x.length; j++) {
        y[start + j] += x[j];
      }
    }
  }

  private static void addScaled(float[] y, float scale, float[] x, int start) {
    if (start == 0) {
      for (int j = 0; j < y.length; j++) {
        y[j] += scale * x[j];
      }
    } else {
      for (int j = 0; j < y.length; j++) {
        y[j] += scale * x[start + j];
      }
    }
  }
}
