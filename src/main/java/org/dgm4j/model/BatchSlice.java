package org.dgm4j.model;

/**
 * Some examples of a batch, one after the other, such as those that one of several devices takes.
 *
 * @param from the first example
 * @param to the example after the last one
 * @param batch the number of examples of the batch
 */
public record BatchSlice(int from, int to, int batch) {

  /** All examples of a batch. */
  public static BatchSlice all(int batch) {
    return new BatchSlice(0, batch, batch);
  }

  /** Whether these are all examples of the batch. */
  public boolean isAll() {
    return count() == batch;
  }

  /** The number of examples. */
  public int count() {
    return to - from;
  }

  /**
   * The rows of this part, of an array that has so many blocks of one row for each example of the
   * batch.
   */
  public float[] rows(float[] values, int blocks) {
    if (isAll()) {
      return values;
    }
    int width = values.length / (blocks * batch);
    float[] rows = new float[blocks * count() * width];
    for (int block = 0; block < blocks; block++) {
      System.arraycopy(
          values, (block * batch + from) * width, rows, block * count() * width, count() * width);
    }
    return rows;
  }
}
