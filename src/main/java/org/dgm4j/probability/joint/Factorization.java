package org.dgm4j.probability.joint;

import java.math.BigInteger;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.dgm4j.base.Checks;
import org.dgm4j.base.NumberText;

/**
 * How a joint distribution of discrete variables is written as a product, and what that costs in
 * free parameters.
 *
 * <p>With n variables of k states each:
 *
 * <ul>
 *   <li>full: p(x1, …, xn), kⁿ − 1
 *   <li>independent: Π p(xi), n (k − 1)
 *   <li>chain rule: Π p(xi | x1, …, xi−1), kⁿ − 1: exact, so nothing is saved
 *   <li>Markov of order m: Π p(xi | xi−m, …, xi−1), (k^m − 1) + (n − m) k^m (k − 1); for m = 1 and
 *       k = 2 this is 2n − 1
 *   <li>graph: Π p(xi | parents of xi), Σ (states of the parents) (k − 1)
 * </ul>
 *
 * <p>Variables can have different numbers of states. Immutable.
 */
public final class Factorization {

  /** How the factors are chosen. */
  enum Kind {
    FULL,
    INDEPENDENT,
    CHAIN_RULE,
    MARKOV,
    GRAPH
  }

  /** An arrow of the graph between two variables, given by index. */
  public record Edge(int from, int to) {}

  private final Kind kind;
  private final List<Variable> variables;
  private final int[] order;
  private final int[] positions;
  private final List<Variable> ordered;

  /** On how many before it a variable depends, unless it is a graph. */
  private final int memory;

  private final int[][] parents;

  private Factorization(
      Kind kind, List<Variable> variables, int[] order, int memory, int[][] parents) {
    this.kind = kind;
    this.variables = variables;
    this.order = order;
    this.memory = memory;
    this.parents = parents;
    positions = new int[order.length];
    Variable[] inOrder = new Variable[order.length];
    for (int i = 0; i < order.length; i++) {
      positions[order[i]] = i;
      inOrder[i] = variables.get(order[i]);
    }
    ordered = List.of(inOrder);
  }

  private static Factorization of(Kind kind, int memory, Variable... variables) {
    List<Variable> all = Variable.distinct(variables);
    return new Factorization(kind, all, IntStream.range(0, all.size()).toArray(), memory, null);
  }

  /** No structure: one factor for n variables of k states each. */
  public static Factorization full(int n, int k) {
    return full(Variable.numbered(n, k));
  }

  /** No structure: one factor for all variables. */
  public static Factorization full(Variable... variables) {
    return of(Kind.FULL, variables.length, variables);
  }

  /** Nothing depends on anything: n variables of k states each. */
  public static Factorization independent(int n, int k) {
    return independent(Variable.numbered(n, k));
  }

  /** Nothing depends on anything. */
  public static Factorization independent(Variable... variables) {
    return of(Kind.INDEPENDENT, 0, variables);
  }

  /** Each of n variables of k states depends on all before it. */
  public static Factorization chainRule(int n, int k) {
    return chainRule(Variable.numbered(n, k));
  }

  /** Each variable depends on all before it. */
  public static Factorization chainRule(Variable... variables) {
    return of(Kind.CHAIN_RULE, variables.length, variables);
  }

  /** Each of n variables of k states depends on the one before it. */
  public static Factorization markov(int n, int k) {
    return markov(n, k, 1);
  }

  /**
   * Each of n variables of k states depends on so many before it.
   *
   * @throws IllegalArgumentException if {@code order} is below 1
   */
  public static Factorization markov(int n, int k, int order) {
    return markov(order, Variable.numbered(n, k));
  }

  /**
   * Each variable depends on so many before it.
   *
   * @throws IllegalArgumentException if {@code order} is below 1
   */
  public static Factorization markov(int order, Variable... variables) {
    return of(Kind.MARKOV, Checks.atLeast(1, order, "The order of a Markov chain"), variables);
  }

  /**
   * Variables x1 … xn of k states, each with the parents given by index: {@code parents[i]} are
   * those of variable i.
   *
   * @throws IllegalArgumentException if a parent does not exist, is named twice, or the graph has a
   *     cycle
   */
  public static Factorization graph(int[][] parents, int k) {
    return graph(parents, Variable.numbered(parents.length, k));
  }

