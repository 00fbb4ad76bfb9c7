package org.dgm4j.model.autoregressive;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.dgm4j.engine.VectorMath;

/**
 * The computations of a NADE (Larochelle and Murray 2011) on the heap, each in one pass over the
 * dimensions, in the order in which they are visited.
 *
 * <p>With a_1 = c, a_(d+1) = a_d + x_d W_d and h_d = σ(a_d), the outputs of dimension d are o_d =
 * b_d + V_d h_d, one row of V for each, and the {@link VisibleUnit} makes log p(x_d | x_&lt;d) of
 * them. (For a value of k states, x_d W_d stands for the row of its state.) The hidden units change
 * only where x_d ≠ 0, so they are computed only there.
 *
 * <p>Gradient: let e_d = ∂ log p(x_d | x_&lt;d) / ∂ o_d, of which the unit knows the formula. Then
 * ∂b_d = e_d, ∂V_d = e_d h_d, and with g_d = Σ_(i≤d) (e_i V_i) h_i (1 − h_i) (elementwise, e_i V_i
 * summed over the outputs), ∂c = g_D and ∂W_d = x_d (g_D − g_d), because W_d acts on all later
 * hidden units. As g_d is a prefix sum, one forward pass is enough: −x_d g_d is added on the way
 * and x_d g_D at the end. While h stays the same, only Σ e_i V_i need be added up.
 */
final class NadeKernel {

  /**
   * Examples that share a row of V while it is in the cache: with four, all sums stay in registers.
   */
  private static final int GROUP = 4;

  private final NadeParameters parameters;
  private final VisibleUnit unit;
  private final int dimensions;
  private final int width;
  private final int outputs;

  NadeKernel(NadeParameters parameters, VisibleUnit unit) {
    this.parameters = parameters;
    this.unit = unit;
    this.outputs = unit.outputs();
    this.dimensions = parameters.outputBias()[0].length / outputs;
    this.width = parameters.width();
  }

  /** The gradient of Σ_n log p(x_n); rows are padded like the parameters. */
  record Gradient(
      float[][] weights, float[][] outputWeights, float[][] outputBias, float[][] hiddenBias) {

    private static Gradient zero(NadeParameters parameters) {
      int width = parameters.width();
      return new Gradient(
          new float[parameters.weights().length][width],
          new float[parameters.outputWeights().length][width],
          new float[parameters.outputBias().length][parameters.outputBias()[0].length],
          new float[parameters.hiddenBias().length][width]);
    }

    /**
     * For the block's inputs x (none), W, V, b, c and the labels (none): scaled, without padding,
     * row by row.
     */
    float[][] scaled(float scale, int hidden) {
      return new float[][] {
        null,
        flat(weights, scale, hidden),
        flat(outputWeights, scale, hidden),
        flat(outputBias, scale, outputBias[0].length),
        flat(hiddenBias, scale, hidden),
        null
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
      }
      for (int d = 0; d < outputWeights.length; d++) {
        addScaled(outputWeights[d], 1, other.outputWeights[d]);
      }
      for (int y = 0; y < hiddenBias.length; y++) {
        addScaled(outputBias[y], 1, other.outputBias[y]);
        addScaled(hiddenBias[y], 1, other.hiddenBias[y]);
      }
    }
  }

