package org.dgm4j.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.dgm4j.data.Samples;
import org.dgm4j.evaluation.AnomalyDetection.Score;
import org.dgm4j.model.DensityModel;
import org.junit.jupiter.api.Test;

class AnomalyDetectionTest {

  private static final int MANY = 20_000;

  /** A model whose log-probability is known in closed form. */
  private static DensityModel model(ToDoubleFunction<float[]> logProbability) {
    return new DensityModel() {
      @Override
      public double[] logProbability(Samples examples) {
        return IntStream.range(0, examples.count())
            .mapToDouble(i -> logProbability.applyAsDouble(examples.row(i)))
            .toArray();
      }

      @Override
      public Samples sample(int count, long seed) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void close() {}
    };
  }

  private static DensityModel normal(double deviation) {
    return model(x -> -x[0] * x[0] / (2 * deviation * deviation) - Math.log(deviation));
  }

  private static Samples normals(double deviation, long seed) {
    Random random = new Random(seed);
    float[] values = new float[MANY];
    for (int i = 0; i < MANY; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return Samples.vectors(values, MANY, 1);
  }

  /** |X| of N(0, 1) is below |Y| of N(0, s²) with the probability 2/π · atan s. */
  @Test
  void theAreaOfNormalsIsKnown() {
    for (double s : new double[] {0.5, 1, 3}) {
      Roc roc = AnomalyDetection.of(normal(1), normals(1, 1), normals(s, 2)).roc();
      assertEquals(2 / Math.PI * Math.atan(s), roc.area(), 4 * roc.standardError());
    }
  }

  /**
   * Outliers near the mode are more likely than the data. Against a background that is narrower
   * than the model the ratio rises with |x|, which turns every comparison round.
   */
  @Test
  void theRatioRepairsWhatTheLikelihoodGetsWrong() {
    AnomalyDetection detection =
        AnomalyDetection.of(normal(1), normals(1, 1), normals(0.5, 2)).against(normal(0.7));
    Score ratio = detection.scores().get(1);
    assertEquals("likelihood ratio", ratio.name());
    assertEquals(1 - detection.roc().area(), ratio.roc().area(), 1e-6);
    assertEquals(2 / Math.PI * Math.atan(2), ratio.roc().area(), 4 * ratio.roc().standardError());
    assertTrue(detection.roc().area() < 0.31);
  }

  /**
   * The case of Ren et al.: 100 background bits, of which outliers have simpler ones, hide 8 that
   * tell. The background model knows only the former, so that the ratio depends on the latter.
   */
  @Test
  void theRatioSeesThroughTheBackground() {
    Samples normal = bits(0.1, 0.9, 1);
    Samples abnormal = bits(0.02, 0.5, 2);
    AnomalyDetection detection =
        AnomalyDetection.of(model(x -> bits(x, 0.9)), normal, abnormal)
            .against(model(x -> bits(x, 0.5)));
    assertTrue(detection.roc().area() < 0.3, detection.toString());
    BinomialDistribution inside = BinomialDistribution.of(8, 0.9);
    BinomialDistribution outside = BinomialDistribution.of(8, 0.5);
    double truth = 0;
    for (int i = 0; i <= 8; i++) {
      truth +=
          inside.probability(i) * (outside.cumulativeProbability(i) - outside.probability(i) / 2);
    }
    Roc ratio = detection.scores().get(1).roc();
    assertEquals(truth, ratio.area(), 4 * ratio.standardError());
  }

  private static Samples bits(double background, double telling, long seed) {
    Random random = new Random(seed);
    float[] values = new float[2000 * 108];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextDouble() < (i % 108 < 100 ? background : telling) ? 1 : 0;
    }
    return Samples.vectors(values, 2000, 108);
  }

