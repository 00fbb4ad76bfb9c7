package org.dgm4j.probability.joint;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.rng.sampling.distribution.GuideTableDiscreteSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.dgm4j.base.Checks;
import org.dgm4j.base.NumberText;
import org.dgm4j.base.TextTable;
import org.dgm4j.probability.FiniteDiscrete;

/**
 * The joint distribution of named discrete variables as the full table of its probabilities.
 *
 * <p>Probabilities are in row-major order: the last variable runs fastest. Variables can be given
 * by name or, where they are two or more, by index. Immutable.
 */
public final class JointTable implements JointDistribution {

  /** The number of cells a table may have: 2^20. */
  public static final int MAXIMUM_CELLS = 1 << 20;

  private static final int SHOWN_CELLS = 32;

  private final List<Variable> variables;
  private final int[] sizes;
  private final double[] p;

  private JointTable(List<Variable> variables, double[] p) {
    this.variables = variables;
    this.sizes = sizes(variables);
    this.p = p;
  }

  static int[] sizes(List<Variable> variables) {
    return variables.stream().mapToInt(Variable::size).toArray();
  }

  /**
   * A table of given probabilities.
   *
   * @param probabilities one for each cell, the last variable running fastest
   * @throws IllegalArgumentException if their number is not the number of cells, one is negative or
   *     NaN, they do not sum to 1, or a name occurs twice
   */
  public static JointTable of(double[] probabilities, Variable... variables) {
    List<Variable> all = checked(variables);
    checkCount(probabilities.length, all);
    return new JointTable(
        all,
        Checks.probabilities(
            probabilities, "The probabilities of the table", i -> cellProbability(all, i)));
  }

  /**
   * A table of given probabilities over variables that have equally many states, for example four
   * probabilities and two names.
   *
   * @throws IllegalArgumentException as for given variables
   */
  public static JointTable of(double[] probabilities, String... names) {
    Checks.atLeast(1, names.length, "The number of variables");
    int states = (int) Math.round(Math.pow(probabilities.length, 1.0 / names.length));
    return of(
        probabilities,
        Arrays.stream(names)
            .map(name -> Variable.of(name, Math.max(1, states)))
            .toArray(Variable[]::new));
  }

  /**
   * A table of two variables: the first runs down the rows, the second along the columns.
   *
   * @throws IllegalArgumentException as for given variables, or if the rows differ in length
   */
  public static JointTable of(double[][] probabilities, String rows, String columns) {
    Checks.atLeast(1, probabilities.length, "The number of rows");
    return of(
        probabilities,
        Variable.of(rows, probabilities.length),
        Variable.of(columns, probabilities[0].length));
  }

  /**
   * A table of two variables: the first runs down the rows, the second along the columns.
   *
   * @throws IllegalArgumentException as for given variables, or if the rows differ in length
   */
  public static JointTable of(double[][] probabilities, Variable rows, Variable columns) {
    Checks.sameLength(rows.size(), probabilities.length, "Rows of the table");
    for (double[] row : probabilities) {
      Checks.sameLength(columns.size(), row.length, "Probabilities of each row");
    }
    return of(
        Arrays.stream(probabilities).flatMapToDouble(Arrays::stream).toArray(), rows, columns);
  }

  /**
   * A table of the probabilities that a function gives for the states of all variables.
   *
   * @throws IllegalArgumentException as for given probabilities
   */
  public static JointTable of(ToDoubleFunction<int[]> probability, Variable... variables) {
    return of(evaluate(probability, checked(variables)), variables);
  }

  /**
   * A table in proportion to what a function gives for the states of all variables.
   *
   * @throws IllegalArgumentException if a weight is negative or NaN, all are 0, or a name occurs
   *     twice
   */
  public static JointTable ofWeights(ToDoubleFunction<int[]> weight, Variable... variables) {
    List<Variable> all = checked(variables);
    double[] weights = evaluate(weight, all);
    double sum = Checks.weights(weights, "The weights of the table", i -> cellProbability(all, i));
    return new JointTable(all, Checks.divided(weights, sum));
  }

  /**
   * The table that gives each cell its share of the samples.
   *
   * @param samples states, shape (samples, variables)
   * @throws IllegalArgumentException if there is none, or one has a state that its variable lacks
   */
  public static JointTable ofSamples(int[][] samples, Variable... variables) {
    List<Variable> all = checked(variables);
    for (int[] sample : samples) {
      Checks.sameLength(all.size(), sample.length, "States of each sample");
    }
    return ofSamples(samples.length, (i, j) -> samples[i][j], variables);
  }

