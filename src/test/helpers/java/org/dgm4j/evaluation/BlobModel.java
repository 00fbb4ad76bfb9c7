package org.dgm4j.evaluation;

import org.dgm4j.data.Samples;
import org.dgm4j.model.EvidenceLowerBound;
import org.dgm4j.model.LatentVariableModel;

/**
 * A model whose decodings are known: a bright spot of an image lies where the first two latent
 * variables say, in units of a sixth of the side from the middle; further ones change nothing.
 */
public final class BlobModel implements LatentVariableModel {

  private final int side;
  private final int latent;

  public BlobModel(int side, int latent) {
    this.side = side;
    this.latent = latent;
  }

  @Override
  public int latentDimensions() {
    return latent;
  }

  @Override
  public int[] exampleShape() {
    return new int[] {1, side, side};
  }

  /** The centre of brightness; further variables are 0. */
  @Override
  public Samples encode(Samples examples) {
    float[] codes = new float[examples.count() * latent];
    for (int i = 0; i < examples.count(); i++) {
      double sum = 0;
      double across = 0;
      double up = 0;
      for (int p = 0; p < side * side; p++) {
        double value = examples.value(i, p);
        sum += value;
        across += value * (p % side - (side - 1) / 2.0) * 6 / side;
        up -= value * (p / side - (side - 1) / 2.0) * 6 / side;
      }
      codes[i * latent] = (float) (across / sum);
      if (latent > 1) {
        codes[i * latent + 1] = (float) (up / sum);
      }
    }
    Samples result = Samples.vectors(codes, examples.count(), latent);
    return examples.hasLabels() ? result.labelled(examples.labels()) : result;
  }

  @Override
  public Samples decode(Samples codes) {
    float[] values = new float[codes.count() * side * side];
    for (int i = 0; i < values.length; i++) {
      int code = i / (side * side);
      int p = i % (side * side);
      double x = (p % side - (side - 1) / 2.0) * 6 / side - codes.value(code, 0);
      double second = latent > 1 ? codes.value(code, 1) : 0;
      double y = -(p / side - (side - 1) / 2.0) * 6 / side - second;
      values[i] = (float) Math.exp(-(x * x + y * y));
    }
    Samples decoded = Samples.images(values, codes.count(), 1, side, side);
    return codes.hasLabels() ? decoded.labelled(codes.labels()) : decoded;
  }

  @Override
  public EvidenceLowerBound evidenceLowerBound(Samples examples, long seed) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Samples sample(int count, long seed) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Samples sampleMeans(int count, long seed) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
