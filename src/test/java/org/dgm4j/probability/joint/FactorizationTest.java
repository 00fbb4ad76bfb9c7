package org.dgm4j.probability.joint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.dgm4j.probability.Bernoulli;
import org.dgm4j.probability.DistributionTest;
import org.dgm4j.probability.FiniteDiscrete;
import org.dgm4j.probability.Inputs;
import org.dgm4j.probability.divergence.Divergence;
import org.dgm4j.probability.divergence.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FactorizationTest {

  private static final double EXACT = 1e-12;

  private static final Factorization LAWN =
      Factorization.graph()
          .node("grass", 2, "rain", "sprinkler")
          .node("rain", 2)
          .node("sprinkler", 2, "rain")
          .build();

  /** The integers are from a calculator with unlimited digits. */
  static Stream<Arguments> counts() {
    return Stream.of(
        Arguments.of(Factorization.full(3, 256), "16777215"),
        Arguments.of(Factorization.chainRule(3, 256), "16777215"),
        Arguments.of(Factorization.full(784, 2), TWO_TO_784_LESS_ONE),
        Arguments.of(Factorization.chainRule(784, 2), TWO_TO_784_LESS_ONE),
        Arguments.of(Factorization.independent(784, 2), "784"),
        Arguments.of(Factorization.markov(784, 2), "1567"),
        Arguments.of(Factorization.markov(784, 2, 3), "6255"),
        Arguments.of(Factorization.markov(784, 256), "51114495"),
        Arguments.of(Factorization.independent(3072, 256), "783360"),
        Arguments.of(Factorization.markov(2, 2, 5), "3"),
        Arguments.of(Factorization.full(1, 2), "1"),
        Arguments.of(Factorization.full(5, 1), "0"),
        Arguments.of(Factorization.full(Variable.ofSizes(2, 3, 4)), "23"),
        Arguments.of(Factorization.independent(Variable.ofSizes(2, 3, 4)), "6"),
        Arguments.of(Factorization.markov(1, Variable.ofSizes(2, 3, 4)), "14"),
        Arguments.of(Factorization.markov(1, Variable.ofSizes(2, 3, 4)).inOrder(2, 0, 1), "11"),
        Arguments.of(LAWN, "7"),
        Arguments.of(Factorization.graph(new int[][] {{}, {0}, {0}, {1, 2}}, 3), "32"));
  }

  private static final String TWO_TO_784_LESS_ONE =
      "101745825697019260773923519755878567461315282017759829107608914364075275235254395622580447"
          + "400994175578963163918967182013639660669771108475957692810857098847138903161308502419410"
          + "142185759152435680068435915159402496058513611411689167650815";

  @ParameterizedTest
  @MethodSource
  void counts(Factorization factorization, String expected) {
    assertEquals(new BigInteger(expected), factorization.parameters());
    BigInteger sum = BigInteger.ZERO;
    for (Factor factor : factorization.factors()) {
      sum = sum.add(factor.parameters());
    }
    assertEquals(factorization.parameters(), sum);
  }

  static Stream<Factorization> small() {
    Variable[] mixed = Variable.ofSizes(2, 3, 2, 4);
    return Stream.of(
        Factorization.full(mixed),
        Factorization.independent(mixed),
        Factorization.chainRule(mixed),
        Factorization.chainRule(mixed).inOrder(3, 1, 0, 2),
        Factorization.markov(1, mixed),
        Factorization.markov(2, mixed).inOrder(2, 3, 1, 0),
        Factorization.markov(3, mixed),
        Factorization.graph(new int[][] {{1}, {3}, {0, 3}, {}}, mixed));
  }

  /** Counts the numbers that a program would have to store, cell by cell. */
  @ParameterizedTest
  @MethodSource("small")
  void theCountIsTheNumberOfStoredProbabilitiesLessOneForEachRow(Factorization factorization) {
    long stored = 0;
    for (Factor factor : factorization.factors()) {
      Set<String> rows = new HashSet<>();
      Set<String> cells = new HashSet<>();
      for (int cell = 0; cell < 48; cell++) {
        int[] states = {cell / 24, cell / 8 % 3, cell / 4 % 2, cell % 4};
        String row = states(factorization, factor.given(), states);
        rows.add(row);
        cells.add(row + "/" + states(factorization, factor.variables(), states));
      }
      stored += cells.size() - rows.size();
    }
    assertEquals(BigInteger.valueOf(stored), factorization.parameters());
  }

  private static String states(Factorization f, List<Variable> variables, int[] states) {
    return variables.stream().map(v -> "" + states[f.variables().indexOf(v)]).toList().toString();
  }

  @ParameterizedTest
  @MethodSource("small")
  void parentsComeBeforeTheirChildren(Factorization factorization) {
    List<Integer> placed = new ArrayList<>();
    long arrows = 0;
    for (int variable : factorization.order()) {
      for (int parent : factorization.parents(variable)) {
        assertTrue(placed.contains(parent));
        arrows++;
      }
      placed.add(variable);
    }
    assertEquals(factorization.variables().size(), placed.size());
    assertEquals(arrows, factorization.edgeCount());
    assertEquals(arrows, factorization.edges().size());
  }

  @Test
  void theGraphOfTheLawn() {
    assertArrayEquals(new int[] {1, 2, 0}, LAWN.order());
    assertArrayEquals(new int[] {1, 2}, LAWN.parents(0));
    assertEquals(
        List.of(
            new Factorization.Edge(1, 2),
            new Factorization.Edge(1, 0),
            new Factorization.Edge(2, 0)),
        LAWN.edges());
    assertEquals("Graph over 3 variables", LAWN.name());
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of(
            Factorization.full(784, 2),
            "Full joint over 784 variables: p(x1, x2, …, x784); 2^784 − 1 ≈ 1.0×10^236 free"
                + " parameters",
            "p(x_{1}, x_{2}, \\ldots, x_{784})"),
        Arguments.of(
            Factorization.full(3, 256),
            "Full joint over 3 variables: p(x1, x2, x3); 256^3 − 1 = 16,777,215 free parameters",
            "p(x_{1}, x_{2}, x_{3})"),
        Arguments.of(
            Factorization.independent(784, 2),
            "Independence over 784 variables: p(x1) p(x2) p(x3) … p(x784); 784 free parameters",
            "p(x_{1}, x_{2}, \\ldots, x_{784}) = \\prod_{i=1}^{784} p(x_i)"),
        Arguments.of(
            Factorization.independent(2, 256),
            "Independence over 2 variables: p(x1) p(x2); 2·255 = 510 free parameters",
            "p(x_{1}, x_{2}) = p(x_{1})\\, p(x_{2})"),
        Arguments.of(
            Factorization.chainRule(784, 2),
            "Chain rule over 784 variables: p(x1) p(x2 | x1) p(x3 | x1, x2) …"
                + " p(x784 | x1, x2, …, x783); 2^784 − 1 ≈ 1.0×10^236 free parameters",
            "p(x_{1}, x_{2}, \\ldots, x_{784}) ="
                + " \\prod_{i=1}^{784} p(x_i \\mid x_1, \\ldots, x_{i-1})"),
        Arguments.of(
            Factorization.chainRule(3, 2).inOrder("x3", "x1", "x2"),
            "Chain rule over 3 variables: p(x3) p(x1 | x3) p(x2 | x3, x1); 2^3 − 1 = 7 free"
                + " parameters",
            "p(x_{1}, x_{2}, x_{3}) ="
                + " p(x_{3})\\, p(x_{1} \\mid x_{3})\\, p(x_{2} \\mid x_{3}, x_{1})"),
        Arguments.of(
            Factorization.markov(784, 2),
            "Markov chain of order 1 over 784 variables: p(x1) p(x2 | x1) p(x3 | x2) …"
                + " p(x784 | x783); 2·784 − 1 = 1,567 free parameters",
            "p(x_{1}, x_{2}, \\ldots, x_{784}) ="
                + " p(x_1) \\prod_{i=2}^{784} p(x_i \\mid x_{i-1})"),
        Arguments.of(
            Factorization.markov(10, 3, 2),
            "Markov chain of order 2 over 10 variables: p(x1) p(x2 | x1) p(x3 | x1, x2) …"
                + " p(x10 | x8, x9); (3^2 − 1) + 8·3^2·2 = 152 free parameters",
            "p(x_{1}, x_{2}, \\ldots, x_{10}) ="
                + " \\prod_{i=1}^{10} p(x_i \\mid x_{\\max(1, i-2)}, \\ldots, x_{i-1})"),
        Arguments.of(
            Factorization.markov(7, 2).inOrder(6, 5, 4, 3, 2, 1, 0),
            "Markov chain of order 1 over 7 variables: p(x7) p(x6 | x7) p(x5 | x6) … p(x1 | x2);"
                + " 2·7 − 1 = 13 free parameters",
            "p(x_{1}, x_{2}, \\ldots, x_{7}) = p(x_{7})\\, p(x_{6} \\mid x_{7})\\,"
                + " p(x_{5} \\mid x_{6})\\, \\cdots\\, p(x_{1} \\mid x_{2})"),
        Arguments.of(
            LAWN,
            "Graph over 3 variables: p(rain) p(sprinkler | rain) p(grass | rain, sprinkler);"
                + " 1 + 2 + 4 = 7 free parameters",
            "p(\\text{grass}, \\text{rain}, \\text{sprinkler}) = p(\\text{rain})\\,"
                + " p(\\text{sprinkler} \\mid \\text{rain})\\,"
                + " p(\\text{grass} \\mid \\text{rain}, \\text{sprinkler})"),
        Arguments.of(
            Factorization.full(Variable.of("a_b", 2), Variable.of("z", 3)),
            "Full joint over 2 variables: p(a_b, z); 2·3 − 1 = 5 free parameters",
            "p(\\text{a\\_b}, z)"));
  }

  @ParameterizedTest
  @MethodSource
  void texts(Factorization factorization, String text, String formula) {
    assertEquals(text, factorization.toString());
    assertEquals(formula, factorization.formula());
  }

  @Test
  void largeCountsHaveALogarithm() {
    assertEquals(784 * Math.log10(2), Factorization.full(784, 2).parameterCount().log10(), EXACT);
    assertEquals(
        3072 * Math.log10(256), Factorization.full(3072, 256).parameterCount().log10(), 1e-9);
    assertEquals(Math.log10(1567), Factorization.markov(784, 2).parameterCount().log10(), EXACT);
    assertEquals("1.6×10^3", Factorization.markov(784, 2).parameterCount().approximate());
    assertEquals(Double.NEGATIVE_INFINITY, Factorization.full(1, 1).parameterCount().log10());
  }

  @Provide
  Arbitrary<JointTable> tables() {
    return Inputs.tables(1, 4);
  }

  @Property(tries = 100)
  void fullJointAndChainRuleInEveryOrderReproduceTheTable(@ForAll("tables") JointTable table) {
    Variable[] variables = table.variables().toArray(new Variable[0]);
    close(table, Factorization.full(variables).fit(table));
    for (int[] order : JointTableTest.permutations(variables.length)) {
      close(table, Factorization.chainRule(variables).inOrder(order).fit(table));
    }
  }

  private static void close(JointTable expected, FittedFactorization fit) {
    assertArrayEquals(expected.probabilities(), fit.table().probabilities(), EXACT);
    assertEquals(expected.entropy(), fit.entropy(), EXACT);
  }

  @Property
  void aFitLosesExactlyTheEntropyItGains(@ForAll("tables") JointTable table) {
    Variable[] variables = table.variables().toArray(new Variable[0]);
    int n = variables.length;
    int[][] star = new int[n][0];
    for (int i = 1; i < n; i++) {
      star[i] = new int[] {0};
    }
    for (Factorization factorization :
        List.of(
            Factorization.independent(variables),
            Factorization.markov(1, variables),
            Factorization.markov(2, variables),
            Factorization.graph(star, variables))) {
      FittedFactorization fit = factorization.fit(table);
      double[] p = fit.table().probabilities();
      assertEquals(1, Arrays.stream(p).sum(), EXACT);
      assertEquals(FiniteDiscrete.entropy(p), fit.entropy(), 1e-11);
      assertEquals(fit.entropy() - table.entropy(), Divergence.kl(table, fit).value(), 1e-11);
    }
  }

  @Property
  void samplesAndTheirTableGiveTheSameFit(@ForAll("tables") JointTable table) {
    int[][] samples = table.sample(50, 1).states();
    Variable[] variables = table.variables().toArray(new Variable[0]);
    JointTable shares = JointTable.ofSamples(samples, variables);
    for (Factorization factorization :
        List.of(
            Factorization.full(variables),
            Factorization.independent(variables),
            Factorization.markov(1, variables))) {
      FittedFactorization fit = factorization.fit(samples);
      assertArrayEquals(
          factorization.fit(shares).table().probabilities(), fit.table().probabilities(), EXACT);
      double[] logs = fit.logProbabilities(50, (i, j) -> samples[i][j]);
      for (int i = 0; i < 50; i++) {
        assertEquals(fit.logProbability(samples[i]), logs[i]);
        assertEquals(Math.log(fit.table().probability(samples[i])), logs[i], 1e-9);
      }
    }
  }

  @Property(tries = 200)
  void maximumLikelihoodIsNotBeatenByItsNeighbours(@ForAll("tables") JointTable table) {
    int[][] samples = table.sample(30, 2).states();
    Variable[] variables = table.variables().toArray(new Variable[0]);
    Factorization markov = Factorization.markov(1, variables);
    double best = likelihood(markov.fit(samples), samples);
    assertTrue(likelihood(markov.fit(samples, 0.1), samples) <= best + 1e-9);
    assertTrue(likelihood(markov.fit(table.sample(30, 3).states(), 0.1), samples) <= best + 1e-9);
    assertTrue(likelihood(Factorization.full(variables).fit(samples), samples) >= best - 1e-9);
    assertTrue(
        likelihood(Factorization.independent(variables).fit(samples), samples) <= best + 1e-9);
  }

  private static double likelihood(FittedFactorization fit, int[][] samples) {
    return Arrays.stream(samples).mapToDouble(fit::logProbability).sum();
  }

  @Test
  void smoothingAddsToEveryState() {
    int[][] samples = {{0, 0}, {0, 1}, {0, 1}};
    FittedFactorization fit = Factorization.markov(2, 2).fit(samples, 1);
    assertArrayEquals(
        new double[] {4.0 / 5 * 2 / 5, 4.0 / 5 * 3 / 5, 1.0 / 5 / 2, 1.0 / 5 / 2},
        fit.table().probabilities(),
        EXACT);
    FittedFactorization plain = Factorization.markov(2, 2).fit(samples);
    assertEquals(Double.NEGATIVE_INFINITY, plain.logProbability(1, 0));
    assertEquals(0.5, plain.conditionals().get(1).probability(0, 1), "never seen, so uniform");
  }

  @Test
  void conditionalsMultiplyToTheTable() {
    JointTable table =
        JointTable.ofWeights(s -> 1 + s[0] + 2 * s[1] * s[2], Variable.ofSizes(2, 3, 2));
    Variable[] variables = table.variables().toArray(new Variable[0]);
    for (Factorization factorization :
        List.of(Factorization.full(variables), Factorization.markov(1, variables))) {
      FittedFactorization fit = factorization.fit(table);
      assertArrayEquals(
          fit.table().probabilities(),
          JointTable.product(fit.conditionals().toArray(new Conditional[0])).probabilities(),
          EXACT);
    }
  }

  @Test
  void wideImagesHaveAnExactEntropyAsAMarkovChain() {
    Random random = new Random(5);
    int[][] samples = new int[200][784];
    for (int[] sample : samples) {
      for (int j = 1; j < 784; j++) {
        sample[j] = random.nextInt(10) == 0 ? 1 - sample[j - 1] : sample[j - 1];
      }
    }
    FittedFactorization fit = Factorization.markov(784, 2).fit(samples, 1);
    double byHand = 0;
    double[] p = {1};
    for (Conditional conditional : fit.conditionals()) {
      double[] next = new double[2];
      for (int i = 0; i < p.length; i++) {
        double[] row = p.length == 1 ? conditional.row() : conditional.row(i);
        byHand += p[i] * FiniteDiscrete.entropy(row);
        next[0] += p[i] * row[0];
        next[1] += p[i] * row[1];
      }
      p = next;
    }
    assertEquals(byHand, fit.entropy(), 1e-9);
    Quantity loss = Divergence.crossEntropy(fit.sample(2000, 3).states(), fit);
    assertEquals(byHand, loss.value(), 4 * loss.standardError());
    assertEquals(784, fit.sample(1, 1).dimensions());
  }

  @Test
  void entropyOfAWideDependenceIsEstimated() {
    int n = 22;
    int[][] parents = new int[n + n][0];
    for (int i = 0; i < n; i++) {
      parents[n + i] = new int[] {i};
    }
    int[][] samples = {new int[2 * n], IntStream.generate(() -> 1).limit(2 * n).toArray()};
    FittedFactorization fit = Factorization.graph(parents, 2).fit(samples, 1);
    double each = Math.log(2) + Bernoulli.of(1.0 / 3).entropy();
    Quantity entropy = Divergence.entropy(fit);
    assertEquals(Quantity.Method.MONTE_CARLO, entropy.method());
    assertEquals(n * each, entropy.value(), 4 * entropy.standardError());
    assertEquals(fit.entropy(), fit.entropy());
  }

  @Test
  void aFitSaysItsNumbers() {
    FittedFactorization fit = Factorization.markov(3, 2).fit(new int[][] {{0, 0, 1}, {1, 1, 1}}, 1);
    assertEquals(
        "Markov chain of order 1 over 3 variables, fitted: entropy 1.96618 nats,"
            + " 2·3 − 1 = 5 free parameters",
        fit.toString());
    assertEquals(Factorization.markov(3, 2).toString(), fit.factorization().toString());
    assertEquals(BigInteger.valueOf(5), fit.parameters());
  }

  static Stream<Arguments> badInput() {
    int[][] sample = {{0, 1}};
    return Stream.of(
        DistributionTest.bad(
            "The graph has the cycle x1 → x3 → x2 → x1, but no variable may depend on itself;"
                + " remove one of these arrows",
            () -> Factorization.graph(new int[][] {{1}, {2}, {0}}, 2)),
        DistributionTest.bad(
            "The graph has the cycle a → a, but no variable may depend on itself; remove one of"
                + " these arrows",
            () -> Factorization.graph().node("a", 2, "a").build()),
        DistributionTest.bad(
            "Variable a has the parent c, but the variables are a, b",
            () -> Factorization.graph().node("a", 2, "c").node("b", 2).build()),
        DistributionTest.bad(
            "The name a occurs twice; each variable needs its own",
            () -> Factorization.graph().node("a", 2).node("a", 2).build()),
        DistributionTest.bad(
            "At least one variable is needed, as in Variable.of(\"rain\", 2), but there is none",
            () -> Factorization.graph().build()),
        DistributionTest.bad(
            "Variable x1 has the parent 2, but the variables are 0 to 1",
            () -> Factorization.graph(new int[][] {{2}, {}}, 2)),
        DistributionTest.bad(
            "Variable x2 has a parent twice in [0, 0]; name each once",
            () -> Factorization.graph(new int[][] {{}, {0, 0}}, 2)),
        DistributionTest.bad(
            "An order holds each variable from 0 to 2 once, but [0, 0, 1] was given",
            () -> Factorization.chainRule(3, 2).inOrder(0, 0, 1)),
        DistributionTest.bad(
            "There is no variable y; the variables are x1, x2",
            () -> Factorization.chainRule(2, 2).inOrder("x1", "y")),
        DistributionTest.bad(
            "The order of a graph follows from its arrows; change the parents instead",
            () -> LAWN.inOrder(0, 1, 2)),
        DistributionTest.bad(
            "The number of variables must be at least 1, but is 0", () -> Factorization.full(0, 2)),
        DistributionTest.bad(
            "The number of states must be at least 1, but is -1", () -> Factorization.full(3, -1)),
        DistributionTest.bad(
            "The order of a Markov chain must be at least 1, but is 0",
            () -> Factorization.markov(3, 2, 0)),
        DistributionTest.bad(
            "Sample 0 has the state 1 for x2, but its only state is 0",
            () -> Factorization.full(Variable.ofSizes(2, 1)).fit(sample)),
        DistributionTest.bad(
            "States of each sample: 3 expected, but 2 given",
            () -> Factorization.full(3, 2).fit(sample)),
        DistributionTest.bad(
            "The number of samples must be at least 1, but is 0",
            () -> Factorization.full(3, 2).fit(new int[0][])),
        DistributionTest.bad(
            "The smoothing must be 0 or more, but is -1",
            () -> Factorization.full(2, 2).fit(sample, -1)),
        DistributionTest.bad(
            "The smoothing must be 0 or more, but is NaN",
            () -> Factorization.full(2, 2).fit(sample, Double.NaN)),
        DistributionTest.bad(
            "The factor p(x1, x2, …, x784) would have 1.0×10^236 free parameters, but a fit holds"
                + " at most 2^20 = 1,048,576 cells a factor; use a structure with fewer"
                + " dependencies, for example Factorization.markov(784, 2)",
            () -> Factorization.full(784, 2).fit(new int[1][784])),
        DistributionTest.bad(
            "The factors of Markov chain of order 15 over 784 variables have 50,462,718 cells"
                + " together, but a fit holds at most 2^22 = 4,194,304; use a structure with fewer"
                + " dependencies",
            () -> Factorization.markov(784, 2, 15).fit(new int[1][784])),
        DistributionTest.bad(
            "The factorization is over x1 ∈ {0, 1}, x2 ∈ {0, 1}, but the table is over a ∈ {0, 1};"
                + " the numbers of states must agree",
            () -> Factorization.full(2, 2).fit(JointTable.of(new double[] {0.5, 0.5}, "a"))));
  }

  @ParameterizedTest
  @MethodSource
  void badInput(String message, Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }
}