  static JointTable ofSamples(int count, IntBinaryOperator state, Variable... variables) {
    Checks.atLeast(1, count, "The number of samples");
    List<Variable> all = checked(variables);
    double[] p = new double[TableArithmetic.count(sizes(all))];
    for (int i = 0; i < count; i++) {
      int cell = 0;
      for (int j = 0; j < variables.length; j++) {
        cell = cell * variables[j].size() + checkState(variables[j], state.applyAsInt(i, j), i);
      }
      p[cell]++;
    }
    return new JointTable(all, Checks.divided(p, count));
  }

  static JointTable ofCells(List<Variable> variables, int[] cells) {
    double[] p = new double[TableArithmetic.count(sizes(variables))];
    for (int cell : cells) {
      p[cell]++;
    }
    return new JointTable(variables, Checks.divided(p, cells.length));
  }

  static int checkState(Variable variable, int state, int sample) {
    if (state < 0 || state >= variable.size()) {
      throw new IllegalArgumentException(
          String.format(
              "Sample %d has the state %d for %s, but %s",
              sample, state, variable.name(), variable.allowed()));
    }
    return state;
  }

  /**
   * The product of conditionals, one for each variable: p(x1) p(x2 | x1) …, in any order.
   *
   * @throws IllegalArgumentException if a variable has two conditionals or, as a parent, none, is
   *     given with different states, or depends on itself through others
   */
  public static JointTable product(Conditional... conditionals) {
    Variable[] variables =
        Arrays.stream(conditionals).map(Conditional::child).toArray(Variable[]::new);
    List<Variable> all = checked(variables);
    int[][] parents = new int[variables.length][];
    for (int i = 0; i < parents.length; i++) {
      Conditional conditional = conditionals[i];
      parents[i] =
          conditional.parents().stream()
              .mapToInt(
                  parent -> {
                    int index = all.indexOf(parent);
                    if (index < 0) {
                      throw new IllegalArgumentException(
                          String.format(
                              "%s needs %s, but no conditional of it is given",
                              conditional.title(), parent));
                    }
                    return index;
                  })
              .toArray();
    }
    Graphs.order(all, parents);
    double[] p = new double[TableArithmetic.count(sizes(all))];
    Arrays.fill(p, 1);
    for (int i = 0; i < parents.length; i++) {
      double[] factor = conditionals[i].flat();
      int[] steps = new int[variables.length];
      int[] strides = conditionals[i].strides();
      for (int k = 0; k < parents[i].length; k++) {
        steps[parents[i][k]] = strides[k];
      }
      steps[i] = 1;
      TableArithmetic.walk(sizes(all), steps, (cell, row) -> p[cell] *= factor[row]);
    }
    return new JointTable(all, p);
  }

  private static List<Variable> checked(Variable... variables) {
    List<Variable> all = Variable.distinct(variables);
    BigInteger cells = Variable.cells(all);
    if (cells.compareTo(BigInteger.valueOf(MAXIMUM_CELLS)) > 0) {
      throw new IllegalArgumentException(
          String.format(
              "A joint table of these %d variables would have %s free parameters, but a table holds"
                  + " at most 2^20 = %s cells; use structure instead, for example"
                  + " Factorization.markov(%d, %d)",
              all.size(),
              new ParameterCount(cells.subtract(BigInteger.ONE), Variable.cellsForm(all) + " − 1"),
              NumberText.count(MAXIMUM_CELLS),
              all.size(),
              variables[0].size()));
    }
    return all;
  }

  private static void checkCount(int given, List<Variable> variables) {
    int cells = TableArithmetic.count(sizes(variables));
    if (given != cells) {
      throw new IllegalArgumentException(
          String.format(
              "A table of %s has %d cells, but %d probabilities are given",
              variables.stream()
                  .map(v -> v.name() + " (" + v.size() + " states)")
                  .collect(Collectors.joining(", ")),
              cells,
              given));
    }
  }

  private static String cellProbability(List<Variable> variables, int cell) {
    return "The probability of " + cellName(variables, cell);
  }

  public static double[] evaluate(ToDoubleFunction<int[]> f, List<Variable> variables) {
    int[] sizes = sizes(variables);
    double[] values = new double[TableArithmetic.count(sizes)];
    int[] states = new int[sizes.length];
    for (int cell = 0; cell < values.length; cell++) {
      values[cell] = f.applyAsDouble(states.clone());
      for (int i = sizes.length - 1; i >= 0 && ++states[i] == sizes[i]; i--) {
        states[i] = 0;
      }
    }
    return values;
  }

