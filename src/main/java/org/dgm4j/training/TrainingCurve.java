package org.dgm4j.training;

import java.util.ArrayList;
import java.util.List;

/** The training objective batch by batch, averaged over more batches as it grows longer. */
final class TrainingCurve {

  private static final int MAXIMUM = 200;

  private final List<CurvePoint> points = new ArrayList<>();
  private int batchesPerPoint = 1;
  private int batches;
  private int examples;
  private double sum;

  void add(double epoch, double batchSum, int batchExamples) {
    sum += batchSum;
    examples += batchExamples;
    batches++;
    if (batches == batchesPerPoint) {
      points.add(new CurvePoint(epoch, sum / examples));
      batches = 0;
      examples = 0;
      sum = 0;
      if (points.size() == MAXIMUM) {
        halve();
      }
    }
  }

  private void halve() {
    List<CurvePoint> pairs = new ArrayList<>();
    for (int i = 1; i < points.size(); i += 2) {
      pairs.add(
          new CurvePoint(
              points.get(i).epoch(), (points.get(i - 1).nats() + points.get(i).nats()) / 2));
    }
    points.clear();
    points.addAll(pairs);
    batchesPerPoint *= 2;
  }

  List<CurvePoint> points() {
    return List.copyOf(points);
  }
}
