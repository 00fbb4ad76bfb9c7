package org.dgm4j.probability.joint;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dgm4j.base.NumberText;
import org.dgm4j.base.TextTable;

/** Tables of probabilities as aligned text. */
final class TableText {

  /** A screen of rows. */
  private static final int SHOWN_CELLS = 32;

  private TableText() {}

  /** The cells of a table: as a matrix where that is small, else as a list, cut if it is long. */
  static String of(List<Variable> variables, double[] p) {
    int rows = Math.min(p.length, SHOWN_CELLS);
    if (variables.size() == 2 && rows == p.length) {
      Variable down = variables.get(0);
      return matrix(List.of(down), variables.get(1), p, down.size());
    }
    String more = NumberText.count(p.length - rows, "more cell");
    return list(variables, p, rows) + (rows == p.length ? "" : "\n… and " + more);
  }

  /** The states of a cell, for example {@code rain = yes, wet = no}. */
  static String cell(List<Variable> variables, int cell) {
    int[] states = TableArithmetic.states(JointTable.sizes(variables), cell);
    return IntStream.range(0, states.length)
        .mapToObj(i -> variables.get(i).assigned(states[i]))
        .collect(Collectors.joining(", "));
  }

  /** A row for each state of some variables, of the probabilities of the states of another. */
  static String matrix(List<Variable> down, Variable along, double[] p, int rows) {
    List<List<String>> lines = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of(""));
    IntStream.range(0, along.size()).mapToObj(along::assigned).forEach(header::add);
    lines.add(header);
    for (int row = 0; row < rows; row++) {
      List<String> line = new ArrayList<>(List.of(cell(down, row)));
      for (int column = 0; column < along.size(); column++) {
        line.add(NumberText.number(p[row * along.size() + column]));
      }
      lines.add(line);
    }
    return TextTable.of(lines);
  }

  /** A row for each cell: the states of the variables and the probability. */
  private static String list(List<Variable> variables, double[] p, int rows) {
    List<List<String>> lines = new ArrayList<>();
    List<String> header = new ArrayList<>(variables.stream().map(Variable::name).toList());
    header.add("p");
    lines.add(header);
    for (int cell = 0; cell < rows; cell++) {
      int[] states = TableArithmetic.states(JointTable.sizes(variables), cell);
      List<String> line = new ArrayList<>();
      for (int i = 0; i < states.length; i++) {
        line.add(variables.get(i).label(states[i]));
      }
      line.add(NumberText.number(p[cell]));
      lines.add(line);
    }
    return TextTable.of(lines);
  }
}
