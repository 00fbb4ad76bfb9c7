package org.dgm4j.probability;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.CauchyDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.ExponentialDistribution;
import org.apache.commons.statistics.distribution.FDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.GeometricDistribution;
import org.apache.commons.statistics.distribution.GumbelDistribution;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;
import org.apache.commons.statistics.distribution.LaplaceDistribution;
import org.apache.commons.statistics.distribution.LevyDistribution;
import org.apache.commons.statistics.distribution.LogNormalDistribution;
import org.apache.commons.statistics.distribution.LogUniformDistribution;
import org.apache.commons.statistics.distribution.LogisticDistribution;
import org.apache.commons.statistics.distribution.NakagamiDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.ParetoDistribution;
import org.apache.commons.statistics.distribution.PascalDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.distribution.TrapezoidalDistribution;
import org.apache.commons.statistics.distribution.TriangularDistribution;
import org.apache.commons.statistics.distribution.UniformContinuousDistribution;
import org.apache.commons.statistics.distribution.UniformDiscreteDistribution;
import org.apache.commons.statistics.distribution.WeibullDistribution;
import org.apache.commons.statistics.distribution.ZipfDistribution;
import org.dgm4j.base.NumberText;

/** Short names of distributions, ours and those of Commons Statistics, which have none. */
public final class DistributionNames {

  private static final Map<Class<?>, List<ToDoubleFunction<Object>>> PARAMETERS =
      new LinkedHashMap<>();

  static {
    add(BetaDistribution.class, List.of(BetaDistribution::getAlpha, BetaDistribution::getBeta));
    add(
        BinomialDistribution.class,
        List.of(
            BinomialDistribution::getNumberOfTrials,
            BinomialDistribution::getProbabilityOfSuccess));
    add(
        CauchyDistribution.class,
        List.of(CauchyDistribution::getLocation, CauchyDistribution::getScale));
    add(ChiSquaredDistribution.class, List.of(ChiSquaredDistribution::getDegreesOfFreedom));
    add(ExponentialDistribution.class, List.of(ExponentialDistribution::getMean));
    add(
        FDistribution.class,
        List.of(
            FDistribution::getNumeratorDegreesOfFreedom,
            FDistribution::getDenominatorDegreesOfFreedom));
    add(GammaDistribution.class, List.of(GammaDistribution::getShape, GammaDistribution::getScale));
    add(GeometricDistribution.class, List.of(GeometricDistribution::getProbabilityOfSuccess));
    add(
        GumbelDistribution.class,
        List.of(GumbelDistribution::getLocation, GumbelDistribution::getScale));
    add(
        HypergeometricDistribution.class,
        List.of(
            HypergeometricDistribution::getPopulationSize,
            HypergeometricDistribution::getNumberOfSuccesses,
            HypergeometricDistribution::getSampleSize));
    add(
        LaplaceDistribution.class,
        List.of(LaplaceDistribution::getLocation, LaplaceDistribution::getScale));
    add(LevyDistribution.class, List.of(LevyDistribution::getLocation, LevyDistribution::getScale));
    add(
        LogNormalDistribution.class,
        List.of(LogNormalDistribution::getMu, LogNormalDistribution::getSigma));
    add(
        LogUniformDistribution.class,
        List.of(
            LogUniformDistribution::getSupportLowerBound,
            LogUniformDistribution::getSupportUpperBound));
    add(
        LogisticDistribution.class,
        List.of(LogisticDistribution::getLocation, LogisticDistribution::getScale));
    add(
        NakagamiDistribution.class,
        List.of(NakagamiDistribution::getShape, NakagamiDistribution::getScale));
    add(
        NormalDistribution.class,
        List.of(NormalDistribution::getMean, NormalDistribution::getStandardDeviation));
    add(
        ParetoDistribution.class,
        List.of(ParetoDistribution::getScale, ParetoDistribution::getShape));
    add(
        PascalDistribution.class,
        List.of(
            PascalDistribution::getNumberOfSuccesses, PascalDistribution::getProbabilityOfSuccess));
    add(PoissonDistribution.class, List.of(PoissonDistribution::getMean));
    add(TDistribution.class, List.of(TDistribution::getDegreesOfFreedom));
    add(
        TrapezoidalDistribution.class,
        List.of(
            TrapezoidalDistribution::getSupportLowerBound,
            TrapezoidalDistribution::getB,
            TrapezoidalDistribution::getC,
            TrapezoidalDistribution::getSupportUpperBound));
    add(
        TriangularDistribution.class,
        List.of(
            TriangularDistribution::getSupportLowerBound,
            TriangularDistribution::getMode,
            TriangularDistribution::getSupportUpperBound));
    add(
        UniformContinuousDistribution.class,
        List.of(
            UniformContinuousDistribution::getSupportLowerBound,
            UniformContinuousDistribution::getSupportUpperBound));
    add(
        UniformDiscreteDistribution.class,
        List.of(
            UniformDiscreteDistribution::getSupportLowerBound,
            UniformDiscreteDistribution::getSupportUpperBound));
    add(
        WeibullDistribution.class,
        List.of(WeibullDistribution::getShape, WeibullDistribution::getScale));
    add(
        ZipfDistribution.class,
        List.of(ZipfDistribution::getNumberOfElements, ZipfDistribution::getExponent));
  }

  private DistributionNames() {}

  private static <T> void add(Class<T> type, List<ToDoubleFunction<T>> parameters) {
    PARAMETERS.put(
        type,
        parameters.stream()
            .<ToDoubleFunction<Object>>map(p -> value -> p.applyAsDouble(type.cast(value)))
            .toList());
  }

  /** The name with the parameters in the order of the factory method, where they are known. */
  public static String of(Object distribution) {
    if (distribution instanceof Distribution ours) {
      return ours.name();
    }
    return PARAMETERS.keySet().stream()
        .filter(type -> type.isInstance(distribution))
        .findFirst()
        .map(type -> type.getSimpleName() + parameters(type, distribution))
        .orElseGet(() -> withoutParameters(distribution));
  }

  /** The number of draws and where they came from: "1,000 draws of Bernoulli(0.3)". */
  public static String ofDraws(int count, Object distribution) {
    return NumberText.count(count) + (count == 1 ? " draw of " : " draws of ") + of(distribution);
  }

  private static String parameters(Class<?> type, Object distribution) {
    return PARAMETERS.get(type).stream()
        .map(parameter -> NumberText.number(parameter.applyAsDouble(distribution)))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String withoutParameters(Object distribution) {
    String name = distribution.getClass().getSimpleName();
    if (!name.isEmpty() && !distribution.getClass().isSynthetic()) {
      return name;
    }
    return distribution instanceof ContinuousDistribution
        ? "a continuous distribution"
        : "a discrete distribution";
  }
}
