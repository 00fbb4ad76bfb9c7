package org.dgm4j.evaluation;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.dgm4j.base.NumberText;
import org.dgm4j.data.Samples;
import org.dgm4j.model.DensityModel;

/**
 * How well a score tells abnormal from normal examples, over all thresholds: the receiver operating
 * characteristic. An example raises the alarm if its score, such as log p(x), is below the
 * threshold.
 *
 * <p>The area under the curve is the probability that a normal example has a higher score than an
 * abnormal one, where equal scores count one half (the statistic of Mann and Whitney 1947). Its
 * standard error is that of DeLong, DeLong and Clarke-Pearson (1988).
 */
public final class Roc {

  private static final double ROUNDING = 1e-9; // so that 0.05 of 100 examples are 5

  private final double[] normal;
  private final double[] abnormal;
  private final double[] falseAlarms;
  private final double[] detections;
  private final double area;
  private final double standardError;

  private Roc(double[] normal, double[] abnormal) {
    this.normal = normal;
    this.abnormal = abnormal;
    double[] sortedNormal = sorted(normal);
    double[] sortedAbnormal = sorted(abnormal);
    double[] thresholds =
        DoubleStream.concat(Arrays.stream(normal), Arrays.stream(abnormal))
            .sorted()
            .distinct()
            .toArray();
    falseAlarms = shares(sortedNormal, thresholds);
    detections = shares(sortedAbnormal, thresholds);
    double[] normalWins = new double[normal.length];
    Arrays.setAll(normalWins, i -> shareBelow(sortedAbnormal, normal[i]));
    double[] abnormalLosses = new double[abnormal.length];
    Arrays.setAll(abnormalLosses, j -> 1 - shareBelow(sortedNormal, abnormal[j]));
    area = Arrays.stream(normalWins).average().orElseThrow();
    standardError =
        Math.sqrt(
            variance(normalWins) / normalWins.length
                + variance(abnormalLosses) / abnormalLosses.length);
  }

  /**
   * The curve of scores that are higher for normal examples; −∞ is allowed.
   *
   * @throws IllegalArgumentException if a group is empty or has a NaN
   */
  public static Roc of(double[] normal, double[] abnormal) {
    return new Roc(checked("normal", normal), checked("abnormal", abnormal));
  }

  /**
   * The curve of log p(x) under a model.
   *
   * @throws IllegalArgumentException if a group is empty or does not fit the model
   */
  public static Roc of(DensityModel model, Samples normal, Samples abnormal) {
    return of(model.logProbability(normal), model.logProbability(abnormal));
  }

  private static double[] checked(String name, double[] scores) {
    if (scores.length == 0) {
      throw new IllegalArgumentException(
          "There are no " + name + " examples; an ROC curve needs at least one of each kind");
    }
    for (int i = 0; i < scores.length; i++) {
      if (Double.isNaN(scores[i])) {
        throw new IllegalArgumentException(
            NumberText.format(
                "The score of %s example %d is NaN; scores must be numbers", name, i));
      }
    }
    // -0.0 and 0.0 are equal scores, though sorting tells them apart.
    return Arrays.stream(scores).map(score -> score + 0.0).toArray();
  }

  private static double[] sorted(double[] values) {
    return Arrays.stream(values).sorted().toArray();
  }

  /** The share of the values at or below each threshold, after a 0 for no alarm at all. */
  private static double[] shares(double[] sorted, double[] thresholds) {
    double[] shares = new double[thresholds.length + 1];
    int count = 0;
    for (int t = 0; t < thresholds.length; t++) {
      while (count < sorted.length && sorted[count] <= thresholds[t]) {
        count++;
      }
      shares[t + 1] = (double) count / sorted.length;
    }
    return shares;
  }

  /** The share of the values below a score; equal ones count one half. */
  private static double shareBelow(double[] sorted, double score) {
    return (first(sorted, score, false) + first(sorted, score, true)) / (2.0 * sorted.length);
  }

  /** The number of values below a score, or also of those equal to it. */
  private static int first(double[] sorted, double score, boolean equal) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < score || equal && sorted[middle] == score) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static double variance(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
  }

  /** The scores of the normal examples. */
  public double[] normal() {
    return normal.clone();
  }

  /** The scores of the abnormal examples. */
  public double[] abnormal() {
    return abnormal.clone();
  }

  /** The shares of normal examples that raise the alarm, rising from 0 to 1 with the threshold. */
  public double[] falseAlarms() {
    return falseAlarms.clone();
  }

  /** The shares of abnormal examples that raise the alarm, one for each of the false alarms. */
  public double[] detections() {
    return detections.clone();
  }

  /** The area under the curve: 1 is perfect, ½ is chance. */
  public double area() {
    return area;
  }

  /**
   * The standard error of the area; NaN if a group has a single example, and 0, which is too small,
   * if the groups do not overlap.
   */
  public double standardError() {
    return standardError;
  }

  /**
   * The normal confidence interval of the area, cut to [0, 1].
   *
   * @param confidence such as 0.95
   * @return the lower and the upper bound; NaN where the standard error is
   * @throws IllegalArgumentException if the confidence is not between 0 and 1
   */
  public double[] interval(double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "A confidence lies between 0 and 1, but is " + confidence + ": try 0.95");
    }
    double reach =
        standardError
            * NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - confidence) / 2);
    return new double[] {Math.max(0, area - reach), Math.min(1, area + reach)};
  }

  /**
   * The highest threshold at which no more than this share of the normal examples raises the alarm,
   * and what is detected with it. It is estimated from the normal examples of this curve, of which
   * an equal score may keep the share below the rate.
   *
   * @param falseAlarmRate such as 0.05
   * @throws IllegalArgumentException if the rate is not from 0 to 1
   */
  public Threshold thresholdAt(double falseAlarmRate) {
    if (!(falseAlarmRate >= 0 && falseAlarmRate <= 1)) {
      throw new IllegalArgumentException(
          "A rate of false alarms lies from 0 to 1, but is " + falseAlarmRate + ": try 0.05");
    }
    double[] sorted = sorted(normal);
    int allowed = (int) Math.floor(falseAlarmRate * sorted.length + ROUNDING);
    double score = allowed < sorted.length ? sorted[allowed] : Double.POSITIVE_INFINITY;
    return new Threshold(
        score,
        (double) first(sorted, score, false) / sorted.length,
        (double) first(sorted(abnormal), score, false) / abnormal.length);
  }

  /**
   * A threshold and what it does.
   *
   * @param score an example raises the alarm if its score is below this
   * @param falseAlarms the share of normal examples that raise the alarm
   * @param detected the share of abnormal examples that raise the alarm
   */
  public record Threshold(double score, double falseAlarms, double detected) {}

  /**
   * The smallest share of false alarms at which at least this share of abnormal examples is
   * detected.
   *
   * @throws IllegalArgumentException if the share is not from 0 to 1
   */
  public double falseAlarmsAt(double detected) {
    if (!(detected >= 0 && detected <= 1)) {
      throw new IllegalArgumentException(
          "A share lies from 0 to 1, but is " + detected + ": try 0.95");
    }
    int i = 0;
    while (detections[i] < detected) {
      i++;
    }
    return falseAlarms[i];
  }

  /** The area with its 95 % confidence interval. */
  @Override
  public String toString() {
    double[] interval = interval(0.95);
    String range =
        Double.isNaN(standardError)
            ? ""
            : NumberText.format(" (95 %% interval %.4f to %.4f)", interval[0], interval[1]);
    return NumberText.format(
        "AUROC = %.4f%s; %,d normal and %,d abnormal examples",
        area, range, normal.length, abnormal.length);
  }
}
