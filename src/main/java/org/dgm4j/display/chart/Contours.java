package org.dgm4j.display.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lines of equal height of a function that is known at the nodes of a grid, by marching squares
 * with linear interpolation (Lorensen and Cline 1987, in two dimensions).
 *
 * @param x rising places of the columns
 * @param y rising places of the rows
 * @param values the heights, shape (y, x)
 */
public record Contours(double[] x, double[] y, double[] values) {

  /** One line: horizontal and vertical places; closed if the last is the first. */
  public record Line(double[] x, double[] y) {}

  /** The same as filled contours of a density. */
  public Series.HeatMap filled(String name) {
    double halfX = (x[x.length - 1] - x[0]) / (x.length - 1) / 2;
    double halfY = (y[y.length - 1] - y[0]) / (y.length - 1) / 2;
    return new Series.HeatMap(name, y.length, x.length, values, ColorScale.OPACITY)
        .within(x[0] - halfX, x[x.length - 1] + halfX, y[0] - halfY, y[y.length - 1] + halfY)
        .drawn(Series.HeatMap.Drawing.CONTOURS);
  }

  /** The height above which lies this share of the sum of all heights, which are not negative. */
  public double enclosing(double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double wanted = share * Arrays.stream(sorted).sum();
    double sum = 0;
    int i = sorted.length;
    while (i > 1 && sum < wanted) {
      sum += sorted[--i];
    }
    return sorted[Math.min(i, sorted.length - 1)];
  }

  /** The lines at a height. */
  public List<Line> at(double level) {
    Map<Integer, List<Integer>> neighbours = new HashMap<>();
    for (int row = 0; row + 1 < y.length; row++) {
      for (int column = 0; column + 1 < x.length; column++) {
        square(row, column, level, neighbours);
      }
    }
    List<Line> lines = new ArrayList<>();
    for (int pass = 0; pass < 2; pass++) {
      for (Integer edge : List.copyOf(neighbours.keySet())) {
        int ends = neighbours.get(edge).size();
        if (ends == 1 || pass == 1 && ends == 2) {
          lines.add(line(walk(edge, neighbours), level));
        }
      }
    }
    return lines;
  }

  private boolean above(int row, int column, double level) {
    return values[row * x.length + column] > level;
  }

  /** An edge is named by its lower left node and its direction. */
  private int edge(int row, int column, boolean up) {
    return 2 * (row * x.length + column) + (up ? 1 : 0);
  }

  private void square(int row, int column, double level, Map<Integer, List<Integer>> neighbours) {
    boolean[] corner = {
      above(row, column, level),
      above(row, column + 1, level),
      above(row + 1, column + 1, level),
      above(row + 1, column, level)
    };
    int[] edge = {
      edge(row, column, false),
      edge(row, column + 1, true),
      edge(row + 1, column, false),
      edge(row, column, true)
    };
    List<Integer> crossed = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      if (corner[i] != corner[(i + 1) % 4]) {
        crossed.add(edge[i]);
      }
    }
    for (int i = 0; i < crossed.size(); i += 2) {
      neighbours.computeIfAbsent(crossed.get(i), e -> new ArrayList<>()).add(crossed.get(i + 1));
      neighbours.computeIfAbsent(crossed.get(i + 1), e -> new ArrayList<>()).add(crossed.get(i));
    }
  }

  /** Follows a line to its end, and takes it out. */
  private static List<Integer> walk(int start, Map<Integer, List<Integer>> neighbours) {
    List<Integer> line = new ArrayList<>(List.of(start));
    int at = start;
    while (!neighbours.get(at).isEmpty()) {
      int next = neighbours.get(at).remove(0);
      neighbours.get(next).remove((Integer) at);
      line.add(next);
      at = next;
    }
    return line;
  }

  private Line line(List<Integer> edges, double level) {
    double[] across = new double[edges.size()];
    double[] up = new double[edges.size()];
    for (int i = 0; i < across.length; i++) {
      int node = edges.get(i) / 2;
      int row = node / x.length;
      int column = node % x.length;
      boolean upwards = edges.get(i) % 2 == 1;
      double from = values[node];
      double to = values[upwards ? node + x.length : node + 1];
      double part = (level - from) / (to - from);
      across[i] = upwards ? x[column] : x[column] + part * (x[column + 1] - x[column]);
      up[i] = upwards ? y[row] + part * (y[row + 1] - y[row]) : y[row];
    }
    return new Line(across, up);
  }
}
