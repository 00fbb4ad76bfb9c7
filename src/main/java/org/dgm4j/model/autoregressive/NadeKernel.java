package org.dgm4j.model.autoregressive;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The computations of a binary NADE (Larochelle and Murray 2011) on the heap, each in one pass over
 * the dimensions.
 *
 * <p>With a_1 = c, a_(d+1) = a_d + x_d W_d, h_d = σ(a_d) and l_d = b_d + V_d · h_d, the conditional
 * is p(x_d = 1 | x_&lt;d) = σ(l_d), and log p(x) = Σ_d x_d l_d − log(1 + exp l_d). The hidden units
 * change only where x_d ≠ 0, so they are computed only there.
 *
 * <p>Gradient: let e_d = x_d − σ(l_d) = ∂ log p / ∂ l_d. Then ∂b_d = e_d, ∂V_d = e_d h_d, and with
 * g_d = Σ_(i≤d) e_i V_i h_i (1 − h_i) (elementwise), ∂c = g_D and ∂W_d = x_d (g_D − g_d), because
 * W_d acts on all later hidden units. As g_d is a prefix sum, one forward pass is enough: −x_d g_d
 * is added on the way and x_d g_D at the end.
 */
final class NadeKernel {

  private static final int GROUP = 4;

  private final NadeParameters parameters;
  private final int dimensions;
  private final int width;

  NadeKernel(NadeParameters parameters) {
    this.parameters = parameters;
    this.dimensions = parameters.dimensions();
    this.width = parameters.width();
  }

  /** The gradient of Σ_n log p(x_n); rows are padded like the parameters. */
  record Gradient(
      float[][] weights, float[][] outputWeights, float[] outputBias, float[] hiddenBias) {

    private static Gradient zero(int dimensions, int width) {
      return new Gradient(
          new float[dimensions][width],
          new float[dimensions][width],
          new float[dimensions],
          new float[width]);
    }

    /** For the block's inputs x (none), W, V, b and c: scaled, without padding, row by row. */
    float[][] scaled(float scale, int hidden) {
      return new float[][] {
        null,
        flat(weights, scale, hidden),
        flat(outputWeights, scale, hidden),
        flat(new float[][] {outputBias}, scale, outputBias.length),
        flat(new float[][] {hiddenBias}, scale, hidden)
      };
    }

    private static float[] flat(float[][] rows, float scale, int size) {
      float[] flat = new float[rows.length * size];
      for (int d = 0; d < rows.length; d++) {
        for (int j = 0; j < size; j++) {
          flat[d * size + j] = scale * rows[d][j];
        }
      }
      return flat;
    }

    private void add(Gradient other) {
      for (int d = 0; d < weights.length; d++) {
        addScaled(weights[d], 1, other.weights[d]);
        addScaled(outputWeights[d], 1, other.outputWeights[d]);
      }
      addScaled(outputBias, 1, other.outputBias);
      addScaled(hiddenBias, 1, other.hiddenBias);
    }
  }

  /**
   * log p of every example and the gradient of their weighted sum.
   *
   * @param x examples, shape (count, D)
   * @param exampleWeights the weight of each example in the gradient's sum, shape (count)
   * @param logProbability receives log p in nats, shape (count)
   */
  Gradient gradient(float[] x, float[] exampleWeights, double[] logProbability) {
    int chunks = chunks(logProbability.length);
    Gradient[] parts = new Gradient[chunks];
    overChunks(
        chunks,
        logProbability.length,
        (chunk, from, to) -> {
          Gradient part = Gradient.zero(dimensions, width);
          for (int n = from; n < to; n += GROUP) {
            new Pass(x, n, Math.min(GROUP, to - n)).run(logProbability, exampleWeights, part);
          }
          parts[chunk] = part;
        });
    for (int chunk = 1; chunk < chunks; chunk++) {
      parts[0].add(parts[chunk]);
    }
    return parts[0];
  }

  /** log p in nats of every example, shape (count). */
  double[] logProbability(float[] x) {
    double[] logProbability = new double[x.length / dimensions];
    overChunks(
        chunks(logProbability.length),
        logProbability.length,
        (chunk, from, to) -> {
          for (int n = from; n < to; n += GROUP) {
            new Pass(x, n, Math.min(GROUP, to - n)).run(logProbability, null, null);
          }
        });
    return logProbability;
  }

