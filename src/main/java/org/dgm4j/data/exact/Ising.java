package org.dgm4j.data.exact;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.dgm4j.base.Randomness;

/**
 * The Ising model on a square lattice with free borders: p(x) = exp(b(x) / T) / Z, where b is the
 * sum of s_i s_j over neighbours and the spin s is −1 for a pixel of 0 and +1 for a pixel of 1.
 *
 * <p>Up to {@value #LARGEST_EXACT} rows, Z, the entropy and independent samples are exact by the
 * transfer-matrix method (Kramers and Wannier, 1941), one site at a time: the future of the raster
 * order depends on the past through the last spin of each column only. Beyond, samples come from
 * cluster updates (Swendsen and Wang, 1987).
 */
public final class Ising implements ExampleLaw {

  static final int LARGEST_EXACT = 16; // 2^16 states of the frontier for each of 256 sites
  static final int LARGEST = 32; // four times as many pixels as the exact ones

  private static final double LOWEST = 0.1; // there the least weight, exp(−4 / T), is 4e-18
  private static final int SWEEPS = 40; // as tested at the critical temperature

  private final int side;
  private final double coupling;
  private final double[] weights = new double[5];
  private final double[][] rowStarts;
  private final double logPartition;
  private final double meanBonds;

  public Ising(int side, double temperature) {
    if (side < 1 || side > LARGEST) {
      throw new IllegalArgumentException(
          String.format(
              "An Ising lattice can be 1×1 to %d×%d, not %d×%d", LARGEST, LARGEST, side, side));
    }
    if (!(temperature >= LOWEST && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          String.format(
              "The temperature must be a number of at least %s (2.27 is critical), not %s",
              LOWEST, temperature));
    }
    this.side = side;
    this.coupling = 1 / temperature;
    for (int bonds = -2; bonds <= 2; bonds++) {
      weights[bonds + 2] = Math.exp((bonds - 2) * coupling);
    }
    if (side <= LARGEST_EXACT) {
      rowStarts = new double[side + 1][];
      Future future = new Future(1 << side);
      rowStarts[side] = future.weight.clone();
      double logScale = 0;
      for (int site = side * side - 1; site >= 0; site--) {
        logScale += future.step(site) + 2 * coupling;
        if (site % side == 0) {
          rowStarts[site / side] = future.weight.clone();
        }
      }
      logPartition = Math.log(future.weight[0]) + logScale;
      meanBonds = future.bonds[0];
    } else {
      rowStarts = null;
      logPartition = Double.NaN;
      meanBonds = Double.NaN;
    }
  }

  /**
   * For each state of the frontier (the last spin of each column, a bit each): the total weight of
   * all that may follow, up to a common factor, and the expected sum of its bonds.
   */
  private final class Future {

    private double[] weight;
    private double[] bonds;

    Future(int states) {
      weight = new double[states];
      bonds = new double[states];
      Arrays.fill(weight, 1);
    }

    /** Takes one more site into the future; returns the logarithm of the factor taken out. */
    double step(int site) {
      double[] newWeight = new double[weight.length];
      double[] newBonds = new double[weight.length];
      double largest = 0;
      for (int frontier = 0; frontier < weight.length; frontier++) {
        int field = field(site, frontier);
        int column = 1 << site % side;
        int up = frontier | column;
        int down = frontier & ~column;
        double upWeight = weights[2 + field] * weight[up];
        double downWeight = weights[2 - field] * weight[down];
        double sum = upWeight + downWeight;
        newWeight[frontier] = sum;
        newBonds[frontier] =
            sum == 0
                ? 0
                : (upWeight * (bonds[up] + field) + downWeight * (bonds[down] - field)) / sum;
        largest = Math.max(largest, sum);
      }
      for (int frontier = 0; frontier < weight.length; frontier++) {
        newWeight[frontier] /= largest;
      }
      weight = newWeight;
      bonds = newBonds;
      return Math.log(largest);
    }
  }

  /** The sum of the spins left of and above a site. */
  private int field(int site, int frontier) {
    int column = site % side;
    int left = column == 0 ? 0 : (frontier >> column - 1 & 1) * 2 - 1;
    int above = site < side ? 0 : (frontier >> column & 1) * 2 - 1;
    return left + above;
  }

