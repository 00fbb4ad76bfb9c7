package org.dgm4j.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Some examples of a batch, which one processor computes: rows hold one feature each, with a column
 * for every pixel of each example, the examples of a pixel side by side.
 */
public abstract class BatchPart {

  /** Less than so many examples are not worth another processor. */
  private static final int LEAST = 8;

  /** The first of the examples. */
  protected final int from;

  /** The number of examples. */
  protected final int size;

  /** The examples from one to before another. */
  protected BatchPart(int from, int to) {
    this.from = from;
    this.size = to - from;
  }

  /** Makes a part of its kind. */
  public interface Factory<P extends BatchPart> {
    P part(int from, int to);
  }

  /** Divides a batch among the processors. */
  public static <P extends BatchPart> List<P> of(int batch, Factory<P> factory) {
    int count = Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), batch / LEAST));
    List<P> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(factory.part(i * batch / count, (i + 1) * batch / count));
    }
    return parts;
  }

  /** Turns these examples of a batch, shape (batch, values), into rows, times a factor. */
  protected final void toRows(float[] examples, float factor, float[][] rows) {
    int place = from * rows.length * (rows[0].length / size);
    for (int n = 0; n < size; n++) {
      for (float[] row : rows) {
        for (int column = n; column < row.length; column += size) {
          row[column] = factor * examples[place++];
        }
      }
    }
  }

  /** Turns rows, times a factor, into these examples of a batch. */
  protected final void toExamples(float[][] rows, float factor, float[] examples) {
    int place = from * rows.length * (rows[0].length / size);
    for (int n = 0; n < size; n++) {
      for (float[] row : rows) {
        for (int column = n; column < row.length; column += size) {
          examples[place++] = factor * row[column];
        }
      }
    }
  }
}
