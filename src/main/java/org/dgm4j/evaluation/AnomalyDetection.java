package org.dgm4j.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dgm4j.base.NumberText;
import org.dgm4j.base.Seeds;
import org.dgm4j.data.Samples;
import org.dgm4j.model.DensityModel;
import org.dgm4j.model.EvidenceLowerBound;
import org.dgm4j.model.LatentVariableModel;

/**
 * How well a model tells abnormal from normal examples: an explicit model by log p(x) itself, a
 * latent variable model by its lower bound and by the reconstruction; and, beside it, by two scores
 * that repair its known failure, that simple outliers may be more likely than the data that the
 * model was fitted to. An example raises the alarm if its score is low.
 *
 * <ul>
 *   <li>likelihood: log p(x);
 *   <li>bound: the evidence lower bound of log p(x), in its place;
 *   <li>reconstruction: E_q[log p(x | z)], the part of the bound that is left if the code may be
 *       anything;
 *   <li>likelihood ratio: log p(x) − log p₀(x), where the background model p₀ was fitted to {@link
 *       Samples#perturbed perturbed} data and so knows only what all such data have in common (Ren
 *       et al., Likelihood ratios for out-of-distribution detection, NeurIPS 2019);
 *   <li>input complexity: log p(x) + L(x), where L(x) is the length in nats to which PNG's
 *       compressor shortens x; its negative is the score S(x) of Serrà et al. (Input complexity and
 *       out-of-distribution detection with likelihood-based generative models, ICLR 2020). −L(x) is
 *       the log-probability of x under a model that the compressor stands for, so that this is a
 *       likelihood ratio, too.
 * </ul>
 *
 * <p>Immutable; all scores are in nats.
 */
public final class AnomalyDetection {

  private static final double RATE = 0.05; // the usual level of a test

  private final Samples normal;
  private final Samples abnormal;
  private final double falseAlarmRate;
  private final List<Score> scores;

  private AnomalyDetection(
      Samples normal, Samples abnormal, double falseAlarmRate, List<Score> scores) {
    this.normal = normal;
    this.abnormal = abnormal;
    this.falseAlarmRate = falseAlarmRate;
    this.scores = List.copyOf(scores);
  }

  /**
   * A score, and how well it does.
   *
   * @param name what it is called
   * @param formula how it is computed
   * @param meaning what it measures, in words
   * @param roc its curve
   */
  public record Score(String name, String formula, String meaning, Roc roc) {}

  /**
   * The detection by log p(x), with 5 % of false alarms.
   *
   * @throws IllegalArgumentException if a group is empty or does not fit the model
   */
  public static AnomalyDetection of(DensityModel model, Samples normal, Samples abnormal) {
    Roc roc = Roc.of(model, normal, abnormal);
    return new AnomalyDetection(
        normal,
        abnormal,
        RATE,
        List.of(
            new Score("likelihood", "log p(x)", "how probable the model finds the example", roc)));
  }

  /** {@link #of(LatentVariableModel, Samples, Samples, long)}, seeded by the notebook's seed. */
  public static AnomalyDetection of(LatentVariableModel model, Samples normal, Samples abnormal) {
    return of(model, normal, abnormal, Seeds.next());
  }

  /**
   * The detection by the evidence lower bound and by reconstruction, with 5 % of false alarms.
   *
   * @param seed of the draws by which both are estimated
   * @throws IllegalArgumentException if a group is empty or does not fit the model
   */
  public static AnomalyDetection of(
      LatentVariableModel model, Samples normal, Samples abnormal, long seed) {
    EvidenceLowerBound ofNormal = model.evidenceLowerBound(normal, seed);
    EvidenceLowerBound ofAbnormal = model.evidenceLowerBound(abnormal, seed);
    return new AnomalyDetection(
        normal,
        abnormal,
        RATE,
        List.of(
            new Score(
                "bound",
                "ELBO",
                "a lower bound of log p(x), low if the example is badly reconstructed or its code"
                    + " unusual",
                Roc.of(ofNormal.nats(), ofAbnormal.nats())),
            new Score(
                "reconstruction",
                "E log p(x | z)",
                "how well the example is found again from its code, however unusual the code",
                Roc.of(ofNormal.reconstruction(), ofAbnormal.reconstruction()))));
  }

  /**
   * Also by the ratio to a background model, log p(x) − log p₀(x). An example that is impossible
   * for both has the ratio −∞.
   *
   * @param background fitted to perturbed data, such as {@code digits.perturbed(0.2, 1)}
   * @throws IllegalArgumentException if the examples do not fit the background model
   */
  public AnomalyDetection against(DensityModel background) {
    return against(
        "log p₀(x)", background.logProbability(normal), background.logProbability(abnormal));
  }

