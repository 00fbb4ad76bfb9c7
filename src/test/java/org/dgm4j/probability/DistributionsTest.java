package org.dgm4j.probability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.DiscreteDistribution;
import org.dgm4j.probability.divergence.Divergence;
import org.dgm4j.probability.divergence.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goes over all families that are registered. */
class DistributionsTest {

  static Stream<Object> examples() {
    return Distributions.families().stream()
        .flatMap(family -> family.typed().stream())
        .map(typed -> typed.factory().apply(typed.numbers()));
  }

  @Test
  void namesDiffer() {
    List<String> names =
        Distributions.families().stream()
            .flatMap(family -> family.typed().stream())
            .map(Distributions.Typed::name)
            .toList();
    assertEquals(names, names.stream().distinct().toList());
    List<Class<?>> types =
        Distributions.families().stream().<Class<?>>map(Distributions.Family::type).toList();
    assertEquals(types, types.stream().distinct().toList());
  }

  @Test
  void typedMembersBelongToTheirFamilyAndShowTheirNumbers() {
    for (Distributions.Family family : Distributions.families()) {
      for (Distributions.Typed typed : family.typed()) {
        double[] numbers = typed.numbers();
        assertTrue(typed.takes(numbers.length), typed.example());
        Object member = typed.factory().apply(numbers);
        assertTrue(family.type().isInstance(member), typed.example());
        assertTrue(
            family.parameters().isEmpty() || family.parameters().size() == numbers.length,
            typed.example());
        for (int i = 0; i < family.parameters().size(); i++) {
          assertEquals(numbers[i], family.parameters().get(i).applyAsDouble(member));
        }
      }
    }
  }

  @Test
  void familiesWithoutParametersHaveNamesOfTheirOwn() {
    for (Distributions.Family family : Distributions.families()) {
      assertEquals(
          family.parameters().isEmpty(),
          Distribution.class.isAssignableFrom(family.type()),
          family.type().getName());
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void drawsLieWhereThereIsProbability(Object distribution) {
    Draws draws =
        distribution instanceof DiscreteDistribution discrete
            ? Draws.of(discrete, 100, 1)
            : Draws.of((ContinuousDistribution) distribution, 100, 1);
    for (int i = 0; i < draws.count(); i++) {
      double x = draws.value(i, 0);
      assertTrue(
          distribution instanceof DiscreteDistribution discrete
              ? discrete.probability((int) x) > 0
              : ((ContinuousDistribution) distribution).density(x) > 0,
          draws.name());
    }
    assertEquals("100 draws of " + Distributions.name(distribution), draws.name());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void nothingLiesBetweenADistributionAndItself(Object distribution) {
    Quantity kl =
        distribution instanceof DiscreteDistribution p
            ? Divergence.kl(p, p)
            : Divergence.kl(
                (ContinuousDistribution) distribution, (ContinuousDistribution) distribution);
    assertEquals(0, kl.value(), kl.toString());
  }
}
