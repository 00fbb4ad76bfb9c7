package org.dgm4j.probability.joint;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.dgm4j.base.Checks;

/** A named discrete variable with the states 0 … size − 1, which may have labels. */
public final class Variable {

  private final String name;
  private final int size;
  private final List<String> labels;

  private Variable(String name, int size, List<String> labels) {
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "A variable needs a name, as in Variable.of(\"rain\", 2), but the name is blank");
    }
    if (size < 1) {
      throw new IllegalArgumentException(
          String.format("Variable %s needs at least 1 state, but %d were asked for", name, size));
    }
    this.name = name;
    this.size = size;
    this.labels = labels;
  }

  /** A variable with the states 0 … size − 1. */
  public static Variable of(String name, int size) {
    return new Variable(name, size, null);
  }

  /**
   * A variable with labelled states, for example {@code Variable.of("rain", "no", "yes")}.
   *
   * @throws IllegalArgumentException if a label occurs twice or there is none
   */
  public static Variable of(String name, String... labels) {
    Set<String> seen = new HashSet<>();
    for (String label : labels) {
      if (!seen.add(label)) {
        throw new IllegalArgumentException(
            String.format("Variable %s has the state %s twice; labels must differ", name, label));
      }
    }
    return new Variable(name, labels.length, List.of(labels));
  }

  /** Variables with the states 0 and 1. */
  public static Variable[] binary(String... names) {
    return Arrays.stream(names).map(name -> of(name, 2)).toArray(Variable[]::new);
  }

  /** The variables x1 … xn, each with the same number of states. */
  public static Variable[] numbered(int count, int states) {
    Checks.atLeast(1, count, "The number of variables");
    Checks.atLeast(1, states, "The number of states");
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> of("x" + i, states))
        .toArray(Variable[]::new);
  }

  /** The variables x1, x2, …, with these numbers of states. */
  public static Variable[] ofSizes(int... sizes) {
    return IntStream.range(0, sizes.length)
        .mapToObj(i -> of("x" + (i + 1), sizes[i]))
        .toArray(Variable[]::new);
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** The number of states. */
  public int size() {
    return size;
  }

  /** The labels of all states; their numbers where they have none. */
  public List<String> labels() {
    return IntStream.range(0, size).mapToObj(this::label).toList();
  }

  /** A state with the name, for example {@code rain = yes}. */
  String assigned(int state) {
    return name + " = " + label(state);
  }

  /** The label of a state; its number where the states have no labels. */
  public String label(int state) {
    return labels == null ? Integer.toString(state) : labels.get(state);
  }

  /**
   * The state that has this label.
   *
   * @throws IllegalArgumentException if there is none
   */
  public int state(String label) {
    int state = IntStream.range(0, size).filter(i -> label(i).equals(label)).findFirst().orElse(-1);
    if (state < 0) {
      throw new IllegalArgumentException(
          String.format("Variable %s has no state %s; %s", name, label, allowed()));
    }
    return state;
  }

  int check(int state) {
    if (state < 0 || state >= size) {
      throw new IllegalArgumentException(
          String.format("Variable %s has no state %d; %s", name, state, allowed()));
    }
    return state;
  }

  String allowed() {
    if (labels == null) {
      return size == 1 ? "its only state is 0" : "its states are 0 to " + (size - 1);
    }
    return "its states are " + String.join(", ", labels);
  }

  /** The variables, checked for names that occur twice. */
  static List<Variable> distinct(Variable... variables) {
    if (variables.length == 0) {
      throw new IllegalArgumentException(
          "At least one variable is needed, as in Variable.of(\"rain\", 2), but there is none");
    }
    Set<String> seen = new HashSet<>();
    for (Variable variable : variables) {
      if (!seen.add(variable.name)) {
        throw new IllegalArgumentException(
            String.format("The name %s occurs twice; each variable needs its own", variable.name));
      }
    }
    return List.of(variables);
  }

  /** The number of states of all variables together: the product of their sizes. */
  static BigInteger cells(List<Variable> variables) {
    Map<Integer, Integer> multiplicity = new TreeMap<>();
    variables.forEach(variable -> multiplicity.merge(variable.size, 1, Integer::sum));
    return multiplicity.entrySet().stream()
        .map(entry -> BigInteger.valueOf(entry.getKey()).pow(entry.getValue()))
        .reduce(BigInteger.ONE, BigInteger::multiply);
  }

  /** The product of the sizes as it is written: 2^784, or 2·3·4. */
  static String cellsForm(List<Variable> variables) {
    int first = variables.isEmpty() ? 1 : variables.get(0).size;
    if (variables.stream().allMatch(variable -> variable.size == first)) {
      return variables.size() == 1 ? "" + first : first + "^" + variables.size();
    }
    Map<Integer, Integer> multiplicity = new TreeMap<>();
    variables.forEach(variable -> multiplicity.merge(variable.size, 1, Integer::sum));
    return String.join(
        "·",
        multiplicity.entrySet().stream()
            .map(e -> e.getValue() == 1 ? "" + e.getKey() : e.getKey() + "^" + e.getValue())
            .toList());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Variable that
        && name.equals(that.name)
        && size == that.size
        && Objects.equals(labels, that.labels);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, size, labels);
  }

  /** The name and the states. */
  @Override
  public String toString() {
    return labels != null
        ? name + " ∈ {" + String.join(", ", labels) + "}"
        : size <= 3
            ? name + " ∈ {" + String.join(", ", List.of("0", "1", "2").subList(0, size)) + "}"
            : name + " ∈ {0, …, " + (size - 1) + "}";
  }
}