  private static double bits(float[] x, double telling) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double p = i < 100 ? 0.1 : telling;
      sum += Math.log(x[i] == 1 ? p : 1 - p);
    }
    return Math.rint(sum * 1e9) / 1e9;
  }

  /** Empty images are the likeliest of all under sparse noise, and the simplest. */
  @Test
  void complexityRepairsWhatTheLikelihoodGetsWrong() {
    Random random = new Random(1);
    float[] noise = new float[50 * 784];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextDouble() < 0.1 ? 1 : 0;
    }
    DensityModel sparse =
        model(
            x -> {
              double ones = 0;
              for (float value : x) {
                ones += value;
              }
              return ones * Math.log(0.1) + (x.length - ones) * Math.log(0.9);
            });
    AnomalyDetection detection =
        AnomalyDetection.of(
                sparse,
                Samples.images(noise, 50, 1, 28, 28),
                Samples.images(new float[10 * 784], 10, 1, 28, 28))
            .withComplexity();
    assertEquals(0, detection.roc().area());
    assertEquals(1, detection.scores().get(1).roc().area());
  }

  @Test
  void noiseCantBeShortened() {
    Random random = new Random(1);
    float[] noise = new float[784];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextInt(256);
    }
    Samples images = Samples.images(noise, 1, 1, 28, 28);
    double nats = Complexity.suiting(images).nats(images)[0];
    double incompressible = 784 * Math.log(256);
    assertTrue(nats >= incompressible && nats < 1.06 * incompressible, "" + nats);
    Samples empty = Samples.images(new float[784], 1, 1, 28, 28);
    assertTrue(Complexity.suiting(images).nats(empty)[0] < 0.02 * incompressible);
  }

  /** Every filter, with the header of a PNG file before it, is the image again. */
  @Test
  void filtersAreThoseOfPng() throws IOException {
    Random random = new Random(1);
    for (int channels : new int[] {1, 3}) {
      float[] values = new float[channels * 5 * 7];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextInt(256);
      }
      Samples image = Samples.images(values, 1, channels, 5, 7);
      Complexity complexity = Complexity.suiting(image);
      byte[][] rows =
          IntStream.range(0, 5).mapToObj(y -> complexity.row(values, y)).toArray(byte[][]::new);
      for (int filter = 0; filter <= 5; filter++) {
        BufferedImage decoded = decoded(complexity.filtered(rows, filter), 7, 5, channels);
        for (int i = 0; i < values.length; i++) {
          int shade = decoded.getRaster().getSample(i % 7, i / 7 % 5, i / 35);
          assertEquals(values[i], shade, "filter " + filter);
        }
      }
    }
  }

  private static BufferedImage decoded(byte[] filtered, int width, int height, int channels)
      throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(header);
    fields.writeInt(width);
    fields.writeInt(height);
    fields.write(new byte[] {8, (byte) (channels == 1 ? 0 : 2), 0, 0, 0});
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(content, new Deflater())) {
      deflater.write(filtered);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(file);
    out.writeLong(0x89504E470D0A1A0AL);
    chunk(out, "IHDR", header.toByteArray());
    chunk(out, "IDAT", content.toByteArray());
    chunk(out, "IEND", new byte[0]);
    return ImageIO.read(new ByteArrayInputStream(file.toByteArray()));
  }

  private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(type.getBytes());
    crc.update(content);
    out.writeInt(content.length);
    out.writeBytes(type);
    out.write(content);
    out.writeInt((int) crc.getValue());
  }

  @Test
  void thresholdsKeepTheRateOfFalseAlarms() {
    Roc roc = Roc.of(new double[] {1, 2, 3, 4}, new double[] {0, 1.5, 2, 9});
    assertEquals(new Roc.Threshold(1, 0, 0.25), roc.thresholdAt(0));
    assertEquals(new Roc.Threshold(1, 0, 0.25), roc.thresholdAt(0.24));
    assertEquals(new Roc.Threshold(2, 0.25, 0.5), roc.thresholdAt(0.25));
    assertEquals(new Roc.Threshold(Double.POSITIVE_INFINITY, 1, 1), roc.thresholdAt(1));
    Roc ties = Roc.of(new double[] {1, 1, 1, 4}, new double[] {0, 1});
    assertEquals(new Roc.Threshold(1, 0, 0.5), ties.thresholdAt(0.5));
    double[] scores = IntStream.range(0, 1000).mapToDouble(i -> i).toArray();
    for (int k = 0; k <= 100; k++) {
      assertEquals(k / 100.0, Roc.of(scores, scores).thresholdAt(k / 100.0).falseAlarms(), 1e-12);
    }
  }

  @Test
  void extremesAreInOrder() {
    Samples normal = Samples.vectors(new float[] {3, -1, 0.5f, 2}, 4, 1);
    Samples abnormal = Samples.vectors(new float[] {5, -4}, 2, 1);
    AnomalyDetection detection = AnomalyDetection.of(normal(1), normal, abnormal);
    assertArrayEquals(new float[] {3, 2}, detection.leastLikelyNormal(2).values());
    assertArrayEquals(new float[] {0.5f, -1, 2}, detection.mostLikelyNormal(3).values());
    assertArrayEquals(new float[] {5, -4}, detection.leastLikelyAbnormal(9).values());
    assertArrayEquals(new float[] {-4}, detection.mostLikelyAbnormal(1).values());
  }

  @Test
  void impossibleExamplesRaiseTheAlarm() {
    DensityModel half = model(x -> x[0] == 0 ? 0 : Double.NEGATIVE_INFINITY);
    Samples normal = Samples.vectors(new float[] {0, 0}, 2, 1);
    Samples abnormal = Samples.vectors(new float[] {1, 1}, 2, 1);
    AnomalyDetection detection = AnomalyDetection.of(half, normal, abnormal).against(half);
    assertEquals(1, detection.scores().get(1).roc().area());
    assertEquals(0.1, detection.falseAlarmRate(0.1).falseAlarmRate());
  }

  @Test
  void theTextHasAllNumbers() {
    Samples normal = Samples.vectors(new float[] {0, 1, 2, 3}, 4, 1);
    Samples abnormal = Samples.vectors(new float[] {4, 5}, 2, 1);
    String text =
        AnomalyDetection.of(model(x -> -x[0]), normal, abnormal).falseAlarmRate(0.25).toString();
    assertEquals(
        "likelihood, log p(x): AUROC = 1.0000 (95 % interval 1.0000 to 1.0000); 4 normal and 2"
            + " abnormal examples; below -2.00 nats 100.0 % of the abnormal and 25.0 % of the normal"
            + " examples",
        text);
  }

  @Test
  void badInputIsOneSentence() {
    Samples one = Samples.vectors(new float[] {0.5f}, 1, 1);
    Samples two = Samples.vectors(new float[] {1, 0}, 1, 2);
    Samples negative = Samples.vectors(new float[] {-1}, 1, 1);
    DensityModel any = model(x -> 0);
    refused("from 0 to 1", () -> AnomalyDetection.of(any, one, one).falseAlarmRate(5));
    refused("of one shape", () -> AnomalyDetection.of(any, one, two).withComplexity());
    refused(
        "values from 0 to 1 and whole numbers to 255",
        () -> AnomalyDetection.of(any, one, negative).withComplexity());
    float[] large = {300};
    refused(
        "300", () -> AnomalyDetection.of(any, one, Samples.vectors(large, 1, 1)).withComplexity());
  }

  private static void refused(String sentence, Runnable call) {
    String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
    assertTrue(message.contains(sentence), message);
  }
}
