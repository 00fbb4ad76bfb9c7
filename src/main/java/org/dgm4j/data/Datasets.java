package org.dgm4j.data;

/** The data sets that a notebook knows by name. */
public final class Datasets {

  private static final int DRAWN_SIZE = 28;
  private static final int DRAWN_COUNT = 10_000;
  private static final long DRAWN_SEED = 1;

  private Datasets() {}

  /**
   * Digits drawn by this library: grey images of 28×28 with labels 0 to 9, 10,000 to train and
   * 2,000 each to validate and to test. Needs no network and no files.
   */
  public static Dataset drawnDigits() {
    return drawnDigits(DRAWN_SIZE, DRAWN_COUNT, DRAWN_SEED);
  }

  /**
   * Digits drawn by this library, at any size and in any number; the same seed gives the same
   * digits.
   *
   * @param size the height and width of an image, at least 8
   * @param count how many to train with; a fifth of it each are drawn to validate and to test
   */
  public static Dataset drawnDigits(int size, int count, long seed) {
    if (size < 8) {
      throw new IllegalArgumentException(
          String.format("Digits need images of at least 8×8, not %d×%d", size, size));
    }
    if (count < 5) {
      throw new IllegalArgumentException(
          "At least 5 digits are needed to train with, not " + count);
    }
    return new Dataset(
        "drawn-digits",
        "digits drawn by dgm4j from strokes with random bend, slant and pen, seed " + seed,
        DrawnDigits.draw(count, size, Randomness.derive(seed, 0)),
        DrawnDigits.draw(count / 5, size, Randomness.derive(seed, 1)),
        DrawnDigits.draw(count / 5, size, Randomness.derive(seed, 2)));
  }

  /**
   * Bars and stripes: n×n binary images, uniform over the 2^(n+1) − 2 patterns whose rows or
   * columns are each of one value. Train has every pattern equally often, validation and test have
   * each once, so that a mean over test is an exact expectation.
   */
  public static ExactDataset barsAndStripes(int n) {
    return BarsAndStripes.dataset(n);
  }
}
