package org.dgm4j.training;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The training objective batch by batch, averaged over more batches as it grows longer. */
final class TrainingCurve {

  private static final int MAXIMUM = 200;

  private final List<CurvePoint> points = new ArrayList<>();
  private int batchesPerPoint = 1;
  private int batches;
  private double last;
  private int examples;
  private double[] sums;

  /**
   * @param batchSums of the objective and of each of its parts
   */
  void add(double epoch, double[] batchSums, int batchExamples) {
    last = epoch;
    if (batches == 0) {
      sums = new double[batchSums.length];
      examples = 0;
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] += batchSums[i];
    }
    examples += batchExamples;
    batches++;
    if (batches == batchesPerPoint) {
      points.add(point());
      batches = 0;
      if (points.size() == MAXIMUM) {
        halve();
      }
    }
  }

  private CurvePoint point() {
    return new CurvePoint(
        last,
        sums[0] / examples,
        IntStream.range(1, sums.length).mapToObj(i -> sums[i] / examples).toList());
  }

  private void halve() {
    List<CurvePoint> pairs = new ArrayList<>();
    for (int i = 1; i < points.size(); i += 2) {
      CurvePoint first = points.get(i - 1);
      CurvePoint second = points.get(i);
      pairs.add(
          new CurvePoint(
              second.epoch(),
              (first.nats() + second.nats()) / 2,
              IntStream.range(0, second.parts().size())
                  .mapToObj(j -> (first.parts().get(j) + second.parts().get(j)) / 2)
                  .toList()));
    }
    points.clear();
    points.addAll(pairs);
    batchesPerPoint *= 2;
  }

  /** All points, the last one perhaps of fewer batches. */
  List<CurvePoint> points() {
    List<CurvePoint> all = new ArrayList<>(points);
    if (batches > 0) {
      all.add(point());
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
      out.writeInt(point.parts().size());
      for (double part : point.parts()) {
        out.writeDouble(part);
      }
    }
  }

  static TrainingCurve read(DataInputStream in) throws IOException {
    TrainingCurve curve = new TrainingCurve();
    curve.batchesPerPoint = in.readInt();
    for (int left = in.readInt(); left > 0; left--) {
      double epoch = in.readDouble();
      double nats = in.readDouble();
      List<Double> parts = new ArrayList<>();
      for (int more = in.readInt(); more > 0; more--) {
        parts.add(in.readDouble());
      }
      curve.points.add(new CurvePoint(epoch, nats, parts));
    }
    return curve;
  }
}