  /** p(x_d = 1 | x_&lt;d) for every example and dimension, shape (count, D). */
  float[] conditionals(float[] x) {
    float[] probabilities = new float[x.length];
    int count = x.length / dimensions;
    overChunks(
        chunks(count),
        count,
        (chunk, from, to) -> {
          for (int n = from; n < to; n++) {
            Walk walk = new Walk();
            for (int d = 0; d < dimensions; d++) {
              probabilities[n * dimensions + d] = (float) logistic(walk.logit(d));
              walk.step(d, x[n * dimensions + d]);
            }
          }
        });
    return probabilities;
  }

  /**
   * Draws the dimensions that are not known, in order, and keeps the others.
   *
   * @param x starting values, shape (count, D); overwritten with the samples
   * @param known which dimensions to keep, shape (D)
   * @param temperature divides the logits; 1 samples the model itself
   * @return Σ log p(x_d | x_&lt;d) over the known dimensions: the log-weight of each sample as a
   *     draw from the model given them, shape (count)
   */
  double[] complete(float[] x, boolean[] known, double temperature, long seed) {
    int count = x.length / dimensions;
    double[] logWeights = new double[count];
    long[] seeds = new SplittableRandom(seed).longs(count).toArray();
    overChunks(
        chunks(count),
        count,
        (chunk, from, to) -> {
          for (int n = from; n < to; n++) {
            SplittableRandom random = new SplittableRandom(seeds[n]);
            Walk walk = new Walk();
            for (int d = 0; d < dimensions; d++) {
              int i = n * dimensions + d;
              double logit = walk.logit(d);
              if (known[d]) {
                logWeights[n] += x[i] * logit - softplus(logit);
              } else {
                x[i] = random.nextDouble() < logistic(logit / temperature) ? 1 : 0;
              }
              walk.step(d, x[i]);
            }
          }
        });
    return logWeights;
  }

  /** The hidden state of one example on its way through the dimensions. */
  private final class Walk {
    private final float[] activation = parameters.hiddenBias().clone();
    private final float[] state = new float[width];

    Walk() {
      sigmoid(activation, state);
    }

    double logit(int d) {
      return parameters.outputBias()[d] + dot(parameters.outputWeights()[d], state);
    }

    void step(int d, float value) {
      if (value != 0) {
        addScaled(activation, value, parameters.weights()[d]);
        sigmoid(activation, state);
      }
    }
  }

  /** A group of examples that share each row of V while it is in the cache. */
  private final class Pass {
    private final float[] x;
    private final int first;
    private final int size;
    private final float[][] activation = new float[GROUP][width];
    private final float[][] state = new float[GROUP][width];
    private final float[][] pending = new float[GROUP][width];
    private final float[][] prefix = new float[GROUP][width];
    private final float[] logits = new float[GROUP];
    private final float[] errors = new float[GROUP];

    Pass(float[] x, int first, int size) {
      this.x = x;
      this.first = first;
      this.size = size;
      for (int e = 0; e < size; e++) {
        System.arraycopy(parameters.hiddenBias(), 0, activation[e], 0, width);
        sigmoid(activation[e], state[e]);
      }
    }

    void run(double[] logProbability, float[] exampleWeights, Gradient gradient) {
      double[] total = new double[GROUP];
      for (int d = 0; d < dimensions; d++) {
        float[] row = parameters.outputWeights()[d];
        dots(row, state, logits);
        for (int e = 0; e < size; e++) {
          double logit = logits[e] + parameters.outputBias()[d];
          double exp = Math.exp(-Math.abs(logit));
          float value = value(e, d);
          total[e] += value * logit - (Math.max(logit, 0) + Math.log1p(exp));
          if (gradient != null) {
            double probability = logit >= 0 ? 1 / (1 + exp) : exp / (1 + exp);
            errors[e] = exampleWeights[first + e] * (float) (value - probability);
            gradient.outputBias()[d] += errors[e];
            addScaled(pending[e], errors[e], row);
          }
        }
        if (gradient != null) {
          addCombination(gradient.outputWeights()[d], errors, state);
        }
        for (int e = 0; e < size; e++) {
          float value = value(e, d);
          if (value != 0) {
            if (gradient != null) {
              flush(e);
              addScaled(gradient.weights()[d], -value, prefix[e]);
            }
            addScaled(activation[e], value, parameters.weights()[d]);
            sigmoid(activation[e], state[e]);
          }
        }
      }
      for (int e = 0; e < size; e++) {
        logProbability[first + e] = total[e];
        if (gradient != null) {
          flush(e);
          addScaled(gradient.hiddenBias(), 1, prefix[e]);
          for (int d = 0; d < dimensions; d++) {
            float value = value(e, d);
            if (value != 0) {
              addScaled(gradient.weights()[d], value, prefix[e]);
            }
          }
        }
      }
    }

    private float value(int e, int d) {
      return x[(first + e) * dimensions + d];
    }

