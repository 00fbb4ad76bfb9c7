package org.dgm4j.display.view.probability;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.CauchyDistribution;
import org.apache.commons.statistics.distribution.ExponentialDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.apache.commons.statistics.distribution.UniformContinuousDistribution;
import org.dgm4j.display.Labels;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.HistogramView;
import org.dgm4j.display.html.PngTest;
import org.dgm4j.display.html.Raster;
import org.dgm4j.display.registry.Views;
import org.dgm4j.probability.Bernoulli;
import org.dgm4j.probability.Categorical;
import org.dgm4j.probability.Draws;
import org.dgm4j.probability.GaussianMixture;
import org.dgm4j.probability.MultivariateNormal;
import org.dgm4j.probability.divergence.Divergence;
import org.dgm4j.probability.joint.Factorization;
import org.dgm4j.probability.joint.JointTable;
import org.dgm4j.probability.joint.Variable;
import org.junit.jupiter.api.Test;

class ProbabilityViewsTest {

  private static final JointTable WEATHER =
      JointTable.of(
          new double[][] {{.1, .2, .05}, {.25, .15, .25}},
          Variable.of("weather", "sun", "rain"),
          Variable.of("mood", "good", "so so", "bad"));

  private static MimeBundle checked(Object value) {
    MimeBundle bundle = Views.of(value).orElseThrow().bundle();
    assertFalse(bundle.get(MimeBundle.TEXT).isBlank());
    if (bundle.get(MimeBundle.SVG) != null) {
      Labels.of(bundle.get(MimeBundle.SVG)).assertApart();
    }
    return bundle;
  }

  @Test
  void distributionsOfOneNumberDrawThemselves() {
    for (Object distribution :
        List.of(
            Bernoulli.of(0.3),
            Categorical.uniform(6),
            PoissonDistribution.of(7),
            BinomialDistribution.of(5000, 0.4),
            NormalDistribution.of(0, 1),
            CauchyDistribution.of(0, 1),
            BetaDistribution.of(0.5, 0.5),
            UniformContinuousDistribution.of(2, 5),
            ExponentialDistribution.of(3),
            GaussianMixture.of(
                new double[] {.3, .7}, new double[] {-20, 5}, new double[] {1, 2}))) {
      assertTrue(checked(distribution).needsPlotly());
    }
    String text = checked(Bernoulli.of(0.3)).get(MimeBundle.TEXT);
    assertTrue(text.contains("entropy 0.610864 nats") && text.contains("1 free parameter"), text);
  }

  @Test
  void barsAreTheProbabilities() {
    PoissonDistribution poisson = PoissonDistribution.of(2);
    Series.Bars bars = DistributionView.probabilities(poisson, "");
    for (int i = 0; i < bars.heights().length; i++) {
      int x = (int) Math.round(bars.left()[i] + 0.4);
      assertEquals(poisson.probability(x), bars.heights()[i]);
    }
    assertEquals(1, Arrays.stream(bars.heights()).sum(), 1e-3);
  }

