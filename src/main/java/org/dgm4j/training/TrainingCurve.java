package org.dgm4j.training;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The training objective batch by batch, averaged over more batches as it grows longer. */
final class TrainingCurve {

  private static final int MAXIMUM = 200;

  private final List<Stretch> full = new ArrayList<>();
  private int batchesPerStretch = 1;
  private int batches;
  private Stretch growing;

  /** Some successive batches: where they end, and the sums over their examples. */
  private record Stretch(double epoch, double[] sums, long examples) {

    Stretch and(Stretch next) {
      double[] both = new double[sums.length];
      for (int i = 0; i < both.length; i++) {
        both[i] = sums[i] + next.sums[i];
      }
      return new Stretch(next.epoch, both, examples + next.examples);
    }

    CurvePoint point() {
      return new CurvePoint(
          epoch,
          sums[0] / examples,
          IntStream.range(1, sums.length).mapToObj(i -> sums[i] / examples).toList());
    }
  }

  /**
   * @param batchSums of the objective and of each of its parts
   */
  void add(double epoch, double[] batchSums, int batchExamples) {
    Stretch batch = new Stretch(epoch, batchSums.clone(), batchExamples);
    growing = batches == 0 ? batch : growing.and(batch);
    batches++;
    if (batches == batchesPerStretch) {
      full.add(growing);
      batches = 0;
      if (full.size() >= MAXIMUM) {
        halve();
      }
    }
  }

  private void halve() {
    List<Stretch> pairs = new ArrayList<>();
    for (int i = 1; i < full.size(); i += 2) {
      pairs.add(full.get(i - 1).and(full.get(i)));
    }
    full.clear();
    full.addAll(pairs);
    batchesPerStretch *= 2;
  }

  /** All points, the last one perhaps of fewer batches. */
  List<CurvePoint> points() {
    return all().stream().map(Stretch::point).toList();
  }

  private List<Stretch> all() {
    return batches == 0 ? full : Stream.concat(full.stream(), Stream.of(growing)).toList();
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(batchesPerStretch);
    out.writeInt(batches);
    List<Stretch> all = all();
    out.writeInt(all.size());
    for (Stretch stretch : all) {
      out.writeDouble(stretch.epoch);
      out.writeLong(stretch.examples);
      out.writeInt(stretch.sums.length);
      for (double sum : stretch.sums) {
        out.writeDouble(sum);
      }
    }
  }

  static TrainingCurve read(DataInputStream in) throws IOException {
    TrainingCurve curve = new TrainingCurve();
    curve.batchesPerStretch = in.readInt();
    curve.batches = in.readInt();
    for (int left = in.readInt(); left > 0; left--) {
      double epoch = in.readDouble();
      long examples = in.readLong();
      double[] sums = new double[in.readInt()];
      for (int i = 0; i < sums.length; i++) {
        sums[i] = in.readDouble();
      }
      curve.full.add(new Stretch(epoch, sums, examples));
    }
    if (curve.batches > 0) {
      curve.growing = curve.full.remove(curve.full.size() - 1);
    }
    return curve;
  }
}