    /** Moves Σ e_i V_i since the last change of the hidden state into the prefix sum g. */
    private void flush(int e) {
      float[] sum = prefix[e];
      float[] part = pending[e];
      float[] h = state[e];
      for (int j = 0; j < sum.length; j++) {
        sum[j] += part[j] * h[j] * (1 - h[j]);
      }
      Arrays.fill(part, 0);
    }
  }

  private interface ChunkTask {
    void run(int chunk, int from, int to);
  }

  private static int chunks(int count) {
    return Math.max(
        1, Math.min(Runtime.getRuntime().availableProcessors(), (count + GROUP - 1) / GROUP));
  }

  /** Runs the task over {@code chunks} ranges of whole groups, in parallel. */
  private static void overChunks(int chunks, int count, ChunkTask task) {
    int groups = (count + GROUP - 1) / GROUP;
    IntStream.range(0, chunks)
        .parallel()
        .forEach(
            chunk ->
                task.run(
                    chunk,
                    chunk * groups / chunks * GROUP,
                    Math.min(count, (chunk + 1) * groups / chunks * GROUP)));
  }

  private static void addScaled(float[] y, float scale, float[] x) {
    for (int j = 0; j < y.length; j++) {
      y[j] += scale * x[j];
    }
  }

  private static void addCombination(float[] y, float[] scales, float[][] rows) {
    float s0 = scales[0];
    float s1 = scales[1];
    float s2 = scales[2];
    float s3 = scales[3];
    float[] r0 = rows[0];
    float[] r1 = rows[1];
    float[] r2 = rows[2];
    float[] r3 = rows[3];
    for (int j = 0; j < y.length; j++) {
      y[j] += s0 * r0[j] + s1 * r1[j] + s2 * r2[j] + s3 * r3[j];
    }
  }

  private static float dot(float[] x, float[] y) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    for (int j = 0; j < x.length; j += 4) {
      s0 = Math.fma(x[j], y[j], s0);
      s1 = Math.fma(x[j + 1], y[j + 1], s1);
      s2 = Math.fma(x[j + 2], y[j + 2], s2);
      s3 = Math.fma(x[j + 3], y[j + 3], s3);
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** The dot products of one row with four others; each element of the row is loaded once. */
  private static void dots(float[] row, float[][] others, float[] results) {
    float[] y0 = others[0];
    float[] y1 = others[1];
    float[] y2 = others[2];
    float[] y3 = others[3];
    float s00 = 0;
    float s01 = 0;
    float s10 = 0;
    float s11 = 0;
    float s20 = 0;
    float s21 = 0;
    float s30 = 0;
    float s31 = 0;
    for (int j = 0; j < row.length; j += 2) {
      float a = row[j];
      float b = row[j + 1];
      s00 = Math.fma(a, y0[j], s00);
      s01 = Math.fma(b, y0[j + 1], s01);
      s10 = Math.fma(a, y1[j], s10);
      s11 = Math.fma(b, y1[j + 1], s11);
      s20 = Math.fma(a, y2[j], s20);
      s21 = Math.fma(b, y2[j + 1], s21);
      s30 = Math.fma(a, y3[j], s30);
      s31 = Math.fma(b, y3[j + 1], s31);
    }
    results[0] = s00 + s01;
    results[1] = s10 + s11;
    results[2] = s20 + s21;
    results[3] = s30 + s31;
  }

  /**
   * y = σ(x) to 3e-7, as (1 + tanh(x/2)) / 2 with a rational approximation of tanh on [−9, 9]
   * (minimax coefficients of Eigen's float tanh). The clamp is written with absolute values because
   * HotSpot turns those, unlike min and max, into vector instructions.
   */
  private static void sigmoid(float[] x, float[] y) {
    for (int j = 0; j < y.length; j++) {
      float half = 0.5f * x[j];
      float t = 0.5f * (Math.abs(half + 9f) - Math.abs(half - 9f));
      float s = t * t;
      float p = -2.76076847742355e-16f * s + 2.00018790482477e-13f;
      p = p * s - 8.60467152213735e-11f;
      p = p * s + 5.12229709037114e-08f;
      p = p * s + 1.48572235717979e-05f;
      p = p * s + 6.37261928875436e-04f;
      p = p * s + 4.89352455891786e-03f;
      float q = 1.19825839466702e-06f * s + 1.18534705686654e-04f;
      q = q * s + 2.26843463243900e-03f;
      q = q * s + 4.89352518554385e-03f;
      y[j] = 0.5f + 0.5f * (t * p / q);
    }
  }

  private static double logistic(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  private static double softplus(double logit) {
    return Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit)));
  }
}
