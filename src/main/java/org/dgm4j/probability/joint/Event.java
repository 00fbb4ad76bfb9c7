package org.dgm4j.probability.joint;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** That some of the variables of a table have certain states. */
final class Event {

  private final List<Variable> variables;

  /** By variable; −1 where the event says nothing about it. */
  private final int[] states;

  /**
   * @param given for each name a state, as its number or its label
   * @throws IllegalArgumentException if a variable or state does not exist
   */
  Event(JointTable table, Map<String, ?> given) {
    given.keySet().forEach(table::variable);
    variables = table.variables();
    states =
        variables.stream()
            .mapToInt(v -> given.containsKey(v.name()) ? state(v, given.get(v.name())) : -1)
            .toArray();
  }

  private static int state(Variable variable, Object state) {
    return state instanceof Integer number
        ? variable.check(number)
        : variable.state(state.toString());
  }

  /** The variables that the event says nothing about. */
  List<Variable> rest() {
    return IntStream.range(0, states.length)
        .filter(i -> states[i] < 0)
        .mapToObj(variables::get)
        .toList();
  }

  /** The part of the table in which the event holds, over {@link #rest}. */
  double[] part(double[] table) {
    int[] strides = TableArithmetic.strides(JointTable.sizes(variables));
    int[] sizes = JointTable.sizes(rest());
    int[] steps =
        IntStream.range(0, states.length).filter(i -> states[i] < 0).map(i -> strides[i]).toArray();
    int first =
        IntStream.range(0, states.length)
            .filter(i -> states[i] >= 0)
            .map(i -> states[i] * strides[i])
            .sum();
    double[] part = new double[TableArithmetic.count(sizes)];
    TableArithmetic.walk(sizes, steps, (cell, other) -> part[cell] = table[first + other]);
    return part;
  }

  /** That nothing can be said given this, as its probability is 0. */
  IllegalArgumentException impossible() {
    return new IllegalArgumentException(
        String.format(
            "The condition %s has probability 0, so nothing can be said given it; condition on a"
                + " state that occurs",
            this));
  }

  /** The states, for example {@code rain = yes, wet = no}. */
  @Override
  public String toString() {
    return IntStream.range(0, states.length)
        .filter(i -> states[i] >= 0)
        .mapToObj(i -> variables.get(i).assigned(states[i]))
        .collect(Collectors.joining(", "));
  }
}