  /**
   * Also by the ratio to a latent variable model as background, with its evidence lower bound.
   *
   * @throws IllegalArgumentException if the examples do not fit the background model
   */
  public AnomalyDetection against(LatentVariableModel background) {
    return against(
        "ELBO₀",
        background.evidenceLowerBound(normal).nats(),
        background.evidenceLowerBound(abnormal).nats());
  }

  private AnomalyDetection against(String formula, double[] ofNormal, double[] ofAbnormal) {
    return with(
        new Score(
            "likelihood ratio",
            scores.get(0).formula() + " − " + formula,
            "how much more probable the example is than under what all such data have in common",
            Roc.of(
                difference(roc().normal(), ofNormal), difference(roc().abnormal(), ofAbnormal))));
  }

  private static double[] difference(double[] model, double[] background) {
    return IntStream.range(0, model.length)
        .mapToDouble(
            i ->
                model[i] == Double.NEGATIVE_INFINITY
                    ? Double.NEGATIVE_INFINITY
                    : model[i] - background[i])
        .toArray();
  }

  /**
   * Also by log p(x) + L(x), with the length L(x) of the compressed example.
   *
   * @throws IllegalArgumentException if values are neither in [0, 1] nor whole numbers from 0 to
   *     255, or the groups differ in shape
   */
  public AnomalyDetection withComplexity() {
    Complexity complexity = Complexity.suiting(normal, abnormal);
    return with(
        new Score(
            "input complexity",
            scores.get(0).formula() + " + L(x)",
            "how probable the example is, given how simple a compressor finds it",
            Roc.of(
                sum(roc().normal(), complexity.nats(normal)),
                sum(roc().abnormal(), complexity.nats(abnormal)))));
  }

  private static double[] sum(double[] first, double[] second) {
    return IntStream.range(0, first.length).mapToDouble(i -> first[i] + second[i]).toArray();
  }

  private AnomalyDetection with(Score score) {
    List<Score> more = new ArrayList<>(scores);
    more.removeIf(known -> known.name().equals(score.name()));
    more.add(score);
    return new AnomalyDetection(normal, abnormal, falseAlarmRate, more);
  }

  /**
   * The same with another rate of false alarms, by which the thresholds are chosen.
   *
   * @throws IllegalArgumentException if the rate is not from 0 to 1
   */
  public AnomalyDetection falseAlarmRate(double rate) {
    roc().thresholdAt(rate);
    return new AnomalyDetection(normal, abnormal, rate, scores);
  }

  /** The rate of false alarms by which the thresholds are chosen. */
  public double falseAlarmRate() {
    return falseAlarmRate;
  }

  /** The scores, log p(x) or its bound first. */
  public List<Score> scores() {
    return scores;
  }

  /** The curve of log p(x) or its bound. */
  public Roc roc() {
    return scores.get(0).roc();
  }

  /** The threshold of a score for the rate of false alarms. */
  public Roc.Threshold threshold(Score score) {
    return score.roc().thresholdAt(falseAlarmRate);
  }

  /** The normal examples. */
  public Samples normal() {
    return normal;
  }

  /** The abnormal examples. */
  public Samples abnormal() {
    return abnormal;
  }

  /** The {@code n} normal examples of lowest log p(x), or all if there are fewer, lowest first. */
  public Samples leastLikelyNormal(int n) {
    return extreme(normal, roc().normal(), n, 1);
  }

  /** The {@code n} normal examples of highest log p(x), or all, highest first. */
  public Samples mostLikelyNormal(int n) {
    return extreme(normal, roc().normal(), n, -1);
  }

  /** The {@code n} abnormal examples of lowest log p(x), or all, lowest first. */
  public Samples leastLikelyAbnormal(int n) {
    return extreme(abnormal, roc().abnormal(), n, 1);
  }

  /** The {@code n} abnormal examples of highest log p(x), or all, highest first. */
  public Samples mostLikelyAbnormal(int n) {
    return extreme(abnormal, roc().abnormal(), n, -1);
  }

  private static Samples extreme(Samples group, double[] logProbability, int n, int sign) {
    return group.select(
        IntStream.range(0, logProbability.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> sign * logProbability[i]))
            .limit(n)
            .mapToInt(Integer::intValue)
            .toArray());
  }

  /** For each score the area with its interval, the threshold and what it detects. */
  @Override
  public String toString() {
    return scores.stream()
        .map(
            score -> {
              Roc.Threshold threshold = threshold(score);
              return NumberText.format(
                  "%s, %s: %s; below %.2f nats %.1f %% of the abnormal and %.1f %% of the normal"
                      + " examples",
                  score.name(),
                  score.formula(),
                  score.roc(),
                  threshold.score(),
                  100 * threshold.detected(),
                  100 * threshold.falseAlarms());
            })
        .collect(Collectors.joining("\n"));
  }
}
