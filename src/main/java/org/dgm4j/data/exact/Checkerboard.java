package org.dgm4j.data.exact;

import java.util.SplittableRandom;

/** Uniform over the eight black squares, of side 2, of a 4×4 board from −4 to 4. */
public final class Checkerboard implements ExampleLaw {

  private static final double AREA = 32; // eight squares of 2 × 2

  /** The values of a coordinate within a square are such that a float has them exactly. */
  private static final int STEPS = 1 << 22;

  @Override
  public int[] shape() {
    return new int[] {2};
  }

  @Override
  public double logDensity(float[] x) {
    int column = (int) Math.floor(x[0] / 2);
    int row = (int) Math.floor(x[1] / 2);
    boolean black =
        Math.abs(column + 0.5) < 2 && Math.abs(row + 0.5) < 2 && (column + row) % 2 == 0;
    return black ? -Math.log(AREA) : Double.NEGATIVE_INFINITY;
  }

  @Override
  public double entropy() {
    return Math.log(AREA);
  }

  @Override
  public void into(SplittableRandom random, float[] target, int offset) {
    int row = random.nextInt(4);
    int column = 2 * random.nextInt(2) + row % 2;
    target[offset] = within(column, random);
    target[offset + 1] = within(row, random);
  }

  private static float within(int square, SplittableRandom random) {
    return (float) (2 * square - 4 + 2.0 * random.nextInt(STEPS) / STEPS);
  }
}
