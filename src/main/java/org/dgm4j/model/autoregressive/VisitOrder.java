package org.dgm4j.model.autoregressive;

/**
 * The order in which a model visits the dimensions: rearranges arrays between the natural order of
 * an example and that of the visits.
 *
 * @param sequence step t visits dimension {@code sequence[t]}
 */
record VisitOrder(int[] sequence) {

  /** Whether dimension 0 comes first, then 1, and so on. */
  boolean areNatural() {
    for (int t = 0; t < sequence.length; t++) {
      if (sequence[t] != t) {
        return false;
      }
    }
    return true;
  }

  /** From the natural order, shape (count, D), to that of the visits. */
  float[] visited(float[] natural) {
    float[] visited = new float[natural.length];
    for (int from = 0; from < natural.length; from += sequence.length) {
      for (int t = 0; t < sequence.length; t++) {
        visited[from + t] = natural[from + sequence[t]];
      }
    }
    return visited;
  }

  /** From the order of the visits, shape (count, D), to the natural one. */
  float[] natural(float[] visited) {
    float[] natural = new float[visited.length];
    for (int from = 0; from < visited.length; from += sequence.length) {
      for (int t = 0; t < sequence.length; t++) {
        natural[from + sequence[t]] = visited[from + t];
      }
    }
    return natural;
  }

  /** The same for one example of flags, from the natural order to that of the visits. */
  boolean[] visited(boolean[] natural) {
    boolean[] visited = new boolean[natural.length];
    for (int t = 0; t < sequence.length; t++) {
      visited[t] = natural[sequence[t]];
    }
    return visited;
  }
}
