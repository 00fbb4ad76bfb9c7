package org.dgm4j.training;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The training objective batch by batch, averaged over more batches as it grows longer. */
final class TrainingCurve {

  private static final int MAXIMUM = 200;

  private final List<CurvePoint> points = new ArrayList<>();
  private int batchesPerPoint = 1;
  private int batches;
  private double last;
  private int examples;
  private double sum;

  void add(double epoch, double batchSum, int batchExamples) {
    last = epoch;
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

  /** All points, the last one perhaps of fewer batches. */
  List<CurvePoint> points() {
    List<CurvePoint> all = new ArrayList<>(points);
    if (batches > 0) {
      all.add(new CurvePoint(last, sum / examples));
    }
    return List.copyOf(all);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(batchesPerPoint);
    List<CurvePoint> all = points();
    out.writeInt(all.size());
    for (CurvePoint point : all) {
      out.writeDouble(point.epoch());
      out.writeDouble(point.nats());
    }
  }

  static TrainingCurve read(DataInputStream in) throws IOException {
    TrainingCurve curve = new TrainingCurve();
    curve.batchesPerPoint = in.readInt();
    for (int left = in.readInt(); left > 0; left--) {
      curve.points.add(new CurvePoint(in.readDouble(), in.readDouble()));
    }
    return curve;
  }
}
