package org.dgm4j.probability.joint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.dgm4j.probability.DistributionTest;
import org.dgm4j.probability.Inputs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JointTableTest {

  private static final double EXACT = 1e-12;

  private static final Variable RAIN = Variable.of("rain", "no", "yes");
  private static final Variable SPRINKLER = Variable.of("sprinkler", "off", "on");
  private static final Variable GRASS = Variable.of("grass", "dry", "wet");

  /** Rain makes the sprinkler less likely, and both make the grass wet. */
  private static final JointTable LAWN =
      JointTable.product(
          Conditional.of(GRASS, List.of(RAIN, SPRINKLER), 1, 0, 0.1, 0.9, 0.2, 0.8, 0.01, 0.99),
          Conditional.of(RAIN, 0.8, 0.2),
          Conditional.of(SPRINKLER, RAIN, 0.6, 0.4, 0.99, 0.01));

  private static final JointTable TEST =
      JointTable.product(
          Conditional.of(Variable.of("ill", "no", "yes"), 0.99, 0.01),
          Conditional.of(
              Variable.of("test", "negative", "positive"),
              Variable.of("ill", "no", "yes"),
              0.95,
              0.05,
              0.1,
              0.9));

  @Provide
  Arbitrary<JointTable> tables() {
    return Inputs.tables(1, 5);
  }

  @Provide
  Arbitrary<JointTable> pairs() {
    return Inputs.tables(2, 5);
  }

  @Provide
  Arbitrary<JointTable> small() {
    return Inputs.tables(1, 4);
  }

  private static String[] names(JointTable table) {
    return table.variables().stream().map(Variable::name).toArray(String[]::new);
  }

  private static double sum(JointTable table) {
    return Arrays.stream(table.probabilities()).sum();
  }

  private static void same(JointTable expected, JointTable actual) {
    assertEquals(expected.variables(), actual.variables());
    assertArrayEquals(expected.probabilities(), actual.probabilities(), EXACT);
  }

  @Property
  void everyMarginalSumsTheOtherVariablesOut(@ForAll("tables") JointTable table) {
    int n = table.dimensions();
    for (int kept = 1; kept < 1 << n; kept++) {
      int set = kept;
      int[] indices = IntStream.range(0, n).filter(i -> (set >> i & 1) == 1).toArray();
      JointTable marginal = table.marginal(indices);
      double[] expected = new double[marginal.probabilities().length];
      for (int cell = 0; cell < table.probabilities().length; cell++) {
        int[] states = states(table, cell);
        int target = 0;
        for (int i : indices) {
          target = target * table.variables().get(i).size() + states[i];
        }
        expected[target] += table.probabilities()[cell];
      }
      assertArrayEquals(expected, marginal.probabilities(), EXACT);
      assertEquals(1, sum(marginal), EXACT);
    }
  }

  private static int[] states(JointTable table, int cell) {
    int[] states = new int[table.dimensions()];
    for (int i = states.length - 1; i >= 0; i--) {
      int size = table.variables().get(i).size();
      states[i] = cell % size;
      cell /= size;
    }
    return states;
  }

  @Property
  void aMarginalOfAllVariablesInAnotherOrderKeepsEveryProbability(
      @ForAll("tables") JointTable table) {
    int n = table.dimensions();
    JointTable reversed = table.marginal(IntStream.range(0, n).map(i -> n - 1 - i).toArray());
    for (int cell = 0; cell < table.probabilities().length; cell++) {
      int[] states = states(table, cell);
      int[] back = IntStream.range(0, n).map(i -> states[n - 1 - i]).toArray();
      assertEquals(table.probability(states), reversed.probability(back), EXACT);
    }
  }

  @Property
  void aProductHasItsFactorsAsMarginals(
      @ForAll("tables") JointTable a, @ForAll("tables") JointTable b) {
    Variable first = Variable.of("a", a.probabilities().length);
    Variable second = Variable.of("b", b.probabilities().length);
    JointTable product =
        JointTable.product(
            Conditional.of(second, b.probabilities()), Conditional.of(first, a.probabilities()));
    assertArrayEquals(a.probabilities(), product.marginal("a").probabilities(), EXACT);
    assertArrayEquals(b.probabilities(), product.marginal("b").probabilities(), EXACT);
    assertTrue(product.independence("a", "b").holds());
    assertEquals(0, product.mutualInformation("a", "b"), EXACT);
    assertEquals(a.entropy() + b.entropy(), product.entropy(), EXACT);
  }

  @Property
  void aConditionalTimesTheProbabilityOfItsConditionIsTheJoint(@ForAll("pairs") JointTable table) {
    for (Variable variable : table.variables()) {
      for (int state = 0; state < variable.size(); state++) {
        double p = table.marginal(variable.name()).probability(state);
        assertEquals(p, table.probability(Map.of(variable.name(), state)), EXACT);
        if (p > 0) {
          JointTable conditional = table.conditional(variable.name(), state);
          assertEquals(1, sum(conditional), EXACT);
          for (int cell = 0; cell < table.probabilities().length; cell++) {
            int[] states = states(table, cell);
            int index = table.variables().indexOf(variable);
            if (states[index] == state) {
              assertEquals(
                  table.probabilities()[cell],
                  p
                      * conditional.probability(
                          IntStream.range(0, states.length)
                              .filter(i -> i != index)
                              .map(i -> states[i])
                              .toArray()),
                  EXACT);
            }
          }
        }
      }
    }
  }

  @Property
  void bayesRuleHoldsBothWays(@ForAll("pairs") JointTable table) {
    String h = table.variables().get(0).name();
    String e = table.variables().get(1).name();
    JointTable pair = table.marginal(h, e);
    for (int j = 0; j < table.variables().get(1).size(); j++) {
      if (table.marginal(e).probability(j) == 0) {
        continue;
      }
      Bayes there = table.bayes(h, e, j);
      assertEquals(1, Arrays.stream(there.posterior()).sum(), EXACT);
      for (int i = 0; i < table.variables().get(0).size(); i++) {
        double joint = pair.probability(i, j);
        assertEquals(joint, there.posterior()[i] * there.evidence(), EXACT);
        assertEquals(joint, there.likelihood()[i] * there.prior()[i], EXACT);
        if (there.prior()[i] > 0) {
          Bayes back = table.bayes(e, h, i);
          assertEquals(there.likelihood()[i], back.posterior()[j], EXACT);
          assertEquals(there.posterior()[i], back.likelihood()[j], EXACT);
          assertEquals(there.evidence(), back.prior()[j], EXACT);
          assertEquals(there.prior()[i], back.evidence(), EXACT);
        }
      }
      assertArrayEquals(
          table.marginal(h, e).conditional(e, j).probabilities(), there.posterior(), EXACT);
    }
  }

  @Property(tries = 100)
  void theChainRuleIsExactInEveryOrder(@ForAll("small") JointTable table) {
    String[] names = names(table);
    for (int[] order : permutations(names.length)) {
      Conditional[] factors = new Conditional[order.length];
      for (int i = 0; i < order.length; i++) {
        String[] before = Arrays.stream(order, 0, i).mapToObj(j -> names[j]).toArray(String[]::new);
        factors[i] = table.conditionalTable(names[order[i]], before);
      }
      same(table, JointTable.product(factors).marginal(names));
    }
  }

  static List<int[]> permutations(int n) {
    List<int[]> all = new ArrayList<>(List.of(new int[0]));
    for (int i = 0; i < n; i++) {
      List<int[]> longer = new ArrayList<>();
      for (int[] shorter : all) {
        for (int next = 0; next < n; next++) {
          int candidate = next;
          if (Arrays.stream(shorter).noneMatch(j -> j == candidate)) {
            int[] order = Arrays.copyOf(shorter, shorter.length + 1);
            order[shorter.length] = next;
            longer.add(order);
          }
        }
      }
      all = longer;
    }
    return all;
  }

  @Property
  void entropiesObeyTheirBounds(@ForAll("pairs") JointTable table) {
    String i = table.variables().get(0).name();
    String j = table.variables().get(1).name();
    double a = table.marginal(i).entropy();
    double b = table.marginal(j).entropy();
    double both = table.marginal(i, j).entropy();
    assertTrue(a >= 0 && a <= Math.log(table.variable(i).size()) + EXACT);
    assertTrue(both >= Math.max(a, b) - EXACT && both <= a + b + EXACT);
    assertTrue(table.entropy() >= both - EXACT);
    assertEquals(both - b, table.conditionalEntropy(i, j), EXACT);
    assertEquals(a + b - both, table.mutualInformation(i, j), 1e-11);
    assertEquals(table.mutualInformation(0, 1), table.mutualInformation(1, 0), EXACT);
    assertEquals(a, table.conditionalEntropy(i), EXACT);
  }

  @Property
  void conditionalMutualInformationIsADifferenceOfEntropies(@ForAll("pairs") JointTable table) {
    String[] names = names(table);
    String[] rest = Arrays.copyOfRange(names, 2, names.length);
    String[] withSecond = Arrays.copyOfRange(names, 1, names.length);
    Independence independence = table.conditionalIndependence(names[0], names[1], rest);
    assertEquals(
        table.conditionalEntropy(names[0], rest) - table.conditionalEntropy(names[0], withSecond),
        independence.mutualInformation(),
        1e-11);
    assertTrue(independence.deviation() <= 0.25 + EXACT);
  }

  @Test
  void rareStatesShareTheirWholeSurprise() {
    double rare = 1e-200;
    JointTable table = JointTable.of(new double[] {1, 0, 0, rare}, "a", "b");
    assertEquals(-Math.log(rare), table.mutualInformation("a", "b") / rare, 1);
  }

  @Test
  void aCommonCauseExplainsItsEffects() {
    Variable cause = Variable.of("cause", 3);
    Variable a = Variable.of("a", 2);
    Variable b = Variable.of("b", 2);
    JointTable table =
        JointTable.product(
            Conditional.of(cause, 0.2, 0.3, 0.5),
            Conditional.of(a, cause, 0.9, 0.1, 0.5, 0.5, 0.2, 0.8),
            Conditional.of(b, cause, 0.7, 0.3, 0.6, 0.4, 0.1, 0.9));
    assertFalse(table.independence("a", "b").holds());
    assertTrue(table.conditionalIndependence("a", "b", "cause").holds());
    assertTrue(table.conditionalIndependence(1, 2, 0).holds());
  }

  @Test
  void aCommonEffectMakesItsCausesDependent() {
    JointTable exclusiveOr =
        JointTable.of(
            s -> s[2] == (s[0] ^ s[1]) ? 0.25 : 0, Variable.binary("first", "second", "xor"));
    assertEquals(
        "first ⊥ second: true; the largest |p(first, second) − p(first) p(second)| is 0 at"
            + " first = 0, second = 0; mutual information 0 nats",
        exclusiveOr.independence(0, 1).toString());
    Independence given = exclusiveOr.conditionalIndependence(0, 1, 2);
    assertEquals(0.25, given.deviation(), EXACT);
    assertEquals(Math.log(2), given.mutualInformation(), EXACT);
    assertEquals(
        "first ⊥ second | xor: false; the largest |p(first, second | xor) − p(first | xor)"
            + " p(second | xor)| is 0.25 at xor = 0, first = 0, second = 0; mutual information"
            + " 0.693147 nats",
        given.toString());
    assertTrue(given.holds(0.25));
  }

  @Test
  void theLawnHasTheProbabilitiesOfItsConditionals() {
    assertEquals(0.2 * 0.99 * 0.8, LAWN.probability(1, 1, 0), EXACT);
    assertEquals(
        0.8 * 0.4 * 0.9 + 0.2 * 0.99 * 0.8 + 0.2 * 0.01 * 0.99,
        LAWN.probability(Map.of("grass", "wet")),
        EXACT);
    assertArrayEquals(
        new double[] {0.99, 0.01}, LAWN.conditionalTable("sprinkler", "rain").row(1), EXACT);
    Conditional grass = LAWN.conditionalTable("grass", "sprinkler", "rain");
    assertEquals(0.9, grass.probability(1, 1, 0), EXACT);
    assertEquals(BigInteger.valueOf(4), grass.parameters());
    assertEquals(BigInteger.valueOf(7), LAWN.parameters());
  }

  @Test
  void aRareIllnessStaysUnlikelyAfterAPositiveTest() {
    Bayes bayes = TEST.bayes("ill", "test", "positive");
    double evidence = 0.01 * 0.9 + 0.99 * 0.05;
    assertEquals(evidence, bayes.evidence(), EXACT);
    assertArrayEquals(new double[] {0.99, 0.01}, bayes.prior(), EXACT);
    assertArrayEquals(new double[] {0.05, 0.9}, bayes.likelihood(), EXACT);
    assertEquals(0.009 / evidence, bayes.posterior()[1], EXACT);
    assertEquals(
        "p(ill | test = positive) = p(test = positive | ill) p(ill) / p(test = positive)\n"
            + "ill = no: 0.05 × 0.99 / 0.0585 = 0.846154\n"
            + "ill = yes: 0.9 × 0.01 / 0.0585 = 0.153846",
        bayes.toString());
    assertEquals("ill", bayes.hypothesis().name());
    assertEquals("test = positive", bayes.condition());
  }

  @Test
  void evidenceCanBeSeveralVariables() {
    Bayes bayes = LAWN.bayes("rain", Map.of("grass", "wet", "sprinkler", 1));
    assertEquals("grass = wet, sprinkler = on", bayes.condition());
    assertEquals(
        0.2 * 0.01 * 0.99 / (0.8 * 0.4 * 0.9 + 0.2 * 0.01 * 0.99), bayes.posterior()[1], EXACT);
    same(
        LAWN.conditional("sprinkler", 1).conditional("grass", 1),
        LAWN.conditional(Map.of("grass", "wet", "sprinkler", "on")));
  }

  @Test
  void samplesBecomeTheirShares() {
    JointTable table =
        JointTable.ofSamples(new int[][] {{0, 2}, {1, 0}, {0, 2}, {0, 0}}, Variable.ofSizes(2, 3));
    assertArrayEquals(new double[] {0.25, 0, 0.5, 0.25, 0, 0}, table.probabilities());
  }

  @Test
  void aFunctionAndItsValuesGiveTheSameTable() {
    Variable[] xy = Variable.ofSizes(2, 3);
    double[] p = {0.1, 0.2, 0.05, 0.05, 0.4, 0.2};
    same(JointTable.of(p, xy), JointTable.of(s -> p[s[0] * 3 + s[1]], xy));
    same(JointTable.of(p, xy), JointTable.ofWeights(s -> 7 * p[s[0] * 3 + s[1]], xy));
    same(
        JointTable.of(p, xy),
        JointTable.of(new double[][] {{0.1, 0.2, 0.05}, {0.05, 0.4, 0.2}}, "x1", "x2"));
    same(
        JointTable.of(p, xy),
        JointTable.of(new double[][] {{0.1, 0.2, 0.05}, {0.05, 0.4, 0.2}}, xy[0], xy[1]));
    assertEquals(
        List.of(Variable.binary("a", "b", "c")),
        JointTable.of(new double[] {1, 0, 0, 0, 0, 0, 0, 0}, "a", "b", "c").variables());
  }

  @Test
  void tablesGoUpToAMillionCells() {
    Variable[] variables = Variable.numbered(20, 2);
    JointTable table = JointTable.ofWeights(s -> 1 + s[0] + s[19] + 2 * s[0] * s[19], variables);
    assertArrayEquals(
        new double[] {0.1, 0.2, 0.2, 0.5}, table.marginal("x1", "x20").probabilities(), EXACT);
    assertArrayEquals(
        new double[] {0.2 / 0.7, 0.5 / 0.7},
        table.conditional("x1", 1).marginal("x20").probabilities(),
        EXACT);
    assertTrue(table.conditionalIndependence("x2", "x3", "x1", "x20").holds());
    assertEquals(BigInteger.valueOf(1_048_575), table.parameters());
  }

  @Test
  void aTableIsNotChangedThroughItsArrays() {
    double[] p = {0.5, 0.5};
    JointTable table = JointTable.of(p, "a");
    p[0] = 9;
    table.probabilities()[0] = 9;
    assertArrayEquals(new double[] {0.5, 0.5}, table.probabilities());
    double[] rows = {0.5, 0.5};
    Conditional conditional = Conditional.of(Variable.of("a", 2), rows);
    rows[0] = 9;
    conditional.row()[0] = 9;
    assertArrayEquals(new double[] {0.5, 0.5}, conditional.row());
  }

  @Test
  void saysItsNumbers() {
    assertEquals(
        "p(ill, test): 4 cells, entropy 0.255782 nats, 3 free parameters\n"
            + "           test = negative  test = positive\n"
            + "ill = no   0.9405           0.0495\n"
            + "ill = yes  0.001            0.009",
        TEST.toString());
    assertEquals(
        "p(rain): 2 cells, entropy 0.500402 nats, 1 free parameter\n"
            + "rain  p\n"
            + "no    0.8\n"
            + "yes   0.2",
        LAWN.marginal("rain").toString());
    assertTrue(
        JointTable.ofWeights(s -> 1, Variable.numbered(6, 2))
            .toString()
            .endsWith("\n… and 32 more cells"));
    assertEquals(
        "p(grass | rain): 2 free parameters\n"
            + "            grass = dry  grass = wet\n"
            + "rain = no   0.64         0.36\n"
            + "rain = yes  0.1981       0.8019",
        LAWN.conditionalTable("grass", "rain").toString());
    assertEquals(
        "p(rain): 1 free parameter\n  rain = no  rain = yes\n  0.8        0.2",
        LAWN.conditionalTable("rain").toString());
    assertEquals(
        "[rain ∈ {no, yes}, x ∈ {0, 1}, y ∈ {0, …, 255}]",
        List.of(RAIN, Variable.of("x", 2), Variable.of("y", 256)).toString());
  }

  static Stream<Arguments> badInput() {
    return Stream.of(
        DistributionTest.bad(
            "The probabilities of the table sum to 0.8, but they must sum to 1; divide each by 0.8"
                + " or correct one",
            () -> JointTable.of(new double[] {0.2, 0.2, 0.2, 0.2}, "a", "b")),
        DistributionTest.bad(
            "The probability of rain = yes, grass = dry is -0.5, but it must be a number that is 0"
                + " or more",
            () -> JointTable.of(new double[] {0.5, 0.5, -0.5, 0.5}, RAIN, GRASS)),
        DistributionTest.bad(
            "The probability of rain = no is NaN, but it must be a number that is 0 or more",
            () -> JointTable.of(s -> Double.NaN, RAIN)),
        DistributionTest.bad(
            "The weights of the table sum to 0, but at least one must be above 0",
            () -> JointTable.ofWeights(s -> 0, RAIN)),
        DistributionTest.bad(
            "A table of rain (2 states), grass (2 states) has 4 cells, but 3 probabilities are"
                + " given",
            () -> JointTable.of(new double[] {0.5, 0.5, 0}, RAIN, GRASS)),
        DistributionTest.bad(
            "At least one variable is needed, as in Variable.of(\"rain\", 2), but there is none",
            () -> JointTable.of(new double[] {1}, new Variable[0])),
        DistributionTest.bad(
            "The name rain occurs twice; each variable needs its own",
            () -> JointTable.of(new double[] {1, 0, 0, 0}, "rain", "rain")),
        DistributionTest.bad(
            "Probabilities of each row: 2 expected, but 1 given",
            () -> JointTable.of(new double[][] {{0.5, 0.2}, {0.3}}, RAIN, GRASS)),
        DistributionTest.bad(
            "The condition rain = yes has probability 0, so nothing can be said given it; condition"
                + " on a state that occurs",
            () ->
                JointTable.of(new double[] {0.5, 0.5, 0, 0}, RAIN, GRASS)
                    .conditional("rain", "yes")),
        DistributionTest.bad(
            "The condition rain = yes has probability 0, so nothing can be said given it; condition"
                + " on a state that occurs",
            () ->
                JointTable.of(new double[] {0.5, 0.5, 0, 0}, RAIN, GRASS)
                    .bayes("grass", "rain", 1)),
        DistributionTest.bad(
            "The condition ill = no, test = negative fixes every variable, so none is left; leave"
                + " one out",
            () -> TEST.conditional(Map.of("test", 0, "ill", 0))),
        DistributionTest.bad(
            "The table has no variable rian; its variables are grass, rain, sprinkler",
            () -> LAWN.conditional("rian", 1)),
        DistributionTest.bad(
            "The table has no variable 3; its variables are 0 to 2", () -> LAWN.marginal(3)),
        DistributionTest.bad(
            "The name rain occurs twice; each variable needs its own",
            () -> LAWN.marginal("rain", "rain")),
        DistributionTest.bad(
            "The name rain occurs twice; each variable needs its own",
            () -> LAWN.independence("rain", "rain")),
        DistributionTest.bad(
            "Variable rain has no state maybe; its states are no, yes",
            () -> LAWN.conditional("rain", "maybe")),
        DistributionTest.bad(
            "Variable rain has no state 2; its states are no, yes",
            () -> LAWN.conditional("rain", 2)),
        DistributionTest.bad(
            "Bayes' rule needs evidence about other variables than rain; give the state of at least"
                + " one of them",
            () -> LAWN.bayes("rain", "rain", 1)),
        DistributionTest.bad(
            "Sample 1 has the state 3 for x2, but its states are 0 to 2",
            () -> JointTable.ofSamples(new int[][] {{0, 0}, {1, 3}}, Variable.ofSizes(2, 3))),
        DistributionTest.bad(
            "States of each sample: 2 expected, but 1 given",
            () -> JointTable.ofSamples(new int[][] {{0}}, Variable.ofSizes(2, 3))),
        DistributionTest.bad(
            "The number of samples must be at least 1, but is 0",
            () -> JointTable.ofSamples(new int[0][], RAIN)),
        DistributionTest.bad(
            "A joint table of these 3 variables would have 256^3 − 1 = 16,777,215 free parameters,"
                + " but a table holds at most 2^20 = 1,048,576 cells; use structure instead, for"
                + " example Factorization.markov(3, 256)",
            () -> JointTable.ofWeights(s -> 1, Variable.numbered(3, 256))),
        DistributionTest.bad(
            "A joint table of these 784 variables would have 2^784 − 1 ≈ 1.0×10^236 free"
                + " parameters, but a table holds at most 2^20 = 1,048,576 cells; use structure"
                + " instead, for example Factorization.markov(784, 2)",
            () -> JointTable.ofWeights(s -> 1, Variable.numbered(784, 2))),
        DistributionTest.bad(
            "The graph has the cycle rain → grass → rain, but no variable may depend on itself;"
                + " remove one of these arrows",
            () ->
                JointTable.product(
                    Conditional.of(RAIN, GRASS, 0.5, 0.5, 0.5, 0.5),
                    Conditional.of(GRASS, RAIN, 0.5, 0.5, 0.5, 0.5))),
        DistributionTest.bad(
            "p(grass | rain) needs rain ∈ {no, yes}, but no conditional of it is given",
            () -> JointTable.product(Conditional.of(GRASS, RAIN, 0.5, 0.5, 0.5, 0.5))),
        DistributionTest.bad(
            "The probabilities of p(grass | rain = yes) sum to 1.1, but they must sum to 1; divide"
                + " each by 1.1 or correct one",
            () -> Conditional.of(GRASS, RAIN, 0.5, 0.5, 0.5, 0.6)),
        DistributionTest.bad(
            "p(grass | rain) needs 4 probabilities, a row of 2 for each state of the parents, but 2"
                + " are given",
            () -> Conditional.of(GRASS, RAIN, 0.5, 0.5)),
        DistributionTest.bad(
            "Variable grass has no state 2; its states are dry, wet",
            () -> Conditional.of(GRASS, 0.5, 0.5).probability(2)),
        DistributionTest.bad(
            "Variable x has the state a twice; labels must differ",
            () -> Variable.of("x", "a", "b", "a")),
        DistributionTest.bad(
            "Variable x needs at least 1 state, but 0 were asked for", () -> Variable.of("x", 0)),
        DistributionTest.bad(
            "A variable needs a name, as in Variable.of(\"rain\", 2), but the name is blank",
            () -> Variable.of(" ", 2)));
  }

  @ParameterizedTest
  @MethodSource
  void badInput(String message, Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }
}