  @Override
  public int[] shape() {
    return new int[] {1, side, side};
  }

  @Override
  public double logDensity(float[] x) {
    requireExact();
    int bonds = 0;
    for (int i = 0; i < x.length; i++) {
      if (x[i] != 0 && x[i] != 1) {
        return Double.NEGATIVE_INFINITY;
      }
      if (i % side > 0) {
        bonds += x[i] == x[i - 1] ? 1 : -1;
      }
      if (i >= side) {
        bonds += x[i] == x[i - side] ? 1 : -1;
      }
    }
    return bonds * coupling - logPartition;
  }

  /** log Z − E[b] / T. */
  @Override
  public double entropy() {
    requireExact();
    return logPartition - coupling * meanBonds;
  }

  private void requireExact() {
    if (side > LARGEST_EXACT) {
      throw new IllegalStateException(
          String.format(
              "The exact density of an Ising lattice is known up to %d×%d, not for %d×%d",
              LARGEST_EXACT, LARGEST_EXACT, side, side));
    }
  }

  @Override
  public float[] draw(int count, long seed) {
    return side <= LARGEST_EXACT ? drawExactly(count, seed) : drawClusters(count, seed);
  }

  /** Pixel by pixel from the exact conditional probabilities, row by row for all examples. */
  private float[] drawExactly(int count, long seed) {
    float[] values = new float[Math.multiplyExact(count, side * side)];
    int[] frontiers = new int[count];
    SplittableRandom[] randoms = new SplittableRandom[count];
    Arrays.setAll(randoms, i -> new SplittableRandom(Randomness.derive(seed, i)));
    for (int row = 0; row < side; row++) {
      int start = row * side;
      double[][] after = new double[side][];
      Future future = new Future(1 << side);
      future.weight = rowStarts[row + 1];
      for (int column = side - 1; column >= 0; column--) {
        after[column] = future.weight;
        future.step(start + column);
      }
      IntStream.range(0, count)
          .parallel()
          .forEach(
              i -> {
                int frontier = frontiers[i];
                for (int column = 0; column < side; column++) {
                  int field = field(start + column, frontier);
                  int up = frontier | 1 << column;
                  int down = frontier & ~(1 << column);
                  double upWeight = weights[2 + field] * after[column][up];
                  double downWeight = weights[2 - field] * after[column][down];
                  boolean one = randoms[i].nextDouble() * (upWeight + downWeight) < upWeight;
                  frontier = one ? up : down;
                  values[i * side * side + start + column] = one ? 1 : 0;
                }
                frontiers[i] = frontier;
              });
    }
    return values;
  }

  float[] drawClusters(int count, long seed) {
    return Randomness.examples(count, side * side, seed, this);
  }

  /** An example from equal spins, after {@value #SWEEPS} updates of all clusters. */
  @Override
  public void into(SplittableRandom random, float[] target, int offset) {
    long threshold = (long) (-Math.expm1(-2 * coupling) * 0x1p63);
    boolean[] spins = new boolean[side * side];
    int[] parent = new int[spins.length];
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      bond(spins, parent, threshold, random);
      for (int i = 0; i < spins.length; i++) {
        parent[i] = parent[parent[i]];
        spins[i] = parent[i] == i ? random.nextBoolean() : spins[parent[i]];
      }
    }
    for (int i = 0; i < spins.length; i++) {
      target[offset + i] = spins[i] ? 1 : 0;
    }
  }

  /** Puts equal neighbours into one cluster at random; every site ends up under a smaller one. */
  private void bond(boolean[] spins, int[] parent, long threshold, SplittableRandom random) {
    for (int i = 0; i < spins.length; i++) {
      parent[i] = i;
      if (i % side > 0 && spins[i] == spins[i - 1] && random.nextLong() >>> 1 < threshold) {
        parent[i] = root(parent, i - 1);
      }
      if (i >= side && spins[i] == spins[i - side] && random.nextLong() >>> 1 < threshold) {
        int here = parent[i];
        int above = root(parent, i - side);
        parent[Math.max(here, above)] = Math.min(here, above);
        parent[i] = Math.min(here, above);
      }
    }
  }

  private static int root(int[] parent, int i) {
    int root = i;
    while (parent[root] != root) {
      root = parent[root];
    }
    parent[i] = root;
    return root;
  }
}
