package org.dgm4j.probability.joint;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.rng.sampling.distribution.GuideTableDiscreteSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.dgm4j.base.Checks;
import org.dgm4j.base.NumberText;
import org.dgm4j.probability.FiniteDiscrete;

/**
 * The joint distribution of named discrete variables as the full table of its probabilities.
 *
 * <p>Probabilities are in row-major order: the last variable runs fastest. Variables can be given
 * by name or, where they are two or more, by index. Immutable.
 */
public final class JointTable implements JointDistribution {

  /** The number of cells a table may have: 2^20, whose probabilities take 8 MB. */
  public static final int MAXIMUM_CELLS = 1 << 20;

  /** So many names still fit on a line. */
  private static final int SHOWN_NAMES = 8;

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
    List<Variable> all = TableCells.checked(variables);
    TableCells.checkCount(probabilities.length, all);
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
    return of(TableCells.evaluate(probability, TableCells.checked(variables)), variables);
  }

  /**
   * A table in proportion to what a function gives for the states of all variables.
   *
   * @throws IllegalArgumentException if a weight is negative or NaN, all are 0, or a name occurs
   *     twice
   */
  public static JointTable ofWeights(ToDoubleFunction<int[]> weight, Variable... variables) {
    List<Variable> all = TableCells.checked(variables);
    double[] weights = TableCells.evaluate(weight, all);
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
    List<Variable> all = TableCells.checked(variables);
    for (int[] sample : samples) {
      Checks.sameLength(all.size(), sample.length, "States of each sample");
    }
    return ofSamples(samples.length, (i, j) -> samples[i][j], variables);
  }

  static JointTable ofSamples(int count, IntBinaryOperator state, Variable... variables) {
    Checks.atLeast(1, count, "The number of samples");
    List<Variable> all = TableCells.checked(variables);
    return new JointTable(all, Checks.divided(TableCells.counts(all, count, state), count));
  }

  /**
   * The product of conditionals, one for each variable: p(x1) p(x2 | x1) …, in any order.
   *
   * @throws IllegalArgumentException if a variable has two conditionals or, as a parent, none, is
   *     given with different states, or depends on itself through others
   */
  public static JointTable product(Conditional... conditionals) {
    List<Variable> variables =
        TableCells.checked(
            Arrays.stream(conditionals).map(Conditional::child).toArray(Variable[]::new));
    return new JointTable(variables, TableCells.product(variables, conditionals));
  }

  private static String cellProbability(List<Variable> variables, int cell) {
    return "The probability of " + cellName(variables, cell);
  }

  /** The states of a cell of a table over these variables, for example {@code a = 0, b = 1}. */
  public static String cellName(List<Variable> variables, int cell) {
    return TableText.cell(variables, cell);
  }

  /** The states of a cell, for example {@code a = 0, b = 1}. */
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
    return variables.stream()
        .filter(variable -> variable.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        "The table has no variable %s; its variables are %s",
                        name, String.join(", ", variables.stream().map(Variable::name).toList()))));
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
    return p[TableArithmetic.cell(sizes, i -> variables.get(i).check(states[i]))];
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
    return new JointTable(wanted, rest.equals(wanted) ? q : TableCells.permuted(q, rest, wanted));
  }

  /** The table of some variables alone, given by index. */
  public JointTable marginal(int... indices) {
    return marginal(namesOf(indices));
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
    Event event = new Event(this, given);
    List<Variable> rest = event.rest();
    if (rest.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              "The condition %s fixes every variable, so none is left; leave one out", event));
    }
    double[] q = event.part(p);
    double total = Checks.sum(q);
    if (!(total > 0)) {
      throw event.impossible();
    }
    return new JointTable(rest, Checks.divided(q, total));
  }

  /**
   * The probability that some variables have these states.
   *
   * @param event for each name a state, as its number or its label
   * @throws IllegalArgumentException if a variable or state does not exist
   */
  public double probability(Map<String, ?> event) {
    return Checks.sum(new Event(this, event).part(p));
  }

  /**
   * The conditional of one variable for every state of some others: p(child | parents). Where a
   * condition has probability 0, all states of the child get the same probability.
   *
   * @throws IllegalArgumentException if a variable does not exist or occurs twice
   */
  public Conditional conditionalTable(String child, String... parents) {
    JointTable joint = marginal(joined(parents, child));
    return new Conditional(
        variable(child),
        joint.variables.subList(0, parents.length),
        TableArithmetic.conditioned(joint.p.clone(), variable(child).size()));
  }

  private static String[] joined(String[] first, String... last) {
    return Stream.concat(Arrays.stream(first), Arrays.stream(last)).toArray(String[]::new);
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
    return Bayes.of(this, hypothesis, evidence);
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
    double known = parents.length == 0 ? 0 : marginal(parents).entropy();
    return Math.max(0, marginal(joined(parents, child)).entropy() - known);
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
    return Independence.of(marginal(joined(given, i, j)));
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
        .limit(SHOWN_NAMES)
        .map(Variable::name)
        .collect(Collectors.joining(", ", "p(", variables.size() > SHOWN_NAMES ? ", …)" : ")"));
  }

  /** The number of cells, entropy in nats and number of free parameters, then the cells. */
  @Override
  public String toString() {
    return String.format(
        "%s: %s, entropy %s nats, %s\n%s",
        name(),
        NumberText.count(p.length, "cell"),
        NumberText.number(entropy()),
        NumberText.parameters(parameters()),
        TableText.of(variables, p));
  }
}
