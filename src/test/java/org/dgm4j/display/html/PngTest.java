package org.dgm4j.display.html;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class PngTest {

  public static BufferedImage decode(byte[] png) {
    try {
      return ImageIO.read(new ByteArrayInputStream(png));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 16, 17, 256, 257, 2000})
  void decodesToTheSamePixels(int colors) {
    Random random = new Random(colors);
    int[] palette = random.ints(colors).map(c -> c | 0xFF000000).toArray();
    palette[0] = 0;
    for (int width : new int[] {1, 7, 61}) {
      int height = 41;
      int[] pixels = random.ints((long) width * height, 0, colors).map(i -> palette[i]).toArray();
      BufferedImage image = decode(Png.encode(width, height, pixels, 1));
      assertEquals(width, image.getWidth());
      assertArrayEquals(pixels, image.getRGB(0, 0, width, height, null, 0, width));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 16, 256})
  void fewColorsTakeFewBits(int colors) {
    int[] pixels = new Random(1).ints(10_000, 0, colors).map(c -> 0xFF000000 | c).toArray();
    double bits = Math.log(colors) / Math.log(2);
    int size = Png.encode(100, 100, pixels, 1).length;
    assertTrue(size < 10_000 * bits / 8 + 1300, "" + size);
  }
}
