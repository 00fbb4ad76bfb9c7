package org.dgm4j.data.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.junit.jupiter.api.Test;

/** The loaders on the files that everyone uses. */
class RealDataTest {

  @Test
  void mnistIsReadToTheByte() throws Exception {
    Dataset mnist = Mnist.grey(RealData.having("mnist"));
    assertArrayEquals(new int[] {1, 28, 28}, mnist.shape());
    assertEquals("6bbc9ace898e44ae57da46a324031adb", md5(mnist.train(), mnist.validation()));
    assertEquals("2646ac647ad5339dbf082846283269ea", md5(mnist.test()));
    assertEquals(50_000, mnist.train().count());
    assertEquals(10_000, mnist.validation().count());
    assertArrayEquals(
        new int[] {5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949},
        IntStream.range(0, 10)
            .map(
                digit -> mnist.train().only(digit).count() + mnist.validation().only(digit).count())
            .toArray());
    assertArrayEquals(new int[] {7, 2, 1, 0, 4}, mnist.test().first(5).labels());
    assertEquals(12_665, mnist.only(0, 1).train().count() + mnist.only(0, 1).validation().count());
  }

  private static String md5(Samples... parts) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("MD5");
    int count = IntStream.range(0, parts.length).map(i -> parts[i].count()).sum();
    digest.update(ByteBuffer.allocate(16).putInt(0x803).putInt(count).putInt(28).putInt(28).flip());
    for (Samples part : parts) {
      byte[] bytes = new byte[784];
      for (int i = 0; i < part.count(); i++) {
        for (int j = 0; j < 784; j++) {
          bytes[j] = (byte) Math.round(255 * part.value(i, j));
        }
        digest.update(bytes);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Test
  void binarizedMnistHasTheKnownIndependentLikelihood() {
    Dataset binarized = Mnist.binarized(RealData.having("binarized_mnist"));
    assertArrayEquals(new int[] {1, 28, 28}, binarized.shape());
    assertEquals(50_000, binarized.train().count());
    assertEquals(10_000, binarized.validation().count());
    assertEquals(10_000, binarized.test().count());
    assertTrue(binarized.test().isBinary());
    assertFalse(binarized.test().hasLabels());
    assertEquals(205.79, independentNats(binarized), 0.005);
  }

  @Test
  void mushroomsHaveTheKnownIndependentLikelihood() {
    Path folder = RealData.having("uci/mushrooms").resolve("uci/mushrooms");
    Dataset mushrooms = Datasets.binaryTable(folder.toString());
    assertEquals("mushrooms", mushrooms.name());
    assertEquals(2000, mushrooms.train().count());
    assertEquals(500, mushrooms.validation().count());
    assertEquals(5624, mushrooms.test().count());
    assertArrayEquals(new int[] {112}, mushrooms.shape());
    assertEquals(34.23, independentNats(mushrooms), 0.005);
  }

  /** The mean negative log-likelihood of test under independent bits, with add-one smoothing. */
  private static double independentNats(Dataset data) {
    double[] ones = sums(data.train());
    double[] tested = sums(data.test());
    double nats = 0;
    for (int i = 0; i < ones.length; i++) {
      double p = (ones[i] + 1) / (data.train().count() + 2);
      double share = tested[i] / data.test().count();
      nats -= share * Math.log(p) + (1 - share) * Math.log(1 - p);
    }
    return nats;
  }

  private static double[] sums(Samples samples) {
    double[] sums = new double[samples.dimensions()];
    for (int i = 0; i < samples.count(); i++) {
      for (int j = 0; j < sums.length; j++) {
        sums[j] += samples.value(i, j);
      }
    }
    return sums;
  }
}
