package org.dgm4j.display.view.probability;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.CauchyDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.FDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.GeometricDistribution;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;
import org.apache.commons.statistics.distribution.LevyDistribution;
import org.apache.commons.statistics.distribution.LogNormalDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.ParetoDistribution;
import org.apache.commons.statistics.distribution.PascalDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.distribution.TruncatedNormalDistribution;
import org.apache.commons.statistics.distribution.UniformContinuousDistribution;
import org.apache.commons.statistics.distribution.UniformDiscreteDistribution;
import org.apache.commons.statistics.distribution.ZipfDistribution;
import org.dgm4j.display.Labels;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.registry.Views;
import org.dgm4j.probability.Distributions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Distributions of Commons Statistics at the edges (without moments, degenerate, very wide), and
 * the registered examples of all families.
 */
class CommonsDistributionsTest {

  static List<Object> edges() {
    return List.of(
        CauchyDistribution.of(0, 1),
        CauchyDistribution.of(1e6, 1e-3),
        LevyDistribution.of(0, 1),
        ParetoDistribution.of(1, 0.5),
        TDistribution.of(1),
        FDistribution.of(1, 1),
        LogNormalDistribution.of(0, 5),
        GammaDistribution.of(0.01, 1),
        ChiSquaredDistribution.of(1),
        BetaDistribution.of(0.01, 0.01),
        NormalDistribution.of(1e12, 1),
        NormalDistribution.of(0, 1e-12),
        NormalDistribution.of(0, 1e100),
        TruncatedNormalDistribution.of(0, 1, 5, 6),
        UniformContinuousDistribution.of(3, 3.0000001),
        BinomialDistribution.of(0, 0.5),
        BinomialDistribution.of(5, 1),
        BinomialDistribution.of(1_000_000, 0.5),
        PoissonDistribution.of(1e-9),
        PoissonDistribution.of(1e6),
        GeometricDistribution.of(1e-4),
        GeometricDistribution.of(1),
        PascalDistribution.of(3, 0.01),
        UniformDiscreteDistribution.of(7, 7),
        UniformDiscreteDistribution.of(Integer.MIN_VALUE, Integer.MAX_VALUE),
        HypergeometricDistribution.of(10, 0, 3),
        ZipfDistribution.of(1000, 1));
  }

  static Stream<Object> examples() {
    return Distributions.families().stream()
        .flatMap(family -> family.typed().stream())
        .map(typed -> typed.factory().apply(typed.numbers()));
  }

  @ParameterizedTest
  @MethodSource({"edges", "examples"})
  void everyDistributionDrawsSomething(Object distribution) {
    MimeBundle bundle = Views.of(distribution).orElseThrow().bundle();
    String svg = bundle.get(MimeBundle.SVG);
    Labels.of(svg).assertApart();
    assertFalse(svg.contains("no data"), svg);
    assertTrue(bundle.get(MimeBundle.HTML).length() < 60_000);
    assertFalse(bundle.get(MimeBundle.TEXT).isBlank());
  }
}