  private static int[] states(List<Variable> variables, int cell) {
    int[] states = new int[variables.size()];
    int rest = cell;
    for (int i = states.length - 1; i >= 0; i--) {
      states[i] = rest % variables.get(i).size();
      rest /= variables.get(i).size();
    }
    return states;
  }

  public static String cellName(List<Variable> variables, int cell) {
    int[] states = states(variables, cell);
    return IntStream.range(0, states.length)
        .mapToObj(i -> variables.get(i).name() + " = " + variables.get(i).label(states[i]))
        .collect(Collectors.joining(", "));
  }

  public String cellName(int cell) {
    return cellName(variables, cell);
  }

  @Override
  public List<Variable> variables() {
    return variables;
  }

  /**
   * The variable of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Variable variable(String name) {
    return variables.get(index(name));
  }

  private int index(String name) {
    for (int i = 0; i < variables.size(); i++) {
      if (variables.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        String.format(
            "The table has no variable %s; its variables are %s",
            name, variables.stream().map(Variable::name).collect(Collectors.joining(", "))));
  }

  private String nameOf(int index) {
    if (index < 0 || index >= variables.size()) {
      throw new IllegalArgumentException(
          String.format(
              "The table has no variable %d; its variables are 0 to %d",
              index, variables.size() - 1));
    }
    return variables.get(index).name();
  }

  private String[] namesOf(int... indices) {
    return Arrays.stream(indices).mapToObj(this::nameOf).toArray(String[]::new);
  }

  /** A copy of the probabilities, the last variable running fastest, shape (cells). */
  public double[] probabilities() {
    return p.clone();
  }

  /**
   * The probability of one state of every variable.
   *
   * @param states shape (variables)
   * @throws IllegalArgumentException if a state does not exist, or their number is wrong
   */
  public double probability(int... states) {
    Checks.sameLength(variables.size(), states.length, "States of the variables");
    int cell = 0;
    for (int i = 0; i < states.length; i++) {
      cell = cell * sizes[i] + variables.get(i).check(states[i]);
    }
    return p[cell];
  }

  @Override
  public double logProbability(int... states) {
    return Math.log(probability(states));
  }

  @Override
  public JointTable table() {
    return this;
  }

  /**
   * The table of some variables alone, in the given order: the others are summed out.
   *
   * @throws IllegalArgumentException if there is no such variable, or a name occurs twice
   */
  public JointTable marginal(String... names) {
    Checks.atLeast(1, names.length, "The number of variables of a marginal");
    List<Variable> wanted =
        Variable.distinct(Arrays.stream(names).map(this::variable).toArray(Variable[]::new));
    List<Variable> rest = new ArrayList<>(variables);
    double[] q = p;
    for (Variable dropped : variables) {
      if (!wanted.contains(dropped)) {
        q = TableArithmetic.sumOut(q, sizes(rest), rest.indexOf(dropped));
        rest.remove(dropped);
      }
    }
    return new JointTable(wanted, rest.equals(wanted) ? q : permuted(q, rest, wanted));
  }

  /** The table of some variables alone, given by index. */
  public JointTable marginal(int... indices) {
    return marginal(namesOf(indices));
  }

  private static double[] permuted(double[] p, List<Variable> from, List<Variable> to) {
    int[] strides = TableArithmetic.strides(sizes(to));
    int[] steps = from.stream().mapToInt(variable -> strides[to.indexOf(variable)]).toArray();
    double[] q = new double[p.length];
    TableArithmetic.walk(sizes(from), steps, (cell, other) -> q[other] = p[cell]);
    return q;
  }

  /**
   * The table of the other variables, given that one has this state.
   *
   * @throws IllegalArgumentException if the variable or state does not exist, the condition has
   *     probability 0, or no variable is left
   */
  public JointTable conditional(String name, int state) {
    return conditional(Map.of(name, state));
  }

  /** The table of the other variables, given that one has the state of this label. */
  public JointTable conditional(String name, String label) {
    return conditional(Map.of(name, label));
  }

  /** The table of the other variables, given that one has this state. */
  public JointTable conditional(int index, int state) {
    return conditional(nameOf(index), state);
  }

