package org.dgm4j.model.pixelrnn;

/**
 * The way of an LSTM through the pixels of a map: step by step along lines of cells. On the way by
 * rows, a step is a row and its cells are the columns. On the way by diagonals, a step is a
 * diagonal and its cells are the rows; in direction 0 diagonals begin at the left border, in
 * direction 1 at the right.
 */
record Scan(boolean diagonal, int height, int width) {

  static int directions(boolean diagonal) {
    return diagonal ? 2 : 1;
  }

  /**
   * Which cells of the step before a cell sees, relative to itself: the three above, or the same
   * row (the pixel beside) and the row above.
   */
  static int[] neighbours(boolean diagonal) {
    return diagonal ? new int[] {0, -1} : new int[] {-1, 0, 1};
  }

  /**
   * Of which cells of its own step a cell has the input, relative to itself: on the way by rows
   * also of the one to the left.
   */
  int[] inputs() {
    return diagonal ? new int[] {0} : new int[] {0, -1};
  }

  int directions() {
    return directions(diagonal);
  }

  int[] neighbours() {
    return neighbours(diagonal);
  }

  int steps() {
    return diagonal ? height + width - 1 : height;
  }

  /** The cells of a line; on the way by diagonals not all are pixels in each step. */
  int line() {
    return diagonal ? height : width;
  }

  /** The first cell of a step that is a pixel. */
  int first(int step) {
    return diagonal ? Math.max(0, step - width + 1) : 0;
  }

  /** The cell after the last one of a step that is a pixel. */
  int last(int step) {
    return diagonal ? Math.min(height, step + 1) : width;
  }

  /** The pixel of a cell, row by row. */
  int pixel(int direction, int step, int cell) {
    if (!diagonal) {
      return step * width + cell;
    }
    int column = direction == 0 ? step - cell : width - 1 - step + cell;
    return cell * width + column;
  }

  int pixels() {
    return height * width;
  }

  /** How many cells of a step lie side by side among the pixels. */
  int run(int step) {
    return diagonal ? 1 : last(step) - first(step);
  }

  /**
   * How many pixels on from its own the state of a pixel is added to the output, which may be after
   * its end: what comes from the right counts from the row below on, as it has seen pixels that
   * come later in its own row.
   */
  int shift(int direction) {
    return direction == 0 ? 0 : width;
  }
}