  @Test
  void shadedAreasHoldTheirMass() {
    Chart chart = DistributionView.of(NormalDistribution.of(1, 2)).chart();
    double[] masses = {0.95, 0.5};
    for (int k = 0; k < 2; k++) {
      Series.Area area = (Series.Area) chart.series().get(k);
      double[] x = area.x();
      double[] y = area.high();
      double mass =
          IntStream.range(1, x.length)
              .mapToDouble(i -> (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2)
              .sum();
      assertEquals(masses[k], mass, 1e-3);
    }
  }

  @Test
  void densitiesEndWhereTheirSupportEnds() {
    Series.Line uniform =
        DistributionView.density(UniformContinuousDistribution.of(2, 5), "density");
    assertEquals(0, uniform.y()[0]);
    assertArrayEquals(new double[] {2, 2}, Arrays.copyOfRange(uniform.x(), 1, 3));
    assertArrayEquals(new double[] {0, 1 / 3.0}, Arrays.copyOfRange(uniform.y(), 1, 3), 1e-12);
  }

  @Test
  void cumulativeProbabilitiesRise() {
    Chart chart = DistributionView.of(Categorical.of(.1, .2, .7)).cumulative().chart();
    Series.Line steps = (Series.Line) chart.series().get(0);
    assertArrayEquals(new double[] {0, 0, 1, 1, 2, 2}, steps.x());
    assertArrayEquals(new double[] {0, .1, .1, .3, .3, 1}, steps.y(), 1e-12);
  }

  @Test
  void drawsStandAgainstTheirDistribution() {
    checked(Bernoulli.of(0.3).sample(1000, 1));
    checked(Draws.of(NormalDistribution.of(3, 2), 5000, 1));
    checked(
        MultivariateNormal.of(new double[] {0, 1}, new double[][] {{1, .8}, {.8, 2}})
            .sample(2000, 1));
    checked(WEATHER.sample(100, 1));
    double[] values = Draws.of(NormalDistribution.of(3, 2), 5000, 1).values();
    Series.Bars bars = HistogramView.densities("", values);
    double area =
        IntStream.range(0, bars.heights().length)
            .mapToDouble(i -> bars.heights()[i] * (bars.right()[i] - bars.left()[i]))
            .sum();
    assertEquals(1, area, 1e-9);
  }

  @Test
  void whatIsUnknownIsNoNumber() {
    String html = checked(Divergence.entropy(BetaDistribution.of(0.01, 0.01))).get(MimeBundle.HTML);
    assertTrue(html.contains("unknown") && !html.contains("NaN"), html);
    assertTrue(html.contains("a density is infinite at x = (1)"), html);
  }

  @Test
  void jointTablesAreHeatMapsWithTheirNumbers() {
    MimeBundle bundle = checked(WEATHER);
    Labels labels = Labels.of(bundle.get(MimeBundle.SVG));
    assertTrue(labels.texts().containsAll(List.of("sun", "so so", "0.1", "0.15", "mood")));
    assertTrue(bundle.get(MimeBundle.TEXT).contains("entropy 1.67965 nats"));
    checked(WEATHER.conditionalTable("mood", "weather"));
    checked(WEATHER.bayes("weather", "mood", 0));
    checked(WEATHER.marginal("mood"));
    String rows =
        checked(JointTable.ofWeights(s -> 1, Variable.numbered(7, 2))).get(MimeBundle.HTML);
    assertEquals(33, rows.split("<tr>").length - 1);
    assertTrue(rows.contains("96 more cells"));
  }

  @Test
  void largeTablesAreAveragedAndSaid() {
    JointTable table =
        JointTable.ofWeights(s -> 1 + s[0], Variable.of("red", 256), Variable.of("green", 200));
    MimeBundle bundle = checked(table);
    assertTrue(
        Labels.of(bundle.get(MimeBundle.SVG))
            .texts()
            .contains("probability: 256 × 200 cells drawn as means of 5 × 4"));
    assertTrue(bundle.data().values().stream().mapToInt(String::length).sum() < 80_000);
  }

  @Test
  void contoursStepWhereTheDensitySteps() {
    double[] places = IntStream.range(0, 11).mapToDouble(i -> i).toArray();
    double[] ramp = IntStream.range(0, 121).mapToDouble(i -> i % 11).toArray();
    Chart chart = DensityView.of("ramp", places, places, ramp).chart();
    Series.HeatMap map = (Series.HeatMap) chart.series().get(0);
    BufferedImage image = PngTest.decode(Raster.png(map, false));
    int distinct =
        (int) IntStream.range(0, image.getWidth()).map(x -> image.getRGB(x, 5)).distinct().count();
    assertEquals(Raster.STEPS, distinct);
    assertEquals(0, image.getRGB(0, 0) >>> 24, "the lowest step shows the page");
  }

  @Test
  void marginalsIntegrateToOne() {
    Chart chart =
        DensityView.of(MultivariateNormal.of(new double[2], new double[][] {{1, .5}, {.5, 1}}))
            .chart();
    for (int k = 1; k <= 2; k++) {
      Series.Marginal marginal = (Series.Marginal) chart.series().get(k);
      double step = marginal.places()[1] - marginal.places()[0];
      assertEquals(1, Arrays.stream(marginal.densities()).sum() * step, 1e-3);
    }
  }

  @Test
  void factorizationsDrawTheirGraphs() {
    for (Factorization factorization :
        List.of(
            Factorization.full(4, 2),
            Factorization.chainRule(10, 2),
            Factorization.chainRule(784, 2),
            Factorization.markov(784, 2),
            Factorization.markov(6, 2, 2),
            Factorization.independent(8, 2),
            Factorization.independent(1, 2))) {
      MimeBundle bundle = checked(factorization);
      assertTrue(bundle.get(MimeBundle.HTML).contains("$$p("));
      assertTrue(bundle.get(MimeBundle.SVG).length() < 20_000);
    }
    GraphView chain = GraphView.of(Factorization.markov(784, 2));
    assertEquals(List.of("x1", "x2", "x3", "x4", "x5", "…", "x784"), chain.nodes());
    assertEquals(
        IntStream.range(0, 6).mapToObj(i -> new GraphView.Arrow(i, i + 1)).toList(),
        chain.arrows());
  }

  @Test
  void graphsWithoutOrderAreRefused() {
    List<GraphView.Arrow> circle = List.of(new GraphView.Arrow(0, 1), new GraphView.Arrow(1, 0));
    assertThrows(IllegalArgumentException.class, () -> new GraphView(List.of("a", "b"), circle));
    List<GraphView.Arrow> outside = List.of(new GraphView.Arrow(0, 2));
    assertThrows(IllegalArgumentException.class, () -> new GraphView(List.of("a", "b"), outside));
  }

  @Test
  void parametersAreCounted() {
    String text = FactorizationView.parameters(784, 2).bundle().get(MimeBundle.TEXT);
    assertTrue(text.contains("2^784 − 1 ≈ 1.0×10^236") && text.contains("= 1,567"), text);
    String rgb =
        FactorizationView.table(List.of(Factorization.full(3, 256))).bundle().get(MimeBundle.TEXT);
    assertTrue(rgb.contains("16,777,215"));
    for (int[] size : new int[][] {{1, 2}, {3, 256}, {784, 256}}) {
      MimeBundle bundle = FactorizationView.parameters(size[0], size[1]).bundle();
      Labels.of(bundle.get(MimeBundle.SVG)).assertApart();
    }
  }
}