  /**
   * The table of the other variables, given the states of some.
   *
   * @param given for each name a state, as its number or its label
   * @throws IllegalArgumentException if a variable or state does not exist, the condition has
   *     probability 0, or no variable is left
   */
  public JointTable conditional(Map<String, ?> given) {
    double[] q = unnormalised(given);
    if (given.size() == variables.size()) {
      throw new IllegalArgumentException(
          String.format(
              "The condition %s fixes every variable, so none is left; leave one out",
              event(given)));
    }
    double total = Checks.sum(q);
    if (!(total > 0)) {
      throw impossible(given);
    }
    List<Variable> rest =
        variables.stream().filter(variable -> !given.containsKey(variable.name())).toList();
    return new JointTable(rest, Checks.divided(q, total));
  }

  /**
   * The probability that some variables have these states.
   *
   * @param event for each name a state, as its number or its label
   * @throws IllegalArgumentException if a variable or state does not exist
   */
  public double probability(Map<String, ?> event) {
    return Checks.sum(unnormalised(event));
  }

  private double[] unnormalised(Map<String, ?> event) {
    event.keySet().forEach(this::index);
    double[] q = p;
    int[] shape = sizes;
    for (int i = variables.size() - 1; i >= 0; i--) {
      Object state = event.get(variables.get(i).name());
      if (state != null) {
        q = TableArithmetic.slice(q, shape, i, state(variables.get(i), state));
        shape = TableArithmetic.without(shape, i);
      }
    }
    return q;
  }

  private static int state(Variable variable, Object state) {
    return state instanceof Integer number
        ? variable.check(number)
        : variable.state(state.toString());
  }

  private String event(Map<String, ?> event) {
    return variables.stream()
        .filter(variable -> event.containsKey(variable.name()))
        .map(v -> v.name() + " = " + v.label(state(v, event.get(v.name()))))
        .collect(Collectors.joining(", "));
  }

  private IllegalArgumentException impossible(Map<String, ?> event) {
    return new IllegalArgumentException(
        String.format(
            "The condition %s has probability 0, so nothing can be said given it; condition on a"
                + " state that occurs",
            event(event)));
  }

  /**
   * The conditional of one variable for every state of some others: p(child | parents). Where a
   * condition has probability 0, all states of the child get the same probability.
   *
   * @throws IllegalArgumentException if a variable does not exist or occurs twice
   */
  public Conditional conditionalTable(String child, String... parents) {
    String[] names = Arrays.copyOf(parents, parents.length + 1);
    names[parents.length] = child;
    JointTable joint = marginal(names);
    double[] rows = joint.p.clone();
    int size = variable(child).size();
    for (int row = 0; row < rows.length; row += size) {
      double total = Checks.sum(Arrays.copyOfRange(rows, row, row + size));
      for (int i = row; i < row + size; i++) {
        rows[i] = total > 0 ? rows[i] / total : 1.0 / size;
      }
    }
    return new Conditional(variable(child), joint.variables.subList(0, parents.length), rows);
  }

  /**
   * Bayes' rule for one variable, given that another has this state.
   *
   * @throws IllegalArgumentException if a variable or state does not exist, both are the same, or
   *     the evidence has probability 0
   */
  public Bayes bayes(String hypothesis, String evidence, int state) {
    return bayes(hypothesis, Map.of(evidence, state));
  }

  /** Bayes' rule for one variable, given that another has the state of this label. */
  public Bayes bayes(String hypothesis, String evidence, String label) {
    return bayes(hypothesis, Map.of(evidence, label));
  }

  /**
   * Bayes' rule for one variable, given the states of some others.
   *
   * @param evidence for each name a state, as its number or its label
   * @throws IllegalArgumentException if a variable or state does not exist, the hypothesis is part
   *     of the evidence, or the evidence has probability 0
   */
  public Bayes bayes(String hypothesis, Map<String, ?> evidence) {
    Variable variable = variable(hypothesis);
    if (evidence.isEmpty() || evidence.containsKey(hypothesis)) {
      throw new IllegalArgumentException(
          String.format(
              "Bayes' rule needs evidence about other variables than %s; give the state of at least"
                  + " one of them",
              hypothesis));
    }
    double[] prior = marginal(hypothesis).p;
    double[] together = new double[variable.size()];
    Map<String, Object> both = new LinkedHashMap<>(evidence);
    for (int state = 0; state < together.length; state++) {
      both.put(hypothesis, state);
      together[state] = probability(both);
    }
    if (!(Checks.sum(together) > 0)) {
      throw impossible(evidence);
    }
    return new Bayes(variable, event(evidence), prior, together);
  }

  /** The entropy of all variables together, in nats. */
  @Override
  public double entropy() {
    return FiniteDiscrete.entropy(p);
  }

