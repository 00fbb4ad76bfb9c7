package org.dgm4j.probability.joint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Directed graphs given by the parents of each variable. */
final class Graphs {

  private Graphs() {}

  /**
   * An order in which parents come before their children; otherwise the given order is kept.
   *
   * @throws IllegalArgumentException if the graph has a cycle, which is then named
   */
  static int[] order(List<Variable> variables, int[][] parents) {
    int n = parents.length;
    int[] order = new int[n];
    boolean[] placed = new boolean[n];
    for (int position = 0; position < n; position++) {
      int next = -1;
      for (int i = 0; i < n && next < 0; i++) {
        if (!placed[i] && Arrays.stream(parents[i]).allMatch(parent -> placed[parent])) {
          next = i;
        }
      }
      if (next < 0) {
        throw new IllegalArgumentException(
            String.format(
                "The graph has the cycle %s, but no variable may depend on itself; remove one of"
                    + " these arrows",
                cycle(variables, parents, placed)));
      }
      order[position] = next;
      placed[next] = true;
    }
    return order;
  }

  private static String cycle(List<Variable> variables, int[][] parents, boolean[] placed) {
    List<Integer> path = new ArrayList<>();
    int current = 0;
    while (placed[current]) {
      current++;
    }
    while (!path.contains(current)) {
      path.add(current);
      current = Arrays.stream(parents[current]).filter(i -> !placed[i]).findFirst().orElseThrow();
    }
    List<Integer> cycle = new ArrayList<>(path.subList(path.indexOf(current), path.size()));
    cycle.add(current);
    Collections.reverse(cycle);
    return cycle.stream().map(i -> variables.get(i).name()).collect(Collectors.joining(" → "));
  }
}