  /**
   * Variables with the parents given by index: {@code parents[i]} are those of variable i.
   *
   * @throws IllegalArgumentException if a parent does not exist, is named twice, or the graph has a
   *     cycle
   */
  public static Factorization graph(int[][] parents, Variable... variables) {
    List<Variable> all = Variable.distinct(variables);
    Checks.sameLength(all.size(), parents.length, "Rows of parents, one for each variable");
    int[][] copy = new int[parents.length][];
    for (int i = 0; i < parents.length; i++) {
      copy[i] = parents[i].clone();
      for (int parent : parents[i]) {
        if (parent < 0 || parent >= all.size()) {
          throw new IllegalArgumentException(
              String.format(
                  "Variable %s has the parent %d, but the variables are 0 to %d",
                  all.get(i).name(), parent, all.size() - 1));
        }
      }
      if (Arrays.stream(copy[i]).distinct().count() < copy[i].length) {
        throw new IllegalArgumentException(
            String.format(
                "Variable %s has a parent twice in %s; name each once",
                all.get(i).name(), Arrays.toString(copy[i])));
      }
    }
    return new Factorization(Kind.GRAPH, all, Graphs.order(all, copy), 0, copy);
  }

  /** A graph that is built node by node, with parents given by name. */
  public static GraphBuilder graph() {
    return new GraphBuilder();
  }

  /** Collects the nodes of a graph; a node may name parents that are added later. */
  public static final class GraphBuilder {

    private final List<Variable> variables = new ArrayList<>();
    private final List<String[]> parents = new ArrayList<>();

    private GraphBuilder() {}

    /** A variable with the states 0 … size − 1 that depends on these parents. */
    public GraphBuilder node(String name, int size, String... parentNames) {
      return node(Variable.of(name, size), parentNames);
    }

    /** A variable that depends on these parents. */
    public GraphBuilder node(Variable variable, String... parentNames) {
      variables.add(variable);
      parents.add(parentNames.clone());
      return this;
    }

    /**
     * The factorization.
     *
     * @throws IllegalArgumentException if there is no node, a name occurs twice, a parent does not
     *     exist, or the graph has a cycle
     */
    public Factorization build() {
      List<String> names = variables.stream().map(Variable::name).toList();
      int[][] indices = new int[variables.size()][];
      for (int i = 0; i < indices.length; i++) {
        String child = names.get(i);
        indices[i] =
            Arrays.stream(parents.get(i))
                .mapToInt(
                    parent -> {
                      if (!names.contains(parent)) {
                        throw new IllegalArgumentException(
                            String.format(
                                "Variable %s has the parent %s, but the variables are %s",
                                child, parent, String.join(", ", names)));
                      }
                      return names.indexOf(parent);
                    })
                .toArray();
      }
      return graph(indices, variables.toArray(new Variable[0]));
    }
  }

  /**
   * The same kind of factorization with the variables taken in another order.
   *
   * @param indices of all variables, each once
   * @throws IllegalArgumentException if an index is missing, repeats or does not exist, or this is
   *     a graph, whose order follows from its arrows
   */
  public Factorization inOrder(int... indices) {
    int n = variables.size();
    if (!Arrays.equals(
        Arrays.stream(indices).sorted().toArray(), IntStream.range(0, n).toArray())) {
      throw new IllegalArgumentException(
          String.format(
              "An order holds each variable from 0 to %d once, but %s was given",
              n - 1, Arrays.toString(indices)));
    }
    if (kind == Kind.GRAPH) {
      throw new IllegalArgumentException(
          "The order of a graph follows from its arrows; change the parents instead");
    }
    return new Factorization(kind, variables, indices.clone(), memory, null);
  }

  /** The same kind of factorization with the variables taken in another order, by name. */
  public Factorization inOrder(String... names) {
    List<String> all = variables.stream().map(Variable::name).toList();
    for (String name : names) {
      if (!all.contains(name)) {
        throw new IllegalArgumentException(
            String.format(
                "There is no variable %s; the variables are %s", name, String.join(", ", all)));
      }
    }
    return inOrder(Arrays.stream(names).mapToInt(all::indexOf).toArray());
  }

  Kind kind() {
    return kind;
  }

  int memory() {
    return memory;
  }

  /** The variables in the order of the factors. */
  List<Variable> ordered() {
    return ordered;
  }

  /** The variables, in the order in which they were given. */
  public List<Variable> variables() {
    return variables;
  }

  /** The indices of the variables in the order of the factors: parents before children. */
  public int[] order() {
    return order.clone();
  }

  /**
   * The indices of the variables that a variable depends on, as in the chain rule where the
   * factorization is full.
   */
  public int[] parents(int variable) {
    if (kind == Kind.GRAPH) {
      return parents[variable].clone();
    }
    int position = positions[variable];
    return Arrays.copyOfRange(order, firstGiven(position), position);
  }

  private int firstGiven(int position) {
    return Math.max(0, position - memory);
  }

  /** The number of arrows of the graph. */
  public long edgeCount() {
    return IntStream.range(0, variables.size())
        .mapToLong(
            i -> kind == Kind.GRAPH ? parents[i].length : positions[i] - firstGiven(positions[i]))
        .sum();
  }

  /** The arrows of the graph, from parent to child; see {@link #edgeCount} before drawing. */
  public List<Edge> edges() {
    return Arrays.stream(order)
        .boxed()
        .flatMap(to -> Arrays.stream(parents(to)).mapToObj(from -> new Edge(from, to)))
        .toList();
  }