  /**
   * The entropy of one variable that is left when others are known, in nats: H(child | parents).
   *
   * @throws IllegalArgumentException if a variable does not exist or occurs twice
   */
  public double conditionalEntropy(String child, String... parents) {
    String[] names = Arrays.copyOf(parents, parents.length + 1);
    names[parents.length] = child;
    double known = parents.length == 0 ? 0 : marginal(parents).entropy();
    return Math.max(0, marginal(names).entropy() - known);
  }

  /** What two variables say about each other, in nats: KL(p(i, j) ‖ p(i) p(j)). */
  public double mutualInformation(String i, String j) {
    return independence(i, j).mutualInformation();
  }

  /** What two variables say about each other, in nats: KL(p(i, j) ‖ p(i) p(j)). */
  public double mutualInformation(int i, int j) {
    return mutualInformation(nameOf(i), nameOf(j));
  }

  /**
   * Whether two variables are independent: p(i, j) = p(i) p(j) in every cell.
   *
   * @throws IllegalArgumentException if a variable does not exist or both are the same
   */
  public Independence independence(String i, String j) {
    return conditionalIndependence(i, j);
  }

  /** Whether two variables are independent: p(i, j) = p(i) p(j) in every cell. */
  public Independence independence(int i, int j) {
    return independence(nameOf(i), nameOf(j));
  }

  /**
   * Whether two variables are independent once others are known: p(i, j | given) = p(i | given) p(j
   * | given) in every cell whose condition has a probability above 0.
   *
   * @throws IllegalArgumentException if a variable does not exist or occurs twice
   */
  public Independence conditionalIndependence(String i, String j, String... given) {
    String[] names = Arrays.copyOf(given, given.length + 2);
    names[given.length] = i;
    names[given.length + 1] = j;
    return Independence.of(marginal(names));
  }

  /** Whether two variables are independent once others are known. */
  public Independence conditionalIndependence(int i, int j, int... given) {
    return conditionalIndependence(nameOf(i), nameOf(j), namesOf(given));
  }

  /** One less than the number of cells. */
  @Override
  public BigInteger parameters() {
    return BigInteger.valueOf(p.length - 1L);
  }

  @Override
  public StateDraws sample(int count, long seed) {
    int[] cells = new int[Checks.atLeast(1, count, "The number of draws")];
    var sampler = GuideTableDiscreteSampler.of(RandomSource.XO_SHI_RO_256_PP.create(seed), p);
    Arrays.setAll(cells, i -> sampler.sample());
    return StateDraws.ofCells(this, cells);
  }

  @Override
  public String name() {
    return variables.stream()
        .limit(8)
        .map(Variable::name)
        .collect(Collectors.joining(", ", "p(", variables.size() > 8 ? ", …)" : ")"));
  }

  /** The number of cells, entropy in nats and number of free parameters, then the cells. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(
            String.format(
                "%s: %s cell%s, entropy %s nats, %s",
                name(),
                NumberText.count(p.length),
                p.length == 1 ? "" : "s",
                NumberText.number(entropy()),
                NumberText.parameters(parameters())));
    boolean matrix = variables.size() == 2 && p.length <= SHOWN_CELLS;
    List<List<String>> rows = matrix ? matrix() : list();
    text.append('\n').append(TextTable.of(rows));
    if (!matrix && p.length > SHOWN_CELLS) {
      text.append("\n… and ").append(NumberText.count(p.length - SHOWN_CELLS));
      text.append(p.length - SHOWN_CELLS == 1 ? " more cell" : " more cells");
    }
    return text.toString();
  }

  private List<List<String>> matrix() {
    Variable down = variables.get(0);
    Variable along = variables.get(1);
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of(""));
    IntStream.range(0, along.size())
        .forEach(column -> header.add(along.name() + " = " + along.label(column)));
    rows.add(header);
    for (int row = 0; row < down.size(); row++) {
      List<String> line = new ArrayList<>(List.of(down.name() + " = " + down.label(row)));
      for (int column = 0; column < along.size(); column++) {
        line.add(NumberText.number(p[row * along.size() + column]));
      }
      rows.add(line);
    }
    return rows;
  }

  private List<List<String>> list() {
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(variables.stream().map(Variable::name).toList());
    header.add("p");
    rows.add(header);
    for (int cell = 0; cell < Math.min(p.length, SHOWN_CELLS); cell++) {
      int[] states = states(variables, cell);
      List<String> line = new ArrayList<>();
      for (int i = 0; i < states.length; i++) {
        line.add(variables.get(i).label(states[i]));
      }
      line.add(NumberText.number(p[cell]));
      rows.add(line);
    }
    return rows;
  }
}
