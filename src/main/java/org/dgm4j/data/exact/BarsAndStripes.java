package org.dgm4j.data.exact;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.ExactDataset;
import org.dgm4j.data.Samples;

/**
 * Square binary images in which either every row or every column is of one value: the {@code
 * 2^(n+1) - 2} different patterns are equally probable (MacKay: Information Theory, Inference, and
 * Learning Algorithms, section 43).
 */
public final class BarsAndStripes implements ExampleLaw {

  private static final int LARGEST = 12; // 2^13 patterns of 144 values
  private static final int TRAINING_EXAMPLES = 1000; // some batches an epoch

  private final int side;
  private final Samples patterns;

  private BarsAndStripes(int side) {
    this.side = side;
    patterns = patterns(side);
  }

  public static ExactDataset dataset(int side) {
    if (side < 1 || side > LARGEST) {
      throw new IllegalArgumentException(
          String.format(
              "Bars and stripes can be 1×1 to %d×%d, not %d×%d", LARGEST, LARGEST, side, side));
    }
    BarsAndStripes law = new BarsAndStripes(side);
    Samples patterns = law.patterns;
    int[] repeated = new int[(TRAINING_EXAMPLES / patterns.count() + 1) * patterns.count()];
    Arrays.setAll(repeated, i -> i % patterns.count());
    return new ExactDataset(
        "bars-and-stripes",
        NumberText.format(
            "all %d patterns of %d×%d bars and stripes, equally often; entropy %.4f nats",
            patterns.count(), side, side, law.entropy()),
        law,
        patterns.select(repeated),
        patterns,
        patterns);
  }

  private static Samples patterns(int side) {
    int lines = 1 << side;
    int count = 2 * lines - 2;
    float[] values = new float[count * side * side];
    for (int i = 0; i < values.length; i++) {
      int pattern = i / (side * side);
      int row = i / side % side;
      int column = i % side;
      boolean stripes = pattern < lines;
      int bits = stripes ? pattern : pattern - lines + 1;
      values[i] = bits >> (stripes ? row : column) & 1;
    }
    return Samples.owning(values, null, count, 1, side, side);
  }

  @Override
  public int[] shape() {
    return new int[] {1, side, side};
  }

  @Override
  public void into(SplittableRandom random, float[] target, int offset) {
    patterns.copyRow(random.nextInt(patterns.count()), target, offset);
  }

  @Override
  public double logDensity(float[] x) {
    boolean bars = true;
    boolean stripes = true;
    for (int i = 0; i < x.length; i++) {
      if (x[i] != 0 && x[i] != 1) {
        return Double.NEGATIVE_INFINITY;
      }
      bars &= x[i] == x[i % side];
      stripes &= x[i] == x[i - i % side];
    }
    return bars || stripes ? -entropy() : Double.NEGATIVE_INFINITY;
  }

  @Override
  public double entropy() {
    return Math.log((1 << (side + 1)) - 2);
  }
}