  /** The factors, in their order; their product is the joint distribution. */
  public List<Factor> factors() {
    if (kind == Kind.FULL) {
      return List.of(new Factor(variables, List.of()));
    }
    return new AbstractList<>() {
      @Override
      public Factor get(int position) {
        return factor(position);
      }

      @Override
      public int size() {
        return order.length;
      }
    };
  }

  private Factor factor(int position) {
    List<Variable> given =
        kind == Kind.GRAPH
            ? Arrays.stream(parents[order[position]]).mapToObj(variables::get).toList()
            : ordered.subList(firstGiven(position), position);
    return new Factor(List.of(ordered.get(position)), given);
  }

  /** The exact number of free parameters. */
  public BigInteger parameters() {
    return kind == Kind.FULL || kind == Kind.CHAIN_RULE
        ? Variable.cells(variables).subtract(BigInteger.ONE)
        : factors().stream().map(Factor::parameters).reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** The number of free parameters with the form it comes from. */
  public ParameterCount parameterCount() {
    return new ParameterCount(parameters(), new FactorizationText(this).parameters());
  }

  /** The factorization as LaTeX without delimiters: the joint distribution and its factors. */
  public String formula() {
    return new FactorizationText(this).formula();
  }

  /** A short name, for example {@code Markov chain of order 1 over 784 variables}. */
  public String name() {
    String what =
        switch (kind) {
          case FULL -> "Full joint";
          case INDEPENDENT -> "Independence";
          case CHAIN_RULE -> "Chain rule";
          case MARKOV -> "Markov chain of order " + memory;
          case GRAPH -> "Graph";
        };
    int n = variables.size();
    return what + " over " + NumberText.count(n) + (n == 1 ? " variable" : " variables");
  }

  /**
   * The distribution of this form under which the samples are most probable.
   *
   * @param samples states, shape (samples, variables)
   * @throws IllegalArgumentException as for {@link #fit(int, IntBinaryOperator, double)}
   */
  public FittedFactorization fit(int[][] samples) {
    return fit(samples, 0);
  }

  /**
   * The distribution of this form that fits the samples, with so many imagined samples for every
   * state of every conditional.
   *
   * @param samples states, shape (samples, variables)
   * @throws IllegalArgumentException as for {@link #fit(int, IntBinaryOperator, double)}
   */
  public FittedFactorization fit(int[][] samples, double smoothing) {
    for (int[] sample : samples) {
      Checks.sameLength(variables.size(), sample.length, "States of each sample");
    }
    return fit(samples.length, (i, j) -> samples[i][j], smoothing);
  }

  /**
   * The distribution of this form that fits the samples, with so many imagined samples for every
   * state of every conditional; 0 is maximum likelihood, 1 is Laplace's rule. A conditional that no
   * sample speaks about is uniform.
   *
   * @param count the number of samples
   * @param state gives the state of a variable in a sample: {@code (sample, variable) → state}
   * @throws IllegalArgumentException if there is no sample, a state does not exist, the smoothing
   *     is negative, or a factor needs more than {@link JointTable#MAXIMUM_CELLS} cells
   */
  public FittedFactorization fit(int count, IntBinaryOperator state, double smoothing) {
    Checks.atLeast(1, count, "The number of samples");
    if (!(smoothing >= 0) || Double.isInfinite(smoothing)) {
      throw new IllegalArgumentException(
          "The smoothing must be 0 or more, but is " + NumberText.number(smoothing));
    }
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < variables.size(); j++) {
        TableCells.checkState(variables.get(j), state.applyAsInt(i, j), i);
      }
    }
    return FittedFactorization.ofSamples(this, count, state, smoothing);
  }

  /**
   * The distribution of this form that is closest to a table: every factor is the table's own
   * conditional, which minimises KL(table ‖ fit). The fit has the variables of the table.
   *
   * @throws IllegalArgumentException if the table's variables have other numbers of states, or a
   *     factor needs more than {@link JointTable#MAXIMUM_CELLS} cells
   */
  public FittedFactorization fit(JointTable table) {
    if (!Arrays.equals(JointTable.sizes(table.variables()), JointTable.sizes(variables))) {
      throw new IllegalArgumentException(
          String.format(
              "The factorization is over %s, but the table is over %s; the numbers of states must"
                  + " agree",
              Factor.list(variables, Variable::toString, "…"),
              Factor.list(table.variables(), Variable::toString, "…")));
    }
    return FittedFactorization.ofTable(
        new Factorization(kind, table.variables(), order, memory, parents), table);
  }

  /** The name, the factors and the number of free parameters. */
  @Override
  public String toString() {
    String noun = parameters().equals(BigInteger.ONE) ? " free parameter" : " free parameters";
    return name() + ": " + new FactorizationText(this).product() + "; " + parameterCount() + noun;
  }
}