  /**
   * log p of every example and the gradient of their weighted sum.
   *
   * @param x examples, shape (count, D)
   * @param labels the class of each, shape (count)
   * @param exampleWeights the weight of each example in the gradient's sum, shape (count)
   * @param logProbability receives log p in nats, shape (count)
   */
  Gradient gradient(float[] x, int[] labels, float[] exampleWeights, double[] logProbability) {
    int groups = groups(logProbability.length);
    int chunks = Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), groups));
    Gradient[] parts = new Gradient[chunks];
    IntStream.range(0, chunks)
        .parallel()
        .forEach(
            chunk -> {
              Gradient part = Gradient.zero(parameters);
              for (int g = chunk * groups / chunks; g < (chunk + 1) * groups / chunks; g++) {
                new Backward(x, labels, g * GROUP, part).run(logProbability, exampleWeights);
              }
              parts[chunk] = part;
            });
    for (int chunk = 1; chunk < chunks; chunk++) {
      parts[0].add(parts[chunk]);
    }
    return parts[0];
  }

  /** log p in nats of every example, all of the first class or of none, shape (count). */
  double[] logProbability(float[] x) {
    return logProbability(x, new int[x.length / dimensions]);
  }

  /** log p in nats of every example, given its label, shape (count). */
  double[] logProbability(float[] x, int[] labels) {
    double[] logProbability = new double[labels.length];
    forward(
        x,
        labels,
        (n, d, o) -> logProbability[n] += unit.logProbability(o, x[n * dimensions + d], null));
    return logProbability;
  }

  /** A number for every example and dimension, computed from the outputs o_d, shape (count, D). */
  float[] conditionals(float[] x, ToDoubleFunction<float[]> ofOutputs) {
    float[] values = new float[x.length];
    forward(x, (n, d, o) -> values[n * dimensions + d] = (float) ofOutputs.applyAsDouble(o));
    return values;
  }

  /** The outputs o_d of every example and dimension, shape (count, D, O). */
  float[] outputs(float[] x) {
    float[] all = new float[x.length * outputs];
    forward(x, (n, d, o) -> System.arraycopy(o, 0, all, (n * dimensions + d) * outputs, outputs));
    return all;
  }

  /**
   * Draws the dimensions that are not known, in order, and keeps the others.
   *
   * @param x starting values, shape (count, D); overwritten with the samples
   * @param known which dimensions to keep, shape (D)
   * @param temperature 1 samples the model itself; see {@link VisibleUnit#sample}
   * @param seeds one for each example, shape (count)
   * @return Σ log p(x_d | x_&lt;d) over the known dimensions: the log-weight of each sample as a
   *     draw from the model given them, shape (count)
   */
  double[] complete(float[] x, boolean[] known, double temperature, long[] seeds) {
    double[] logWeights = new double[seeds.length];
    SplittableRandom[] randoms =
        Arrays.stream(seeds).mapToObj(SplittableRandom::new).toArray(SplittableRandom[]::new);
    forward(
        x,
        (n, d, o) -> {
          int i = n * dimensions + d;
          if (known[d]) {
            logWeights[n] += unit.logProbability(o, x[i], null);
          } else {
            x[i] = unit.sample(o, temperature, randoms[n]);
          }
        });
    return logWeights;
  }

  private interface Visitor {

    /** Sees the outputs of dimension d of example n, and may set its value. */
    void visit(int n, int d, float[] outputs);
  }

  private void forward(float[] x, Visitor visitor) {
    forward(x, new int[x.length / dimensions], visitor);
  }

  private void forward(float[] x, int[] labels, Visitor visitor) {
    IntStream.range(0, groups(x.length / dimensions))
        .parallel()
        .forEach(
            g -> {
              Group group = new Group(x, labels, g * GROUP);
              for (int d = 0; d < dimensions; d++) {
                group.computeOutputs(d);
                for (int e = 0; e < group.size; e++) {
                  visitor.visit(group.first + e, d, group.output[e]);
                  group.step(e, d);
                }
              }
            });
  }

  private static int groups(int count) {
    return (count + GROUP - 1) / GROUP;
  }

  /** Examples that are computed together, so that they share each row of V in the cache. */
  private class Group {
    final float[] x;
    final int first;
    final int size;
    final float[][] state = new float[GROUP][width];
    final float[][] output = new float[GROUP][outputs];
    final int[] labels;
    private final float[][] activation = new float[GROUP][width];
    private final float[] products = new float[GROUP];

    Group(float[] x, int[] labels, int first) {
      this.x = x;
      this.labels = labels;
      this.first = first;
      this.size = Math.min(GROUP, x.length / dimensions - first);
      for (int e = 0; e < size; e++) {
        System.arraycopy(parameters.hiddenBias()[label(e)], 0, activation[e], 0, width);
        VectorMath.sigmoid(activation[e], state[e], width);
      }
    }

    final void computeOutputs(int d) {
      for (int o = 0; o < outputs; o++) {
        int row = d * outputs + o;
        dots(parameters.outputWeights()[row], state, products);
        for (int e = 0; e < size; e++) {
          output[e][o] = products[e] + parameters.outputBias()[label(e)][row];
        }
      }
    }

    /** Moves the hidden state of an example past dimension d. */
    final void step(int e, int d) {
      float value = value(e, d);
      if (value != 0) {
        addScaled(activation[e], unit.scale(value), parameters.weights()[row(d, value)]);
        VectorMath.sigmoid(activation[e], state[e], width);
      }
    }

    final float value(int e, int d) {
      return x[(first + e) * dimensions + d];
    }

    final int label(int e) {
      return labels[first + e];
    }

    /** The row of W that belongs to a value. */
    final int row(int d, float value) {
      return d * unit.inputs() + unit.input(value);
    }
  }

  /** A group on its way with the gradient. */
  private final class Backward extends Group {
    private final Gradient gradient;
    private final float[][] pending = new float[GROUP][width];
    private final float[][] prefix = new float[GROUP][width];
    private final float[][] errors = new float[GROUP][outputs];

    Backward(float[] x, int[] labels, int first, Gradient gradient) {
      super(x, labels, first);
      this.gradient = gradient;
    }

    void run(double[] logProbability, float[] exampleWeights) {
      for (int d = 0; d < dimensions; d++) {
        computeOutputs(d);
        for (int e = 0; e < size; e++) {
          logProbability[first + e] += unit.logProbability(output[e], value(e, d), errors[e]);
          for (int o = 0; o < outputs; o++) {
            errors[e][o] *= exampleWeights[first + e];
          }
        }
        addErrors(d);
        for (int e = 0; e < size; e++) {
          float value = value(e, d);
          if (value != 0) {
            flush(e);
            addScaled(gradient.weights()[row(d, value)], -unit.scale(value), prefix[e]);
            step(e, d);
          }
        }
      }
      for (int e = 0; e < size; e++) {
        flush(e);
        addScaled(gradient.hiddenBias()[label(e)], 1, prefix[e]);
        for (int d = 0; d < dimensions; d++) {
          float value = value(e, d);
          if (value != 0) {
            addScaled(gradient.weights()[row(d, value)], unit.scale(value), prefix[e]);
          }
        }
      }
    }

    /** Adds e_d to ∂b_d, e_d h_d to ∂V_d, and e_d V_d to what is pending. */
    private void addErrors(int d) {
      for (int o = 0; o < outputs; o++) {
        int row = d * outputs + o;
        float e0 = errors[0][o];
        float e1 = errors[1][o];
        float e2 = errors[2][o];
        float e3 = errors[3][o];
        if (gradient.outputBias().length == 1) {
          gradient.outputBias()[0][row] += e0 + e1 + e2 + e3;
        } else {
          for (int e = 0; e < size; e++) {
            gradient.outputBias()[label(e)][row] += errors[e][o];
          }
        }
        addCombination(gradient.outputWeights()[row], e0, e1, e2, e3, state);
        addToEach(pending, e0, e1, e2, e3, parameters.outputWeights()[row]);
      }
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

  private static void addScaled(float[] y, float scale, float[] x) {
    for (int j = 0; j < y.length; j++) {
      y[j] += scale * x[j];
    }
  }

  /** y += s0 x_0 + s1 x_1 + s2 x_2 + s3 x_3. */
  private static void addCombination(
      float[] y, float s0, float s1, float s2, float s3, float[][] x) {
    float[] x0 = x[0];
    float[] x1 = x[1];
    float[] x2 = x[2];
    float[] x3 = x[3];
    for (int j = 0; j < y.length; j++) {
      y[j] += s0 * x0[j] + s1 * x1[j] + s2 * x2[j] + s3 * x3[j];
    }
  }

  /** y_0 += s0 x, …, y_3 += s3 x. */
  private static void addToEach(float[][] y, float s0, float s1, float s2, float s3, float[] x) {
    float[] y0 = y[0];
    float[] y1 = y[1];
    float[] y2 = y[2];
    float[] y3 = y[3];
    for (int j = 0; j < x.length; j++) {
      y0[j] += s0 * x[j];
      y1[j] += s1 * x[j];
      y2[j] += s2 * x[j];
      y3[j] += s3 * x[j];
    }
  }

  /** The dot products of x with y_0 … y_3; each element of x is loaded once. */
  private static void dots(float[] x, float[][] y, float[] results) {
    float[] y0 = y[0];
    float[] y1 = y[1];
    float[] y2 = y[2];
    float[] y3 = y[3];
    float s00 = 0;
    float s01 = 0;
    float s10 = 0;
    float s11 = 0;
    float s20 = 0;
    float s21 = 0;
    float s30 = 0;
    float s31 = 0;
    for (int j = 0; j < x.length; j += 2) {
      float a = x[j];
      float b = x[j + 1];
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
}
