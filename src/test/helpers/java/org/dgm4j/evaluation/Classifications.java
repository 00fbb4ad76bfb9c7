package org.dgm4j.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.dgm4j.data.Samples;

/** Classifications with probabilities that are given or drawn. */
public final class Classifications {

  private Classifications() {}

  /** Of probabilities that are given, shape (count, classes). */
  public static Classification of(double[][] probabilities, Samples examples) {
    return Classification.of(probabilities, examples, false);
  }

  /**
   * Of images of one bright row, which is their label, with probabilities of the label between that
   * of chance and 1.
   *
   * @param bound whether they are said to come from lower bounds
   */
  public static Classification drawn(int classes, int count, boolean bound) {
    SplittableRandom random = new SplittableRandom(classes);
    int side = Math.max(classes, 8);
    float[] values = new float[count * side * side];
    int[] labels = new int[count];
    double[][] probabilities = new double[count][classes];
    for (int n = 0; n < count; n++) {
      labels[n] = random.nextInt(classes);
      int from = (n * side + labels[n]) * side;
      Arrays.fill(values, from, from + side, 1);
      double sure = 1 - Math.pow(random.nextDouble(), 8);
      int answer = random.nextDouble() < sure ? labels[n] : random.nextInt(classes);
      Arrays.fill(probabilities[n], (1 - sure) / classes);
      probabilities[n][answer] += sure;
    }
    Samples images = Samples.images(values, count, 1, side, side).labelled(labels);
    return Classification.of(probabilities, images, bound);
  }
}
